//! [`Pool`]: one slot per function, which starts its worker when a request first wants one.

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::sync::watch;

use super::{Exit, ExitKind, Launcher, Spec, Worker};
use crate::{events::Event, function::Slug};

/// How many requests may wait for the start of one function's worker.
const MAX_WAITING: usize = 1000;

/// Makes a function ready to run: resolves it and fills the cache. An error is for people.
pub(crate) type Prepare =
    dyn Fn(Slug) -> Pin<Box<dyn Future<Output = Result<Spec, String>> + Send>> + Send + Sync;

/// Hands out workers.
pub(crate) struct Pool {
    launcher: Launcher,
    prepare: Box<Prepare>,
    slots: HashMap<String, Arc<Slot>>,
}

/// A worker to send one request to. Hold it until the response has ended: a worker that nobody holds ends.
#[derive(Debug)]
pub(crate) struct Lease {
    /// The worker.
    pub(crate) worker: Worker,
    /// Whether it had to be started for this request.
    pub(crate) cold: bool,
}

/// Why there is no worker for a request.
#[derive(Debug, Clone)]
pub(crate) enum Refusal {
    /// It did not come up.
    Failed(Arc<Exit>),
    /// Too many requests wait for it already.
    Overloaded,
}

struct Slot {
    slug: Slug,
    state: Mutex<State>,
    waiting: AtomicUsize,
}

type Outcome = Option<Result<Worker, Arc<Exit>>>;

enum State {
    Idle,
    Starting(watch::Receiver<Outcome>),
    Running(Worker),
}

impl Pool {
    /// A pool for these functions. Nothing is started yet.
    pub(crate) fn new(
        launcher: Launcher,
        functions: impl IntoIterator<Item = Slug>,
        prepare: Box<Prepare>,
    ) -> Self {
        let slots = functions.into_iter().map(|slug| {
            let slot = Slot {
                slug: slug.clone(),
                state: Mutex::new(State::Idle),
                waiting: AtomicUsize::new(0),
            };
            (slug.to_string(), Arc::new(slot))
        });
        Self {
            launcher,
            prepare,
            slots: slots.collect(),
        }
    }

    /// How many workers take requests now.
    pub(crate) fn running(&self) -> usize {
        self.slots.values().filter(|slot| slot.is_running()).count()
    }

    /// A worker for one request of `slug`, which must be one of the pool's.
    pub(crate) async fn lease(self: &Arc<Self>, slug: &str) -> Result<Lease, Refusal> {
        let slot = self
            .slots
            .get(slug)
            .expect("requests are routed to functions of the pool");
        let mut outcome = match self.enter(slot) {
            Entry::Running(worker) => {
                return Ok(Lease {
                    worker,
                    cold: false,
                });
            }
            Entry::Starting(outcome) => outcome,
        };
        let _waiting = Waiting::enter(&slot.waiting)?;
        let result = outcome
            .wait_for(Option::is_some)
            .await
            .map(|outcome| outcome.clone());
        match result {
            Ok(Some(Ok(worker))) => Ok(Lease { worker, cold: true }),
            Ok(Some(Err(exit))) => Err(Refusal::Failed(exit)),
            Ok(None) | Err(_) => Err(Refusal::Failed(Arc::new(Exit::new(
                ExitKind::Stopped,
                "fx is stopping",
            )))),
        }
    }

    /// The slot's worker when it takes requests, else the start under way, begun now if need be.
    fn enter(self: &Arc<Self>, slot: &Arc<Slot>) -> Entry {
        let mut state = slot.state.lock().unwrap_or_else(PoisonError::into_inner);
        match &*state {
            State::Running(worker) if worker.is_ready() => return Entry::Running(worker.clone()),
            State::Starting(outcome) => return Entry::Starting(outcome.clone()),
            State::Idle | State::Running(_) => {}
        }
        let (publish, outcome) = watch::channel(None);
        *state = State::Starting(outcome.clone());
        let (pool, slot) = (Arc::clone(self), Arc::clone(slot));
        // The start belongs to the slot: a client that goes away does not end it.
        tokio::spawn(async move { pool.start(&slot, publish).await });
        Entry::Starting(outcome)
    }

    async fn start(&self, slot: &Slot, publish: watch::Sender<Outcome>) {
        let result = self.boot(&slot.slug).await;
        let next = match &result {
            Ok(worker) => {
                self.watch_for_crash(slot, worker);
                State::Running(worker.clone())
            }
            Err(exit) => {
                self.report_failure(slot, exit);
                State::Idle
            }
        };
        *slot.state.lock().unwrap_or_else(PoisonError::into_inner) = next;
        publish.send_replace(Some(result));
    }

    async fn boot(&self, slug: &Slug) -> Result<Worker, Arc<Exit>> {
        let failure = |message: String| Arc::new(Exit::new(ExitKind::Boot, message));
        let spec = (self.prepare)(slug.clone()).await.map_err(failure)?;
        let started = self.launcher.start(spec).await;
        let worker =
            started.map_err(|error| failure(format!("failed to start the engine: {error}")))?;
        worker.ready().await?;
        Ok(worker)
    }

    fn report_failure(&self, slot: &Slot, exit: &Exit) {
        self.launcher.events().send(Event::BootFailure {
            slug: slot.slug.to_string(),
            message: exit.message.clone(),
        });
    }

    fn watch_for_crash(&self, slot: &Slot, worker: &Worker) {
        let (slug, worker, events) = (
            slot.slug.to_string(),
            worker.clone(),
            self.launcher.events().clone(),
        );
        tokio::spawn(async move {
            let exit = worker.exited().await;
            if exit.kind == ExitKind::Error {
                let message = exit.message.clone();
                events.send(Event::Crash { slug, message });
            }
        });
    }

    /// Stops every worker: waits for their requests and background work, at most `grace` long.
    pub(crate) async fn stop(&self, grace: Duration) {
        let workers: Vec<Worker> = self
            .slots
            .values()
            .filter_map(|slot| slot.take_worker())
            .collect();
        let stops = workers
            .iter()
            .map(|worker| worker.stop("termination", grace));
        futures_util::future::join_all(stops).await;
    }
}

impl Slot {
    fn is_running(&self) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(&*state, State::Running(worker) if worker.is_ready())
    }

    fn take_worker(&self) -> Option<Worker> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *state, State::Idle) {
            State::Running(worker) => Some(worker),
            State::Idle | State::Starting(_) => None,
        }
    }
}

enum Entry {
    Running(Worker),
    Starting(watch::Receiver<Outcome>),
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
