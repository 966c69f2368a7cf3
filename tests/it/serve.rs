//! `fx functions serve` up to where it needs the engine: what it finds in the project, and the port.

use std::net::TcpListener;

use crate::{fx_snapshot, support::TestContext};

/// A port that another program has, for as long as the listener lives.
fn taken_port() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    (listener, port)
}

/// A project with the function `hello`, in whose snapshots `port` has no number.
fn context(port: &str) -> TestContext {
    let cx = TestContext::new()
        .filter(&format!(r"\b{port}\b"), "[PORT]")
        // Not every system tells.
        .filter(r" by `\S+` \(process \d+\)", "")
        .filter(
            "hint: (see which program|end it with|if that is the project's stack).*",
            "hint: [HOLDER]",
        );
    cx.write(
        "supabase/functions/hello/index.ts",
        "Deno.serve(() => new Response())",
    );
    cx
}

#[test]
fn a_port_in_use_is_named() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", &port]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[test]
fn a_configured_port_in_use_is_named() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    cx.write("supabase/config.toml", format!("[api]\nport = {port}\n"));
    fx_snapshot!(cx, cx.fx(["functions", "serve"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[test]
fn the_port_of_debuggers_in_use_is_named() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    let config = format!("[edge_runtime]\ninspector_port = {port}\n");
    cx.write("supabase/config.toml", config);
    let args = ["functions", "serve", "--port", "0", "--inspect"];
    fx_snapshot!(cx, cx.fx(args), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `inspector_port` below `[edge_runtime]`; 0 takes a free one
    ");
}

#[test]
fn debugging_and_many_workers_exclude_each_other() {
    let cx = context("0");
    let args = [
        "functions",
        "serve",
        "--inspect-mode",
        "wait",
        "--policy",
        "oneshot",
    ];
    fx_snapshot!(cx, cx.fx(args), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: the argument '--inspect-mode <MODE>' cannot be used with '--policy <POLICY>'

    Usage: fx functions serve --inspect-mode <MODE> [NAME]...

    For more information, try '--help'.
    ");
}

#[test]
fn an_address_of_another_machine_cannot_be_listened_on() {
    let cx = TestContext::new().filter("caused by: .*", "caused by: [REASON]");
    cx.write("supabase/functions/hello/index.ts", "");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", "0", "--host", "203.0.113.1"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    warning: other machines can call functions at 203.0.113.1, with keys that everybody knows
      hint: leave `--host` out when only this machine calls them
    error: failed to listen on 203.0.113.1:0
      caused by: [REASON]

    hint: check `--host` and `--port`
    ");
}

#[test]
fn what_the_project_gives_to_say_is_said_first() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    for name in ["off", "old", "shared"] {
        cx.write(&format!("supabase/functions/{name}/index.ts"), "");
    }
    cx.write("supabase/functions/old/import_map.json", "{}");
    cx.write("supabase/functions/import_map.json", "{}");
    cx.write("supabase/functions/moved/elsewhere.ts", "");
    cx.write(
        "supabase/config.toml",
        r#"
        [functions.hello]
        verify_jtw = false

        [functions.off]
        enabled = false

        [functions.gone]

        [functions.moved]
        entrypoint = "./functions/moved/main.ts"

        [functions.mapped]
        entrypoint = "./functions/hello/index.ts"
        import_map = "./functions/mapped/deno.json"

        [functions.odd]
        entrypoint = "./functions/hello/index.ts"
        policy = "sometimes"

        [functions.limited]
        entrypoint = "./functions/hello/index.ts"
        limits = { memory_limit_mb = "much" }

        [functions.secret]
        entrypoint = "./functions/hello/index.ts"
        env = { KEY = "env(FX_TEST_KEY)" }
        "#,
    );
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", &port]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    warning: `functions.hello.verify_jtw` in `supabase/config.toml`, line 3, is not known and ignored
      hint: did you mean `verify_jwt`?
    warning: function `gone` is left out: it has a table in `supabase/config.toml`, and its directory `supabase/functions/gone` is gone
      hint: remove `[functions.gone]` from the configuration, or create the function with `fx functions new gone`
    warning: function `hello` uses the import map `supabase/functions/import_map.json`
      hint: give the function its own `supabase/functions/hello/deno.json`
    warning: function `old` uses the import map `supabase/functions/old/import_map.json`
      hint: rename it to `deno.json`, which is found without being named
    warning: function `shared` uses the import map `supabase/functions/import_map.json`
      hint: give the function its own `supabase/functions/shared/deno.json`
    Skipped `off`: `enabled = false`
    error: function `limited` cannot be served
      `functions.limited.limits.memory_limit_mb` in `supabase/config.toml`, line 23, must be a number, not text
    error: function `mapped` cannot be served
      the import map `supabase/functions/mapped/deno.json` does not exist
      hint: `import_map` in the configuration is relative to `supabase/`, `--import-map` to the current directory
    error: function `moved` cannot be served
      the entrypoint `supabase/functions/moved/main.ts` does not exist
      hint: correct `entrypoint` in `[functions.moved]`; it is relative to `supabase/`
    error: function `odd` cannot be served
      `functions.odd.policy` in `supabase/config.toml`, line 19, must be `per_worker`, `per_request` or `oneshot`
    error: function `secret` cannot be served
      `functions.secret.env.KEY` in `supabase/config.toml`, line 27, needs the variable `FX_TEST_KEY`, which is not set
      hint: set it, for example `export FX_TEST_KEY=value`, or write `FX_TEST_KEY=value` into `supabase/.env`
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[test]
fn quiet_leaves_the_errors() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    cx.write(
        "supabase/config.toml",
        "[functions.hello]\nverify_jtw = false\n[functions.gone]\n[functions.empty]\n",
    );
    cx.write("supabase/functions/empty/other.ts", "");
    fx_snapshot!(cx, cx.fx(["--quiet", "functions", "serve", "--port", &port]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: function `empty` cannot be served
      the entrypoint `supabase/functions/empty/index.ts` does not exist
      hint: create it with `fx functions new empty`, or remove `[functions.empty]` from the configuration
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[test]
fn a_named_function_is_the_only_one_that_is_looked_at() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    cx.write("supabase/config.toml", "[functions.gone]\n");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "hello", "--port", &port]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[cfg(target_os = "linux")]
#[test]
fn the_program_that_has_the_port_is_named() {
    let (_listener, port) = taken_port();
    let cx = TestContext::new();
    cx.write("supabase/functions/hello/index.ts", "");
    let output = cx
        .fx(["functions", "serve", "--port", &port])
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    let id = std::process::id();
    assert!(
        stderr.starts_with(&format!("error: port {port} is in use by `")),
        "{stderr}"
    );
    assert!(stderr.contains(&format!("(process {id})\n")), "{stderr}");
}

#[test]
fn certificates_are_looked_at_before_anything_starts() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    let mut command = cx.fx([
        "functions",
        "serve",
        "--port",
        &port,
        "--ca-cert",
        "nope.pem",
    ]);
    fx_snapshot!(cx, command, @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to read the certificate authorities in `[PROJECT]/nope.pem`
      caused by: No such file or directory (os error 2)

    hint: give `--ca-cert` (or `DENO_CERT`) a PEM file with `-----BEGIN CERTIFICATE-----` blocks
    ");
    cx.write("ca.pem", "hello");
    let mut command = cx.fx(["functions", "serve", "--port", &port]);
    fx_snapshot!(cx, command.env("DENO_CERT", "ca.pem"), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `[PROJECT]/ca.pem` holds no certificate in PEM form

    hint: give `--ca-cert` (or `DENO_CERT`) a PEM file with `-----BEGIN CERTIFICATE-----` blocks
    ");
}

#[test]
fn mistakes_in_the_env_file_are_told_at_once() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    let serve = [
        "functions",
        "serve",
        "--port",
        &port,
        "--env-file",
        "conf/.env",
    ];
    cx.write("conf/.env", "A=1\nB=\"open\nC=2\n");
    fx_snapshot!(cx, cx.fx(serve), @r#"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `conf/.env`, line 2: the value of `B` starts with " and has no other one

    hint: write `NAME=value`, and close every quote; quotes may span lines
    "#);
    cx.write("conf/.env", b"A=1\nB=\xff\n");
    fx_snapshot!(cx, cx.fx(serve), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `conf/.env`, line 2: this is not UTF-8 text

    hint: save the file as UTF-8
    ");
    cx.write("conf/.env", "A=1\nfoo bar\n\n# comment\nB=2\n");
    fx_snapshot!(cx, cx.fx(serve), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    warning: `conf/.env`, line 2, is no assignment and ignored
      hint: write `NAME=value`, or start the line with `#`
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", &port, "--env-file", "conf"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to read env file `conf`
      caused by: Is a directory (os error 21)

    hint: name a file in it, for example `--env-file conf/.env`
    ");
}

#[test]
fn mistakes_in_env_files_of_the_project_disable_nothing() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    cx.write("supabase/functions/.env", "A='open\n");
    cx.write("supabase/functions/hello/.env", "A=1\nB 2\n");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", &port]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    warning: `supabase/functions/hello/.env`, line 2, is no assignment and ignored
      hint: write `NAME=value`, or start the line with `#`
    error: functions that are given this env file cannot be served
      `supabase/functions/.env`, line 1: the value of `A` starts with ' and has no other one
      hint: write `NAME=value`, and close every quote; quotes may span lines
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[test]
fn names_of_variables_and_patterns_are_checked_at_start() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    cx.write(
        "supabase/config.toml",
        "[functions.hello]\nstatic_files = [\"./functions/hello/[\"]\n\n[functions.other]\nentrypoint = \"./functions/hello/index.ts\"\n[functions.other.env]\nMY-KEY = \"x\"\n",
    );
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", &port]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: function `hello` cannot be served
      `./functions/hello/[` in `static_files` is not a pattern: unclosed character class; missing ']'
      hint: patterns are relative to `supabase/`, such as `./functions/hello/*.html`
    error: function `other` cannot be served
      `functions.other.env.MY-KEY` in `supabase/config.toml`, line 7, must have a name of letters, digits and `_` that does not start with a digit
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[test]
fn directories_that_look_like_functions_are_not_skipped_in_silence() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    for name in ["bad slug", "1num", "_shared", ".hidden"] {
        cx.write(&format!("supabase/functions/{name}/index.ts"), "");
    }
    cx.write("supabase/functions/no entrypoint/README.md", "");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", &port]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    warning: `supabase/functions/1num` is skipped: that is not a function name
      hint: rename it: start with a letter and go on with letters, digits, `-` and `_`; try `num`
    warning: `supabase/functions/bad slug` is skipped: that is not a function name
      hint: rename it: start with a letter and go on with letters, digits, `-` and `_`; try `bad-slug`
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[test]
fn a_project_of_skipped_directories_says_so() {
    let cx = TestContext::new();
    cx.write("supabase/functions/my.function/index.ts", "");
    fx_snapshot!(cx, cx.fx(["functions", "serve"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    warning: `supabase/functions/my.function` is skipped: that is not a function name
      hint: rename it: start with a letter and go on with letters, digits, `-` and `_`; try `my-function`
    error: there is no function in `[PROJECT]/supabase/functions`

    hint: create one with `fx functions new hello`

    hint: or name the directory that holds `supabase/` with `--workdir`
    ");
}

#[test]
fn many_findings_are_counted() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    let mut config = String::new();
    for number in 0..25 {
        config.push_str(&format!("[functions.f{number:02}]\nx{number} = 1\n"));
        cx.write(&format!("supabase/functions/f{number:02}/other.ts"), "");
    }
    cx.write("supabase/config.toml", config);
    let output = cx
        .fx(["functions", "serve", "--port", &port])
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    let count = |text: &str| stderr.matches(text).count();
    assert_eq!(count("is not known and ignored"), 20);
    assert_eq!(count("cannot be served"), 20);
    assert!(stderr.contains("\nand 5 more warnings\n"), "{stderr}");
    assert!(stderr.contains("\nand 5 more errors\n"), "{stderr}");
}

#[test]
fn the_host_may_be_a_name() {
    let (_listener, port) = taken_port();
    let cx = context(&port).filter("caused by: .*", "caused by: [REASON]");
    let serve = |host| cx.fx(["functions", "serve", "--port", &port, "--host", host]);
    fx_snapshot!(cx, serve("localhost"), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
    fx_snapshot!(cx, serve("no such host"), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to find the address of `no such host`
      caused by: [REASON]

    hint: give `--host` an address of this machine, for example 127.0.0.1 or 0.0.0.0
    ");
}

#[test]
fn serving_the_network_is_warned_of() {
    let (_listener, port) = taken_port();
    // Not every machine is in a network.
    let cx = context(&port).filter(
        r"every address of this one(, such as [0-9a-f.:]+[0-9a-f])?",
        "every address of this one[EXAMPLE]",
    );
    let exposed = [
        "functions",
        "serve",
        "--port",
        &port,
        "--host",
        "203.0.113.1",
        "--expose-services",
    ];
    let said = String::from_utf8(cx.fx(exposed).output().unwrap().stderr).unwrap();
    assert!(
        said.starts_with("warning: other machines can call functions and use the project's services at 203.0.113.1, as `service_role` too, with keys that everybody knows\n  hint: give `[auth]` in `supabase/config.toml` keys of its own, or leave `--expose-services` out\n"),
        "{said}"
    );
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", &port, "--host", "0.0.0.0"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    warning: other machines can call functions at every address of this one[EXAMPLE], with keys that everybody knows
      hint: leave `--host` out when only this machine calls them
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
    cx.write(
        "supabase/config.toml",
        "[auth]\njwt_secret = \"0123456789abcdef\"\npublishable_key = \"ours\"\nsecret_key = \"ours too\"\n",
    );
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", &port, "--host", "0.0.0.0"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    warning: other machines can call functions at every address of this one[EXAMPLE]
      hint: leave `--host` out when only this machine calls them
    error: port [PORT] is in use

    hint: [HOLDER]

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[cfg(unix)]
#[test]
fn a_temporary_directory_that_is_not_there_is_named() {
    let cx = TestContext::new().filter("caused by: .*", "caused by: [REASON]");
    cx.write("supabase/functions/hello/index.ts", "");
    let mut command = cx.fx(["functions", "serve", "--port", "0"]);
    // It is not started before a function is.
    command.env("FX_ENGINE", "/bin/sh").env("TMPDIR", "/nope");
    fx_snapshot!(cx, command, @r#"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to make directories for the workers
      caused by: [REASON]

    hint: `/nope` is not a directory: set `TMPDIR` to one that you may write to
    "#);
}

#[test]
fn limits_that_do_not_exist_are_told_apart_from_those_that_do() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--limits", "production,ram=1"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: invalid value 'production,ram=1' for '--limits <LIMITS>': `ram=1` is none of `default`, `production`, `off`, `memory=MB`, `cpu=TIME`, `wall=TIME`, `idle=TIME`

    For more information, try '--help'.
    ");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--limits", "cpu=fast"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: invalid value 'cpu=fast' for '--limits <LIMITS>': `cpu=fast` is no time, such as `cpu=500ms`, `cpu=2s` or `cpu=500`; 0 is no limit

    For more information, try '--help'.
    ");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--limits", "off,production"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: invalid value 'off,production' for '--limits <LIMITS>': a preset is given twice

    For more information, try '--help'.
    ");
}

#[test]
fn an_address_of_a_database_that_is_wrong_is_told_without_its_password() {
    let cx = context("65000");
    for (url, expected) in [
        (
            "postgresql://me:hun#ter2@127.0.0.1/db",
            "must be an address such as",
        ),
        (
            "mysql://me:hunter2@127.0.0.1/db",
            "must start with `postgresql://`",
        ),
        ("postgresql://me:hunter2@a,b/db", "must name one host"),
    ] {
        let mut fx = cx.fx(["functions", "serve"]);
        let output = fx.env("FX_DB_URL", url).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.contains("error: `FX_DB_URL` ") && said.contains(expected),
            "{said}"
        );
        assert!(!said.contains("ter2"), "{said}");
    }
    let mut fx = cx.fx(["functions", "serve"]);
    fx.env("FX_DB_URL", "postgresql://me:hunter2#@127.0.0.1/db");
    fx_snapshot!(cx, fx, @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `FX_DB_URL` must be an address such as `postgresql://postgres:postgres@127.0.0.1:54322/postgres`

    hint: percent-encode special characters in the user name and password: `#` as `%23`, `,` as `%2C`, `/` as `%2F`, `?` as `%3F`, `@` as `%40`
    ");
}

#[test]
fn a_missing_file_of_signing_keys_is_one_error() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    let config = "[auth]\nsigning_keys_path = './keys.json'\n";
    cx.write("supabase/config.toml", config);
    let fx = |args: &[&'static str]| cx.fx(args.iter().copied());
    for mut command in [fx(&["functions", "serve", "--port", "0"]), fx(&["status"])] {
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "error: `auth.signing_keys_path` in `supabase/config.toml`, line 2, names `supabase/keys.json`, which does not exist\n"
        );
    }
}

#[test]
fn mistakes_in_third_party_providers_are_told_at_start() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    for (config, expected) in [
        (
            "[firebase]",
            "`auth.third_party.firebase` in `supabase/config.toml`, line 1, is enabled but without a `project_id`",
        ),
        ("[auth0]", "is enabled but without a `tenant`"),
        (
            "[auth0]\ntenant = 'x.evil.example/#'",
            "must have letters, digits, `-`, `_` and `.` only",
        ),
        (
            "[aws_cognito]\nuser_pool_id = 'x'",
            "is enabled but without a `user_pool_region`",
        ),
        (
            "[clerk]\ndomain = 'evil.example'",
            "must be like `clerk.example.com` or `example.clerk.accounts.dev`",
        ),
        ("[workos]", "is enabled but without a `issuer_url`"),
        (
            "[workos]\nissuer_url = 'http://issuer.example'",
            "must make a URL that begins with `https://`",
        ),
        (
            "[workos]\nissuer_url = 'https://a:b@issuer.example'",
            "without credentials",
        ),
        (
            "[workos]\nissuer_url = 'file:///etc/passwd'",
            "must make a URL that begins with `https://`",
        ),
        (
            "[clerk]\ndomain = 'clerk.example.com'\n[auth.third_party.workos]\nenabled = true\nissuer_url = 'https://x.example'",
            "is one of two providers that are enabled: leave only this one or `auth.third_party.clerk`",
        ),
    ] {
        let (table, rest) = config.split_once('\n').unwrap_or((config, ""));
        let table = table.trim_matches(['[', ']']);
        cx.write(
            "supabase/config.toml",
            format!("[auth.third_party.{table}]\nenabled = true\n{rest}\n"),
        );
        for args in [&["functions", "serve", "--port", "0"][..], &["status"]] {
            let output = cx.fx(args.iter().copied()).output().unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{config}: {stderr}");
            assert!(stderr.contains(expected), "{config}: {stderr}");
            assert_eq!(stderr.matches("error:").count(), 1, "{config}: {stderr}");
        }
        cx.write(
            "supabase/config.toml",
            format!(
                "[auth]\nenabled = false\n[auth.third_party.{table}]\nenabled = true\n{rest}\n"
            ),
        );
        assert!(cx.fx(["status"]).output().unwrap().status.success());
    }
}

#[test]
fn an_address_of_a_database_that_cannot_be_is_told_with_its_reason() {
    let cx = TestContext::new();
    cx.write("supabase/functions/a/index.ts", "");
    for (url, expected) in [
        (
            "postgresql://u:hunter2@h:99999/db",
            "error: `FX_DB_URL` must name a port from 1 to 65535, or none for 5432\n",
        ),
        (
            "postgresql://u:hunter2@/db",
            "error: `FX_DB_URL` must name one host, by name or address\n",
        ),
        (
            "postgresql://u:hunter2%ZZ@h/db",
            "error: `FX_DB_URL` has a `%` without two hexadecimal digits after it\n\nhint: write `%` itself as `%25`\n",
        ),
    ] {
        let mut command = cx.fx(["functions", "serve"]);
        let output = command.env("FX_DB_URL", url).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), expected);
        assert_eq!(output.status.code(), Some(1), "{url}");
    }
}
