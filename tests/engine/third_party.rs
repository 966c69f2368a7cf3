//! Tokens of the provider that `[auth.third_party]` enables, and what fx asks of it.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use reqwest::Client;
use serde_json::json;
use tokio_rustls::TlsAcceptor;

use crate::{
    context::TestContext,
    session::{Answer, Session},
    upstream::{
        server::{Seen, Server, answer, ok, serve},
        tokens::{Signer, set},
    },
};

const DISCOVERY: &str = "GET /.well-known/openid-configuration HTTP/1.1";
const FUNCTION: &str = "Deno.serve(() => {
  const { keys } = JSON.parse(Deno.env.get('SUPABASE_JWKS'));
  return new Response(keys.map((key) => key.kid ?? key.kty).join());
});";

/// A project that takes tokens of this issuer.
fn project(issuer: &str) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write(
        "supabase/config.toml",
        format!("[auth.third_party.workos]\nenabled = true\nissuer_url = '{issuer}'\n"),
    );
    cx.write("supabase/functions/f/index.ts", FUNCTION);
    cx
}

/// An issuer that publishes what `keys` answers, at a path that it says.
async fn issuer(keys: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Server {
    Server::start(move |seen| {
        let there = format!("http://{}/keys", seen.header("host"));
        match &*seen.line {
            DISCOVERY => ok(&json!({ "jwks_uri": there }).to_string()),
            "GET /keys HTTP/1.1" => keys(),
            _ => answer("404 Not Found", "", ""),
        }
    })
    .await
}

fn bearer(signer: &Signer, kid: &str, issuer: &str) -> String {
    let claims = json!({ "iss": issuer, "role": "authenticated", "exp": 4_000_000_000_u64 });
    signer.bearer_with(kid, claims)
}

async fn call(session: &Session, bearer: &str) -> Answer {
    let request = Client::new().get(session.url("f"));
    let sent = request.header("authorization", bearer).send().await;
    Answer::of(sent.unwrap()).await
}

/// Returns `detail` of the answer.
async fn refused(session: &Session, bearer: &str) -> String {
    let answer = call(session, bearer).await;
    assert_eq!(answer.status, 401, "{answer:?}");
    assert_eq!(answer.json()["code"], "UNAUTHORIZED_ASYMMETRIC_JWT");
    answer.detail()
}

#[tokio::test(flavor = "multi_thread")]
async fn users_of_a_third_party_may_call_functions_which_get_its_keys() {
    let users = Signer::new("users");
    let published = set(&[&users]);
    let provider = issuer(move || ok(&published)).await;
    for args in [&[][..], &["--from-bundle"]] {
        let cx = project(&provider.url);
        let session = Session::start(&cx, &[&["--upstream", "off"], args].concat());
        for issuer in [provider.url.clone(), format!("{}/", provider.url)] {
            let answer = call(&session, &bearer(&users, "users", &issuer)).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            assert!(answer.text.ends_with(",oct,users"), "{answer:?}");
        }
        let claims = json!({ "role": "authenticated", "exp": 4_000_000_000_u64 });
        let unsaid = users.bearer_with("users", claims);
        assert_eq!(call(&session, &unsaid).await.status, 200);
    }
    let all: Vec<Seen> = provider.all();
    assert_eq!(all.len(), 4, "one fetch for each session: {all:?}");
    for seen in all {
        for absent in ["authorization", "apikey", "cookie"] {
            assert_eq!(seen.header(absent), "", "{seen:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_may_not_pass_says_why() {
    let (users, stranger) = (Signer::new("users"), Signer::new("stranger"));
    let published = set(&[&users]);
    let is_down = Arc::new(AtomicBool::new(true));
    let state = Arc::clone(&is_down);
    let provider = issuer(move || match state.load(Ordering::Relaxed) {
        true => answer("503 Service Unavailable", "", ""),
        false => ok(&published),
    })
    .await;
    let url = &provider.url;
    let cx = project(url);
    let session = Session::start(&cx, &["--upstream", "off"]);

    let detail = refused(&session, &bearer(&users, "users", "https://other.example")).await;
    let unknown = format!(
        "its issuer `https://other.example` is not that of `auth.third_party.workos` (`{url}/`)"
    );
    assert!(detail.ends_with(&unknown), "{detail}");

    let detail = refused(&session, &bearer(&users, "users", url)).await;
    let cause = format!(
        "the key set of `auth.third_party.workos` could not be fetched from {url}/.well-known/openid-configuration: {url}/keys: it answered 503 Service Unavailable; next try in 1 s"
    );
    assert_eq!(detail, cause);
    let fetches = provider.all().len();
    refused(&session, &bearer(&users, "users", url)).await;
    assert_eq!(
        provider.all().len(),
        fetches,
        "failures are not asked again at once"
    );

    is_down.store(false, Ordering::Relaxed);
    session
        .until("the keys are there", async || {
            call(&session, &bearer(&users, "users", url)).await.status == 200
        })
        .await;
    let detail = refused(&session, &bearer(&stranger, "stranger", url)).await;
    let unknown =
        format!("its key `stranger` is not in the key set of `auth.third_party.workos` (`{url}/`)");
    assert_eq!(detail, unknown);
    let detail = refused(&session, &bearer(&stranger, "users", url)).await;
    assert_eq!(
        detail,
        "the signature does not match the key with kid `users`"
    );
}

/// The same over TLS, with a certificate of its own making; also gives the certificate.
async fn secure_issuer(published: String) -> (Server, String) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = made.signing_key.serialize_der();
    let key = rustls::pki_types::PrivateKeyDer::try_from(key).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(tls));
    let server = Server::raw(move |socket| {
        let (acceptor, published) = (acceptor.clone(), published.clone());
        async move {
            let Ok(socket) = acceptor.accept(socket).await else {
                return;
            };
            let answer = |seen: &Seen| {
                let there = format!("https://{}/keys", seen.header("host"));
                match &*seen.line {
                    DISCOVERY => ok(&json!({ "jwks_uri": there }).to_string()),
                    _ => ok(&published),
                }
            };
            serve(socket, &Mutex::default(), &answer).await;
        }
    })
    .await;
    (server, made.cert.pem())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issuer_is_asked_over_https_if_its_certificate_is_known() {
    let users = Signer::new("users");
    let (provider, certificate) = secure_issuer(set(&[&users])).await;
    let url = provider.url.replace("http://", "https://");
    let cx = project(&url);
    let authority = cx.write("authority.pem", certificate);
    let token = bearer(&users, "users", &url);
    let authority = authority.to_str().unwrap();

    let with_flag: &[&str] = &["--upstream", "off", "--ca-cert", authority];
    for args in [with_flag, &[with_flag, &["--from-bundle"]].concat()] {
        let session = Session::start(&cx, args);
        let answer = call(&session, &token).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.text.ends_with(",oct,users"), "{answer:?}");
    }
    let session = Session::start_with(&cx, &["--upstream", "off"], |command| {
        command.env("DENO_CERT", authority);
    });
    assert_eq!(call(&session, &token).await.status, 200);
    drop(session);

    let session = Session::start(&cx, &["--upstream", "off"]);
    let detail = refused(&session, &token).await;
    let reason = format!(
        "the key set of `auth.third_party.workos` could not be fetched from {url}/.well-known/openid-configuration: the server is not trusted (its certificate is signed by an unknown authority): name the file with the certificate authority that signed it with `--ca-cert`; next try in 1 s"
    );
    assert_eq!(detail, reason);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issuer_leads_nowhere_else() {
    let users = Signer::new("users");
    let moved =
        Server::start(|_| answer("302 Found", "location: http://127.0.0.1:1/\r\n", "")).await;
    let elsewhere =
        Server::start(|_| ok(r#"{ "jwks_uri": "https://keys.example/set?secret=1" }"#)).await;
    let credentials = Server::start(|_| ok(r#"{ "jwks_uri": "http://a:b@127.0.0.1:1/" }"#)).await;
    let silent = Server::start(|_| ok("{}")).await;
    let private = "https://10.0.0.1".to_owned();
    for (issuer, why) in [
        (&moved.url, "it answered 302 Found"),
        (
            &elsewhere.url,
            "`https://keys.example/set` is not asked for the keys: it is not on this machine, as the issuer is",
        ),
        (&credentials.url, "it has credentials"),
        (&silent.url, "the answer has no `jwks_uri`"),
        (
            &private,
            "`10.0.0.1` is in a private network, which is not reached from here",
        ),
    ] {
        let cx = project(issuer);
        let session = Session::start(&cx, &["--upstream", "off"]);
        let detail = refused(&session, &bearer(&users, "users", issuer)).await;
        assert!(detail.contains(why), "{detail}");
        assert!(!detail.contains("a:b"), "{detail}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_starts_without_the_keys_of_a_third_party_that_is_down() {
    let provider = Server::start(|_| answer("500 Internal Server Error", "", "")).await;
    let cx = project(&provider.url);
    let session = Session::start(&cx, &["--upstream", "off", "--no-verify-jwt"]);
    let answer = session.get("f").await;
    assert!(answer.text.ends_with(",oct"), "{answer:?}");
    session.wait_for("warning: `SUPABASE_JWKS` lacks keys: the key set of `auth.third_party.workos` could not be fetched");
}
