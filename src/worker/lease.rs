//! [`Lease`]: a worker for one request, and [`Usage`], which counts them.

use std::{
    io,
    sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering},
    time::Instant,
};

use tokio::sync::{Notify, watch};

use super::{Stream, Worker, slot::Back};

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
    /// `None` when the worker takes no requests any more.
    pub(super) fn new(worker: Worker, cold: bool) -> Option<Self> {
        let back = None;
        let entered = worker.usage().enter();
        entered.then_some(Self { worker, cold, back })
    }

    /// The same when no other request has the worker meanwhile.
    pub(super) fn exclusive(mut self, back: Back) -> Self {
        self.back = Some(back);
        self
    }

    /// Opens a connection. `None` when the worker is gone, and then nobody else gets it.
    pub(crate) async fn connect(&self) -> io::Result<Option<Stream>> {
        match self.worker.endpoint().connect().await {
            Ok(stream) => Ok(Some(stream)),
            Err(error) if is_absence(&error) => {
                self.worker.usage().close();
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Ready when connections that have no end of their own, such as WebSockets, must close.
    pub(crate) fn cut(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut cut = self.worker.usage().cut.subscribe();
        async move {
            // Without a worker there is nothing left to wait for.
            let _ = cut.wait_for(|cut| *cut).await;
        }
    }

    /// The worker has let a request run into its timeout: others get another one.
    pub(crate) fn is_overdue(&self) {
        self.worker.retire();
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let usage = self.worker.usage();
        // What ends with the worker was not answered by it.
        if !self.worker.has_exited() {
            usage.finished.fetch_add(1, Ordering::Relaxed);
        }
        usage.leave();
        if let Some(back) = self.back.take() {
            back.end(self.worker.clone());
        }
    }
}

/// Whether a failure to connect says that nobody listens any more. Others, such as too many open files, are no fault of
/// the worker.
fn is_absence(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, NotFound};

    let kinds = [
        ConnectionAborted,
        ConnectionRefused,
        ConnectionReset,
        NotFound,
    ];
    kinds.contains(&error.kind())
}

/// What a worker has to do.
#[derive(Debug)]
pub(super) struct Usage {
    /// Requests.
    active: AtomicUsize,
    /// Unsettled promises of `waitUntil`.
    background: AtomicU32,
    finished: AtomicU64,
    closed: AtomicBool,
    left: Notify,
    cut: watch::Sender<bool>,
    since: Instant,
    /// When the last request left, in microseconds after `since`.
    rested: AtomicU64,
}

impl Default for Usage {
    fn default() -> Self {
        Self {
            active: AtomicUsize::new(0),
            background: AtomicU32::new(0),
            finished: AtomicU64::new(0),
            closed: AtomicBool::new(false),
            left: Notify::new(),
            cut: watch::Sender::new(false),
            since: Instant::now(),
            rested: AtomicU64::new(0),
        }
    }
}

impl Usage {
    /// How many requests there are.
    pub(super) fn active(&self) -> usize {
        self.active.load(Ordering::SeqCst)
    }

    /// Takes note of how much background work there is.
    pub(super) fn set_background(&self, pending: u32) {
        self.background.store(pending, Ordering::Relaxed);
    }

    /// Whether there is background work.
    pub(super) fn has_background(&self) -> bool {
        self.background.load(Ordering::Relaxed) > 0
    }

    /// Counts one more request, unless no more are taken.
    ///
    /// Whoever closes looks at the number afterwards, and whoever enters looks whether it is closed afterwards, so one
    /// of them sees the other: no request gets a worker that is about to end.
    fn enter(&self) -> bool {
        self.active.fetch_add(1, Ordering::SeqCst);
        let open = !self.is_closed();
        if !open {
            self.leave();
        }
        open
    }

    fn leave(&self) {
        if self.active.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.rested.store(self.age(), Ordering::Relaxed);
            self.left.notify_waiters();
        }
    }

    /// How long ago the last request left, or how long there was none, in microseconds.
    pub(super) fn idle(&self) -> u64 {
        self.age()
            .saturating_sub(self.rested.load(Ordering::Relaxed))
    }

    fn age(&self) -> u64 {
        u64::try_from(self.since.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// No more requests are taken.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }

    /// Whether no more requests are taken.
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// How many requests have been answered.
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
}
