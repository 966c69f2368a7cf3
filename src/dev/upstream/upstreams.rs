//! [`Upstreams`]: the upstream of a session, who looks for it, and what is said about it.

use std::{
    collections::HashSet,
    io,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::SystemTime,
};

use http::HeaderMap;
use tokio::{sync::Mutex as AsyncMutex, time::Instant};
use url::Url;

use super::{
    Found, Missing, Probe, Stack,
    examine::examine,
    keys::UpstreamKeys,
    state::{Auto, State, Step},
};
use crate::{
    events::{Event, Forward, Sink},
    gateway::{self, Authorizer, Failure, FailureKind, Unauthorized, Upstream, Verdict},
    http::tls_config,
    project::Upstream as Choice,
};

/// How many kinds of outages are remembered as told.
const MAX_TOLD: usize = 1024;

/// What a session begins with.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    /// Where services are.
    pub(crate) found: Found,
    /// The local stack of the project.
    pub(crate) stack: Stack,
    /// The port that fx listens at.
    pub(crate) own_port: u16,
    /// `--upstream`, which counts more than what the project's file says.
    pub(crate) flag: Option<Choice>,
    /// `--ca-cert`.
    pub(crate) ca_cert: Option<PathBuf>,
    /// The token that anonymous clients of the project have.
    pub(crate) anon_key: String,
    /// The id of this run, which other gateways of fx know it by.
    pub(crate) run: String,
}

impl Start {
    /// Where services are, for people.
    pub(crate) fn origin(&self) -> Option<String> {
        match &self.found {
            Found::Fixed(url) | Found::Stack { url, .. } => {
                Some(url.origin().ascii_serialization())
            }
            Found::NoStack | Found::Unconfirmed(_) | Found::Off => None,
        }
    }
}

/// The upstream of a session.
pub(crate) struct Upstreams {
    start: Start,
    began: Instant,
    state: Mutex<State<Arc<Upstream>>>,
    /// Whose tokens are taken besides the project's.
    keys: UpstreamKeys,
    /// Only one looks at a time.
    looking: AsyncMutex<()>,
    /// Outages that were told: function, service, kind.
    told: Mutex<HashSet<(String, &'static str, FailureKind)>>,
    /// Whether there are any.
    has_told: AtomicBool,
    events: Sink,
}

impl Upstreams {
    /// The upstream that a session begins with.
    pub(crate) fn new(start: Start, events: Sink) -> anyhow::Result<Self> {
        let ca_cert = &start.ca_cert;
        let state = match &start.found {
            Found::Off => State::Off,
            Found::Fixed(url) => State::Fixed(upstream_at(url, ca_cert, FIXED)?),
            Found::Stack { url, .. } => {
                State::Auto(Auto::new(Some(upstream_at(url, ca_cert, STACK)?)))
            }
            Found::NoStack | Found::Unconfirmed(_) => State::Auto(Auto::new(None)),
        };
        let keys = UpstreamKeys::new(start.ca_cert.clone(), start.run.clone());
        keys.set(state.upstream().map(|upstream| upstream.url()));
        Ok(Self {
            keys,
            start,
            began: Instant::now(),
            state: Mutex::new(state),
            looking: AsyncMutex::default(),
            told: Mutex::default(),
            has_told: AtomicBool::new(false),
            events,
        })
    }

    /// Where a request goes now.
    pub(crate) async fn find(&self) -> gateway::Found {
        let missing = match self.step() {
            Step::Send(upstream) => return gateway::Found::At(upstream),
            Step::Off => Missing::Off,
            Step::Nothing { was_there } => self.missing(was_there),
            Step::Look => {
                self.look().await;
                match self.step() {
                    Step::Send(upstream) => return gateway::Found::At(upstream),
                    Step::Off => Missing::Off,
                    Step::Nothing { was_there } => self.missing(was_there),
                    // That it was looked for has got old meanwhile.
                    Step::Look => self.missing(false),
                }
            }
        };
        gateway::Found::Missing(missing.to_failure())
    }

    /// Whether a request to a function may pass, by the keys of the project and those of the upstream.
    pub(crate) async fn authorize(
        &self,
        authorizer: &Authorizer,
        headers: &HeaderMap,
        now: SystemTime,
    ) -> Result<(), Unauthorized> {
        let unknown = match authorizer.judge(headers, now) {
            Verdict::Pass => return Ok(()),
            Verdict::Refuse(refusal) => return Err(refusal),
            Verdict::UnknownKey(unknown) => unknown,
        };
        if !unknown.key.is_shared_secret() {
            // The local stack may have come meanwhile. One that went away keeps its keys until they are too old.
            self.find().await;
        }
        self.keys.decide(authorizer, unknown, now).await
    }

    /// A request to a service has ended: tells it, and an outage once per function, service and kind.
    pub(crate) fn ended(&self, forward: Forward, failure: Option<Failure>) {
        match failure {
            Some(failure) => self.failed(&forward, failure),
            None => self.forget_told(),
        }
        self.events.send(Event::Forward(forward));
    }

    /// Tells of what is wrong with the upstream that the session began with.
    pub(crate) async fn examine(&self) {
        let upstream = self.lock().upstream().cloned();
        if let Some(upstream) = upstream {
            self.examine_one(&upstream).await;
        }
    }

    /// The project's file says something else, unless a flag said it.
    pub(crate) fn choose(&self, choice: Option<Choice>) {
        if self.start.flag.is_some() {
            return;
        }
        let choice = choice.unwrap_or(Choice::Auto);
        let next = match (&choice, &*self.lock()) {
            (Choice::Off, State::Off) | (Choice::Auto, State::Auto(_)) => return,
            (Choice::At(url), State::Fixed(old)) if old.is_origin(url) => return,
            (Choice::Off, _) => State::Off,
            (Choice::Auto, _) => State::Auto(Auto::new(None)),
            (Choice::At(url), _) if choice.loopback_port() == Some(self.start.own_port) => {
                let origin = url.origin().ascii_serialization();
                return self.warn(
                    format!("`upstream` in `supabase/fx.toml` stays as it was: fx itself listens at {origin}"),
                    None,
                );
            }
            (Choice::At(url), _) => match upstream_at(url, &self.start.ca_cert, FIXED) {
                Ok(upstream) => State::Fixed(upstream),
                Err(error) => return self.warn(format!("{error:#}"), None),
            },
        };
        self.keys
            .set(next.upstream().map(|upstream| upstream.url()));
        let old = std::mem::replace(&mut *self.lock(), next);
        self.forget_told();
        if let Some(old) = old.upstream().cloned() {
            tokio::spawn(async move { old.close().await });
        }
    }

    /// Ends what has no end of its own, such as WebSockets.
    pub(crate) fn cut(&self) {
        if let Some(upstream) = self.lock().upstream() {
            upstream.cut_off();
        }
    }

    /// The same, and waits a moment for it.
    pub(crate) async fn close(&self) {
        let upstream = self.lock().upstream().cloned();
        if let Some(upstream) = upstream {
            upstream.close().await;
        }
    }

    fn step(&self) -> Step<Arc<Upstream>> {
        self.lock().step(self.began.elapsed())
    }

    fn missing(&self, was_there: bool) -> Missing {
        match self
            .start
            .found
            .missing(self.start.stack, self.start.own_port)
        {
            Missing::NotThere { stack, .. } => Missing::NotThere { stack, was_there },
            other => other,
        }
    }

    /// Looks for the local stack, unless somebody just has.
    async fn look(&self) {
        let _one = self.looking.lock().await;
        if !matches!(self.step(), Step::Look) {
            return;
        }
        let found = match self.may_look() {
            true => self.stack().await,
            false => None,
        };
        self.lock().looked(found.clone(), self.began.elapsed());
        if let Some(upstream) = found {
            self.keys.set(Some(upstream.url()));
            self.forget_told();
            self.examine_one(&upstream).await;
        }
    }

    /// Where fx itself listens there is no stack, and one that nobody has confirmed is not used.
    fn may_look(&self) -> bool {
        let Start {
            found,
            stack,
            own_port,
            ..
        } = &self.start;
        stack.port != *own_port && !matches!(found, Found::Unconfirmed(_)) && stack.is_known()
    }

    async fn stack(&self) -> Option<Arc<Upstream>> {
        let url = self.start.stack.url();
        let recognised = self.probe().recognise(&url).await;
        match recognised {
            super::Recognised::GoTrue { .. } => upstream_at(&url, &None, STACK).ok(),
            _ => None,
        }
    }

    async fn examine_one(&self, upstream: &Upstream) {
        let warning = examine(upstream.url(), &self.start.anon_key, &self.probe()).await;
        if let Some(warning) = warning {
            self.warn(warning.message, warning.hint);
        }
    }

    fn failed(&self, forward: &Forward, failure: Failure) {
        if matches!(failure.kind, FailureKind::Unreachable | FailureKind::Loop)
            && let Some(origin) = forward.upstream.as_deref()
            && let Some(lost) = self.lock().lost(|upstream| upstream.origin() == origin)
        {
            tokio::spawn(async move { lost.close().await });
        }
        let caller = forward.caller.as_ref();
        let slug = caller.map_or(String::new(), |caller| caller.slug.to_string());
        if self.is_news((slug.clone(), forward.service, failure.kind)) {
            let whose = match slug.as_str() {
                "" => "a client".to_owned(),
                slug => format!("function `{slug}`"),
            };
            let path = &forward.path;
            let message = format!("{whose} got no answer from `{path}`: {}", failure.cause);
            self.warn(message, Some(failure.remedy));
        }
    }

    fn is_news(&self, outage: (String, &'static str, FailureKind)) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        self.has_told.store(true, Ordering::Relaxed);
        told.len() < MAX_TOLD && told.insert(outage)
    }

    /// The next outage is news again.
    fn forget_told(&self) {
        if self.has_told.swap(false, Ordering::Relaxed) {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            told.clear();
        }
    }

    fn warn(&self, message: String, hint: Option<String>) {
        self.events.send(Event::Warning { message, hint });
    }

    fn probe(&self) -> Probe<'_> {
        Probe {
            ca_cert: self.start.ca_cert.as_deref(),
            run: &self.start.run,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<Arc<Upstream>>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What to do when the upstream that somebody has named does not answer.
const FIXED: &str = "check that it runs and that `--upstream`, or `upstream` in `supabase/fx.toml`, names it; fx goes on without a restart";
/// What to do when the local stack does not answer.
const STACK: &str = "run `supabase start`; fx goes on without a restart";

fn upstream_at(
    url: &Url,
    ca_cert: &Option<PathBuf>,
    remedy: &str,
) -> anyhow::Result<Arc<Upstream>> {
    let tls = match url.scheme() {
        "https" => Some(tls_config(ca_cert.as_deref())?),
        _ => None,
    };
    let upstream = Upstream::new(url, tls, remedy.to_owned());
    Ok(Arc::new(upstream.map_err(|error: io::Error| {
        anyhow::Error::new(error).context(format!("{url} cannot be the upstream"))
    })?))
}
