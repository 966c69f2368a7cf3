//! Who may call a function that wants a token: tokens of the project's keys and its API keys, and nobody else.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use serde_json::{Value, json};

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

const HELLO: &str = "Deno.serve(() => new Response('hello'));";
/// What every local project has that chooses nothing else.
const JWT_SECRET: &str = "super-secret-jwt-token-with-at-least-32-characters-long";
const PUBLISHABLE_KEY: &str = "sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH";

fn project(config: &str) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", config);
    cx.write("supabase/functions/f/index.ts", HELLO);
    cx
}

/// What `fx status -o json` says.
fn status(cx: &TestContext) -> Value {
    let output = cx.fx(["status", "-o", "json"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

async fn call(session: &Session, headers: &[(&str, &str)]) -> Answer {
    let mut request = reqwest::Client::new().get(session.url("f"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Answer::of(request.send().await.unwrap()).await
}

async fn assert_passes(session: &Session, headers: &[(&str, &str)]) {
    let answer = call(session, headers).await;
    let seen = (answer.status, &*answer.text);
    assert_eq!(seen, (200, "hello"), "{headers:?}");
}

/// Returns `detail` of the answer.
async fn assert_refused(session: &Session, headers: &[(&str, &str)], code: &str) -> String {
    let answer = call(session, headers).await;
    assert_eq!(answer.status, 401, "{headers:?}: {answer:?}");
    let json = answer.json();
    assert_eq!(json["code"], code, "{headers:?}: {answer:?}");
    assert_eq!(answer.header("sb-error-code"), code);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(json["msg"], json["message"]);
    assert_ne!(json["msg"].as_str().unwrap_or_default(), "");
    answer.detail()
}

/// `Bearer` and a token for anonymous clients that ends in `seconds` from now.
fn bearer(secret: &str, seconds: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let expires = i64::try_from(now.as_secs()).unwrap() + seconds;
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = part(json!({ "alg": "HS256", "typ": "JWT" }));
    let claims = part(json!({ "role": "anon", "exp": expires }));
    let message = format!("{header}.{claims}");
    let key = EncodingKey::from_secret(secret.as_bytes());
    let signature = crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
    format!("Bearer {message}.{signature}")
}

fn in_bearer(token: &Value) -> String {
    format!("Bearer {}", token.as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_wants_a_token_unless_told_otherwise_and_says_what_is_wrong_with_one() {
    let cx = project("");
    let session = Session::start(&cx, &[]);
    assert_refused(&session, &[], "UNAUTHORIZED_NO_AUTH_HEADER").await;

    let invalid = "UNAUTHORIZED_INVALID_JWT_FORMAT";
    for garbage in [
        "Bearer garbage",
        "garbage",
        "Bearer",
        "Basic dTpw",
        "Bearer a.b.c",
    ] {
        assert_refused(&session, &[("authorization", garbage)], invalid).await;
    }
    let wrong_key = "sb_publishable_AAAAAAAAAAAAAAAAAAAAAA_AAAAAAAA";
    let detail = assert_refused(&session, &[("apikey", wrong_key)], invalid).await;
    assert!(detail.contains("publishable key"), "{detail}");
    let wrong_key = format!("Bearer {wrong_key}");
    assert_refused(&session, &[("authorization", &wrong_key)], invalid).await;

    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = part(json!({ "role": "service_role" }));
    for alg in ["none", "HS512"] {
        let unsigned = format!("Bearer {}.{claims}.", part(json!({ "alg": alg })));
        let code = "UNAUTHORIZED_UNSUPPORTED_TOKEN_ALGORITHM";
        assert_refused(&session, &[("authorization", &unsigned)], code).await;
    }

    let expired = bearer(JWT_SECRET, -60);
    let headers = [("authorization", &*expired)];
    let detail = assert_refused(&session, &headers, "UNAUTHORIZED_JWT").await;
    assert!(detail.contains("expired"), "{detail}");
    let forged = bearer("another-secret-that-has-more-than-32-characters", 60);
    let headers = [("authorization", &*forged)];
    let detail = assert_refused(&session, &headers, "UNAUTHORIZED_JWT").await;
    assert!(detail.contains("signature"), "{detail}");
    // A key beside a bad token does not make it good.
    let headers = [("authorization", &*forged), ("apikey", PUBLISHABLE_KEY)];
    assert_refused(&session, &headers, "UNAUTHORIZED_JWT").await;
    assert!(!session.said().contains(&forged), "no token is ever shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_and_keys_of_the_project_pass_until_they_expire() {
    let cx = project("");
    let session = Session::start(&cx, &[]);
    let keys = status(&cx);
    assert_eq!(keys["PUBLISHABLE_KEY"], PUBLISHABLE_KEY);
    for name in [
        "ANON_KEY",
        "SERVICE_ROLE_KEY",
        "PUBLISHABLE_KEY",
        "SECRET_KEY",
    ] {
        let bearer = in_bearer(&keys[name]);
        assert_passes(&session, &[("authorization", &bearer)]).await;
        assert_passes(&session, &[("apikey", keys[name].as_str().unwrap())]).await;
    }
    // What the client libraries send.
    let anon = in_bearer(&keys["ANON_KEY"]);
    let headers = [("authorization", &*anon), ("apikey", PUBLISHABLE_KEY)];
    assert_passes(&session, &headers).await;

    // A token that passed is remembered, but no longer than it is good for.
    let short = bearer(JWT_SECRET, 2);
    let headers = [("authorization", &*short)];
    assert_passes(&session, &headers).await;
    let deadline = SystemTime::now() + Duration::from_secs(30);
    while call(&session, &headers).await.status == 200 {
        assert!(SystemTime::now() < deadline, "the token never expires");
    }
    let detail = assert_refused(&session, &headers, "UNAUTHORIZED_JWT").await;
    assert!(detail.contains("expired"), "{detail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_is_wanted_when_the_configuration_or_the_command_says_so() {
    let cx = project("[functions.f]\nverify_jwt = false\n");
    cx.write("supabase/functions/guarded/index.ts", HELLO);
    let session = Session::start(&cx, &[]);
    assert_passes(&session, &[]).await;
    assert_passes(&session, &[("authorization", "Bearer garbage")]).await;
    assert_eq!(session.get("guarded").await.status, 401);
    drop(session);

    let cx = project("[functions.f]\nverify_jwt = true\n");
    let session = Session::start(&cx, &["--no-verify-jwt"]);
    assert_passes(&session, &[]).await;
    assert_passes(&session, &[("authorization", "Bearer garbage")]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_signed_with_the_projects_own_key_pair_pass() {
    let cx = project("[auth]\nsigning_keys_path = \"./signing_keys.json\"\n");
    // Made for this test.
    let key = json!({
        "kty": "EC",
        "crv": "P-256",
        "alg": "ES256",
        "kid": "own",
        "d": "OJVlfouNN3j4G0qXxCwpH3LhFcSYU1S3f6uIQ4-JoCE",
        "x": "FzDEUGgnNCks7wZmki-DfA1hxRcUOHcrGjyLfRwrdlw",
        "y": "dEzTaoyBK7rXkWftlgMpoVdNm-FUrCeFtOh7-7970WM",
    });
    cx.write("supabase/signing_keys.json", json!([key]).to_string());
    let session = Session::start(&cx, &[]);
    let anon = in_bearer(&status(&cx)["ANON_KEY"]);
    let header = anon["Bearer ".len()..].split('.').next().unwrap();
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
    assert_eq!(
        (&header["alg"], &header["kid"]),
        (&"ES256".into(), &"own".into())
    );
    assert_passes(&session, &[("authorization", &anon)]).await;
    assert_passes(&session, &[("apikey", PUBLISHABLE_KEY)]).await;
    // The shared secret goes on counting beside the key pair.
    assert_passes(&session, &[("authorization", &bearer(JWT_SECRET, 60))]).await;

    let (start, signature) = anon.rsplit_once('.').unwrap();
    let flipped = if signature.starts_with('A') { "B" } else { "A" };
    let forged = format!("{start}.{flipped}{}", &signature[1..]);
    let headers = [("authorization", &*forged)];
    assert_refused(&session, &headers, "UNAUTHORIZED_ASYMMETRIC_JWT").await;
}
