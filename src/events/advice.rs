//! [`Advice`]: what works here and would not with hosted functions, and [`Given`], which knows what was said already.

use std::{
    collections::BTreeMap,
    mem::{Discriminant, discriminant},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::Event;

/// Longest message in characters that hosted functions log.
pub(crate) const MAX_LOG_CHARACTERS: usize = 10_000;
/// How many messages they log in a [`LOG_WINDOW`].
pub(crate) const MAX_LOG_MESSAGES: u32 = 100;
/// The time over which messages are counted.
pub(crate) const LOG_WINDOW: Duration = Duration::from_secs(10);

/// Where hosted functions are treated otherwise.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Advice {
    /// A GET was answered with `text/html`.
    Html,
    /// A message is longer than [`MAX_LOG_CHARACTERS`].
    LongLog,
    /// There were more than [`MAX_LOG_MESSAGES`].
    ManyLogs,
    /// A worker has used more CPU time in its life than this, the hard limit.
    Cpu(Duration),
}

impl Advice {
    /// What is told.
    pub(super) fn to_warning(self, slug: &str) -> Event {
        let (does, hosted) = self.texts();
        Event::Warning {
            message: format!("function `{slug}` {does}; hosted, {hosted}"),
            hint: Some("run `fx functions serve --limits production` to see it here".to_owned()),
        }
    }

    fn texts(self) -> (String, String) {
        match self {
            Self::Html => (
                "answers GET with `text/html`".into(),
                "browsers get that as `text/plain`".into(),
            ),
            Self::LongLog => (
                format!("logs a message of more than {MAX_LOG_CHARACTERS} characters"),
                "the rest of it is cut off".into(),
            ),
            Self::ManyLogs => {
                let seconds = LOG_WINDOW.as_secs();
                (
                    format!("logs more than {MAX_LOG_MESSAGES} messages within {seconds} s"),
                    "the others are lost".into(),
                )
            }
            Self::Cpu(limit) => {
                let seconds = limit.as_secs_f64();
                (
                    format!("has a worker that has used more than {seconds} s of CPU time"),
                    "all requests of a worker count together, and it ends at that limit (`cpu_time_hard_limit_ms`)".into(),
                )
            }
        }
    }
}

/// What was said, by function.
#[derive(Debug, Clone, Default)]
pub(super) struct Given(Arc<Mutex<BTreeMap<String, Vec<Discriminant<Advice>>>>>);

impl Given {
    /// Whether the function hears this for the first time.
    pub(super) fn is_news(&self, slug: &str, advice: &Advice) -> bool {
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = discriminant(advice);
        if given.get(slug).is_some_and(|kinds| kinds.contains(&kind)) {
            return false;
        }
        given.entry(slug.to_owned()).or_default().push(kind);
        true
    }
}
