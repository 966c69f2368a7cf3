//! [`Sink`], where events go, and [`Events`], where they come out.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::mpsc;

use super::{
    advice::{Advice, Given},
    record::{Event, Level, Record},
};

/// How many events may wait for whoever shows them.
const QUEUE: usize = 1024;
/// How many places log lines leave to the other events.
const RESERVED: usize = 256;

/// Where events go. Log lines that find the queue full are dropped and counted; nothing ever waits.
#[derive(Debug, Clone)]
pub(crate) struct Sink {
    /// `None` when only observers see events.
    queue: Option<mpsc::Sender<Record>>,
    dropped: Dropped,
    given: Given,
    observers: Vec<Arc<dyn Observer>>,
}

/// Sees events while they are sent, so it must not take long.
pub(crate) trait Observer: fmt::Debug + Send + Sync {
    /// Something happened.
    fn see(&self, record: &Record);
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
            queue: Some(sender),
            dropped,
            given: Given::default(),
            observers: Vec::new(),
        };
        (sink, events)
    }

    /// A sink without a queue.
    pub(crate) fn only_to(observer: Arc<dyn Observer>) -> Self {
        Self {
            queue: None,
            dropped: Dropped::default(),
            given: Given::default(),
            observers: vec![observer],
        }
    }

    /// The same sink, of which `observer` sees every event, also those that are lost.
    pub(crate) fn observed_by(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observers.push(observer);
        self
    }

    /// Passes a log line on, or counts it as dropped.
    pub(crate) fn log(
        &self,
        slug: &str,
        worker: &Arc<str>,
        request: Option<Arc<str>>,
        level: Level,
        message: String,
    ) {
        let is_full = |queue: &mpsc::Sender<Record>| queue.capacity() <= RESERVED;
        if self.queue.as_ref().is_some_and(is_full) {
            self.drop_log(slug);
            return;
        }
        self.send(Event::Log {
            slug: slug.to_owned(),
            worker: Arc::clone(worker),
            request,
            level,
            message,
        });
    }

    /// Counts a log line that nobody gets to see.
    pub(crate) fn drop_log(&self, slug: &str) {
        if self.queue.is_some() {
            *self.dropped.counts().entry(slug.to_owned()).or_default() += 1;
        }
    }

    /// Warns of what hosted functions would not get away with: once per function and kind.
    pub(crate) fn advise(&self, slug: &str, advice: Advice) {
        if self.given.is_news(slug, &advice) {
            self.send(advice.to_warning(slug));
        }
    }

    /// Passes an event on. When even that queue is full the event is lost, rather than a request held up.
    pub(crate) fn send(&self, event: Event) {
        let record = Record::of(event);
        for observer in &self.observers {
            observer.see(&record);
        }
        if let Some(queue) = &self.queue {
            let _ = queue.try_send(record);
        }
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
