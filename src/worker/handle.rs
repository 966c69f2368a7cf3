//! [`Worker`]: the handle to a running worker, and where that is in its life.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::sync::{mpsc, watch};

use super::{
    exit::{Exit, ExitKind},
    lease::Usage,
    meter::Meter,
    transport::Endpoint,
};

/// Where a worker is in its life.
#[derive(Debug, Clone)]
pub(crate) enum Status {
    /// It does not listen yet.
    Booting,
    /// It takes requests.
    Ready,
    /// It finishes the requests that it has.
    Retired,
    /// It has ended.
    Exited(Arc<Exit>),
}

/// A handle to a running worker. The process ends when the last handle is dropped.
#[derive(Debug, Clone)]
pub(crate) struct Worker {
    pub(super) inner: Arc<Inner>,
}

/// What all handles share.
#[derive(Debug)]
pub(super) struct Inner {
    pub(super) slug: String,
    pub(super) id: Arc<str>,
    pub(super) endpoint: Endpoint,
    pub(super) status: watch::Receiver<Status>,
    pub(super) orders: mpsc::Sender<Order>,
    pub(super) usage: Arc<Usage>,
    pub(super) meter: Arc<Meter>,
    pub(super) has_node: Arc<AtomicBool>,
    pub(super) follows: Arc<AtomicBool>,
}

/// What the actor is told.
#[derive(Debug)]
pub(super) enum Order {
    Stop {
        reason: &'static str,
        grace: Duration,
    },
}

impl Worker {
    /// The execution id, which the function and the client see too.
    pub(crate) fn id(&self) -> &Arc<str> {
        &self.inner.id
    }

    /// Where to send requests.
    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.inner.endpoint
    }

    /// Whether it takes requests now.
    pub(crate) fn is_ready(&self) -> bool {
        !self.usage().is_closed() && matches!(*self.inner.status.borrow(), Status::Ready)
    }

    /// Whether it has ended.
    pub(super) fn has_exited(&self) -> bool {
        matches!(*self.inner.status.borrow(), Status::Exited(_))
    }

    /// Whether it has loaded `node:` modules.
    pub(super) fn has_node(&self) -> bool {
        self.inner.has_node.load(Ordering::Relaxed)
    }

    /// Whether it wants to know the ids of requests; another one would show them to the function.
    pub(crate) fn follows(&self) -> bool {
        self.inner.follows.load(Ordering::Relaxed)
    }

    /// Waits until it takes requests, or has ended without.
    pub(crate) async fn ready(&self) -> Result<(), Arc<Exit>> {
        match self
            .wait_for(|status| !matches!(status, Status::Booting))
            .await
        {
            Status::Exited(exit) => Err(exit),
            _ => Ok(()),
        }
    }

    /// Waits for its end.
    pub(crate) async fn exited(&self) -> Arc<Exit> {
        loop {
            let status = self
                .wait_for(|status| matches!(status, Status::Exited(_)))
                .await;
            if let Status::Exited(exit) = status {
                return exit;
            }
        }
    }

    /// Its requests.
    pub(super) fn usage(&self) -> &Usage {
        &self.inner.usage
    }

    /// Tells the function that it ends, waits at most `grace` for its background work, and kills it.
    pub(crate) async fn stop(&self, reason: &'static str, grace: Duration) {
        // An actor that is gone has nothing left to stop.
        let _ = self.inner.orders.send(Order::Stop { reason, grace }).await;
        self.exited().await;
    }

    async fn wait_for(&self, wanted: impl FnMut(&Status) -> bool) -> Status {
        let mut status = self.inner.status.clone();
        match status.wait_for(wanted).await {
            Ok(status) => status.clone(),
            Err(_) => Status::Exited(Arc::new(Exit::new(
                ExitKind::Stopped,
                "the worker was abandoned",
            ))),
        }
    }
}
