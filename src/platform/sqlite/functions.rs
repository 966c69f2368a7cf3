//! Functions, their versions, and what is staged for them.

use rusqlite::{OptionalExtension as _, Result, Row, Transaction, params};

use super::rows::{json, optional_json, parsed, to_json};
use crate::{
    api_types::{LimitsRecord, ProjectRef},
    function::Slug,
    platform::{
        names,
        record::{Change, Code, Expects, Function, Version, now},
        state::Changed,
    },
};

/// A function with the version that answers.
const FUNCTIONS: &str = "SELECT functions.id, functions.slug, functions.name, functions.created_at, functions.updated_at, functions.limits,
        versions.number, versions.verify_jwt, versions.code, versions.created_at AS version_created_at
    FROM functions JOIN versions ON versions.function = functions.id AND versions.number = functions.active
    WHERE functions.project = ?1";

pub(super) fn all(db: &Transaction<'_>, project: &ProjectRef) -> Result<Vec<Function>> {
    let mut query = db.prepare_cached(&format!("{FUNCTIONS} ORDER BY functions.slug"))?;
    query.query_map([project.as_str()], to_function)?.collect()
}

pub(super) fn one(
    db: &Transaction<'_>,
    project: &ProjectRef,
    slug: &Slug,
) -> Result<Option<Function>> {
    let mut query = db.prepare_cached(&format!("{FUNCTIONS} AND functions.slug = ?2"))?;
    query
        .query_row([project.as_str(), slug.as_str()], to_function)
        .optional()
}

/// All changes, or none: then the outcome of the one that cannot be is the only one.
pub(super) fn change(
    db: &Transaction<'_>,
    project: &ProjectRef,
    changes: Vec<Change>,
) -> Result<Vec<Changed>> {
    for change in &changes {
        let present = one(db, project, &change.slug)?.is_some();
        let refused = match (change.expects, present) {
            (Expects::Absent, true) => Changed::Exists,
            (Expects::Present, false) => Changed::Missing,
            (_, false) if change.code.is_none() => Changed::Missing,
            _ => continue,
        };
        return Ok(vec![refused]);
    }
    let changes = changes.into_iter();
    changes.map(|change| apply(db, project, change)).collect()
}

fn apply(db: &Transaction<'_>, project: &ProjectRef, change: Change) -> Result<Changed> {
    let Some(old) = one(db, project, &change.slug)? else {
        return create(db, project, change);
    };
    let name = change.name.unwrap_or_else(|| old.name.clone());
    let code = change.code.unwrap_or_else(|| old.version.code.clone());
    let verify_jwt = change.verify_jwt.unwrap_or(old.version.verify_jwt);
    let is_news = code != old.version.code || verify_jwt != old.version.verify_jwt;
    if is_news {
        let latest = latest(db, &old.id)?;
        let number = change.number.unwrap_or_default().max(latest + 1);
        add_version(db, &old.id, number, &code, verify_jwt)?;
    }
    if is_news || name != old.name {
        db.execute(
            "UPDATE functions SET name = ?2, updated_at = max(?3, updated_at + 1) WHERE id = ?1",
            params![old.id, name, now()],
        )?;
    }
    done(db, project, &change.slug, is_news)
}

fn create(db: &Transaction<'_>, project: &ProjectRef, change: Change) -> Result<Changed> {
    let Some(code) = change.code else {
        return Ok(Changed::Missing);
    };
    let (id, now) = (names::id(), now());
    let number = change.number.unwrap_or(1).max(1);
    let name = change.name.unwrap_or_else(|| change.slug.to_string());
    db.execute(
        "INSERT INTO functions (id, project, slug, name, created_at, updated_at, active)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)",
        params![
            id,
            project.as_str(),
            change.slug.as_str(),
            name,
            now,
            number
        ],
    )?;
    add_version(db, &id, number, &code, change.verify_jwt.unwrap_or(true))?;
    done(db, project, &change.slug, true)
}

fn add_version(
    db: &Transaction<'_>,
    function: &str,
    number: i64,
    code: &Code,
    verify_jwt: bool,
) -> Result<()> {
    db.execute(
        "INSERT INTO versions (function, number, verify_jwt, digest, code, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            function,
            number,
            verify_jwt,
            code.digest,
            to_json(code),
            now()
        ],
    )?;
    db.execute(
        "UPDATE functions SET active = ?2 WHERE id = ?1",
        params![function, number],
    )?;
    Ok(())
}

fn latest(db: &Transaction<'_>, function: &str) -> Result<i64> {
    db.query_row(
        "SELECT max(number) FROM versions WHERE function = ?1",
        [function],
        |row| row.get(0),
    )
}

fn done(db: &Transaction<'_>, project: &ProjectRef, slug: &Slug, is_news: bool) -> Result<Changed> {
    let function = one(db, project, slug)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    Ok(Changed::Done {
        function: Box::new(function),
        is_news,
    })
}

pub(super) fn set_limits(
    db: &Transaction<'_>,
    project: &ProjectRef,
    slug: &Slug,
    limits: Option<&LimitsRecord>,
) -> Result<bool> {
    let changed = db.execute(
        "UPDATE functions SET limits = ?3 WHERE project = ?1 AND slug = ?2",
        params![project.as_str(), slug.as_str(), limits.map(to_json)],
    )?;
    Ok(changed > 0)
}

pub(super) fn delete(db: &Transaction<'_>, project: &ProjectRef, slug: &Slug) -> Result<bool> {
    let deleted = db.execute(
        "DELETE FROM functions WHERE project = ?1 AND slug = ?2",
        [project.as_str(), slug.as_str()],
    )?;
    db.execute(
        "DELETE FROM staged WHERE project = ?1 AND slug = ?2",
        [project.as_str(), slug.as_str()],
    )?;
    Ok(deleted > 0)
}

pub(super) fn versions(
    db: &Transaction<'_>,
    project: &ProjectRef,
    slug: &Slug,
) -> Result<Vec<Version>> {
    let mut query = db.prepare_cached(
        "SELECT versions.number, versions.verify_jwt, versions.code, versions.created_at AS version_created_at
         FROM functions JOIN versions ON versions.function = functions.id
         WHERE functions.project = ?1 AND functions.slug = ?2 ORDER BY versions.number DESC",
    )?;
    query
        .query_map([project.as_str(), slug.as_str()], to_version)?
        .collect()
}

pub(super) fn activate(
    db: &Transaction<'_>,
    project: &ProjectRef,
    slug: &Slug,
    number: i64,
) -> Result<Changed> {
    let versions = versions(db, project, slug)?;
    let Some(wanted) = versions
        .into_iter()
        .find(|version| version.number == number)
    else {
        return Ok(Changed::Missing);
    };
    let change = Change {
        slug: slug.clone(),
        name: None,
        code: Some(wanted.code),
        verify_jwt: Some(wanted.verify_jwt),
        number: None,
        expects: Expects::Present,
    };
    apply(db, project, change)
}

pub(super) fn stage(
    db: &Transaction<'_>,
    project: &ProjectRef,
    slug: &Slug,
    code: &Code,
) -> Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO staged (project, slug, digest, code, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            project.as_str(),
            slug.as_str(),
            code.digest,
            to_json(code),
            now()
        ],
    )?;
    Ok(())
}

pub(super) fn staged(
    db: &Transaction<'_>,
    project: &ProjectRef,
    slug: &Slug,
    digest: &str,
) -> Result<Option<Code>> {
    let mut query = db.prepare_cached(
        "SELECT code FROM staged WHERE project = ?1 AND slug = ?2 AND digest = ?3
         UNION ALL
         SELECT versions.code FROM functions JOIN versions ON versions.function = functions.id
         WHERE functions.project = ?1 AND functions.slug = ?2 AND versions.digest = ?3
         LIMIT 1",
    )?;
    query
        .query_row([project.as_str(), slug.as_str(), digest], |row| {
            json(row, "code")
        })
        .optional()
}

pub(super) fn announce(db: &Transaction<'_>, digest: &str, time: i64) -> Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO orphans (digest, since) VALUES (?1, ?2)",
        params![digest, time],
    )?;
    Ok(())
}

pub(super) fn prune(db: &Transaction<'_>, time: i64, kept: u32) -> Result<Vec<String>> {
    db.execute("DELETE FROM staged WHERE created_at < ?1", [time])?;
    db.execute(
        "DELETE FROM versions WHERE
            number <> (SELECT active FROM functions WHERE id = versions.function)
            AND ?1 <= (SELECT count(*) FROM versions AS newer
                       WHERE newer.function = versions.function AND newer.number > versions.number)",
        [kept],
    )?;
    db.execute(
        "DELETE FROM orphans WHERE
            EXISTS (SELECT 1 FROM versions WHERE versions.digest = orphans.digest)
            OR EXISTS (SELECT 1 FROM staged WHERE staged.digest = orphans.digest)",
        [],
    )?;
    let mut query = db.prepare_cached("SELECT digest FROM orphans WHERE since <= ?1")?;
    query.query_map([time], |row| row.get(0))?.collect()
}

pub(super) fn forget(db: &Transaction<'_>, digests: &[String]) -> Result<()> {
    let mut query = db.prepare_cached("DELETE FROM orphans WHERE digest = ?1")?;
    for digest in digests {
        query.execute([digest])?;
    }
    Ok(())
}

fn to_function(row: &Row<'_>) -> Result<Function> {
    Ok(Function {
        id: row.get("id")?,
        slug: parsed(row, "slug")?,
        name: row.get("name")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        limits: optional_json(row, "limits")?,
        version: to_version(row)?,
    })
}

fn to_version(row: &Row<'_>) -> Result<Version> {
    Ok(Version {
        number: row.get("number")?,
        code: json(row, "code")?,
        verify_jwt: row.get("verify_jwt")?,
        created_at: row.get("version_created_at")?,
    })
}

#[cfg(test)]
mod tests;
