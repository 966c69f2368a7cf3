//! [`Standby`]: engine processes that have started and wait for a function, so that a reload is one module load away.
//!
//! The engine's command line names the entrypoint and what may be read, so a process waits for one function, and is of
//! no use once its command line or configuration has changed. What lies in the files of the function it reads late. If
//! the function has `node:` modules, the process loads the engine's part of them while it waits.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use super::{Launcher, Spec, counted::Counted, launch::Embryo};
use crate::{function::Slug, process};

/// How many processes wait at most, unless told otherwise. Each costs about 10 MB of its own, 15 MB with
/// `node:` modules. With four of them, as the design had it, a file that twenty functions import took more than 300 ms to be everywhere.
pub(crate) const DEFAULT_CAPACITY: usize = 12;
/// How long after a start the next process is spawned: the requests that waited for the start come first.
const REFILL_DELAY: Duration = Duration::from_millis(60);
/// A process that nobody has wanted for this long ends.
const MAX_AGE: Duration = Duration::from_secs(200);
/// No process is spawned to wait when less than this share of the memory is left.
const MIN_MEMORY: f64 = 0.1;

/// Processes that wait for the functions that were started last.
#[derive(Debug)]
pub(super) struct Standby {
    launcher: Launcher,
    capacity: usize,
    state: Mutex<State>,
    /// How many functions are being started.
    starting: AtomicUsize,
    /// Processes are spawned one after the other.
    spawning: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    waiting: Vec<Waiting>,
    /// The functions that were started last, the very last at the end.
    recent: VecDeque<Slug>,
}

#[derive(Debug)]
struct Waiting {
    spec: Spec,
    embryo: Embryo,
    since: Instant,
}

impl Standby {
    /// No process yet.
    pub(super) fn new(launcher: Launcher, capacity: usize) -> Self {
        Self {
            launcher,
            capacity,
            state: Mutex::default(),
            starting: AtomicUsize::new(0),
            spawning: tokio::sync::Mutex::default(),
        }
    }

    /// A process that can run `spec`, if one waits.
    pub(super) fn take(&self, spec: &Spec) -> Option<Embryo> {
        let mut state = self.lock();
        let mut waiting = state.waiting.iter();
        let index = waiting.position(|waiting| waiting.spec.slug == spec.slug)?;
        let found = state.waiting.swap_remove(index);
        found.spec.shares_process_with(spec).then_some(found.embryo)
    }

    /// Sees to it that a process waits for the next version of `spec`, with `node:` modules if the present one has some.
    pub(super) fn refill(self: &Arc<Self>, spec: Spec, has_node: bool) {
        if self.capacity == 0 {
            return;
        }
        self.lock().touch(&spec.slug, self.capacity);
        let standby = Arc::clone(self);
        tokio::spawn(async move {
            tokio::time::sleep(REFILL_DELAY).await;
            let turn = standby.spawning.lock().await;
            while standby.starting.load(Ordering::Relaxed) > 0 {
                tokio::time::sleep(REFILL_DELAY).await;
            }
            if !standby.lock().lacks(&spec.slug) || process::available_memory() < MIN_MEMORY {
                return;
            }
            // Without it the next start takes longer; why it failed shows then.
            let Ok(mut embryo) = standby.launcher.spawn(&spec).await else {
                return;
            };
            if has_node && embryo.warm().await.is_err() {
                return;
            }
            standby.lock().insert(spec, embryo);
            drop(turn);
            // A pool that is gone has nothing to prune, and must not be kept by this.
            let weak = Arc::downgrade(&standby);
            drop(standby);
            tokio::time::sleep(MAX_AGE).await;
            if let Some(standby) = weak.upgrade() {
                standby.lock().drop_unwanted();
            }
        });
    }

    /// A function is being started for as long as the answer lives; no process is spawned to wait meanwhile.
    pub(super) fn hold_off(&self) -> Counted<'_> {
        Counted::new(&self.starting)
    }

    /// Ends the process of a function that is no more.
    pub(super) fn forget(&self, slug: &Slug) {
        let mut state = self.lock();
        state.recent.retain(|other| other != slug);
        state.drop_unwanted();
    }

    /// Ends all.
    pub(super) fn clear(&self) {
        *self.lock() = State::default();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn touch(&mut self, slug: &Slug, capacity: usize) {
        self.recent.retain(|other| other != slug);
        self.recent.push_back(slug.clone());
        if self.recent.len() > capacity {
            self.recent.pop_front();
        }
        self.drop_unwanted();
    }

    fn lacks(&self, slug: &Slug) -> bool {
        let waits = self
            .waiting
            .iter()
            .any(|waiting| waiting.spec.slug == *slug);
        !waits && self.recent.contains(slug)
    }

    fn insert(&mut self, spec: Spec, embryo: Embryo) {
        if self.lacks(&spec.slug) {
            let since = Instant::now();
            self.waiting.push(Waiting {
                spec,
                embryo,
                since,
            });
        }
    }

    fn drop_unwanted(&mut self) {
        let recent = &self.recent;
        self.waiting.retain(|waiting| {
            recent.contains(&waiting.spec.slug) && waiting.since.elapsed() < MAX_AGE
        });
    }
}
