//! How much room logs take, and which go when it is too much: the oldest ones, a few at a time.
//!
//! The size of all is that of the pages in use, as the file itself has it; that of a project is a sum that is kept with
//! every change. What is deleted at once is bounded, so that whoever writes or reads waits for a moment at most.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, params};

use crate::api_types::ProjectRef;

/// How many entries go in one turn.
const TURN: u32 = 2000;
/// How many pages are given back to the system in one turn.
const PAGES: u32 = 2048;
/// Free pages that are worth keeping for what comes next.
const SPARE: i64 = 4096;
/// How many entries are kept of each kind.
const KEPT: i64 = 2_000_000;
/// What an entry takes besides its text.
const OVERHEAD: usize = 100;

/// How large the logs may be, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LogSizes {
    /// Those of all projects.
    pub(crate) total: u64,
    /// Those of one project.
    pub(crate) project: u64,
}

/// What has become too large.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Full {
    /// All together.
    All,
    /// A project.
    Project(ProjectRef),
}

/// A kind of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Logs,
    Invocations,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Logs, Self::Invocations];

    fn table(self) -> &'static str {
        match self {
            Self::Logs => "logs",
            Self::Invocations => "invocations",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Logs => "message",
            Self::Invocations => "path",
        }
    }
}

/// What an entry with this text counts as. The second migration and [`delete`] say the same in SQL.
pub(super) fn size_of(text: &str) -> usize {
    OVERHEAD + text.len()
}

/// Adds to the sizes of projects.
pub(super) fn grow(
    db: &Transaction<'_>,
    sizes: &BTreeMap<&ProjectRef, usize>,
) -> rusqlite::Result<()> {
    let mut statement = db.prepare_cached(
        "INSERT INTO sizes (project, bytes) VALUES (?1, ?2)
         ON CONFLICT (project) DO UPDATE SET bytes = bytes + excluded.bytes",
    )?;
    for (project, bytes) in sizes {
        let bytes = i64::try_from(*bytes).unwrap_or(i64::MAX);
        statement.execute(params![project.as_str(), bytes])?;
    }
    Ok(())
}

/// Removes some of the oldest entries when there is too much; says what was full, if anything was.
pub(super) fn trim(db: &Transaction<'_>, limits: LogSizes) -> rusqlite::Result<Option<Full>> {
    if used(db)? > signed(limits.total) {
        let is_less = delete_oldest(db, None)? > 0;
        return Ok(is_less.then_some(Full::All));
    }
    let mut statement = db
        .prepare_cached("SELECT project FROM sizes WHERE bytes > ?1 ORDER BY bytes DESC LIMIT 1")?;
    let mut rows = statement.query([signed(limits.project)])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let project: String = row.get(0)?;
    let is_less = delete_oldest(db, Some(&project))? > 0;
    let project = project.parse().ok().filter(|_| is_less);
    Ok(project.map(Full::Project))
}

/// Removes some entries that are older than `time`, and some that are too many. Says whether there may be more.
pub(super) fn prune(db: &Transaction<'_>, time: i64) -> rusqlite::Result<bool> {
    let mut count = 0;
    for kind in Kind::ALL {
        let table = kind.table();
        // Entries are kept in the order in which they came.
        let outdated = format!(
            "id IN (SELECT id FROM {table} ORDER BY id LIMIT {TURN})
                AND (timestamp < {time} OR id <= (SELECT max(id) FROM {table}) - {KEPT})"
        );
        count += delete(db, kind, &outdated)?;
    }
    Ok(count > 0)
}

/// Gives room back to the system that was free for a while. Says whether there may be more.
pub(super) fn give_back(db: &Connection) -> rusqlite::Result<bool> {
    let free = number(db, "freelist_count")?;
    let is_incremental = number(db, "auto_vacuum")? == 2;
    if !is_incremental || free <= SPARE {
        return Ok(false);
    }
    let mut statement = db.prepare(&format!("PRAGMA incremental_vacuum({PAGES})"))?;
    let mut pages = statement.query([])?;
    // Each step is a page.
    while pages.next()?.is_some() {}
    Ok(true)
}

/// Bytes of the pages that have something in them.
fn used(db: &Connection) -> rusqlite::Result<i64> {
    let pages = number(db, "page_count")? - number(db, "freelist_count")?;
    Ok(pages * number(db, "page_size")?)
}

fn number(db: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, pragma, |row| row.get(0))
}

/// Removes the oldest entries, of a project if one is named: of the kind and the function that have the oldest one.
fn delete_oldest(db: &Transaction<'_>, project: Option<&str>) -> rusqlite::Result<usize> {
    let mut oldest: Option<(i64, Kind, Option<i64>)> = None;
    for kind in Kind::ALL {
        for source in sources(db, project)? {
            let found = first(db, kind, source)?;
            let candidate = found.map(|timestamp| (timestamp, kind, source));
            oldest = match (oldest, candidate) {
                (Some(known), Some(other)) if known.0 <= other.0 => Some(known),
                (known, None) => known,
                (_, other) => other,
            };
        }
    }
    let Some((_, kind, source)) = oldest else {
        return Ok(0);
    };
    let (table, whose) = (kind.table(), whose(source));
    delete(
        db,
        kind,
        &format!("id IN (SELECT id FROM {table} WHERE {whose} ORDER BY id LIMIT {TURN})"),
    )
}

/// The functions of a project; without one, nothing to tell entries apart by.
fn sources(db: &Transaction<'_>, project: Option<&str>) -> rusqlite::Result<Vec<Option<i64>>> {
    let Some(project) = project else {
        return Ok(vec![None]);
    };
    let mut statement = db.prepare_cached("SELECT id FROM sources WHERE project = ?1")?;
    let ids = statement.query_map([project], |row| row.get(0).map(Some))?;
    ids.collect()
}

fn whose(source: Option<i64>) -> String {
    source.map_or("true".to_owned(), |source| format!("source = {source}"))
}

/// When the first entry was, unless it is the last one of its kind, too.
fn first(db: &Transaction<'_>, kind: Kind, source: Option<i64>) -> rusqlite::Result<Option<i64>> {
    let (table, whose) = (kind.table(), whose(source));
    let mut statement = db.prepare(&format!(
        "SELECT timestamp FROM {table} WHERE {whose} AND id < (SELECT max(id) FROM {table}) ORDER BY id LIMIT 1"
    ))?;
    let mut rows = statement.query([])?;
    rows.next()?.map(|row| row.get(0)).transpose()
}

/// Deletes what fits `condition`. The last entry stays, so that ids go on from there.
fn delete(db: &Transaction<'_>, kind: Kind, condition: &str) -> rusqlite::Result<usize> {
    let (table, text) = (kind.table(), kind.text());
    let mut statement = db.prepare(&format!(
        "DELETE FROM {table} WHERE {condition} AND id < (SELECT max(id) FROM {table})
         RETURNING source, {OVERHEAD} + length(CAST({text} AS BLOB))"
    ))?;
    let mut freed = BTreeMap::<i64, i64>::new();
    let mut count = 0;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        *freed.entry(row.get(0)?).or_default() += row.get::<_, i64>(1)?;
        count += 1;
    }
    let mut shrink = db.prepare_cached(
        "UPDATE sizes SET bytes = max(0, bytes - ?2)
         WHERE project = (SELECT project FROM sources WHERE id = ?1)",
    )?;
    for (source, bytes) in freed {
        shrink.execute([source, bytes])?;
    }
    Ok(count)
}

fn signed(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}
