//! The end of `fx functions serve`: requests are drained, and no engine process survives.

use std::path::Path;

use crate::{context::TestContext, session::Session};

const SLOW: &str = r#"
Deno.serve(async () => {
  console.log("request began");
  await new Promise((resolve) => setTimeout(resolve, 700));
  return new Response("finished");
});
"#;

fn project(source: &str) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n",
    );
    cx.write("supabase/functions/f/index.ts", source);
    cx
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupt_lets_requests_finish_and_ends_with_130() {
    let cx = project(SLOW);
    let mut session = Session::start(&cx, &[]);
    let url = session.url("f");
    let request =
        tokio::spawn(async move { reqwest::get(url).await.unwrap().text().await.unwrap() });
    session.wait_for("request began");
    session.signal("-INT");
    assert_eq!(request.await.unwrap(), "finished");
    assert_eq!(session.wait().code(), Some(130));
    session.wait_for_no_survivors();
    assert!(
        !has_leftovers(&cx.root().join("tmp")),
        "the private directories are removed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_interrupt_ends_at_once() {
    let cx = project(&SLOW.replace("700", "600000"));
    let mut session = Session::start(&cx, &[]);
    let url = session.url("f");
    let request = tokio::spawn(async move { reqwest::get(url).await });
    session.wait_for("request began");
    session.signal("-INT");
    session.wait_for("Ctrl-C again");
    session.signal("-INT");
    assert_eq!(session.wait().code(), Some(130));
    session.wait_for_no_survivors();
    assert!(request.await.unwrap().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_engine_survives_a_kill() {
    let cx = project(SLOW);
    let mut session = Session::start(&cx, &[]);
    assert_eq!(reqwest::get(session.url("f")).await.unwrap().status(), 200);
    assert!(!session.survivors().is_empty(), "an engine runs");
    session.signal("-KILL");
    session.wait();
    session.wait_for_no_survivors();
    assert!(has_leftovers(&cx.root().join("tmp")));

    let next = Session::start(&cx, &[]);
    assert_eq!(reqwest::get(next.url("f")).await.unwrap().status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_signal_decides_about_the_exit_code() {
    for (signal, code) in [("-TERM", 143), ("-HUP", 129)] {
        let cx = project(SLOW);
        let mut session = Session::start(&cx, &[]);
        session.signal(signal);
        assert_eq!(session.wait().code(), Some(code), "{signal}");
    }
}

fn has_leftovers(directory: &Path) -> bool {
    std::fs::read_dir(directory)
        .unwrap()
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("fx-"))
}
