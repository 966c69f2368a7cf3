//! [`Meter`]: what a worker's process has used, and [`Figures`], which is that for whoever asks.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    events::Usage,
    process::{self, Sample},
};

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
    last: Mutex<Last>,
}

#[derive(Debug, Default)]
struct Last {
    seen: Option<(Instant, Sample)>,
    /// The system may have given the process's id to another one.
    ended: bool,
}

impl Meter {
    /// A meter of the process with this id.
    pub(super) fn new(process: Option<u32>) -> Self {
        Self {
            process,
            last: Mutex::default(),
        }
    }

    /// What the process has used by now; `None` when the system does not say.
    pub(super) fn look(&self) -> Option<Sample> {
        self.lock().look(self.process)
    }

    /// What it had used lately, or all in all when it has ended.
    pub(super) fn usage(&self) -> Option<Usage> {
        let mut last = self.lock();
        let is_fresh = |at: Instant| at.elapsed() < FRESH;
        if !last.seen.is_some_and(|(at, _)| is_fresh(at)) {
            last.look(self.process);
        }
        last.seen
            .map(|(_, Sample { cpu, memory })| Usage { cpu, memory })
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
    fn look(&mut self, process: Option<u32>) -> Option<Sample> {
        let process = process.filter(|_| !self.ended)?;
        // A process that has ended and still has its place has no memory.
        let sample = process::sample(process).filter(|sample| sample.memory > 0)?;
        self.seen = Some((Instant::now(), sample));
        Some(sample)
    }
}
