# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_fx_global_optspecs
    string join \n workdir= output-format= o/output= q/quiet verbose color= ca-cert= api-url= profile= timeout= y/yes agent= experimental network-id= dns-resolver= log-level= v/version h/help
end

function __fish_fx_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_fx_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_fx_using_subcommand
    set -l cmd (__fish_fx_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c fx -n "__fish_fx_needs_command" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_needs_command" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_needs_command" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_needs_command" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_needs_command" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_needs_command" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_needs_command" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_needs_command" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_needs_command" -l agent -r
complete -c fx -n "__fish_fx_needs_command" -l network-id -r
complete -c fx -n "__fish_fx_needs_command" -l dns-resolver -r
complete -c fx -n "__fish_fx_needs_command" -l log-level -r
complete -c fx -n "__fish_fx_needs_command" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_needs_command" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_needs_command" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_needs_command" -l experimental
complete -c fx -n "__fish_fx_needs_command" -s v -l version -d 'Print the version'
complete -c fx -n "__fish_fx_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_needs_command" -f -a "functions" -d 'Manage edge functions'
complete -c fx -n "__fish_fx_needs_command" -f -a "function" -d 'Manage edge functions'
complete -c fx -n "__fish_fx_needs_command" -f -a "engine" -d 'Manage the engine, the pinned Deno executable that runs functions'
complete -c fx -n "__fish_fx_needs_command" -f -a "init" -d 'Set up a project in a directory'
complete -c fx -n "__fish_fx_needs_command" -f -a "status" -d 'Show the local addresses and keys'
complete -c fx -n "__fish_fx_needs_command" -f -a "login" -d 'Log in to the Management API'
complete -c fx -n "__fish_fx_needs_command" -f -a "logout" -d 'Forget the access token'
complete -c fx -n "__fish_fx_needs_command" -f -a "whoami" -d 'Show whose access token is used'
complete -c fx -n "__fish_fx_needs_command" -f -a "link" -d 'Bind this directory to a project of the platform'
complete -c fx -n "__fish_fx_needs_command" -f -a "unlink" -d 'Undo `fx link`'
complete -c fx -n "__fish_fx_needs_command" -f -a "projects" -d 'Look after projects of the platform'
complete -c fx -n "__fish_fx_needs_command" -f -a "project" -d 'Look after projects of the platform'
complete -c fx -n "__fish_fx_needs_command" -f -a "secrets" -d 'Look after the secrets that functions of a project read'
complete -c fx -n "__fish_fx_needs_command" -f -a "secret" -d 'Look after the secrets that functions of a project read'
complete -c fx -n "__fish_fx_needs_command" -f -a "platform" -d 'Run a platform of your own to deploy to'
complete -c fx -n "__fish_fx_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c fx -n "__fish_fx_needs_command" -f -a "start" -d 'Say that nothing needs starting'
complete -c fx -n "__fish_fx_needs_command" -f -a "stop" -d 'Say that nothing needs stopping'
complete -c fx -n "__fish_fx_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "new" -d 'Create a function from a template'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "serve" -d 'Serve functions on this machine'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "bundle" -d 'Make functions into files to deploy'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "unbundle" -d 'Restore the files a bundle was made of'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "graph" -d 'Show the modules and packages of a function, and why they are in'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "deploy" -d 'Deploy functions to a project of the platform'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "history" -d 'List the versions of a function that were deployed'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "rollback" -d 'Deploy an earlier version of a function again'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "list" -d 'List the functions that are here and those of the project'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "logs" -d 'Show what functions of the project said'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "delete" -d 'Delete functions of the project'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "download" -d 'Restore the files of functions of the project'
complete -c fx -n "__fish_fx_using_subcommand functions; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -s t -l template -d 'What to start from; see --list-templates' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l auth -d 'Who may call it [default: what suits the template]' -r -f -a "none\t'Everybody'
apikey\t'Whoever sends one of the project\'s API keys; the code checks it'
user\t'Whoever sends a valid token; the code reads its claims'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l list-templates -d 'List the templates and exit'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l env-file -d 'File with variables for every function, instead of the `.env` files of the project' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l import-map -d 'Import map or deno.json for every function (config: `functions.NAME.import_map`)' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l from-bundle -d 'Run bundles as they are deployed: made of the project\'s files, or those in a directory' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l limits -d 'What workers may use: `default`, `production` or `off`, and single limits, separated by commas (config: `functions.NAME.limits`)' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -s p -l port -d 'Port to listen on; 0 takes a free one (config: `api.port`) [default: 54321, and 54331 beside a local stack]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l host -d 'Address or host name to listen on [default: localhost, which is 127.0.0.1 and ::1]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l upstream -d 'Where requests to the project\'s services go: `auto`, `off` or a URL (fx.toml: `upstream`) [default: auto]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l trusted-proxy -d 'Address or network of a proxy whose `X-Forwarded-*` headers are trusted; may be repeated' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l standby -d 'How many engine processes wait for the functions that were started last, for fast reloads [default: 12]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l policy -d 'How workers and requests go together (config: `edge_runtime.policy`) [default: per_worker]' -r -f -a "per_worker\t'A worker answers many requests'
per_request\t'A worker answers one request at a time'
oneshot\t'A worker answers one request and ends'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l max-workers -d 'How many workers a function may have at once [default: one per core]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l stop-timeout -d 'How long requests and background work may go on after Ctrl-C' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l sandbox -d 'Keep functions to what hosted ones may do, or let them do all you may [default: on]' -r -f -a "on\t'Own static files, own packages, an own `/tmp`'
off\t'Everything that you may do'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l inspect-mode -d 'What a worker does before it runs the function; implies `--inspect` [default: run]' -r -f -a "run\t'It runs at once'
brk\t'It waits for a debugger and stops on the first line'
wait\t'It waits for a debugger'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l no-verify-jwt -d 'Let requests in without a token (config: `functions.NAME.verify_jwt`)'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l expose-services -d 'Let callers on other machines reach the project\'s services too, not functions only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l inspect -d 'Let debuggers attach: one worker per function, no limits of time (config: `edge_runtime.inspector_port`)'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l inspect-main -d 'For the Supabase CLI\'s scripts: there is no main worker to debug, so it changes nothing'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l all
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l out-dir -d 'Directory for the files [default: supabase/.temp/bundles]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l import-map -d 'Import map or deno.json for every function (config: `functions.NAME.import_map`)' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l env -d 'Bundle with the settings of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l jobs -d 'How many functions to bundle at once [default: one per core]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l npm-files -d 'Which files of npm packages go in' -r -f -a "lean\t'Without source maps, type declarations, Markdown and native add-ons'
all\t'All of them'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l lock-write -d 'Write the versions of npm, JSR and remote imports into deno.lock'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l cached-only -d 'Use what has been downloaded before, and no network'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l check -d 'Check types before anything is written; downloads the engine and types where they are missing'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l no-compress -d 'Write plain ESZip files, without the compressed frame that uploads have'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from bundle" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l out-dir -d 'Where the files go [default: FILE\'s name without its extension, in this directory; `bundle` for stdin]' -r -f -a "(__fish_complete_directories)"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l force -d 'Overwrite files that have another content'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l dry-run -d 'List what is in the bundle and write nothing'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from unbundle" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l why -d 'Show only how this comes in: a path, a package with or without version, or a specifier as written' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from graph" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l no-verify-jwt -d 'Let anybody call the functions, without a token (config: `functions.NAME.verify_jwt`)' -r -f -a "true\t''
false\t''"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l import-map -d 'Import map or deno.json for every function (config: `functions.NAME.import_map`)' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -s j -l jobs -d 'How many functions to send at once' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l use-docker -r -f -a "true\t''
false\t''"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l use-api -d 'Send sources and let the server bundle them (config: `edge_runtime.bundler = "server"`)'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l prune -d 'Delete functions of the project that are neither here nor in the configuration'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l keep-going -d 'Deploy the others when some functions cannot be bundled'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l force -d 'Send functions that are unchanged, too'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l dry-run -d 'Show what would happen and change nothing'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l exit-code -d 'Exit with 6 when a dry run finds changes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l check -d 'Check types before anything is sent; downloads the engine and types where they are missing'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l legacy-bundle
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from deploy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l to -d 'The version to deploy again, as `fx functions history` lists it [default: the last one with other code]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l dry-run -d 'Show what would happen and change nothing'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l exit-code -d 'Exit with 6 when a dry run finds changes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from rollback" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l diff -d 'Bundle the functions that are here too, and say whether the project has the same code'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l since -d 'Begin so long ago, such as `30s`, `10m` or `2h`, or at a time such as `2026-11-21T08:00:00Z`' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l level -d 'Show what matters at least so much' -r -f -a "debug\t'Everything'
info\t'`console.log` and up'
warning\t'`console.warn` and up'
error\t'`console.error`, and what went wrong'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l limit -d 'Show at most so many of the newest lines' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -s f -l follow -d 'Go on with what comes, until Ctrl-C'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l invocations -d 'Show requests instead of what functions said; only of a platform of your own'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l dry-run -d 'Show what would be deleted, and delete nothing'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l out-dir -d 'Directory that stands for the project: files go to `supabase/functions/` below it' -r -f -a "(__fish_complete_directories)"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l all -d 'Download every function of the project'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l use-api -d 'Ask for sources rather than for the bundle'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l dry-run -d 'List what would be written, and write nothing'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l force -d 'Overwrite files that have another content'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l use-docker
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l legacy-bundle
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -l experimental
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from download" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "new" -d 'Create a function from a template'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "serve" -d 'Serve functions on this machine'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "bundle" -d 'Make functions into files to deploy'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "unbundle" -d 'Restore the files a bundle was made of'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "graph" -d 'Show the modules and packages of a function, and why they are in'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "deploy" -d 'Deploy functions to a project of the platform'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "history" -d 'List the versions of a function that were deployed'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "rollback" -d 'Deploy an earlier version of a function again'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the functions that are here and those of the project'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "logs" -d 'Show what functions of the project said'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete functions of the project'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "download" -d 'Restore the files of functions of the project'
complete -c fx -n "__fish_fx_using_subcommand functions; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "new" -d 'Create a function from a template'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "serve" -d 'Serve functions on this machine'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "bundle" -d 'Make functions into files to deploy'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "unbundle" -d 'Restore the files a bundle was made of'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "graph" -d 'Show the modules and packages of a function, and why they are in'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "deploy" -d 'Deploy functions to a project of the platform'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "history" -d 'List the versions of a function that were deployed'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "rollback" -d 'Deploy an earlier version of a function again'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "list" -d 'List the functions that are here and those of the project'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "logs" -d 'Show what functions of the project said'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "delete" -d 'Delete functions of the project'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "download" -d 'Restore the files of functions of the project'
complete -c fx -n "__fish_fx_using_subcommand function; and not __fish_seen_subcommand_from new serve bundle unbundle graph deploy history rollback list logs delete download help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -s t -l template -d 'What to start from; see --list-templates' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l auth -d 'Who may call it [default: what suits the template]' -r -f -a "none\t'Everybody'
apikey\t'Whoever sends one of the project\'s API keys; the code checks it'
user\t'Whoever sends a valid token; the code reads its claims'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l list-templates -d 'List the templates and exit'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l env-file -d 'File with variables for every function, instead of the `.env` files of the project' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l import-map -d 'Import map or deno.json for every function (config: `functions.NAME.import_map`)' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l from-bundle -d 'Run bundles as they are deployed: made of the project\'s files, or those in a directory' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l limits -d 'What workers may use: `default`, `production` or `off`, and single limits, separated by commas (config: `functions.NAME.limits`)' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -s p -l port -d 'Port to listen on; 0 takes a free one (config: `api.port`) [default: 54321, and 54331 beside a local stack]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l host -d 'Address or host name to listen on [default: localhost, which is 127.0.0.1 and ::1]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l upstream -d 'Where requests to the project\'s services go: `auto`, `off` or a URL (fx.toml: `upstream`) [default: auto]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l trusted-proxy -d 'Address or network of a proxy whose `X-Forwarded-*` headers are trusted; may be repeated' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l standby -d 'How many engine processes wait for the functions that were started last, for fast reloads [default: 12]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l policy -d 'How workers and requests go together (config: `edge_runtime.policy`) [default: per_worker]' -r -f -a "per_worker\t'A worker answers many requests'
per_request\t'A worker answers one request at a time'
oneshot\t'A worker answers one request and ends'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l max-workers -d 'How many workers a function may have at once [default: one per core]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l stop-timeout -d 'How long requests and background work may go on after Ctrl-C' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l sandbox -d 'Keep functions to what hosted ones may do, or let them do all you may [default: on]' -r -f -a "on\t'Own static files, own packages, an own `/tmp`'
off\t'Everything that you may do'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l inspect-mode -d 'What a worker does before it runs the function; implies `--inspect` [default: run]' -r -f -a "run\t'It runs at once'
brk\t'It waits for a debugger and stops on the first line'
wait\t'It waits for a debugger'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l no-verify-jwt -d 'Let requests in without a token (config: `functions.NAME.verify_jwt`)'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l expose-services -d 'Let callers on other machines reach the project\'s services too, not functions only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l inspect -d 'Let debuggers attach: one worker per function, no limits of time (config: `edge_runtime.inspector_port`)'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l inspect-main -d 'For the Supabase CLI\'s scripts: there is no main worker to debug, so it changes nothing'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l all
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l out-dir -d 'Directory for the files [default: supabase/.temp/bundles]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l import-map -d 'Import map or deno.json for every function (config: `functions.NAME.import_map`)' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l env -d 'Bundle with the settings of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l jobs -d 'How many functions to bundle at once [default: one per core]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l npm-files -d 'Which files of npm packages go in' -r -f -a "lean\t'Without source maps, type declarations, Markdown and native add-ons'
all\t'All of them'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l lock-write -d 'Write the versions of npm, JSR and remote imports into deno.lock'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l cached-only -d 'Use what has been downloaded before, and no network'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l check -d 'Check types before anything is written; downloads the engine and types where they are missing'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l no-compress -d 'Write plain ESZip files, without the compressed frame that uploads have'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from bundle" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l out-dir -d 'Where the files go [default: FILE\'s name without its extension, in this directory; `bundle` for stdin]' -r -f -a "(__fish_complete_directories)"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l force -d 'Overwrite files that have another content'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l dry-run -d 'List what is in the bundle and write nothing'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from unbundle" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l why -d 'Show only how this comes in: a path, a package with or without version, or a specifier as written' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from graph" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l no-verify-jwt -d 'Let anybody call the functions, without a token (config: `functions.NAME.verify_jwt`)' -r -f -a "true\t''
false\t''"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l import-map -d 'Import map or deno.json for every function (config: `functions.NAME.import_map`)' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -s j -l jobs -d 'How many functions to send at once' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l use-docker -r -f -a "true\t''
false\t''"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l use-api -d 'Send sources and let the server bundle them (config: `edge_runtime.bundler = "server"`)'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l prune -d 'Delete functions of the project that are neither here nor in the configuration'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l keep-going -d 'Deploy the others when some functions cannot be bundled'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l force -d 'Send functions that are unchanged, too'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l dry-run -d 'Show what would happen and change nothing'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l exit-code -d 'Exit with 6 when a dry run finds changes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l check -d 'Check types before anything is sent; downloads the engine and types where they are missing'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l legacy-bundle
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from deploy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l to -d 'The version to deploy again, as `fx functions history` lists it [default: the last one with other code]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l dry-run -d 'Show what would happen and change nothing'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l exit-code -d 'Exit with 6 when a dry run finds changes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from rollback" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l diff -d 'Bundle the functions that are here too, and say whether the project has the same code'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l since -d 'Begin so long ago, such as `30s`, `10m` or `2h`, or at a time such as `2026-11-21T08:00:00Z`' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l level -d 'Show what matters at least so much' -r -f -a "debug\t'Everything'
info\t'`console.log` and up'
warning\t'`console.warn` and up'
error\t'`console.error`, and what went wrong'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l limit -d 'Show at most so many of the newest lines' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -s f -l follow -d 'Go on with what comes, until Ctrl-C'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l invocations -d 'Show requests instead of what functions said; only of a platform of your own'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l dry-run -d 'Show what would be deleted, and delete nothing'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l out-dir -d 'Directory that stands for the project: files go to `supabase/functions/` below it' -r -f -a "(__fish_complete_directories)"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l all -d 'Download every function of the project'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l use-api -d 'Ask for sources rather than for the bundle'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l dry-run -d 'List what would be written, and write nothing'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l force -d 'Overwrite files that have another content'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l use-docker
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l legacy-bundle
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -l experimental
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from download" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "new" -d 'Create a function from a template'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "serve" -d 'Serve functions on this machine'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "bundle" -d 'Make functions into files to deploy'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "unbundle" -d 'Restore the files a bundle was made of'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "graph" -d 'Show the modules and packages of a function, and why they are in'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "deploy" -d 'Deploy functions to a project of the platform'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "history" -d 'List the versions of a function that were deployed'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "rollback" -d 'Deploy an earlier version of a function again'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the functions that are here and those of the project'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "logs" -d 'Show what functions of the project said'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete functions of the project'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "download" -d 'Restore the files of functions of the project'
complete -c fx -n "__fish_fx_using_subcommand function; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -l experimental
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -f -a "install" -d 'Download, verify and install the pinned engine'
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -f -a "list" -d 'List the installed engines'
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -f -a "ls" -d 'List the installed engines'
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -f -a "path" -d 'Print the path of the engine\'s executable'
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -f -a "remove" -d 'Remove installed engines'
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -f -a "rm" -d 'Remove installed engines'
complete -c fx -n "__fish_fx_using_subcommand engine; and not __fish_seen_subcommand_from install list ls path remove rm help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -l experimental
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -l experimental
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -l experimental
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -l experimental
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l all -d 'Remove every version'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -l experimental
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l all -d 'Remove every version'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -l experimental
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from help" -f -a "install" -d 'Download, verify and install the pinned engine'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the installed engines'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print the path of the engine\'s executable'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove installed engines'
complete -c fx -n "__fish_fx_using_subcommand engine; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand init" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand init" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand init" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand init" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand init" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand init" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand init" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand init" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand init" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand init" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand init" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand init" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand init" -l force -d 'Overwrite files that are there already'
complete -c fx -n "__fish_fx_using_subcommand init" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand init" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand init" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand init" -l experimental
complete -c fx -n "__fish_fx_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand status" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand status" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand status" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand status" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand status" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand status" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand status" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand status" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand status" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand status" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand status" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand status" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand status" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand status" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand status" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand status" -l experimental
complete -c fx -n "__fish_fx_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand login" -l token -d 'The access token; `-` reads it from stdin, where no other program can see it' -r
complete -c fx -n "__fish_fx_using_subcommand login" -l name -d 'Name of the token that the browser makes' -r
complete -c fx -n "__fish_fx_using_subcommand login" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand login" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand login" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand login" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand login" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand login" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand login" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand login" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand login" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand login" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand login" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand login" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand login" -l no-browser -d 'Show the address rather than open the browser'
complete -c fx -n "__fish_fx_using_subcommand login" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand login" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand login" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand login" -l experimental
complete -c fx -n "__fish_fx_using_subcommand login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand logout" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand logout" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand logout" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand logout" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand logout" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand logout" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand logout" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand logout" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand logout" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand logout" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand logout" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand logout" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand logout" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand logout" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand logout" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand logout" -l experimental
complete -c fx -n "__fish_fx_using_subcommand logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand whoami" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand whoami" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand whoami" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand whoami" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand whoami" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand whoami" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand whoami" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand whoami" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand whoami" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand whoami" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand whoami" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand whoami" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand whoami" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand whoami" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand whoami" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand whoami" -l experimental
complete -c fx -n "__fish_fx_using_subcommand whoami" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand link" -l project-ref -d 'The same' -r
complete -c fx -n "__fish_fx_using_subcommand link" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand link" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand link" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand link" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand link" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand link" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand link" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand link" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand link" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand link" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand link" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand link" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand link" -l skip-pooler
complete -c fx -n "__fish_fx_using_subcommand link" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand link" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand link" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand link" -l experimental
complete -c fx -n "__fish_fx_using_subcommand link" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand unlink" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand unlink" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand unlink" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand unlink" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand unlink" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand unlink" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand unlink" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand unlink" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand unlink" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand unlink" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand unlink" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand unlink" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand unlink" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand unlink" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand unlink" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand unlink" -l experimental
complete -c fx -n "__fish_fx_using_subcommand unlink" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -l experimental
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -f -a "list" -d 'List the projects that the access token can see'
complete -c fx -n "__fish_fx_using_subcommand projects; and not __fish_seen_subcommand_from list help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -l experimental
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the projects that the access token can see'
complete -c fx -n "__fish_fx_using_subcommand projects; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -l experimental
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -f -a "list" -d 'List the projects that the access token can see'
complete -c fx -n "__fish_fx_using_subcommand project; and not __fish_seen_subcommand_from list help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -l experimental
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the projects that the access token can see'
complete -c fx -n "__fish_fx_using_subcommand project; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -l experimental
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -f -a "set" -d 'Set secrets; others stay as they are'
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -f -a "list" -d 'List names and digests, and whether the env file and the code agree'
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -f -a "diff" -d 'Show how an env file and the project\'s secrets differ'
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -f -a "push" -d 'Make the project\'s secrets equal to an env file'
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -f -a "unset" -d 'Remove secrets'
complete -c fx -n "__fish_fx_using_subcommand secrets; and not __fish_seen_subcommand_from set list diff push unset help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l env-file -d 'Set what this file says too; `-` is stdin' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l only -d 'Set only names that match this pattern, such as `STRIPE_*`; may be given again' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l exclude -d 'Leave out names that match this pattern; may be given again' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l dry-run -d 'Show what would change, and change nothing'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -l experimental
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l env-file -d 'Compare with this file [default: supabase/functions/.env]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -l experimental
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l env-file -d 'Compare with this file; `-` is stdin [default: supabase/functions/.env]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l exit-code -d 'Exit with 6 when they differ'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -l experimental
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l env-file -d 'The file; `-` is stdin' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l prune -d 'Remove secrets that the file does not have'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l dry-run -d 'Show what would change, and change nothing'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -l experimental
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from push" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l all -d 'Remove every secret'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l dry-run -d 'Show what would be removed, and remove nothing'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -l experimental
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from unset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "set" -d 'Set secrets; others stay as they are'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "list" -d 'List names and digests, and whether the env file and the code agree'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Show how an env file and the project\'s secrets differ'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "push" -d 'Make the project\'s secrets equal to an env file'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "unset" -d 'Remove secrets'
complete -c fx -n "__fish_fx_using_subcommand secrets; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -l experimental
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -f -a "set" -d 'Set secrets; others stay as they are'
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -f -a "list" -d 'List names and digests, and whether the env file and the code agree'
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -f -a "diff" -d 'Show how an env file and the project\'s secrets differ'
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -f -a "push" -d 'Make the project\'s secrets equal to an env file'
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -f -a "unset" -d 'Remove secrets'
complete -c fx -n "__fish_fx_using_subcommand secret; and not __fish_seen_subcommand_from set list diff push unset help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l env-file -d 'Set what this file says too; `-` is stdin' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l only -d 'Set only names that match this pattern, such as `STRIPE_*`; may be given again' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l exclude -d 'Leave out names that match this pattern; may be given again' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l dry-run -d 'Show what would change, and change nothing'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -l experimental
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l env-file -d 'Compare with this file [default: supabase/functions/.env]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -l experimental
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l env-file -d 'Compare with this file; `-` is stdin [default: supabase/functions/.env]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l exit-code -d 'Exit with 6 when they differ'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -l experimental
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l env-file -d 'The file; `-` is stdin' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l prune -d 'Remove secrets that the file does not have'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l dry-run -d 'Show what would change, and change nothing'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -l experimental
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from push" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l project-ref -d 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l remote -d 'The same in the words of the Supabase CLI; without a value the linked project' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l env -d 'The project of `[remotes.NAME]` in `supabase/config.toml`' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l all -d 'Remove every secret'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l dry-run -d 'Show what would be removed, and remove nothing'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -l experimental
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from unset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from help" -f -a "set" -d 'Set secrets; others stay as they are'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from help" -f -a "list" -d 'List names and digests, and whether the env file and the code agree'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Show how an env file and the project\'s secrets differ'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from help" -f -a "push" -d 'Make the project\'s secrets equal to an env file'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from help" -f -a "unset" -d 'Remove secrets'
complete -c fx -n "__fish_fx_using_subcommand secret; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -l experimental
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -f -a "start" -d 'Run one: an API to deploy to, and what runs the functions'
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -f -a "project" -d 'Look after the projects of a platform'
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -f -a "projects" -d 'Look after the projects of a platform'
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -f -a "token" -d 'Look after the access tokens of a platform'
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -f -a "tokens" -d 'Look after the access tokens of a platform'
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -f -a "bundle-upload" -d 'Bundle an upload; the platform runs this for itself'
complete -c fx -n "__fish_fx_using_subcommand platform; and not __fish_seen_subcommand_from start project projects token tokens bundle-upload help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l data -d 'Directory with everything the platform keeps [default: `platform` in fx\'s state directory]' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l listen -d 'Address that functions are served on' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l api-listen -d 'Address that the Management API is served on' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l public-url -d 'Where clients reach the functions, when that is not the address listened on' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l trusted-proxy -d 'Address or network of a proxy whose `X-Forwarded-*` headers are trusted, such as `127.0.0.1`; may be repeated' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l stop-timeout -d 'How long requests and background work may go on after Ctrl-C or SIGTERM' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l key-file -d 'File with the key that secrets are encrypted with; it is made when it is missing [default: `platform.key` in fx\'s configuration directory]' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l tls-cert -d 'PEM file with the certificate chain to serve HTTPS with' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l tls-key -d 'PEM file with the certificate\'s private key' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l limits -d 'What workers may use, as in `fx functions serve`' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l max-workers -d 'How many workers a function may have at once [default: one per core]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l max-total-workers -d 'How many workers all functions may have at once [default: one per 128 MB of memory]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l max-functions -d 'How many functions a project may have [default: any number]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l rate-limit -d 'Maximum API requests per minute, per token, or per client address for requests without a valid token; 0 means no limit' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l log-days -d 'For how many days logs and invocations are kept' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l max-log-size -d 'Maximum size of the log database in megabytes; the oldest entries are removed first' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l max-project-log-size -d 'Maximum size of one project\'s logs in megabytes [default: a quarter of `--max-log-size`]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l new-admin-token -d 'Make another access token that is good for everything, when the first one is lost'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l allow-private-net -d 'Let functions, and bundling of uploaded sources, reach loopback, link-local and private addresses'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -l experimental
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -l experimental
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -f -a "create" -d 'Create a project'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -f -a "list" -d 'List the projects'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -f -a "delete" -d 'Delete a project with its functions and secrets'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -f -a "keys" -d 'Show the URL and the API keys of a project'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -f -a "token" -d 'Sign a token of a user of a project, as Supabase Auth would, to call functions as somebody who is signed in'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -f -a "rotate" -d 'Make a new signing key; tokens of the one before stay good until the next rotation'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from project" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -l experimental
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -f -a "create" -d 'Create a project'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -f -a "list" -d 'List the projects'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -f -a "delete" -d 'Delete a project with its functions and secrets'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -f -a "keys" -d 'Show the URL and the API keys of a project'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -f -a "token" -d 'Sign a token of a user of a project, as Supabase Auth would, to call functions as somebody who is signed in'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -f -a "rotate" -d 'Make a new signing key; tokens of the one before stay good until the next rotation'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from projects" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -l experimental
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -f -a "create" -d 'Create an access token, which is shown once'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -f -a "list" -d 'List the access tokens, without the tokens'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -f -a "revoke" -d 'Revoke an access token'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from token" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -l experimental
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -f -a "create" -d 'Create an access token, which is shown once'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -f -a "list" -d 'List the access tokens, without the tokens'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -f -a "revoke" -d 'Revoke an access token'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from tokens" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -l experimental
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from bundle-upload" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from help" -f -a "start" -d 'Run one: an API to deploy to, and what runs the functions'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from help" -f -a "project" -d 'Look after the projects of a platform'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from help" -f -a "token" -d 'Look after the access tokens of a platform'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from help" -f -a "bundle-upload" -d 'Bundle an upload; the platform runs this for itself'
complete -c fx -n "__fish_fx_using_subcommand platform; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand completions" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand completions" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand completions" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand completions" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand completions" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand completions" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand completions" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand completions" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand completions" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand completions" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand completions" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand completions" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand completions" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand completions" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand completions" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand completions" -l experimental
complete -c fx -n "__fish_fx_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand start" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand start" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand start" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand start" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand start" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand start" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand start" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand start" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand start" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand start" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand start" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand start" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand start" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand start" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand start" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand start" -l experimental
complete -c fx -n "__fish_fx_using_subcommand start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand stop" -l workdir -d 'Directory that holds `supabase/` [default: the nearest one upwards]' -r -F
complete -c fx -n "__fish_fx_using_subcommand stop" -l output-format -d 'Shape of what is written to stdout' -r -f -a "text\t'For people'
json\t'One JSON document'
stream-json\t'One JSON event per line'"
complete -c fx -n "__fish_fx_using_subcommand stop" -s o -l output -d 'Print the result in the shape scripts know from the Supabase CLI' -r -f -a "pretty\t'A table for people'
json\t'JSON'
yaml\t'YAML'
toml\t'TOML'
env\t'`NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`'"
complete -c fx -n "__fish_fx_using_subcommand stop" -l color -d 'When to use colours' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` is set'
always\t'Always'
never\t'Never'"
complete -c fx -n "__fish_fx_using_subcommand stop" -l ca-cert -d 'Trust the certificate authorities in this PEM file too' -r -F
complete -c fx -n "__fish_fx_using_subcommand stop" -l api-url -d 'Address of the Management API [env: FX_API_URL]' -r
complete -c fx -n "__fish_fx_using_subcommand stop" -l profile -d 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]' -r
complete -c fx -n "__fish_fx_using_subcommand stop" -l timeout -d 'How long one operation of the Management API may take, tries and pauses included' -r
complete -c fx -n "__fish_fx_using_subcommand stop" -l agent -r
complete -c fx -n "__fish_fx_using_subcommand stop" -l network-id -r
complete -c fx -n "__fish_fx_using_subcommand stop" -l dns-resolver -r
complete -c fx -n "__fish_fx_using_subcommand stop" -l log-level -r
complete -c fx -n "__fish_fx_using_subcommand stop" -s q -l quiet -d 'Say errors only'
complete -c fx -n "__fish_fx_using_subcommand stop" -l verbose -l debug -d 'Say everything'
complete -c fx -n "__fish_fx_using_subcommand stop" -s y -l yes -d 'Answer every question with yes'
complete -c fx -n "__fish_fx_using_subcommand stop" -l experimental
complete -c fx -n "__fish_fx_using_subcommand stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "functions" -d 'Manage edge functions'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "engine" -d 'Manage the engine, the pinned Deno executable that runs functions'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "init" -d 'Set up a project in a directory'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "status" -d 'Show the local addresses and keys'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "login" -d 'Log in to the Management API'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "logout" -d 'Forget the access token'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "whoami" -d 'Show whose access token is used'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "link" -d 'Bind this directory to a project of the platform'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "unlink" -d 'Undo `fx link`'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "projects" -d 'Look after projects of the platform'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "secrets" -d 'Look after the secrets that functions of a project read'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "platform" -d 'Run a platform of your own to deploy to'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "start" -d 'Say that nothing needs starting'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "stop" -d 'Say that nothing needs stopping'
complete -c fx -n "__fish_fx_using_subcommand help; and not __fish_seen_subcommand_from functions engine init status login logout whoami link unlink projects secrets platform completions start stop help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from functions" -f -a "new" -d 'Create a function from a template'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from functions" -f -a "serve" -d 'Serve functions on this machine'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from functions" -f -a "bundle" -d 'Make functions into files to deploy'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from functions" -f -a "unbundle" -d 'Restore the files a bundle was made of'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from functions" -f -a "graph" -d 'Show the modules and packages of a function, and why they are in'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from functions" -f -a "deploy" -d 'Deploy functions to a project of the platform'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from functions" -f -a "history" -d 'List the versions of a function that were deployed'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from functions" -f -a "rollback" -d 'Deploy an earlier version of a function again'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from functions" -f -a "list" -d 'List the functions that are here and those of the project'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from functions" -f -a "logs" -d 'Show what functions of the project said'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from functions" -f -a "delete" -d 'Delete functions of the project'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from functions" -f -a "download" -d 'Restore the files of functions of the project'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from engine" -f -a "install" -d 'Download, verify and install the pinned engine'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from engine" -f -a "list" -d 'List the installed engines'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from engine" -f -a "path" -d 'Print the path of the engine\'s executable'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from engine" -f -a "remove" -d 'Remove installed engines'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from projects" -f -a "list" -d 'List the projects that the access token can see'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "set" -d 'Set secrets; others stay as they are'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "list" -d 'List names and digests, and whether the env file and the code agree'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "diff" -d 'Show how an env file and the project\'s secrets differ'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "push" -d 'Make the project\'s secrets equal to an env file'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from secrets" -f -a "unset" -d 'Remove secrets'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from platform" -f -a "start" -d 'Run one: an API to deploy to, and what runs the functions'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from platform" -f -a "project" -d 'Look after the projects of a platform'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from platform" -f -a "token" -d 'Look after the access tokens of a platform'
complete -c fx -n "__fish_fx_using_subcommand help; and __fish_seen_subcommand_from platform" -f -a "bundle-upload" -d 'Bundle an upload; the platform runs this for itself'
