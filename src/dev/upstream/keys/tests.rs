//! Tests of `keys`: whose keys count for which token, and what a refusal says.

use serde_json::{Value, json};

use http::HeaderValue;

use super::{Arc, HeaderMap, Unauthorized, UpstreamKeys, Url};
use crate::{
    gateway::{Authorizer, Keys, Verdict},
    http::fixtures::{Server, response},
    jwt::{
        Verifier,
        fixtures::{SECRET, ec, ec_other, now, rsa},
        public_jwk, sign_local_key, sign_with_jwk,
    },
    redact::Secret,
};

/// An authorizer of a project that has `jwks` besides its secret.
fn authorizer(jwks: &[Value]) -> Authorizer {
    let verifier = Verifier::new(&Secret::new(SECRET.to_owned()), jwks).unwrap();
    let keys = Keys {
        anon: sign_local_key(SECRET, "anon"),
        service_role: sign_local_key(SECRET, "service_role"),
        publishable: vec!["sb_publishable_abc".to_owned()],
        secret: vec!["sb_secret_xyz".to_owned()],
    };
    Authorizer::new(verifier, keys)
}

fn set(jwks: &[Value]) -> String {
    let keys: Vec<Value> = jwks.iter().map(public_jwk).collect();
    response("200 OK", &json!({ "keys": keys }).to_string())
}

fn signed(jwk: &Value) -> String {
    sign_with_jwk(jwk, "authenticated", now()).unwrap()
}

fn no_keys() -> UpstreamKeys {
    UpstreamKeys::new(None)
}

fn keys_of(upstream: &Url) -> UpstreamKeys {
    let keys = no_keys();
    keys.set(Some(upstream));
    keys
}

async fn answer(
    keys: &UpstreamKeys,
    authorizer: &Authorizer,
    token: &str,
) -> Result<(), Unauthorized> {
    let value = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
    let headers = HeaderMap::from_iter([(http::header::AUTHORIZATION, value)]);
    match authorizer.judge(&headers, now()) {
        Verdict::Pass => Ok(()),
        Verdict::Refuse(refusal) => Err(refusal),
        Verdict::UnknownKey(unknown) => keys.decide(authorizer, unknown, now()).await,
    }
}

async fn detail(keys: &UpstreamKeys, authorizer: &Authorizer, token: &str) -> String {
    answer(keys, authorizer, token).await.unwrap_err().detail
}

#[tokio::test]
async fn a_token_of_the_upstream_passes_and_is_remembered() {
    let server = Server::answering(set(&[ec()])).await;
    let (keys, authorizer) = (keys_of(&server.base), authorizer(&[]));
    let token = signed(&ec());
    for _ in 0..3 {
        assert_eq!(answer(&keys, &authorizer, &token).await, Ok(()));
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert!(
        requests[0].contains("\r\nx-fx-gateway: serve\r\n"),
        "{requests:?}"
    );
    // It passes by itself now, without the upstream being asked.
    let value = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
    let headers = HeaderMap::from_iter([(http::header::AUTHORIZATION, value)]);
    assert_eq!(authorizer.authorize(&headers, now()), Ok(()));
    // Until there is no upstream any more.
    keys.set(None);
    assert!(authorizer.authorize(&headers, now()).is_err());
}

#[tokio::test]
async fn the_upstream_is_not_asked_about_what_the_project_can_judge() {
    let server = Server::answering(set(&[ec_other()])).await;
    let (keys, authorizer) = (keys_of(&server.base), authorizer(&[ec()]));
    for token in [sign_local_key(SECRET, "anon"), signed(&ec())] {
        assert_eq!(answer(&keys, &authorizer, &token).await, Ok(()));
    }
    for token in ["a.b.c", "sb_secret_other", ""] {
        answer(&keys, &authorizer, token).await.unwrap_err();
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_projects_key_wins_over_one_of_the_upstream_with_the_same_name() {
    let mut other = ec_other();
    other["kid"] = ec()["kid"].clone();
    let server = Server::answering(set(&[other.clone()])).await;
    let (keys, authorizer) = (keys_of(&server.base), authorizer(&[ec()]));
    assert_eq!(
        detail(&keys, &authorizer, &signed(&other)).await,
        "the signature does not match the key with kid `ec-1`"
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_refusal_says_what_the_upstream_has_to_do_with_it() {
    let server = Server::answering(set(&[ec()])).await;
    let base = &server.base;
    let (keys, authorizer) = (keys_of(base), authorizer(&[]));
    let refused = answer(&keys, &authorizer, &signed(&rsa()))
        .await
        .unwrap_err();
    assert_eq!(refused.code, "UNAUTHORIZED_ASYMMETRIC_JWT");
    let kid = rsa()["kid"].as_str().unwrap().to_owned();
    assert_eq!(
        refused.detail,
        format!("its key `{kid}` is neither the project's nor the upstream's ({base})")
    );
    let of_other_secret = sign_local_key("another secret, of another stack", "anon");
    let refused = answer(&keys, &authorizer, &of_other_secret)
        .await
        .unwrap_err();
    assert_eq!(refused.code, "UNAUTHORIZED_JWT");
    assert_eq!(
        refused.detail,
        format!(
            "the signature does not match the project's JWT secret; if the stack at {base} signed the token, set `auth.jwt_secret` in `supabase/config.toml` to its secret"
        )
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn keys_that_cannot_be_fetched_are_said_to_be_so() {
    let server = Server::answering(response("503 Service Unavailable", "")).await;
    let (keys, authorizer) = (keys_of(&server.base), authorizer(&[]));
    let detail = detail(&keys, &authorizer, &signed(&ec())).await;
    let expected = format!(
        "its key `ec-1` is not the project's, and the upstream's keys could not be fetched from {}auth/v1/.well-known/jwks.json: it answered 503 Service Unavailable; next try in 1 s",
        server.base
    );
    assert_eq!(detail, expected);
}

#[tokio::test]
async fn without_an_upstream_a_refusal_is_as_it_always_was() {
    let (keys, authorizer) = (no_keys(), authorizer(&[]));
    assert_eq!(
        detail(&keys, &authorizer, &signed(&ec())).await,
        "the project has no ES256 key"
    );
}

#[tokio::test]
async fn another_upstream_has_the_say_at_once() {
    let (first, second) = (
        Server::answering(set(&[ec()])).await,
        Server::answering(set(&[ec_other()])).await,
    );
    let (keys, authorizer) = (keys_of(&first.base), authorizer(&[]));
    assert_eq!(answer(&keys, &authorizer, &signed(&ec())).await, Ok(()));
    // The same one again changes nothing.
    keys.set(Some(&first.base));
    assert_eq!(answer(&keys, &authorizer, &signed(&ec())).await, Ok(()));
    assert_eq!(first.requests().len(), 1);
    keys.set(Some(&second.base));
    assert!(answer(&keys, &authorizer, &signed(&ec())).await.is_err());
    assert_eq!(
        answer(&keys, &authorizer, &signed(&ec_other())).await,
        Ok(())
    );
}

#[tokio::test]
async fn an_upstream_that_is_replaced_while_it_is_asked_does_not_decide() {
    let (first, second) = (
        Server::holding(set(&[ec()])).await,
        Server::answering(set(&[ec_other()])).await,
    );
    let keys = Arc::new(keys_of(&first.base));
    let of_task = Arc::clone(&keys);
    let asked =
        tokio::spawn(async move { answer(&of_task, &authorizer(&[]), &signed(&ec())).await });
    first.has_requests(1).await;
    keys.set(Some(&second.base));
    first.release();
    let refused = asked.await.unwrap().unwrap_err();
    assert!(refused.detail.contains(second.base.as_str()), "{refused:?}");
}

#[tokio::test]
async fn credentials_in_the_address_of_an_upstream_are_neither_sent_nor_told() {
    let server = Server::answering(response("404 Not Found", "")).await;
    let mut base = server.base.clone();
    base.set_username("user").unwrap();
    base.set_password(Some("canary")).unwrap();
    let (keys, authorizer) = (keys_of(&base), authorizer(&[]));
    let detail = detail(&keys, &authorizer, &signed(&ec())).await;
    let request = server.requests().concat();
    for absent in ["canary", "user:", "authorization", "dxnlcjpj"] {
        assert!(
            !detail.contains(absent) && !request.contains(absent),
            "{absent}"
        );
    }
}
