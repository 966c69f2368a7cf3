//! [`Lease`]: a worker for one request, and [`Usage`], which counts them.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use tokio::sync::{Notify, watch};

use super::{Worker, slot::Back};

/// A worker to send one request to. Hold it until the response has ended: a retired worker ends with its last lease.
#[derive(Debug)]
pub(crate) struct Lease {
    /// The worker.
    pub(crate) worker: Worker,
    /// Whether it had to be started for this request.
    pub(crate) cold: bool,
    /// Where the worker goes back to, when this request has it for itself.
    back: Option<Back>,
}

impl Lease {
    pub(super) fn new(worker: Worker, cold: bool) -> Self {
        worker.usage().active.fetch_add(1, Ordering::SeqCst);
        let back = None;
        Self { worker, cold, back }
    }

    /// A worker that no other request has meanwhile.
    pub(super) fn exclusive(worker: Worker, cold: bool, back: Back) -> Self {
        let mut lease = Self::new(worker, cold);
        lease.back = Some(back);
        lease
    }

    /// Waits until connections that have no end of their own, such as WebSockets, must close.
    pub(crate) async fn cut(&self) {
        self.worker.usage().until_cut().await;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let usage = self.worker.usage();
        usage.finished.fetch_add(1, Ordering::Relaxed);
        if usage.active.fetch_sub(1, Ordering::AcqRel) == 1 {
            usage.left.notify_waiters();
        }
        if let Some(back) = self.back.take() {
            back.end(self.worker.clone());
        }
    }
}

/// How many requests a worker has.
#[derive(Debug)]
pub(super) struct Usage {
    active: AtomicUsize,
    finished: AtomicU64,
    left: Notify,
    cut: watch::Sender<bool>,
}

impl Default for Usage {
    fn default() -> Self {
        Self {
            active: AtomicUsize::new(0),
            finished: AtomicU64::new(0),
            left: Notify::new(),
            cut: watch::Sender::new(false),
        }
    }
}

impl Usage {
    /// How many requests there are.
    pub(super) fn active(&self) -> usize {
        self.active.load(Ordering::SeqCst)
    }

    /// How many requests have ended.
    pub(super) fn finished(&self) -> u64 {
        self.finished.load(Ordering::Relaxed)
    }

    /// Waits until no request is left.
    pub(super) async fn until_unused(&self) {
        loop {
            let left = self.left.notified();
            if self.active() == 0 {
                return;
            }
            left.await;
        }
    }

    /// Says that connections without an end must close.
    pub(super) fn cut(&self) {
        self.cut.send_replace(true);
    }

    /// Waits for [`Usage::cut`].
    pub(super) async fn until_cut(&self) {
        // The sender lives as long as `self`.
        let _ = self.cut.subscribe().wait_for(|cut| *cut).await;
    }
}
