//! [`Advice`]: what works here and would not with hosted functions or in browsers, and [`Given`], which knows what was
//! said already.

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

/// Where hosted functions are treated otherwise, or browsers refuse a function's answer.
#[derive(Debug, Clone)]
pub(crate) enum Advice {
    /// A GET was answered with `text/html`.
    Html,
    /// A message is longer than [`MAX_LOG_CHARACTERS`].
    LongLog,
    /// There were more than [`MAX_LOG_MESSAGES`].
    ManyLogs,
    /// A worker has used more CPU time in its life than this, the hard limit.
    Cpu(Duration),
    /// A preflight was answered so that browsers do not send the request.
    Preflight(Refused),
}

/// Why a browser does not send the request of a page after the answer to its preflight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// No `access-control-allow-origin`.
    NoOrigin,
    /// Several of it.
    Origins,
    /// Pages of another origin may.
    OtherOrigin {
        /// Which one.
        allowed: String,
        /// That of the page.
        asked: String,
    },
    /// A status outside 200 to 299.
    Status(u16),
    /// A method that is not allowed.
    Method(String),
    /// A header that is not allowed.
    Header(String),
}

impl Advice {
    /// What is told.
    pub(super) fn to_warning(&self, slug: &str) -> Event {
        let (does, effect, hint) = match self {
            Self::Preflight(refused) => refused.texts(),
            Self::Html => hosted(
                "answers GET with `text/html`".into(),
                "browsers get that as `text/plain`",
            ),
            Self::LongLog => hosted(
                format!("logs a message of more than {MAX_LOG_CHARACTERS} characters"),
                "the rest of it is cut off",
            ),
            Self::ManyLogs => {
                let seconds = LOG_WINDOW.as_secs();
                hosted(
                    format!("logs more than {MAX_LOG_MESSAGES} messages within {seconds} s"),
                    "the others are lost",
                )
            }
            Self::Cpu(limit) => {
                let seconds = limit.as_secs_f64();
                hosted(
                    format!("has a worker that has used more than {seconds} s of CPU time"),
                    "all requests of a worker count together, and it ends at that limit (`cpu_time_hard_limit_ms`)",
                )
            }
        };
        Event::Warning {
            message: format!("function `{slug}` {does}; {effect}"),
            hint: Some(hint),
        }
    }
}

/// What a function does, what comes of it, and what to do.
type Texts = (String, String, String);

/// What hosted functions are treated like.
fn hosted(does: String, effect: &str) -> Texts {
    let hint = "run `fx functions serve --limits production` to see it here";
    (does, format!("hosted, {effect}"), hint.to_owned())
}

/// The line that answers preflights.
const ANSWER: &str =
    "if (request.method === \"OPTIONS\") return new Response(null, { headers: corsHeaders });";

impl Refused {
    fn texts(&self) -> Texts {
        let (how, remedy) = match self {
            Self::NoOrigin => (
                "without `access-control-allow-origin`".to_owned(),
                format!(
                    "begin the handler with `{ANSWER}` and send `corsHeaders` with every other response as well"
                ),
            ),
            Self::Origins => (
                "with more than one `access-control-allow-origin`".to_owned(),
                "set that header in one place".to_owned(),
            ),
            Self::OtherOrigin { allowed, asked } => (
                format!("of a page at `{asked}` with `access-control-allow-origin: {allowed}`"),
                format!("allow `{asked}` or `*`, if that page may call the function"),
            ),
            Self::Status(status) => (
                format!("with status {status}"),
                format!("begin the handler with `{ANSWER}`"),
            ),
            Self::Method(method) => (
                format!("without {method} in `access-control-allow-methods`"),
                format!("add {method} to it"),
            ),
            Self::Header(name) => (
                format!("without `{name}` in `access-control-allow-headers`"),
                format!("add `{name}` to it"),
            ),
        };
        (
            format!("answers a preflight {how}"),
            "the browser does not send the page's request".to_owned(),
            format!("{remedy}; see \"Calling functions from a web page\" in the README"),
        )
    }
}

/// What warnings have in common that are given once.
type Kind = (Discriminant<Advice>, Option<Discriminant<Refused>>);

/// What was said, by function.
#[derive(Debug, Clone, Default)]
pub(super) struct Given(Arc<Mutex<BTreeMap<String, Vec<Kind>>>>);

impl Given {
    /// Whether the function hears this for the first time.
    pub(super) fn is_news(&self, slug: &str, advice: &Advice) -> bool {
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = match advice {
            Advice::Preflight(refused) => Some(discriminant(refused)),
            _ => None,
        };
        let kind = (discriminant(advice), refused);
        if given.get(slug).is_some_and(|kinds| kinds.contains(&kind)) {
            return false;
        }
        given.entry(slug.to_owned()).or_default().push(kind);
        true
    }
}
