//! [`State`]: when a key set is fetched, when tokens wait, and for how long its keys count.
//!
//! Times are passed in, and keys are whatever is fetched.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// For how long keys count that were fetched. Whoever withdraws a key waits for that long.
pub(super) const MAX_AGE: Duration = Duration::from_secs(10 * 60);
/// How long a set is not fetched again for the sake of a key that is not in it.
pub(super) const PAUSE: Duration = Duration::from_secs(5);
/// How long nothing is fetched after the first failure; each further one doubles it.
pub(super) const FIRST_BACK_OFF: Duration = Duration::from_secs(1);
/// The longest pause after failures.
pub(super) const MAX_BACK_OFF: Duration = Duration::from_secs(10);

/// What is known of one issuer's keys.
#[derive(Debug)]
pub(super) struct State<K> {
    known: Option<Known<K>>,
    /// How many sets have come.
    generation: u64,
    fetch: Fetch,
}

/// Where fetching is.
#[derive(Debug)]
enum Fetch {
    /// Nothing has been fetched yet.
    Never,
    /// The answer is awaited. How many failed before it.
    UnderWay { failures: u32 },
    /// The set came; it is not fetched again before that time.
    Came { again: Instant },
    /// It did not come.
    Failed {
        failures: u32,
        again: Instant,
        why: Arc<str>,
    },
}

/// Keys that count.
#[derive(Debug)]
pub(super) struct Known<K> {
    /// The keys.
    pub(super) keys: Arc<K>,
    /// Which set they are of; later ones have higher numbers.
    pub(super) generation: u64,
    /// When they stop to count.
    pub(super) until: Instant,
}

/// What to do for a token.
#[derive(Debug)]
pub(super) enum Step<K> {
    /// Check it with these keys, and ask again if its key is not among them.
    Try(Known<K>),
    /// Fetch the set, say so with [`State::fetched`], and ask again.
    Fetch,
    /// Ask again when the fetch under way has ended.
    Wait,
    /// Its key is not in the set, which came a moment ago.
    Unknown,
    /// The set could not be fetched a moment ago.
    Failed {
        /// Why.
        why: Arc<str>,
        /// How long nobody tries again.
        pause: Duration,
    },
}

impl<K> State<K> {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self {
            known: None,
            generation: 0,
            fetch: Fetch::Never,
        }
    }

    /// What to do for a token that was tried with the keys of the generation `tried`, or with none yet.
    pub(super) fn ask(&mut self, now: Instant, tried: Option<u64>) -> Step<K> {
        self.known.take_if(|known| known.until <= now);
        if let Some(known) = &self.known
            && tried.is_none_or(|tried| tried < known.generation)
        {
            return Step::Try(known.clone());
        }
        let failures = match &self.fetch {
            Fetch::UnderWay { .. } => return Step::Wait,
            Fetch::Came { again } if now < *again => return Step::Unknown,
            Fetch::Failed { again, why, .. } if now < *again => {
                return Step::Failed {
                    why: Arc::clone(why),
                    pause: *again - now,
                };
            }
            Fetch::Failed { failures, .. } => *failures,
            Fetch::Never | Fetch::Came { .. } => 0,
        };
        self.fetch = Fetch::UnderWay { failures };
        Step::Fetch
    }

    /// The fetch under way has ended.
    pub(super) fn fetched(&mut self, now: Instant, outcome: Result<K, String>) {
        let Fetch::UnderWay { failures } = self.fetch else {
            return;
        };
        match outcome {
            Ok(keys) => {
                self.generation += 1;
                self.known = Some(Known {
                    keys: Arc::new(keys),
                    generation: self.generation,
                    until: now + MAX_AGE,
                });
                self.fetch = Fetch::Came { again: now + PAUSE };
            }
            Err(why) => {
                let doubled = FIRST_BACK_OFF.saturating_mul(2_u32.saturating_pow(failures));
                self.fetch = Fetch::Failed {
                    failures: failures.saturating_add(1),
                    again: now + doubled.min(MAX_BACK_OFF),
                    why: why.into(),
                };
            }
        }
    }
}

impl<K> Clone for Known<K> {
    fn clone(&self) -> Self {
        Self {
            keys: Arc::clone(&self.keys),
            generation: self.generation,
            until: self.until,
        }
    }
}

#[cfg(test)]
mod tests;
