//! `/_internal/metric`: what happened, in figures.

use reqwest::Client;

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

const SOURCE: &str = r#"
Deno.serve((request) => {
  if (request.url.endsWith("/crash")) {
    setTimeout(() => { throw new Error("late"); });
    return new Promise(() => {});
  }
  return new Response("hello");
});
"#;
const HUNGRY: &str =
    "const kept = []; Deno.serve(() => { for (;;) kept.push(new Uint8Array(1 << 20).fill(1)); });";

/// The value of a metric of the worker `id` of `f`.
fn of_worker(text: &str, name: &str, id: &str) -> f64 {
    let start = format!("{name}{{function=\"f\",worker=\"{id}\"}} ");
    let value = text.lines().find_map(|line| line.strip_prefix(&start));
    value.expect(text).parse().unwrap()
}

async fn metrics(session: &Session, accept: &str) -> Answer {
    let request = Client::new()
        .get(session.url_outside("/_internal/metric"))
        .header("accept", accept);
    Answer::of(request.send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_boots_reloads_crashes_and_kills_are_counted() {
    let cx = TestContext::new().with_shared_cache();
    let path = "supabase/functions/f/index.ts";
    cx.write(path, SOURCE);
    cx.write("supabase/functions/hungry/index.ts", HUNGRY);
    cx.write("supabase/functions/broken/index.ts", "const a = ;");
    let open =
        ["f", "hungry", "broken"].map(|slug| format!("[functions.{slug}]\nverify_jwt = false\n"));
    cx.write("supabase/config.toml", open.concat());
    let session = Session::start(&cx, &["--verbose"]);
    for (path, status) in [
        ("f", 200),
        ("f/again", 200),
        ("f/crash", 500),
        ("f", 200),
        ("hungry", 546),
        ("broken", 503),
        ("nobody", 404),
        ("nobody-else", 404),
    ] {
        assert_eq!(session.get(path).await.status, status, "{path}");
    }
    cx.write(path, SOURCE.replace("hello", "changed"));
    session.wait_for("Reloaded");

    let expected = [
        "fx_workers_active 1",
        "fx_requests_total{function=\"\",status=\"404\"} 2",
        "fx_requests_total{function=\"f\",status=\"200\"} 3",
        "fx_requests_total{function=\"f\",status=\"500\"} 1",
        "fx_requests_total{function=\"hungry\",status=\"546\"} 1",
        "fx_request_duration_seconds_count{function=\"f\"} 4",
        "fx_worker_boots_total{function=\"f\"} 3",
        "fx_worker_boot_failures_total{function=\"broken\"} 1",
        "fx_reloads_total{function=\"f\"} 1",
        "fx_worker_crashes_total{function=\"f\"} 1",
        "fx_worker_kills_total{function=\"hungry\",reason=\"memory_limit_mb\"} 1",
    ];
    let mut text = String::new();
    // A crash and a kill are told after the request that they broke off.
    session
        .until("all counts", async || {
            let answer = metrics(&session, "*/*").await;
            assert_eq!(
                answer.header("content-type"),
                "text/plain; version=0.0.4; charset=utf-8"
            );
            text = answer.text;
            expected
                .iter()
                .all(|line| text.lines().any(|found| found == *line))
        })
        .await;
    assert!(!text.contains("nobody"), "{text}");

    let json = metrics(&session, "application/json").await;
    assert_eq!(json.header("content-type"), "application/json");
    let json = json.json();
    assert_eq!(json["active_workers"], 1);
    assert_eq!(json["functions"]["f"]["requests"]["200"], 3);
    assert_eq!(json["functions"]["f"]["duration_seconds"]["count"], 4);
    assert_eq!(json["functions"]["hungry"]["kills"]["memory_limit_mb"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_and_queues_are_measured() {
    let cx = TestContext::new().with_shared_cache();
    let work = r#"
Deno.serve((request) => {
  if (request.url.endsWith("/work")) for (const end = performance.now() + 100; performance.now() < end;);
  return request.url.endsWith("/wait") ? new Promise(() => {}) : new Response("hello");
});
"#;
    cx.write("supabase/functions/f/index.ts", work);
    cx.write("supabase/functions/g/index.ts", work);
    let config = "[edge_runtime]\npolicy = \"per_request\"\n[functions.f]\nverify_jwt = false\n[functions.g]\nverify_jwt = false\n";
    cx.write("supabase/config.toml", config);
    let session = Session::start(&cx, &["--max-workers", "1"]);
    let answer = session.get("f").await;
    let id = answer.header("x-deno-execution-id");
    let text = metrics(&session, "*/*").await.text;
    let before = of_worker(&text, "fx_worker_cpu_seconds_total", id);
    let memory = of_worker(&text, "fx_worker_resident_memory_bytes", id);
    assert!(before > 0.0 && memory > 10e6, "{text}");
    assert!(
        text.contains("fx_requests_waiting{function=\"f\"} 0"),
        "{text}"
    );
    session
        .until("CPU time", async || {
            session.get("f/work").await;
            let text = metrics(&session, "*/*").await.text;
            of_worker(&text, "fx_worker_cpu_seconds_total", id) >= before + 0.1
        })
        .await;

    let waiting = async || {
        let json = metrics(&session, "application/json").await.json();
        let figures = json["workers"].as_array().unwrap();
        let figures = figures.iter().find(|figures| figures["worker"] == id);
        assert!(figures.unwrap()["resident_memory_bytes"].as_u64() > Some(10_000_000));
        json["requests_waiting"]["f"] == 2
    };
    let clients = [(); 3].map(|()| {
        let url = session.url("f/wait");
        tokio::spawn(async move { Client::new().get(url).send().await })
    });
    session.until("two that wait", waiting).await;
    clients.iter().for_each(tokio::task::JoinHandle::abort);
}
