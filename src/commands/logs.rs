//! `fx functions logs`.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt::Display,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::{
    Context,
    engine::{Ended, until_interrupted},
    remote,
};
use crate::{
    api::{Authenticated, Client, Error, LogQuery},
    api_types::{FunctionLogRow, Invocation, LogEntry, LogPage, ProjectRef},
    cli::{LevelArg, LogsArgs},
    diagnostics::{ExitStatus, Hint},
    output::Format,
};

/// How often a platform of one's own is asked for news.
const OWN_PAUSE: Duration = Duration::from_secs(1);
/// How often the hosted API is, which allows 120 requests in a minute for everything.
const HOSTED_PAUSE: Duration = Duration::from_secs(5);
/// How many of the hosted API's rows are remembered, so that none is shown twice.
const REMEMBERED: usize = 5000;

/// Why logs cannot be shown.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LogsError {
    /// `--since` is neither a time nor a duration.
    #[error("`--since {given}` is no time")]
    Since {
        /// What was given.
        given: String,
    },
    /// There is no such function.
    #[error("Function {name} does not exist on project {project}")]
    NoFunction {
        /// The name.
        name: String,
        /// The project.
        project: ProjectRef,
    },
    /// The hosted API's logs have another shape.
    #[error("`--invocations` is only for a platform of your own")]
    NoInvocations,
    /// The hosted API did not understand.
    #[error("the logs cannot be read: {why}")]
    Refused {
        /// What it said.
        why: String,
    },
    /// What goes on cannot be one JSON document.
    #[error("`--follow` has no end, so its output cannot be one JSON document")]
    Endless,
}

impl Hint for LogsError {
    fn hints(&self) -> Vec<String> {
        vec![match self {
            Self::Since { .. } => {
                "give how long ago, such as `--since 10m`, or a time, such as `--since 2026-11-21T08:00:00Z`".to_owned()
            }
            Self::NoFunction { .. } => "`fx functions list` shows the functions of the project".to_owned(),
            Self::NoInvocations => "leave it out, or look at the dashboard's log explorer".to_owned(),
            Self::Refused { .. } => "look at the dashboard's log explorer".to_owned(),
            Self::Endless => "choose `--output-format stream-json`, which writes a line for each".to_owned(),
        }]
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::Since { .. } | Self::NoInvocations | Self::Endless => ExitStatus::Usage,
            Self::NoFunction { .. } | Self::Refused { .. } => ExitStatus::Failure,
        }
    }
}

/// Shows logs.
pub(super) fn run(args: &LogsArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    if args.follow && cx.printer.format() == Format::Json {
        return Err(LogsError::Endless.into());
    }
    let query = LogQuery {
        function: args.name.clone(),
        after: None,
        since: args.since.as_deref().map(since).transpose()?,
        level: args.level.map(level),
        limit: args.limit,
    };
    let project = cx.project()?;
    let reader = Reader {
        reference: remote::resolve_ref(&args.remote, &project)?,
        client: remote::connect(cx)?,
        args,
        cx,
    };
    match until_interrupted(reader.read(query))? {
        Ended::Done(read) => read.map(|()| ExitStatus::Success),
        Ended::Interrupted(status) => Ok(status),
    }
}

/// What a platform of one's own had.
enum Own {
    Shown,
    Nothing,
    /// It is none.
    Hosted,
}

struct Reader<'a> {
    reference: ProjectRef,
    client: Client<Authenticated>,
    args: &'a LogsArgs,
    cx: &'a Context,
}

impl Reader<'_> {
    async fn read(&self, query: LogQuery) -> anyhow::Result<()> {
        let (client, project) = (&self.client, &self.reference);
        if self.args.invocations {
            let ask = async |query: &LogQuery| client.platform_invocations(project, query).await;
            return match self.own(&query, ask).await? {
                Own::Shown | Own::Nothing => Ok(()),
                Own::Hosted => Err(LogsError::NoInvocations.into()),
            };
        }
        let ask = async |query: &LogQuery| client.platform_logs(project, query).await;
        match self.own(&query, ask).await? {
            Own::Shown => Ok(()),
            Own::Nothing => self.check_function().await,
            Own::Hosted => self.hosted(query).await,
        }
    }

    /// Shows what a platform of one's own answers, and with `--follow` what comes after that.
    async fn own<T: Serialize + Line>(
        &self,
        query: &LogQuery,
        ask: impl AsyncFn(&LogQuery) -> Result<Option<LogPage<T>>, Error>,
    ) -> anyhow::Result<Own> {
        let Some(mut page) = ask(query).await? else {
            return Ok(Own::Hosted);
        };
        self.show(&page.entries)?;
        if !self.args.follow {
            let is_empty = page.entries.is_empty();
            return Ok(if is_empty { Own::Nothing } else { Own::Shown });
        }
        if page.entries.is_empty() {
            self.check_function().await?;
        }
        loop {
            tokio::time::sleep(OWN_PAUSE).await;
            let query = follow(query, page.next);
            page = ask(&query).await?.ok_or_else(|| self.gone())?;
            self.show(&page.entries)?;
        }
    }

    async fn hosted(&self, query: LogQuery) -> anyhow::Result<()> {
        let functions = self.client.list_functions(&self.reference).await?;
        let ids = functions
            .iter()
            .map(|one| (one.id.clone(), one.slug.clone()));
        let slugs: BTreeMap<String, String> = ids.collect();
        let mut query = query;
        if let Some(name) = &self.args.name {
            let mut named = functions.iter().filter(|one| one.slug == *name);
            let function = named.next().ok_or_else(|| self.no_function(name))?;
            query.function = Some(function.id.clone());
        }
        let mut shown = VecDeque::new();
        loop {
            let mut rows = self.rows(&query).await?;
            rows.retain(|row| !shown.contains(&row.id));
            shown.extend(rows.iter().map(|row| row.id.clone()));
            shown.drain(..shown.len().saturating_sub(REMEMBERED));
            let entries: Vec<LogEntry> = rows.into_iter().map(|row| entry(row, &slugs)).collect();
            self.show(&entries)?;
            if !self.args.follow {
                return Ok(());
            }
            tokio::time::sleep(HOSTED_PAUSE).await;
            if let Some(last) = entries.last() {
                query.since = DateTime::from_timestamp_micros(last.timestamp).map(rfc3339);
            }
        }
    }

    /// The hosted API's rows, oldest first.
    async fn rows(&self, query: &LogQuery) -> anyhow::Result<Vec<FunctionLogRow>> {
        let answer = self.client.hosted_logs(&self.reference, query).await?;
        if let Some(error) = answer.error {
            let message = error["message"].as_str().or_else(|| error.as_str());
            let why = message.unwrap_or("the API does not say why").to_owned();
            return Err(LogsError::Refused { why }.into());
        }
        let mut rows = answer.result;
        rows.reverse();
        Ok(rows)
    }

    /// A function that says nothing may not be there.
    async fn check_function(&self) -> anyhow::Result<()> {
        let Some(name) = &self.args.name else {
            return Ok(());
        };
        let functions = self.client.list_functions(&self.reference).await?;
        match functions.iter().any(|one| one.slug == *name) {
            true => Ok(()),
            false => Err(self.no_function(name).into()),
        }
    }

    fn no_function(&self, name: &str) -> LogsError {
        LogsError::NoFunction {
            name: name.to_owned(),
            project: self.reference.clone(),
        }
    }

    fn gone(&self) -> LogsError {
        LogsError::Refused {
            why: format!("project {} is gone", self.reference),
        }
    }

    fn show<T: Serialize + Line>(&self, entries: &[T]) -> anyhow::Result<()> {
        let printer = self.cx.printer;
        match printer.format() {
            Format::Json => printer.json(&entries)?,
            Format::StreamJson => {
                for entry in entries {
                    printer.json_line(entry)?;
                }
            }
            Format::Text => {
                for entry in entries {
                    printer.stdout(entry.line())?;
                }
            }
        }
        Ok(())
    }
}

/// How an entry is shown to people.
trait Line {
    fn line(&self) -> String;
}

impl Line for LogEntry {
    fn line(&self) -> String {
        let message = self.message.trim_end();
        columns(
            self.timestamp,
            &self.function,
            &format_args!("{:<7} {message}", self.level),
        )
    }
}

impl Line for Invocation {
    fn line(&self) -> String {
        let Self {
            method,
            path,
            status,
            ms,
            ..
        } = self;
        let cold = if self.cold { ", cold" } else { "" };
        columns(
            self.timestamp,
            &self.function,
            &format_args!("{method} {path} {status} ({ms:.1} ms{cold})"),
        )
    }
}

fn columns(timestamp: i64, function: &str, rest: &dyn Display) -> String {
    let time = DateTime::from_timestamp_micros(timestamp).unwrap_or_default();
    format!("{}  {function}  {rest}", rfc3339(time))
}

fn rfc3339(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn follow(query: &LogQuery, after: i64) -> LogQuery {
    LogQuery {
        after: Some(after),
        limit: 1000,
        ..query.clone()
    }
}

/// The beginning that was asked for, RFC 3339.
fn since(given: &str) -> Result<String, LogsError> {
    if let Ok(time) = DateTime::parse_from_rfc3339(given) {
        return Ok(rfc3339(time.to_utc()));
    }
    let age = humantime::parse_duration(given).ok();
    let time = age.and_then(|age| SystemTime::now().checked_sub(age));
    let time = time.ok_or_else(|| LogsError::Since {
        given: given.to_owned(),
    })?;
    Ok(rfc3339(time.into()))
}

fn level(arg: LevelArg) -> &'static str {
    match arg {
        LevelArg::Debug => "debug",
        LevelArg::Info => "info",
        LevelArg::Warning => "warning",
        LevelArg::Error => "error",
    }
}

/// A row of the hosted API with the function's name and the levels' names of fx.
fn entry(row: FunctionLogRow, slugs: &BTreeMap<String, String>) -> LogEntry {
    let level = match &*row.level {
        "log" | "" => "info",
        "warn" => "warning",
        other => other,
    };
    let kind = match &*row.event_type {
        "Boot" => "boot",
        "BootFailure" => "boot_failure",
        "UncaughtException" => "exception",
        "Shutdown" => "shutdown",
        _ => "log",
    };
    LogEntry {
        id: 0,
        timestamp: row.timestamp,
        function: slugs
            .get(&row.function_id)
            .cloned()
            .unwrap_or(row.function_id),
        level: level.to_owned(),
        kind: kind.to_owned(),
        worker: row.execution_id,
        message: row.event_message,
    }
}
