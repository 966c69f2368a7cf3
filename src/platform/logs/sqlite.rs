//! [`SqliteLogs`]: logs in one database file, which nothing else depends on.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use anyhow::Context as _;
use async_trait::async_trait;
use rusqlite::{Connection, Row, Transaction, params, params_from_iter, types::Value};
use rusqlite_migration::{M, Migrations};
use std::sync::{Mutex, PoisonError};

use super::{Entry, Logs, Query, Stretch};
use crate::{
    api_types::{Invocation, LogEntry, ProjectRef},
    events::in_milliseconds,
    platform::database::{Database, DatabaseError},
};

/// How many entries are kept of each kind.
const KEPT: i64 = 2_000_000;

// Whose entry it is, is a number: the rows and the index are smaller, which is most of what a write costs.
const STEPS: &[M<'static>] = &[M::up(
    "CREATE TABLE sources (
        id INTEGER PRIMARY KEY,
        project TEXT NOT NULL,
        function TEXT NOT NULL,
        UNIQUE (project, function)
    ) STRICT;
    CREATE TABLE logs (
        id INTEGER PRIMARY KEY,
        source INTEGER NOT NULL REFERENCES sources,
        timestamp INTEGER NOT NULL,
        level TEXT NOT NULL,
        kind TEXT NOT NULL,
        worker TEXT,
        message TEXT NOT NULL
    ) STRICT;
    CREATE INDEX logs_by_source ON logs (source);
    CREATE TABLE invocations (
        id INTEGER PRIMARY KEY,
        source INTEGER NOT NULL REFERENCES sources,
        timestamp INTEGER NOT NULL,
        method TEXT NOT NULL,
        path TEXT NOT NULL,
        status INTEGER NOT NULL,
        ms REAL NOT NULL,
        worker TEXT,
        cold INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX invocations_by_source ON invocations (source);",
)];

/// A database of logs.
pub(crate) struct SqliteLogs {
    connection: Arc<Mutex<Connection>>,
}

impl SqliteLogs {
    /// Opens the database at `path`, which is made and brought up to date.
    pub(crate) fn open(path: &Path) -> Result<Self, DatabaseError> {
        let opened = connect(path);
        let connection = opened.map_err(|error| DatabaseError::new(Database::Logs, path, error))?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    async fn transaction<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let connection = Arc::clone(&self.connection);
        let done = tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction()?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok::<_, rusqlite::Error>(result)
        });
        let done = done.await.context("the thread of the logs ended")?;
        done.context("the database of logs failed")
    }
}

/// The last moments may be lost with the power, not with the process.
fn connect(path: &Path) -> anyhow::Result<Connection> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    Migrations::from_slice(STEPS).to_latest(&mut connection)?;
    Ok(connection)
}

#[async_trait]
impl Logs for SqliteLogs {
    async fn append(&self, entries: Vec<(ProjectRef, Entry)>) -> anyhow::Result<()> {
        self.transaction(move |db| {
            let mut sources = BTreeMap::new();
            for (project, entry) in &entries {
                let function = entry.function();
                let source = match sources.get(&(project, function)) {
                    Some(source) => *source,
                    None => {
                        let source = source_of(db, project, function)?;
                        sources.insert((project, function), source);
                        source
                    }
                };
                insert(db, source, entry)?;
            }
            Ok(())
        })
        .await
    }

    async fn logs(&self, project: &ProjectRef, query: Query) -> anyhow::Result<Vec<LogEntry>> {
        let project = project.clone();
        self.transaction(move |db| select(db, "logs", &project, &query, to_log))
            .await
    }

    async fn invocations(
        &self,
        project: &ProjectRef,
        query: Query,
    ) -> anyhow::Result<Vec<Invocation>> {
        let project = project.clone();
        let query = Query {
            levels: Vec::new(),
            ..query
        };
        self.transaction(move |db| select(db, "invocations", &project, &query, to_invocation))
            .await
    }

    async fn stretches(
        &self,
        project: &ProjectRef,
        function: &str,
        since: i64,
        length: i64,
    ) -> anyhow::Result<Vec<Stretch>> {
        let (project, function) = (project.clone(), function.to_owned());
        self.transaction(move |db| stretches(db, &project, &function, since, length))
            .await
    }

    async fn prune(&self, time: i64) -> anyhow::Result<()> {
        self.transaction(move |db| {
            for table in ["logs", "invocations"] {
                // The last one stays, so that ids go on from there.
                let outdated = format!(
                    "DELETE FROM {table} WHERE id < (SELECT max(id) FROM {table})
                        AND (timestamp < ?1 OR id <= (SELECT max(id) FROM {table}) - ?2)"
                );
                db.execute(&outdated, [time, KEPT])?;
            }
            Ok(())
        })
        .await
    }
}

/// The number that a function has in the rows.
fn source_of(db: &Transaction<'_>, project: &ProjectRef, function: &str) -> rusqlite::Result<i64> {
    let whose = params![project.as_str(), function];
    db.prepare_cached("INSERT OR IGNORE INTO sources (project, function) VALUES (?1, ?2)")?
        .execute(whose)?;
    db.prepare_cached("SELECT id FROM sources WHERE project = ?1 AND function = ?2")?
        .query_row(whose, |row| row.get(0))
}

fn insert(db: &Transaction<'_>, source: i64, entry: &Entry) -> rusqlite::Result<()> {
    match entry {
        Entry::Log(log) => db
            .prepare_cached(
                "INSERT INTO logs (source, timestamp, level, kind, worker, message)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                source,
                log.timestamp,
                log.level,
                log.kind,
                log.worker,
                log.message
            ])?,
        Entry::Invocation(timestamp, request) => db
            .prepare_cached(
                "INSERT INTO invocations (source, timestamp, method, path, status, ms, worker, cold)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                source,
                timestamp,
                request.method.as_str(),
                request.path,
                request.status,
                in_milliseconds(request.duration),
                request.worker.as_deref(),
                request.cold
            ])?,
    };
    Ok(())
}

/// The entries that `query` asks for, oldest first.
fn select<T>(
    db: &Transaction<'_>,
    table: &str,
    project: &ProjectRef,
    query: &Query,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    // By the index for one function; for a whole project one row after the other, which the `+` makes sure of.
    let whose = match &query.function {
        Some(_) => "source = (SELECT id FROM sources WHERE project = ? AND function = ?)",
        None => "+source IN (SELECT id FROM sources WHERE project = ?)",
    };
    let mut conditions = vec![whose.to_owned()];
    let mut values = vec![Value::from(project.as_str().to_owned())];
    values.extend(query.function.clone().map(Value::from));
    let mut add = |condition: &str, value: Option<Value>| {
        if let Some(value) = value {
            conditions.push(condition.to_owned());
            values.push(value);
        }
    };
    add("entries.id > ?", query.after.map(Value::from));
    add("timestamp >= ?", query.since.map(Value::from));
    add("timestamp < ?", query.until.map(Value::from));
    if !query.levels.is_empty() {
        let places = vec!["?"; query.levels.len()].join(", ");
        conditions.push(format!("level IN ({places})"));
        values.extend(query.levels.iter().cloned().map(Value::from));
    }
    // The newest, unless it is about what follows something.
    let order = if query.after.is_some() { "ASC" } else { "DESC" };
    let text = format!(
        "SELECT entries.*, function FROM {table} AS entries CROSS JOIN sources ON sources.id = source
         WHERE {} ORDER BY entries.id {order} LIMIT {}",
        conditions.join(" AND "),
        query.limit
    );
    let mut statement = db.prepare_cached(&text)?;
    let found = statement.query_map(params_from_iter(values), read)?;
    let mut found: Vec<T> = found.collect::<rusqlite::Result<_>>()?;
    if query.after.is_none() {
        found.reverse();
    }
    Ok(found)
}

fn stretches(
    db: &Transaction<'_>,
    project: &ProjectRef,
    function: &str,
    since: i64,
    length: i64,
) -> rusqlite::Result<Vec<Stretch>> {
    let mut statement = db.prepare_cached(
        "SELECT timestamp / ?4 * ?4 AS begin, count(*) AS requests,
            sum(status / 100 = 2) AS ok, sum(status / 100 = 3) AS redirects,
            sum(status / 100 = 4) AS client_errors, sum(status / 100 = 5) AS server_errors,
            avg(ms) AS average_ms, max(ms) AS max_ms
         FROM invocations
         WHERE source = (SELECT id FROM sources WHERE project = ?1 AND function = ?2) AND timestamp >= ?3
         GROUP BY begin ORDER BY begin",
    )?;
    let found = statement.query_map(params![project.as_str(), function, since, length], |row| {
        Ok(Stretch {
            timestamp: row.get("begin")?,
            requests: row.get("requests")?,
            by_class: [
                row.get("ok")?,
                row.get("redirects")?,
                row.get("client_errors")?,
                row.get("server_errors")?,
            ],
            average_ms: row.get("average_ms")?,
            max_ms: row.get("max_ms")?,
        })
    })?;
    found.collect()
}

fn to_log(row: &Row<'_>) -> rusqlite::Result<LogEntry> {
    Ok(LogEntry {
        id: row.get("id")?,
        timestamp: row.get("timestamp")?,
        function: row.get("function")?,
        level: row.get("level")?,
        kind: row.get("kind")?,
        worker: row.get("worker")?,
        message: row.get("message")?,
    })
}

fn to_invocation(row: &Row<'_>) -> rusqlite::Result<Invocation> {
    Ok(Invocation {
        id: row.get("id")?,
        timestamp: row.get("timestamp")?,
        function: row.get("function")?,
        method: row.get("method")?,
        path: row.get("path")?,
        status: row.get("status")?,
        ms: row.get("ms")?,
        worker: row.get("worker")?,
        cold: row.get("cold")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(function: &str, level: &str, timestamp: i64) -> Entry {
        Entry::Log(LogEntry {
            id: 0,
            timestamp,
            function: function.to_owned(),
            level: level.to_owned(),
            kind: "log".to_owned(),
            worker: None,
            message: format!("{function} {timestamp}"),
        })
    }

    #[tokio::test]
    async fn entries_come_back_in_order_and_by_what_is_asked() {
        let directory = tempfile::tempdir().unwrap();
        let logs = SqliteLogs::open(&directory.path().join("logs.db")).unwrap();
        let project: ProjectRef = "abcdefghijklmnopqrst".parse().unwrap();
        let other: ProjectRef = "bbcdefghijklmnopqrst".parse().unwrap();
        let mine = [
            log("a", "info", 1),
            log("b", "error", 2),
            log("a", "error", 3),
            log("a", "info", 4),
        ];
        let entries = mine.into_iter().map(|entry| (project.clone(), entry));
        let entries = entries.chain([(other, log("a", "info", 5))]).collect();
        logs.append(entries).await.unwrap();
        let ask = async |query: Query| {
            let found = logs.logs(&project, query).await.unwrap();
            found
                .into_iter()
                .map(|entry| entry.timestamp)
                .collect::<Vec<_>>()
        };
        let all = Query {
            limit: 10,
            ..Query::default()
        };
        assert_eq!(ask(all.clone()).await, [1, 2, 3, 4]);
        assert_eq!(
            ask(Query {
                limit: 2,
                ..all.clone()
            })
            .await,
            [3, 4]
        );
        let after = Query {
            after: Some(1),
            limit: 2,
            ..all.clone()
        };
        assert_eq!(ask(after).await, [2, 3]);
        let errors = Query {
            function: Some("a".to_owned()),
            levels: vec!["error".to_owned(), "warning".to_owned()],
            ..all.clone()
        };
        assert_eq!(ask(errors).await, [3]);
        let between = Query {
            since: Some(2),
            until: Some(4),
            ..all.clone()
        };
        assert_eq!(ask(between).await, [2, 3]);
        logs.prune(3).await.unwrap();
        assert_eq!(ask(all.clone()).await, [3, 4]);
        // Whoever follows goes on where he was, also when all there was is gone.
        logs.prune(9).await.unwrap();
        let next = (project.clone(), log("a", "info", 10));
        logs.append(vec![next]).await.unwrap();
        let after = Query {
            after: Some(5),
            ..all
        };
        assert_eq!(ask(after).await, [10]);
    }
}
