//! One fetch of a key set: bounded in size and time, with nothing but the request in it.

use std::{error::Error, time::Duration};

use http::{HeaderMap, StatusCode, header::ACCEPT};
use reqwest::Client;
use serde_json::Value;
use tokio::{sync::OnceCell, task::spawn_blocking, time::timeout};
use url::Url;

use crate::{
    http::{self as client, BodyError, body_within, root_cause},
    jwt::Verifier,
    redact::SafeUrl,
};

/// How long a fetch may take, from the first byte sent to the last one received.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Where an issuer describes itself.
const DISCOVERY: &str = "/.well-known/openid-configuration";
/// How large a key set may be.
const MAX_BYTES: usize = 64 * 1024;
/// How many keys are taken from it: each may be tried on a token that names none.
const MAX_KEYS: usize = 32;

/// Where a key set is.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Its URL, without credentials, or that of the issuer who says where it is.
    pub(crate) url: Url,
    /// Whether the URL is the issuer's (OpenID Connect Discovery).
    pub(crate) discovered: bool,
    /// How it is reached. Redirects are never followed.
    pub(crate) http: client::Options,
    /// What is sent besides, which is no credential.
    pub(crate) headers: HeaderMap,
}

/// Fetches a key set.
#[derive(Debug)]
pub(super) struct Fetcher {
    source: Source,
    /// Made for the first fetch: that takes milliseconds, and most sets are never needed.
    client: OnceCell<Client>,
}

/// Why a set did not come.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    /// The HTTP client could not be set up, or the address is refused.
    #[error("{0}")]
    Impossible(String),
    /// Nothing was answered.
    #[error("{}", unanswered(.0))]
    Unanswered(reqwest::Error),
    /// It took too long.
    #[error("no answer within {} s", TIMEOUT.as_secs())]
    Slow,
    /// The answer is something else.
    #[error("it answered {0}")]
    Status(StatusCode),
    /// The issuer says nothing of its keys.
    #[error("the answer has no `jwks_uri`")]
    NoKeySetUrl,
    /// The issuer names an address that is not asked.
    #[error("`{0}` is not asked for the keys: {1}")]
    Elsewhere(SafeUrl, &'static str),
    /// What went wrong at the address that the issuer names.
    #[error("{0}: {1}")]
    There(SafeUrl, Box<FetchError>),
    /// The answer could not be read whole.
    #[error("{0}")]
    Body(BodyError),
    /// It is not a key set.
    #[error("the answer is not a JSON Web Key Set")]
    NoKeySet,
}

fn unanswered(error: &reqwest::Error) -> String {
    let host = error.url().and_then(Url::host_str).unwrap_or_default();
    match client::explain_tls_below(error, host) {
        Some((what, remedy)) => format!("the server {what}: {remedy}"),
        None => root_cause(error),
    }
}

impl Fetcher {
    pub(super) fn new(source: Source) -> Self {
        Self {
            source,
            client: OnceCell::new(),
        }
    }

    /// The URL, for people.
    pub(super) fn url(&self) -> SafeUrl {
        self.first().into()
    }

    /// What is asked for first.
    fn first(&self) -> Url {
        let mut url = self.source.url.clone();
        if self.source.discovered {
            let path = format!("{}{DISCOVERY}", url.path().trim_end_matches('/'));
            url.set_path(&path);
        }
        url
    }

    /// The keys that are published now.
    pub(super) async fn fetch(&self) -> Result<Verifier, FetchError> {
        let fetched = timeout(TIMEOUT, self.keys()).await;
        fetched.map_err(|_| FetchError::Slow)?
    }

    async fn keys(&self) -> Result<Verifier, FetchError> {
        let body = self.body(&self.first()).await?;
        if !self.source.discovered {
            return keys(&body);
        }
        let url = self.announced(&body)?;
        let fetched = self.body(&url).await.and_then(|body| keys(&body));
        fetched.map_err(|error| FetchError::There(url.into(), Box::new(error)))
    }

    /// Where an issuer says that its keys are: the issuer chooses that, as it would with a redirect.
    fn announced(&self, body: &[u8]) -> Result<Url, FetchError> {
        let document: Option<Value> = serde_json::from_slice(body).ok();
        let text = document
            .as_ref()
            .and_then(|it| it.get("jwks_uri")?.as_str());
        let url = text.and_then(|text| Url::parse(text).ok());
        let url = url.ok_or(FetchError::NoKeySetUrl)?;
        let is_here = |url: &Url| url.host().is_some_and(|host| client::is_loopback(&host));
        let problem = if !url.username().is_empty() || url.password().is_some() {
            "it has credentials"
        } else if is_here(&self.source.url) && !is_here(&url) {
            "it is not on this machine, as the issuer is"
        } else if !is_here(&self.source.url) && url.scheme() != "https" {
            "it does not begin with `https://`"
        } else {
            return Ok(url);
        };
        let mut shown = url;
        shown.set_query(None);
        Err(FetchError::Elsewhere(shown.into(), problem))
    }

    async fn body(&self, url: &Url) -> Result<Vec<u8>, FetchError> {
        let Source { http, headers, .. } = &self.source;
        http.check(url)
            .map_err(|refused| FetchError::Impossible(refused.to_string()))?;
        let client = self.client.get_or_try_init(|| self.client()).await?;
        let request = client.get(url.clone()).headers(headers.clone());
        let answered = request.header(ACCEPT, "application/json").send().await;
        let response = answered.map_err(FetchError::Unanswered)?;
        if response.status() != StatusCode::OK {
            return Err(FetchError::Status(response.status()));
        }
        let body = body_within(response, MAX_BYTES).await;
        body.map_err(FetchError::Body)
    }

    async fn client(&self) -> Result<Client, FetchError> {
        let options = client::Options {
            redirects: false,
            ..self.source.http.clone()
        };
        // Certificates are read from files.
        let built = spawn_blocking(move || client::client(&options)).await;
        let impossible = |error: &dyn Error| FetchError::Impossible(error.to_string());
        let built = built.map_err(|error| impossible(&error))?;
        built.map_err(|error| impossible(&error))
    }
}

fn keys(body: &[u8]) -> Result<Verifier, FetchError> {
    let set: Value = serde_json::from_slice(body).map_err(|_| FetchError::NoKeySet)?;
    let keys = set.get("keys").and_then(Value::as_array);
    let keys = keys.ok_or(FetchError::NoKeySet)?;
    Ok(Verifier::published(&keys[..keys.len().min(MAX_KEYS)]))
}
