//! Tests of `remote`: how often a set is fetched, which tokens pass by it, and what is said when it does not come.

use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use url::Url;

use super::{Accepted, Arc, Duration, Refused, Rejection, RemoteKeys, Source};
use crate::{
    http::{
        self,
        fixtures::{Server, response},
    },
    jwks::state::MAX_AGE,
    jwt::{
        fixtures::{SECRET, ec, ec_other, ed_signing_key, now, rsa, token},
        public_jwk, sign_local_key, sign_with_jwk,
    },
};

fn set(jwks: &[Value]) -> String {
    let keys: Vec<Value> = jwks.iter().map(public_jwk).collect();
    response("200 OK", &json!({ "keys": keys }).to_string())
}

fn keys_at(base: &Url) -> RemoteKeys {
    RemoteKeys::new(Source {
        url: base.join("/auth/v1/.well-known/jwks.json").unwrap(),
        discovered: false,
        http: http::Options {
            proxies: false,
            ..http::Options::default()
        },
        headers: ::http::HeaderMap::new(),
    })
}

fn signed(jwk: &Value) -> String {
    sign_with_jwk(jwk, "authenticated", now()).unwrap()
}

/// A token with a name that no key has.
fn invented(kid: usize) -> String {
    let header = json!({"alg": "EdDSA", "kid": kid.to_string()});
    token(&header, &json!({}), &ed_signing_key(), Algorithm::EdDSA)
}

async fn why(keys: &RemoteKeys, token: &str) -> String {
    match keys.verify(token, now()).await {
        Err(Refused::Unavailable { why, .. }) => why.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn one_fetch_serves_every_token_of_the_set_and_carries_no_credential() {
    let server = Server::answering(set(&[ec(), rsa()])).await;
    let keys = keys_at(&server.base);
    for jwk in [ec(), rsa(), ec()] {
        keys.verify(&signed(&jwk), now()).await.unwrap();
    }
    let [request] = &server.requests()[..] else {
        panic!("{:?}", server.requests());
    };
    assert!(
        request.starts_with("get /auth/v1/.well-known/jwks.json http/1.1\r\n"),
        "{request}"
    );
    for absent in ["authorization", "apikey", "cookie"] {
        assert!(!request.contains(absent), "{request}");
    }
}

#[tokio::test]
async fn many_requests_wait_for_one_fetch() {
    let server = Server::holding(set(&[ec()])).await;
    let keys = Arc::new(keys_at(&server.base));
    let waiting: Vec<_> = (0..50)
        .map(|_| {
            let keys = Arc::clone(&keys);
            tokio::spawn(async move { keys.verify(&signed(&ec()), now()).await.is_ok() })
        })
        .collect();
    server.has_requests(1).await;
    server.release();
    for passes in waiting {
        assert!(passes.await.unwrap());
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_client_that_goes_away_takes_no_fetch_with_it() {
    let server = Server::holding(set(&[ec()])).await;
    let keys = Arc::new(keys_at(&server.base));
    let of_task = Arc::clone(&keys);
    let first = tokio::spawn(async move { of_task.verify(&signed(&ec()), now()).await.is_ok() });
    server.has_requests(1).await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    server.release();
    keys.verify(&signed(&ec()), now()).await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn tokens_with_invented_keys_cause_one_fetch() {
    let server = Server::answering(set(&[ec()])).await;
    let keys = keys_at(&server.base);
    for kid in 0..100 {
        let refused = keys.verify(&invented(kid), now()).await;
        assert!(matches!(refused, Err(Refused::UnknownKey)), "{refused:?}");
    }
    keys.verify(&signed(&ec()), now()).await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn what_a_key_of_the_set_signed_wrongly_is_refused_for_its_own_reason() {
    let server = Server::answering(set(&[ec()])).await;
    let keys = keys_at(&server.base);
    let mut other = ec_other();
    other["kid"] = json!("ec-1");
    let refused = keys.verify(&signed(&other), now()).await;
    let Err(Refused::Rejected(Rejection::Asymmetric { detail })) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        detail,
        "the signature does not match the key with kid `ec-1`"
    );
}

#[tokio::test]
async fn shared_secrets_in_a_set_let_nothing_pass() {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let secret = json!({"kty": "oct", "alg": "HS256", "k": URL_SAFE_NO_PAD.encode(SECRET)});
    let body = json!({ "keys": [secret] }).to_string();
    let server = Server::answering(response("200 OK", &body)).await;
    let token = sign_local_key(SECRET, "service_role");
    let refused = keys_at(&server.base).verify(&token, now()).await;
    assert!(matches!(refused, Err(Refused::UnknownKey)), "{refused:?}");
}

#[tokio::test]
async fn a_token_passes_no_longer_than_it_says_and_its_key_is_known() {
    let server = Server::answering(set(&[ec()])).await;
    let keys = keys_at(&server.base);
    let Accepted { expires, keys: by } = keys.verify(&signed(&ec()), now()).await.unwrap();
    assert!(expires <= now() + MAX_AGE && expires > now() + MAX_AGE / 2);
    assert_eq!(by.strong_count(), 1);
    drop(keys);
    assert_eq!(by.strong_count(), 0);
}

#[tokio::test]
async fn a_set_that_does_not_come_is_explained_and_not_fetched_again_at_once() {
    for (answer, expected) in [
        (response("404 Not Found", "{}"), "it answered 404 Not Found"),
        (
            response("302 Found\r\nlocation: http://127.0.0.1:1/", ""),
            "it answered 302 Found",
        ),
        (
            response("200 OK", "<html>"),
            "the answer is not a JSON Web Key Set",
        ),
        (
            response("200 OK", r#"{"keys":{}}"#),
            "the answer is not a JSON Web Key Set",
        ),
        (
            response("200 OK", &" ".repeat(70_000)),
            "the answer is larger than 65536 bytes",
        ),
    ] {
        let server = Server::answering(answer).await;
        let keys = keys_at(&server.base);
        for _ in 0..3 {
            assert_eq!(why(&keys, &signed(&ec())).await, expected);
        }
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn where_nothing_listens_the_connection_is_said_to_be_refused_and_later_it_is_tried_again() {
    let server = Server::answering(set(&[ec()])).await;
    let base = server.base.clone();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = listener.local_addr().unwrap();
    drop(listener);
    let keys = keys_at(&Url::parse(&format!("http://{closed}")).unwrap());
    assert_eq!(why(&keys, &signed(&ec())).await, "connection refused");
    // The state machine's tests have the times; here it is only seen that one is told.
    let refused = keys.verify(&signed(&ec()), now()).await;
    let Err(Refused::Unavailable { url, pause, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert!(pause > Duration::ZERO && url.to_string().contains(&closed.to_string()));
    keys_at(&base).verify(&signed(&ec()), now()).await.unwrap();
}

#[tokio::test]
async fn a_fetch_ends_with_those_it_is_for() {
    let server = Server::holding(set(&[ec()])).await;
    let keys = Arc::new(keys_at(&server.base));
    let of_task = Arc::clone(&keys);
    let first = tokio::spawn(async move { of_task.verify(&signed(&ec()), now()).await.is_ok() });
    server.has_requests(1).await;
    first.abort();
    let _ = first.await;
    let task = keys.fetching.lock().unwrap().clone().unwrap();
    assert!(!task.is_finished());
    let shared = Arc::downgrade(&keys.shared);
    drop(keys);
    tokio::time::timeout(Duration::from_secs(10), async {
        while shared.strong_count() > 0 {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
    assert!(task.is_finished());
}
