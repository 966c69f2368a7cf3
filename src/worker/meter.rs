//! [`Meter`]: what a worker's process has used, and [`Figures`], which is that for whoever asks.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    events::Usage,
    process::{self, Sample},
};

/// The name of the threads on which the engine collects garbage and compiles, in the 15 bytes that Linux keeps.
const ENGINE_THREADS: &str = "V8 DefaultWorke";
/// A look at an idle worker holds for so long. Busy ones are looked at more often anyway.
const FRESH: Duration = Duration::from_secs(1);

/// What a worker has used.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    /// The function's name.
    pub(crate) slug: String,
    /// The worker's id.
    pub(crate) worker: Arc<str>,
    /// What it has used.
    pub(crate) usage: Usage,
}

/// Looks at one process and remembers what it saw last.
#[derive(Debug)]
pub(super) struct Meter {
    process: Option<u32>,
    /// Threads whose time is not the function's.
    engine: Vec<u32>,
    last: Mutex<Last>,
}

#[derive(Debug, Default)]
struct Last {
    seen: Option<(Instant, Sample)>,
    /// The system may have given the process's id to another one.
    ended: bool,
}

impl Meter {
    /// A meter of the process with this id, which has started all threads of the engine by now.
    pub(super) fn new(process: Option<u32>) -> Self {
        let engine = process.map(|id| process::threads_named(id, ENGINE_THREADS));
        Self {
            process,
            engine: engine.unwrap_or_default(),
            last: Mutex::default(),
        }
    }

    /// What the process has used by now; `None` when the system does not say.
    pub(super) fn look(&self) -> Option<Sample> {
        self.lock().look(self.process, &self.engine)
    }

    /// What it had used when that was last looked at.
    pub(super) fn last(&self) -> Option<Sample> {
        self.lock().seen.map(|(_, sample)| sample)
    }

    /// What it had used lately, or all in all when it has ended.
    pub(super) fn usage(&self) -> Option<Usage> {
        let mut last = self.lock();
        let is_fresh = |at: Instant| at.elapsed() < FRESH;
        if !last.seen.is_some_and(|(at, _)| is_fresh(at)) {
            last.look(self.process, &self.engine);
        }
        last.seen
            .map(|(_, Sample { cpu, memory, .. })| Usage { cpu, memory })
    }

    /// The process has ended.
    pub(super) fn end(&self) {
        self.lock().ended = true;
    }

    /// Whether it has.
    pub(super) fn has_ended(&self) -> bool {
        self.lock().ended
    }

    fn lock(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Last {
    fn look(&mut self, process: Option<u32>, engine: &[u32]) -> Option<Sample> {
        let process = process.filter(|_| !self.ended)?;
        // A process that has ended and still has its place has no memory.
        let sample = process::sample(process, engine).filter(|sample| sample.memory > 0)?;
        self.seen = Some((Instant::now(), sample));
        Some(sample)
    }
}
