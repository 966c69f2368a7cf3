//! [`Recording`]: from events to entries, and from those to the database.

use std::{
    sync::{
        Arc, Weak,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use async_trait::async_trait;
use http::Method;
use tokio::{
    sync::{mpsc, oneshot},
    time::sleep,
};

use super::{
    Entry, Logs,
    bounds::{self, Bounds, cut},
};
use crate::{
    api_types::{LogEntry, ProjectRef},
    events::{Event, Level, Record, Request},
    platform::Recorder,
};

/// How many entries may wait to be written.
const QUEUE: usize = 16_384;
/// How long an entry waits for others.
const PAUSE: Duration = Duration::from_millis(100);
/// How often it is told how many refused requests were not kept.
const COUNTING: Duration = Duration::from_secs(10);
/// How often what is too old is removed.
const PRUNING: Duration = Duration::from_secs(600);

/// Keeps what happens; cheap to clone.
#[derive(Clone)]
pub(crate) struct Recording {
    queue: mpsc::Sender<Message>,
    dropped: Arc<AtomicU64>,
    bounds: Arc<Bounds>,
}

/// What goes to the task that writes.
enum Message {
    /// To be kept.
    Keep(ProjectRef, Entry),
    /// What came before is to be written; somebody waits for it.
    Flush(oneshot::Sender<()>),
}

impl Recording {
    /// A recording into `logs`, which keeps entries for `kept`.
    pub(crate) fn start(logs: Arc<dyn Logs>, kept: Duration) -> Self {
        let (queue, entries) = mpsc::channel(QUEUE);
        let dropped = Arc::<AtomicU64>::default();
        tokio::spawn(write(Arc::clone(&logs), entries, Arc::clone(&dropped)));
        tokio::spawn(forget(logs, kept));
        let recording = Self {
            queue,
            dropped,
            bounds: Arc::default(),
        };
        tokio::spawn(count(
            Arc::downgrade(&recording.bounds),
            recording.queue.downgrade(),
        ));
        recording
    }

    fn keep(&self, project: &ProjectRef, entry: Entry) {
        let message = Message::Keep(project.clone(), entry);
        if self.queue.try_send(message).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[async_trait]
impl Recorder for Recording {
    fn record(&self, project: &ProjectRef, record: &Record) {
        if let Event::Request(request) = &record.event
            && !self.bounds.admit(project, request, Instant::now())
        {
            return;
        }
        if let Some(entry) = entry(record) {
            self.keep(project, entry);
        }
    }

    async fn flush(&self) {
        for (project, told) in take(&self.bounds) {
            self.keep(&project, Entry::Log(told));
        }
        let (done, flushed) = oneshot::channel();
        if self.queue.send(Message::Flush(done)).await.is_ok() {
            // A task that ended has nothing more to write.
            let _ = flushed.await;
        }
    }
}

async fn write(logs: Arc<dyn Logs>, mut queue: mpsc::Receiver<Message>, dropped: Arc<AtomicU64>) {
    let mut messages = Vec::new();
    while queue.recv_many(&mut messages, QUEUE).await > 0 {
        let is_awaited = |message: &Message| matches!(message, Message::Flush(_));
        if !messages.iter().any(is_awaited) {
            // What comes meanwhile goes with it, and who sends it has nobody to wake.
            sleep(PAUSE).await;
        }
        if !queue.is_empty() {
            queue.recv_many(&mut messages, QUEUE).await;
        }
        let (mut batch, mut waiting) = (Vec::new(), Vec::new());
        for message in messages.drain(..) {
            match message {
                Message::Keep(project, entry) => batch.push((project, entry)),
                Message::Flush(done) => waiting.push(done),
            }
        }
        if let Err(error) = logs.append(batch).await {
            tracing::error!("logs of functions were lost: {error:#}");
        }
        for done in waiting {
            // Whoever waited may have gone.
            let _ = done.send(());
        }
        let lost = dropped.swap(0, Ordering::Relaxed);
        if lost > 0 {
            tracing::warn!("{lost} log entries came faster than they could be written");
        }
    }
}

/// What there is to say of requests that were not kept.
fn take(bounds: &Bounds) -> Vec<(ProjectRef, LogEntry)> {
    bounds.take(microseconds(SystemTime::now()), Instant::now())
}

/// Tells now and then of requests that were not kept, for as long as there is a recording.
async fn count(bounds: Weak<Bounds>, queue: mpsc::WeakSender<Message>) {
    loop {
        sleep(COUNTING).await;
        let (Some(bounds), Some(queue)) = (bounds.upgrade(), queue.upgrade()) else {
            return;
        };
        for (project, told) in take(&bounds) {
            // A full queue has other entries to tell that there was too much.
            let _ = queue.try_send(Message::Keep(project, Entry::Log(told)));
        }
    }
}

async fn forget(logs: Arc<dyn Logs>, kept: Duration) {
    let mut ticks = tokio::time::interval(PRUNING);
    loop {
        ticks.tick().await;
        let oldest = SystemTime::now().checked_sub(kept).unwrap_or(UNIX_EPOCH);
        if let Err(error) = logs.prune(microseconds(oldest)).await {
            tracing::error!("old logs could not be removed: {error:#}");
        }
    }
}

/// What is kept of an event, if anything.
fn entry(record: &Record) -> Option<Entry> {
    let timestamp = microseconds(record.time);
    let log =
        |function: &str, level: Level, kind: &str, worker: Option<&Arc<str>>, message: String| {
            Some(Entry::Log(LogEntry {
                id: 0,
                timestamp,
                function: function.to_owned(),
                level: level.to_string(),
                kind: kind.to_owned(),
                worker: worker.map(ToString::to_string),
                message: cut(&message, bounds::MESSAGE),
            }))
        };
    match &record.event {
        Event::Request(request) => Some(Entry::Invocation(timestamp, bounded(request))),
        Event::Log {
            slug,
            worker,
            level,
            message,
            ..
        } => {
            let worker = Some(worker).filter(|worker| !worker.is_empty());
            log(slug, *level, "log", worker, message.clone())
        }
        Event::LogsDropped { slug, count } => {
            let message = format!("{count} log lines were dropped");
            log(slug, Level::Warning, "log", None, message)
        }
        Event::Boot {
            slug,
            worker,
            duration,
        } => {
            let message = format!("booted (time: {} ms)", duration.as_millis());
            log(slug, Level::Info, "boot", Some(worker), message)
        }
        Event::BootFailure {
            slug,
            worker,
            message,
            ..
        } => log(
            slug,
            Level::Error,
            "boot_failure",
            worker.as_ref(),
            message.clone(),
        ),
        Event::Crash {
            slug,
            worker,
            message,
            ..
        } => log(
            slug,
            Level::Error,
            "exception",
            worker.as_ref(),
            message.clone(),
        ),
        Event::Limit { slug, message, .. } => {
            log(slug, Level::Error, "limit", None, message.clone())
        }
        Event::WorkerShutdown {
            slug,
            worker,
            reason,
            ..
        } => {
            let message = format!("shutdown ({reason:?})");
            log(slug, Level::Info, "shutdown", Some(worker), message)
        }
        _ => None,
    }
}

/// The request with no more of what the client made up than there is room for.
fn bounded(request: &Request) -> Request {
    let mut request = request.clone();
    request.path = cut(&request.path, bounds::PATH);
    if request.method.as_str().len() > bounds::METHOD {
        request.method = Method::from_bytes(&request.method.as_str().as_bytes()[..bounds::METHOD])
            .expect("a part of a method is a method");
    }
    request
}

fn microseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
