//! Logs and invocations of functions, as a platform of one's own answers with them, and the hosted API's rows.

use serde::{Deserialize, Serialize};

use super::lenient::null_as_default;

/// Something that a function, or its worker, said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LogEntry {
    /// Grows; what comes after it is newer.
    pub(crate) id: i64,
    /// Microseconds since 1970.
    pub(crate) timestamp: i64,
    /// The function.
    pub(crate) function: String,
    /// `debug`, `info`, `warning` or `error`.
    pub(crate) level: String,
    /// `log`, `boot`, `boot_failure`, `exception`, `limit` or `shutdown`.
    pub(crate) kind: String,
    /// The execution id of the worker, if there was one.
    #[serde(default)]
    pub(crate) worker: Option<String>,
    /// What it said.
    pub(crate) message: String,
}

/// A request that was answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Invocation {
    /// Grows; what comes after it is newer.
    pub(crate) id: i64,
    /// Microseconds since 1970, of its end.
    pub(crate) timestamp: i64,
    /// The function.
    pub(crate) function: String,
    /// The method.
    pub(crate) method: String,
    /// The path below `/functions/v1`, without the query.
    pub(crate) path: String,
    /// The status that was answered; 499 when the client went away before.
    pub(crate) status: u16,
    /// Milliseconds, to the response's end.
    pub(crate) ms: f64,
    /// The execution id of the worker, if there was one.
    #[serde(default)]
    pub(crate) worker: Option<String>,
    /// Whether a worker had to be started for it.
    pub(crate) cold: bool,
}

/// A part of the entries that were asked for, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LogPage<T> {
    /// The entries.
    pub(crate) entries: Vec<T>,
    /// What to ask for next with `after`.
    pub(crate) next: i64,
}

/// What the hosted API's queries of logs answer with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Analytics<T> {
    /// The rows.
    #[serde(default = "Vec::new")]
    pub(crate) result: Vec<T>,
    /// Why there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<serde_json::Value>,
}

/// A row of `function_logs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FunctionLogRow {
    /// The id, any text.
    pub(crate) id: String,
    /// Microseconds since 1970.
    pub(crate) timestamp: i64,
    /// What was said.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) event_message: String,
    /// `Log`, `Boot`, `Shutdown` and so on.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) event_type: String,
    /// The function's id.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) function_id: String,
    /// The execution's id.
    #[serde(default)]
    pub(crate) execution_id: Option<String>,
    /// `log`, `info`, `warning`, `error` and so on.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) level: String,
}
