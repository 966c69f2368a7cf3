//! [`Places`]: how many workers all pools of one fx may have at once, and which one makes room for another.
//!
//! A worker holds its place until its process has ended. When all are taken, the worker ends that nobody has wanted for
//! the longest time; when all are busy, whoever needs a place waits.

use std::{
    num::NonZero,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::{Worker, actor::EARLY_DROP, handle::Inner, slot::BACKGROUND_GRACE};

/// How often another worker is asked to make room meanwhile.
const AGAIN: Duration = Duration::from_millis(100);

/// Room for workers.
#[derive(Debug)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    /// Those that may be alive.
    workers: Mutex<Vec<Weak<Inner>>>,
}

/// Room for one worker.
#[derive(Debug, Clone)]
pub(super) struct Place {
    _permit: Arc<OwnedSemaphorePermit>,
}

impl Places {
    /// So many places; `None` is any number.
    pub(super) fn new(count: Option<NonZero<usize>>) -> Self {
        let count = count.map_or(Semaphore::MAX_PERMITS, NonZero::get);
        Self {
            free: Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS))),
            workers: Mutex::default(),
        }
    }

    /// A place that is free now.
    pub(super) fn try_take(&self) -> Option<Place> {
        Arc::clone(&self.free).try_acquire_owned().ok().map(of)
    }

    /// A place, if there is one or becomes one within `patience`.
    pub(super) async fn take(&self, patience: Duration) -> Option<Place> {
        if let Some(place) = self.try_take() {
            return Some(place);
        }
        let mut next = pin!(Arc::clone(&self.free).acquire_owned());
        let found = timeout(patience, async {
            loop {
                self.make_room();
                if let Ok(permit) = timeout(AGAIN, next.as_mut()).await {
                    return permit.ok().map(of);
                }
            }
        });
        found.await.ok().flatten()
    }

    /// Takes note of a worker that has a place.
    pub(super) fn enter(&self, worker: &Worker) {
        let mut workers = self.lock();
        workers.retain(|other| other.strong_count() > 0);
        workers.push(Arc::downgrade(&worker.inner));
    }

    /// Ends the worker that has been idle for the longest time, if one is.
    fn make_room(&self) {
        let workers = self.lock().clone();
        let alive = workers.iter().filter_map(Weak::upgrade);
        let idle = alive.map(|inner| Worker { inner });
        let idle = idle.filter(|worker| worker.is_ready() && worker.usage().active() == 0);
        let Some(worker) = idle.max_by_key(|worker| worker.usage().idle()) else {
            return;
        };
        worker.usage().close();
        tokio::spawn(async move {
            // One request may have been faster.
            worker.usage().until_unused().await;
            worker.stop(EARLY_DROP, BACKGROUND_GRACE).await;
        });
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Weak<Inner>>> {
        self.workers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn of(permit: OwnedSemaphorePermit) -> Place {
    Place {
        _permit: Arc::new(permit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_finds_no_place_waits_for_one_and_not_for_ever() {
        let places = Places::new(NonZero::new(1));
        let first = places.take(Duration::ZERO).await.unwrap();
        assert!(places.try_take().is_none());
        assert!(places.take(AGAIN * 2).await.is_none());
        let patience = Duration::from_secs(60);
        let (second, ()) = tokio::join!(places.take(patience), async { drop(first) });
        assert!(second.is_some());
        assert!(Places::new(None).try_take().is_some());
    }
}
