//! Logs and invocations: queries of our own, and the hosted API's two.

use std::time::Duration;

use axum::{extract::State, response::IntoResponse};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::logs::{self, Stretch},
    Caller, Json, Path, Query, Refused, Shared,
};
use crate::api_types::{FunctionLogRow, LogEntry, LogPage};

const LOGS: &str = "analytics_logs_read";
const USAGE: &str = "analytics_usage_read";
/// How many entries come at once, unless fewer are asked for.
const PAGE: u32 = 1000;
/// What levels there are, least first.
const LEVELS: [&str; 4] = ["debug", "info", "warning", "error"];

/// Which entries are asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Parameters {
    function: Option<String>,
    after: Option<i64>,
    since: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    level: Option<String>,
    limit: Option<u32>,
}

/// The hosted API's question for logs.
#[derive(Debug, Deserialize)]
pub(super) struct HostedParameters {
    sql: Option<String>,
    iso_timestamp_start: Option<DateTime<Utc>>,
    iso_timestamp_end: Option<DateTime<Utc>>,
}

/// The hosted API's question for statistics.
#[derive(Debug, Deserialize)]
pub(super) struct StatsParameters {
    interval: Interval,
    function_id: String,
}

/// How far back statistics go, and how finely.
#[derive(Debug, Clone, Copy, Deserialize)]
enum Interval {
    #[serde(rename = "15min")]
    QuarterHour,
    #[serde(rename = "1hr")]
    Hour,
    #[serde(rename = "3hr")]
    ThreeHours,
    #[serde(rename = "1day")]
    Day,
}

impl Interval {
    /// All of it, and a stretch.
    fn lengths(self) -> (Duration, Duration) {
        let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
        match self {
            Self::QuarterHour => (minutes(15), minutes(1)),
            Self::Hour => (minutes(60), minutes(1)),
            Self::ThreeHours => (minutes(180), minutes(1)),
            Self::Day => (minutes(24 * 60), minutes(60)),
        }
    }
}

pub(super) async fn list(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, LOGS).await?.reference;
    let query = parameters.query()?;
    let after = query.after.unwrap_or_default();
    app.serving.flush_logs().await;
    let entries = app.logs.logs(&project, query).await?;
    let next = entries.last().map_or(after, |entry| entry.id);
    Ok(Json(LogPage { entries, next }))
}

pub(super) async fn invocations(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, LOGS).await?.reference;
    let query = parameters.query()?;
    let after = query.after.unwrap_or_default();
    app.serving.flush_logs().await;
    let entries = app.logs.invocations(&project, query).await?;
    let next = entries.last().map_or(after, |entry| entry.id);
    Ok(Json(LogPage { entries, next }))
}

/// The hosted API's logs: the newest, in its own rows. Its SQL is not spoken here.
pub(super) async fn all(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Query(parameters): Query<HostedParameters>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, LOGS).await?.reference;
    if parameters.sql.is_some() {
        let message = format!(
            "This platform does not speak SQL: leave `sql` out, or ask GET /v1/projects/{project}/logs"
        );
        return Err(Refused::bad(message));
    }
    let query = logs::Query {
        since: parameters
            .iso_timestamp_start
            .map(|time| time.timestamp_micros()),
        until: parameters
            .iso_timestamp_end
            .map(|time| time.timestamp_micros()),
        limit: PAGE,
        ..logs::Query::default()
    };
    let functions = app.state.functions(&project).await?;
    let id_of = |slug: &str| {
        let mut all = functions.iter();
        let found = all.find(|function| function.slug.as_str() == slug);
        found
            .map(|function| function.id.clone())
            .unwrap_or_default()
    };
    let entries = app.logs.logs(&project, query).await?;
    let rows = entries
        .into_iter()
        .rev()
        .map(|entry| row(id_of(&entry.function), entry));
    Ok(Json(json!({ "result": rows.collect::<Vec<_>>() })))
}

/// The hosted API's statistics of a function.
pub(super) async fn stats(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Query(parameters): Query<StatsParameters>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, USAGE).await?.reference;
    let functions = app.state.functions(&project).await?;
    let mut all = functions.iter();
    let function = all.find(|function| function.id == parameters.function_id);
    let function = function.ok_or_else(|| Refused::missing("Function not found"))?;
    let (whole, length) = parameters.interval.lengths();
    let since = (Utc::now() - whole).timestamp_micros();
    let length = i64::try_from(length.as_micros()).expect("it is at most an hour");
    let slug = function.slug.as_str();
    let stretches = app.logs.stretches(&project, slug, since, length).await?;
    let rows: Vec<Value> = stretches.iter().map(described).collect();
    Ok(Json(json!({ "result": rows })))
}

impl Parameters {
    fn query(self) -> Result<logs::Query, Refused> {
        let levels = match &self.level {
            None => Vec::new(),
            Some(least) => {
                let position = LEVELS.iter().position(|level| level == least);
                let unknown =
                    || Refused::bad(format!("`level` must be one of {}", LEVELS.join(", ")));
                let levels = &LEVELS[position.ok_or_else(unknown)?..];
                levels.iter().map(|level| (*level).to_owned()).collect()
            }
        };
        Ok(logs::Query {
            function: self.function,
            after: self.after,
            since: self.since.map(|time| time.timestamp_micros()),
            until: self.until.map(|time| time.timestamp_micros()),
            levels,
            limit: self.limit.unwrap_or(PAGE).min(PAGE),
        })
    }
}

fn row(function_id: String, entry: LogEntry) -> FunctionLogRow {
    let event_type = match &*entry.kind {
        "boot" => "Boot",
        "boot_failure" => "BootFailure",
        "exception" => "UncaughtException",
        "limit" | "shutdown" => "Shutdown",
        _ => "Log",
    };
    FunctionLogRow {
        id: entry.id.to_string(),
        timestamp: entry.timestamp,
        event_message: entry.message,
        event_type: event_type.to_owned(),
        function_id,
        execution_id: entry.worker,
        level: entry.level,
    }
}

fn described(stretch: &Stretch) -> Value {
    let [success, redirect, client_error, server_error] = stretch.by_class;
    json!({
        "timestamp": stretch.timestamp,
        "requests_count": stretch.requests,
        "success_count": success,
        "redirect_count": redirect,
        "client_err_count": client_error,
        "server_err_count": server_error,
        "avg_execution_time": stretch.average_ms,
        "max_execution_time": stretch.max_ms,
    })
}
