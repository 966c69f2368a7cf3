//! Tokens that the upstream's auth service has signed, and an upstream whose keys are not the project's.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use rcgen::{KeyPair, PublicKeyData as _};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::{
    passing::project,
    server::{Seen, Server, answer, ok, stack},
};
use crate::session::{Answer, Session};

const JWKS: &str = "GET /auth/v1/.well-known/jwks.json HTTP/1.1";
const ASYMMETRIC: &str = "UNAUTHORIZED_ASYMMETRIC_JWT";

/// A key pair of an auth service.
pub struct Signer {
    kid: &'static str,
    pair: KeyPair,
}

impl Signer {
    pub fn new(kid: &'static str) -> Self {
        let pair = KeyPair::generate().unwrap();
        Self { kid, pair }
    }

    /// What it publishes.
    fn jwk(&self) -> Value {
        // 0x04, then both coordinates.
        let point = self.pair.der_bytes();
        json!({
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "key_ops": ["verify"], "ext": true,
            "kid": self.kid,
            "x": URL_SAFE_NO_PAD.encode(&point[1..33]),
            "y": URL_SAFE_NO_PAD.encode(&point[33..]),
        })
    }

    /// `Bearer` and a token of a signed-in user, under any name.
    fn bearer_named(&self, kid: &str) -> String {
        let claims = json!({ "role": "authenticated", "exp": 4_000_000_000_u64 });
        self.bearer_with(kid, claims)
    }

    /// `Bearer` and a token that says this, under any name.
    pub fn bearer_with(&self, kid: &str, claims: Value) -> String {
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = part(json!({ "alg": "ES256", "typ": "JWT", "kid": kid }));
        let claims = part(claims);
        let message = format!("{header}.{claims}");
        let key = EncodingKey::from_ec_der(&self.pair.serialize_der());
        let signature = crypto::sign(message.as_bytes(), &key, Algorithm::ES256).unwrap();
        format!("Bearer {message}.{signature}")
    }

    fn bearer(&self) -> String {
        self.bearer_named(self.kid)
    }
}

pub fn set(signers: &[&Signer]) -> String {
    let keys: Vec<Value> = signers.iter().map(|signer| signer.jwk()).collect();
    json!({ "keys": keys }).to_string()
}

/// A stack that publishes `set`.
async fn stack_with(set: String) -> Server {
    Server::start(move |seen| match seen.line == JWKS {
        true => ok(&set),
        false => stack(seen),
    })
    .await
}

fn fetches(server: &Server) -> Vec<Seen> {
    let all = server.all().into_iter();
    all.filter(|seen| seen.line == JWKS).collect()
}

async fn call(session: &Session, bearer: &str) -> Answer {
    let request = Client::new().get(session.url("hello"));
    let sent = request.header("authorization", bearer).send().await;
    Answer::of(sent.unwrap()).await
}

/// Returns `detail` of the answer.
async fn refused(session: &Session, bearer: &str) -> String {
    let answer = call(session, bearer).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{answer:?}");
    assert_eq!(answer.json()["code"], ASYMMETRIC);
    answer.detail()
}

#[tokio::test(flavor = "multi_thread")]
async fn users_of_the_upstream_may_call_functions_and_strangers_may_not() {
    let (users, older) = (Signer::new("users"), Signer::new("older"));
    let upstream = stack_with(set(&[&users, &older])).await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    for bearer in [users.bearer(), older.bearer(), users.bearer()] {
        let answer = call(&session, &bearer).await;
        assert_eq!((answer.status, &*answer.text), (200, "hello"), "{answer:?}");
    }
    let [fetch] = &fetches(&upstream)[..] else {
        panic!("one fetch for all: {:?}", upstream.all());
    };
    for absent in ["authorization", "apikey", "cookie"] {
        assert_eq!(fetch.header(absent), "", "{fetch:?}");
    }
    let stranger = Signer::new("stranger");
    let detail = refused(&session, &stranger.bearer()).await;
    assert_eq!(
        detail,
        format!(
            "its key `stranger` is neither the project's nor the upstream's ({}/)",
            upstream.url
        )
    );
    let detail = refused(&session, &stranger.bearer_named("users")).await;
    assert_eq!(
        detail,
        "the signature does not match the key with kid `users`"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn invented_keys_do_not_make_fx_ask_again_and_again() {
    let users = Signer::new("users");
    let upstream = stack_with(set(&[&users])).await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let stranger = Signer::new("stranger");
    let begun = Instant::now();
    let mut calls = tokio::task::JoinSet::new();
    for index in 0..40 {
        let request = Client::new().get(session.url("hello"));
        let bearer = stranger.bearer_named(&format!("invented-{index}"));
        calls.spawn(request.header("authorization", bearer).send());
    }
    for sent in calls.join_all().await {
        assert_eq!(sent.unwrap().status(), StatusCode::UNAUTHORIZED);
    }
    assert_eq!(call(&session, &users.bearer()).await.status, 200);
    // One at once, and one more every five seconds that the machine took for it.
    let most = 1 + begun.elapsed().as_secs() / 5;
    let count = fetches(&upstream).len();
    assert!(
        (1..=usize::try_from(most).unwrap()).contains(&count),
        "{count}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_cannot_be_fetched_are_explained_and_fetched_later() {
    let users = Signer::new("users");
    let (set, is_up) = (set(&[&users]), Arc::new(AtomicBool::new(false)));
    let switch = Arc::clone(&is_up);
    let upstream = Server::start(move |seen| match seen.line == JWKS {
        true if is_up.load(Ordering::SeqCst) => ok(&set),
        true => answer("503 Service Unavailable", "", ""),
        false => stack(seen),
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let detail = refused(&session, &users.bearer()).await;
    let url = format!("{}/auth/v1/.well-known/jwks.json", upstream.url);
    assert!(
        detail.starts_with(&format!(
            "its key `users` is not the project's, and the upstream's keys could not be fetched from {url}: it answered 503 Service Unavailable; next try in "
        )),
        "{detail}"
    );
    switch.store(true, Ordering::SeqCst);
    let passes = async || call(&session, &users.bearer()).await.status == 200;
    session.until("the keys are fetched again", passes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_the_anon_key_nor_the_question_for_keys_follows_a_redirect() {
    let users = Signer::new("users");
    let published = set(&[&users]);
    let other = Server::start(move |_| ok(&published)).await;
    let location = format!("location: {}/jwks.json\r\n", other.url);
    let upstream = Server::start(move |_| answer("307 Temporary Redirect", &location, "")).await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let detail = refused(&session, &users.bearer()).await;
    assert!(
        detail.contains("it answered 307 Temporary Redirect"),
        "{detail}"
    );
    let has_probed = async || {
        let all = upstream.all();
        all.iter().any(|seen| seen.line.contains("fx_probe"))
    };
    session.until("the anon key is tried", has_probed).await;
    assert!(other.all().is_empty(), "{:?}", other.all());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stack_with_other_keys_is_recognised_and_said() {
    let upstream = Server::start(|seen| match seen.line.starts_with("GET /rest/v1/") {
        true => answer(
            "401 Unauthorized",
            "",
            r#"{"code":"PGRST301","message":"No suitable key or wrong key type"}"#,
        ),
        false => stack(seen),
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let said = session.wait_for("refuses the project's anon key");
    assert!(said.contains(&upstream.url), "{said}");
    session.wait_for("jwt_secret");
    let all = upstream.all();
    let probes: Vec<&Seen> = all
        .iter()
        .filter(|seen| seen.line.contains("fx_probe"))
        .collect();
    assert_eq!(probes.len(), 1, "{all:?}");
    let key = probes[0].header("apikey");
    assert_eq!(probes[0].header("authorization"), format!("Bearer {key}"));
    assert!(!session.said().contains(&key), "no key is ever shown");
    tokio::time::timeout(Duration::from_secs(5), async {
        assert_eq!(call(&session, &format!("Bearer {key}")).await.status, 200);
    })
    .await
    .unwrap();
}
