//! How workers and requests go together: one worker for many requests, one at a time, or one each.

use std::{collections::BTreeSet, process::Command};

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

/// Answers with how many requests it has had, and waits as long as the path says.
const COUNTER: &str = r#"
let count = 0;
Deno.serve(async (request) => {
  const answer = String(++count);
  const milliseconds = Number(request.url.split("/").pop());
  if (milliseconds) await new Promise((resolve) => setTimeout(resolve, milliseconds));
  EdgeRuntime.waitUntil(Promise.resolve().then(() => console.log("after " + answer)));
  return new Response(answer);
});
"#;

fn project(policy: &str) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/functions/f/index.ts", COUNTER);
    let config = format!("{policy}\n[functions.f]\nverify_jwt = false\n");
    cx.write("supabase/config.toml", config);
    cx
}

fn worker(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.header("x-deno-execution-id").to_owned()
}

/// Sends so many requests at once.
async fn at_once(session: &Session, count: usize, path: &str) -> Vec<Answer> {
    let requests = (0..count).map(|_| session.get(path));
    futures_util::future::join_all(requests).await
}

#[tokio::test(flavor = "multi_thread")]
async fn with_oneshot_every_request_has_a_worker_of_its_own() {
    let cx = project("[edge_runtime]\npolicy = 'oneshot'");
    let session = Session::start(&cx, &[]);
    let mut workers = BTreeSet::new();
    for answer in at_once(&session, 6, "f").await {
        assert_eq!(answer.text, "1");
        workers.insert(worker(&answer));
    }
    let answer = session.get("f").await;
    workers.insert(worker(&answer));
    assert_eq!((&*answer.text, workers.len()), ("1", 7));
    session.wait_for("after 1");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_per_request_a_worker_has_one_request_at_a_time() {
    let cx = project("");
    let args = ["--policy", "per_request", "--max-workers", "3"];
    let session = Session::start(&cx, &args);
    let first = session.get("f").await;
    let second = session.get("f").await;
    assert_eq!((&*first.text, &*second.text), ("1", "2"));
    assert_eq!(worker(&first), worker(&second));
    let answers = at_once(&session, 9, "f/30").await;
    let workers: BTreeSet<String> = answers.iter().map(worker).collect();
    assert!((2..=3).contains(&workers.len()), "{workers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_per_worker_one_worker_has_all_requests_until_they_are_too_many() {
    let cx = project("");
    let session = Session::start(&cx, &["--max-workers", "2"]);
    let few = at_once(&session, 20, "f/20").await;
    let workers: BTreeSet<String> = few.iter().map(worker).collect();
    assert_eq!(workers.len(), 1);
    session
        .until("two workers share the load", async || {
            let many = at_once(&session, 150, "f/50").await;
            let workers: BTreeSet<String> = many.iter().map(worker).collect();
            assert!(workers.len() <= 2);
            workers.len() == 2
        })
        .await;
    for id in session.survivors() {
        // A process that waits may have ended by itself.
        let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
    }
    session
        .until("two workers share the load again", async || {
            let many = at_once(&session, 150, "f/50").await;
            let fine = many.iter().all(|answer| answer.status == 200);
            fine && many.iter().map(worker).collect::<BTreeSet<String>>().len() == 2
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_policy_reloads() {
    for policy in ["per_worker", "per_request", "oneshot"] {
        let cx = project("");
        let session = Session::start(&cx, &["--policy", policy]);
        assert_eq!(session.get("f").await.text, "1");
        let path = "supabase/functions/f/index.ts";
        cx.write(path, COUNTER.replace("String(++count)", "'new'"));
        session
            .until("the new code answers", async || {
                session.get("f").await.text == "new"
            })
            .await;
        assert_eq!(session.get("f").await.text, "new");
        cx.write(path, "const a = ;");
        session.wait_for("failed to boot");
        cx.write(path, COUNTER);
        session
            .until("the mended code answers", async || {
                session.get("f").await.text != "new"
            })
            .await;
        assert_eq!(session.get("f").await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_requests_to_a_cold_function_loses_none() {
    for policy in ["per_worker", "per_request"] {
        let cx = project("");
        let session = Session::start(&cx, &["--policy", policy]);
        for answer in at_once(&session, 500, "f").await {
            assert_eq!(answer.status, 200, "{answer:?}");
        }
    }
}
