//! `fx login`, `fx logout`, `fx whoami`, and that a token goes nowhere else.

use std::{fs, io::Write as _, process::Stdio};

use crate::{
    fx_snapshot,
    support::{
        TestContext,
        api::{Api, Fault, Matcher, TOKEN},
    },
};

/// `fx` with the address in its environment and no token.
fn fx<'a>(
    api: &Api,
    cx: &TestContext,
    args: impl IntoIterator<Item = &'a str>,
) -> std::process::Command {
    let mut command = api.fx(cx, args);
    command.env_remove("SUPABASE_ACCESS_TOKEN");
    command.stdin(Stdio::null());
    command
}

fn log_in(api: &Api, cx: &TestContext) {
    let mut command = fx(api, cx, ["login", "--token", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(TOKEN.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(output.status.success() && !said.contains(TOKEN), "{said}");
}

/// Nothing that is kept is for this API.
fn assert_unknown(api: &Api, cx: &TestContext) {
    insta::allow_duplicates!(fx_snapshot!(cx, fx(api, cx, ["whoami"]), @"
    exit_code: 4
    ----- stdout -----
    ----- stderr -----
    error: Access token not provided: you are not logged in to `[API]`

    hint: run `fx login --api-url [API] --token - < FILE`, or set `SUPABASE_ACCESS_TOKEN`
    "));
    assert!(api.requests().is_empty());
}

#[test]
fn a_token_from_stdin_is_kept_for_its_api_only() {
    let cx = TestContext::new().filter(r"http://127\.0\.0\.1:\d+", "[API]");
    let (api, other) = (Api::start(), Api::start());
    log_in(&api, &cx);
    fx_snapshot!(cx, fx(&api, &cx, ["whoami"]), @"
    exit_code: 0
    ----- stdout -----
    me@example.com
    ----- stderr -----
    [API]/ by the token in `[HOME]/.config/fx/credentials.json`
    ");
    assert_unknown(&other, &cx);
    let file = cx.home().join(".config/fx/credentials.json");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    fx_snapshot!(cx, fx(&api, &cx, ["logout"]), @"
    exit_code: 0
    ----- stdout -----
    Access token deleted successfully. You are now logged out.
    ----- stderr -----
    ");
    fx_snapshot!(cx, fx(&api, &cx, ["logout"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    You were not logged in, nothing to do.
    ");
    assert!(!fs::read_to_string(file).unwrap().contains(TOKEN));
}

#[test]
fn what_is_no_token_is_not_kept_and_not_repeated() {
    let cx = TestContext::new().filter(r"http://127\.0\.0\.1:\d+", "[API]");
    let api = Api::start();
    fx_snapshot!(cx, fx(&api, &cx, ["login"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: a login in the browser needs a terminal

    hint: give the token on stdin, `fx login --token - < FILE`, or set `SUPABASE_ACCESS_TOKEN`
    ");
    fx_snapshot!(cx, fx(&api, &cx, ["login", "--token", "-"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: there is no token on stdin

    hint: give the token on stdin, `fx login --token - < FILE`, or set `SUPABASE_ACCESS_TOKEN`
    ");
    fx_snapshot!(cx, fx(&api, &cx, ["login", "--token", "sbp_canary"]), @"
    exit_code: 4
    ----- stdout -----
    ----- stderr -----
    warning: other programs on this machine can see what is on a command line
      hint: use `fx login --token - < FILE`
    error: Invalid access token format in `--token`. Must be like `sbp_0102...1920`

    hint: make a token on the account page of the dashboard, and give it to `fx login --token -`
    ");
    assert!(api.requests().is_empty());
    api.fault(
        Matcher::any(),
        Fault::Status(401, format!(r#"{{"message": "no: {TOKEN}"}}"#)),
    );
    fx_snapshot!(cx, fx(&api, &cx, ["login", "--token", TOKEN]), @"
    exit_code: 4
    ----- stdout -----
    ----- stderr -----
    warning: other programs on this machine can see what is on a command line
      hint: use `fx login --token - < FILE`
    error: failed to look up the account: no: *** (401 Unauthorized)

    hint: run `fx login`, or set `SUPABASE_ACCESS_TOKEN` to a valid access token
    ");
    assert!(!cx.home().join(".config/fx/credentials.json").exists());
}

#[test]
fn what_the_incumbent_kept_is_for_the_api_it_was_kept_for() {
    let cx = TestContext::new().filter(r"http://127\.0\.0\.1:\d+", "[API]");
    let (api, other) = (Api::start(), Api::start());
    let home = cx.home().join(".supabase");
    fs::create_dir(&home).unwrap();
    let url = api.url();
    let profile =
        format!("name: mine\napi_url: {url}\ndashboard_url: {url}\nproject_host: localhost\n");
    fs::write(home.join("mine.yaml"), profile).unwrap();
    fs::write(home.join("profile"), "mine.yaml\n").unwrap();
    fs::write(home.join("access-token"), TOKEN).unwrap();
    let mut command = fx(&api, &cx, ["whoami", "--debug"]);
    fx_snapshot!(cx, command.env_remove("FX_API_URL"), @"
    exit_code: 0
    ----- stdout -----
    me@example.com
    ----- stderr -----
    HTTP GET: [API]/v1/profile
    [API]/ by the token in `[HOME]/.supabase/access-token`
    ");
    assert_unknown(&other, &cx);
}

#[test]
fn no_file_of_a_project_says_where_a_token_goes() {
    let cx = TestContext::new().filter(r"http://127\.0\.0\.1:\d+", "[API]");
    let (api, thief) = (Api::start(), Api::start());
    let url = thief.url();
    let profile =
        format!("name: supabase\napi_url: {url}\ndashboard_url: {url}\nproject_host: localhost\n");
    let variables =
        format!("FX_API_URL={url}\nSUPABASE_PROFILE=mine.yaml\nSUPABASE_HOME=.supabase\n");
    cx.write("mine.yaml", &profile);
    cx.write("supabase/.env", &variables);
    cx.write("supabase/functions/.env", &variables);
    cx.write(".env", &variables);
    cx.write(".supabase/profile", "mine.yaml");
    cx.write(
        "supabase/config.toml",
        format!("project_id = \"x\"\n[api]\nexternal_url = \"{url}\"\n"),
    );
    let output = api.fx(&cx, ["projects", "list"]).output().unwrap();
    assert!(output.status.success());
    log_in(&api, &cx);
    let mut named = fx(&api, &cx, ["whoami", "--profile", "mine.yaml"]);
    let output = named.env_remove("FX_API_URL").output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(thief.requests().is_empty());
}
