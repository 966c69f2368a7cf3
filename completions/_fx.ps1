
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'fx' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'fx'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'fx' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print the version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print the version')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('functions', 'functions', [CompletionResultType]::ParameterValue, 'Manage edge functions')
            [CompletionResult]::new('function', 'function', [CompletionResultType]::ParameterValue, 'Manage edge functions')
            [CompletionResult]::new('engine', 'engine', [CompletionResultType]::ParameterValue, 'Manage the engine, the pinned Deno executable that runs functions')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a project in a directory')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the local addresses and keys')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log in to the Management API')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Forget the access token')
            [CompletionResult]::new('whoami', 'whoami', [CompletionResultType]::ParameterValue, 'Show whose access token is used')
            [CompletionResult]::new('link', 'link', [CompletionResultType]::ParameterValue, 'Bind this directory to a project of the platform')
            [CompletionResult]::new('unlink', 'unlink', [CompletionResultType]::ParameterValue, 'Undo `fx link`')
            [CompletionResult]::new('projects', 'projects', [CompletionResultType]::ParameterValue, 'Look after projects of the platform')
            [CompletionResult]::new('project', 'project', [CompletionResultType]::ParameterValue, 'Look after projects of the platform')
            [CompletionResult]::new('secrets', 'secrets', [CompletionResultType]::ParameterValue, 'Look after the secrets that functions of a project read')
            [CompletionResult]::new('secret', 'secret', [CompletionResultType]::ParameterValue, 'Look after the secrets that functions of a project read')
            [CompletionResult]::new('platform', 'platform', [CompletionResultType]::ParameterValue, 'Run a platform of your own to deploy to')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Say that nothing needs starting')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Say that nothing needs stopping')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;functions' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Create a function from a template')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve functions on this machine')
            [CompletionResult]::new('bundle', 'bundle', [CompletionResultType]::ParameterValue, 'Make functions into files to deploy')
            [CompletionResult]::new('unbundle', 'unbundle', [CompletionResultType]::ParameterValue, 'Restore the files a bundle was made of')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Show the modules and packages of a function, and why they are in')
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'Deploy functions to a project of the platform')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List the versions of a function that were deployed')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Deploy an earlier version of a function again')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the functions that are here and those of the project')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show what functions of the project said')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete functions of the project')
            [CompletionResult]::new('download', 'download', [CompletionResultType]::ParameterValue, 'Restore the files of functions of the project')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;function' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Create a function from a template')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve functions on this machine')
            [CompletionResult]::new('bundle', 'bundle', [CompletionResultType]::ParameterValue, 'Make functions into files to deploy')
            [CompletionResult]::new('unbundle', 'unbundle', [CompletionResultType]::ParameterValue, 'Restore the files a bundle was made of')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Show the modules and packages of a function, and why they are in')
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'Deploy functions to a project of the platform')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List the versions of a function that were deployed')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Deploy an earlier version of a function again')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the functions that are here and those of the project')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show what functions of the project said')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete functions of the project')
            [CompletionResult]::new('download', 'download', [CompletionResultType]::ParameterValue, 'Restore the files of functions of the project')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;functions;new' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'What to start from; see --list-templates')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'What to start from; see --list-templates')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'Who may call it [default: what suits the template]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--list-templates', '--list-templates', [CompletionResultType]::ParameterName, 'List the templates and exit')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;function;new' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'What to start from; see --list-templates')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'What to start from; see --list-templates')
            [CompletionResult]::new('--auth', '--auth', [CompletionResultType]::ParameterName, 'Who may call it [default: what suits the template]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--list-templates', '--list-templates', [CompletionResultType]::ParameterName, 'List the templates and exit')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;functions;serve' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'File with variables for every function, instead of the `.env` files of the project')
            [CompletionResult]::new('--import-map', '--import-map', [CompletionResultType]::ParameterName, 'Import map or deno.json for every function (config: `functions.NAME.import_map`)')
            [CompletionResult]::new('--from-bundle', '--from-bundle', [CompletionResultType]::ParameterName, 'Run bundles as they are deployed: made of the project''s files, or those in a directory')
            [CompletionResult]::new('--limits', '--limits', [CompletionResultType]::ParameterName, 'What workers may use: `default`, `production` or `off`, and single limits, separated by commas (config: `functions.NAME.limits`)')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port to listen on; 0 takes a free one (config: `api.port`) [default: 54321, and 54331 beside a local stack]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port to listen on; 0 takes a free one (config: `api.port`) [default: 54321, and 54331 beside a local stack]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Address or host name to listen on [default: localhost, which is 127.0.0.1 and ::1]')
            [CompletionResult]::new('--upstream', '--upstream', [CompletionResultType]::ParameterName, 'Where requests to the project''s services go: `auto`, `off` or a URL (fx.toml: `upstream`) [default: auto]')
            [CompletionResult]::new('--trusted-proxy', '--trusted-proxy', [CompletionResultType]::ParameterName, 'Address or network of a proxy whose `X-Forwarded-*` headers are trusted; may be repeated')
            [CompletionResult]::new('--standby', '--standby', [CompletionResultType]::ParameterName, 'How many engine processes wait for the functions that were started last, for fast reloads [default: 12]')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'How workers and requests go together (config: `edge_runtime.policy`) [default: per_worker]')
            [CompletionResult]::new('--max-workers', '--max-workers', [CompletionResultType]::ParameterName, 'How many workers a function may have at once [default: one per core]')
            [CompletionResult]::new('--stop-timeout', '--stop-timeout', [CompletionResultType]::ParameterName, 'How long requests and background work may go on after Ctrl-C')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Keep functions to what hosted ones may do, or let them do all you may [default: on]')
            [CompletionResult]::new('--inspect-mode', '--inspect-mode', [CompletionResultType]::ParameterName, 'What a worker does before it runs the function; implies `--inspect` [default: run]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--no-verify-jwt', '--no-verify-jwt', [CompletionResultType]::ParameterName, 'Let requests in without a token (config: `functions.NAME.verify_jwt`)')
            [CompletionResult]::new('--expose-services', '--expose-services', [CompletionResultType]::ParameterName, 'Let callers on other machines reach the project''s services too, not functions only')
            [CompletionResult]::new('--inspect', '--inspect', [CompletionResultType]::ParameterName, 'Let debuggers attach: one worker per function, no limits of time (config: `edge_runtime.inspector_port`)')
            [CompletionResult]::new('--inspect-main', '--inspect-main', [CompletionResultType]::ParameterName, 'For the Supabase CLI''s scripts: there is no main worker to debug, so it changes nothing')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'all')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;function;serve' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'File with variables for every function, instead of the `.env` files of the project')
            [CompletionResult]::new('--import-map', '--import-map', [CompletionResultType]::ParameterName, 'Import map or deno.json for every function (config: `functions.NAME.import_map`)')
            [CompletionResult]::new('--from-bundle', '--from-bundle', [CompletionResultType]::ParameterName, 'Run bundles as they are deployed: made of the project''s files, or those in a directory')
            [CompletionResult]::new('--limits', '--limits', [CompletionResultType]::ParameterName, 'What workers may use: `default`, `production` or `off`, and single limits, separated by commas (config: `functions.NAME.limits`)')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port to listen on; 0 takes a free one (config: `api.port`) [default: 54321, and 54331 beside a local stack]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port to listen on; 0 takes a free one (config: `api.port`) [default: 54321, and 54331 beside a local stack]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Address or host name to listen on [default: localhost, which is 127.0.0.1 and ::1]')
            [CompletionResult]::new('--upstream', '--upstream', [CompletionResultType]::ParameterName, 'Where requests to the project''s services go: `auto`, `off` or a URL (fx.toml: `upstream`) [default: auto]')
            [CompletionResult]::new('--trusted-proxy', '--trusted-proxy', [CompletionResultType]::ParameterName, 'Address or network of a proxy whose `X-Forwarded-*` headers are trusted; may be repeated')
            [CompletionResult]::new('--standby', '--standby', [CompletionResultType]::ParameterName, 'How many engine processes wait for the functions that were started last, for fast reloads [default: 12]')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'How workers and requests go together (config: `edge_runtime.policy`) [default: per_worker]')
            [CompletionResult]::new('--max-workers', '--max-workers', [CompletionResultType]::ParameterName, 'How many workers a function may have at once [default: one per core]')
            [CompletionResult]::new('--stop-timeout', '--stop-timeout', [CompletionResultType]::ParameterName, 'How long requests and background work may go on after Ctrl-C')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Keep functions to what hosted ones may do, or let them do all you may [default: on]')
            [CompletionResult]::new('--inspect-mode', '--inspect-mode', [CompletionResultType]::ParameterName, 'What a worker does before it runs the function; implies `--inspect` [default: run]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--no-verify-jwt', '--no-verify-jwt', [CompletionResultType]::ParameterName, 'Let requests in without a token (config: `functions.NAME.verify_jwt`)')
            [CompletionResult]::new('--expose-services', '--expose-services', [CompletionResultType]::ParameterName, 'Let callers on other machines reach the project''s services too, not functions only')
            [CompletionResult]::new('--inspect', '--inspect', [CompletionResultType]::ParameterName, 'Let debuggers attach: one worker per function, no limits of time (config: `edge_runtime.inspector_port`)')
            [CompletionResult]::new('--inspect-main', '--inspect-main', [CompletionResultType]::ParameterName, 'For the Supabase CLI''s scripts: there is no main worker to debug, so it changes nothing')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'all')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;functions;bundle' {
            [CompletionResult]::new('--out-dir', '--out-dir', [CompletionResultType]::ParameterName, 'Directory for the files [default: supabase/.temp/bundles]')
            [CompletionResult]::new('--import-map', '--import-map', [CompletionResultType]::ParameterName, 'Import map or deno.json for every function (config: `functions.NAME.import_map`)')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Bundle with the settings of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many functions to bundle at once [default: one per core]')
            [CompletionResult]::new('--npm-files', '--npm-files', [CompletionResultType]::ParameterName, 'Which files of npm packages go in')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--lock-write', '--lock-write', [CompletionResultType]::ParameterName, 'Write the versions of npm, JSR and remote imports into deno.lock')
            [CompletionResult]::new('--cached-only', '--cached-only', [CompletionResultType]::ParameterName, 'Use what has been downloaded before, and no network')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Check types before anything is written; downloads the engine and types where they are missing')
            [CompletionResult]::new('--no-compress', '--no-compress', [CompletionResultType]::ParameterName, 'Write plain ESZip files, without the compressed frame that uploads have')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;function;bundle' {
            [CompletionResult]::new('--out-dir', '--out-dir', [CompletionResultType]::ParameterName, 'Directory for the files [default: supabase/.temp/bundles]')
            [CompletionResult]::new('--import-map', '--import-map', [CompletionResultType]::ParameterName, 'Import map or deno.json for every function (config: `functions.NAME.import_map`)')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Bundle with the settings of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many functions to bundle at once [default: one per core]')
            [CompletionResult]::new('--npm-files', '--npm-files', [CompletionResultType]::ParameterName, 'Which files of npm packages go in')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--lock-write', '--lock-write', [CompletionResultType]::ParameterName, 'Write the versions of npm, JSR and remote imports into deno.lock')
            [CompletionResult]::new('--cached-only', '--cached-only', [CompletionResultType]::ParameterName, 'Use what has been downloaded before, and no network')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Check types before anything is written; downloads the engine and types where they are missing')
            [CompletionResult]::new('--no-compress', '--no-compress', [CompletionResultType]::ParameterName, 'Write plain ESZip files, without the compressed frame that uploads have')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;functions;unbundle' {
            [CompletionResult]::new('--out-dir', '--out-dir', [CompletionResultType]::ParameterName, 'Where the files go [default: FILE''s name without its extension, in this directory; `bundle` for stdin]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite files that have another content')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'List what is in the bundle and write nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;function;unbundle' {
            [CompletionResult]::new('--out-dir', '--out-dir', [CompletionResultType]::ParameterName, 'Where the files go [default: FILE''s name without its extension, in this directory; `bundle` for stdin]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite files that have another content')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'List what is in the bundle and write nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;functions;graph' {
            [CompletionResult]::new('--why', '--why', [CompletionResultType]::ParameterName, 'Show only how this comes in: a path, a package with or without version, or a specifier as written')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;function;graph' {
            [CompletionResult]::new('--why', '--why', [CompletionResultType]::ParameterName, 'Show only how this comes in: a path, a package with or without version, or a specifier as written')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;functions;deploy' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--no-verify-jwt', '--no-verify-jwt', [CompletionResultType]::ParameterName, 'Let anybody call the functions, without a token (config: `functions.NAME.verify_jwt`)')
            [CompletionResult]::new('--import-map', '--import-map', [CompletionResultType]::ParameterName, 'Import map or deno.json for every function (config: `functions.NAME.import_map`)')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many functions to send at once')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many functions to send at once')
            [CompletionResult]::new('--use-docker', '--use-docker', [CompletionResultType]::ParameterName, 'use-docker')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--use-api', '--use-api', [CompletionResultType]::ParameterName, 'Send sources and let the server bundle them (config: `edge_runtime.bundler = "server"`)')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Delete functions of the project that are neither here nor in the configuration')
            [CompletionResult]::new('--keep-going', '--keep-going', [CompletionResultType]::ParameterName, 'Deploy the others when some functions cannot be bundled')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Send functions that are unchanged, too')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would happen and change nothing')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 6 when a dry run finds changes')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Check types before anything is sent; downloads the engine and types where they are missing')
            [CompletionResult]::new('--legacy-bundle', '--legacy-bundle', [CompletionResultType]::ParameterName, 'legacy-bundle')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;function;deploy' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--no-verify-jwt', '--no-verify-jwt', [CompletionResultType]::ParameterName, 'Let anybody call the functions, without a token (config: `functions.NAME.verify_jwt`)')
            [CompletionResult]::new('--import-map', '--import-map', [CompletionResultType]::ParameterName, 'Import map or deno.json for every function (config: `functions.NAME.import_map`)')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many functions to send at once')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many functions to send at once')
            [CompletionResult]::new('--use-docker', '--use-docker', [CompletionResultType]::ParameterName, 'use-docker')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--use-api', '--use-api', [CompletionResultType]::ParameterName, 'Send sources and let the server bundle them (config: `edge_runtime.bundler = "server"`)')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Delete functions of the project that are neither here nor in the configuration')
            [CompletionResult]::new('--keep-going', '--keep-going', [CompletionResultType]::ParameterName, 'Deploy the others when some functions cannot be bundled')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Send functions that are unchanged, too')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would happen and change nothing')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 6 when a dry run finds changes')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Check types before anything is sent; downloads the engine and types where they are missing')
            [CompletionResult]::new('--legacy-bundle', '--legacy-bundle', [CompletionResultType]::ParameterName, 'legacy-bundle')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;functions;history' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;function;history' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;functions;rollback' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The version to deploy again, as `fx functions history` lists it [default: the last one with other code]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would happen and change nothing')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 6 when a dry run finds changes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;function;rollback' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The version to deploy again, as `fx functions history` lists it [default: the last one with other code]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would happen and change nothing')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 6 when a dry run finds changes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;functions;list' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Bundle the functions that are here too, and say whether the project has the same code')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;function;list' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Bundle the functions that are here too, and say whether the project has the same code')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;functions;logs' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Begin so long ago, such as `30s`, `10m` or `2h`, or at a time such as `2026-11-21T08:00:00Z`')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Show what matters at least so much')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show at most so many of the newest lines')
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Go on with what comes, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on with what comes, until Ctrl-C')
            [CompletionResult]::new('--invocations', '--invocations', [CompletionResultType]::ParameterName, 'Show requests instead of what functions said; only of a platform of your own')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;function;logs' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Begin so long ago, such as `30s`, `10m` or `2h`, or at a time such as `2026-11-21T08:00:00Z`')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Show what matters at least so much')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show at most so many of the newest lines')
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Go on with what comes, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on with what comes, until Ctrl-C')
            [CompletionResult]::new('--invocations', '--invocations', [CompletionResultType]::ParameterName, 'Show requests instead of what functions said; only of a platform of your own')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;functions;delete' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be deleted, and delete nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;function;delete' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be deleted, and delete nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;functions;download' {
            [CompletionResult]::new('--out-dir', '--out-dir', [CompletionResultType]::ParameterName, 'Directory that stands for the project: files go to `supabase/functions/` below it')
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Download every function of the project')
            [CompletionResult]::new('--use-api', '--use-api', [CompletionResultType]::ParameterName, 'Ask for sources rather than for the bundle')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'List what would be written, and write nothing')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite files that have another content')
            [CompletionResult]::new('--use-docker', '--use-docker', [CompletionResultType]::ParameterName, 'use-docker')
            [CompletionResult]::new('--legacy-bundle', '--legacy-bundle', [CompletionResultType]::ParameterName, 'legacy-bundle')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;function;download' {
            [CompletionResult]::new('--out-dir', '--out-dir', [CompletionResultType]::ParameterName, 'Directory that stands for the project: files go to `supabase/functions/` below it')
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Download every function of the project')
            [CompletionResult]::new('--use-api', '--use-api', [CompletionResultType]::ParameterName, 'Ask for sources rather than for the bundle')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'List what would be written, and write nothing')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite files that have another content')
            [CompletionResult]::new('--use-docker', '--use-docker', [CompletionResultType]::ParameterName, 'use-docker')
            [CompletionResult]::new('--legacy-bundle', '--legacy-bundle', [CompletionResultType]::ParameterName, 'legacy-bundle')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;functions;help' {
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Create a function from a template')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve functions on this machine')
            [CompletionResult]::new('bundle', 'bundle', [CompletionResultType]::ParameterValue, 'Make functions into files to deploy')
            [CompletionResult]::new('unbundle', 'unbundle', [CompletionResultType]::ParameterValue, 'Restore the files a bundle was made of')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Show the modules and packages of a function, and why they are in')
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'Deploy functions to a project of the platform')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List the versions of a function that were deployed')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Deploy an earlier version of a function again')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the functions that are here and those of the project')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show what functions of the project said')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete functions of the project')
            [CompletionResult]::new('download', 'download', [CompletionResultType]::ParameterValue, 'Restore the files of functions of the project')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;functions;help;new' {
            break
        }
        'fx;functions;help;serve' {
            break
        }
        'fx;functions;help;bundle' {
            break
        }
        'fx;functions;help;unbundle' {
            break
        }
        'fx;functions;help;graph' {
            break
        }
        'fx;functions;help;deploy' {
            break
        }
        'fx;functions;help;history' {
            break
        }
        'fx;functions;help;rollback' {
            break
        }
        'fx;functions;help;list' {
            break
        }
        'fx;functions;help;logs' {
            break
        }
        'fx;functions;help;delete' {
            break
        }
        'fx;functions;help;download' {
            break
        }
        'fx;functions;help;help' {
            break
        }
        'fx;function;help' {
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Create a function from a template')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve functions on this machine')
            [CompletionResult]::new('bundle', 'bundle', [CompletionResultType]::ParameterValue, 'Make functions into files to deploy')
            [CompletionResult]::new('unbundle', 'unbundle', [CompletionResultType]::ParameterValue, 'Restore the files a bundle was made of')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Show the modules and packages of a function, and why they are in')
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'Deploy functions to a project of the platform')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List the versions of a function that were deployed')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Deploy an earlier version of a function again')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the functions that are here and those of the project')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show what functions of the project said')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete functions of the project')
            [CompletionResult]::new('download', 'download', [CompletionResultType]::ParameterValue, 'Restore the files of functions of the project')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;function;help;new' {
            break
        }
        'fx;function;help;serve' {
            break
        }
        'fx;function;help;bundle' {
            break
        }
        'fx;function;help;unbundle' {
            break
        }
        'fx;function;help;graph' {
            break
        }
        'fx;function;help;deploy' {
            break
        }
        'fx;function;help;history' {
            break
        }
        'fx;function;help;rollback' {
            break
        }
        'fx;function;help;list' {
            break
        }
        'fx;function;help;logs' {
            break
        }
        'fx;function;help;delete' {
            break
        }
        'fx;function;help;download' {
            break
        }
        'fx;function;help;help' {
            break
        }
        'fx;engine' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Download, verify and install the pinned engine')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the installed engines')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List the installed engines')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the engine''s executable')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove installed engines')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove installed engines')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;engine;install' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;engine;list' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;engine;ls' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;engine;path' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;engine;remove' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Remove every version')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;engine;rm' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Remove every version')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;engine;help' {
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Download, verify and install the pinned engine')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the installed engines')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the engine''s executable')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove installed engines')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;engine;help;install' {
            break
        }
        'fx;engine;help;list' {
            break
        }
        'fx;engine;help;path' {
            break
        }
        'fx;engine;help;remove' {
            break
        }
        'fx;engine;help;help' {
            break
        }
        'fx;init' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite files that are there already')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;status' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;login' {
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'The access token; `-` reads it from stdin, where no other program can see it')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name of the token that the browser makes')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--no-browser', '--no-browser', [CompletionResultType]::ParameterName, 'Show the address rather than open the browser')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;logout' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;whoami' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;link' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'The same')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--skip-pooler', '--skip-pooler', [CompletionResultType]::ParameterName, 'skip-pooler')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;unlink' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;projects' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the projects that the access token can see')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;project' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the projects that the access token can see')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;projects;list' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;project;list' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;projects;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the projects that the access token can see')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;projects;help;list' {
            break
        }
        'fx;projects;help;help' {
            break
        }
        'fx;project;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the projects that the access token can see')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;project;help;list' {
            break
        }
        'fx;project;help;help' {
            break
        }
        'fx;secrets' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set secrets; others stay as they are')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List names and digests, and whether the env file and the code agree')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show how an env file and the project''s secrets differ')
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Make the project''s secrets equal to an env file')
            [CompletionResult]::new('unset', 'unset', [CompletionResultType]::ParameterValue, 'Remove secrets')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;secret' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set secrets; others stay as they are')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List names and digests, and whether the env file and the code agree')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show how an env file and the project''s secrets differ')
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Make the project''s secrets equal to an env file')
            [CompletionResult]::new('unset', 'unset', [CompletionResultType]::ParameterValue, 'Remove secrets')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;secrets;set' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Set what this file says too; `-` is stdin')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Set only names that match this pattern, such as `STRIPE_*`; may be given again')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out names that match this pattern; may be given again')
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;secret;set' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Set what this file says too; `-` is stdin')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Set only names that match this pattern, such as `STRIPE_*`; may be given again')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out names that match this pattern; may be given again')
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;secrets;list' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Compare with this file [default: supabase/functions/.env]')
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;secret;list' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Compare with this file [default: supabase/functions/.env]')
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;secrets;diff' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Compare with this file; `-` is stdin [default: supabase/functions/.env]')
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 6 when they differ')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;secret;diff' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Compare with this file; `-` is stdin [default: supabase/functions/.env]')
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 6 when they differ')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;secrets;push' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'The file; `-` is stdin')
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove secrets that the file does not have')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;secret;push' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'The file; `-` is stdin')
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove secrets that the file does not have')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;secrets;unset' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Remove every secret')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be removed, and remove nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;secret;unset' {
            [CompletionResult]::new('--project-ref', '--project-ref', [CompletionResultType]::ParameterName, 'Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]')
            [CompletionResult]::new('--remote', '--remote', [CompletionResultType]::ParameterName, 'The same in the words of the Supabase CLI; without a value the linked project')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The project of `[remotes.NAME]` in `supabase/config.toml`')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Remove every secret')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be removed, and remove nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;secrets;help' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set secrets; others stay as they are')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List names and digests, and whether the env file and the code agree')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show how an env file and the project''s secrets differ')
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Make the project''s secrets equal to an env file')
            [CompletionResult]::new('unset', 'unset', [CompletionResultType]::ParameterValue, 'Remove secrets')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;secrets;help;set' {
            break
        }
        'fx;secrets;help;list' {
            break
        }
        'fx;secrets;help;diff' {
            break
        }
        'fx;secrets;help;push' {
            break
        }
        'fx;secrets;help;unset' {
            break
        }
        'fx;secrets;help;help' {
            break
        }
        'fx;secret;help' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set secrets; others stay as they are')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List names and digests, and whether the env file and the code agree')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show how an env file and the project''s secrets differ')
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Make the project''s secrets equal to an env file')
            [CompletionResult]::new('unset', 'unset', [CompletionResultType]::ParameterValue, 'Remove secrets')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;secret;help;set' {
            break
        }
        'fx;secret;help;list' {
            break
        }
        'fx;secret;help;diff' {
            break
        }
        'fx;secret;help;push' {
            break
        }
        'fx;secret;help;unset' {
            break
        }
        'fx;secret;help;help' {
            break
        }
        'fx;platform' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Run one: an API to deploy to, and what runs the functions')
            [CompletionResult]::new('project', 'project', [CompletionResultType]::ParameterValue, 'Look after the projects of a platform')
            [CompletionResult]::new('projects', 'projects', [CompletionResultType]::ParameterValue, 'Look after the projects of a platform')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Look after the access tokens of a platform')
            [CompletionResult]::new('tokens', 'tokens', [CompletionResultType]::ParameterValue, 'Look after the access tokens of a platform')
            [CompletionResult]::new('bundle-upload', 'bundle-upload', [CompletionResultType]::ParameterValue, 'Bundle an upload; the platform runs this for itself')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;platform;start' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Address that functions are served on')
            [CompletionResult]::new('--api-listen', '--api-listen', [CompletionResultType]::ParameterName, 'Address that the Management API is served on')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Where clients reach the functions, when that is not the address listened on')
            [CompletionResult]::new('--trusted-proxy', '--trusted-proxy', [CompletionResultType]::ParameterName, 'Address or network of a proxy whose `X-Forwarded-*` headers are trusted, such as `127.0.0.1`; may be repeated')
            [CompletionResult]::new('--stop-timeout', '--stop-timeout', [CompletionResultType]::ParameterName, 'How long requests and background work may go on after Ctrl-C or SIGTERM')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'File with the key that secrets are encrypted with; it is made when it is missing [default: `platform.key` in fx''s configuration directory]')
            [CompletionResult]::new('--tls-cert', '--tls-cert', [CompletionResultType]::ParameterName, 'PEM file with the certificate chain to serve HTTPS with')
            [CompletionResult]::new('--tls-key', '--tls-key', [CompletionResultType]::ParameterName, 'PEM file with the certificate''s private key')
            [CompletionResult]::new('--limits', '--limits', [CompletionResultType]::ParameterName, 'What workers may use, as in `fx functions serve`')
            [CompletionResult]::new('--max-workers', '--max-workers', [CompletionResultType]::ParameterName, 'How many workers a function may have at once [default: one per core]')
            [CompletionResult]::new('--max-total-workers', '--max-total-workers', [CompletionResultType]::ParameterName, 'How many workers all functions may have at once [default: one per 128 MB of memory]')
            [CompletionResult]::new('--max-functions', '--max-functions', [CompletionResultType]::ParameterName, 'How many functions a project may have [default: any number]')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'Maximum API requests per minute, per token, or per client address for requests without a valid token; 0 means no limit')
            [CompletionResult]::new('--log-days', '--log-days', [CompletionResultType]::ParameterName, 'For how many days logs and invocations are kept')
            [CompletionResult]::new('--max-log-size', '--max-log-size', [CompletionResultType]::ParameterName, 'Maximum size of the log database in megabytes; the oldest entries are removed first')
            [CompletionResult]::new('--max-project-log-size', '--max-project-log-size', [CompletionResultType]::ParameterName, 'Maximum size of one project''s logs in megabytes [default: a quarter of `--max-log-size`]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--new-admin-token', '--new-admin-token', [CompletionResultType]::ParameterName, 'Make another access token that is good for everything, when the first one is lost')
            [CompletionResult]::new('--allow-private-net', '--allow-private-net', [CompletionResultType]::ParameterName, 'Let functions, and bundling of uploaded sources, reach loopback, link-local and private addresses')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;project' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a project')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the projects')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a project with its functions and secrets')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the URL and the API keys of a project')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Sign a token of a user of a project, as Supabase Auth would, to call functions as somebody who is signed in')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Make a new signing key; tokens of the one before stay good until the next rotation')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;platform;projects' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a project')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the projects')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a project with its functions and secrets')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the URL and the API keys of a project')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Sign a token of a user of a project, as Supabase Auth would, to call functions as somebody who is signed in')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Make a new signing key; tokens of the one before stay good until the next rotation')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;platform;project;create' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;projects;create' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;project;list' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;projects;list' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;project;delete' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;projects;delete' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;project;keys' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show the secret ones, too, and the JWT secret')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;projects;keys' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show the secret ones, too, and the JWT secret')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;project;token' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'The user''s role (claim `role`)')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'The user''s id (claim `sub`) [default: a new UUID]')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'Another claim; JSON where the value is JSON, otherwise text; may be repeated')
            [CompletionResult]::new('--expires-in', '--expires-in', [CompletionResultType]::ParameterName, 'How long it is good, at most a week')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;projects;token' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'The user''s role (claim `role`)')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'The user''s id (claim `sub`) [default: a new UUID]')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'Another claim; JSON where the value is JSON, otherwise text; may be repeated')
            [CompletionResult]::new('--expires-in', '--expires-in', [CompletionResultType]::ParameterName, 'How long it is good, at most a week')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;project;rotate' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;projects;rotate' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;project;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a project')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the projects')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a project with its functions and secrets')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the URL and the API keys of a project')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Sign a token of a user of a project, as Supabase Auth would, to call functions as somebody who is signed in')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Make a new signing key; tokens of the one before stay good until the next rotation')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;platform;project;help;create' {
            break
        }
        'fx;platform;project;help;list' {
            break
        }
        'fx;platform;project;help;delete' {
            break
        }
        'fx;platform;project;help;keys' {
            break
        }
        'fx;platform;project;help;token' {
            break
        }
        'fx;platform;project;help;rotate' {
            break
        }
        'fx;platform;project;help;help' {
            break
        }
        'fx;platform;projects;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a project')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the projects')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a project with its functions and secrets')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the URL and the API keys of a project')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Sign a token of a user of a project, as Supabase Auth would, to call functions as somebody who is signed in')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Make a new signing key; tokens of the one before stay good until the next rotation')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;platform;projects;help;create' {
            break
        }
        'fx;platform;projects;help;list' {
            break
        }
        'fx;platform;projects;help;delete' {
            break
        }
        'fx;platform;projects;help;keys' {
            break
        }
        'fx;platform;projects;help;token' {
            break
        }
        'fx;platform;projects;help;rotate' {
            break
        }
        'fx;platform;projects;help;help' {
            break
        }
        'fx;platform;token' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create an access token, which is shown once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the access tokens, without the tokens')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke an access token')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;platform;tokens' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create an access token, which is shown once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the access tokens, without the tokens')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke an access token')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;platform;token;create' {
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'The only project it is good for [default: all]')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'What it is good for, in the words of the Management API, such as `edge_functions_write`; may be repeated [default: everything]')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;tokens;create' {
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'The only project it is good for [default: all]')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'What it is good for, in the words of the Management API, such as `edge_functions_write`; may be repeated [default: everything]')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;token;list' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;tokens;list' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;token;revoke' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;tokens;revoke' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Directory with everything the platform keeps [default: `platform` in fx''s state directory]')
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;token;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create an access token, which is shown once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the access tokens, without the tokens')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke an access token')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;platform;token;help;create' {
            break
        }
        'fx;platform;token;help;list' {
            break
        }
        'fx;platform;token;help;revoke' {
            break
        }
        'fx;platform;token;help;help' {
            break
        }
        'fx;platform;tokens;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create an access token, which is shown once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the access tokens, without the tokens')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke an access token')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;platform;tokens;help;create' {
            break
        }
        'fx;platform;tokens;help;list' {
            break
        }
        'fx;platform;tokens;help;revoke' {
            break
        }
        'fx;platform;tokens;help;help' {
            break
        }
        'fx;platform;bundle-upload' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;platform;help' {
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Run one: an API to deploy to, and what runs the functions')
            [CompletionResult]::new('project', 'project', [CompletionResultType]::ParameterValue, 'Look after the projects of a platform')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Look after the access tokens of a platform')
            [CompletionResult]::new('bundle-upload', 'bundle-upload', [CompletionResultType]::ParameterValue, 'Bundle an upload; the platform runs this for itself')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;platform;help;start' {
            break
        }
        'fx;platform;help;project' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a project')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the projects')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a project with its functions and secrets')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the URL and the API keys of a project')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Sign a token of a user of a project, as Supabase Auth would, to call functions as somebody who is signed in')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Make a new signing key; tokens of the one before stay good until the next rotation')
            break
        }
        'fx;platform;help;project;create' {
            break
        }
        'fx;platform;help;project;list' {
            break
        }
        'fx;platform;help;project;delete' {
            break
        }
        'fx;platform;help;project;keys' {
            break
        }
        'fx;platform;help;project;token' {
            break
        }
        'fx;platform;help;project;rotate' {
            break
        }
        'fx;platform;help;token' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create an access token, which is shown once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the access tokens, without the tokens')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke an access token')
            break
        }
        'fx;platform;help;token;create' {
            break
        }
        'fx;platform;help;token;list' {
            break
        }
        'fx;platform;help;token;revoke' {
            break
        }
        'fx;platform;help;bundle-upload' {
            break
        }
        'fx;platform;help;help' {
            break
        }
        'fx;completions' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;start' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;stop' {
            [CompletionResult]::new('--workdir', '--workdir', [CompletionResultType]::ParameterName, 'Directory that holds `supabase/` [default: the nearest one upwards]')
            [CompletionResult]::new('--output-format', '--output-format', [CompletionResultType]::ParameterName, 'Shape of what is written to stdout')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in the shape scripts know from the Supabase CLI')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file too')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'Address of the Management API [env: FX_API_URL]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one operation of the Management API may take, tries and pauses included')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'agent')
            [CompletionResult]::new('--network-id', '--network-id', [CompletionResultType]::ParameterName, 'network-id')
            [CompletionResult]::new('--dns-resolver', '--dns-resolver', [CompletionResultType]::ParameterName, 'dns-resolver')
            [CompletionResult]::new('--log-level', '--log-level', [CompletionResultType]::ParameterName, 'log-level')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say errors only')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('--debug', '--debug', [CompletionResultType]::ParameterName, 'Say everything')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every question with yes')
            [CompletionResult]::new('--experimental', '--experimental', [CompletionResultType]::ParameterName, 'experimental')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'fx;help' {
            [CompletionResult]::new('functions', 'functions', [CompletionResultType]::ParameterValue, 'Manage edge functions')
            [CompletionResult]::new('engine', 'engine', [CompletionResultType]::ParameterValue, 'Manage the engine, the pinned Deno executable that runs functions')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a project in a directory')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the local addresses and keys')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log in to the Management API')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Forget the access token')
            [CompletionResult]::new('whoami', 'whoami', [CompletionResultType]::ParameterValue, 'Show whose access token is used')
            [CompletionResult]::new('link', 'link', [CompletionResultType]::ParameterValue, 'Bind this directory to a project of the platform')
            [CompletionResult]::new('unlink', 'unlink', [CompletionResultType]::ParameterValue, 'Undo `fx link`')
            [CompletionResult]::new('projects', 'projects', [CompletionResultType]::ParameterValue, 'Look after projects of the platform')
            [CompletionResult]::new('secrets', 'secrets', [CompletionResultType]::ParameterValue, 'Look after the secrets that functions of a project read')
            [CompletionResult]::new('platform', 'platform', [CompletionResultType]::ParameterValue, 'Run a platform of your own to deploy to')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Say that nothing needs starting')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Say that nothing needs stopping')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'fx;help;functions' {
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Create a function from a template')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve functions on this machine')
            [CompletionResult]::new('bundle', 'bundle', [CompletionResultType]::ParameterValue, 'Make functions into files to deploy')
            [CompletionResult]::new('unbundle', 'unbundle', [CompletionResultType]::ParameterValue, 'Restore the files a bundle was made of')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Show the modules and packages of a function, and why they are in')
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'Deploy functions to a project of the platform')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List the versions of a function that were deployed')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Deploy an earlier version of a function again')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the functions that are here and those of the project')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show what functions of the project said')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete functions of the project')
            [CompletionResult]::new('download', 'download', [CompletionResultType]::ParameterValue, 'Restore the files of functions of the project')
            break
        }
        'fx;help;functions;new' {
            break
        }
        'fx;help;functions;serve' {
            break
        }
        'fx;help;functions;bundle' {
            break
        }
        'fx;help;functions;unbundle' {
            break
        }
        'fx;help;functions;graph' {
            break
        }
        'fx;help;functions;deploy' {
            break
        }
        'fx;help;functions;history' {
            break
        }
        'fx;help;functions;rollback' {
            break
        }
        'fx;help;functions;list' {
            break
        }
        'fx;help;functions;logs' {
            break
        }
        'fx;help;functions;delete' {
            break
        }
        'fx;help;functions;download' {
            break
        }
        'fx;help;engine' {
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Download, verify and install the pinned engine')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the installed engines')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the engine''s executable')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove installed engines')
            break
        }
        'fx;help;engine;install' {
            break
        }
        'fx;help;engine;list' {
            break
        }
        'fx;help;engine;path' {
            break
        }
        'fx;help;engine;remove' {
            break
        }
        'fx;help;init' {
            break
        }
        'fx;help;status' {
            break
        }
        'fx;help;login' {
            break
        }
        'fx;help;logout' {
            break
        }
        'fx;help;whoami' {
            break
        }
        'fx;help;link' {
            break
        }
        'fx;help;unlink' {
            break
        }
        'fx;help;projects' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the projects that the access token can see')
            break
        }
        'fx;help;projects;list' {
            break
        }
        'fx;help;secrets' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set secrets; others stay as they are')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List names and digests, and whether the env file and the code agree')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show how an env file and the project''s secrets differ')
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Make the project''s secrets equal to an env file')
            [CompletionResult]::new('unset', 'unset', [CompletionResultType]::ParameterValue, 'Remove secrets')
            break
        }
        'fx;help;secrets;set' {
            break
        }
        'fx;help;secrets;list' {
            break
        }
        'fx;help;secrets;diff' {
            break
        }
        'fx;help;secrets;push' {
            break
        }
        'fx;help;secrets;unset' {
            break
        }
        'fx;help;platform' {
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Run one: an API to deploy to, and what runs the functions')
            [CompletionResult]::new('project', 'project', [CompletionResultType]::ParameterValue, 'Look after the projects of a platform')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Look after the access tokens of a platform')
            [CompletionResult]::new('bundle-upload', 'bundle-upload', [CompletionResultType]::ParameterValue, 'Bundle an upload; the platform runs this for itself')
            break
        }
        'fx;help;platform;start' {
            break
        }
        'fx;help;platform;project' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a project')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the projects')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a project with its functions and secrets')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the URL and the API keys of a project')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Sign a token of a user of a project, as Supabase Auth would, to call functions as somebody who is signed in')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Make a new signing key; tokens of the one before stay good until the next rotation')
            break
        }
        'fx;help;platform;project;create' {
            break
        }
        'fx;help;platform;project;list' {
            break
        }
        'fx;help;platform;project;delete' {
            break
        }
        'fx;help;platform;project;keys' {
            break
        }
        'fx;help;platform;project;token' {
            break
        }
        'fx;help;platform;project;rotate' {
            break
        }
        'fx;help;platform;token' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create an access token, which is shown once')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the access tokens, without the tokens')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke an access token')
            break
        }
        'fx;help;platform;token;create' {
            break
        }
        'fx;help;platform;token;list' {
            break
        }
        'fx;help;platform;token;revoke' {
            break
        }
        'fx;help;platform;bundle-upload' {
            break
        }
        'fx;help;completions' {
            break
        }
        'fx;help;start' {
            break
        }
        'fx;help;stop' {
            break
        }
        'fx;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
