//! [`Known`]: which tokens were valid lately. It knows their digests, as the state does, and lets nobody in by itself.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How many are remembered; the ones that were added first are forgotten first.
const MAX: usize = 1024;

/// Digests of tokens that were valid when they were last looked up.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<Digests>);

#[derive(Debug, Default)]
struct Digests {
    all: HashSet<String>,
    order: VecDeque<String>,
}

impl Known {
    pub(super) fn has(&self, digest: &str) -> bool {
        self.lock().all.contains(digest)
    }

    pub(super) fn add(&self, digest: &str) {
        let mut digests = self.lock();
        if !digests.all.insert(digest.to_owned()) {
            return;
        }
        digests.order.push_back(digest.to_owned());
        if digests.order.len() > MAX
            && let Some(oldest) = digests.order.pop_front()
        {
            digests.all.remove(&oldest);
        }
    }

    pub(super) fn remove(&self, digest: &str) {
        let mut digests = self.lock();
        if digests.all.remove(digest) {
            digests.order.retain(|one| one != digest);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Digests> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten_and_those_that_were_revoked() {
        let known = Known::default();
        (0..=MAX).for_each(|number| known.add(&number.to_string()));
        known.add("1");
        assert!(!known.has("0"));
        assert!(known.has("1") && known.has(&MAX.to_string()));
        known.remove("1");
        assert!(!known.has("1"));
        let digests = known.lock();
        assert_eq!((digests.all.len(), digests.order.len()), (MAX - 1, MAX - 1));
    }
}
