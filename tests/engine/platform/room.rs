//! More functions than there may be workers: whoever finds no place fails alone, and nobody else notices.

use std::time::Duration;

use super::host::Platform;
use crate::session::Answer;

/// Its background work lasts longer than the test.
const BUSY: &str = r#"
Deno.serve(() => {
  EdgeRuntime.waitUntil(new Promise((done) => setTimeout(done, 120_000)));
  return new Response(Deno.env.get("SB_EXECUTION_ID"));
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_cold_request_takes_no_worker_away_that_has_background_work() {
    let platform = Platform::start(&["--max-total-workers", "3"]);
    let project = platform.create_project("room").await;
    for slug in ["a", "b", "c", "d", "idle"] {
        let source = match slug {
            "idle" => "Deno.serve(() => new Response('idle'));",
            _ => BUSY,
        };
        platform
            .cx
            .write(&format!("supabase/functions/{slug}/index.ts"), source);
    }
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    // An idle worker goes before those that have something to do.
    assert_eq!(project.get("idle").await.text, "idle");
    let mut workers = Vec::new();
    for slug in ["a", "b", "c"] {
        let answer = project.get(slug).await;
        assert_eq!(answer.status, 200, "{slug}: {answer:?}");
        workers.push((slug, answer.text));
    }
    let cold = project.invoke(reqwest::Method::GET, "d").send();
    let cold = tokio::spawn(async move { Answer::of(cold.await.unwrap()).await });
    while !cold.is_finished() {
        for (slug, worker) in &workers {
            let answer = project.get(slug).await;
            assert_eq!(
                (answer.status, &answer.text),
                (200, worker),
                "{slug}: {answer:?}"
            );
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let cold = cold.await.unwrap();
    assert_eq!(
        (cold.status, &cold.json()["code"]),
        (503, &"OVERLOADED".into())
    );
    for (slug, worker) in &workers {
        assert_eq!(project.get(slug).await.text, *worker, "{slug}");
    }
}
