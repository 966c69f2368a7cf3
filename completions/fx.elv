
use builtin;
use str;

set edit:completion:arg-completer[fx] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'fx'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'fx'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -v 'Print the version'
            cand --version 'Print the version'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand functions 'Manage edge functions'
            cand function 'Manage edge functions'
            cand engine 'Manage the engine, the pinned Deno executable that runs functions'
            cand init 'Set up a project in a directory'
            cand status 'Show the local addresses and keys'
            cand completions 'Print a completion script for a shell'
            cand start 'Say that nothing needs starting'
            cand stop 'Say that nothing needs stopping'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'fx;functions'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand new 'Create a function from a template'
            cand serve 'Serve functions on this machine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'fx;function'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand new 'Create a function from a template'
            cand serve 'Serve functions on this machine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'fx;functions;new'= {
            cand -t 'What to start from; see --list-templates'
            cand --template 'What to start from; see --list-templates'
            cand --auth 'Who may call it [default: what suits the template]'
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand --list-templates 'List the templates and exit'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;function;new'= {
            cand -t 'What to start from; see --list-templates'
            cand --template 'What to start from; see --list-templates'
            cand --auth 'Who may call it [default: what suits the template]'
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand --list-templates 'List the templates and exit'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;functions;serve'= {
            cand --env-file 'File with variables for every function, instead of the `.env` files of the project'
            cand --import-map 'Import map or deno.json for every function (config: `functions.NAME.import_map`)'
            cand -p 'Port to listen on; 0 takes a free one (config: `api.port`) [default: 54321]'
            cand --port 'Port to listen on; 0 takes a free one (config: `api.port`) [default: 54321]'
            cand --host 'Address or host name to listen on [default: localhost, which is 127.0.0.1 and ::1]'
            cand --standby 'How many engine processes wait for the functions that were started last, for fast reloads [default: 8]'
            cand --policy 'How workers and requests go together (config: `edge_runtime.policy`) [default: per_worker]'
            cand --max-workers 'How many workers a function may have at once [default: one per core]'
            cand --inspect-mode 'What a worker does before it runs the function; implies `--inspect` [default: run]'
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand --no-verify-jwt 'Let requests in without a token (config: `functions.NAME.verify_jwt`)'
            cand --inspect 'Let debuggers attach: one worker per function, no limits of time (config: `edge_runtime.inspector_port`)'
            cand --inspect-main 'For the Supabase CLI''s scripts: there is no main worker to debug, so it changes nothing'
            cand --all 'all'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;function;serve'= {
            cand --env-file 'File with variables for every function, instead of the `.env` files of the project'
            cand --import-map 'Import map or deno.json for every function (config: `functions.NAME.import_map`)'
            cand -p 'Port to listen on; 0 takes a free one (config: `api.port`) [default: 54321]'
            cand --port 'Port to listen on; 0 takes a free one (config: `api.port`) [default: 54321]'
            cand --host 'Address or host name to listen on [default: localhost, which is 127.0.0.1 and ::1]'
            cand --standby 'How many engine processes wait for the functions that were started last, for fast reloads [default: 8]'
            cand --policy 'How workers and requests go together (config: `edge_runtime.policy`) [default: per_worker]'
            cand --max-workers 'How many workers a function may have at once [default: one per core]'
            cand --inspect-mode 'What a worker does before it runs the function; implies `--inspect` [default: run]'
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand --no-verify-jwt 'Let requests in without a token (config: `functions.NAME.verify_jwt`)'
            cand --inspect 'Let debuggers attach: one worker per function, no limits of time (config: `edge_runtime.inspector_port`)'
            cand --inspect-main 'For the Supabase CLI''s scripts: there is no main worker to debug, so it changes nothing'
            cand --all 'all'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;functions;help'= {
            cand new 'Create a function from a template'
            cand serve 'Serve functions on this machine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'fx;functions;help;new'= {
        }
        &'fx;functions;help;serve'= {
        }
        &'fx;functions;help;help'= {
        }
        &'fx;function;help'= {
            cand new 'Create a function from a template'
            cand serve 'Serve functions on this machine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'fx;function;help;new'= {
        }
        &'fx;function;help;serve'= {
        }
        &'fx;function;help;help'= {
        }
        &'fx;engine'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand install 'Download, verify and install the pinned engine'
            cand list 'List the installed engines'
            cand ls 'List the installed engines'
            cand path 'Print the path of the engine''s executable'
            cand remove 'Remove installed engines'
            cand rm 'Remove installed engines'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'fx;engine;install'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;engine;list'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;engine;ls'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;engine;path'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;engine;remove'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand --all 'Remove every version'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;engine;rm'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand --all 'Remove every version'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;engine;help'= {
            cand install 'Download, verify and install the pinned engine'
            cand list 'List the installed engines'
            cand path 'Print the path of the engine''s executable'
            cand remove 'Remove installed engines'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'fx;engine;help;install'= {
        }
        &'fx;engine;help;list'= {
        }
        &'fx;engine;help;path'= {
        }
        &'fx;engine;help;remove'= {
        }
        &'fx;engine;help;help'= {
        }
        &'fx;init'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand --force 'Overwrite files that are there already'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;status'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;completions'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;start'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;stop'= {
            cand --workdir 'Directory that holds `supabase/` [default: the nearest one upwards]'
            cand --output-format 'Shape of what is written to stdout'
            cand -o 'Print the result in the shape scripts know from the Supabase CLI'
            cand --output 'Print the result in the shape scripts know from the Supabase CLI'
            cand --color 'When to use colours'
            cand --ca-cert 'Trust the certificate authorities in this PEM file too'
            cand --profile 'profile'
            cand --agent 'agent'
            cand --network-id 'network-id'
            cand --dns-resolver 'dns-resolver'
            cand --log-level 'log-level'
            cand -q 'Say errors only'
            cand --quiet 'Say errors only'
            cand --verbose 'Say everything'
            cand --debug 'Say everything'
            cand -y 'Answer every question with yes'
            cand --yes 'Answer every question with yes'
            cand --experimental 'experimental'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'fx;help'= {
            cand functions 'Manage edge functions'
            cand engine 'Manage the engine, the pinned Deno executable that runs functions'
            cand init 'Set up a project in a directory'
            cand status 'Show the local addresses and keys'
            cand completions 'Print a completion script for a shell'
            cand start 'Say that nothing needs starting'
            cand stop 'Say that nothing needs stopping'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'fx;help;functions'= {
            cand new 'Create a function from a template'
            cand serve 'Serve functions on this machine'
        }
        &'fx;help;functions;new'= {
        }
        &'fx;help;functions;serve'= {
        }
        &'fx;help;engine'= {
            cand install 'Download, verify and install the pinned engine'
            cand list 'List the installed engines'
            cand path 'Print the path of the engine''s executable'
            cand remove 'Remove installed engines'
        }
        &'fx;help;engine;install'= {
        }
        &'fx;help;engine;list'= {
        }
        &'fx;help;engine;path'= {
        }
        &'fx;help;engine;remove'= {
        }
        &'fx;help;init'= {
        }
        &'fx;help;status'= {
        }
        &'fx;help;completions'= {
        }
        &'fx;help;start'= {
        }
        &'fx;help;stop'= {
        }
        &'fx;help;help'= {
        }
    ]
    $completions[$command]
}
