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
