//! [`LogBudget`]: how much hosted functions may log, and what becomes of more. No I/O, no clock of its own.

use std::time::Instant;

use crate::{
    events::{Advice, LOG_WINDOW, MAX_LOG_CHARACTERS, MAX_LOG_MESSAGES},
    function::{Limits, Strictness},
};

/// What one worker has logged lately.
#[derive(Debug)]
pub(super) struct LogBudget {
    strictness: Strictness,
    /// When the window began, and how many messages there were since.
    window: Option<(Instant, u32)>,
}

/// How a message is more than it may be.
#[derive(Debug, Clone, Copy)]
enum Excess {
    /// There were too many before it.
    Number,
    /// It has more characters than end at this byte.
    Length(usize),
}

impl LogBudget {
    /// As the limits want it.
    pub(super) fn of(limits: &Limits) -> Self {
        Self {
            strictness: limits.strictness,
            window: None,
        }
    }

    /// What is to be shown of a message, which is nothing when there were too many; and what to say about it.
    pub(super) fn admit(
        &mut self,
        now: Instant,
        mut message: String,
    ) -> (Option<String>, Option<Advice>) {
        if self.strictness == Strictness::Off {
            return (Some(message), None);
        }
        let excess = self.excess(now, &message);
        let is_strict = self.strictness == Strictness::Strict;
        match excess {
            Some(excess) if !is_strict => (Some(message), Some(excess.into())),
            Some(Excess::Number) => (None, None),
            Some(Excess::Length(end)) => {
                message.truncate(end);
                (Some(message), None)
            }
            None => (Some(message), None),
        }
    }

    fn excess(&mut self, now: Instant, message: &str) -> Option<Excess> {
        let (began, count) = match self.window {
            Some((began, count)) if now.duration_since(began) < LOG_WINDOW => (began, count),
            _ => (now, 0),
        };
        if count >= MAX_LOG_MESSAGES {
            return Some(Excess::Number);
        }
        self.window = Some((began, count + 1));
        if message.len() <= MAX_LOG_CHARACTERS {
            return None;
        }
        let (end, _) = message.char_indices().nth(MAX_LOG_CHARACTERS)?;
        Some(Excess::Length(end))
    }
}

impl From<Excess> for Advice {
    fn from(excess: Excess) -> Self {
        match excess {
            Excess::Number => Self::ManyLogs,
            Excess::Length(_) => Self::LongLog,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(strictness: Strictness) -> LogBudget {
        LogBudget::of(&Limits {
            strictness,
            ..Limits::default()
        })
    }

    #[test]
    fn strict_logs_are_cut_in_length_and_number() {
        let mut budget = budget(Strictness::Strict);
        let now = Instant::now();
        let long = budget.admit(now, "é".repeat(10_001)).0.unwrap();
        assert_eq!(long.chars().count(), 10_000);
        let rest = (0..199).filter_map(|_| budget.admit(now, "x".into()).0);
        assert_eq!(rest.count(), 99);
        let later = now + LOG_WINDOW;
        assert_eq!(budget.admit(later, "y".into()).0.as_deref(), Some("y"));
    }

    #[test]
    fn other_logs_are_not_but_may_be_spoken_of() {
        let now = Instant::now();
        for (strictness, said) in [(Strictness::Off, 0), (Strictness::Warn, 100)] {
            let mut budget = budget(strictness);
            let long = budget.admit(now, "x".repeat(10_001));
            assert_eq!(long.0.map(|message| message.len()), Some(10_001));
            assert_eq!(long.1.is_some(), strictness == Strictness::Warn);
            let all: Vec<_> = (0..199).map(|_| budget.admit(now, "x".into())).collect();
            assert!(all.iter().all(|(shown, _)| shown.is_some()));
            let advice = all.iter().filter(|(_, advice)| advice.is_some());
            assert_eq!(advice.count(), said);
        }
    }
}
