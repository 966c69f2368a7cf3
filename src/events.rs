//! What happens while functions are served, as plain records: one type for the terminal and for scripts.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::sync::mpsc;

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

/// Something that happened to a function.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// The function wrote a line, or several.
    Log {
        slug: String,
        level: Level,
        message: String,
    },
    /// Log lines were dropped because they came faster than they could be written.
    LogsDropped { slug: String, count: u64 },
    /// A worker is ready.
    Boot { slug: String, duration: Duration },
    /// A worker did not come up; the message is for people. When `serving`, an older version takes the requests.
    BootFailure {
        slug: String,
        message: String,
        serving: bool,
    },
    /// A new version of the function takes the requests. `changed` names the files, `duration` counts from the change.
    Reload {
        slug: String,
        changed: Vec<String>,
        duration: Duration,
    },
    /// The project has a function that it had not before.
    Added { slug: String },
    /// A function of the project is gone.
    Removed { slug: String },
    /// The project's configuration cannot be used; the last good one is. The message is for people.
    ProjectFailure { message: String },
    /// A worker ended that should not have; the message is for people.
    Crash { slug: String, message: String },
    /// A worker was ended by a limit, named by its key; the message is for people.
    Limit {
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
}

/// One request and how it ended.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// The method.
    pub(crate) method: String,
    /// The path below `/functions/v1`, without the query, which may hold secrets.
    pub(crate) path: String,
    /// The status that was answered.
    pub(crate) status: u16,
    /// From the request's head to the response's end.
    pub(crate) duration: Duration,
    /// Whether a worker had to be started for it.
    pub(crate) cold: bool,
}

/// How many events may wait for whoever shows them.
const QUEUE: usize = 512;

/// Where events go. Log lines that find the queue full are dropped and counted; nothing ever waits.
#[derive(Debug, Clone)]
pub(crate) struct Sink {
    queue: mpsc::Sender<Event>,
    dropped: Arc<AtomicU64>,
}

impl Sink {
    /// A sink, and the queue it fills.
    pub(crate) fn new() -> (Self, mpsc::Receiver<Event>) {
        let (queue, received) = mpsc::channel(QUEUE);
        let dropped = Arc::default();
        (Self { queue, dropped }, received)
    }

    /// Passes a log line on, or counts it as dropped.
    pub(crate) fn log(&self, event: Event) {
        let Event::Log { slug, .. } = &event else {
            return self.send(event);
        };
        let slug = slug.clone();
        if self.queue.try_send(event).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let count = self.dropped.swap(0, Ordering::Relaxed);
        if count > 0 {
            self.send(Event::LogsDropped { slug, count });
        }
    }

    /// Passes an event on. When even that queue is full the event is lost, rather than a request held up.
    pub(crate) fn send(&self, event: Event) {
        if self.queue.try_send(event).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}
