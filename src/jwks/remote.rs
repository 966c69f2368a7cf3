//! [`RemoteKeys`]: tokens of one issuer, checked with the keys that it publishes.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant, SystemTime},
};

use tokio::{sync::watch, task::AbortHandle};

use super::{
    fetch::{Fetcher, Source},
    state::{Known, State, Step},
};
use crate::{
    jwt::{Rejection, Verifier},
    redact::SafeUrl,
};

/// How often a token asks what to do. Keys that it is tried with, a fetch, and those that came: more is not needed
/// unless sets come faster than tokens are checked.
const MAX_STEPS: usize = 6;

/// The keys of one issuer.
#[derive(Debug)]
pub(crate) struct RemoteKeys {
    shared: Arc<Shared>,
    /// The last fetch.
    fetching: Mutex<Option<AbortHandle>>,
}

/// What a fetch and those who wait for it share.
#[derive(Debug)]
struct Shared {
    fetcher: Fetcher,
    state: Mutex<State<Verifier>>,
    /// How many fetches have ended.
    ended: watch::Sender<u64>,
}

/// A token that passed.
#[derive(Debug)]
pub(crate) struct Accepted {
    /// Until when it passes without another look.
    pub(crate) expires: SystemTime,
    /// The keys it passed by. Nobody holds them any more once others have come.
    pub(crate) keys: Weak<Verifier>,
}

/// Why a token does not pass.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The issuer has its key, and it is not good enough.
    Rejected(Rejection),
    /// The issuer does not have its key.
    UnknownKey,
    /// Nobody can tell.
    Unavailable {
        /// Where the keys should be.
        url: SafeUrl,
        /// Why they are not known.
        why: Arc<str>,
        /// When somebody tries again.
        pause: Duration,
    },
}

/// A fetch that is under way. One that is dropped has failed, so that nobody waits for it for ever.
struct UnderWay {
    shared: Arc<Shared>,
    has_ended: bool,
}

impl RemoteKeys {
    /// The keys at `source`. Nothing is fetched before a token needs it.
    pub(crate) fn new(source: Source) -> Self {
        Self {
            shared: Arc::new(Shared {
                fetcher: Fetcher::new(source),
                state: Mutex::new(State::new()),
                ended: watch::Sender::new(0),
            }),
            fetching: Mutex::default(),
        }
    }

    /// Checks a token, whose keys are fetched if need be.
    pub(crate) async fn verify(&self, token: &str, now: SystemTime) -> Result<Accepted, Refused> {
        let mut tried = None;
        for _ in 0..MAX_STEPS {
            let mut ended = self.shared.ended.subscribe();
            let step = self.shared.state().ask(Instant::now(), tried);
            match step {
                Step::Try(known) => match known.keys.verify(token, now) {
                    Ok(expires) => return Ok(accepted(&known, expires, now)),
                    Err(Rejection::UnknownKey { .. }) => tried = Some(known.generation),
                    Err(rejection) => return Err(Refused::Rejected(rejection)),
                },
                Step::Fetch => {
                    self.start();
                    // The sender is as old as `self`.
                    let _ = ended.changed().await;
                }
                Step::Wait => {
                    let _ = ended.changed().await;
                }
                Step::Unknown => return Err(Refused::UnknownKey),
                Step::Failed { why, pause } => {
                    let url = self.shared.fetcher.url();
                    return Err(Refused::Unavailable { url, why, pause });
                }
            }
        }
        Err(Refused::UnknownKey)
    }

    /// The keys that are published, which are fetched if need be.
    pub(crate) async fn current(&self) -> Result<Arc<Verifier>, Refused> {
        for _ in 0..MAX_STEPS {
            let mut ended = self.shared.ended.subscribe();
            let step = self.shared.state().ask(Instant::now(), None);
            match step {
                Step::Try(known) => return Ok(known.keys),
                Step::Fetch => {
                    self.start();
                    // The sender is as old as `self`.
                    let _ = ended.changed().await;
                }
                Step::Wait => {
                    let _ = ended.changed().await;
                }
                Step::Unknown => break,
                Step::Failed { why, pause } => {
                    let url = self.shared.fetcher.url();
                    return Err(Refused::Unavailable { url, why, pause });
                }
            }
        }
        Err(Refused::UnknownKey)
    }

    fn start(&self) {
        let mut under_way = UnderWay {
            shared: Arc::clone(&self.shared),
            has_ended: false,
        };
        let task = tokio::spawn(async move {
            let fetched = under_way.shared.fetcher.fetch().await;
            under_way.end(fetched.map_err(|error| error.to_string()));
        });
        let mut fetching = self.fetching.lock().unwrap_or_else(PoisonError::into_inner);
        *fetching = Some(task.abort_handle());
    }
}

impl Drop for RemoteKeys {
    fn drop(&mut self) {
        let fetching = self.fetching.get_mut();
        if let Some(task) = fetching.unwrap_or_else(PoisonError::into_inner) {
            task.abort();
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State<Verifier>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl UnderWay {
    fn end(&mut self, outcome: Result<Verifier, String>) {
        self.has_ended = true;
        self.shared.state().fetched(Instant::now(), outcome);
        self.shared.ended.send_modify(|ended| *ended += 1);
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if !self.has_ended {
            self.end(Err("the fetch was cancelled".to_owned()));
        }
    }
}

/// A token counts as long as it says itself, and no longer than its key does.
fn accepted(known: &Known<Verifier>, expires: Option<SystemTime>, now: SystemTime) -> Accepted {
    let left = known.until.saturating_duration_since(Instant::now());
    let until = now + left;
    Accepted {
        expires: expires.map_or(until, |expires| expires.min(until)),
        keys: Arc::downgrade(&known.keys),
    }
}

#[cfg(test)]
mod tests;
