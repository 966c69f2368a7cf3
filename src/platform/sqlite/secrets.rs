//! Secrets of projects.

use rusqlite::{Result, Transaction, params};

use crate::{api_types::ProjectRef, platform::record::SecretRecord};

pub(super) fn all(db: &Transaction<'_>, project: &ProjectRef) -> Result<Vec<SecretRecord>> {
    let mut query = db.prepare_cached("SELECT * FROM secrets WHERE project = ?1 ORDER BY name")?;
    let found = query.query_map([project.as_str()], |row| {
        Ok(SecretRecord {
            name: row.get("name")?,
            sealed: row.get("sealed")?,
            digest: row.get("digest")?,
            updated_at: row.get("updated_at")?,
        })
    })?;
    found.collect()
}

pub(super) fn set(
    db: &Transaction<'_>,
    project: &ProjectRef,
    secrets: &[SecretRecord],
) -> Result<()> {
    let mut upsert = db.prepare_cached(
        "INSERT OR REPLACE INTO secrets (project, name, sealed, digest, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for secret in secrets {
        upsert.execute(params![
            project.as_str(),
            secret.name,
            secret.sealed,
            secret.digest,
            secret.updated_at
        ])?;
    }
    Ok(())
}

pub(super) fn delete(db: &Transaction<'_>, project: &ProjectRef, names: &[String]) -> Result<()> {
    let mut delete = db.prepare_cached("DELETE FROM secrets WHERE project = ?1 AND name = ?2")?;
    for name in names {
        delete.execute(params![project.as_str(), name])?;
    }
    Ok(())
}
