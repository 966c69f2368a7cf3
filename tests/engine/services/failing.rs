//! A stack that misbehaves, goes away or cannot be trusted: clients hear which one it is, and fx goes on without a
//! restart when it is well again.

use super::project::{act, context};
use crate::{
    context::TestContext,
    session::{Answer, Session},
    stack::{Fault, Settings, Stack},
};

const HEALTH: &str = "/auth/v1/health";

async fn health(session: &Session) -> Answer {
    let url = session.url_outside(HEALTH);
    Answer::of(reqwest::get(url).await.unwrap()).await
}

fn session(cx: &TestContext, stack: &Stack) -> Session {
    Session::start(cx, &["--upstream", stack.url()])
}

#[tokio::test]
async fn a_stack_that_misbehaves_is_named_and_used_again_when_it_is_well() {
    let (stack, cx) = (Stack::without_database(), context());
    let session = session(&cx, &stack);
    let faults = [
        (Fault::Reset, "broke the connection"),
        (Fault::Garbage, "is not HTTP"),
        (Fault::LargeHead(4 << 20), "has more than 100 headers"),
    ];
    for (fault, cause) in faults {
        stack.set_fault(fault);
        let answer = health(&session).await;
        assert_eq!(answer.status, 502, "{fault:?} {}", answer.text);
        let message = answer.json()["message"].as_str().unwrap().to_owned();
        assert!(
            message.contains(stack.url()) && message.contains(cause),
            "{fault:?} {message}"
        );
        let (told, _) = message.split_once(": check that").unwrap();
        session.wait_for(&format!("`{HEALTH}` failed: {told}"));
        stack.set_fault(None);
        let answer = health(&session).await;
        assert_eq!(answer.status, 200, "{fault:?} {}", answer.text);
    }
}

#[tokio::test]
async fn what_a_stack_sends_passes_however_slow_or_large_it_is() {
    let (stack, cx) = (Stack::without_database(), context());
    let session = session(&cx, &stack);
    stack.set_fault(Fault::LargeHead(60_000));
    assert_eq!(health(&session).await.header("x-large").len(), 60_000);
    stack.set_fault(Fault::Slow(std::time::Duration::from_millis(200)));
    assert_eq!(health(&session).await.status, 200);
    // An answer that breaks off does not look whole.
    stack.set_fault(Fault::Truncate);
    let response = reqwest::get(session.url_outside(HEALTH)).await;
    let read = match response {
        Ok(response) => response.bytes().await,
        Err(error) => Err(error),
    };
    assert!(read.is_err(), "{read:?}");
    // A client that gives up takes its request with it, and nothing else.
    stack.set_fault(Fault::Hang);
    let asked = stack.recorded().len();
    let url = session.url_outside(HEALTH);
    let waiting = tokio::spawn(async move { reqwest::get(url).await.map(drop) });
    session
        .until("the request arrives", async || {
            stack.recorded().len() > asked
        })
        .await;
    waiting.abort();
    stack.set_fault(None);
    assert_eq!(health(&session).await.status, 200);
}

#[tokio::test]
async fn a_stack_that_goes_away_is_there_again_without_a_restart() {
    let (stack, cx) = (Stack::without_database(), context());
    let session = session(&cx, &stack);
    assert_eq!(health(&session).await.status, 200);
    let (url, port) = (stack.url().to_owned(), stack.port());
    drop(stack);
    let gone = health(&session).await;
    assert_eq!(gone.status, 502, "{}", gone.text);
    assert!(gone.text.contains(&url), "{}", gone.text);
    let stack = Stack::start_with(Settings {
        port,
        without_database: true,
        ..Settings::default()
    });
    let back = health(&session).await;
    assert_eq!(back.status, 200, "{}", back.text);
    // Sockets too, which the end of the first stack closed.
    act(&stack, &session.url_outside(""), "realtime").await;
}

#[tokio::test]
async fn a_stack_with_a_certificate_of_its_own_is_trusted_when_it_is_named() {
    let (stack, cx) = (
        Stack::start_with(Settings {
            without_database: true,
            tls: true,
            ..Settings::default()
        }),
        context(),
    );
    let stranger = session(&cx, &stack);
    let answer = health(&stranger).await;
    assert_eq!(answer.status, 502, "{}", answer.text);
    assert!(answer.text.contains("--ca-cert"), "{}", answer.text);
    assert!(stack.recorded().is_empty(), "{:?}", stack.recorded());
    drop(stranger);
    let certificate = cx.write("stack.pem", stack.certificate());
    let certificate = certificate.to_str().unwrap();
    let friend = Session::start(&cx, &["--upstream", stack.url(), "--ca-cert", certificate]);
    assert_eq!(health(&friend).await.status, 200);
    for scenario in ["auth", "storage", "uploads", "realtime"] {
        act(&stack, &friend.url_outside(""), scenario).await;
    }
}
