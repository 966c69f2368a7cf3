//! [`Worker`]: the handle to a running worker, and where that is in its life.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use tokio::sync::watch;

use super::{
    exit::{Exit, ExitKind},
    lease::Usage,
    life::Wish,
    meter::Meter,
    transport::Endpoint,
};
use crate::events::EndReason;

/// What others see of a worker's life.
#[derive(Debug, Clone)]
pub(super) enum Status {
    /// It does not listen yet.
    Booting,
    /// It takes requests, or has taken some.
    Ready,
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
    pub(super) wishes: watch::Sender<Wish>,
    pub(super) usage: Arc<Usage>,
    pub(super) meter: Arc<Meter>,
    pub(super) has_node: Arc<AtomicBool>,
    pub(super) follows: Arc<AtomicBool>,
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

    /// It takes no more requests from now on, and ends when it has done what it has to do.
    pub(super) fn retire(&self) {
        self.wish(Wish::Retire);
    }

    /// It retires as soon as it has nothing to do.
    pub(super) fn make_room(&self) {
        self.wish(Wish::MakeRoom);
    }

    /// Whether it was asked to.
    pub(super) fn makes_room(&self) -> bool {
        *self.inner.wishes.borrow() != Wish::Live
    }

    /// It takes no more requests, and is gone by `deadline`. Dropping the handle does not change that.
    pub(super) fn stop(&self, deadline: Instant, reason: EndReason) {
        self.wish(Wish::Stop { deadline, reason });
    }

    fn wish(&self, wish: Wish) {
        if wish != Wish::MakeRoom {
            self.usage().close();
        }
        self.inner.wishes.send_if_modified(|current| {
            let before = *current;
            *current = before.and(wish);
            *current != before
        });
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
