//! Tests of `probe`: what is told apart, what is sent, and how long and how much of it at most.

use std::{net::TcpListener, time::Instant};

use super::{Keys, Probe, Recognised, StatusCode, Url, compare};
use crate::http::fixtures::{Server, response};

const PROBE: Probe<'_> = Probe { ca_cert: None };
const GOTRUE: &str = r#"{"version":"v2.186.0","name":"GoTrue","description":"an auth server"}"#;

async fn recognised(answer: String) -> Recognised {
    PROBE.recognise(&Server::answering(answer).await.base).await
}

#[tokio::test]
async fn a_stack_is_recognised_by_its_auth_service() {
    let found = recognised(response("200 OK\r\ncontent-type: application/json", GOTRUE)).await;
    assert_eq!(found, Recognised::GoTrue);
    let found = recognised(response("200 OK", r#"{"name":"GoTrue"}"#)).await;
    assert_eq!(found, Recognised::GoTrue);
}

#[tokio::test]
async fn another_fx_is_recognised_by_its_header_whatever_it_answers() {
    for status in ["200 OK", "502 Bad Gateway", "508 Loop Detected"] {
        let head = format!("{status}\r\nX-Fx-Gateway: serve");
        assert_eq!(recognised(response(&head, GOTRUE)).await, Recognised::Fx);
    }
}

#[tokio::test]
async fn what_is_no_auth_service_is_something_else() {
    for answer in [
        response("200 OK", "<html>"),
        response("200 OK", r#"{"name":"gotrue"}"#),
        response("200 OK", r#"["GoTrue"]"#),
        response("401 Unauthorized", GOTRUE),
        response("302 Found\r\nlocation: http://127.0.0.1:1/", GOTRUE),
        response("200 OK", &format!("{}{GOTRUE}", " ".repeat(70_000))),
    ] {
        assert_eq!(
            recognised(answer.clone()).await,
            Recognised::Other,
            "{answer:.80}"
        );
    }
}

#[tokio::test]
async fn where_nothing_listens_or_speaks_http_there_is_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let begun = Instant::now();
    assert!(matches!(
        PROBE.recognise(&base).await,
        Recognised::Nothing { .. }
    ));
    assert!(
        begun.elapsed() < super::RECOGNISE_TIMEOUT,
        "{:?}",
        begun.elapsed()
    );
    let garbage = recognised("garbage\r\n\r\n".to_owned()).await;
    assert!(matches!(garbage, Recognised::Nothing { .. }));
}

#[tokio::test]
async fn who_says_nothing_is_not_waited_for() {
    let server = Server::holding(String::new()).await;
    assert_eq!(PROBE.recognise(&server.base).await, Recognised::Other);
}

#[tokio::test]
async fn the_question_for_health_carries_no_credential() {
    let server = Server::answering(response("200 OK", GOTRUE)).await;
    let mut base = server.base.clone();
    base.set_username("user").unwrap();
    base.set_password(Some("canary")).unwrap();
    PROBE.recognise(&base).await;
    let received = server.requests().concat();
    assert!(
        received.starts_with("get /auth/v1/health http/1.1\r\n"),
        "{received}"
    );
    assert!(received.contains("x-fx-gateway: serve\r\n"), "{received}");
    for absent in ["authorization", "apikey", "cookie", "canary"] {
        assert!(!received.contains(absent), "{received}");
    }
}

#[tokio::test]
async fn link_local_addresses_are_never_asked() {
    let base = Url::parse("http://169.254.169.254/").unwrap();
    let begun = Instant::now();
    assert!(matches!(
        PROBE.recognise(&base).await,
        Recognised::Nothing { .. }
    ));
    assert_eq!(PROBE.compare_keys(&base, "key").await, Keys::Unknown);
    assert!(
        begun.elapsed() < super::RECOGNISE_TIMEOUT,
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn the_anon_key_is_sent_once_and_not_to_where_a_redirect_leads() {
    let other = Server::answering(response("200 OK", "[]")).await;
    let head = format!("307 Temporary Redirect\r\nlocation: {}", other.base);
    let server = Server::answering(response(&head, "")).await;
    let keys = PROBE.compare_keys(&server.base, "the.anon.key").await;
    assert_eq!(keys, Keys::Unknown);
    let received = server.requests().concat();
    assert_eq!(received.matches("get /rest/v1/").count(), 1, "{received}");
    assert!(received.contains("apikey: the.anon.key\r\n"), "{received}");
    assert!(
        received.contains("authorization: bearer the.anon.key\r\n"),
        "{received}"
    );
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn another_fx_says_nothing_about_keys() {
    let head = "404 Not Found\r\nx-fx-gateway: serve";
    let server = Server::answering(response(head, "{}")).await;
    assert_eq!(PROBE.compare_keys(&server.base, "key").await, Keys::Unknown);
}

#[test]
fn the_answer_says_whose_the_keys_are() {
    let cases = [
        (200, "[]", Keys::Same),
        (
            404,
            r#"{"code":"PGRST205","message":"Could not find the table"}"#,
            Keys::Same,
        ),
        (
            404,
            r#"{"code":"42P01","message":"relation does not exist"}"#,
            Keys::Same,
        ),
        (
            401,
            r#"{"code":"42501","message":"permission denied for schema public"}"#,
            Keys::Same,
        ),
        (
            401,
            r#"{"code":"PGRST301","message":"JWSError JWSInvalidSignature"}"#,
            Keys::Other,
        ),
        (
            401,
            r#"{"code":"PGRST301","message":"No suitable key or wrong key type"}"#,
            Keys::Other,
        ),
        (
            401,
            r#"{"message":"Invalid authentication credentials"}"#,
            Keys::Other,
        ),
        (
            403,
            r#"{"message":"Invalid authentication credentials"}"#,
            Keys::Other,
        ),
        (
            401,
            r#"{"message":"Invalid API key","hint":"Double check your key"}"#,
            Keys::Other,
        ),
        (
            401,
            r#"{"code":"PGRST301","message":"JWT expired"}"#,
            Keys::Unknown,
        ),
        (
            401,
            r#"{"code":"PGRST303","message":"JWT expired"}"#,
            Keys::Unknown,
        ),
        (
            403,
            r#"{"message":"You cannot consume this service"}"#,
            Keys::Unknown,
        ),
        (401, "<html>", Keys::Unknown),
        (
            503,
            r#"{"code":"PGRST001","message":"Database client error"}"#,
            Keys::Unknown,
        ),
        (302, "", Keys::Unknown),
    ];
    for (status, body, expected) in cases {
        let status = StatusCode::from_u16(status).unwrap();
        assert_eq!(
            compare(status, body.as_bytes()),
            expected,
            "{status} {body}"
        );
    }
}
