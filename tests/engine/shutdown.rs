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

/// Its work in the background never ends.
const BACKGROUND: &str = r#"
Deno.serve(() => {
  EdgeRuntime.waitUntil(new Promise(() => {}));
  return new Response(Deno.env.get("SB_EXECUTION_ID"));
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupt_does_not_wait_for_the_background_work_of_old_versions() {
    let cx = project(BACKGROUND);
    let mut session = Session::start(&cx, &[]);
    assert_eq!(session.get("f").await.status, 200);
    cx.write(
        "supabase/functions/f/index.ts",
        format!("{BACKGROUND}// edited\n"),
    );
    session.wait_for("Reloaded `f`");
    assert!(session.survivors().len() > 1, "the old version works on");
    session.signal("-INT");
    assert_eq!(session.wait().code(), Some(130));
}

#[tokio::test(flavor = "multi_thread")]
async fn background_work_of_an_old_version_obeys_its_limits() {
    let cx = project(BACKGROUND);
    let session = Session::start(&cx, &["--limits", "wall=3s"]);
    assert_eq!(session.get("f").await.status, 200);
    cx.write(
        "supabase/functions/f/index.ts",
        "Deno.serve(() => new Response());",
    );
    session.wait_for("Reloaded `f`");
    // The new version has nothing to do, and retires quietly.
    session.wait_for("function `f` hit a limit");
}

#[tokio::test(flavor = "multi_thread")]
async fn background_work_of_the_third_version_back_ends() {
    let cx = project(BACKGROUND);
    let session = Session::start(&cx, &["--output-format", "stream-json"]);
    let first = session.get("f").await.text;
    for number in 1..=3 {
        cx.write(
            "supabase/functions/f/index.ts",
            format!("{BACKGROUND}// {number}\n"),
        );
        session.stdout().wait_until("a reload", |all| {
            all.matches(r#""type":"reload""#).count() >= number
        });
        assert_eq!(session.get("f").await.status, 200);
    }
    session
        .stdout()
        .wait_until("the end of the first version", |all| {
            all.lines()
                .any(|line| line.contains(r#""type":"worker_shutdown""#) && line.contains(&first))
        });
}
