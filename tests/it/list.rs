//! `fx functions list`.

use crate::{
    fx_snapshot,
    support::{
        TestContext,
        api::{Api, Fault, Matcher, REF},
        snapshot,
    },
};

fn context() -> TestContext {
    TestContext::with_fixture("example")
        .filter(r"127\.0\.0\.1:\d+", "[API]")
        .filter("\u{1b}", "<ESC>")
}

/// `hello` is open there and as it is here, `clock` is other code, `old` is there only.
fn api(cx: &TestContext) -> Api {
    let api = Api::start();
    let args = ["functions", "bundle", "hello", "--out-dir", "out"];
    assert!(cx.fx(args).output().unwrap().status.success());
    let hello = std::fs::read(cx.dir().join("out/hello.ezbr")).unwrap();
    let mut state = api.state();
    state.add_function("hello", &hello).verify_jwt = Some(true);
    state.add_function("clock", b"EZBR");
    let old = state.add_function("old", b"EZBR");
    old.version = 7;
    old.extra.insert("name".into(), "Old \u{1b}[31mname".into());
    drop(state);
    api
}

#[test]
fn what_is_here_stands_beside_what_is_there() {
    let cx = context().filter(r"\d+ kB", "[SIZE]");
    let api = api(&cx);
    let list = ["functions", "list", "--project-ref", REF];
    fx_snapshot!(cx, api.fx(&cx, list), @"
    exit_code: 0
    ----- stdout -----
    NAME           SLUG   STATUS  VERSION  UPDATED_AT (UTC)     VERIFY_JWT  STATE   DRIFT       SIZE
    clock          clock  ACTIVE  1        2023-11-14 22:13:22  true        both    verify_jwt  -
    hello          hello  ACTIVE  1        2023-11-14 22:13:21  true        both    -           -
    Old <ESC>[31mname  old    ACTIVE  7        2023-11-14 22:13:23  true        remote  -           -
    todos          todos  -       -        -                    false       local   -           -
    ----- stderr -----
    Code was not compared; `fx functions list --diff` bundles and compares it
    ");
    assert_eq!(api.lines(), [format!("GET /v1/projects/{REF}/functions")]);
    fx_snapshot!(cx, api.fx(&cx, [&list[..], &["--diff"]].concat()), @"
    exit_code: 0
    ----- stdout -----
    NAME           SLUG   STATUS  VERSION  UPDATED_AT (UTC)     VERIFY_JWT  STATE   DRIFT             SIZE
    clock          clock  ACTIVE  1        2023-11-14 22:13:22  true        both    verify_jwt, code  [SIZE]
    hello          hello  ACTIVE  1        2023-11-14 22:13:21  true        both    none              747 B
    Old <ESC>[31mname  old    ACTIVE  7        2023-11-14 22:13:23  true        remote  -                 -
    todos          todos  -       -        -                    false       local   -                 -
    ----- stderr -----
    ");
    let output = api
        .fx(
            &cx,
            [&list[..], &["--diff", "--output-format", "json"]].concat(),
        )
        .output()
        .unwrap();
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let hello = &record["functions"][1];
    assert_eq!(hello["state"], "both");
    assert_eq!(hello["code"], "same");
    assert_eq!(hello["local_sha256"], hello["ezbr_sha256"]);
    assert_eq!(record["project_ref"], REF);
}

#[test]
fn scripts_get_the_bare_shape() {
    let (cx, api) = (context(), Api::start());
    let mut list = vec!["functions", "list", "--project-ref", REF];
    list.extend(["-o", "json"]);
    fx_snapshot!(cx, api.fx(&cx, list.clone()), @"
    exit_code: 0
    ----- stdout -----
    []
    ----- stderr -----
    ");
    api.state().add_function("hello", b"EZBR");
    fx_snapshot!(cx, api.fx(&cx, list), @r#"
    exit_code: 0
    ----- stdout -----
    [
      {
        "created_at": 1700000001000,
        "ezbr_sha256": "ef99a8adac46363d6b06587f997006bf9f62bba8ddab71778dd832d61d3f9715",
        "id": "00000000-0000-4000-8000-700000001000",
        "name": "hello",
        "slug": "hello",
        "status": "ACTIVE",
        "updated_at": 1700000001000,
        "verify_jwt": true,
        "version": 1
      }
    ]
    ----- stderr -----
    "#);
    fx_snapshot!(cx, api.fx(&cx, ["functions", "list", "--project-ref", REF, "-o", "yaml"]), @r#"
    exit_code: 0
    ----- stdout -----
    - createdat: 1700000001000
      ezbrsha256: ef99a8adac46363d6b06587f997006bf9f62bba8ddab71778dd832d61d3f9715
      id: "00000000-0000-4000-8000-700000001000"
      name: hello
      slug: hello
      status: ACTIVE
      updatedat: 1700000001000
      verifyjwt: true
      version: 1
    ----- stderr -----
    "#);
}

#[test]
fn headers_are_there_without_functions() {
    let (cx, api) = (TestContext::new(), Api::start());
    fx_snapshot!(cx, api.fx(&cx, ["functions", "list", "--project-ref", REF]), @"
    exit_code: 0
    ----- stdout -----
    NAME  SLUG  STATUS  VERSION  UPDATED_AT (UTC)  VERIFY_JWT  STATE  DRIFT  SIZE
    ----- stderr -----
    ");
}

#[test]
fn what_is_in_the_way_is_said() {
    let cx = context();
    let api = Api::start();
    let list = [
        "functions",
        "list",
        "--project-ref",
        REF,
        "--timeout",
        "1",
        "-q",
    ];
    let mut ends = snapshot::run(&mut cx.fx(list));
    let mut offline = api.fx(&cx, list);
    offline.env("FX_API_URL", "http://127.0.0.1:1");
    ends += &snapshot::run(&mut offline);
    for fault in [
        Fault::Status(401, "{}".into()),
        Fault::Status(403, "{}".into()),
        Fault::Status(429, "{}".into()),
        Fault::Status(500, "{}".into()),
        Fault::Html(200),
        Fault::Truncated,
    ] {
        api.heal();
        api.fault(Matcher::any(), fault);
        let ended = snapshot::run(&mut api.fx(&cx, list));
        ends += ended.lines().next().unwrap();
        ends += "\n";
    }
    let address = api.url();
    let ends = ends.replace(address.trim_start_matches("http://"), "[API]");
    insta::assert_snapshot!(ends, @"
    exit_code: 4
    ----- stdout -----
    ----- stderr -----
    error: Access token not provided: you are not logged in to `https://api.supabase.com`

    hint: run `fx login`, or set `SUPABASE_ACCESS_TOKEN`
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to list functions: no answer from `127.0.0.1:1`
      caused by: error sending request
      caused by: client error (Connect)
      caused by: tcp connect error
      caused by: Connection refused (os error 111)

    hint: check the network; behind a proxy set `HTTPS_PROXY`, and `--ca-cert` when it has a certificate of its own; another server is chosen with `--api-url` or `FX_API_URL`
    exit_code: 4
    exit_code: 1
    exit_code: 5
    exit_code: 5
    exit_code: 5
    exit_code: 5
    ");
    fx_snapshot!(cx, api.fx(&cx, ["functions", "list"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: Cannot find project ref: this directory is not linked to a project

    hint: run `fx link --project-ref REF`, give `--project-ref REF`, or set `SUPABASE_PROJECT_ID`; `fx projects list` shows the refs
    ");
}
