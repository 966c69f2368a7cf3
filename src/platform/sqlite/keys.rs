//! Access tokens, API keys and signing keys.

use rusqlite::{OptionalExtension as _, Result, Row, Transaction, params};

use super::rows::{json, optional_json, to_json};
use crate::{
    api_types::ProjectRef,
    platform::record::{ApiKey, KeyKind, SigningKey, SigningUse, Token},
};

pub(super) fn tokens(db: &Transaction<'_>) -> Result<Vec<Token>> {
    let mut query = db.prepare_cached("SELECT * FROM tokens ORDER BY created_at, rowid")?;
    query.query_map([], to_token)?.collect()
}

pub(super) fn token(db: &Transaction<'_>, digest: &str) -> Result<Option<Token>> {
    let mut query = db.prepare_cached("SELECT * FROM tokens WHERE digest = ?1")?;
    query.query_row([digest], to_token).optional()
}

pub(super) fn add_token(db: &Transaction<'_>, token: &Token) -> Result<()> {
    let added = db.execute(
        "INSERT INTO tokens (id, name, digest, project, scopes, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            token.id,
            token.name,
            token.digest,
            token.project.as_ref().map(ProjectRef::as_str),
            token.scopes.as_ref().map(to_json),
            token.created_at
        ],
    );
    added.map(drop)
}

pub(super) fn delete_token(db: &Transaction<'_>, id: &str) -> Result<bool> {
    let deleted = db.execute("DELETE FROM tokens WHERE id = ?1", [id])?;
    Ok(deleted > 0)
}

pub(super) fn api_keys(db: &Transaction<'_>, project: &ProjectRef) -> Result<Vec<ApiKey>> {
    let mut query =
        db.prepare_cached("SELECT * FROM api_keys WHERE project = ?1 ORDER BY created_at, rowid")?;
    query.query_map([project.as_str()], to_api_key)?.collect()
}

pub(super) fn add_api_key(
    db: &Transaction<'_>,
    project: &ProjectRef,
    key: &ApiKey,
) -> Result<bool> {
    let added = db.execute(
        "INSERT OR IGNORE INTO api_keys (id, project, kind, name, description, sealed, digest, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            key.id,
            project.as_str(),
            to_json(&key.kind),
            key.name,
            key.description,
            key.sealed,
            key.digest,
            key.created_at
        ],
    )?;
    Ok(added > 0)
}

pub(super) fn signing_keys(db: &Transaction<'_>, project: &ProjectRef) -> Result<Vec<SigningKey>> {
    let mut query = db.prepare_cached(
        "SELECT * FROM signing_keys WHERE project = ?1 ORDER BY created_at DESC, rowid DESC",
    )?;
    query
        .query_map([project.as_str()], to_signing_key)?
        .collect()
}

/// Makes `key` the current one: the one before stays good for the tokens it has signed, older ones go.
pub(super) fn rotate(db: &Transaction<'_>, project: &ProjectRef, key: &SigningKey) -> Result<()> {
    db.execute(
        "DELETE FROM signing_keys WHERE project = ?1 AND used = ?2",
        params![project.as_str(), to_json(&SigningUse::Previous)],
    )?;
    db.execute(
        "UPDATE signing_keys SET used = ?2 WHERE project = ?1",
        params![project.as_str(), to_json(&SigningUse::Previous)],
    )?;
    db.execute(
        "INSERT INTO signing_keys (id, project, used, sealed, public, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            key.id,
            project.as_str(),
            to_json(&SigningUse::Current),
            key.sealed,
            key.public.to_string(),
            key.created_at
        ],
    )?;
    Ok(())
}

fn to_token(row: &Row<'_>) -> Result<Token> {
    let project: Option<String> = row.get("project")?;
    Ok(Token {
        id: row.get("id")?,
        name: row.get("name")?,
        digest: row.get("digest")?,
        project: project
            .map(|_| super::rows::parsed(row, "project"))
            .transpose()?,
        scopes: optional_json(row, "scopes")?,
        created_at: row.get("created_at")?,
    })
}

fn to_api_key(row: &Row<'_>) -> Result<ApiKey> {
    let kind: KeyKind = json(row, "kind")?;
    Ok(ApiKey {
        id: row.get("id")?,
        kind,
        name: row.get("name")?,
        description: row.get("description")?,
        sealed: row.get("sealed")?,
        digest: row.get("digest")?,
        created_at: row.get("created_at")?,
    })
}

fn to_signing_key(row: &Row<'_>) -> Result<SigningKey> {
    Ok(SigningKey {
        id: row.get("id")?,
        used: json(row, "used")?,
        sealed: row.get("sealed")?,
        public: json(row, "public")?,
        created_at: row.get("created_at")?,
    })
}
