//! The end of `fx functions serve`: requests are drained, and no engine process survives.

use std::{
    io::{Read as _, Write as _},
    path::Path,
};

use futures_util::{SinkExt as _, StreamExt as _};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, protocol::frame::coding::CloseCode},
};

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

/// Everything that takes its time.
const LONG: &str = r#"
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const endless = () => new ReadableStream({
  async pull(controller) {
    controller.enqueue(new TextEncoder().encode("data: more\\n\\n"));
    await pause(20);
  },
});
Deno.serve((request) => {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith("/events")) {
    return new Response(endless(), { headers: { "content-type": "text/event-stream" } });
  }
  if (pathname.endsWith("/bytes")) return new Response(endless());
  if (pathname.endsWith("/socket")) {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => socket.send(data);
    return response;
  }
  EdgeRuntime.waitUntil(pause(1000).then(() => console.log("background is done")));
  return new Response("soon");
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn sockets_and_event_streams_end_at_once_when_fx_stops() {
    let cx = project(LONG);
    let mut session = Session::start(&cx, &["--stop-timeout", "10m"]);
    let url = session.url("f/socket").replace("http", "ws");
    let (mut socket, _) = connect_async(url).await.unwrap();
    socket.send(Message::text("alive")).await.unwrap();
    assert_eq!(
        socket.next().await.unwrap().unwrap(),
        Message::text("alive")
    );
    let mut events = reqwest::get(session.url("f/events")).await.unwrap();
    assert!(events.chunk().await.unwrap().is_some());
    session.signal("-INT");
    match socket.next().await.unwrap().unwrap() {
        Message::Close(Some(frame)) => assert_eq!(frame.code, CloseCode::Restart),
        other => panic!("{other:?}"),
    }
    while events
        .chunk()
        .await
        .expect("the stream has an end")
        .is_some()
    {}
    assert_eq!(session.wait().code(), Some(130));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_end_in_time_is_reset_and_spoken_of() {
    let cx = project(LONG);
    let mut session = Session::start(&cx, &["--stop-timeout", "1s"]);
    let mut body = reqwest::get(session.url("f/bytes")).await.unwrap();
    assert!(body.chunk().await.unwrap().is_some());
    // The end of the connection is the end of this answer, unless it is reset.
    let mut old = std::net::TcpStream::connect(("127.0.0.1", session.port())).unwrap();
    old.write_all(b"GET /functions/v1/f/bytes HTTP/1.0\r\nhost: x\r\n\r\n")
        .unwrap();
    let mut buffer = [0; 4096];
    assert!(old.read(&mut buffer).unwrap() > 0);
    session.signal("-INT");
    session.wait_for("Stopping: 2 requests (GET /f/bytes, GET /f/bytes)");
    let ended = loop {
        match old.read(&mut buffer) {
            Ok(0) => panic!("it looks whole"),
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(ended.kind(), std::io::ErrorKind::ConnectionReset);
    let ended = loop {
        match body.chunk().await {
            Ok(None) => panic!("it looks whole"),
            Ok(Some(_)) => {}
            Err(error) => break error,
        }
    };
    assert!(ended.is_body() || ended.is_decode(), "{ended:?}");
    assert_eq!(session.wait().code(), Some(130));
}

#[tokio::test(flavor = "multi_thread")]
async fn background_work_gets_what_is_left_of_the_time_and_no_more() {
    let cx = project(LONG);
    let mut session = Session::start(&cx, &[]);
    assert_eq!(session.get("f").await.text, "soon");
    session.signal("-INT");
    session.wait_for("background is done");
    assert_eq!(session.wait().code(), Some(130));
    let mut session = Session::start(&cx, &["--stop-timeout", "0s"]);
    assert_eq!(session.get("f").await.text, "soon");
    session.signal("-INT");
    assert_eq!(session.wait().code(), Some(130));
    assert!(
        !session.said().contains("background is done"),
        "nobody waits for it"
    );
}
