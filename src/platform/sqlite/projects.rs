//! Organizations and projects.

use rusqlite::{OptionalExtension as _, Result, Row, Transaction, params};

use super::rows::parsed;
use crate::{
    api_types::ProjectRef,
    platform::record::{Organization, Project},
};

pub(super) fn organizations(db: &Transaction<'_>) -> Result<Vec<Organization>> {
    let mut query = db.prepare_cached("SELECT slug, name FROM organizations ORDER BY name")?;
    let found = query.query_map([], |row| {
        Ok(Organization {
            slug: row.get("slug")?,
            name: row.get("name")?,
        })
    })?;
    found.collect()
}

pub(super) fn add_organization(db: &Transaction<'_>, organization: &Organization) -> Result<bool> {
    let added = db.execute(
        "INSERT OR IGNORE INTO organizations (slug, name) VALUES (?1, ?2)",
        params![organization.slug, organization.name],
    )?;
    Ok(added > 0)
}

pub(super) fn all(db: &Transaction<'_>) -> Result<Vec<Project>> {
    let mut query = db.prepare_cached("SELECT * FROM projects ORDER BY number")?;
    query.query_map([], project)?.collect()
}

pub(super) fn one(db: &Transaction<'_>, reference: &ProjectRef) -> Result<Option<Project>> {
    let mut query = db.prepare_cached("SELECT * FROM projects WHERE ref = ?1")?;
    query.query_row([reference.as_str()], project).optional()
}

pub(super) fn add(db: &Transaction<'_>, project: Project) -> Result<Project> {
    db.execute(
        "INSERT INTO projects (ref, name, organization, region, created_at, jwt_secret)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            project.reference.as_str(),
            project.name,
            project.organization,
            project.region,
            project.created_at,
            project.jwt_secret
        ],
    )?;
    Ok(Project {
        number: db.last_insert_rowid(),
        ..project
    })
}

pub(super) fn rename(
    db: &Transaction<'_>,
    reference: &ProjectRef,
    name: &str,
) -> Result<Option<Project>> {
    db.execute(
        "UPDATE projects SET name = ?2 WHERE ref = ?1",
        params![reference.as_str(), name],
    )?;
    one(db, reference)
}

pub(super) fn delete(db: &Transaction<'_>, reference: &ProjectRef) -> Result<Option<Project>> {
    let found = one(db, reference)?;
    db.execute("DELETE FROM projects WHERE ref = ?1", [reference.as_str()])?;
    Ok(found)
}

fn project(row: &Row<'_>) -> Result<Project> {
    Ok(Project {
        number: row.get("number")?,
        reference: parsed(row, "ref")?,
        name: row.get("name")?,
        organization: row.get("organization")?,
        region: row.get("region")?,
        created_at: row.get("created_at")?,
        jwt_secret: row.get("jwt_secret")?,
    })
}
