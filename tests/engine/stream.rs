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
pub fn events(text: &str) -> Vec<Value> {
    let schema = Schema::parse(SCHEMA);
    let lines = text.lines().map(|line| {
        let event: Value = serde_json::from_str(line).expect(line);
        schema.check(&event).unwrap();
        event
    });
    lines.collect()
}

/// Waits for an event that has all of `wanted`.
pub fn event(session: &Session, wanted: &Value) -> Value {
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
    let page = "Deno.serve(() => new Response('', { headers: { 'content-type': 'text/html' } }));";
    let cx = project(&[("f", LOGS), ("g", page), ("guarded", LOGS)]);
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
    session.get("g").await;
    let message =
        "function `g` answers GET with `text/html`; hosted, browsers get that as `text/plain`";
    event(&session, &json!({ "type": "warning", "message": message }));
    session.get("guarded").await;
    let refused = json!({ "type": "request", "function": "guarded", "status": 401, "worker": null, "cold": false });
    event(&session, &refused);
    let metadata = json!({ "slug": "f", "execution_id": worker });
    let boot =
        json!({ "type": "boot", "function": "f", "event_type": "Boot", "metadata": metadata });
    let boot = event(&session, &boot);
    assert_eq!(boot["timestamp"], boot["time"]);
    let milliseconds = boot["ms"].as_f64().unwrap();
    assert_eq!(boot["event"]["boot_time"], milliseconds.floor());
    for (level, message) in [
        ("debug", "d"),
        ("info", "two\nlines"),
        ("warning", "w"),
        ("error", "e"),
    ] {
        let log = json!({ "type": "log", "function": "f", "level": level, "message": message });
        let log = event(&session, &log);
        assert_eq!(
            (&log["event_type"], &log["metadata"]),
            (&json!("Log"), &metadata)
        );
        let capitalised = level[..1].to_uppercase() + &level[1..];
        let line = format!("{message}\n");
        assert_eq!(log["event"], json!({ "msg": line, "level": capitalised }));
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
    assert_eq!(crash["event_type"], "UncaughtException");
    assert_eq!(crash["event"]["exception"], crash["message"]);

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
    assert_eq!(failure["event_type"], "BootFailure");
    assert_eq!(failure["event"], json!({ "msg": failure["message"] }));
    let nobody = json!({ "slug": "f", "execution_id": null });
    assert_eq!(failure["metadata"], nobody);

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

const ENDS: &str = r#"
const early = Deno.env.get("EARLY");
if (early === "throw") throw new Error("early");
Deno.serve(async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith("/cpu")) for (;;);
  if (pathname.endsWith("/heap")) for (const all = [];;) all.push(new Array(1000).fill(Math.random()));
  if (pathname.endsWith("/crash")) setTimeout(() => { throw new Error("late"); });
  if (!pathname.endsWith("/hello")) await new Promise(() => {});
  return new Response("hello");
});
"#;

/// Waits for the end of a worker, which has to have this reason.
fn ended(session: &Session, id: &str, reason: &str) -> Value {
    let metadata = |event: &Value| event["metadata"]["execution_id"] == id;
    let fits = |event: &Value| event["type"] == "worker_shutdown" && metadata(event);
    let all = session
        .stdout()
        .wait_until(reason, |text| events(text).iter().any(fits));
    let found = events(&all).into_iter().find(fits).unwrap();
    let event = &found["event"];
    assert_eq!(found["event_type"], "Shutdown");
    assert_eq!(
        (&found["reason"], &event["reason"]),
        (&json!(reason), &json!(reason))
    );
    let memory = &event["memory_used"];
    assert_eq!(memory["mem_check_captured"]["exceeded"], reason == "Memory");
    assert!(memory["total"].as_u64() > Some(10_000_000), "{found}");
    assert!(event["cpu_time_used"].as_u64() > Some(0), "{found}");
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn every_worker_that_ends_says_why() {
    let cx = project(&[("f", ENDS), ("g", ENDS), ("h", ENDS), ("early", ENDS)]);
    let limits = "
[functions.f.limits]
cpu_time_hard_limit_ms = 300
[functions.g.limits]
cpu_time_hard_limit_ms = 0
memory_limit_mb = 64
[functions.h]
verify_jwt = false
limits = { worker_timeout_ms = 600 }
[functions.early]
verify_jwt = false
env = { EARLY = \"throw\" }
";
    configure(&cx, limits);
    let mut session = Session::start(&cx, &ARGS);
    for (path, status, reason) in [
        ("f/cpu", 546, "CPUTime"),
        ("f/crash", 500, "EventLoopCompleted"),
        ("g/heap", 546, "Memory"),
        ("h", 546, "WallClockTime"),
    ] {
        let answer = session.get(path).await;
        assert_eq!(answer.status, status, "{answer:?}");
        let found = ended(&session, answer.header("x-deno-execution-id"), reason);
        let used = found["event"]["cpu_time_used"].as_u64();
        assert!(reason != "CPUTime" || used >= Some(300), "{found}");
    }
    assert_eq!(session.get("early").await.status, 500);
    let failure = json!({ "type": "boot_failure", "function": "early" });
    let failure = event(&session, &failure);
    let id = failure["metadata"]["execution_id"].as_str().unwrap();
    ended(&session, id, "EventLoopCompleted");

    let id = "x-deno-execution-id";
    let first = session.get("f/hello").await;
    cx.write(
        "supabase/functions/f/index.ts",
        ENDS.replace("hello", "hello2"),
    );
    ended(&session, first.header(id), "EarlyDrop");
    let last = session.get("g/hello").await;
    session.signal("-TERM");
    assert_eq!(session.wait().code(), Some(143));
    ended(&session, last.header(id), "TerminationRequested");
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
        let mut properties = schema["$defs"][kind]["properties"].clone();
        let properties = properties.as_object_mut().unwrap();
        for common in ["type", "time", "timestamp", "metadata"] {
            properties.remove(common);
        }
        let event = properties.remove("event");
        if let Some(event_type) = properties.remove("event_type") {
            let start = format!("| `{}` |", event_type["const"].as_str().unwrap());
            let row = readme.lines().find(|line| line.starts_with(&start));
            let row = row.unwrap_or_else(|| panic!("no row for {event_type}"));
            for name in event.unwrap()["properties"].as_object().unwrap().keys() {
                assert!(row.contains(&format!("`{name}`")), "no `{name}` in {row}");
            }
        }
        for name in properties.keys() {
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
