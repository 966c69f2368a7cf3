//! A function that uses more than it may is ended, its requests are told which limit it was, and others never notice.

use reqwest::Client;
use serde_json::json;

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

const GREEDY: &str = r#"
addEventListener("beforeunload", (event) => console.log("unload: " + event.detail.reason));
Deno.serve(async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith("/cpu")) for (;;);
  if (pathname.endsWith("/heap")) for (const all = [];;) all.push(new Array(1000).fill(Math.random()));
  if (pathname.endsWith("/buffers")) for (const all = [];;) all.push(new Uint8Array(10e6).fill(1));
  if (pathname.endsWith("/wait")) await new Promise(() => {});
  if (pathname.endsWith("/body")) await request.arrayBuffer();
  if (pathname.endsWith("/pieces")) for (const all = [];;) all.push(new Uint8Array(100e6));
  if (pathname.endsWith("/caught")) {
    try {
      for (const all = [];;) all.push(new Uint8Array(100e6));
    } catch (error) {
      return new Response(String(error));
    }
  }
  if (pathname.endsWith("/late")) setTimeout(() => { for (;;); });
  if (pathname.endsWith("/threads")) {
    const { pbkdf2 } = await import("node:crypto");
    await new Promise((done) => pbkdf2("a", "b", 1e9, 64, "sha512", done));
  }
  if (pathname.endsWith("/work")) {
    const end = performance.now() + 60;
    while (performance.now() < end);
  }
  return new Response("fine");
});
"#;

fn project(limits: &str) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/functions/f/index.ts", GREEDY);
    cx.write(
        "supabase/functions/g/index.ts",
        "Deno.serve(() => new Response('g'));",
    );
    let config = format!(
        "[functions.f]\nverify_jwt = false\nlimits = {{ {limits} }}\n[functions.g]\nverify_jwt = false\n"
    );
    cx.write("supabase/config.toml", config);
    cx
}

fn assert_limit(answer: &Answer, says: &str) {
    assert_eq!(answer.status, 546, "{answer:?}");
    assert_eq!(answer.header("sb-error-code"), "WORKER_LIMIT");
    let message = "Worker failed to respond due to a resource limit (please check logs)";
    let json = answer.json();
    assert_eq!(
        (&json["code"], &json["message"]),
        (&json!("WORKER_LIMIT"), &json!(message))
    );
    assert!(answer.detail().contains(says), "{answer:?}");
}

async fn assert_serves(session: &Session) {
    let answer = session.get("f").await;
    assert_eq!((answer.status, &*answer.text), (200, "fine"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runaway_ends_and_takes_nobody_with_it() {
    let cx = project("cpu_time_soft_limit_ms = 100, cpu_time_hard_limit_ms = 300");
    let session = Session::start(&cx, &[]);
    assert_serves(&session).await;
    session.get("g").await;
    let (runaway, other) = tokio::join!(session.get("f/cpu"), session.get("g"));
    assert_limit(
        &runaway,
        "of CPU time used, the limit is 0.30 s (`cpu_time_hard_limit_ms`)",
    );
    assert_eq!(other.text, "g");
    session.wait_for("error: function `f` hit a limit");
    assert_serves(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_worker_whose_requests_end_is_left_alone() {
    let cx = project("cpu_time_soft_limit_ms = 200, cpu_time_hard_limit_ms = 300");
    let session = Session::start(&cx, &[]);
    let id = "x-deno-execution-id";
    let first = session.get("f/work").await;
    for _ in 0..10 {
        let answer = session.get("f/work").await;
        assert_eq!((answer.status, answer.header(id)), (200, first.header(id)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_memory_ends_a_worker() {
    let cx =
        project("memory_limit_mb = 64, cpu_time_hard_limit_ms = 0, cpu_time_soft_limit_ms = 0");
    let session = Session::start(&cx, &[]);
    assert_limit(&session.get("f/heap").await, "(`memory_limit_mb`)");
    assert_serves(&session).await;
    let flooded = session.get("f/buffers").await;
    // Either the watchdog or the engine's own `RangeError` is first.
    assert!(matches!(flooded.status, 500 | 546), "{flooded:?}");
    assert_serves(&session).await;
    assert!(
        !session.said().contains("Last few GCs"),
        "{}",
        session.said()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn half_of_the_memory_ends_a_worker_when_it_has_no_requests() {
    let cx =
        project("memory_limit_mb = 100, cpu_time_hard_limit_ms = 0, cpu_time_soft_limit_ms = 0");
    let source = GREEDY.replace(
        "/wait\")) await new Promise(() => {});",
        "/keep\")) (globalThis.kept ??= []).push(new Uint8Array(70e6).fill(1));",
    );
    cx.write("supabase/functions/f/index.ts", source);
    let session = Session::start(&cx, &[]);
    let id = "x-deno-execution-id";
    let first = session.get("f").await;
    let kept = session.get("f/keep").await;
    assert_eq!(
        (kept.status, kept.header(id)),
        (200, first.header(id)),
        "{kept:?}"
    );
    session.wait_for("unload: early_drop");
    assert_ne!(session.get("f").await.header(id), first.header(id));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wall_clock_ends_what_waits_for_ever() {
    let cx = project("worker_timeout_ms = 600");
    let session = Session::start(&cx, &[]);
    let answer = session.get("f/wait").await;
    assert_limit(
        &answer,
        "of wall clock time used, the limit is 0.60 s (`worker_timeout_ms`)",
    );
    session.wait_for("unload: wall_clock");
    assert_serves(&session).await;
    // It retires at half its time, with nothing left to do.
    session.wait_for("unload: early_drop");
    assert_serves(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endless_evaluation_is_a_limit_too() {
    let cx = project("cpu_time_hard_limit_ms = 300");
    cx.write("supabase/functions/f/index.ts", "for (;;);");
    let session = Session::start(&cx, &[]);
    assert_limit(&session.get("f").await, "CPU time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_response_is_not_waited_for() {
    let cx = project("request_idle_timeout_ms = 200");
    let session = Session::start(&cx, &[]);
    let answer = session.get("f/wait").await;
    assert_eq!(answer.status, 504, "{answer:?}");
    assert_eq!(answer.header("sb-error-code"), "IDLE_TIMEOUT");
    let next = session.get("f").await;
    let worker = |answer: &Answer| answer.header("x-deno-execution-id").to_owned();
    assert_eq!((next.status, &*next.text), (200, "fine"));
    assert_ne!(worker(&answer), worker(&next), "it gets no more requests");
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_that_are_off_let_everything_through() {
    let cx = project(
        "cpu_time_soft_limit_ms = 10, cpu_time_hard_limit_ms = 20, memory_limit_mb = 1, worker_timeout_ms = 50, request_idle_timeout_ms = 10",
    );
    let session = Session::start(&cx, &["--limits", "off"]);
    let first = session.get("f/work").await;
    let id = "x-deno-execution-id";
    for _ in 0..5 {
        let answer = session.get("f/work").await;
        assert_eq!((answer.status, answer.header(id)), (200, first.header(id)));
    }
    drop(session);
    let session = Session::start(&cx, &["--limits", "off,cpu=300ms"]);
    let answer = session.get("f/cpu").await;
    assert_limit(&answer, "CPU time used, the limit is 0.30 s");
}

#[tokio::test(flavor = "multi_thread")]
async fn cpu_time_adds_up_in_production() {
    let cx = project("cpu_time_soft_limit_ms = 200, cpu_time_hard_limit_ms = 2000");
    let session = Session::start(&cx, &["--limits", "production"]);
    let id = "x-deno-execution-id";
    let first = session.get("f/work").await;
    session
        .until("another worker", async || {
            let answer = session.get("f/work").await;
            assert_eq!(answer.status, 200, "{answer:?}");
            answer.header(id) != first.header(id)
        })
        .await;
    session.wait_for("unload: early_drop");
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_are_cut_in_production() {
    let cx = project("");
    let source = "Deno.serve(() => {
      console.log('[' + 'x'.repeat(20000) + ']');
      for (let i = 0; i < 149; i++) console.log('line');
      return new Response('fine');
    });";
    cx.write("supabase/functions/f/index.ts", source);
    let session = Session::start(&cx, &["--limits", "production"]);
    assert_serves(&session).await;
    session.wait_for("log lines of `f` came too fast to be shown");
    let lines = || session.said().matches("] line").count();
    session.until("99 lines", async || lines() == 99).await;
    let said = session.said();
    let longest = said.lines().map(|line| line.matches('x').count()).max();
    assert_eq!(longest, Some(9_999));
}

const CHATTY: &str = r#"
Deno.serve((request) => {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith("/long")) console.log("x".repeat(10_001));
  if (pathname.endsWith("/many")) for (let i = 0; i < 150; i++) console.log("line");
  if (pathname.endsWith("/work")) for (const end = performance.now() + 60; performance.now() < end;);
  if (pathname.endsWith("/json")) return Response.json({});
  return new Response("<p>", { headers: { "content-type": "Text/HTML; charset=utf-8" } });
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn html_is_plain_text_in_production() {
    let cx = project("");
    cx.write("supabase/functions/f/index.ts", CHATTY);
    let content_type = "content-type";
    let session = Session::start(&cx, &["--limits", "production"]);
    let answer = session.get("f").await;
    assert_eq!(answer.header(content_type), "text/plain; charset=utf-8");
    assert_eq!((answer.status, &*answer.text), (200, "<p>"));
    let answer = session.get("f/json").await;
    assert_eq!(answer.header(content_type), "application/json");
    let posted = Client::new().post(session.url("f")).send().await.unwrap();
    assert_eq!(posted.headers()[content_type], "Text/HTML; charset=utf-8");
    assert!(!session.said().contains("hosted"), "{}", session.said());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hosted_functions_could_not_do_is_told_once() {
    let cx = project("cpu_time_soft_limit_ms = 0, cpu_time_hard_limit_ms = 200");
    cx.write("supabase/functions/f/index.ts", CHATTY);
    cx.write("supabase/functions/g/index.ts", CHATTY);
    let session = Session::start(&cx, &[]);
    let answer = session.get("f").await;
    assert_eq!(answer.header("content-type"), "Text/HTML; charset=utf-8");
    for path in ["f", "g", "f/long", "f/long", "f/many", "f/many"] {
        assert_eq!(session.get(path).await.status, 200);
    }
    session
        .until("enough CPU time", async || {
            assert_eq!(session.get("f/work").await.status, 200);
            session.said().contains("CPU time; hosted")
        })
        .await;
    assert_eq!(session.get("f/work").await.status, 200);
    let said = session.said();
    for warning in [
        "warning: function `f` answers GET with `text/html`; hosted, browsers get that as `text/plain`\n  hint: run `fx functions serve --limits production` to see it here",
        "warning: function `g` answers GET with `text/html`;",
        "warning: function `f` logs a message of more than 10000 characters;",
        "warning: function `f` logs more than 100 messages within 10 s;",
        "warning: function `f` has a worker that has used more than 0.2 s of CPU time;",
    ] {
        assert_eq!(said.matches(warning).count(), 1, "{warning}\n{said}");
    }
    assert_eq!(said.matches("; hosted").count(), 5, "{said}");
    drop(session);

    let session = Session::start(&cx, &["--limits", "off"]);
    let answer = session.get("f/many").await;
    assert_eq!(answer.header("content-type"), "Text/HTML; charset=utf-8");
    session.wait_for("GET /f/many 200");
    assert!(!session.said().contains("hosted"), "{}", session.said());
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_that_is_not_given_is_a_limit_and_a_caught_error_is_the_functions_own() {
    let cx = project("memory_limit_mb = 128");
    let session = Session::start(&cx, &[]);
    let body = vec![b'x'; 70_000_000];
    let sent = Client::new().post(session.url("f/body")).body(body).send();
    assert_limit(
        &Answer::of(sent.await.unwrap()).await,
        "the limit of 128 MB",
    );
    assert_limit(&session.get("f/pieces").await, "the limit of 128 MB");
    let caught = session.get("f/caught").await;
    let text = "RangeError: Array buffer allocation failed";
    assert_eq!((caught.status, &*caught.text), (200, text));
    assert_serves(&session).await;
    let said = session.wait_for("more memory wanted than the limit of 128 MB");
    assert!(!said.contains("signal 6"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_and_time_that_a_function_takes_while_it_is_loaded_count() {
    for (source, says) in [
        (
            "const all = []; for (;;) all.push(new Uint8Array(10e6).fill(1));",
            "of memory",
        ),
        (
            "const one = new Uint8Array(1e9).fill(1);",
            "memory wanted than the limit",
        ),
    ] {
        let cx = project("memory_limit_mb = 128");
        cx.write(
            "supabase/functions/f/index.ts",
            format!("{source} Deno.serve(() => new Response('fine'));"),
        );
        let session = Session::start(&cx, &[]);
        assert_limit(&session.get("f").await, says);
        assert_eq!(session.get("g").await.text, "g");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cpu_time_of_all_threads_counts_and_so_does_what_follows_the_answer() {
    let cx = project("cpu_time_soft_limit_ms = 200, cpu_time_hard_limit_ms = 400");
    let session = Session::start(&cx, &[]);
    assert_limit(&session.get("f/threads").await, "CPU time");
    let before = session.said().matches("hit a limit").count();
    assert_eq!(session.get("f/late").await.text, "fine");
    session
        .until("the worker ends by its limit", async || {
            session.said().matches("hit a limit").count() > before
        })
        .await;
    assert_serves(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_ends_is_within_its_limits() {
    let cx = project("cpu_time_soft_limit_ms = 200, cpu_time_hard_limit_ms = 400");
    let busy = "addEventListener('beforeunload', () => { for (;;); }); Deno.serve(() => new Response('fine'));";
    cx.write("supabase/functions/f/index.ts", busy);
    let session = Session::start(&cx, &[]);
    assert_serves(&session).await;
    cx.write("supabase/functions/f/index.ts", GREEDY);
    session.wait_for("of CPU time used, the limit is 0.40 s");
    assert_serves(&session).await;
}
