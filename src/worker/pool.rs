//! [`Pool`]: one slot per function, and what starts the workers in them.

use std::{
    collections::{BTreeMap, HashMap},
    future::Future,
    num::NonZero,
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration, Instant},
};

use tokio::{task::AbortHandle, time::timeout};

use super::{
    Exit, ExitKind, Figures, InspectMode, Launcher, Lease, Spec, Worker,
    failures::Notice,
    places::Place,
    slot::{Back, Entry, Refusal, Reloaded, Rest, Slot},
    standby::{DEFAULT_CAPACITY, Standby},
};
use crate::{
    events::{Caller, Event, Sink},
    function::{Policy, Slug},
    process::{self, MORE_FILES},
};

/// A worker that ends by an error sooner than this after it was ready, with no request answered, has failed to start.
const SETTLED: Duration = Duration::from_secs(1);
/// How long a start waits until there may be another worker.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a request gets a worker that stops taking requests at that moment.
const MAX_LATE: usize = 3;
/// The time that functions get for `beforeunload` when the deadline has passed already.
const LAST_MOMENT: Duration = Duration::from_millis(800);
/// A start that takes longer is spoken of, each time that this has passed.
const SLOW: Duration = Duration::from_secs(5);

/// Makes a function ready to run: resolves it and fills the cache. An error is for people.
pub(crate) type Prepare =
    dyn Fn(Slug) -> Pin<Box<dyn Future<Output = Result<Spec, String>> + Send>> + Send + Sync;

/// How a pool keeps workers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    /// How many processes wait for a reload.
    pub(crate) standby: usize,
    /// How many workers a function may have at once.
    pub(crate) max_workers: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            standby: DEFAULT_CAPACITY,
            max_workers: std::thread::available_parallelism().map_or(1, NonZero::get),
        }
    }
}

/// Hands out workers.
pub(crate) struct Pool {
    launcher: Launcher,
    options: Options,
    prepare: Box<Prepare>,
    slots: RwLock<HashMap<String, Arc<Slot>>>,
    /// Those of functions that are no more, for as long as their workers finish what they have.
    closed: Mutex<Vec<Arc<Slot>>>,
    standby: Arc<Standby>,
}

/// Tells of a failure what is news about it.
fn tell(events: &Sink, slot: &Slot, notice: &Notice, event: Event) {
    if notice.whole {
        events.send(event);
    }
    if let Some(pause) = notice.pause {
        let (slug, seconds) = (&slot.slug, pause.as_secs_f32());
        events.send(Event::Warning {
            message: format!(
                "function `{slug}` keeps failing; the next try is in {seconds} s, further ones less and less often"
            ),
            hint: Some("a save of its files tries at once".to_owned()),
        });
    }
}

fn crash(slug: String, exit: &Exit, message: String) -> Event {
    Event::Crash {
        slug,
        worker: exit.worker.clone(),
        request: exit.request.clone(),
        usage: exit.usage,
        message,
    }
}

fn short_lived() -> Refusal {
    let message = "the workers of the function end before they can take a request";
    Refusal::Failed(Arc::new(Exit::new(ExitKind::Stopped, message)))
}

/// Why a start began, which decides who tells of its failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    Request,
    Reload,
}

impl Pool {
    /// A pool for no function yet.
    pub(crate) fn new(launcher: Launcher, options: Options, prepare: Box<Prepare>) -> Self {
        Self {
            standby: Arc::new(Standby::new(launcher.clone(), options.standby)),
            launcher,
            options,
            prepare,
            slots: RwLock::default(),
            closed: Mutex::default(),
        }
    }

    /// Has slots for these functions and no others. Workers of functions that are no more finish what they have.
    pub(crate) fn set_functions(&self, functions: &BTreeMap<Slug, Policy>) {
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        let stays = |slot: &Slot| functions.get(&slot.slug) == Some(&slot.policy);
        let gone = slots.extract_if(|_, slot| !stays(slot));
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, slot) in gone {
            self.standby.forget(&slot.slug);
            slot.close();
            closed.push(slot);
        }
        closed.retain(|slot| slot.has_workers());
        for (slug, policy) in functions {
            slots.entry(slug.to_string()).or_insert_with(|| {
                let max_workers = self.options.max_workers;
                Arc::new(Slot::new(slug.clone(), *policy, max_workers))
            });
        }
    }

    /// How many workers take requests now.
    pub(crate) fn running(&self) -> usize {
        self.slots().filter(|slot| slot.is_ready()).count()
    }

    /// What each worker has used.
    pub(crate) fn figures(&self) -> Vec<Figures> {
        self.launcher.figures()
    }

    /// Who made a call that carries this tag; `None` when it is that of no worker that is there.
    pub(crate) fn caller(&self, tag: &str) -> Option<Caller> {
        self.launcher.caller(tag)
    }

    /// How many requests wait for a worker, by function.
    pub(crate) fn waiting(&self) -> BTreeMap<String, usize> {
        let slots = self.slots();
        slots
            .map(|slot| (slot.slug.to_string(), slot.waiting()))
            .collect()
    }

    /// A worker for one request of `slug`.
    pub(crate) async fn lease(self: &Arc<Self>, slug: &str) -> Result<Lease, Refusal> {
        let Some(slot) = self.slot(slug) else {
            let message = format!("the function `{slug}` is no more");
            let exit = Exit::new(ExitKind::Stopped, message);
            return Err(Refusal::Failed(Arc::new(exit)));
        };
        if slot.policy != Policy::PerWorker {
            return self.lease_exclusive(slot).await;
        }
        for _ in 0..MAX_LATE {
            match slot.enter(|number| self.spawn_start(&slot, number, Cause::Request)) {
                Entry::Ready(lease, grows) => {
                    if let Some(version) = grows {
                        self.grow(&slot, version);
                    }
                    return Ok(lease);
                }
                Entry::Starting(outcome) => {
                    if let Some(lease) = slot.wait(outcome).await? {
                        return Ok(lease);
                    }
                }
                Entry::Failed(exit) => return Err(Refusal::Failed(exit)),
            }
        }
        Err(short_lived())
    }

    /// A worker that no other request has meanwhile.
    async fn lease_exclusive(&self, slot: Arc<Slot>) -> Result<Lease, Refusal> {
        let permit = slot.permit().await?;
        let (lease, version) = match slot.take_rested() {
            Rest::Ready(lease, version) => (lease, version),
            Rest::Failed(exit) => return Err(Refusal::Failed(exit)),
            Rest::Nothing(version) => (self.boot_for_one(&slot).await?, version),
        };
        let back = Back {
            slot,
            version,
            permit,
        };
        Ok(lease.exclusive(back))
    }

    async fn boot_for_one(&self, slot: &Arc<Slot>) -> Result<Lease, Refusal> {
        for _ in 0..MAX_LATE {
            let place = self.launcher.places().take(PATIENCE).await;
            let worker = self.boot(&slot.slug, place).await.map_err(|exit| {
                self.tell_of_failure(slot, &exit, &slot.note_failure(&exit));
                Refusal::Failed(exit)
            })?;
            slot.lend(&worker);
            self.tell_of_end(slot, worker.clone());
            if let Some(lease) = Lease::new(worker, true) {
                return Ok(lease);
            }
        }
        Err(short_lived())
    }

    /// Starts another worker of the same version beside those there are.
    fn grow(self: &Arc<Self>, slot: &Arc<Slot>, version: u64) {
        let (pool, slot) = (Arc::clone(self), Arc::clone(slot));
        tokio::spawn(async move {
            // One that does not come up is no loss: those there are go on.
            let place = pool.launcher.places().try_take();
            let worker = pool.boot(&slot.slug, place).await.ok();
            if let Some(worker) = &worker {
                pool.tell_of_end(&slot, worker.clone());
            }
            slot.grown(version, worker);
        });
    }

    /// Replaces the worker of a function by one of its present version. `None` when the function has none and nobody
    /// has asked for it.
    pub(crate) fn reload(
        self: &Arc<Self>,
        slug: &Slug,
    ) -> Option<impl Future<Output = Reloaded> + Send + use<>> {
        let slot = self.slot(slug.as_str())?;
        let (number, outcome) =
            slot.reload(|number| self.spawn_start(&slot, number, Cause::Reload))?;
        Some(async move { slot.reloaded(number, outcome).await })
    }

    /// Has the next request of a function start its present version; the workers of older ones finish what they have.
    /// Requests that wait for a start wait for the new one.
    pub(crate) fn renew(self: &Arc<Self>, slug: &str) {
        let Some(slot) = self.slot(slug) else {
            return;
        };
        slot.renew(|number| self.spawn_start(&slot, number, Cause::Request));
    }

    /// Has connections that have no end of their own close, because fx ends. Requests are answered as before.
    pub(crate) fn cut(&self) {
        self.all_slots().for_each(|slot| slot.cut());
    }

    /// Stops every worker: waits for their requests and background work until `deadline`, and a moment for functions that
    /// hear of it only then.
    pub(crate) async fn stop(&self, deadline: Instant) {
        self.standby.clear();
        let deadline = deadline.max(Instant::now() + LAST_MOMENT);
        let workers: Vec<Worker> = self
            .all_slots()
            .flat_map(|slot| slot.stop(deadline))
            .collect();
        futures_util::future::join_all(workers.iter().map(Worker::exited)).await;
    }

    /// The start belongs to the slot: a client that goes away does not end it.
    fn spawn_start(self: &Arc<Self>, slot: &Arc<Slot>, number: u64, cause: Cause) -> AbortHandle {
        let (pool, slot) = (Arc::clone(self), Arc::clone(slot));
        tokio::spawn(async move { pool.start(&slot, number, cause).await }).abort_handle()
    }

    async fn start(&self, slot: &Arc<Slot>, number: u64, cause: Cause) {
        let place = self.launcher.places().take(PATIENCE).await;
        let result = self.boot(&slot.slug, place).await;
        let settled = slot.settle(number, result.clone());
        match (settled, result) {
            (Some(Ok(())), Ok(worker)) => self.tell_of_end(slot, worker),
            (Some(Err(notice)), Err(exit)) if cause == Cause::Request => {
                self.tell_of_failure(slot, &exit, &notice);
            }
            _ => {}
        }
    }

    fn tell_of_failure(&self, slot: &Slot, exit: &Exit, notice: &Notice) {
        let event = Event::BootFailure {
            slug: slot.slug.to_string(),
            worker: exit.worker.clone(),
            message: exit.message.clone(),
            serving: false,
        };
        tell(self.launcher.events(), slot, notice, event);
    }

    async fn boot(&self, slug: &Slug, place: Option<Place>) -> Result<Worker, Arc<Exit>> {
        let place = place.ok_or_else(|| {
            let message = "there are as many workers as there may be, and all are busy";
            Arc::new(Exit::new(ExitKind::Crowded, message))
        })?;
        let failure = |message: String| Arc::new(Exit::new(ExitKind::Boot, message));
        let started = Instant::now();
        let _starting = self.standby.hold_off();
        let spec = self.patiently(slug, "resolved", (self.prepare)(slug.clone()));
        let spec = spec.await.map_err(failure)?;
        let prepared = started.elapsed();
        let mut loaded = self.launch(slug, &spec, &place).await;
        if matches!(&loaded, Err(exit) if exit.kind == ExitKind::Killed) {
            // The function had no part in it.
            loaded = self.launch(slug, &spec, &place).await;
        }
        let has_node = loaded.as_ref().is_ok_and(Worker::has_node);
        self.standby.refill(spec, has_node);
        let ready = started.elapsed();
        tracing::debug!(%slug, ?prepared, ?ready, "booted");
        loaded
    }

    /// A worker that has loaded the function.
    async fn launch(&self, slug: &Slug, spec: &Spec, place: &Place) -> Result<Worker, Arc<Exit>> {
        let worker = self.process(spec, place).await.map_err(|error| {
            let mut message = format!("failed to start the engine: {error}");
            if process::is_out_of_files(&error) {
                message = format!("{message}\nhint: {MORE_FILES}");
            }
            Arc::new(Exit::new(ExitKind::Boot, message))
        })?;
        self.loaded(slug, &worker).await?;
        Ok(worker)
    }

    async fn loaded(&self, slug: &Slug, worker: &Worker) -> Result<(), Arc<Exit>> {
        match self.launcher.inspect_mode() {
            None => return self.patiently(slug, "loaded", worker.ready()).await,
            Some(InspectMode::Run) => {}
            Some(InspectMode::Wait | InspectMode::Break) => {
                self.launcher.events().send(Event::Warning {
                    message: format!("function `{slug}` waits for a debugger"),
                    hint: None,
                });
            }
        }
        worker.ready().await
    }

    /// Waits, and says so when it takes long.
    async fn patiently<T>(&self, slug: &Slug, what: &str, step: impl Future<Output = T>) -> T {
        let mut step = pin!(step);
        loop {
            match timeout(SLOW, step.as_mut()).await {
                Ok(done) => return done,
                Err(_) => self.launcher.events().send(Event::Warning {
                    message: format!("function `{slug}` is still being {what}"),
                    hint: None,
                }),
            }
        }
    }

    async fn process(&self, spec: &Spec, place: &Place) -> std::io::Result<Worker> {
        if let Some(embryo) = self.standby.take(spec)
            // A process that died while it waited is found out here.
            && let Ok(worker) = self.launcher.boot(embryo, spec, place.clone()).await
        {
            return Ok(worker);
        }
        let embryo = self.launcher.spawn(spec).await?;
        self.launcher.boot(embryo, spec, place.clone()).await
    }

    /// Waits for the end of a worker that was ready, and tells of one that should not have been.
    fn tell_of_end(&self, slot: &Arc<Slot>, worker: Worker) {
        let (slot, events) = (Arc::clone(slot), self.launcher.events().clone());
        let ready = Instant::now();
        tokio::spawn(async move {
            let exit = worker.exited().await;
            slot.forget(&worker);
            let (slug, message) = (slot.slug.to_string(), exit.message.clone());
            let useless = ready.elapsed() < SETTLED && worker.usage().finished() == 0;
            match exit.kind {
                ExitKind::Error if useless => {
                    let notice = slot.note_failure(&exit);
                    return tell(&events, &slot, &notice, crash(slug, &exit, message));
                }
                _ if worker.usage().finished() > 0 => slot.note_success(),
                _ => {}
            }
            match exit.limit {
                Some(limit) => events.send(Event::Limit {
                    slug,
                    limit: limit.key(),
                    message,
                }),
                None if matches!(exit.kind, ExitKind::Error | ExitKind::Killed) => {
                    events.send(crash(slug, &exit, message));
                }
                None => {}
            }
        });
    }

    fn slot(&self, slug: &str) -> Option<Arc<Slot>> {
        let slots = self.slots.read().unwrap_or_else(PoisonError::into_inner);
        slots.get(slug).cloned()
    }

    /// Also those of functions that are no more.
    fn all_slots(&self) -> impl Iterator<Item = Arc<Slot>> + use<> {
        let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        self.slots().chain(closed.clone())
    }

    fn slots(&self) -> impl Iterator<Item = Arc<Slot>> + use<> {
        let slots = self.slots.read().unwrap_or_else(PoisonError::into_inner);
        slots.values().cloned().collect::<Vec<_>>().into_iter()
    }
}
