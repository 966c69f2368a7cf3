//! [`SqliteLogs`]: logs in one database file, which nothing else depends on.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use async_trait::async_trait;
use rusqlite::{Connection, Row, Transaction, params, params_from_iter, types::Value};
use rusqlite_migration::{M, Migrations};

use super::{
    Entry, Logs, Query, Stretch,
    room::{self, Full, LogSizes},
};
use crate::{
    api_types::{Invocation, LogEntry, ProjectRef},
    events::in_milliseconds,
    platform::database::{Database, DatabaseError},
};

/// How many entries are written at once.
const BATCH: usize = 1000;
/// How many turns of removing follow each of those: more goes than comes, and writing goes on.
const TURNS: usize = 8;
/// How long a turn leaves the database to others, when many follow each other.
const PAUSE: Duration = Duration::from_millis(5);
/// How large the journal stays when it was larger for a moment.
const JOURNAL: i64 = 16 << 20;

// Whose entry it is, is a number: the rows and the index are smaller, which is most of what a write costs.
const STEPS: &[M<'static>] = &[
    M::up(
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
    ),
    // How much room a project takes; `room` keeps it up to date.
    M::up(
        "CREATE TABLE sizes (
            project TEXT PRIMARY KEY,
            bytes INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO sizes (project, bytes)
            SELECT project, sum(size) FROM (
                SELECT source, 100 + length(CAST(message AS BLOB)) AS size FROM logs
                UNION ALL
                SELECT source, 100 + length(CAST(path AS BLOB)) FROM invocations
            ) JOIN sources ON sources.id = source GROUP BY project;",
    ),
];

/// A database of logs.
pub(crate) struct SqliteLogs {
    connection: Arc<Mutex<Connection>>,
    limits: LogSizes,
    /// What was full, and whoever runs the platform was told of.
    told: Mutex<BTreeSet<Full>>,
}

impl SqliteLogs {
    /// Opens the database at `path`, which is made and brought up to date.
    pub(crate) fn open(path: &Path, limits: LogSizes) -> Result<Self, DatabaseError> {
        let opened = connect(path);
        let connection = opened.map_err(|error| DatabaseError::new(Database::Logs, path, error))?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
            limits,
            told: Mutex::default(),
        })
    }

    /// Removes the oldest entries until there is room, or enough is done for now.
    async fn make_room(&self) -> anyhow::Result<()> {
        let limits = self.limits;
        for _ in 0..TURNS {
            let full = self.transaction(move |db| room::trim(db, limits)).await?;
            let Some(full) = full else {
                break;
            };
            self.tell(full);
        }
        Ok(())
    }

    /// Says once that something is full.
    fn tell(&self, full: Full) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if !told.insert(full.clone()) {
            return;
        }
        let megabytes = |bytes: u64| bytes / 1_000_000;
        match full {
            Full::All => {
                let size = megabytes(self.limits.total);
                tracing::warn!(
                    "logs have reached {size} MB (`--max-log-size`); the oldest entries are removed"
                );
            }
            Full::Project(project) => {
                let size = megabytes(self.limits.project);
                tracing::warn!(
                    "logs of project {project} have reached {size} MB (`--max-project-log-size`); its oldest entries are removed"
                );
            }
        }
    }

    /// Gives room back to the system.
    async fn give_back(&self) -> anyhow::Result<bool> {
        let connection = Arc::clone(&self.connection);
        let given = tokio::task::spawn_blocking(move || {
            room::give_back(&connection.lock().unwrap_or_else(PoisonError::into_inner))
        });
        let given = given.await.context("the thread of the logs ended")?;
        given.context("the database of logs failed")
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
    // Before there is anything in it; a database of an older fx keeps its size, and uses the room again.
    connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "journal_size_limit", JOURNAL)?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    Migrations::from_slice(STEPS).to_latest(&mut connection)?;
    Ok(connection)
}

#[async_trait]
impl Logs for SqliteLogs {
    async fn append(&self, mut entries: Vec<(ProjectRef, Entry)>) -> anyhow::Result<()> {
        while !entries.is_empty() {
            let rest = entries.split_off(entries.len().min(BATCH));
            let batch = std::mem::replace(&mut entries, rest);
            self.transaction(move |db| insert_all(db, &batch)).await?;
            self.make_room().await?;
        }
        Ok(())
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
        while self.transaction(move |db| room::prune(db, time)).await? {
            tokio::time::sleep(PAUSE).await;
        }
        while self.give_back().await? {
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }
}

fn insert_all(db: &Transaction<'_>, entries: &[(ProjectRef, Entry)]) -> rusqlite::Result<()> {
    let mut sources = BTreeMap::new();
    let mut sizes = BTreeMap::<&ProjectRef, usize>::new();
    for (project, entry) in entries {
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
        *sizes.entry(project).or_default() += room::size_of(entry.text());
    }
    room::grow(db, &sizes)
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

    const LIMITS: LogSizes = LogSizes {
        total: 1_000_000_000,
        project: 1_000_000_000,
    };

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
        let logs = SqliteLogs::open(&directory.path().join("logs.db"), LIMITS).unwrap();
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

    /// `count` entries of a thousand bytes each, the first at `from`.
    fn large(project: &ProjectRef, from: i64, count: i64) -> Vec<(ProjectRef, Entry)> {
        let entry = |timestamp| {
            let mut entry = log("a", "info", timestamp);
            if let Entry::Log(log) = &mut entry {
                log.message = "x".repeat(900);
            }
            (project.clone(), entry)
        };
        (from..from + count).map(entry).collect()
    }

    async fn timestamps(logs: &SqliteLogs, project: &ProjectRef) -> Vec<i64> {
        let query = Query {
            limit: 100_000,
            ..Query::default()
        };
        let found = logs.logs(project, query).await.unwrap();
        found.into_iter().map(|entry| entry.timestamp).collect()
    }

    fn bytes_of(logs: &SqliteLogs, project: &ProjectRef) -> i64 {
        let connection = logs.connection.lock().unwrap();
        let sql = "SELECT bytes FROM sizes WHERE project = ?1";
        connection
            .query_row(sql, [project.as_str()], |row| row.get(0))
            .unwrap()
    }

    #[tokio::test]
    async fn a_project_that_has_too_many_loses_its_oldest_and_no_other_does() {
        let directory = tempfile::tempdir().unwrap();
        let limits = LogSizes {
            project: 5_000_000,
            ..LIMITS
        };
        let logs = SqliteLogs::open(&directory.path().join("logs.db"), limits).unwrap();
        let busy: ProjectRef = "abcdefghijklmnopqrst".parse().unwrap();
        let quiet: ProjectRef = "bbcdefghijklmnopqrst".parse().unwrap();
        logs.append(large(&quiet, 0, 10)).await.unwrap();
        for turn in 0..12 {
            logs.append(large(&busy, turn * 1000, 1000)).await.unwrap();
        }
        let kept = timestamps(&logs, &busy).await;
        assert!((3000..=5000).contains(&kept.len()), "{}", kept.len());
        assert_eq!(kept.last(), Some(&11_999));
        assert!(kept.is_sorted() && kept[0] >= 7000, "{}", kept[0]);
        assert_eq!(timestamps(&logs, &quiet).await.len(), 10);
        let counted = i64::try_from(kept.len()).unwrap() * 1000;
        assert_eq!(bytes_of(&logs, &busy), counted, "the sum is right");
        let told = logs.told.lock().unwrap().clone();
        assert_eq!(told, BTreeSet::from([Full::Project(busy)]));
    }

    #[tokio::test]
    async fn the_file_does_not_grow_beyond_its_size() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("logs.db");
        let limits = LogSizes {
            total: 4_000_000,
            ..LIMITS
        };
        let logs = SqliteLogs::open(&path, limits).unwrap();
        let projects: Vec<ProjectRef> = ["abcdefghijklmnopqrst", "bbcdefghijklmnopqrst"]
            .map(|it| it.parse().unwrap())
            .to_vec();
        for turn in 0..10 {
            for project in &projects {
                logs.append(large(project, turn * 1000, 1000))
                    .await
                    .unwrap();
            }
        }
        let size = std::fs::metadata(&path).unwrap().len();
        assert!(size < 7_000_000, "{size}");
        let (first, second) = (
            timestamps(&logs, &projects[0]).await,
            timestamps(&logs, &projects[1]).await,
        );
        assert!(first.len() + second.len() <= 4000);
        assert!(first.iter().chain(&second).all(|time| *time >= 7000));
        assert_eq!(second.last(), Some(&9999));
        logs.prune(i64::MAX).await.unwrap();
        assert_eq!(timestamps(&logs, &projects[1]).await, [9999], "one stays");
        assert_eq!(bytes_of(&logs, &projects[0]), 0);
    }

    #[tokio::test]
    async fn a_database_of_an_older_fx_is_counted_when_it_is_opened() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("logs.db");
        let project: ProjectRef = "abcdefghijklmnopqrst".parse().unwrap();
        {
            let mut old = Connection::open(&path).unwrap();
            Migrations::from_slice(&STEPS[..1])
                .to_latest(&mut old)
                .unwrap();
            old.execute_batch(
                "INSERT INTO sources VALUES (7, 'abcdefghijklmnopqrst', 'a');
                 INSERT INTO logs VALUES (1, 7, 1, 'info', 'log', NULL, 'ž');
                 INSERT INTO invocations VALUES (1, 7, 1, 'GET', '/a', 200, 1.0, NULL, 0);",
            )
            .unwrap();
        }
        let logs = SqliteLogs::open(&path, LIMITS).unwrap();
        assert_eq!(bytes_of(&logs, &project), 204);
    }
}
