//! What the server or the network gets wrong: the message, the exit code, and what is left on the server.

use std::time::Duration;

use super::{fx, json, many, ok, project, statuses, versions, write, writes};
use crate::{
    fx_snapshot,
    support::api::{Api, Fault, Matcher, TOKEN},
};

fn refusal(status: u16) -> Fault {
    Fault::Status(
        status,
        r#"{"message": "the server's own words"}"#.to_owned(),
    )
}

#[test]
fn a_refused_upload_says_why_and_leaves_nothing() {
    let cases = [
        (refusal(401), 4),
        (refusal(402), 1),
        (refusal(403), 1),
        (refusal(500), 5),
        (refusal(503), 5),
        (Fault::Html(200), 5),
        (Fault::Html(502), 5),
        (Fault::Reset(false), 5),
    ];
    for (fault, expected) in cases {
        let (api, cx) = (Api::start(), project(&["hello"]));
        let told = format!("{fault:?}");
        let refused = api.fault(Matcher::post("/functions"), fault);
        let output = fx(&api, &cx, ["deploy"]).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(expected), "{told}\n{text}");
        assert!(text.contains("failed to create function `hello`"), "{text}");
        assert!(text.contains("hint: "), "{told}\n{text}");
        if told.starts_with("Status(") {
            assert!(text.contains("the server's own words"), "{text}");
        }
        // A create that may have arrived is not sent again.
        assert_eq!((refused.hits(), versions(&api).len()), (1, 0), "{told}");
        assert!(output.stdout.is_empty());
        api.heal();
        ok(fx(&api, &cx, ["deploy"]));
        assert_eq!(versions(&api), [("hello".into(), 1)]);
    }
}

#[test]
fn one_function_that_fails_is_told_in_full() {
    let (api, cx) = (Api::start(), project(&["hello"]));
    let cx = cx
        .filter(r"\d+ ms", "[MS] ms")
        .filter(r"\d+ k?B\b", "[SIZE]");
    api.fault(Matcher::post("/functions"), refusal(402));
    fx_snapshot!(cx, fx(&api, &cx, ["deploy"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    Deploying Function: hello (create, [SIZE])
    Failed to create hello ([MS] ms)
    error: failed to create function `hello`: the server's own words (402 Payment Required)

    hint: the plan of the organization does not allow it; `fx functions list` shows what is there
    ");
}

#[test]
fn an_answer_that_breaks_off_is_no_lost_deploy() {
    for fault in [Fault::Truncated, Fault::Reset(true)] {
        let (api, cx) = (Api::start(), project(&["hello"]));
        api.fault(Matcher::post("/functions"), fault);
        let (code, document) = json(&api, &cx, ["deploy"]);
        assert_eq!(code, Some(5), "{document}");
        assert_eq!(versions(&api), [("hello".into(), 1)]);
        let (code, document) = json(&api, &cx, ["deploy"]);
        assert_eq!(
            (code, statuses(&document)),
            (Some(0), vec![("hello", "unchanged")])
        );
        assert_eq!(versions(&api), [("hello".into(), 1)]);
    }
}

#[test]
fn a_rate_limit_is_waited_for() {
    let (api, cx) = (Api::start(), project(&["hello"]));
    let headers = vec![("retry-after", "0".to_owned())];
    let limit = Fault::StatusWith(429, headers, r#"{"message": "slow down"}"#.to_owned());
    api.fault(Matcher::post("/functions"), limit.clone())
        .times(2);
    api.fault(Matcher::get("/functions"), limit).times(1);
    ok(fx(&api, &cx, ["deploy"]));
    assert_eq!(versions(&api), [("hello".into(), 1)]);
    let headers = vec![("retry-after", "3600".to_owned())];
    api.fault(
        Matcher::patch("/hello"),
        Fault::StatusWith(429, headers, r#"{"message": "slow down"}"#.to_owned()),
    );
    write(&cx, "hello", "other");
    let output = fx(&api, &cx, ["deploy"]).output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert_eq!(versions(&api), [("hello".into(), 1)]);
}

#[test]
fn a_function_that_appeared_meanwhile_is_updated() {
    let (api, cx) = (Api::start(), project(&["hello"]));
    api.fault(
        Matcher::get("/functions"),
        Fault::Content("application/json", b"[]".to_vec()),
    );
    api.state().add_function("hello", b"EZBR");
    ok(fx(&api, &cx, ["deploy"]));
    assert_eq!(versions(&api), [("hello".into(), 2)]);
}

#[test]
fn a_list_that_cannot_be_had_sends_nothing() {
    for (fault, expected) in [(refusal(401), 4), (refusal(403), 1), (Fault::Html(200), 5)] {
        let (api, cx) = (Api::start(), project(&["hello"]));
        api.fault(Matcher::get("/functions"), fault);
        let (code, document) = json(&api, &cx, ["deploy"]);
        assert_eq!((code, writes(&api)), (Some(expected), 0));
        assert!(
            document["error"]
                .as_str()
                .unwrap()
                .contains("list functions")
        );
    }
}

#[test]
fn a_function_that_fails_stops_no_other() {
    let (api, cx) = (Api::start(), many(10));
    api.fault(Matcher::post("/functions").with_slug("fn-03"), refusal(500));
    api.fault(Matcher::post("/functions").with_slug("fn-07"), refusal(403));
    api.state().add_function("old", b"EZBR");
    let (code, document) = json(&api, &cx, ["deploy", "--prune", "--yes"]);
    assert_eq!(code, Some(3));
    // Nothing is deleted while something is missing.
    assert_eq!(versions(&api).len(), 9);
    assert!(api.state().function("old").is_some());
    let statuses = statuses(&document);
    assert_eq!(statuses[3], ("fn-03", "failed"));
    assert_eq!(statuses[10], ("old", "not_done"));
    let cx = cx
        .filter(r"\d+ ms", "[MS] ms")
        .filter(r"\d+ k?B\b", "[SIZE]");
    let output = fx(&api, &cx, ["deploy"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    insta::assert_snapshot!(&text[text.find("error: ").unwrap()..], @"
    error: 2 of 10 functions were not deployed:
        `fn-03`: failed to create function `fn-03`: the server's own words (500 Internal Server Error)
          hint: run the command again in a minute
        `fn-07`: failed to create function `fn-07`: the server's own words (403 Forbidden)
          hint: the access token may not do that; `fx whoami` shows whose it is, `fx projects list` what it can see

    hint: run the command again: it sends only what is missing
    ");
}

/// An update, which the server answers in another way than it should; `left` is the version that is there after it.
#[test]
fn each_strange_answer_to_an_update_has_its_words() {
    let json = "application/json";
    let skewed = vec![
        ("date", "Sun, 21 Oct 2035 07:28:00 GMT".to_owned()),
        ("retry-after", "Sun, 21 Oct 2035 07:28:00 GMT".to_owned()),
    ];
    let limit = r#"{"message": "slow down"}"#.to_owned();
    let not_json = "rather than JSON";
    let cases = [
        (Fault::Html(200), Some(5), not_json, "HTTPS_PROXY", 1),
        (Fault::Html(503), Some(5), not_json, "HTTPS_PROXY", 1),
        (
            Fault::Content("text/plain", b"ok".to_vec()),
            Some(5),
            not_json,
            "HTTPS_PROXY",
            1,
        ),
        (
            Fault::Content(json, b"{\"slug\": 5}".to_vec()),
            Some(5),
            "not what was expected",
            "",
            1,
        ),
        (
            Fault::Content(json, vec![b' '; 33_000_000]),
            Some(5),
            "larger than 32 MB",
            "",
            1,
        ),
        (
            Fault::Truncated,
            Some(5),
            "no answer",
            "run the command again",
            2,
        ),
        (
            Fault::Reset(false),
            Some(5),
            "no answer",
            "run the command again",
            1,
        ),
        (
            Fault::Reset(true),
            Some(5),
            "no answer",
            "run the command again",
            2,
        ),
        (
            refusal(409),
            Some(1),
            "the server's own words (409 Conflict)",
            "run the command again",
            1,
        ),
        (refusal(404), Some(1), "(404 Not Found)", "", 1),
        // What is no trouble: another content type, a slow answer, a clock that is years ahead.
        (
            Fault::ContentType("text/html"),
            Some(0),
            "Deployed hello",
            "",
            2,
        ),
        (
            Fault::Slow(Duration::from_millis(300)),
            Some(0),
            "Deployed hello",
            "",
            2,
        ),
        (
            Fault::StatusWith(429, skewed, limit),
            Some(0),
            "Deployed hello",
            "",
            2,
        ),
    ];
    for (fault, code, words, hint, left) in cases {
        let (api, cx) = (Api::start(), project(&["hello"]));
        api.state().add_function("hello", b"EZBR");
        let told = format!("{fault:.60?}");
        api.fault(Matcher::patch("/hello"), fault).times(1);
        let output = fx(&api, &cx, ["deploy", "--timeout", "5"])
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), code, "{told}\n{text}");
        assert!(text.contains(words), "{told}\n{text}");
        let hints = text.split_once("hint: ").map_or("", |it| it.1);
        assert!(hints.contains(hint), "{told}\n{text}");
        assert_eq!(versions(&api), [("hello".into(), left)], "{told}");
        // Whatever it was, the next run ends with what is here, sent once.
        ok(fx(&api, &cx, ["deploy"]));
        assert_eq!(versions(&api), [("hello".into(), 2)], "{told}");
    }
}

#[test]
fn a_create_that_comes_second_is_an_update() {
    for said in ["Duplicated function slug", "already exists"] {
        let (api, cx) = (Api::start(), project(&["hello"]));
        let there = Fault::Content("application/json", b"[]".to_vec());
        api.fault(Matcher::get("/functions"), there).times(1);
        api.state().add_function("hello", b"EZBR");
        let body = format!(r#"{{"message": "{said}"}}"#);
        api.fault(Matcher::post("/functions"), Fault::Status(409, body));
        ok(fx(&api, &cx, ["deploy"]));
        assert_eq!(versions(&api), [("hello".into(), 2)]);
    }
}

#[test]
fn a_project_may_have_thousands_of_functions() {
    let (api, cx) = (Api::start(), project(&["hello"]));
    for index in 0..5000 {
        api.state().add_function(&format!("other-{index}"), b"EZBR");
    }
    ok(fx(&api, &cx, ["deploy"]));
    assert_eq!((versions(&api).len(), api.lines().len()), (5001, 2));
}

#[test]
fn slow_answers_are_awaited() {
    let (api, cx) = (Api::start(), project(&["hello"]));
    api.fault(
        Matcher::post("/functions"),
        Fault::Slow(Duration::from_millis(1500)),
    );
    ok(fx(&api, &cx, ["deploy", "--timeout", "1"]));
}

#[test]
fn secrets_are_in_no_output() {
    let (api, cx) = (Api::start(), project(&["hello", "bad"]));
    let canary = "canary-5f3a9";
    cx.write("supabase/functions/.env", format!("API_KEY={canary}\n"));
    let config = "[edge_runtime.secrets]\nAPI_KEY = \"canary-5f3a9\"\n[functions.hello.env]\nK = \"canary-5f3a9\"\n";
    cx.write("supabase/config.toml", config);
    api.fault(
        Matcher::post("/functions").with_slug("bad"),
        Fault::Status(500, format!(r#"{{"message": "no {TOKEN}"}}"#)),
    );
    for args in [
        &["deploy", "--debug"][..],
        &["deploy", "--output-format", "json"],
    ] {
        let output = fx(&api, &cx, args.iter().copied()).output().unwrap();
        assert!(!output.status.success());
        for text in [output.stdout, output.stderr] {
            let text = String::from_utf8_lossy(&text).into_owned();
            assert!(!text.contains(TOKEN) && !text.contains(canary), "{text}");
        }
    }
    let sent = api.requests();
    let has_canary = |body: &[u8]| body.windows(canary.len()).any(|it| it == canary.as_bytes());
    assert!(!sent.iter().any(|it| has_canary(&it.body)));
}
