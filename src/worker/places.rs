//! [`Places`]: how many workers all pools of one fx may have at once, and which one makes room for another.
//!
//! A worker holds its place until its process has ended. When all are taken, as many workers as there are starts that wait
//! are chosen to go, those first that nobody has wanted for the longest time, and those with background work last. One
//! that was chosen counts as going until it is gone, takes requests as long as it has something to do, and then ends.
//! When all are busy, whoever needs a place waits, and fails alone.

use std::{
    cmp::Reverse,
    num::NonZero,
    pin::pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::{Worker, counted::Counted, handle::Inner};

/// How often is looked whether another worker can make room meanwhile.
const AGAIN: Duration = Duration::from_millis(100);

/// Room for workers.
#[derive(Debug)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    /// How many starts wait for one.
    waiting: AtomicUsize,
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
            waiting: AtomicUsize::new(0),
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
        let _waiting = Counted::new(&self.waiting);
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

    /// Chooses workers to go, until as many go as starts wait.
    fn make_room(&self) {
        let workers = self.lock().clone();
        let alive = workers.iter().filter_map(Weak::upgrade);
        let alive = alive.map(|inner| Worker { inner });
        let (going, staying): (Vec<_>, Vec<_>) = alive
            .filter(|worker| !worker.has_exited())
            .partition(|worker| worker.makes_room() || worker.usage().is_closed());
        let works = |worker: &Worker| worker.usage().has_background();
        let mut idle: Vec<_> = staying
            .into_iter()
            .filter(|worker| worker.is_ready() && worker.usage().active() == 0)
            .collect();
        idle.sort_by_key(|worker| (works(worker), Reverse(worker.usage().idle())));
        let needed = self.waiting.load(Ordering::Relaxed);
        // Those with background work may keep others waiting for as long as that takes.
        let going_soon = going.iter().filter(|worker| !works(worker)).count();
        for (chosen, worker) in idle.iter().enumerate() {
            let going = if works(worker) {
                going.len()
            } else {
                going_soon
            };
            if going + chosen >= needed {
                break;
            }
            worker.make_room();
        }
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
