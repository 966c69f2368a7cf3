//! `fx functions delete`.

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
        .filter(r"in 0\.\d s", "in [PAUSE]")
}

fn with_functions(slugs: &[&str]) -> Api {
    let api = Api::start();
    for slug in slugs {
        api.state().add_function(slug, b"EZBR");
    }
    api
}

#[test]
fn what_is_named_is_deleted() {
    let cx = context();
    let api = with_functions(&["hello", "a", "b", "1st"]);
    let delete = |rest: &[&str]| {
        let args = ["functions", "delete", "--project-ref", REF];
        snapshot::run(&mut api.fx(&cx, args.iter().chain(rest).copied()))
    };
    insta::assert_snapshot!(delete(&["hello"]), @"
    exit_code: 0
    ----- stdout -----
    Deleted Function hello from project abcdefghijklmnopqrst.
    ----- stderr -----
    ");
    assert_eq!(api.lines().len(), 1);
    insta::assert_snapshot!(delete(&["hello"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: Function hello does not exist on the Supabase project: nothing to delete

    hint: `fx functions list` shows what the project has
    ");
    // Several: nothing goes unless all of them are there.
    insta::assert_snapshot!(delete(&["a", "missing", "b"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: Function missing does not exist on the Supabase project: nothing to delete

    hint: `fx functions list` shows what the project has
    ");
    assert_eq!(api.state().functions.len(), 3);
    insta::assert_snapshot!(delete(&["a", "b", "--dry-run"]), @"
    exit_code: 0
    ----- stdout -----
    Would delete Function a from project abcdefghijklmnopqrst
    Would delete Function b from project abcdefghijklmnopqrst
    ----- stderr -----
    ");
    assert_eq!(api.state().functions.len(), 3);
    insta::assert_snapshot!(delete(&["a", "b", "a"]), @"
    exit_code: 0
    ----- stdout -----
    Deleted Function a from project abcdefghijklmnopqrst.
    Deleted Function b from project abcdefghijklmnopqrst.
    ----- stderr -----
    ");
    insta::assert_snapshot!(delete(&["1st", "--output-format", "json"]), @r#"
    exit_code: 0
    ----- stdout -----
    {
      "project_ref": "abcdefghijklmnopqrst",
      "function_slugs": [
        "1st"
      ],
      "dry_run": false,
      "message": "Deleted Edge Function."
    }
    ----- stderr -----
    "#);
    assert!(api.state().functions.is_empty());
    assert!(cx.dir().join("supabase/functions/hello/index.ts").is_file());
    api.forget_requests();
    insta::assert_snapshot!(delete(&["../hello"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `../hello` is not a function name

    hint: start with a letter and go on with letters, digits, `-` and `_`

    hint: try `hello`
    ");
    assert!(api.requests().is_empty());
}

#[test]
fn one_that_fails_stops_no_other() {
    let cx = context();
    let api = with_functions(&["a", "b", "c", "d", "e"]);
    let refusal = |status| Fault::Status(status, r#"{"message": "not now"}"#.to_owned());
    api.fault(Matcher::delete("/b"), refusal(403));
    let run = |rest: &[&str]| {
        let args = ["functions", "delete", "--project-ref", REF];
        snapshot::run(&mut api.fx(&cx, args.iter().chain(rest).copied()))
    };
    insta::assert_snapshot!(run(&["a", "b", "c"]), @"
    exit_code: 3
    ----- stdout -----
    Deleted Function a from project abcdefghijklmnopqrst.
    Deleted Function c from project abcdefghijklmnopqrst.
    ----- stderr -----
    error: 1 of 3 functions were not deleted:
        `b`: failed to delete function `b`: not now (403 Forbidden)
          hint: the access token may not do that; `fx whoami` shows whose it is, `fx projects list` what it can see

    hint: delete the rest with `fx functions delete b`
    ");
    let slugs: Vec<String> = api.state().functions.keys().cloned().collect();
    assert_eq!(slugs, ["b", "d", "e"]);
    insta::assert_snapshot!(run(&["b", "d", "--output-format", "json", "--quiet"]), @r#"
    exit_code: 3
    ----- stdout -----
    {
      "project_ref": "abcdefghijklmnopqrst",
      "function_slugs": [
        "d"
      ],
      "dry_run": false,
      "message": "",
      "failed": [
        {
          "slug": "b",
          "error": "failed to delete function `b`: not now (403 Forbidden)"
        }
      ]
    }
    ----- stderr -----
    error: 1 of 2 functions were not deleted:
        `b`: failed to delete function `b`: not now (403 Forbidden)
          hint: the access token may not do that; `fx whoami` shows whose it is, `fx projects list` what it can see

    hint: delete the rest with `fx functions delete b`
    "#);
    // Somebody else is quicker: what was to go is gone.
    let gone = Fault::Status(404, r#"{"message": "Function not found"}"#.to_owned());
    api.fault(Matcher::delete("/e"), gone);
    insta::assert_snapshot!(run(&["b", "e"]), @"
    exit_code: 3
    ----- stdout -----
    Deleted Function e from project abcdefghijklmnopqrst.
    ----- stderr -----
    error: 1 of 2 functions were not deleted:
        `b`: failed to delete function `b`: not now (403 Forbidden)
          hint: the access token may not do that; `fx whoami` shows whose it is, `fx projects list` what it can see

    hint: delete the rest with `fx functions delete b`
    ");
    api.state().add_function("f", b"EZBR");
    api.fault(Matcher::delete("/f"), refusal(403));
    // Nothing was done: the code is the one that the failures have in common.
    insta::assert_snapshot!(run(&["b", "f"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: 2 of 2 functions were not deleted:
        `b`: failed to delete function `b`: not now (403 Forbidden)
          hint: the access token may not do that; `fx whoami` shows whose it is, `fx projects list` what it can see
        `f`: failed to delete function `f`: not now (403 Forbidden)
          hint: the access token may not do that; `fx whoami` shows whose it is, `fx projects list` what it can see

    hint: delete the rest with `fx functions delete b f`
    ");
}

#[test]
fn each_refusal_has_its_words() {
    let mut ends = String::new();
    for status in [401, 403, 404, 429, 500] {
        let (cx, api) = (context(), with_functions(&["hello"]));
        let body = format!(r#"{{"message": "no {status}"}}"#);
        api.fault(Matcher::delete("/hello"), Fault::Status(status, body));
        let args = [
            "functions",
            "delete",
            "hello",
            "--timeout",
            "1",
            "--quiet",
            "--project-ref",
            REF,
        ];
        ends += &snapshot::run(&mut api.fx(&cx, args));
        assert_eq!(api.state().functions.len(), 1);
    }
    insta::assert_snapshot!(ends, @"
    exit_code: 4
    ----- stdout -----
    ----- stderr -----
    error: failed to delete function `hello`: no 401 (401 Unauthorized)

    hint: run `fx login`, or set `SUPABASE_ACCESS_TOKEN` to a valid access token
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to delete function `hello`: no 403 (403 Forbidden)

    hint: the access token may not do that; `fx whoami` shows whose it is, `fx projects list` what it can see
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: Function hello does not exist on the Supabase project: nothing to delete

    hint: `fx functions list` shows what the project has
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to delete function `hello`: no 429 (429 Too Many Requests)

    hint: the API limits how often it may be asked; run the command again in a minute, or with `--timeout 120`
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to delete function `hello`: no 500 (500 Internal Server Error)

    hint: run the command again in a minute
    ");
    let (cx, api) = (context(), with_functions(&["hello"]));
    api.fault(Matcher::any(), Fault::Html(200));
    fx_snapshot!(cx, api.fx(&cx, ["functions", "delete", "hello", "--project-ref", REF]), @"
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to delete function `hello`: `[API]` answered 200 with `text/html; charset=utf-8` rather than JSON

    hint: something between here and the API answers in its place: check `HTTPS_PROXY`, `--api-url` and `FX_API_URL`
    ");
    let other = "aaaaaaaaaaaaaaaaaaaa";
    fx_snapshot!(cx, with_functions(&[]).fx(&cx, ["functions", "delete", "hello", "--project-ref", other]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to delete function `hello`: Project not found (404 Not Found)
    ");
}
