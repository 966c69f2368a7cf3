//! What happens while functions are served, as plain records: one type for the terminal and for scripts.
//!
//! Serialised, they are the lines of `--output-format stream-json`, which scripts rely on: the README and
//! `tests/fixtures/stream-json.schema.json` describe each.

use std::{
    collections::BTreeMap,
    fmt,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use http::Method;
use serde::{Serialize, Serializer, ser::SerializeStruct as _};
use tokio::sync::mpsc;

use crate::diagnostics::ExitStatus;

/// How much a log line matters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// `console.debug`.
    Debug,
    /// `console.log` and `console.info`, and what is written to stdout.
    Info,
    /// `console.warn`.
    Warning,
    /// `console.error`, and what is written to stderr.
    Error,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Something that happened.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Event {
    /// Requests are answered from now on.
    Ready(Ready),
    /// The function wrote a line, or several.
    Log {
        #[serde(rename = "function")]
        slug: String,
        level: Level,
        message: String,
    },
    /// Log lines were dropped because they came faster than they could be written.
    LogsDropped {
        #[serde(rename = "function")]
        slug: String,
        count: u64,
    },
    /// A worker is ready.
    Boot {
        #[serde(rename = "function")]
        slug: String,
        #[serde(rename = "ms", serialize_with = "milliseconds")]
        duration: Duration,
    },
    /// A worker did not come up; the message is for people. When `serving`, an older version takes the requests.
    BootFailure {
        #[serde(rename = "function")]
        slug: String,
        message: String,
        serving: bool,
    },
    /// A new version of the function takes the requests. `changed` names the files, `duration` counts from the change.
    Reload {
        #[serde(rename = "function")]
        slug: String,
        changed: Vec<String>,
        #[serde(rename = "ms", serialize_with = "milliseconds")]
        duration: Duration,
    },
    /// The project has a function that it had not before.
    Added {
        #[serde(rename = "function")]
        slug: String,
    },
    /// A function of the project is gone.
    Removed {
        #[serde(rename = "function")]
        slug: String,
    },
    /// The project's configuration cannot be used; the last good one is. The message is for people.
    ProjectFailure { message: String },
    /// A worker ended that should not have; the message is for people.
    #[serde(rename = "exception")]
    Crash {
        #[serde(rename = "function")]
        slug: String,
        message: String,
    },
    /// A worker was ended by a limit, named by its key; the message is for people.
    Limit {
        #[serde(rename = "function")]
        slug: String,
        limit: &'static str,
        message: String,
    },
    /// A request was answered.
    Request(Request),
    /// Something to say that no function did.
    Warning {
        message: String,
        hint: Option<String>,
    },
    /// No new requests are taken; those under way may end.
    Shutdown { reason: StopReason },
}

/// Where functions are, and what to call them with.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Ready {
    /// All that are served, by name.
    pub(crate) functions: Vec<Served>,
    /// The key that clients send.
    pub(crate) publishable_key: String,
    /// Where debuggers attach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) inspector: Option<SocketAddr>,
    /// From the start of fx.
    #[serde(rename = "ms", serialize_with = "milliseconds")]
    pub(crate) duration: Duration,
}

/// One function that is served.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Served {
    /// Its name.
    #[serde(rename = "function")]
    pub(crate) slug: String,
    /// Its whole address.
    pub(crate) url: String,
    /// Whether requests need a token.
    pub(crate) verify_jwt: bool,
}

/// One request and how it ended.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// The method.
    pub(crate) method: Method,
    /// The path below `/functions/v1`, without the query, which may hold secrets.
    pub(crate) path: String,
    /// The status that was answered; 499 when the client went away before.
    pub(crate) status: u16,
    /// From the request's head to the response's end.
    pub(crate) duration: Duration,
    /// The execution id of the worker that had it, if one did.
    pub(crate) worker: Option<Arc<str>>,
    /// Whether a worker had to be started for it.
    pub(crate) cold: bool,
}

impl Request {
    /// The name that the path begins with, whether or not there is such a function.
    pub(crate) fn slug(&self) -> &str {
        self.path.split('/').nth(1).unwrap_or_default()
    }
}

impl Serialize for Request {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Request", 7)?;
        fields.serialize_field("function", self.slug())?;
        fields.serialize_field("method", self.method.as_str())?;
        fields.serialize_field("path", &self.path)?;
        fields.serialize_field("status", &self.status)?;
        fields.serialize_field("ms", &in_milliseconds(self.duration))?;
        fields.serialize_field("worker", &self.worker)?;
        fields.serialize_field("cold", &self.cold)?;
        fields.end()
    }
}

/// Why fx stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StopReason {
    /// Ctrl-C.
    Interrupt,
    /// `kill`.
    Terminate,
    /// The terminal was closed.
    Hangup,
    /// The key `q`.
    Key,
}

impl StopReason {
    /// How fx has ended that was stopped so.
    pub(crate) fn exit_status(self) -> ExitStatus {
        match self {
            Self::Interrupt | Self::Key => ExitStatus::Interrupted,
            Self::Terminate => ExitStatus::Terminated,
            Self::Hangup => ExitStatus::HungUp,
        }
    }
}

/// An event and when it happened.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Record {
    /// What happened.
    #[serde(flatten)]
    pub(crate) event: Event,
    /// When.
    #[serde(serialize_with = "rfc3339")]
    pub(crate) time: SystemTime,
}

impl Record {
    fn of(event: Event) -> Self {
        Self {
            event,
            time: SystemTime::now(),
        }
    }
}

fn rfc3339<S: Serializer>(time: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
    let time = chrono::DateTime::<chrono::Utc>::from(*time);
    serializer.serialize_str(&time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
}

fn milliseconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(in_milliseconds(*duration))
}

/// Milliseconds, to the microsecond.
fn in_milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1000.0
}

/// How many events may wait for whoever shows them.
const QUEUE: usize = 1024;
/// How many places log lines leave to the other events.
const RESERVED: usize = 256;

/// Where events go. Log lines that find the queue full are dropped and counted; nothing ever waits.
#[derive(Debug, Clone)]
pub(crate) struct Sink {
    queue: mpsc::Sender<Record>,
    dropped: Dropped,
    observer: Option<Arc<dyn Observer>>,
}

/// Sees events while they are sent, so it must not take long.
pub(crate) trait Observer: fmt::Debug + Send + Sync {
    /// Something happened.
    fn see(&self, event: &Event);
}

/// How many log lines were dropped, by function.
#[derive(Debug, Clone, Default)]
struct Dropped(Arc<Mutex<BTreeMap<String, u64>>>);

impl Dropped {
    fn counts(&self) -> MutexGuard<'_, BTreeMap<String, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where events come out.
#[derive(Debug)]
pub(crate) struct Events {
    queue: mpsc::Receiver<Record>,
    dropped: Dropped,
}

impl Sink {
    /// A sink, and the queue it fills.
    pub(crate) fn new() -> (Self, Events) {
        let (sender, queue) = mpsc::channel(QUEUE);
        let dropped = Dropped::default();
        let events = Events {
            queue,
            dropped: dropped.clone(),
        };
        let sink = Self {
            queue: sender,
            dropped,
            observer: None,
        };
        (sink, events)
    }

    /// The same sink, of which `observer` sees every event, also those that are lost.
    pub(crate) fn observed_by(self, observer: Arc<dyn Observer>) -> Self {
        Self {
            observer: Some(observer),
            ..self
        }
    }

    /// Passes a log line on, or counts it as dropped.
    pub(crate) fn log(&self, slug: &str, level: Level, message: String) {
        if self.queue.capacity() <= RESERVED {
            self.drop_log(slug);
            return;
        }
        let slug = slug.to_owned();
        self.send(Event::Log {
            slug,
            level,
            message,
        });
    }

    /// Counts a log line that nobody gets to see.
    pub(crate) fn drop_log(&self, slug: &str) {
        *self.dropped.counts().entry(slug.to_owned()).or_default() += 1;
    }

    /// Passes an event on. When even that queue is full the event is lost, rather than a request held up.
    pub(crate) fn send(&self, event: Event) {
        if let Some(observer) = &self.observer {
            observer.see(&event);
        }
        let _ = self.queue.try_send(Record::of(event));
    }
}

impl Events {
    /// Waits for the next event; `None` when none can come any more.
    pub(crate) fn wait(&mut self) -> Option<Record> {
        self.queue.blocking_recv()
    }

    /// The next event, if there is one already.
    pub(crate) fn next(&mut self) -> Option<Record> {
        self.queue.try_recv().ok()
    }

    /// Whether log lines were dropped that nobody was told of.
    pub(crate) fn has_dropped(&self) -> bool {
        !self.dropped.counts().is_empty()
    }

    /// Tells of the log lines that were dropped since it last did.
    pub(crate) fn take_dropped(&mut self) -> Vec<Record> {
        let counts = std::mem::take(&mut *self.dropped.counts());
        let events = counts
            .into_iter()
            .map(|(slug, count)| Record::of(Event::LogsDropped { slug, count }));
        events.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_one_flat_record() {
        let request = Request {
            method: Method::GET,
            path: "/hello/x".into(),
            status: 200,
            duration: Duration::from_nanos(3_141_592),
            worker: Some("0c5e8b04".into()),
            cold: true,
        };
        let record = Record {
            event: Event::Request(request),
            time: SystemTime::UNIX_EPOCH + Duration::from_micros(1_700_000_000_123_456),
        };
        let line = serde_json::to_string(&record).unwrap();
        assert_eq!(
            line,
            r#"{"type":"request","function":"hello","method":"GET","path":"/hello/x","status":200,"ms":3.142,"worker":"0c5e8b04","cold":true,"time":"2023-11-14T22:13:20.123Z"}"#
        );
    }

    #[test]
    fn what_was_dropped_is_counted() {
        let event = Event::LogsDropped {
            slug: "f".into(),
            count: 3,
        };
        let line = serde_json::to_string(&event).unwrap();
        assert_eq!(line, r#"{"type":"logs_dropped","function":"f","count":3}"#);
    }

    #[test]
    fn a_crash_is_an_exception_to_scripts() {
        let record = Record {
            event: Event::Crash {
                slug: "f".into(),
                message: "Error: x".into(),
            },
            time: SystemTime::UNIX_EPOCH,
        };
        let line = serde_json::to_string(&record).unwrap();
        assert_eq!(
            line,
            r#"{"type":"exception","function":"f","message":"Error: x","time":"1970-01-01T00:00:00.000Z"}"#
        );
    }
}
