//! [`Upstreams`]: the upstream of a session, who looks for it, and what is said about it.

use std::{
    io,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::SystemTime,
};

use http::HeaderMap;
use tokio::{sync::Mutex as AsyncMutex, task::JoinHandle, time::Instant};
use url::Url;

use super::{
    Found, Missing, Probe, Recognised, Stack,
    examine::{Examined, examine},
    keys::UpstreamKeys,
    state::{Presence, State, Step},
    told::{Told, is_answer},
};
use crate::{
    events::{Event, Forward, Sink},
    gateway::{self, Authorizer, Failure, FailureKind, Unauthorized, Upstream, Verdict},
    http::tls_config,
    project::Upstream as Choice,
};

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
    /// Whether requests are told of that have not failed.
    pub(crate) tells_all: bool,
}

impl Start {
    /// Why there are no services at the start, if that needs to be said.
    pub(crate) fn absence(&self) -> Option<&'static str> {
        match &self.found {
            Found::Fixed(_) | Found::Stack(_) | Found::Off => None,
            _ if self.stack.port == self.own_port => {
                Some("none: start the stack first, then fx, which makes room for it")
            }
            Found::NoStack { .. } => Some("none yet: fx finds the stack as soon as it runs"),
            Found::Unconfirmed(_) => Some("none: the stack is not confirmed"),
        }
    }

    /// Where services are, for people.
    pub(crate) fn origin(&self) -> Option<String> {
        match &self.found {
            Found::Fixed(url) | Found::Stack(url) => Some(url.origin().ascii_serialization()),
            Found::NoStack { .. } | Found::Unconfirmed(_) | Found::Off => None,
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
    told: Told,
    /// Whether the upstream has not been examined yet.
    is_new: AtomicBool,
    /// Ends with the session.
    examining: Mutex<Option<JoinHandle<()>>>,
    events: Sink,
}

impl Upstreams {
    /// The upstream that a session begins with.
    pub(crate) fn new(start: Start, events: Sink) -> anyhow::Result<Self> {
        let stack = || upstream_at(&start.stack.url(), &None, STACK);
        let auto = |presence| {
            Ok::<_, anyhow::Error>(State::Auto {
                stack: stack()?,
                presence,
            })
        };
        let state = match &start.found {
            Found::Off => State::Off,
            Found::Fixed(url) => State::Fixed(upstream_at(url, &start.ca_cert, FIXED)?),
            Found::Stack(_) => auto(Presence::There)?,
            Found::NoStack { .. } | Found::Unconfirmed(_) => auto(Presence::Unknown)?,
        };
        let keys = UpstreamKeys::new(start.ca_cert.clone());
        keys.set(state.present().map(|upstream| upstream.url()));
        Ok(Self {
            keys,
            start,
            began: Instant::now(),
            state: Mutex::new(state),
            looking: AsyncMutex::default(),
            told: Told::default(),
            is_new: AtomicBool::new(true),
            examining: Mutex::default(),
            events,
        })
    }

    /// Where a request goes now.
    pub(crate) async fn find(self: &Arc<Self>) -> gateway::Found {
        if matches!(self.step(), Step::Look) {
            self.look().await;
        }
        let missing = match self.step() {
            Step::Send(upstream) => return gateway::Found::At(upstream),
            Step::Off => Missing::Off,
            Step::Nothing { was_there } => self.missing(was_there),
            // That it was looked for has got old meanwhile.
            Step::Look => self.missing(true),
        };
        gateway::Found::Missing(missing.to_failure())
    }

    /// Whether a request to a function may pass, by the keys of the project and those of the upstream.
    pub(crate) async fn authorize(
        self: &Arc<Self>,
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
    pub(crate) fn ended(self: &Arc<Self>, forward: Forward, failure: Option<Failure>) {
        let matters = self.start.tells_all || failure.is_some() || forward.status >= 400;
        match failure {
            Some(failure) => self.failed(&forward, failure),
            None if is_answer(&forward) => {
                self.told.answered(&forward);
                if self.is_new.load(Ordering::Relaxed) {
                    self.examine();
                }
            }
            None => {}
        }
        if matters {
            self.events.send(Event::Forward(forward));
        }
    }

    /// Finds out, beside everything else, whether the upstream is what the project needs.
    pub(crate) fn examine(self: &Arc<Self>) {
        let Some(upstream) = self.lock().present().cloned() else {
            return;
        };
        self.is_new.store(false, Ordering::Relaxed);
        let session = Arc::clone(self);
        let task = tokio::spawn(async move { session.examine_one(&upstream).await });
        if let Some(old) = self.examining().replace(task) {
            old.abort();
        }
    }

    /// The project's file says something else, unless a flag said it.
    pub(crate) fn choose(self: &Arc<Self>, choice: Option<Choice>) {
        let choice = choice.unwrap_or(Choice::Auto);
        if self.start.flag.is_some() || self.is_chosen(&choice) {
            return;
        }
        let next = match self.state_of(&choice) {
            Ok(next) => next,
            Err(error) => {
                let message =
                    format!("`upstream` in `supabase/fx.toml` stays as it was: {error:#}");
                return self.warn(message, None);
            }
        };
        let old = {
            let mut state = self.lock();
            self.keys.set(next.present().map(|upstream| upstream.url()));
            std::mem::replace(&mut *state, next)
        };
        self.told.forget();
        if let Some(old) = old.upstream().cloned() {
            // It takes a second at most.
            tokio::spawn(async move { old.close().await });
        }
        self.announce();
    }

    /// Ends what has no end of its own, such as WebSockets.
    pub(crate) fn cut(&self) {
        if let Some(task) = self.examining().take() {
            task.abort();
        }
        if let Some(upstream) = self.lock().upstream() {
            upstream.cut_off();
        }
    }

    /// The same, and waits a moment for it.
    pub(crate) async fn close(&self) {
        self.cut();
        let upstream = self.lock().upstream().cloned();
        if let Some(upstream) = upstream {
            upstream.close().await;
        }
    }

    fn step(&self) -> Step<Arc<Upstream>> {
        self.lock().step(self.began.elapsed())
    }

    /// Why there is no local stack.
    fn missing(&self, was_there: bool) -> Missing {
        let Start {
            stack, own_port, ..
        } = &self.start;
        let url = stack.url().origin().ascii_serialization();
        if stack.port == *own_port {
            Missing::PortTaken { port: *own_port }
        } else if !stack.is_known() {
            Missing::Unconfirmed { stack: url }
        } else {
            Missing::NotThere {
                stack: url,
                was_there,
            }
        }
    }

    /// Looks for the local stack, unless somebody just has.
    async fn look(self: &Arc<Self>) {
        let _one = self.looking.lock().await;
        if !matches!(self.step(), Step::Look) {
            return;
        }
        let is_there = self.may_look() && self.is_there().await;
        let has_come = {
            let mut state = self.lock();
            let has_come = state.looked(is_there, self.began.elapsed());
            if has_come {
                self.keys
                    .set(state.present().map(|upstream| upstream.url()));
            }
            has_come
        };
        if has_come {
            self.told.forget();
            self.announce();
        }
    }

    /// Where fx itself listens there is no stack, and one that nobody has confirmed is not used.
    fn may_look(&self) -> bool {
        self.start.stack.port != self.start.own_port && self.start.stack.is_known()
    }

    async fn is_there(&self) -> bool {
        let recognised = self.probe().recognise(&self.start.stack.url()).await;
        recognised == Recognised::GoTrue
    }

    fn is_chosen(&self, choice: &Choice) -> bool {
        match (choice, &*self.lock()) {
            (Choice::Off, State::Off) | (Choice::Auto, State::Auto { .. }) => true,
            (Choice::At(url), State::Fixed(upstream)) => upstream.is_origin(url),
            _ => false,
        }
    }

    fn state_of(&self, choice: &Choice) -> anyhow::Result<State<Arc<Upstream>>> {
        if choice.loopback_port() == Some(self.start.own_port) {
            anyhow::bail!("fx itself listens at port {}", self.start.own_port);
        }
        Ok(match choice {
            Choice::Off => State::Off,
            Choice::At(url) => State::Fixed(upstream_at(url, &self.start.ca_cert, FIXED)?),
            Choice::Auto => State::Auto {
                stack: upstream_at(&self.start.stack.url(), &None, STACK)?,
                presence: Presence::Unknown,
            },
        })
    }

    /// Says where services are from now on, and finds out whether that is right.
    fn announce(self: &Arc<Self>) {
        let upstream = self
            .lock()
            .present()
            .map(|upstream| upstream.origin().to_string());
        self.events.send(Event::Upstream { upstream });
        self.is_new.store(true, Ordering::Relaxed);
        self.examine();
    }

    async fn examine_one(&self, upstream: &Upstream) {
        let examined = examine(upstream.url(), &self.start.anon_key, &self.probe()).await;
        match examined {
            Examined::Fine => {}
            Examined::Wrong(warning) => self.warn(warning.message, warning.hint),
            Examined::Absent(warning) => {
                // It is examined when it is there.
                self.is_new.store(true, Ordering::Relaxed);
                self.warn(warning.message, warning.hint);
            }
        }
    }

    fn failed(&self, forward: &Forward, failure: Failure) {
        if failure.kind != FailureKind::Missing
            && let Some(origin) = forward.upstream.as_deref()
        {
            self.lock().doubt(|upstream| **upstream.origin() == *origin);
        }
        let caller = forward.caller.as_ref();
        let slug = caller.map_or("", |caller| &*caller.slug);
        if self.told.is_news(slug, forward.service, failure.kind) {
            let whose = match slug {
                "" => "a request".to_owned(),
                slug => format!("a request of function `{slug}`"),
            };
            let message = format!("{whose} to `{}` failed: {}", forward.path, failure.cause);
            self.warn(message, Some(failure.remedy));
        }
    }

    fn warn(&self, message: String, hint: Option<String>) {
        self.events.send(Event::Warning { message, hint });
    }

    fn probe(&self) -> Probe<'_> {
        Probe {
            ca_cert: self.start.ca_cert.as_deref(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<Arc<Upstream>>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn examining(&self) -> MutexGuard<'_, Option<JoinHandle<()>>> {
        self.examining
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What to do when the upstream that somebody has named does not answer.
const FIXED: &str = "check that it runs and that `--upstream`, or `upstream` in `supabase/fx.toml`, names it; fx reconnects by itself";
/// What to do when the local stack does not answer.
const STACK: &str = "run `supabase start`; fx reconnects by itself";

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
