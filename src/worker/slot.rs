//! A slot of the pool: the worker of one function, the start under way, and the workers that only finish what they have.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::AbortHandle,
    time::timeout,
};

use super::{
    Exit, ExitKind, Lease, Worker,
    counted::Counted,
    failures::{Failures, Notice},
};
use crate::{
    events::EndReason,
    function::{Policy, Slug},
};

/// How many requests may wait for the start of one function's worker.
const MAX_WAITING: usize = 1000;
/// So many requests at once are too many for one worker, and another one shares the load.
const BUSY: usize = 64;
/// How long a request waits for a worker of its own.
const PERMIT_TIMEOUT: Duration = Duration::from_secs(10);
/// How many versions of retired workers may finish at their leisure; of older ones, connections without an end are
/// closed and background work ends.
const MAX_DRAINING: u64 = 2;
/// How long requests and background work of such a version may go on.
const CUT_GRACE: Duration = Duration::from_secs(5);

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
    pub(super) policy: Policy,
    max_workers: usize,
    state: Mutex<State>,
    waiting: AtomicUsize,
    /// Workers that requests may have for themselves.
    permits: Arc<Semaphore>,
}

#[derive(Debug, Default)]
struct State {
    /// The worker that takes requests; with an exclusive policy, one that a reload has left ready.
    current: Option<Worker>,
    /// Further workers of the same version: those that share the load, or, with an exclusive policy, those at rest.
    others: Vec<Worker>,
    /// Further workers that are being started.
    growing: usize,
    /// Workers that one request has for itself.
    leased: Vec<Worker>,
    /// Whether a request has come.
    asked: bool,
    start: Option<Start>,
    failures: Failures,
    /// Workers that finish what they have, with the version that was there when they began to.
    draining: Vec<(u64, Worker)>,
    /// How many starts there were; the number of the last one.
    starts: u64,
    /// How often a start has replaced what was there.
    version: u64,
    /// fx ends: connections that have no end of their own close, those of workers that come up now too.
    ending: bool,
}

/// The number of a start, and what became of it.
pub(super) type Outcome = Option<(u64, Result<Worker, Arc<Exit>>)>;

/// A start under way.
#[derive(Debug)]
struct Start {
    publish: Arc<watch::Sender<Outcome>>,
    task: AbortHandle,
}

/// What a request finds.
pub(super) enum Entry {
    /// A worker. With a version, another worker of it should be started to share the load; [`Slot::grown`] is told
    /// when it has come up, or has not.
    Ready(Lease, Option<u64>),
    /// A start to wait for.
    Starting(watch::Receiver<Outcome>),
    /// The last start failed a moment ago.
    Failed(Arc<Exit>),
}

/// What a request finds that wants a worker for itself. The number is that of the version.
pub(super) enum Rest {
    /// A worker.
    Ready(Lease, u64),
    /// The last start failed a moment ago.
    Failed(Arc<Exit>),
    /// One has to be started.
    Nothing(u64),
}

/// Where a worker goes that one request had for itself.
#[derive(Debug)]
pub(super) struct Back {
    pub(super) slot: Arc<Slot>,
    pub(super) version: u64,
    pub(super) permit: OwnedSemaphorePermit,
}

impl Back {
    /// The request has ended: the worker rests, or ends.
    pub(super) fn end(self, worker: Worker) {
        let Self {
            slot,
            version,
            permit,
        } = self;
        slot.give_back(worker, version);
        drop(permit);
    }
}

impl Slot {
    /// A slot in which nothing has started.
    pub(super) fn new(slug: Slug, policy: Policy, max_workers: usize) -> Self {
        Self {
            slug,
            policy,
            max_workers,
            permits: Arc::new(Semaphore::new(max_workers)),
            state: Mutex::default(),
            waiting: AtomicUsize::new(0),
        }
    }

    /// What there is for a request; `start` is called with a number when a start has to begin.
    pub(super) fn enter(&self, start: impl FnOnce(u64) -> AbortHandle) -> Entry {
        let mut state = self.lock();
        state.asked = true;
        let found = state.least_busy().cloned();
        if let Some(lease) = found.and_then(|worker| Lease::new(worker, false)) {
            let busy = lease.worker.usage().active() >= BUSY;
            let grows = busy && state.may_grow(self.max_workers);
            return Entry::Ready(lease, grows.then_some(state.version));
        }
        if let Some(start) = &state.start {
            return Entry::Starting(start.publish.subscribe());
        }
        if let Some(exit) = state.failures.refusal(Instant::now()) {
            return Entry::Failed(Arc::clone(exit));
        }
        Entry::Starting(state.begin(start).1)
    }

    /// Another worker of a version shares the load, unless there is a newer version by now.
    pub(super) fn grown(&self, version: u64, worker: Option<Worker>) {
        let mut state = self.lock();
        state.growing -= 1;
        let Some(worker) = worker else {
            return;
        };
        state.welcome(&worker);
        if state.version == version && worker.is_ready() {
            state.others.push(worker);
        } else {
            state.retire(worker);
        }
    }

    /// Waits until the request may have a worker for itself.
    pub(super) async fn permit(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        let _waiting = self.wait_in_line()?;
        let permit = timeout(PERMIT_TIMEOUT, Arc::clone(&self.permits).acquire_owned()).await;
        match permit {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => Err(Refusal::Overloaded),
        }
    }

    /// A worker at rest for a request that has a permit.
    pub(super) fn take_rested(&self) -> Rest {
        let mut state = self.lock();
        state.asked = true;
        let version = state.version;
        while let Some(worker) = state.others.pop().or_else(|| state.current.take()) {
            if let Some(lease) = Lease::new(worker, false) {
                state.leased.push(lease.worker.clone());
                return Rest::Ready(lease, version);
            }
        }
        match state.failures.refusal(Instant::now()) {
            Some(exit) => Rest::Failed(Arc::clone(exit)),
            None => Rest::Nothing(version),
        }
    }

    /// Takes note of a start or a worker that has failed.
    pub(super) fn note_failure(&self, exit: &Arc<Exit>) -> Notice {
        self.lock().failures.add(exit, Instant::now())
    }

    /// Takes note of a worker that has lived and done something.
    pub(super) fn note_success(&self) {
        self.lock().failures.forget();
    }

    /// One request has a worker for itself that was started for it.
    pub(super) fn lend(&self, worker: &Worker) {
        let mut state = self.lock();
        state.welcome(worker);
        state.leased.push(worker.clone());
    }

    /// Keeps a worker for the next request, unless it is for one only, has ended, or is of an older version.
    fn give_back(&self, worker: Worker, version: u64) {
        let mut state = self.lock();
        state.leased.retain(|other| other.id() != worker.id());
        let is_kept = self.policy == Policy::PerRequest && state.version == version;
        if is_kept && worker.is_ready() {
            state.others.push(worker);
        } else {
            state.retire(worker);
        }
    }

    /// Waits for a start on behalf of a request. `None` when the worker takes no requests any more.
    pub(super) async fn wait(
        &self,
        mut outcome: watch::Receiver<Outcome>,
    ) -> Result<Option<Lease>, Refusal> {
        let _waiting = self.wait_in_line()?;
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
        state.failures.forget();
        state.asked.then(|| state.begin(start))
    }

    /// The workers there are retire. A start under way begins anew; without one, nothing starts before a request wants
    /// it.
    pub(super) fn renew(&self, start: impl FnOnce(u64) -> AbortHandle) {
        let mut state = self.lock();
        state.failures.forget();
        state.version += 1;
        if state.start.is_some() {
            state.begin(start);
        }
        state.retire_present();
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

    /// Ends start `number`: a worker takes over from those before it, which retire, or there is something to say about the
    /// failure. `None` when another start has begun since.
    pub(super) fn settle(
        &self,
        number: u64,
        result: Result<Worker, Arc<Exit>>,
    ) -> Option<Result<(), Notice>> {
        let mut state = self.lock();
        if state.starts != number {
            return None;
        }
        let start = state.start.take()?;
        let settled = match &result {
            Ok(worker) => {
                state.version += 1;
                state.retire_present();
                state.welcome(worker);
                state.current = Some(worker.clone());
                Ok(())
            }
            Err(exit) => Err(state.failures.add(exit, Instant::now())),
        };
        drop(state);
        start.publish.send_replace(Some((number, result)));
        Some(settled)
    }

    /// Lets go of a worker that has ended.
    pub(super) fn forget(&self, ended: &Worker) {
        let mut state = self.lock();
        let is_other = |worker: &Worker| worker.id() != ended.id();
        state.current.take_if(|worker| !is_other(worker));
        state.others.retain(is_other);
        state.leased.retain(is_other);
        state.draining.retain(|(_, worker)| is_other(worker));
    }

    /// Whether there are workers, be it ones that only finish what they have.
    pub(super) fn has_workers(&self) -> bool {
        self.lock().workers().next().is_some()
    }

    /// How many requests wait for a worker.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Whether a worker takes requests.
    pub(super) fn is_ready(&self) -> bool {
        self.lock().ready().is_some()
    }

    /// Connections that have no end of their own close, now and from now on.
    pub(super) fn cut(&self) {
        let mut state = self.lock();
        state.ending = true;
        state.workers().for_each(|worker| worker.usage().cut());
    }

    /// The function was removed: a start under way is aborted, and the workers finish what they have.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.abort_start();
        state.version += 1;
        state.retire_present();
    }

    /// Ends the start under way, and tells all workers to be gone by the deadline, also those that only finish. Returns
    /// them.
    pub(super) fn stop(&self, deadline: Instant) -> Vec<Worker> {
        let mut state = self.lock();
        state.abort_start();
        let workers: Vec<Worker> = state.workers().cloned().collect();
        for worker in &workers {
            worker.stop(deadline, EndReason::TerminationRequested);
        }
        workers
    }

    fn wait_in_line(&self) -> Result<Counted<'_>, Refusal> {
        Counted::up_to(MAX_WAITING, &self.waiting).ok_or(Refusal::Overloaded)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn ready(&self) -> Option<&Worker> {
        self.current.as_ref().filter(|worker| worker.is_ready())
    }

    /// Of the workers that take requests, the one with the fewest.
    fn least_busy(&self) -> Option<&Worker> {
        let workers = self.current.iter().chain(&self.others);
        let ready = workers.filter(|worker| worker.is_ready());
        ready.min_by_key(|worker| worker.usage().active())
    }

    /// All there are.
    fn workers(&self) -> impl Iterator<Item = &Worker> {
        let draining = self.draining.iter().map(|(_, worker)| worker);
        let present = self.current.iter().chain(&self.others);
        present.chain(&self.leased).chain(draining)
    }

    /// A worker has come up.
    fn welcome(&self, worker: &Worker) {
        if self.ending {
            worker.usage().cut();
        }
    }

    /// The workers of this version finish what they have.
    fn retire_present(&mut self) {
        let present: Vec<Worker> = self.others.drain(..).chain(self.current.take()).collect();
        for worker in present {
            self.retire(worker);
        }
    }

    /// Lets a worker finish what it has. Those that have been at it for some versions must come to an end.
    ///
    /// One that has ended was let go of before, and would stay here for ever.
    fn retire(&mut self, worker: Worker) {
        worker.retire();
        if worker.has_exited() {
            return;
        }
        self.draining.push((self.version, worker));
        let deadline = Instant::now() + CUT_GRACE;
        for (since, older) in &self.draining {
            if since + MAX_DRAINING <= self.version {
                older.stop(deadline, EndReason::EarlyDrop);
            }
        }
    }

    fn abort_start(&mut self) {
        if let Some(start) = self.start.take() {
            start.task.abort();
        }
    }

    /// Takes the place of another worker, if there is one.
    fn may_grow(&mut self, max_workers: usize) -> bool {
        self.others.retain(Worker::is_ready);
        let may = 1 + self.others.len() + self.growing < max_workers && self.start.is_none();
        self.growing += usize::from(may);
        may
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
}
