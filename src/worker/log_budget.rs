//! [`LogBudget`]: how much a worker under strict limits may log, as hosted. No I/O, no clock of its own.

use std::time::{Duration, Instant};

use crate::function::Limits;

/// Longest message in characters.
const MAX_CHARACTERS: usize = 10_000;
/// How many messages there may be in a [`WINDOW`].
const MAX_MESSAGES: u32 = 100;
const WINDOW: Duration = Duration::from_secs(10);

/// What one worker has logged lately.
#[derive(Debug)]
pub(super) struct LogBudget {
    is_limited: bool,
    /// When the window began, and how many messages there were since.
    window: Option<(Instant, u32)>,
}

impl LogBudget {
    /// As the limits want it: none, unless they are strict.
    pub(super) fn of(limits: &Limits) -> Self {
        Self {
            is_limited: limits.strict,
            window: None,
        }
    }

    /// What is to be shown of a message; `None` when there were too many.
    pub(super) fn admit(&mut self, now: Instant, mut message: String) -> Option<String> {
        if !self.is_limited {
            return Some(message);
        }
        let (began, count) = match self.window {
            Some((began, count)) if now.duration_since(began) < WINDOW => (began, count),
            _ => (now, 0),
        };
        if count >= MAX_MESSAGES {
            return None;
        }
        self.window = Some((began, count + 1));
        if let Some((end, _)) = message.char_indices().nth(MAX_CHARACTERS) {
            message.truncate(end);
        }
        Some(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_logs_are_cut_in_length_and_number() {
        let mut budget = LogBudget::of(&Limits {
            strict: true,
            ..Limits::default()
        });
        let now = Instant::now();
        let long = budget.admit(now, "é".repeat(10_001)).unwrap();
        assert_eq!(long.chars().count(), 10_000);
        let rest = (0..199).filter_map(|_| budget.admit(now, "x".into()));
        assert_eq!(rest.count(), 99);
        let later = now + WINDOW;
        assert_eq!(budget.admit(later, "y".into()).as_deref(), Some("y"));
    }

    #[test]
    fn other_logs_are_not() {
        let mut budget = LogBudget::of(&Limits::default());
        let now = Instant::now();
        let all = (0..200).filter_map(|_| budget.admit(now, "x".repeat(10_001)));
        assert_eq!(all.filter(|message| message.len() == 10_001).count(), 200);
    }
}
