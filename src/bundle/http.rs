//! Downloads for Deno's crates: one client for the process, created when the first byte is needed, with few retries
//! and a bound on how many run at once. What is downloaded and where it goes is the crates' business.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use deno_cache_dir::file_fetcher::{HttpClient, SendError, SendResponse};
use deno_error::JsErrorBox;
use deno_npm_cache::{
    DownloadError, NpmCacheHttpClient, NpmCacheHttpClientBytesResponse, NpmCacheHttpClientResponse,
};
use deno_npmrc::RegistryConfig;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::{
    runtime::Handle,
    sync::{OnceCell, Semaphore},
};
use tokio_util::task::AbortOnDropHandle;
use url::{Position, Url};

use crate::{http as client, redact::SafeUrl};

/// How many downloads from one host run at once; registries slow down whoever opens hundreds of connections. One that
/// does not answer keeps nobody from downloading elsewhere.
const MAX_CONCURRENT: usize = 12;
/// Pauses before the second and the third try.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(1000)];
/// How long one download may take.
const TIMEOUT: Duration = Duration::from_secs(120);
/// What npm registries are asked for: short metadata where they have it.
const NPM_ACCEPT: HeaderValue = HeaderValue::from_static(
    "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*",
);

/// How all errors of the downloader begin.
pub(super) const DOWNLOAD_FAILED: &str = "failed to download `";

/// The downloader; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Downloader {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    options: client::Options,
    runtime: Handle,
    following: OnceCell<reqwest::Client>,
    not_following: OnceCell<reqwest::Client>,
    permits: Mutex<HashMap<String, Arc<Semaphore>>>,
}

/// An answer, read to its end.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// Why there is no answer, with the causes in the text.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failed(String);

impl Downloader {
    /// A downloader whose requests run on `runtime`.
    pub(super) fn new(options: client::Options, runtime: Handle) -> Self {
        let shared = Shared {
            options,
            runtime,
            following: OnceCell::new(),
            not_following: OnceCell::new(),
            permits: Mutex::default(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Sends a GET from the runtime that owns the connections, whatever thread asks for it. Nobody who has gone is waited
    /// for: what is under way ends with the future.
    async fn get(&self, url: Url, headers: HeaderMap, redirects: bool) -> Result<Answer, Failed> {
        let shared = Arc::clone(&self.shared);
        let sent = self
            .shared
            .runtime
            .spawn(async move { shared.get(url, headers, redirects).await });
        AbortOnDropHandle::new(sent)
            .await
            .map_err(|error| Failed(error.to_string()))?
    }
}

impl Shared {
    async fn client(&self, redirects: bool) -> Result<&reqwest::Client, Failed> {
        let cell = if redirects {
            &self.following
        } else {
            &self.not_following
        };
        let options = client::Options {
            redirects,
            ..self.options.clone()
        };
        // Reading the system's certificates blocks for milliseconds.
        let build = || async move {
            let built = tokio::task::spawn_blocking(move || client::client(&options)).await;
            built.expect("building a client does not panic")
        };
        cell.get_or_try_init(build)
            .await
            .map_err(|error| Failed(with_causes(&error)))
    }

    /// Those of a host.
    fn permits(&self, url: &Url) -> Arc<Semaphore> {
        let hosts = self.permits.lock();
        let mut hosts = hosts.unwrap_or_else(PoisonError::into_inner);
        hosts.retain(|_, permits| Arc::strong_count(permits) > 1);
        let host = &url[Position::BeforeHost..Position::AfterPort];
        let permits = hosts.entry(host.to_owned());
        Arc::clone(permits.or_insert_with(|| Arc::new(Semaphore::new(MAX_CONCURRENT))))
    }

    async fn get(&self, url: Url, headers: HeaderMap, redirects: bool) -> Result<Answer, Failed> {
        self.options
            .check(&url)
            .map_err(|refused| describe(&url, &refused))?;
        let client = self.client(redirects).await?;
        let permit = self.permits(&url).acquire_owned().await;
        let _permit = permit.expect("the semaphore is never closed");
        let mut pauses = PAUSES.into_iter();
        loop {
            let last = match try_get(client, &url, &headers).await {
                Ok(answer) if !client::is_transient_status(answer.status) => return Ok(answer),
                Ok(answer) => Ok(answer),
                Err(error) if client::is_transient(&error) => Err(error),
                Err(error) => return Err(describe(&url, &error.without_url())),
            };
            match (pauses.next(), last) {
                (Some(pause), _) => tokio::time::sleep(pause).await,
                (None, Ok(answer)) => return Ok(answer),
                (None, Err(error)) => return Err(describe(&url, &error.without_url())),
            }
        }
    }
}

async fn try_get(
    client: &reqwest::Client,
    url: &Url,
    headers: &HeaderMap,
) -> reqwest::Result<Answer> {
    let request = client
        .get(url.clone())
        .headers(headers.clone())
        .timeout(TIMEOUT);
    let response = request.send().await?;
    Ok(Answer {
        status: response.status(),
        headers: response.headers().clone(),
        body: response.bytes().await?.into(),
    })
}

fn describe(url: &Url, error: &dyn std::error::Error) -> Failed {
    let url = SafeUrl::from(url.clone());
    Failed(format!("{DOWNLOAD_FAILED}{url}`: {}", with_causes(error)))
}

/// The error and what caused it, innermost last: the crates show the outermost text only.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

#[async_trait::async_trait(?Send)]
impl NpmCacheHttpClient for Downloader {
    async fn download_with_retries_on_any_tokio_runtime(
        &self,
        url: Url,
        maybe_auth: Option<String>,
        maybe_etag: Option<String>,
        _maybe_registry_config: Option<&RegistryConfig>,
    ) -> Result<NpmCacheHttpClientResponse, DownloadError> {
        let failed = |status_code, message: String| DownloadError {
            status_code,
            error: JsErrorBox::generic(message),
        };
        let mut headers = HeaderMap::from_iter([(header::ACCEPT, NPM_ACCEPT)]);
        for (name, value) in [
            (header::AUTHORIZATION, maybe_auth),
            (header::IF_NONE_MATCH, maybe_etag),
        ] {
            let Some(value) = value else { continue };
            let mut value = HeaderValue::try_from(value)
                .map_err(|_| failed(None, format!("`.npmrc` gives no valid `{name}` header")))?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        let safe_url = SafeUrl::from(url.clone());
        let answer = self.get(url, headers, true).await;
        let answer = answer.map_err(|Failed(message)| failed(None, message))?;
        match answer.status {
            StatusCode::NOT_FOUND => Ok(NpmCacheHttpClientResponse::NotFound),
            StatusCode::NOT_MODIFIED => Ok(NpmCacheHttpClientResponse::NotModified),
            StatusCode::OK => {
                let etag = answer.headers.get(header::ETAG);
                let etag = etag.and_then(|value| value.to_str().ok());
                Ok(NpmCacheHttpClientResponse::Bytes(
                    NpmCacheHttpClientBytesResponse {
                        etag: etag.map(str::to_owned),
                        bytes: answer.body,
                    },
                ))
            }
            status => {
                let message = format!("{DOWNLOAD_FAILED}{safe_url}`: the server answered {status}");
                Err(failed(Some(status.as_u16()), message))
            }
        }
    }
}

#[async_trait::async_trait(?Send)]
impl HttpClient for Downloader {
    async fn send_no_follow(
        &self,
        url: &Url,
        headers: HeaderMap,
    ) -> Result<SendResponse, SendError> {
        let answer = self.get(url.clone(), headers, false).await;
        let answer = answer.map_err(|error| SendError::Failed(Box::new(error)))?;
        match answer.status {
            StatusCode::NOT_MODIFIED => Ok(SendResponse::NotModified),
            StatusCode::NOT_FOUND => Err(SendError::NotFound),
            status if status.is_redirection() => Ok(SendResponse::Redirect(answer.headers)),
            status if status.is_success() => Ok(SendResponse::Success(answer.headers, answer.body)),
            // The server is there, and is no better for it.
            status if client::is_transient_status(status) => {
                let message = format!(
                    "{DOWNLOAD_FAILED}{}`: the server answered {status}",
                    SafeUrl::from(url.clone())
                );
                Err(SendError::Failed(Box::new(Failed(message))))
            }
            status => Err(SendError::StatusCode(status)),
        }
    }
}
