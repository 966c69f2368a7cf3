//! What becomes of a request when the server, or what is between, does not play along.

use std::time::Duration;

use crate::{
    fx_snapshot,
    support::{
        TestContext,
        api::{Api, Fault, Matcher, TOKEN},
        snapshot,
    },
};

fn context() -> TestContext {
    TestContext::new()
        .filter(r"127\.0\.0\.1:\d+", "[API]")
        .filter(r"in 0\.\d s", "in [PAUSE]")
}

/// How `fx projects list` ends, and how many requests there were.
fn list(fault: Fault) -> (String, usize) {
    let (cx, api) = (context(), Api::start());
    api.fault(Matcher::any(), fault);
    let args = ["projects", "list", "--timeout", "1", "--debug", "--quiet"];
    let ended = snapshot::run(&mut api.fx(&cx, args.into_iter().filter(|it| *it != "--debug")));
    assert!(!ended.contains(TOKEN), "{ended}");
    let url = api.url();
    let ended = ended.replace(url.trim_start_matches("http://"), "[API]");
    (ended, api.requests().len())
}

#[test]
fn each_refusal_has_its_words_and_its_exit_code() {
    let message = |words: &str| format!(r#"{{"message": "{words}"}}"#);
    let mut ends = String::new();
    for (status, words) in [
        (401, "Unauthorized"),
        (402, "Maximum number of functions reached for Plan"),
        (403, "Forbidden \\u001b[31mresource"),
        (404, "Not found"),
        (409, "Conflict"),
    ] {
        let (ended, requests) = list(Fault::Status(status, message(words)));
        assert_eq!(requests, 1, "{ended}");
        ends += &ended;
    }
    insta::assert_snapshot!(ends, @"
    exit_code: 4
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: Unauthorized (401 Unauthorized)

    hint: run `fx login`, or set `SUPABASE_ACCESS_TOKEN` to a valid access token
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: Maximum number of functions reached for Plan (402 Payment Required)

    hint: the plan of the organization does not allow it; `fx functions list` shows what is there
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: Forbidden [31mresource (403 Forbidden)

    hint: the access token may not do that; `fx whoami` shows whose it is, `fx projects list` what it can see
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: Not found (404 Not Found)
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: Conflict (409 Conflict)

    hint: somebody else may be changing it at the same time; run the command again
    ");
}

#[test]
fn what_may_pass_is_tried_again_within_the_budget() {
    for fault in [
        Fault::Status(429, "{}".into()),
        Fault::Status(500, "{}".into()),
        Fault::Status(503, "{}".into()),
        Fault::Truncated,
        Fault::Reset(false),
    ] {
        let (ended, requests) = list(fault.clone());
        assert!(ended.starts_with("exit_code: 5"), "{fault:?}: {ended}");
        assert!(requests > 1, "{fault:?}: {requests}");
        let (cx, api) = (context(), Api::start());
        api.fault(Matcher::any(), fault).times(1);
        let output = api.fx(&cx, ["projects", "list"]).output().unwrap();
        assert!(output.status.success());
        assert_eq!(api.requests().len(), 2);
    }
}

#[test]
fn a_server_may_say_how_long_to_wait() {
    let cx = context();
    let api = Api::start();
    let wait = |seconds: &str| {
        let headers = vec![("retry-after", seconds.to_owned())];
        Fault::StatusWith(429, headers, r#"{"message": "slow down"}"#.into())
    };
    api.fault(Matcher::any(), wait("1")).times(1);
    fx_snapshot!(cx, api.fx(&cx, ["projects", "list"]), @"
    exit_code: 0
    ----- stdout -----
    LINKED  ORG ID   REFERENCE ID          NAME      REGION        CREATED AT (UTC)
            acme-id  abcdefghijklmnopqrst  acme-app  eu-central-1  2026-01-02 03:04:05
    ----- stderr -----
    failed to list projects: slow down (429 Too Many Requests); trying again in 1.0 s
    ");
    api.forget_requests();
    // Longer than anybody waits: said at once.
    api.fault(Matcher::any(), wait("3600"));
    fx_snapshot!(cx, api.fx(&cx, ["projects", "list"]), @"
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: slow down (429 Too Many Requests)

    hint: the API limits how often it may be asked; run the command again in a minute, or with `--timeout 120`
    ");
    assert_eq!(api.requests().len(), 1);
}

#[test]
fn what_is_not_the_api_is_told_apart() {
    let mut ends = String::new();
    for fault in [
        Fault::Html(200),
        Fault::Html(403),
        Fault::Content("text/plain", b"hello".to_vec()),
        Fault::Content("application/json", b"{\"a\": 1}".to_vec()),
        Fault::Content("application/json", vec![b' '; 33_000_000]),
        Fault::StatusWith(
            302,
            vec![("location", "http://127.0.0.1:1/".into())],
            String::new(),
        ),
        Fault::Slow(Duration::from_secs(20)),
    ] {
        ends += &list(fault).0;
    }
    insta::assert_snapshot!(ends, @"
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: `[API]` answered 200 with `text/html; charset=utf-8` rather than JSON

    hint: something between here and the API answers in its place: check `HTTPS_PROXY`, `--api-url` and `FX_API_URL`
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: `[API]` answered 403 with `text/html; charset=utf-8` rather than JSON

    hint: something between here and the API answers in its place: check `HTTPS_PROXY`, `--api-url` and `FX_API_URL`
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: `[API]` answered 200 with `text/plain` rather than JSON

    hint: something between here and the API answers in its place: check `HTTPS_PROXY`, `--api-url` and `FX_API_URL`
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: the answer of `[API]` is not what was expected
      caused by: invalid type: map, expected a sequence at line 1 column 0
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: the answer of `[API]` is larger than 32 MB
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: `[API]` answered 302 with `a redirect` rather than JSON

    hint: something between here and the API answers in its place: check `HTTPS_PROXY`, `--api-url` and `FX_API_URL`
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: `[API]` did not answer within 1 s

    hint: run the command again, with more patience: `--timeout 120`
    ");
    let cx = context();
    let api = Api::start();
    api.fault(Matcher::any(), Fault::ContentType("text/html"));
    assert!(
        api.fx(&cx, ["projects", "list"])
            .output()
            .unwrap()
            .status
            .success()
    );
}

#[test]
fn requests_are_shown_and_addresses_checked() {
    let cx = context();
    let api = Api::start();
    api.state().projects.clear();
    fx_snapshot!(cx, api.fx(&cx, ["projects", "list", "--debug"]), @"
    exit_code: 0
    ----- stdout -----
    LINKED  ORG ID  REFERENCE ID  NAME  REGION  CREATED AT (UTC)
    ----- stderr -----
    HTTP GET: http://[API]/v1/projects
    ");
    fx_snapshot!(cx, api.fx(&cx, ["projects", "list", "--api-url", "http://me:pw@localhost"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: the value of `--api-url` is no HTTP address of an API

    hint: an address looks like `https://api.supabase.com`, without user name, query or fragment
    ");
    let mut command = api.fx(&cx, ["projects", "list", "--profile", "nowhere.yaml"]);
    fx_snapshot!(cx, command.env_remove("FX_API_URL"), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: failed to read the profile `[PROJECT]/nowhere.yaml`
      caused by: No such file or directory (os error 2)

    hint: choose a profile with `--profile NAME|FILE` or `SUPABASE_PROFILE`; names are `supabase`, `supabase-staging`, `supabase-local`, `snap`
    ");
    fx_snapshot!(cx, api.fx(&cx, ["projects", "list", "--api-url", "http://127.0.0.1:1", "-q"]), @"
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to list projects: no answer from `[API]`
      caused by: error sending request
      caused by: client error (Connect)
      caused by: tcp connect error
      caused by: Connection refused (os error 111)

    hint: check the network; behind a proxy set `HTTPS_PROXY`, and `--ca-cert` when it has a certificate of its own; another server is chosen with `--api-url` or `FX_API_URL`
    ");
}
