//! [`Event`]: what can happen, and [`Record`], which is one line of `--output-format stream-json`.

use std::{
    fmt,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::Method;
use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use super::hosted::Hosted;
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
        #[serde(skip)]
        worker: Arc<str>,
        /// The request that the code worked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        request: Option<Arc<str>>,
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
        #[serde(skip)]
        worker: Arc<str>,
        #[serde(rename = "ms", serialize_with = "milliseconds")]
        duration: Duration,
    },
    /// A worker did not come up, if it came to one; the message is for people. When `serving`, an older version takes
    /// the requests.
    BootFailure {
        #[serde(rename = "function")]
        slug: String,
        #[serde(skip)]
        worker: Option<Arc<str>>,
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
        /// Whether its directory is gone.
        directory_gone: bool,
    },
    /// The project's configuration cannot be used; the last good one is. The message is for people.
    ProjectFailure { message: String },
    /// A worker ended that should not have; the message is for people.
    #[serde(rename = "exception")]
    Crash {
        #[serde(rename = "function")]
        slug: String,
        #[serde(skip)]
        worker: Option<Arc<str>>,
        /// The request that the code worked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        request: Option<Arc<str>>,
        #[serde(skip)]
        usage: Option<Usage>,
        message: String,
    },
    /// A worker was ended by a limit, named by its key; the message is for people.
    Limit {
        #[serde(rename = "function")]
        slug: String,
        limit: &'static str,
        message: String,
    },
    /// A worker has ended, for whatever reason.
    WorkerShutdown {
        #[serde(rename = "function")]
        slug: String,
        #[serde(skip)]
        worker: Arc<str>,
        reason: EndReason,
        #[serde(skip)]
        usage: Option<Usage>,
    },
    /// A request was answered.
    Request(Request),
    /// A request to a service was answered.
    Forward(Forward),
    /// Requests to services go somewhere else from now on, or nowhere.
    Upstream {
        /// Where.
        upstream: Option<String>,
    },
    /// Something to say that no function did.
    Warning {
        message: String,
        hint: Option<String>,
    },
    /// No new requests are taken; those under way may end.
    Shutdown { reason: StopReason },
    /// fx waits for requests before it ends: method and path of each.
    Draining { requests: Vec<String> },
}

/// Where functions are, and what to call them with.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Ready {
    /// All that are served, by name.
    pub(crate) functions: Vec<Served>,
    /// Where functions and browsers reach fx: `SUPABASE_URL`.
    pub(crate) url: String,
    /// The same for callers that are not on this machine, by what they are, for people.
    #[serde(skip)]
    pub(crate) elsewhere: Vec<(&'static str, String)>,
    /// Where requests for services go, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) upstream: Option<String>,
    /// Why that is not known, for people.
    #[serde(skip)]
    pub(crate) no_upstream: Option<&'static str>,
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
    /// Its id, which the client gets as `sb-request-id`.
    pub(crate) request: Arc<str>,
    /// The function that sent it, when one of the same fx did.
    pub(crate) caller: Option<Caller>,
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

/// A worker that made a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Caller {
    /// The function.
    #[serde(rename = "function")]
    pub(crate) slug: Arc<str>,
    /// The execution id of the worker.
    pub(crate) worker: Arc<str>,
    /// The request that it worked for, as far as it knew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request: Option<Arc<str>>,
}

impl Request {
    /// The name that the path begins with, whether or not there is such a function.
    pub(crate) fn slug(&self) -> &str {
        self.path.split('/').nth(1).unwrap_or_default()
    }
}

impl Serialize for Request {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Request", 9)?;
        fields.serialize_field("function", self.slug())?;
        fields.serialize_field("request", &self.request)?;
        match &self.caller {
            Some(caller) => fields.serialize_field("caller", caller)?,
            None => fields.skip_field("caller")?,
        }
        fields.serialize_field("method", self.method.as_str())?;
        fields.serialize_field("path", &self.path)?;
        fields.serialize_field("status", &self.status)?;
        fields.serialize_field("ms", &in_milliseconds(self.duration))?;
        fields.serialize_field("worker", &self.worker)?;
        fields.serialize_field("cold", &self.cold)?;
        fields.end()
    }
}

/// One request to a service behind the gateway, and how it ended.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Forward {
    /// Whose call it was, if it was a function's.
    #[serde(flatten)]
    pub(crate) caller: Option<Caller>,
    /// The service.
    pub(crate) service: &'static str,
    /// The method.
    #[serde(serialize_with = "method")]
    pub(crate) method: Method,
    /// The path, without the query, which may hold secrets.
    pub(crate) path: String,
    /// The status that was answered; 499 when the client went away before.
    pub(crate) status: u16,
    /// From the request's head to the response's end.
    #[serde(rename = "ms", serialize_with = "milliseconds")]
    pub(crate) duration: Duration,
    /// Where it went, if anywhere.
    pub(crate) upstream: Option<Arc<str>>,
    /// Why fx itself answered, or why the answer has no end, in one sentence; it is for people.
    #[serde(rename = "message", skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<String>,
    /// Whether the upstream broke off its answer, so that the status says nothing.
    #[serde(skip)]
    pub(crate) broken_off: bool,
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

/// Why a worker ended, in the words of hosted functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum EndReason {
    /// It ended by itself: an uncaught error, or nothing left to do.
    EventLoopCompleted,
    /// The limit of wall clock time.
    WallClockTime,
    /// The limit of CPU time.
    #[serde(rename = "CPUTime")]
    CpuTime,
    /// The limit of memory.
    Memory,
    /// Nothing needed it any more: another version took over, it was idle, or it had retired and was done.
    EarlyDrop,
    /// fx stops, or it did not come up in time.
    TerminationRequested,
}

/// What a worker has used, as far as it was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Usage {
    /// CPU time of its main thread, the start of the engine included.
    pub(crate) cpu: Duration,
    /// Resident memory in bytes.
    pub(crate) memory: u64,
}

/// An event and when it happened.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    /// What happened.
    pub(crate) event: Event,
    /// When.
    pub(crate) time: SystemTime,
}

impl Record {
    /// It happens now.
    pub(super) fn of(event: Event) -> Self {
        Self {
            event,
            time: SystemTime::now(),
        }
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Line<'a> {
            #[serde(flatten)]
            event: &'a Event,
            time: &'a str,
            #[serde(flatten)]
            hosted: Option<Hosted<'a>>,
        }
        let time = chrono::DateTime::<chrono::Utc>::from(self.time);
        let time = time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let line = Line {
            event: &self.event,
            time: &time,
            hosted: Hosted::of(&self.event, &time),
        };
        line.serialize(serializer)
    }
}

fn method<S: Serializer>(method: &Method, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(method.as_str())
}

fn milliseconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(in_milliseconds(*duration))
}

/// Milliseconds, to the microsecond.
pub(crate) fn in_milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_one_flat_record() {
        let request = Request {
            request: "00000000-0000-4000-8000-000000000001".into(),
            caller: None,
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
            r#"{"type":"request","function":"hello","request":"00000000-0000-4000-8000-000000000001","method":"GET","path":"/hello/x","status":200,"ms":3.142,"worker":"0c5e8b04","cold":true,"time":"2023-11-14T22:13:20.123Z"}"#
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
                worker: Some("0c5e8b04".into()),
                request: Some("00000000-0000-4000-8000-000000000001".into()),
                usage: None,
                message: "Error: x".into(),
            },
            time: SystemTime::UNIX_EPOCH,
        };
        let line = serde_json::to_string(&record).unwrap();
        assert_eq!(
            line,
            r#"{"type":"exception","function":"f","request":"00000000-0000-4000-8000-000000000001","message":"Error: x","time":"1970-01-01T00:00:00.000Z","timestamp":"1970-01-01T00:00:00.000Z","event_type":"UncaughtException","event":{"exception":"Error: x","cpu_time_used":null},"metadata":{"slug":"f","execution_id":"0c5e8b04"}}"#
        );
    }
}
