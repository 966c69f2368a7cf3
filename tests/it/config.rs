//! Every way in which a project can be wrong, before anything is started.

use crate::{fx_snapshot, support::TestContext};

/// Shows of `fx status` only what it says besides the values.
fn findings() -> TestContext {
    TestContext::new().filter(r"ANON_KEY +ey\S+\n(?:[A-Z_]+ +\S+\n)+", "[VALUES]\n")
}

/// A project with the function `hello`.
fn hello() -> TestContext {
    let cx = findings();
    cx.write(
        "supabase/functions/hello/index.ts",
        "Deno.serve(() => new Response())",
    );
    cx
}

/// What fails before the engine is needed.
const SERVE: [&str; 4] = ["functions", "serve", "--port", "0"];

#[test]
fn malformed_toml_is_located() {
    let cx = hello();
    cx.write(
        "supabase/config.toml",
        "[api]\nport = 1\n\n[functions.hello]\nverify_jwt = yes\n",
    );
    fx_snapshot!(cx, cx.fx(SERVE), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `supabase/config.toml` is not valid: string values must be quoted, expected literal string (line 5, column 14)
    ");
}

#[test]
fn a_key_that_is_there_twice_is_located() {
    let cx = hello();
    cx.write("supabase/config.toml", "[api]\nport = 1\nport = 2\n");
    fx_snapshot!(cx, cx.fx(SERVE), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `supabase/config.toml` is not valid: duplicate key (line 3, column 1)
    ");
}

#[test]
fn malformed_json_is_located() {
    let cx = hello();
    cx.write("supabase/config.json", "{\n  \"api\": { \"port\": }\n}\n");
    fx_snapshot!(cx, cx.fx(SERVE), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `supabase/config.json` is not valid: unexpected close brace (line 2, column 20)
    ");
}

#[test]
fn a_secret_in_a_malformed_line_is_not_shown() {
    let cx = hello();
    cx.write(
        "supabase/config.toml",
        "[auth]\njwt_secret = \"do-not-show-this\n",
    );
    fx_snapshot!(cx, cx.fx(SERVE), @r#"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `supabase/config.toml` is not valid: invalid basic string, expected `"` (line 2, column 31)
    "#);
}

#[test]
fn json_may_have_comments() {
    let cx = findings();
    cx.write(
        "supabase/config.jsonc",
        "{\n  // ours\n  \"api\": { \"port\": 5000, },\n}\n",
    );
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 0
    ----- stdout -----
    [VALUES]
    ----- stderr -----
    ");
}

#[test]
fn of_two_configurations_one_is_ignored_aloud() {
    let cx = findings();
    cx.write("supabase/config.json", "{ \"api\": { \"port\": 5000 } }");
    cx.write("supabase/config.toml", "[api]\nport = 6000\n");
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 0
    ----- stdout -----
    [VALUES]
    ----- stderr -----
    warning: `supabase/config.toml` is ignored, because `supabase/config.json` is there
      hint: delete the one you do not use
    ");
    let output = cx.fx(["status", "-o", "env"]).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(
        stdout.contains("API_URL=\"http://127.0.0.1:5000\""),
        "{stdout}"
    );
}

#[test]
fn a_variable_that_is_needed_must_be_set() {
    let cx = hello();
    cx.write(
        "supabase/config.toml",
        "[api]\nport = \"env(FX_TEST_PORT)\"\n",
    );
    fx_snapshot!(cx, cx.fx(["functions", "serve"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `api.port` in `supabase/config.toml`, line 2, needs the variable `FX_TEST_PORT`, which is not set

    hint: set it, for example `export FX_TEST_PORT=value`, or write `FX_TEST_PORT=value` into `supabase/.env`
    ");
    fx_snapshot!(cx, cx.fx(["functions", "serve"]).env("FX_TEST_PORT", "many"), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `api.port` in `supabase/config.toml`, line 2, must be a whole number, 0 or more
    ");
}

#[test]
fn a_variable_may_be_in_the_environment_or_a_file() {
    let cx = TestContext::new();
    cx.write(
        "supabase/config.toml",
        "[api]\nport = \"env(FX_TEST_PORT)\"\n",
    );
    let url = |value: Option<&str>| {
        let mut command = cx.fx(["status", "-o", "json"]);
        if let Some(value) = value {
            command.env("FX_TEST_PORT", value);
        }
        let output = command.output().unwrap();
        let status: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        status["API_URL"].as_str().unwrap().to_owned()
    };
    assert_eq!(url(Some("5000")), "http://127.0.0.1:5000");
    cx.write(".env", "FX_TEST_PORT=6000\n");
    assert_eq!(url(None), "http://127.0.0.1:6000");
    cx.write("supabase/.env", "FX_TEST_PORT=7000\n");
    assert_eq!(url(None), "http://127.0.0.1:7000");
    assert_eq!(url(Some("5000")), "http://127.0.0.1:5000");
}

#[test]
fn what_fx_logs_in_with_is_no_variable_of_a_project() {
    let cx = hello();
    cx.write(
        "supabase/config.toml",
        "[auth]\nanon_key = \"env(SUPABASE_ACCESS_TOKEN)\"\n",
    );
    let status = || {
        let mut command = cx.fx(["status", "-o", "env"]);
        command.env("SUPABASE_ACCESS_TOKEN", "canary-token");
        command
    };
    fx_snapshot!(cx, status(), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `auth.anon_key` in `supabase/config.toml`, line 2, needs the variable `SUPABASE_ACCESS_TOKEN`, which is not set

    hint: fx keeps the value that is for itself; put one for the functions into `supabase/.env`
    ");
    cx.write("supabase/.env", "SUPABASE_ACCESS_TOKEN=of-the-project\n");
    let output = status().output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("of-the-project") && !said.contains("canary"),
        "{said}"
    );
}

#[test]
fn a_variable_that_nobody_needs_may_be_unset() {
    let cx = findings();
    cx.write(
        "supabase/config.toml",
        "[auth.email.smtp]\npass = \"env(FX_TEST_SMTP)\"\n\n[edge_runtime.secrets]\nKEY = \"env(FX_TEST_KEY)\"\n",
    );
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 0
    ----- stdout -----
    [VALUES]
    ----- stderr -----
    ");
}

#[test]
fn an_env_file_that_the_configuration_needs_is_checked() {
    let cx = findings();
    cx.write(
        "supabase/config.toml",
        "[api]\nport = \"env(FX_TEST_PORT)\"\n",
    );
    cx.write("supabase/.env", "A=1\nFX_TEST_PORT=\"6000\nB=2\n");
    fx_snapshot!(cx, cx.fx(["status"]), @r#"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `supabase/.env`, line 2: the value of `FX_TEST_PORT` starts with " and has no other one

    hint: write `NAME=value`, and close every quote; quotes may span lines
    "#);
}

#[test]
fn keys_that_nobody_reads_are_named_with_the_nearest() {
    let cx = findings();
    cx.write(
        "supabase/config.toml",
        r#"
        [functions.hello]
        verify_jtw = false

        [functions.hello.limits]
        memory_mb = 1

        [edge_runtime]
        polcy = "oneshot"
        whatever = 1

        [remotes.x]
        project_id = "abc"

        [remotes.x.functions.hello]
        enabeld = false
        "#,
    );
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 0
    ----- stdout -----
    [VALUES]
    ----- stderr -----
    warning: `edge_runtime.polcy` in `supabase/config.toml`, line 9, is not known and ignored
      hint: did you mean `policy`?
    warning: `edge_runtime.whatever` in `supabase/config.toml`, line 10, is not known and ignored
      hint: known keys are bundler, deno_version, enabled, inspector_port, limits, policy, secrets
    warning: `functions.hello.verify_jtw` in `supabase/config.toml`, line 3, is not known and ignored
      hint: did you mean `verify_jwt`?
    warning: `functions.hello.limits.memory_mb` in `supabase/config.toml`, line 6, is not known and ignored
      hint: did you mean `memory_limit_mb`?
    warning: `remotes.x.functions.hello.enabeld` in `supabase/config.toml`, line 16, is not known and ignored
      hint: did you mean `enabled`?
    ");
}

#[test]
fn keys_of_others_are_none_of_our_business() {
    let cx = findings();
    cx.write(
        "supabase/config.toml",
        "whatever = 1\n[auth.email]\nwhatever = 1\n[studio]\nwhatever = 1\n[remotes.x.db]\nwhatever = 1\n",
    );
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 0
    ----- stdout -----
    [VALUES]
    ----- stderr -----
    ");
}

#[test]
fn a_key_beside_the_functions_belongs_into_one() {
    let cx = findings();
    cx.write("supabase/config.toml", "[functions]\nverify_jwt = true\n");
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 0
    ----- stdout -----
    [VALUES]
    ----- stderr -----
    warning: `functions.verify_jwt` in `supabase/config.toml`, line 2, belongs into a function's table
      hint: write it below `[functions.<name>]`, for example `[functions.hello]` and then `verify_jwt = …`
    ");
}

#[test]
fn a_table_whose_name_no_function_can_have_is_ignored_aloud() {
    let cx = findings();
    cx.write(
        "supabase/config.toml",
        "[functions.\"hello world\"]\nverify_jwt = true\n",
    );
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 0
    ----- stdout -----
    [VALUES]
    ----- stderr -----
    warning: `functions.hello world` in `supabase/config.toml`, line 1, is ignored: that is not a function name
      hint: start with a letter and go on with letters, digits, `-` and `_`
    ");
}

#[test]
fn the_workdir_must_be_a_directory() {
    let cx = hello();
    fx_snapshot!(cx, cx.fx(["status", "--workdir", "elsewhere"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `elsewhere` is not a directory

    hint: name the directory that holds `supabase/` with `--workdir`
    ");
    cx.write("file", "");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--workdir", "file"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `file` is not a directory

    hint: name the directory that holds `supabase/` with `--workdir`
    ");
}

#[test]
fn the_workdir_may_come_from_the_environment() {
    let cx = TestContext::new();
    cx.write("app/supabase/config.toml", "[api]\nport = 5000\n");
    let mut command = cx.fx(["status", "-o", "env"]);
    let output = command.env("SUPABASE_WORKDIR", "app").output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(
        stdout.contains("API_URL=\"http://127.0.0.1:5000\""),
        "{stdout}"
    );
}

#[test]
fn without_functions_there_is_nothing_to_serve() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(SERVE), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: there is no function in `[PROJECT]/supabase/functions`

    hint: set up a project here with `fx init`

    hint: or name the directory that holds `supabase/` with `--workdir`
    ");
}

#[test]
fn directories_without_an_entrypoint_are_no_functions() {
    let cx = TestContext::new();
    cx.write("supabase/functions/_shared/index.ts", "");
    cx.write("supabase/functions/hello/handler.ts", "");
    fx_snapshot!(cx, cx.fx(SERVE), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: there is no function in `[PROJECT]/supabase/functions`

    hint: create one with `fx functions new hello`

    hint: or name the directory that holds `supabase/` with `--workdir`
    ");
}

#[test]
fn disabled_functions_leave_nothing_to_serve() {
    let cx = hello();
    cx.write(
        "supabase/config.toml",
        "[functions.hello]\nenabled = false\n",
    );
    fx_snapshot!(cx, cx.fx(SERVE), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: nothing to serve: `enabled = false` for `hello`

    hint: remove `enabled = false` from the functions to serve
    ");
}

#[test]
fn a_named_function_must_exist() {
    let cx = hello();
    cx.write("supabase/functions/goodbye/index.ts", "");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", "0", "helo"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: there is no function `helo`

    hint: did you mean `hello`?

    hint: the project has `goodbye`, `hello`
    ");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", "0", "hello", "zzz"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: there is no function `zzz`

    hint: the project has `goodbye`, `hello`
    ");
}

#[test]
fn a_named_function_may_be_the_first_one() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", "0", "hello"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: there is no function `hello`

    hint: create it with `fx functions new hello`
    ");
}

#[test]
fn a_named_function_must_have_a_name_that_urls_can_hold() {
    let cx = hello();
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", "0", "hello/"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `hello/` is not a function name

    hint: start with a letter and go on with letters, digits, `-` and `_`

    hint: try `hello`
    ");
}

#[test]
fn a_port_that_is_none_is_refused() {
    let cx = hello();
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", "70000"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: invalid value '70000' for '--port <PORT>': must be a number from 0 to 65535

    For more information, try '--help'.
    ");
}

#[test]
fn the_env_file_must_exist() {
    let cx = hello();
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", "0", "--env-file", "conf/.env.test"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to read env file `conf/.env.test`
      caused by: No such file or directory (os error 2)

    hint: write it, for example `echo 'API_KEY=secret' > conf/.env.test`, or leave `--env-file` out
    ");
}

#[test]
fn the_import_map_must_exist() {
    let cx = hello();
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", "0", "--import-map", "maps/map.json"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: the import map `maps/map.json` does not exist

    hint: `import_map` in the configuration is relative to `supabase/`, `--import-map` to the current directory
    ");
}

#[test]
fn the_functions_must_be_in_a_directory() {
    let cx = TestContext::new();
    cx.write("supabase/functions", "");
    fx_snapshot!(cx, cx.fx(SERVE), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to read `supabase/functions`
      caused by: Not a directory (os error 20)

    hint: move the file away; a directory belongs there
    ");
}

#[test]
fn a_configuration_that_is_not_text_cannot_be_read() {
    let cx = findings();
    cx.write("supabase/config.toml", b"project_id = \"\xff\"\n");
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to read `supabase/config.toml`
      caused by: stream did not contain valid UTF-8

    hint: save the file as UTF-8
    ");
}

#[test]
fn functions_must_be_a_table() {
    let cx = hello();
    cx.write("supabase/config.toml", "functions = 3\n");
    fx_snapshot!(cx, cx.fx(SERVE), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `functions` in `supabase/config.toml`, line 1, must be a table, not a number
    ");
}

#[test]
fn a_directory_is_no_configuration() {
    let cx = findings();
    std::fs::create_dir_all(cx.dir().join("supabase/config.toml")).unwrap();
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to read `supabase/config.toml`
      caused by: is a directory

    hint: move the directory away; a file belongs there
    ");
}

/// Not even root may follow a link that leads to itself.
#[cfg(unix)]
#[test]
fn a_configuration_that_cannot_be_looked_at_is_an_error() {
    let cx = TestContext::new().filter("caused by: .*", "caused by: [REASON]");
    cx.write("supabase/functions/hello/index.ts", "");
    std::os::unix::fs::symlink("config.toml", cx.dir().join("supabase/config.toml")).unwrap();
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to read `supabase/config.toml`
      caused by: [REASON]

    hint: check that it exists and that you may read it
    ");
    fx_snapshot!(cx, cx.fx(SERVE), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to read `supabase/config.toml`
      caused by: [REASON]

    hint: check that it exists and that you may read it
    ");
}

#[test]
fn a_broken_configuration_says_which_other_one_is_ignored() {
    let cx = hello();
    cx.write("supabase/config.json", "{");
    cx.write("supabase/config.toml", "[api]\nport = 6000\n");
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `supabase/config.json` is not valid: unterminated object (line 1, column 1)

    hint: `supabase/config.toml` is ignored, because `supabase/config.json` is there; delete the one you do not use
    ");
}

#[test]
fn names_that_no_function_can_have_are_told() {
    let cx = hello();
    fx_snapshot!(cx, cx.fx(["functions", "new", "héllo"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `héllo` is not a function name

    hint: start with a letter and go on with letters, digits, `-` and `_`
    ");
    let long = "a".repeat(300);
    let cx = cx.filter(&long, "[LONG]");
    fx_snapshot!(cx, cx.fx(["functions", "new", &long]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `[LONG]` is not a function name

    hint: a name has at most 255 characters
    ");
}

#[test]
fn mistakes_in_fx_toml_stop_serving_with_their_line_and_what_to_do() {
    let cx = hello();
    cx.write("supabase/fx.toml", "# ours\nupstrem = \"off\"\n");
    fx_snapshot!(cx, cx.fx(SERVE), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `upstrem` in `supabase/fx.toml`, line 2, is not a key of this file

    hint: did you mean `upstream`?
    ");
    cx.write("supabase/fx.toml", "upstream = off\n");
    fx_snapshot!(cx, cx.fx(SERVE), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `supabase/fx.toml` is not valid: string values must be quoted, expected literal string (line 1, column 12)
    ");
    cx.write(
        "supabase/fx.toml",
        "upstream = \"https://ref.supabase.co\"\n",
    );
    fx_snapshot!(cx, cx.fx(SERVE), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `upstream` in `supabase/fx.toml`, line 1, names `ref.supabase.co`, but a file may name only this machine: `localhost`, `127.0.0.1` or `[::1]`

    hint: choose it yourself with `fx functions serve --upstream https://ref.supabase.co`: a cloned project must not decide who gets keys
    ");
    // What a file says is read whole, even where a flag says something else.
    let flag = [&SERVE[..], &["--upstream", "off"]].concat();
    assert_eq!(cx.fx(flag).output().unwrap().status.code(), Some(1));
}

#[cfg(unix)]
#[test]
fn fx_toml_is_a_file_of_the_repository() {
    let cx = hello();
    let outside = cx.root().join("outside.toml");
    std::fs::write(&outside, "upstream = \"off\"\n").unwrap();
    let path = cx.dir().join("supabase/fx.toml");
    std::os::unix::fs::symlink(&outside, &path).unwrap();
    let said = |cx: &TestContext| {
        let output = cx.fx(SERVE).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let text = said(&cx);
    assert!(text.contains("failed to read `supabase/fx.toml`"), "{text}");
    assert!(text.contains("leads outside the repository"), "{text}");
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let text = said(&cx);
    assert!(text.contains("failed to read `supabase/fx.toml`"), "{text}");
    assert!(text.contains("a file belongs there"), "{text}");
}

#[test]
fn only_serving_reads_fx_toml() {
    let cx = hello();
    cx.write("supabase/fx.toml", "nonsense\n");
    for args in [
        &["status"][..],
        &["functions", "new", "other"],
        &["functions", "graph", "hello"],
        &["functions", "bundle", "hello", "--out-dir", "dist"],
    ] {
        let output = cx.fx(args.iter().copied()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {said}");
        assert!(!said.contains("fx.toml"), "{args:?}: {said}");
    }
    let with = std::fs::read(cx.dir().join("dist/hello.ezbr")).unwrap();
    std::fs::remove_file(cx.dir().join("supabase/fx.toml")).unwrap();
    let again = ["functions", "bundle", "hello", "--out-dir", "dist"];
    assert!(cx.fx(again).output().unwrap().status.success());
    let without = std::fs::read(cx.dir().join("dist/hello.ezbr")).unwrap();
    assert!(with == without, "a bundle has nothing of `fx.toml`");
}

#[test]
fn an_upstream_that_cannot_be_one_is_a_usage_error() {
    let cx = hello();
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--upstream", "127.0.0.1:54321"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `--upstream` must start with `http://` or `https://`

    hint: write `http://127.0.0.1:54321`
    ");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--upstream", "http://127.0.0.1:54321/rest/v1"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `--upstream` must not contain a path

    hint: write `http://127.0.0.1:54321`
    ");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--upstream", "http://0xa9fea9fe"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `--upstream` names `169.254.169.254`, a link-local address, which fx never connects to
    ");
    let with_password = [
        "functions",
        "serve",
        "--upstream",
        "http://me:hunter2@127.0.0.1",
    ];
    let output = cx.fx(with_password).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        !String::from_utf8(output.stderr)
            .unwrap()
            .contains("hunter2")
    );
}

/// How many ports have been confirmed.
fn confirmed(cx: &TestContext) -> usize {
    let directory = cx.home().join(".local/state/fx/confirmed-ports");
    std::fs::read_dir(directory).map_or(0, Iterator::count)
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_file_names_and_a_session_that_never_began_confirm_nothing() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().port().to_string();
    let cx = hello();
    cx.write("supabase/config.toml", "[api]\nport = 5999\n");
    let serve = |upstream: &[&str]| {
        let args = [&["functions", "serve", "--port", &taken], upstream].concat();
        assert_eq!(cx.fx(args).output().unwrap().status.code(), Some(1));
    };
    serve(&[]);
    serve(&["--upstream", "auto"]);
    serve(&["--upstream", "http://127.0.0.1:5998"]);
    cx.write("supabase/fx.toml", "upstream = \"http://127.0.0.1:5999\"\n");
    serve(&[]);
    serve(&["--upstream", "http://localhost:5999"]);
    assert_eq!(confirmed(&cx), 0);
}

#[test]
fn the_commands_about_upstreams_in_the_readme_are_taken() {
    let readme = include_str!("../../README.md");
    let (_, section) = readme.split_once("\n## With a database\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let cx = hello();
    let commands: Vec<&str> = section
        .lines()
        .filter(|line| line.starts_with("fx "))
        .collect();
    assert!(commands.len() > 3, "{section}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().port().to_string();
    // They get as far as to the port, which another program has.
    let gets_to_the_port = |args: &[&str]| {
        let output = cx
            .fx([args, &["--port", &taken]].concat())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains(&format!("port {taken} is in use")),
            "{args:?}: {said}"
        );
    };
    for command in commands {
        let command = command.split('#').next().unwrap();
        let args: Vec<&str> = command.split_whitespace().skip(1).collect();
        gets_to_the_port(&args);
    }
    let (_, toml) = section.split_once("```toml\n").unwrap();
    cx.write("supabase/fx.toml", toml.split_once("```").unwrap().0);
    gets_to_the_port(&["functions", "serve"]);
}
