//! [`Client`]: sends a request, again where that helps, and reads its answer.

use std::{
    fmt,
    sync::{Arc, OnceLock},
    time::{Duration, SystemTime},
};

use reqwest::{
    Response,
    header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE},
};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};
use url::Url;

use super::{
    answer::{self, Answer, BodyError, MAX_JSON},
    call::{Call, Content},
    error::Error,
    retry,
    upload::{Remaining, Upload},
};
use crate::{
    api_types::PROJECT_URL,
    http,
    redact::{SafeUrl, Secret},
};

/// Who may not ask for more than a login.
#[derive(Debug, Clone)]
pub(crate) struct Anonymous;

/// Who has an access token.
#[derive(Debug, Clone)]
pub(crate) struct Authenticated(Secret<String>);

/// What a client tells while it works.
#[derive(Debug)]
pub(crate) enum Event<'a> {
    /// A request goes out; the URL is fit to be seen.
    Request {
        /// `GET` and so on.
        method: &'a str,
        /// Where to.
        url: &'a str,
    },
    /// The next try comes after a pause.
    Waiting {
        /// Why: the failure of the last try.
        error: &'a Error,
        /// How long.
        pause: Duration,
    },
}

/// Who is told.
pub(crate) type Listener = Arc<dyn Fn(&Event<'_>) + Send + Sync>;

/// How a client is like.
#[derive(Clone)]
pub(crate) struct Options {
    /// Certificate authorities.
    pub(crate) http: http::Options,
    /// How long one operation may take, tries and pauses included.
    pub(crate) budget: Duration,
    /// How long the answer to an upload is awaited once it is sent.
    pub(crate) upload_answer: Duration,
    /// Who is told of requests and pauses.
    pub(crate) listener: Listener,
}

impl Options {
    /// The server bundles sources before it answers.
    pub(crate) const UPLOAD_ANSWER: Duration = Duration::from_secs(300);
}

/// A client for one API.
#[derive(Clone)]
pub(crate) struct Client<Access> {
    shared: Arc<Shared>,
    pub(super) access: Access,
}

struct Shared {
    http: reqwest::Client,
    base: Url,
    server: String,
    options: Options,
    /// Where the functions of the project are, when the API said so.
    project_url: OnceLock<String>,
}

impl<Access: fmt::Debug> fmt::Debug for Client<Access> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("server", &self.shared.server)
            .field("access", &self.access)
            .finish()
    }
}

/// A try that failed, and whether another one makes sense.
struct Failure {
    error: Error,
    /// How many tries a failure of this kind is worth.
    tries: u32,
    /// How long the server wants to be left alone.
    asked: Option<Duration>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            error,
            tries: 1,
            asked: None,
        }
    }
}

/// Where an operation is within its budget.
struct Progress {
    tries: u32,
    deadline: Instant,
}

impl Client<Anonymous> {
    /// A client for the API at `base`, which is HTTP and has a host.
    pub(crate) fn new(base: Url, options: Options) -> Result<Self, Error> {
        let http = http::client(&http::Options {
            redirects: false,
            ..options.http.clone()
        })?;
        let server = match (base.host_str(), base.port()) {
            (host, Some(port)) => format!("{}:{port}", host.unwrap_or_default()),
            (host, None) => host.unwrap_or_default().to_owned(),
        };
        let shared = Arc::new(Shared {
            http,
            base,
            server,
            options,
            project_url: OnceLock::new(),
        });
        let access = Anonymous;
        Ok(Self { shared, access })
    }

    /// The same client for everything that needs a token.
    pub(crate) fn authenticate(self, token: Secret<String>) -> Client<Authenticated> {
        Client {
            shared: self.shared,
            access: Authenticated(token),
        }
    }
}

/// What may be sent along.
pub(crate) trait Access {
    /// The token, when there is one.
    fn token(&self) -> Option<&Secret<String>>;
}

impl Access for Anonymous {
    fn token(&self) -> Option<&Secret<String>> {
        None
    }
}

impl Access for Authenticated {
    fn token(&self) -> Option<&Secret<String>> {
        Some(&self.0)
    }
}

impl<A: Access> Client<A> {
    /// The record that `call` is answered with.
    pub(super) async fn json<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        self.whole(&call).await?.json(call.operation)
    }

    /// Sends `call`, whose answer says nothing.
    pub(super) async fn done(&self, call: Call) -> Result<(), Error> {
        self.whole(&call).await?.empty(call.operation)
    }

    /// The head of the answer to `call`; the body is for the caller to read.
    pub(super) async fn open(&self, call: &Call) -> Result<Response, Error> {
        let mut progress = self.begin();
        loop {
            match self.attempt(call, &mut progress).await {
                Ok(response) => return Ok(response),
                Err(failure) => self.pause(&mut progress, failure).await?,
            }
        }
    }

    async fn whole(&self, call: &Call) -> Result<Answer, Error> {
        let mut progress = self.begin();
        loop {
            let ended = match self.attempt(call, &mut progress).await {
                Ok(response) => self.collect(call, response, progress.deadline).await,
                Err(failure) => Err(failure),
            };
            match ended {
                Ok(answer) => return Ok(answer),
                Err(failure) => self.pause(&mut progress, failure).await?,
            }
        }
    }

    fn begin(&self) -> Progress {
        Progress {
            tries: 0,
            deadline: Instant::now() + self.shared.options.budget,
        }
    }

    /// One try: a successful answer's head, or what went wrong.
    async fn attempt(&self, call: &Call, progress: &mut Progress) -> Result<Response, Failure> {
        progress.tries += 1;
        let url = call.url(&self.shared.base);
        self.tell_request(call, &url);
        let sent = match &call.content {
            Content::Upload {
                bytes,
                content_type,
            } => {
                let started = Instant::now();
                let (upload, remaining) = Upload::new(bytes.clone());
                let request = self
                    .request(call, url)
                    .header(CONTENT_TYPE, content_type)
                    .header(CONTENT_LENGTH, bytes.len())
                    .body(reqwest::Body::wrap(upload));
                let sent = self.while_it_moves(call, request.send(), remaining).await;
                // Sending takes as long as it takes; the budget is for the rest.
                progress.deadline += started.elapsed();
                sent?
            }
            Content::Json(bytes) => {
                let request = self
                    .request(call, url)
                    .header(CONTENT_TYPE, "application/json")
                    .body(bytes.clone());
                self.until(call, progress.deadline, request.send()).await?
            }
            Content::None => {
                let request = self.request(call, url);
                self.until(call, progress.deadline, request.send()).await?
            }
        };
        let response = sent.map_err(|error| self.broken(call, error))?;
        if response.status().is_success() {
            self.learn_project_url(&response);
            return Ok(response);
        }
        Err(self.refused(call, response, progress.deadline).await)
    }

    fn learn_project_url(&self, response: &Response) {
        let value = response.headers().get(PROJECT_URL);
        let url = value.and_then(|value| Url::parse(value.to_str().ok()?).ok());
        if let Some(url) = url.filter(|url| matches!(url.scheme(), "http" | "https")) {
            let url = url.as_str().trim_end_matches('/').to_owned();
            self.shared.project_url.get_or_init(|| url);
        }
    }

    /// Where the functions of the project are, when an answer has said so: a platform of one's own does.
    pub(crate) fn project_url(&self) -> Option<&str> {
        self.shared.project_url.get().map(String::as_str)
    }

    fn request(&self, call: &Call, url: Url) -> reqwest::RequestBuilder {
        let request = self
            .shared
            .http
            .request(call.method.clone(), url)
            .header(ACCEPT, call.accept);
        match self.access.token() {
            Some(token) => request.bearer_auth(token.expose()),
            None => request,
        }
    }

    async fn until<T>(
        &self,
        call: &Call,
        deadline: Instant,
        future: impl Future<Output = T>,
    ) -> Result<T, Failure> {
        let is_uncertain = !retry::is_idempotent(&call.method);
        let waited = timeout_at(deadline, future).await;
        waited.map_err(|_| {
            self.timed_out(call, self.shared.options.budget, is_uncertain)
                .into()
        })
    }

    /// The answer to an upload, awaited for as long as the upload moves and then for as long as that takes.
    async fn while_it_moves<T>(
        &self,
        call: &Call,
        send: impl Future<Output = T>,
        mut remaining: Remaining,
    ) -> Result<T, Failure> {
        let options = &self.shared.options;
        tokio::pin!(send);
        let mut is_sent = false;
        loop {
            is_sent |= *remaining.borrow_and_update() == 0;
            let patience = if is_sent {
                options.upload_answer
            } else {
                options.budget
            };
            tokio::select! {
                sent = &mut send => return Ok(sent),
                changed = remaining.changed(), if !is_sent => is_sent = changed.is_err(),
                () = sleep(patience) => return Err(self.timed_out(call, patience, is_sent).into()),
            }
        }
    }

    async fn collect(
        &self,
        call: &Call,
        mut response: Response,
        deadline: Instant,
    ) -> Result<Answer, Failure> {
        let read = answer::read(&mut response, MAX_JSON);
        let body = match self.until(call, deadline, read).await? {
            Ok(body) => body,
            Err(BodyError::Broken(error)) => return Err(self.broken(call, error)),
            Err(BodyError::TooLarge) => return Err(self.too_large(call, MAX_JSON).into()),
        };
        Ok(self.answer(&response, body))
    }

    fn answer(&self, response: &Response, body: bytes::Bytes) -> Answer {
        Answer {
            server: self.shared.server.clone(),
            status: response.status(),
            content_type: answer::content_type(response),
            body,
        }
    }

    async fn refused(&self, call: &Call, mut response: Response, deadline: Instant) -> Failure {
        let status = response.status();
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        let asked = retry::asked(response.headers(), now);
        let body = tokio::select! {
            body = answer::read_refusal(&mut response) => body,
            () = sleep_until(deadline) => bytes::Bytes::new(),
        };
        let error = self.answer(&response, body).refusal(call.operation.clone());
        let error = match self.access.token() {
            Some(token) => error.without(token.expose()),
            None => error,
        };
        let hidden = call.hidden.iter();
        let error = hidden.fold(error, |error, value| error.without(value.expose()));
        let tries = match status.as_u16() {
            _ if !retry::is_worth_another(&call.method, status) => 1,
            429 => u32::MAX,
            _ => 6,
        };
        Failure {
            error,
            tries,
            asked,
        }
    }

    fn broken(&self, call: &Call, error: reqwest::Error) -> Failure {
        // Without a connection nothing was sent.
        let is_harmless = retry::is_idempotent(&call.method) || error.is_connect();
        Failure {
            tries: if is_harmless { 4 } else { 1 },
            asked: None,
            error: Error::Transport {
                operation: call.operation.clone(),
                server: self.shared.server.clone(),
                source: error.without_url(),
            },
        }
    }

    /// Waits before the next try, or gives the failure back when there is none.
    async fn pause(&self, progress: &mut Progress, failure: Failure) -> Result<(), Error> {
        let pause = match failure.asked {
            Some(asked) if !asked.is_zero() => asked,
            _ => retry::backoff(progress.tries, fastrand::f64()),
        };
        let is_over = Instant::now() + pause >= progress.deadline;
        if progress.tries >= failure.tries || is_over {
            return Err(failure.error);
        }
        (self.shared.options.listener)(&Event::Waiting {
            error: &failure.error,
            pause,
        });
        sleep(pause).await;
        Ok(())
    }

    fn tell_request(&self, call: &Call, url: &Url) {
        let masked;
        let url = if call.is_secret {
            masked = SafeUrl::from(url.clone()).to_string();
            &masked
        } else {
            url.as_str()
        };
        let method = call.method.as_str();
        (self.shared.options.listener)(&Event::Request { method, url });
    }

    /// There was no answer in time.
    pub(super) fn timed_out(&self, call: &Call, after: Duration, is_uncertain: bool) -> Error {
        Error::TimedOut {
            operation: call.operation.clone(),
            server: self.shared.server.clone(),
            after,
            is_uncertain,
        }
    }

    /// There was too much of it.
    pub(super) fn too_large(&self, call: &Call, limit: usize) -> Error {
        Error::TooLarge {
            operation: call.operation.clone(),
            server: self.shared.server.clone(),
            limit,
        }
    }

    /// The connection broke where another try is not for this layer.
    pub(super) fn broke(&self, call: &Call, error: reqwest::Error) -> Error {
        self.broken(call, error).error
    }

    /// How long nothing may arrive.
    pub(super) fn patience(&self) -> Duration {
        self.shared.options.budget
    }
}
