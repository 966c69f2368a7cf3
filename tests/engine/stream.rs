//! `--output-format stream-json`: one JSON object per line on stdout, each as the schema says.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{context::TestContext, schema::Schema, session::Session};

const SCHEMA: &str = include_str!("../fixtures/stream-json.schema.json");
const ARGS: [&str; 2] = ["--output-format", "stream-json"];
const LOGS: &str = r#"
console.debug("d");
console.log("two\nlines");
console.warn("w");
console.error("e");
Deno.serve(() => new Response("hello"));
"#;

fn project(functions: &[(&str, &str)]) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    for (slug, source) in functions {
        cx.write(&format!("supabase/functions/{slug}/index.ts"), source);
    }
    configure(&cx, "");
    cx
}

fn configure(cx: &TestContext, more: &str) {
    let mut config = String::new();
    for slug in ["f", "g"] {
        config.push_str(&format!("[functions.{slug}]\nverify_jwt = false\n"));
    }
    cx.write("supabase/config.toml", config + more);
}

/// Every line, which must be an object that fits the schema.
fn events(text: &str) -> Vec<Value> {
    let schema = Schema::parse(SCHEMA);
    let lines = text.lines().map(|line| {
        let event: Value = serde_json::from_str(line).expect(line);
        schema.check(&event).unwrap();
        event
    });
    lines.collect()
}

/// Waits for an event that has all of `wanted`.
fn event(session: &Session, wanted: &Value) -> Value {
    let fits = |event: &Value| {
        let mut wanted = wanted.as_object().unwrap().iter();
        wanted.all(|(name, value)| event[name] == *value)
    };
    let text = session
        .stdout()
        .wait_until(&wanted.to_string(), |text| events(text).iter().any(fits));
    events(&text).into_iter().find(fits).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_a_session_are_lines_on_stdout() {
    let cx = project(&[("f", LOGS), ("g", LOGS), ("guarded", LOGS)]);
    let mut session = Session::start(&cx, &ARGS);
    let ready = event(&session, &json!({ "type": "ready" }));
    assert_eq!(
        ready["functions"],
        json!([
            { "function": "f", "url": session.url("f"), "verify_jwt": false },
            { "function": "g", "url": session.url("g"), "verify_jwt": false },
            { "function": "guarded", "url": session.url("guarded"), "verify_jwt": true },
        ])
    );
    let key = ready["publishable_key"].as_str().unwrap();
    assert!(key.starts_with("sb_publishable_"), "{key}");

    let answer = session.get("f/x?secret=1").await;
    let worker = answer.header("x-deno-execution-id");
    let request = json!({
        "type": "request", "function": "f", "method": "GET", "path": "/f/x", "status": 200,
        "worker": worker, "cold": true,
    });
    event(&session, &request);
    session.get("f").await;
    event(
        &session,
        &json!({ "type": "request", "path": "/f", "worker": worker, "cold": false }),
    );
    session.get("guarded").await;
    let refused = json!({ "type": "request", "function": "guarded", "status": 401, "worker": null, "cold": false });
    event(&session, &refused);
    event(&session, &json!({ "type": "boot", "function": "f" }));
    for (level, message) in [
        ("debug", "d"),
        ("info", "two\nlines"),
        ("warning", "w"),
        ("error", "e"),
    ] {
        let log = json!({ "type": "log", "function": "f", "level": level, "message": message });
        event(&session, &log);
    }

    session.signal("-INT");
    assert_eq!(session.wait().code(), Some(130));
    let shutdown = event(&session, &json!({ "type": "shutdown" }));
    assert_eq!(shutdown["reason"], "interrupt");
    assert_eq!(session.said(), "", "nothing is left to say on stderr");
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_and_failures_are_events() {
    let cx = project(&[
        ("f", LOGS),
        (
            "g",
            "Deno.serve(() => { setTimeout(() => { throw new Error('late'); }); return new Promise(() => {}); });",
        ),
    ]);
    let mut session = Session::start(&cx, &ARGS);
    session.get("f").await;
    assert_eq!(session.get("g").await.status, 500);
    let crash = event(&session, &json!({ "type": "exception", "function": "g" }));
    assert!(
        crash["message"].as_str().unwrap().contains("late"),
        "{crash}"
    );

    let path = "supabase/functions/f/index.ts";
    cx.write(path, LOGS.replace("hello", "changed"));
    let reload = json!({ "type": "reload", "function": "f", "changed": [path] });
    event(&session, &reload);
    cx.write(path, "const a = ;");
    let failure = json!({ "type": "boot_failure", "function": "f", "serving": true });
    let failure = event(&session, &failure);
    assert!(
        failure["message"].as_str().unwrap().contains("index.ts:1:"),
        "{failure}"
    );

    cx.write("supabase/functions/new/index.ts", LOGS);
    event(&session, &json!({ "type": "added", "function": "new" }));
    std::fs::remove_dir_all(cx.dir().join("supabase/functions/new")).unwrap();
    event(&session, &json!({ "type": "removed", "function": "new" }));
    configure(&cx, "[functions");
    event(&session, &json!({ "type": "project_failure" }));
    configure(&cx, "");
    cx.write("supabase/functions/.env", "SUPABASE_MINE=1\n");
    cx.write(path, LOGS);
    event(&session, &json!({ "type": "warning" }));

    session.signal("-TERM");
    assert_eq!(session.wait().code(), Some(143));
    event(
        &session,
        &json!({ "type": "shutdown", "reason": "terminate" }),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_before_ready_goes_to_stderr() {
    let cx = project(&[("f", LOGS), ("g", LOGS)]);
    configure(
        &cx,
        "[functions.off]\nenabled = false\n[functions.bad]\nverify_jwt = 3\n",
    );
    for slug in ["off", "bad"] {
        cx.write(&format!("supabase/functions/{slug}/index.ts"), LOGS);
    }
    let session = Session::start(&cx, &ARGS);
    let said = session.wait_for("function `bad` cannot be served");
    assert!(!said.contains("Skipped"), "{said}");
    session.get("f").await;
    event(&session, &json!({ "type": "request" }));
    assert!(!session.said().contains("/f"), "{}", session.said());
}

#[test]
fn every_event_of_the_schema_is_in_the_readme() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let readme = include_str!("../../README.md");
    let kinds = schema["$defs"].as_object().unwrap().values();
    let kinds: BTreeSet<&str> = kinds
        .filter_map(|kind| kind["properties"]["type"]["const"].as_str())
        .collect();
    assert_eq!(schema["oneOf"].as_array().unwrap().len(), kinds.len());
    for kind in kinds {
        let row = readme
            .lines()
            .find(|line| line.starts_with(&format!("| `{kind}` |")));
        let row = row.unwrap_or_else(|| panic!("no row for `{kind}`"));
        let properties = schema["$defs"][kind]["properties"].as_object().unwrap();
        for name in properties
            .keys()
            .filter(|name| *name != "type" && *name != "time")
        {
            assert!(row.contains(&format!("`{name}`")), "no `{name}` in {row}");
        }
    }
}

#[test]
fn dropped_lines_fit_the_schema() {
    // No test can make a terminal slow without making itself slow.
    let line =
        r#"{"type":"logs_dropped","function":"f","count":3,"time":"2026-01-01T00:00:00.000Z"}"#;
    assert_eq!(events(line).len(), 1);
}
