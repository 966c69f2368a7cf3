//! Connections to workers, kept between requests.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;

use super::Dispatch;

/// A connection that sends one request at a time.
pub(super) type Sender = http1::SendRequest<Incoming>;

/// How many idle connections are kept per worker.
const MAX_IDLE: usize = 128;
/// From how many workers on those that are gone are looked for.
const MANY_WORKERS: usize = 64;

/// Idle connections by the execution id of their worker.
#[derive(Debug, Default)]
pub(super) struct Connections {
    idle: Mutex<HashMap<Arc<str>, Vec<Sender>>>,
}

impl Connections {
    /// A connection that has served before and is ready for the next request.
    pub(super) async fn reuse(&self, worker: &str) -> Option<Sender> {
        while let Some(mut sender) = self.pop(worker) {
            if sender.ready().await.is_ok() {
                return Some(sender);
            }
        }
        None
    }

    /// Keeps a connection whose response has ended.
    pub(super) fn keep(&self, worker: Arc<str>, sender: Sender) {
        if sender.is_closed() {
            return;
        }
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() > MANY_WORKERS && !idle.contains_key(&worker) {
            idle.retain(|_, senders| senders.iter().any(|sender| !sender.is_closed()));
        }
        let kept = idle.entry(worker).or_default();
        if kept.len() < MAX_IDLE {
            kept.push(sender);
        }
    }

    fn pop(&self, worker: &str) -> Option<Sender> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.get_mut(worker)?.pop()
    }
}

/// Opens a connection to the leased worker and starts the task that drives it.
pub(super) async fn connect<D: Dispatch>(
    dispatch: &D,
    lease: &D::Lease,
) -> Result<Sender, Box<dyn std::error::Error + Send + Sync>> {
    let stream = TokioIo::new(dispatch.connect(lease).await?);
    let (sender, connection) = http1::Builder::new().handshake(stream).await?;
    tokio::spawn(async move {
        // What goes wrong here is told to whoever waits for the response.
        let _ = connection.with_upgrades().await;
    });
    Ok(sender)
}
