//! [`Job`]: one piece of work on a thread of its own: when it may compute, whether anybody still waits for it, and
//! whether what it has found out is still the latest.
//!
//! The thread owns its permit. A job that nobody waits for any more ends where it would wait next, so that no number of
//! saves leaves more than a few threads. What waits for the network lets others compute.

use std::{
    collections::HashMap,
    future::poll_fn,
    path::{Path, PathBuf},
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::ready,
};

use tokio::{
    runtime::{Builder, Runtime},
    sync::Semaphore,
};
use tokio_util::sync::CancellationToken;

use super::Error;
use crate::fs::write_atomic;

/// They are no secrets.
const MODE: u32 = 0o644;

/// What the jobs of one bundler share.
#[derive(Debug)]
pub(super) struct Jobs {
    /// One for each thread.
    pub(super) threads: Arc<Semaphore>,
    /// One for each thread that computes.
    computing: Arc<Semaphore>,
    /// How many there were.
    begun: AtomicU64,
    /// Which job a file is from that workers are given.
    published: Mutex<HashMap<PathBuf, u64>>,
}

/// One piece of work.
#[derive(Debug)]
pub(super) struct Job<'a> {
    jobs: &'a Jobs,
    /// Those that began later have higher ones.
    number: u64,
    cancelled: &'a CancellationToken,
    runtime: Runtime,
}

impl Jobs {
    /// For so many threads, of which so many compute.
    pub(super) fn new(threads: usize, computing: usize) -> Self {
        Self {
            threads: Arc::new(Semaphore::new(threads)),
            computing: Arc::new(Semaphore::new(computing)),
            begun: AtomicU64::new(0),
            published: Mutex::default(),
        }
    }

    /// A job for the function at `entrypoint`, on the thread that calls this.
    pub(super) fn begin<'a>(
        &'a self,
        entrypoint: &Path,
        cancelled: &'a CancellationToken,
    ) -> Result<Job<'a>, Error> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|source| failed("resolve", entrypoint, source))?;
        Ok(Job {
            jobs: self,
            number: self.begun.fetch_add(1, Ordering::SeqCst),
            cancelled,
            runtime,
        })
    }
}

impl Job<'_> {
    /// Takes a step, unless nobody waits for the job any more.
    pub(super) fn run<T>(&self, step: impl Future<Output = T>) -> Result<T, Error> {
        self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = self.cancelled.cancelled() => Err(Error::Superseded),
                done = by_turns(&self.jobs.computing, step) => Ok(done),
            }
        })
    }

    /// Whether nobody waits for it any more.
    pub(super) fn cancelled(&self) -> &CancellationToken {
        self.cancelled
    }

    /// Gives workers a file, unless it has this content already. It is refused when nobody waits for the job any more,
    /// and when a later one has published another content: sources and locks have changed since this one read them.
    pub(super) fn publish(&self, path: &Path, content: &[u8]) -> Result<(), Error> {
        let published = self.jobs.published.lock();
        let mut published = published.unwrap_or_else(PoisonError::into_inner);
        if self.cancelled.is_cancelled() {
            return Err(Error::Superseded);
        }
        let last = published.entry(path.to_owned()).or_default();
        let is_latest = *last <= self.number;
        *last = self.number.max(*last);
        if std::fs::read(path).is_ok_and(|there| there == content) {
            return Ok(());
        }
        if !is_latest {
            return Err(Error::Superseded);
        }
        write_atomic(path, content, MODE).map_err(|source| failed("write", path, source))
    }
}

/// Polls a step only while it has one of the permits.
async fn by_turns<F: Future>(permits: &Semaphore, step: F) -> F::Output {
    let mut step = pin!(step);
    let mut turn = pin!(None);
    poll_fn(|context| {
        if turn.is_none() {
            turn.set(Some(permits.acquire()));
        }
        let waiting = turn.as_mut().as_pin_mut();
        let waiting = waiting.expect("it was set a moment ago");
        let _permit = ready!(waiting.poll(context)).expect("the semaphore is never closed");
        turn.set(None);
        step.as_mut().poll(context)
    })
    .await
}

fn failed(action: &'static str, path: &Path, source: std::io::Error) -> Error {
    Error::Io {
        action,
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_lets_others_compute() {
        let (jobs, never) = (Jobs::new(2, 1), CancellationToken::new());
        let path = Path::new("/f.ts");
        let (tx, rx) = tokio::sync::oneshot::channel();
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| {
                let job = jobs.begin(path, &never).unwrap();
                job.run(rx).unwrap().unwrap()
            });
            let computes = scope.spawn(|| {
                let job = jobs.begin(path, &never).unwrap();
                job.run(async { tx.send("done").unwrap() }).unwrap();
            });
            computes.join().unwrap();
            assert_eq!(waits.join().unwrap(), "done");
        });
        assert_eq!(jobs.computing.available_permits(), 1);
    }

    #[test]
    fn a_job_that_nobody_waits_for_ends_where_it_waits_and_publishes_nothing() {
        let (jobs, cancelled) = (Jobs::new(1, 1), CancellationToken::new());
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("f.lock");
        let job = jobs.begin(&path, &cancelled).unwrap();
        job.publish(&path, b"1").unwrap();
        cancelled.cancel();
        let ended = job.run(std::future::pending::<()>());
        assert!(matches!(ended, Err(Error::Superseded)));
        let published = job.publish(&path, b"2");
        assert!(matches!(published, Err(Error::Superseded)));
        assert_eq!(std::fs::read(&path).unwrap(), b"1");
    }

    #[test]
    fn an_older_job_publishes_nothing_else_than_a_newer_one() {
        let (jobs, never) = (Jobs::new(2, 2), CancellationToken::new());
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("f.lock");
        let begin = || jobs.begin(&path, &never).unwrap();
        let (older, newer) = (begin(), begin());
        older.publish(&path, b"1").unwrap();
        newer.publish(&path, b"2").unwrap();
        assert!(older.publish(&path, b"1").is_err());
        older.publish(&path, b"2").unwrap();
        newer.publish(&path, b"3").unwrap();
        begin().publish(&path, b"1").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"1");
    }
}
