//! Functions that use their project as people write them: tables, users, files, messages, and each other.

use serde_json::{Value, json};

use super::project::{context, stack};
use crate::{
    session::{Answer, Session},
    stack::Stack,
};

/// A token of a new user, and the user's id.
async fn sign_up(session: &Session, stack: &Stack, name: &str) -> (String, String) {
    let request = reqwest::Client::new()
        .post(session.url_outside("/auth/v1/signup"))
        .header("apikey", &stack.keys().publishable)
        .body(
            json!({ "email": format!("{name}@example.com"), "password": "correct horse" })
                .to_string(),
        );
    let body = Answer::of(request.send().await.unwrap()).await.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&body["access_token"]), text(&body["user"]["id"]))
}

async fn call(session: &Session, name: &str, token: &str, body: Value) -> (u16, Value) {
    let request = reqwest::Client::new()
        .post(session.url(name))
        .bearer_auth(token)
        .body(body.to_string());
    let answer = Answer::of(request.send().await.unwrap()).await;
    (answer.status, answer.json())
}

#[tokio::test]
async fn a_function_sees_the_rows_of_the_user_who_calls_it() {
    let stack = stack().await;
    let cx = context();
    let session = Session::start(&cx, &["--upstream", stack.url()]);
    for name in ["ann", "bob"] {
        // Signed by the auth service of the upstream, with a key that the project does not have.
        let (token, user) = sign_up(&session, &stack, name).await;
        let title = format!("first of {name}");
        let (status, body) = call(&session, "todos", &token, json!({ "title": title })).await;
        let expected = json!({
            "user": user, "owner": user, "titles": [title], "count": 1, "sum": 42,
        });
        assert_eq!((status, &body), (200, &expected), "{}", session.said());
    }
    let (token, _) = sign_up(&session, &stack, "eve").await;
    let forged = format!("{}AAAA", &token[..token.len() - 4]);
    let (status, body) = call(&session, "todos", &forged, json!({ "title": "x" })).await;
    assert_eq!(status, 401, "{body}");
}

#[tokio::test]
async fn functions_that_call_functions_meet_the_local_ones_and_all_services() {
    let stack = stack().await;
    let cx = context();
    let session = Session::start(&cx, &["--upstream", stack.url()]);
    let (token, _) = sign_up(&session, &stack, "ann").await;
    for title in ["one", "two"] {
        let (status, body) = call(&session, "todos", &token, json!({ "title": title })).await;
        assert_eq!(status, 200, "{body}");
    }
    let (status, report) = call(&session, "report", &token, json!({})).await;
    assert_eq!(status, 200, "{report}\n{}", session.said());
    assert_eq!(report["count"], 2, "{report}");
    assert_eq!(report["length"], "one\ntwo".len(), "{report}");
    let path = report["path"].as_str().unwrap();
    let announced = json!({ "sent": "ok", "payload": { "path": path } });
    assert_eq!(report["announced"], announced, "{report}");
    // The address that a function hands on is one at which its reader finds the file.
    let url = report["url"].as_str().unwrap();
    assert!(url.starts_with(&session.url_outside("/")), "{url}");
    let content = reqwest::get(url).await.unwrap().text().await.unwrap();
    assert_eq!(content, "one\ntwo");
    let functions = stack.recorded();
    let functions = functions
        .iter()
        .filter(|request| request.path().starts_with("/functions"));
    assert_eq!(functions.count(), 0);
}

#[tokio::test]
async fn services_never_see_what_fx_marks_requests_with() {
    let stack = stack().await;
    let cx = context();
    let session = Session::start(&cx, &["--upstream", stack.url()]);
    let (token, _) = sign_up(&session, &stack, "ann").await;
    let (status, body) = call(&session, "report", &token, json!({})).await;
    assert_eq!(status, 200, "{body}");
    let recorded = stack.recorded();
    assert!(
        recorded
            .iter()
            .any(|request| request.path() == "/realtime/v1/websocket")
    );
    for request in recorded {
        assert_eq!(request.header("x-fx-caller"), "", "{request:?}");
        assert_eq!(request.header("x-fx-request"), "", "{request:?}");
    }
}
