//! What `fx` says about itself, and about command lines it does not understand.

use crate::{fx_snapshot, support::TestContext};

/// A world in which neither the version of the day nor the spaces of empty lines matter.
fn context() -> TestContext {
    TestContext::new()
        .filter(r"\bfx \d+\.\d+\.\d+\S*", "fx [VERSION]")
        .filter(r"(?m)^ +$", "")
}

#[test]
fn the_help_names_every_command() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["--help"]), @"
    exit_code: 0
    ----- stdout -----
    Deno edge functions without Docker: create, serve, deploy and host them

    Usage: fx [OPTIONS] <COMMAND>

    Commands:
      functions    Manage edge functions [alias: function]
      engine       Manage the engine, the pinned Deno executable that runs functions
      init         Set up a project in a directory
      status       Show the local addresses and keys
      login        Log in to the Management API
      logout       Forget the access token
      whoami       Show whose access token is used
      link         Bind this directory to a project of the platform
      unlink       Undo `fx link`
      projects     Look after projects of the platform [alias: project]
      secrets      Look after the secrets that functions of a project read [alias: secret]
      platform     Run a platform of your own to deploy to
      completions  Print a completion script for a shell
      start        Say that nothing needs starting
      stop         Say that nothing needs stopping
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --workdir <DIR>
              Directory that holds `supabase/` [default: the nearest one upwards]

              [env: SUPABASE_WORKDIR]

          --output-format <FORMAT>
              Shape of what is written to stdout

              Possible values:
              - text:        For people
              - json:        One JSON document
              - stream-json: One JSON event per line

              [default: text]

      -o, --output <SHAPE>
              Print the result in the shape scripts know from the Supabase CLI

              Possible values:
              - pretty: A table for people
              - json:   JSON
              - yaml:   YAML
              - toml:   TOML
              - env:    `NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`

      -q, --quiet
              Say errors only

          --verbose
              Say everything

              [alias: --debug]

          --color <WHEN>
              When to use colours

              Possible values:
              - auto:   On a terminal, unless `NO_COLOR` or `TERM=dumb` is set
              - always: Always
              - never:  Never

              [default: auto]

          --ca-cert <FILE>
              Trust the certificate authorities in this PEM file too

              [env: DENO_CERT]

          --api-url <URL>
              Address of the Management API [env: FX_API_URL]

          --profile <NAME|FILE>
              Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]

          --timeout <SECONDS>
              How long one operation of the Management API may take, tries and pauses included

              [default: 45]

      -y, --yes
              Answer every question with yes

      -v, --version
              Print the version

    Examples:
      fx init                              Write supabase/config.toml
      fx functions new hello               Scaffold a function
      fx functions serve                   Serve every function of the project
      fx functions serve hello --port 8000
      fx functions deploy --project-ref REF
      fx functions logs --follow           What deployed functions say
      fx platform start                    Run a platform of your own to deploy to
    ----- stderr -----
    ");
}

#[test]
fn the_help_of_functions_names_its_commands() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["functions", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Manage edge functions

    Usage: fx functions [OPTIONS] <COMMAND>

    Commands:
      new       Create a function from a template
      serve     Serve functions on this machine
      bundle    Make functions into files to deploy
      unbundle  Restore the files a bundle was made of
      graph     Show the modules and packages of a function, and why they are in
      deploy    Deploy functions to a project of the platform
      history   List the versions of a function that were deployed
      rollback  Deploy an earlier version of a function again
      list      List the functions that are here and those of the project
      logs      Show what functions of the project said
      delete    Delete functions of the project
      download  Restore the files of functions of the project
      help      Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --workdir <DIR>
              Directory that holds `supabase/` [default: the nearest one upwards]

              [env: SUPABASE_WORKDIR]

          --output-format <FORMAT>
              Shape of what is written to stdout

              Possible values:
              - text:        For people
              - json:        One JSON document
              - stream-json: One JSON event per line

              [default: text]

      -o, --output <SHAPE>
              Print the result in the shape scripts know from the Supabase CLI

              Possible values:
              - pretty: A table for people
              - json:   JSON
              - yaml:   YAML
              - toml:   TOML
              - env:    `NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`

      -q, --quiet
              Say errors only

          --verbose
              Say everything

              [alias: --debug]

          --color <WHEN>
              When to use colours

              Possible values:
              - auto:   On a terminal, unless `NO_COLOR` or `TERM=dumb` is set
              - always: Always
              - never:  Never

              [default: auto]

          --ca-cert <FILE>
              Trust the certificate authorities in this PEM file too

              [env: DENO_CERT]

          --api-url <URL>
              Address of the Management API [env: FX_API_URL]

          --profile <NAME|FILE>
              Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]

          --timeout <SECONDS>
              How long one operation of the Management API may take, tries and pauses included

              [default: 45]

      -y, --yes
              Answer every question with yes
    ----- stderr -----
    ");
}

#[test]
fn the_help_of_functions_new_shows_examples() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["functions", "new", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Create a function from a template, and declare it in `supabase/config.toml`.

    Usage: fx functions new [OPTIONS] <NAME>
           fx functions new --list-templates

    Arguments:
      [NAME]
              Name of the function: a letter, then letters, digits, `-` and `_`

    Options:
      -t, --template <TEMPLATE>
              What to start from; see --list-templates

              [default: hello-world]

          --auth <WHO>
              Who may call it [default: what suits the template]

              Possible values:
              - none:   Everybody
              - apikey: Whoever sends one of the project's API keys; the code checks it
              - user:   Whoever sends a valid token; the code reads its claims

          --list-templates
              List the templates and exit

      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --workdir <DIR>
              Directory that holds `supabase/` [default: the nearest one upwards]

              [env: SUPABASE_WORKDIR]

          --output-format <FORMAT>
              Shape of what is written to stdout

              Possible values:
              - text:        For people
              - json:        One JSON document
              - stream-json: One JSON event per line

              [default: text]

      -o, --output <SHAPE>
              Print the result in the shape scripts know from the Supabase CLI

              Possible values:
              - pretty: A table for people
              - json:   JSON
              - yaml:   YAML
              - toml:   TOML
              - env:    `NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`

      -q, --quiet
              Say errors only

          --verbose
              Say everything

              [alias: --debug]

          --color <WHEN>
              When to use colours

              Possible values:
              - auto:   On a terminal, unless `NO_COLOR` or `TERM=dumb` is set
              - always: Always
              - never:  Never

              [default: auto]

          --ca-cert <FILE>
              Trust the certificate authorities in this PEM file too

              [env: DENO_CERT]

          --api-url <URL>
              Address of the Management API [env: FX_API_URL]

          --profile <NAME|FILE>
              Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]

          --timeout <SECONDS>
              How long one operation of the Management API may take, tries and pauses included

              [default: 45]

      -y, --yes
              Answer every question with yes

    Examples:
      fx functions new hello
      fx functions new api --template rest-api
      fx functions new hook --template webhook --auth none
      fx functions new --list-templates
    ----- stderr -----
    ");
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is as long as the help")]
fn the_help_of_functions_serve_shows_examples() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Serve functions on this machine, on Deno.

    Workers start with the first request. Nothing else needs to run: no Docker, no database.

    Usage: fx functions serve [OPTIONS] [NAME]...

    Arguments:
      [NAME]...
              Functions to serve [default: all of the project]

    Options:
          --env-file <FILE>
              File with variables for every function, instead of the `.env` files of the project

          --no-verify-jwt
              Let requests in without a token (config: `functions.NAME.verify_jwt`)

          --import-map <FILE>
              Import map or deno.json for every function (config: `functions.NAME.import_map`)

          --from-bundle[=<DIR>]
              Run bundles as they are deployed: made of the project's files, or those in a directory

          --limits <LIMITS>
              What workers may use: `default`, `production` or `off`, and single limits, separated by
              commas (config: `functions.NAME.limits`)

              `default` is what the configuration says, with hosted limits where it says nothing, and a
              warning where hosted functions would be treated otherwise. `production` is as strict as
              those are: CPU time adds up over a worker's life, logs are cut, and GET is answered with
              `text/plain` instead of `text/html`. `off` is no limit at all.

              `memory=MB`, `cpu=TIME` (the hard limit; the soft one is half of it), `wall=TIME` and
              `idle=TIME` go on top. A time is `500ms`, `2s` or plain milliseconds; 0 is no limit.

      -p, --port <PORT>
              Port to listen on; 0 takes a free one (config: `api.port`) [default: 54321, and 54331
              beside a local stack]

          --host <ADDRESS>
              Address or host name to listen on [default: localhost, which is 127.0.0.1 and ::1]

          --expose-services
              Let callers on other machines reach the project's services too, not functions only

              Without it, requests for services that come from other machines or containers are answered
              403. Projects on a local stack have keys that everybody knows, unless `[auth]` has others:
              who sends them may read and change everything.

          --upstream <auto|off|URL>
              Where requests to the project's services go: `auto`, `off` or a URL (fx.toml: `upstream`)
              [default: auto]

              Services are what is behind `SUPABASE_URL` besides functions: tables, auth, storage,
              realtime. `auto` is the local stack at http://127.0.0.1:54321, when it answers; fx then
              listens on port 54331. With `off`, requests to services are answered 502. Only this flag
              may name another machine; `fx.toml` names this one.

          --trusted-proxy <ADDRESS>
              Address or network of a proxy whose `X-Forwarded-*` headers are trusted; may be repeated

              Proxies on this machine are always trusted. The headers are removed from requests of all
              other clients.

          --standby <N>
              How many engine processes wait for the functions that were started last, for fast reloads
              [default: 12]

          --policy <POLICY>
              How workers and requests go together (config: `edge_runtime.policy`) [default: per_worker]

              Possible values:
              - per_worker:  A worker answers many requests
              - per_request: A worker answers one request at a time
              - oneshot:     A worker answers one request and ends

          --max-workers <N>
              How many workers a function may have at once [default: one per core]

          --stop-timeout <TIME>
              How long requests and background work may go on after Ctrl-C

              [default: 10s]

          --sandbox <on|off>
              Keep functions to what hosted ones may do, or let them do all you may [default: on]

          --inspect
              Let debuggers attach: one worker per function, no limits of time (config:
              `edge_runtime.inspector_port`)

          --inspect-mode <MODE>
              What a worker does before it runs the function; implies `--inspect` [default: run]

              Possible values:
              - run:  It runs at once
              - brk:  It waits for a debugger and stops on the first line
              - wait: It waits for a debugger

          --inspect-main
              For the Supabase CLI's scripts: there is no main worker to debug, so it changes nothing

      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --workdir <DIR>
              Directory that holds `supabase/` [default: the nearest one upwards]

              [env: SUPABASE_WORKDIR]

          --output-format <FORMAT>
              Shape of what is written to stdout

              Possible values:
              - text:        For people
              - json:        One JSON document
              - stream-json: One JSON event per line

              [default: text]

      -o, --output <SHAPE>
              Print the result in the shape scripts know from the Supabase CLI

              Possible values:
              - pretty: A table for people
              - json:   JSON
              - yaml:   YAML
              - toml:   TOML
              - env:    `NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`

      -q, --quiet
              Say errors only

          --verbose
              Say everything

              [alias: --debug]

          --color <WHEN>
              When to use colours

              Possible values:
              - auto:   On a terminal, unless `NO_COLOR` or `TERM=dumb` is set
              - always: Always
              - never:  Never

              [default: auto]

          --ca-cert <FILE>
              Trust the certificate authorities in this PEM file too

              [env: DENO_CERT]

          --api-url <URL>
              Address of the Management API [env: FX_API_URL]

          --profile <NAME|FILE>
              Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]

          --timeout <SECONDS>
              How long one operation of the Management API may take, tries and pauses included

              [default: 45]

      -y, --yes
              Answer every question with yes

    Examples:
      fx functions serve                        Serve every function of the project
      fx functions serve hello --no-verify-jwt  Serve one, without tokens
      fx functions serve --env-file .env.local  With other variables
      fx functions serve --from-bundle          What would be deployed
      fx functions serve --limits off           Without limits, to debug or to measure
      fx functions serve hello --inspect        With the debugger of an editor or of Chrome
      fx functions serve --port 0               On a free port; the ready line names it
      fx functions serve --upstream https://REF.supabase.co
                                                With the tables, users and files of a hosted project
    ----- stderr -----
    ");
}

#[test]
fn the_help_of_functions_bundle_shows_examples() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["functions", "bundle", "-h"]), @"
    exit_code: 0
    ----- stdout -----
    Make functions into files to deploy

    Usage: fx functions bundle [OPTIONS] [NAME]...

    Arguments:
      [NAME]...  Functions to bundle [default: all of the project]

    Options:
          --out-dir <DIR>      Directory for the files [default: supabase/.temp/bundles]
          --import-map <FILE>  Import map or deno.json for every function (config:
                               `functions.NAME.import_map`)
          --env <NAME>         Bundle with the settings of `[remotes.NAME]` in `supabase/config.toml`
          --jobs <N>           How many functions to bundle at once [default: one per core]
          --npm-files <WHICH>  Which files of npm packages go in [default: lean] [possible values: lean,
                               all]
          --lock-write         Write the versions of npm, JSR and remote imports into deno.lock
          --cached-only        Use what has been downloaded before, and no network
          --check              Check types before anything is written; downloads the engine and types
                               where they are missing
          --no-compress        Write plain ESZip files, without the compressed frame that uploads have
      -h, --help               Print help (see more with '--help')

    Global options:
          --workdir <DIR>           Directory that holds `supabase/` [default: the nearest one upwards]
                                    [env: SUPABASE_WORKDIR]
          --output-format <FORMAT>  Shape of what is written to stdout [default: text] [possible values:
                                    text, json, stream-json]
      -o, --output <SHAPE>          Print the result in the shape scripts know from the Supabase CLI
                                    [possible values: pretty, json, yaml, toml, env]
      -q, --quiet                   Say errors only
          --verbose                 Say everything [alias: --debug]
          --color <WHEN>            When to use colours [default: auto] [possible values: auto, always,
                                    never]
          --ca-cert <FILE>          Trust the certificate authorities in this PEM file too [env:
                                    DENO_CERT]
          --api-url <URL>           Address of the Management API [env: FX_API_URL]
          --profile <NAME|FILE>     Name or file of a profile, which says where the Management API is
                                    [env: SUPABASE_PROFILE]
          --timeout <SECONDS>       How long one operation of the Management API may take, tries and
                                    pauses included [default: 45]
      -y, --yes                     Answer every question with yes

    Examples:
      fx functions bundle                       Bundle every function of the project
      fx functions bundle hello --out-dir dist  One, into a directory of your own
      fx functions bundle --output-format json  Sizes and digests for a script
    ----- stderr -----
    ");
}

#[test]
fn the_help_of_init_says_what_is_written() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["init", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Write `supabase/config.toml`, `supabase/functions/` and `supabase/.gitignore`. A project that has a
    configuration is refused, unless with --force.

    Usage: fx init [OPTIONS] [DIR]

    Arguments:
      [DIR]
              Directory of the project [default: the current one]

    Options:
          --force
              Overwrite files that are there already

      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --workdir <DIR>
              Directory that holds `supabase/` [default: the nearest one upwards]

              [env: SUPABASE_WORKDIR]

          --output-format <FORMAT>
              Shape of what is written to stdout

              Possible values:
              - text:        For people
              - json:        One JSON document
              - stream-json: One JSON event per line

              [default: text]

      -o, --output <SHAPE>
              Print the result in the shape scripts know from the Supabase CLI

              Possible values:
              - pretty: A table for people
              - json:   JSON
              - yaml:   YAML
              - toml:   TOML
              - env:    `NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`

      -q, --quiet
              Say errors only

          --verbose
              Say everything

              [alias: --debug]

          --color <WHEN>
              When to use colours

              Possible values:
              - auto:   On a terminal, unless `NO_COLOR` or `TERM=dumb` is set
              - always: Always
              - never:  Never

              [default: auto]

          --ca-cert <FILE>
              Trust the certificate authorities in this PEM file too

              [env: DENO_CERT]

          --api-url <URL>
              Address of the Management API [env: FX_API_URL]

          --profile <NAME|FILE>
              Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]

          --timeout <SECONDS>
              How long one operation of the Management API may take, tries and pauses included

              [default: 45]

      -y, --yes
              Answer every question with yes

    Examples:
      fx init
      fx init my-project
    ----- stderr -----
    ");
}

#[test]
fn the_help_of_status_shows_examples() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["status", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Show the addresses and keys that `fx functions serve` uses for this project. Nothing needs to run
    for it.

    Usage: fx status [OPTIONS]

    Options:
      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --workdir <DIR>
              Directory that holds `supabase/` [default: the nearest one upwards]

              [env: SUPABASE_WORKDIR]

          --output-format <FORMAT>
              Shape of what is written to stdout

              Possible values:
              - text:        For people
              - json:        One JSON document
              - stream-json: One JSON event per line

              [default: text]

      -o, --output <SHAPE>
              Print the result in the shape scripts know from the Supabase CLI

              Possible values:
              - pretty: A table for people
              - json:   JSON
              - yaml:   YAML
              - toml:   TOML
              - env:    `NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`

      -q, --quiet
              Say errors only

          --verbose
              Say everything

              [alias: --debug]

          --color <WHEN>
              When to use colours

              Possible values:
              - auto:   On a terminal, unless `NO_COLOR` or `TERM=dumb` is set
              - always: Always
              - never:  Never

              [default: auto]

          --ca-cert <FILE>
              Trust the certificate authorities in this PEM file too

              [env: DENO_CERT]

          --api-url <URL>
              Address of the Management API [env: FX_API_URL]

          --profile <NAME|FILE>
              Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]

          --timeout <SECONDS>
              How long one operation of the Management API may take, tries and pauses included

              [default: 45]

      -y, --yes
              Answer every question with yes

    Examples:
      fx status
      fx status --output env > .env.test
      fx status --output json
    ----- stderr -----
    ");
}

#[test]
fn the_help_of_engine_names_its_commands() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["engine", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Manage the engine, the pinned Deno executable that runs functions

    Usage: fx engine [OPTIONS] <COMMAND>

    Commands:
      install  Download, verify and install the pinned engine
      list     List the installed engines [alias: ls]
      path     Print the path of the engine's executable
      remove   Remove installed engines [alias: rm]
      help     Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --workdir <DIR>
              Directory that holds `supabase/` [default: the nearest one upwards]

              [env: SUPABASE_WORKDIR]

          --output-format <FORMAT>
              Shape of what is written to stdout

              Possible values:
              - text:        For people
              - json:        One JSON document
              - stream-json: One JSON event per line

              [default: text]

      -o, --output <SHAPE>
              Print the result in the shape scripts know from the Supabase CLI

              Possible values:
              - pretty: A table for people
              - json:   JSON
              - yaml:   YAML
              - toml:   TOML
              - env:    `NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`

      -q, --quiet
              Say errors only

          --verbose
              Say everything

              [alias: --debug]

          --color <WHEN>
              When to use colours

              Possible values:
              - auto:   On a terminal, unless `NO_COLOR` or `TERM=dumb` is set
              - always: Always
              - never:  Never

              [default: auto]

          --ca-cert <FILE>
              Trust the certificate authorities in this PEM file too

              [env: DENO_CERT]

          --api-url <URL>
              Address of the Management API [env: FX_API_URL]

          --profile <NAME|FILE>
              Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]

          --timeout <SECONDS>
              How long one operation of the Management API may take, tries and pauses included

              [default: 45]

      -y, --yes
              Answer every question with yes
    ----- stderr -----
    ");
}

#[test]
fn the_help_of_completions_shows_where_to_put_them() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["completions", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Print a completion script for a shell

    Usage: fx completions [OPTIONS] <SHELL>

    Arguments:
      <SHELL>
              Shell

              [possible values: bash, elvish, fish, powershell, zsh]

    Options:
      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --workdir <DIR>
              Directory that holds `supabase/` [default: the nearest one upwards]

              [env: SUPABASE_WORKDIR]

          --output-format <FORMAT>
              Shape of what is written to stdout

              Possible values:
              - text:        For people
              - json:        One JSON document
              - stream-json: One JSON event per line

              [default: text]

      -o, --output <SHAPE>
              Print the result in the shape scripts know from the Supabase CLI

              Possible values:
              - pretty: A table for people
              - json:   JSON
              - yaml:   YAML
              - toml:   TOML
              - env:    `NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`

      -q, --quiet
              Say errors only

          --verbose
              Say everything

              [alias: --debug]

          --color <WHEN>
              When to use colours

              Possible values:
              - auto:   On a terminal, unless `NO_COLOR` or `TERM=dumb` is set
              - always: Always
              - never:  Never

              [default: auto]

          --ca-cert <FILE>
              Trust the certificate authorities in this PEM file too

              [env: DENO_CERT]

          --api-url <URL>
              Address of the Management API [env: FX_API_URL]

          --profile <NAME|FILE>
              Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]

          --timeout <SECONDS>
              How long one operation of the Management API may take, tries and pauses included

              [default: 45]

      -y, --yes
              Answer every question with yes

    Examples:
      fx completions bash > ~/.local/share/bash-completion/completions/fx
      fx completions zsh > ~/.zfunc/_fx
      fx completions fish > ~/.config/fish/completions/fx.fish
    ----- stderr -----
    ");
}

#[test]
fn without_arguments_the_help_goes_to_stderr() {
    let cx = context();
    fx_snapshot!(cx, cx.fx([]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    Deno edge functions without Docker: create, serve, deploy and host them

    Usage: fx [OPTIONS] <COMMAND>

    Commands:
      functions    Manage edge functions [alias: function]
      engine       Manage the engine, the pinned Deno executable that runs functions
      init         Set up a project in a directory
      status       Show the local addresses and keys
      login        Log in to the Management API
      logout       Forget the access token
      whoami       Show whose access token is used
      link         Bind this directory to a project of the platform
      unlink       Undo `fx link`
      projects     Look after projects of the platform [alias: project]
      secrets      Look after the secrets that functions of a project read [alias: secret]
      platform     Run a platform of your own to deploy to
      completions  Print a completion script for a shell
      start        Say that nothing needs starting
      stop         Say that nothing needs stopping
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help  Print help (see more with '--help')

    Global options:
          --workdir <DIR>           Directory that holds `supabase/` [default: the nearest one upwards]
                                    [env: SUPABASE_WORKDIR]
          --output-format <FORMAT>  Shape of what is written to stdout [default: text] [possible values:
                                    text, json, stream-json]
      -o, --output <SHAPE>          Print the result in the shape scripts know from the Supabase CLI
                                    [possible values: pretty, json, yaml, toml, env]
      -q, --quiet                   Say errors only
          --verbose                 Say everything [alias: --debug]
          --color <WHEN>            When to use colours [default: auto] [possible values: auto, always,
                                    never]
          --ca-cert <FILE>          Trust the certificate authorities in this PEM file too [env:
                                    DENO_CERT]
          --api-url <URL>           Address of the Management API [env: FX_API_URL]
          --profile <NAME|FILE>     Name or file of a profile, which says where the Management API is
                                    [env: SUPABASE_PROFILE]
          --timeout <SECONDS>       How long one operation of the Management API may take, tries and
                                    pauses included [default: 45]
      -y, --yes                     Answer every question with yes
      -v, --version                 Print the version

    Examples:
      fx init                              Write supabase/config.toml
      fx functions new hello               Scaffold a function
      fx functions serve                   Serve every function of the project
      fx functions serve hello --port 8000
      fx functions deploy --project-ref REF
      fx functions logs --follow           What deployed functions say
      fx platform start                    Run a platform of your own to deploy to
    ");
}

#[test]
fn functions_without_a_command_shows_its_help() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["functions"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    Manage edge functions

    Usage: fx functions [OPTIONS] <COMMAND>

    Commands:
      new       Create a function from a template
      serve     Serve functions on this machine
      bundle    Make functions into files to deploy
      unbundle  Restore the files a bundle was made of
      graph     Show the modules and packages of a function, and why they are in
      deploy    Deploy functions to a project of the platform
      history   List the versions of a function that were deployed
      rollback  Deploy an earlier version of a function again
      list      List the functions that are here and those of the project
      logs      Show what functions of the project said
      delete    Delete functions of the project
      download  Restore the files of functions of the project
      help      Print this message or the help of the given subcommand(s)

    Options:
      -h, --help  Print help (see more with '--help')

    Global options:
          --workdir <DIR>           Directory that holds `supabase/` [default: the nearest one upwards]
                                    [env: SUPABASE_WORKDIR]
          --output-format <FORMAT>  Shape of what is written to stdout [default: text] [possible values:
                                    text, json, stream-json]
      -o, --output <SHAPE>          Print the result in the shape scripts know from the Supabase CLI
                                    [possible values: pretty, json, yaml, toml, env]
      -q, --quiet                   Say errors only
          --verbose                 Say everything [alias: --debug]
          --color <WHEN>            When to use colours [default: auto] [possible values: auto, always,
                                    never]
          --ca-cert <FILE>          Trust the certificate authorities in this PEM file too [env:
                                    DENO_CERT]
          --api-url <URL>           Address of the Management API [env: FX_API_URL]
          --profile <NAME|FILE>     Name or file of a profile, which says where the Management API is
                                    [env: SUPABASE_PROFILE]
          --timeout <SECONDS>       How long one operation of the Management API may take, tries and
                                    pauses included [default: 45]
      -y, --yes                     Answer every question with yes
    ");
}

#[test]
fn an_unknown_flag_is_refused() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--no-verify-jwtt"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: unexpected argument '--no-verify-jwtt' found

      tip: a similar argument exists: '--no-verify-jwt'

    Usage: fx functions serve --no-verify-jwt [NAME]...

    For more information, try '--help'.
    ");
}

#[test]
fn an_unknown_command_is_refused() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["functons"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: unrecognized subcommand 'functons'

      tip: some similar subcommands exist: 'function', 'functions'

    Usage: fx [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
}

#[test]
fn a_command_of_the_incumbent_that_fx_lacks_is_refused() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["db", "reset"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: unrecognized subcommand 'db'

    Usage: fx [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
}

#[test]
fn the_version_is_one_line() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["--version"]), @"
    exit_code: 0
    ----- stdout -----
    fx [VERSION]
    ----- stderr -----
    ");
}

#[test]
fn the_version_has_a_short_flag() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["-v"]), @"
    exit_code: 0
    ----- stdout -----
    fx [VERSION]
    ----- stderr -----
    ");
}

#[test]
fn flags_of_the_incumbent_that_mean_nothing_here_are_accepted() {
    let cx = context();
    let flags = "--profile p --agent no --experimental --network-id n --dns-resolver https --log-level debug";
    let output = cx.fx(flags.split(' ').chain(["start"])).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn help_is_a_command_too() {
    let cx = context();
    for (args, same) in [
        (&["help"][..], &["--help"][..]),
        (
            &["help", "functions", "serve"],
            &["functions", "serve", "--help"],
        ),
        (
            &["functions", "help", "serve"],
            &["functions", "serve", "--help"],
        ),
    ] {
        let output = |args: &[&str]| cx.fx(args.iter().copied()).output().unwrap();
        let (help, expected) = (output(args), output(same));
        assert_eq!(help.status.code(), Some(0));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        assert_eq!(text(help.stdout), text(expected.stdout), "{args:?}");
    }
}

#[test]
fn a_command_that_is_elsewhere_is_found() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["serve"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: unrecognized subcommand 'serve'

      tip: run `fx functions serve`

    Usage: fx [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
    fx_snapshot!(cx, cx.fx(["new", "hello"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: unrecognized subcommand 'new'

      tip: run `fx functions new`

    Usage: fx [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
}

#[test]
fn the_help_of_functions_unbundle_says_what_is_restored() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["functions", "unbundle", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Restore the files a bundle was made of: original TypeScript, static files, import map and
    `deno.json`, in their layout.

    Reads bundles of fx and the Supabase CLI, compressed or not, of every layout, and plain ESZip files.
    Nothing is written outside the directory, nothing is written unless all of it can be, and files with
    another content are only overwritten with --force. Remote modules and npm packages are listed, not
    written.

    Usage: fx functions unbundle [OPTIONS] <FILE>

    Arguments:
      <FILE>
              The bundle; `-` reads it from stdin

    Options:
          --out-dir <DIR>
              Where the files go [default: FILE's name without its extension, in this directory;
              `bundle` for stdin]

          --force
              Overwrite files that have another content

          --dry-run
              List what is in the bundle and write nothing

      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --workdir <DIR>
              Directory that holds `supabase/` [default: the nearest one upwards]

              [env: SUPABASE_WORKDIR]

          --output-format <FORMAT>
              Shape of what is written to stdout

              Possible values:
              - text:        For people
              - json:        One JSON document
              - stream-json: One JSON event per line

              [default: text]

      -o, --output <SHAPE>
              Print the result in the shape scripts know from the Supabase CLI

              Possible values:
              - pretty: A table for people
              - json:   JSON
              - yaml:   YAML
              - toml:   TOML
              - env:    `NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`

      -q, --quiet
              Say errors only

          --verbose
              Say everything

              [alias: --debug]

          --color <WHEN>
              When to use colours

              Possible values:
              - auto:   On a terminal, unless `NO_COLOR` or `TERM=dumb` is set
              - always: Always
              - never:  Never

              [default: auto]

          --ca-cert <FILE>
              Trust the certificate authorities in this PEM file too

              [env: DENO_CERT]

          --api-url <URL>
              Address of the Management API [env: FX_API_URL]

          --profile <NAME|FILE>
              Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]

          --timeout <SECONDS>
              How long one operation of the Management API may take, tries and pauses included

              [default: 45]

      -y, --yes
              Answer every question with yes

    Examples:
      fx functions unbundle hello.ezbr
      fx functions unbundle hello.ezbr --dry-run
      fx functions unbundle hello.ezbr --out-dir . --force
      fx functions unbundle - --out-dir restored < hello.ezbr
    ----- stderr -----
    ");
}

/// A world in which the global options do not matter either.
fn without_globals() -> TestContext {
    let globals = r"(?s)Global options:\n.*question with yes\n";
    context().filter(globals, "[GLOBAL]\n")
}

#[test]
fn the_help_of_platform_has_examples() {
    let cx = without_globals();
    fx_snapshot!(cx, cx.fx(["platform", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Run a platform of your own to deploy to, and look after its projects and access tokens.

    `project` and `token` are about the platform whose data directory is here, unless --api-url or
    FX_API_URL name another and --data does not.

    Usage: fx platform [OPTIONS] <COMMAND>

    Commands:
      start    Run one: an API to deploy to, and what runs the functions
      project  Look after the projects of a platform [alias: projects]
      token    Look after the access tokens of a platform [alias: tokens]
      help     Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

    [GLOBAL]

    Examples:
      fx platform start                    Run one here
      fx platform project create demo      Give it a project
      fx platform project keys REF         URL and keys for its clients
      fx platform token create ci --project REF
    ----- stderr -----
    ");
}

#[test]
fn the_help_of_platform_start_has_examples() {
    let cx = without_globals();
    fx_snapshot!(cx, cx.fx(["platform", "start", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Run a platform on this machine: the Management API that `fx functions deploy` and the Supabase CLI
    talk to, and the functions that were deployed. One process, no other service.

    Everything is kept in the data directory; secrets in it are encrypted with a key that is kept
    elsewhere. A backup needs both.

    Usage: fx platform start [OPTIONS]

    Options:
          --data <DIR>
              Directory with everything the platform keeps [default: `platform` in fx's state directory]

          --new-admin-token
              Make another access token that is good for everything, when the first one is lost

              It is written to `admin-token` in the data directory, in place of the one there. Those
              that were made before stay good until they are revoked.

          --listen <ADDRESS:PORT>
              Address that functions are served on

              [default: 127.0.0.1:54400]

          --api-listen <ADDRESS:PORT>
              Address that the Management API is served on

              [default: 127.0.0.1:54401]

          --public-url <URL>
              Where clients reach the functions, when that is not the address listened on

              With a host name, such as `https://functions.example.com`, a project is
              `https://REF.functions.example.com`; with an IP address or `localhost`, the ref is the
              first part of the path.

          --trusted-proxy <ADDRESS>
              Address or network of a proxy whose `X-Forwarded-*` headers are trusted, such as
              `127.0.0.1`; may be repeated

              They say who the proxy's client is, and which host and scheme it asked for. The headers
              are removed from requests of all other clients.

          --stop-timeout <TIME>
              How long requests and background work may go on after Ctrl-C or SIGTERM

              [default: 150s]

          --key-file <FILE>
              File with the key that secrets are encrypted with; it is made when it is missing [default:
              `platform.key` in fx's configuration directory]

              `FX_PLATFORM_KEY` may have the key itself instead: 32 bytes in Base64. The file may not
              lie in the data directory.

          --tls-cert <FILE>
              PEM file with the certificate chain to serve HTTPS with

          --tls-key <FILE>
              PEM file with the certificate's private key

          --limits <LIMITS>
              What workers may use, as in `fx functions serve`

              This is what a function gets that has no limits of its own (config:
              `functions.NAME.limits`), and the most that others get of memory, CPU time and wall clock
              time. Log messages and `text/html` are treated as hosted, unless it is `off`; CPU time
              adds up over a worker's life only with `production`.

          --max-workers <N>
              How many workers a function may have at once [default: one per core]

          --max-total-workers <N>
              How many workers all functions may have at once [default: one per 128 MB of memory]

              When there are as many, the worker ends that nobody has wanted for the longest time. When
              all are busy or have background work, a request that needs another one waits for 10 s, and
              is then answered 503 with `Retry-After`.

          --max-functions <N>
              How many functions a project may have [default: any number]

          --rate-limit <N>
              Maximum API requests per minute, per token, or per client address for requests without a
              valid token; 0 means no limit

              [default: 1200]

          --log-days <DAYS>
              For how many days logs and invocations are kept

              [default: 7]

          --max-log-size <MB>
              Maximum size of the log database in megabytes; the oldest entries are removed first

              [default: 1024]

          --max-project-log-size <MB>
              Maximum size of one project's logs in megabytes [default: a quarter of `--max-log-size`]

          --allow-private-net
              Let functions, and bundling of uploaded sources, reach loopback, link-local and private
              addresses

      -h, --help
              Print help (see a summary with '-h')

    [GLOBAL]

    Examples:
      fx platform start                        On this machine, for this machine
      fx platform start --listen 0.0.0.0:8000 --data /var/lib/fx --key-file /etc/fx/key
      fx platform start --new-admin-token      Once, when the access token is lost
      fx platform project create demo          In another terminal: a project
      fx login --api-url http://127.0.0.1:54401 --token - < ~/.local/state/fx/platform/admin-token
      fx functions deploy --api-url http://127.0.0.1:54401 --project-ref REF
    ----- stderr -----
    ");
}

#[test]
fn the_help_of_keys_and_tokens_has_examples() {
    let cx = without_globals();
    fx_snapshot!(cx, cx.fx(["platform", "project", "keys", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Show the URL and the API keys of a project

    Usage: fx platform project keys [OPTIONS] <REF>

    Arguments:
      <REF>
              Its ref

    Options:
          --reveal
              Show the secret ones, too, and the JWT secret

          --data <DIR>
              Directory with everything the platform keeps [default: `platform` in fx's state directory]

      -h, --help
              Print help (see a summary with '-h')

    [GLOBAL]

    Examples:
      fx platform project keys REF             Without the secret ones
      fx platform project keys REF --reveal    With them, and the JWT secret
      fx platform project keys REF -o env      SUPABASE_URL, SUPABASE_ANON_KEY, ...
    ----- stderr -----
    ");
    fx_snapshot!(cx, cx.fx(["platform", "project", "token", "--help"]), @r#"
    exit_code: 0
    ----- stdout -----
    Sign a token of a user of a project, as Supabase Auth would, to call functions as somebody who is
    signed in

    Usage: fx platform project token [OPTIONS] <REF>

    Arguments:
      <REF>
              Ref of the project

    Options:
          --role <ROLE>
              The user's role (claim `role`)

              [default: authenticated]

          --subject <ID>
              The user's id (claim `sub`) [default: a new UUID]

          --claim <NAME=VALUE>
              Another claim; JSON where the value is JSON, otherwise text; may be repeated

              `iss`, `iat` and `exp` are the platform's to set.

          --expires-in <TIME>
              How long it is good, at most a week

              [default: 1h]

          --data <DIR>
              Directory with everything the platform keeps [default: `platform` in fx's state directory]

      -h, --help
              Print help (see a summary with '-h')

    [GLOBAL]

    Examples:
      fx platform project token REF            Somebody who is signed in, for an hour
      fx platform project token REF --subject ada --claim email=ada@example.com
      fx platform project token REF --claim 'app_metadata={"plan":"pro"}' --expires-in 10m
      curl URL/functions/v1/hello -H "Authorization: Bearer $(fx platform project token REF)"
    ----- stderr -----
    "#);
    fx_snapshot!(cx, cx.fx(["platform", "token", "create", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Create an access token, which is shown once

    Usage: fx platform token create [OPTIONS] <NAME>

    Arguments:
      <NAME>
              What it is for

    Options:
          --project <REF>
              The only project it is good for [default: all]

          --scope <SCOPE>
              What it is good for, in the words of the Management API, such as `edge_functions_write`;
              may be repeated [default: everything]

          --data <DIR>
              Directory with everything the platform keeps [default: `platform` in fx's state directory]

      -h, --help
              Print help (see a summary with '-h')

    [GLOBAL]

    Examples:
      fx platform token create laptop          Good for everything
      fx platform token create ci --project REF --scope edge_functions_read --scope edge_functions_write
    ----- stderr -----
    ");
}

#[test]
fn the_help_of_logs_has_examples() {
    let cx = without_globals();
    fx_snapshot!(cx, cx.fx(["functions", "logs", "--help"]), @"
    exit_code: 0
    ----- stdout -----
    Show what functions of the project said, with their boots and ends: on a platform of your own, or on
    the hosted one.

    Usage: fx functions logs [OPTIONS] [NAME]

    Arguments:
      [NAME]
              The function [default: all of the project]

    Options:
      -f, --follow
              Go on with what comes, until Ctrl-C

          --since <TIME>
              Begin so long ago, such as `30s`, `10m` or `2h`, or at a time such as
              `2026-11-21T08:00:00Z`

          --level <LEVEL>
              Show what matters at least so much

              Possible values:
              - debug:   Everything
              - info:    `console.log` and up
              - warning: `console.warn` and up
              - error:   `console.error`, and what went wrong

          --limit <N>
              Show at most so many of the newest lines

              [default: 100]

          --invocations
              Show requests instead of what functions said; only of a platform of your own

      -h, --help
              Print help (see a summary with '-h')

    Project:
          --project-ref <REF>
              Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]

          --remote[=<REF>]
              The same in the words of the Supabase CLI; without a value the linked project

          --env <NAME>
              The project of `[remotes.NAME]` in `supabase/config.toml`

    [GLOBAL]

    Examples:
      fx functions logs                           The newest lines of every function
      fx functions logs hello --follow            What one function says from now on
      fx functions logs --since 1h --level error  What went wrong in the last hour
      fx functions logs --invocations             Requests to a platform of your own
      fx functions logs --output-format json      For scripts
    ----- stderr -----
    ");
}
