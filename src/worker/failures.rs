//! [`Failures`]: how often a function failed in a row, how long requests are refused for it, and what is said about it.
//!
//! A start that fails counts, and so does a worker that ends by an error soon after it was ready, with no request
//! answered. The first few are free: a mistake that was just mended must not be held against the function. No clock of
//! its own.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{Exit, ExitKind};

/// How many failures in a row cost nothing.
const FREE: u32 = 3;
/// How long requests are refused after the next one; it doubles with each further failure.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest such time.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// When nobody wanted the function for this long after a pause, the next failure is a first one.
const MEMORY: Duration = Duration::from_secs(10);

/// Failures in a row.
#[derive(Debug, Default)]
pub(super) struct Failures {
    last: Option<Failure>,
}

#[derive(Debug)]
struct Failure {
    exit: Arc<Exit>,
    count: u32,
    until: Instant,
}

/// What there is to say about a failure.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Notice {
    /// The whole error is news.
    pub(super) whole: bool,
    /// The function is refused for so long from now on, and this is the first time.
    pub(super) pause: Option<Duration>,
}

impl Failures {
    /// Counts one more.
    pub(super) fn add(&mut self, exit: &Arc<Exit>, now: Instant) -> Notice {
        if exit.kind == ExitKind::Crowded {
            // The function has no part in that.
            return Notice {
                whole: false,
                pause: None,
            };
        }
        let last = self.last.take();
        let last = last.filter(|last| now < last.until + MEMORY);
        let count = last.as_ref().map_or(1, |last| last.count + 1);
        let same = last.is_some_and(|last| last.exit.message == exit.message);
        let pause = pause_after(count);
        self.last = Some(Failure {
            exit: Arc::clone(exit),
            count,
            until: now + pause,
        });
        Notice {
            whole: count <= FREE || !same,
            pause: (count == FREE + 1).then_some(pause),
        }
    }

    /// The function works, or its files have changed.
    pub(super) fn forget(&mut self) {
        self.last = None;
    }

    /// What requests are answered with while the function is not tried.
    pub(super) fn refusal(&self, now: Instant) -> Option<&Arc<Exit>> {
        let last = self.last.as_ref().filter(|last| now < last.until);
        last.map(|last| &last.exit)
    }
}

fn pause_after(count: u32) -> Duration {
    match count.checked_sub(FREE + 1) {
        None => Duration::ZERO,
        Some(doublings) => LONGEST_PAUSE.min(FIRST_PAUSE * 2_u32.pow(doublings.min(16))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::ExitKind;

    fn exit(message: &str) -> Arc<Exit> {
        Arc::new(Exit::new(ExitKind::Error, message))
    }

    #[test]
    fn pauses_grow_up_to_a_bound_and_are_spoken_of_once() {
        let mut failures = Failures::default();
        let mut now = Instant::now();
        let mut pauses = Vec::new();
        for number in 1..12 {
            let notice = failures.add(&exit("x"), now);
            assert_eq!(notice.whole, number <= FREE, "{number}");
            assert_eq!(notice.pause.is_some(), number == FREE + 1, "{number}");
            let begin = now;
            while failures.refusal(now).is_some() {
                now += Duration::from_millis(100);
            }
            pauses.push((now - begin).as_millis());
        }
        let expected = [0, 0, 0, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000];
        assert_eq!(pauses, expected);
        assert!(failures.add(&exit("another"), now).whole);
        failures.forget();
        assert_eq!(failures.refusal(now), None);
    }

    #[test]
    fn failures_that_lie_far_apart_are_not_in_a_row() {
        let mut failures = Failures::default();
        let mut now = Instant::now();
        for _ in 0..20 {
            let expected = Notice {
                whole: true,
                pause: None,
            };
            assert_eq!(failures.add(&exit("x"), now), expected);
            now += MEMORY;
        }
    }
}
