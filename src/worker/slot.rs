//! A slot of the pool: the worker of one function, the start under way, and the workers that only finish what they have.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{sync::watch, task::AbortHandle, time::timeout};

use super::{Exit, ExitKind, Lease, Worker};
use crate::function::Slug;

/// How many requests may wait for the start of one function's worker.
const MAX_WAITING: usize = 1000;
/// How many retired workers may finish at their leisure; of an older one, connections without an end are closed.
const MAX_DRAINING: usize = 2;
/// How long requests of a worker may take once it was told to close.
const CUT_GRACE: Duration = Duration::from_secs(5);
/// How long background work may keep a retired worker that has no requests.
const BACKGROUND_GRACE: Duration = Duration::from_secs(400);
/// How many starts may fail in a row before requests are refused for a while: a mistake that was just mended must not
/// be held against the function.
const FREE_FAILURES: u32 = 3;
/// How long requests are refused then; it doubles with each further failure.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// The longest such time.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Why there is no worker for a request.
#[derive(Debug, Clone)]
pub(crate) enum Refusal {
    /// It did not come up.
    Failed(Arc<Exit>),
    /// Too many requests wait for it already.
    Overloaded,
}

/// What became of a reload.
#[derive(Debug)]
pub(crate) enum Reloaded {
    /// The new version takes requests.
    Switched,
    /// The new version did not come up; the second says whether an older one takes requests.
    Failed(Arc<Exit>, bool),
    /// Another reload began before this one had ended.
    Superseded,
}

/// The place of one function.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) slug: Slug,
    state: Mutex<State>,
    waiting: AtomicUsize,
}

#[derive(Debug, Default)]
struct State {
    current: Option<Worker>,
    start: Option<Start>,
    failure: Option<Failure>,
    draining: Vec<Worker>,
    /// How many starts there were; the number of the last one.
    starts: u64,
}

/// The number of a start, and what became of it.
pub(super) type Outcome = Option<(u64, Result<Worker, Arc<Exit>>)>;

/// A start under way.
#[derive(Debug)]
struct Start {
    publish: Arc<watch::Sender<Outcome>>,
    task: AbortHandle,
}

/// Failed starts in a row.
#[derive(Debug)]
struct Failure {
    exit: Arc<Exit>,
    count: u32,
    until: Instant,
}

/// What a request finds.
pub(super) enum Entry {
    /// A worker.
    Ready(Lease),
    /// A start to wait for.
    Starting(watch::Receiver<Outcome>),
    /// The last start failed a moment ago.
    Failed(Arc<Exit>),
}

impl Slot {
    /// A slot in which nothing has started.
    pub(super) fn new(slug: Slug) -> Self {
        Self {
            slug,
            state: Mutex::default(),
            waiting: AtomicUsize::new(0),
        }
    }

    /// What there is for a request; `start` is called with a number when a start has to begin.
    pub(super) fn enter(&self, start: impl FnOnce(u64) -> AbortHandle) -> Entry {
        let mut state = self.lock();
        if let Some(worker) = state.ready() {
            return Entry::Ready(Lease::new(worker.clone(), false));
        }
        if let Some(start) = &state.start {
            return Entry::Starting(start.publish.subscribe());
        }
        if let Some(failure) = &state.failure
            && Instant::now() < failure.until
        {
            return Entry::Failed(Arc::clone(&failure.exit));
        }
        Entry::Starting(state.begin(start).1)
    }

    /// Waits for a start on behalf of a request.
    pub(super) async fn wait(
        &self,
        mut outcome: watch::Receiver<Outcome>,
    ) -> Result<Lease, Refusal> {
        let _waiting = Waiting::enter(&self.waiting)?;
        match outcome.wait_for(Option::is_some).await.as_deref() {
            Ok(Some((_, Ok(worker)))) => Ok(Lease::new(worker.clone(), true)),
            Ok(Some((_, Err(exit)))) => Err(Refusal::Failed(Arc::clone(exit))),
            Ok(None) | Err(_) => Err(Refusal::Failed(Arc::new(Exit::new(
                ExitKind::Stopped,
                "fx is stopping",
            )))),
        }
    }

    /// Begins a start that replaces what is there, unless nobody has asked for the function yet.
    pub(super) fn reload(
        &self,
        start: impl FnOnce(u64) -> AbortHandle,
    ) -> Option<(u64, watch::Receiver<Outcome>)> {
        let mut state = self.lock();
        let wanted = state.current.is_some() || state.start.is_some() || state.failure.is_some();
        wanted.then(|| state.begin(start))
    }

    /// Waits for the end of a reload.
    pub(super) async fn reloaded(
        &self,
        number: u64,
        mut outcome: watch::Receiver<Outcome>,
    ) -> Reloaded {
        match outcome.wait_for(Option::is_some).await.as_deref() {
            Ok(Some((last, Ok(_)))) if *last == number => Reloaded::Switched,
            Ok(Some((last, Err(exit)))) if *last == number => {
                Reloaded::Failed(Arc::clone(exit), self.is_ready())
            }
            _ => Reloaded::Superseded,
        }
    }

    /// Ends start `number`: a worker takes over and the one before it is returned. `None` when another start has begun
    /// since.
    pub(super) fn settle(
        &self,
        number: u64,
        result: Result<Worker, Arc<Exit>>,
    ) -> Option<Option<Worker>> {
        let mut state = self.lock();
        if state.starts != number {
            return None;
        }
        let start = state.start.take()?;
        let replaced = match &result {
            Ok(worker) => {
                state.failure = None;
                state.current.replace(worker.clone())
            }
            Err(exit) => {
                state.fail(exit);
                None
            }
        };
        drop(state);
        start.publish.send_replace(Some((number, result)));
        Some(replaced)
    }

    /// Lets a worker that takes no new requests finish what it has, then ends it.
    pub(super) async fn drain(&self, worker: Worker) {
        {
            let mut state = self.lock();
            state.draining.push(worker.clone());
            if let Some(index) = state.draining.len().checked_sub(MAX_DRAINING + 1) {
                state.draining[index].usage().cut();
            }
        }
        let usage = worker.usage();
        tokio::select! {
            () = usage.until_unused() => {}
            () = usage.until_cut() => {
                // What is not done by then is lost with the worker.
                let _ = timeout(CUT_GRACE, usage.until_unused()).await;
            }
        }
        worker.stop("early_drop", BACKGROUND_GRACE).await;
        self.lock()
            .draining
            .retain(|other| other.id() != worker.id());
    }

    /// Whether a worker takes requests.
    pub(super) fn is_ready(&self) -> bool {
        self.lock().ready().is_some()
    }

    /// Ends the start under way and takes the workers out: the current one and those that finish.
    pub(super) fn clear(&self) -> Vec<Worker> {
        let mut state = self.lock();
        if let Some(start) = state.start.take() {
            start.task.abort();
        }
        let current = state.current.take();
        state.draining.drain(..).chain(current).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn ready(&self) -> Option<&Worker> {
        self.current.as_ref().filter(|worker| worker.is_ready())
    }

    /// Begins a start. One that is under way ends, and whoever waits for it waits for the new one.
    fn begin(&mut self, start: impl FnOnce(u64) -> AbortHandle) -> (u64, watch::Receiver<Outcome>) {
        let publish = match self.start.take() {
            Some(start) => {
                start.task.abort();
                start.publish
            }
            None => Arc::new(watch::Sender::new(None)),
        };
        let outcome = publish.subscribe();
        self.starts += 1;
        let task = start(self.starts);
        self.start = Some(Start { publish, task });
        (self.starts, outcome)
    }

    fn fail(&mut self, exit: &Arc<Exit>) {
        let count = self.failure.as_ref().map_or(1, |failure| failure.count + 1);
        let pause = match count.checked_sub(FREE_FAILURES + 1) {
            None => Duration::ZERO,
            Some(doublings) => LONGEST_PAUSE.min(FIRST_PAUSE * 2_u32.pow(doublings.min(16))),
        };
        self.failure = Some(Failure {
            exit: Arc::clone(exit),
            count,
            until: Instant::now() + pause,
        });
    }
}

/// A place in the queue of a slot.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn enter(waiting: &'a AtomicUsize) -> Result<Self, Refusal> {
        let before = waiting.fetch_add(1, Ordering::Relaxed);
        let place = Self(waiting);
        if before >= MAX_WAITING {
            return Err(Refusal::Overloaded);
        }
        Ok(place)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
