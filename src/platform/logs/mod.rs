//! What functions said, and how they were invoked: kept for a while, in a database of its own.
//!
//! What others can make fx keep is bounded: fields have a length, refused requests beyond a rate are counted, and the
//! database has a size. Recording never holds up a request: entries go into a bounded queue, are written in batches, and are dropped with a
//! count when they come faster than that. [`Logs`] is the interface that other stores can be behind.

mod bounds;
mod recording;
mod room;
mod sqlite;

use async_trait::async_trait;

pub(crate) use recording::Recording;
pub(crate) use room::LogSizes;
pub(crate) use sqlite::SqliteLogs;

use crate::{
    api_types::{Invocation, LogEntry, ProjectRef},
    events::Request,
};

/// Something to keep.
#[derive(Debug, Clone)]
pub(crate) enum Entry {
    /// What a function said.
    Log(LogEntry),
    /// How one was invoked, at this time in microseconds since 1970.
    Invocation(i64, Request),
}

impl Entry {
    /// The function's name.
    pub(crate) fn function(&self) -> &str {
        match self {
            Self::Log(log) => &log.function,
            Self::Invocation(_, request) => request.slug(),
        }
    }

    /// What of it can be of any length.
    fn text(&self) -> &str {
        match self {
            Self::Log(log) => &log.message,
            Self::Invocation(_, request) => &request.path,
        }
    }
}

/// Which entries are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// Of this function only.
    pub(crate) function: Option<String>,
    /// Newer than the entry with this id.
    pub(crate) after: Option<i64>,
    /// Not before this time, in microseconds since 1970.
    pub(crate) since: Option<i64>,
    /// Before this time, in microseconds since 1970.
    pub(crate) until: Option<i64>,
    /// Of these levels only; all when empty. Invocations have none.
    pub(crate) levels: Vec<String>,
    /// At most so many: the first after `after`, or else the newest.
    pub(crate) limit: u32,
}

/// What was invoked in a stretch of time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    /// Its beginning, in microseconds since 1970.
    pub(crate) timestamp: i64,
    /// How many invocations.
    pub(crate) requests: i64,
    /// How many by the first digit of their status: 2, 3, 4, 5.
    pub(crate) by_class: [i64; 4],
    /// Their average time in milliseconds.
    pub(crate) average_ms: f64,
    /// The longest time in milliseconds.
    pub(crate) max_ms: f64,
}

/// Keeps entries for a while.
#[async_trait]
pub(crate) trait Logs: Send + Sync + 'static {
    /// Keeps entries, whose ids are given here, and forgets the oldest ones when all together take too much room.
    async fn append(&self, entries: Vec<(ProjectRef, Entry)>) -> anyhow::Result<()>;
    /// What functions said, oldest first.
    async fn logs(&self, project: &ProjectRef, query: Query) -> anyhow::Result<Vec<LogEntry>>;
    /// How functions were invoked, oldest first.
    async fn invocations(
        &self,
        project: &ProjectRef,
        query: Query,
    ) -> anyhow::Result<Vec<Invocation>>;
    /// How a function was invoked since `since`, in stretches of so many microseconds.
    async fn stretches(
        &self,
        project: &ProjectRef,
        function: &str,
        since: i64,
        length: i64,
    ) -> anyhow::Result<Vec<Stretch>>;
    /// Forgets what is older than `time`, in microseconds since 1970, and what are too many.
    async fn prune(&self, time: i64) -> anyhow::Result<()>;
}
