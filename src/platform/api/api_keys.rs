//! API keys, the JWT secret and signing keys.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{
        keys::{self, ProjectKeys},
        record::{ApiKey, KeyKind, SigningKey},
    },
    Caller, Json, Path, Query, Refused, Shared,
};
use crate::{api_types::JwtSecret, redact::Secret};

const READ: &str = "api_gateway_keys_read";
pub(super) const WRITE: &str = "api_gateway_keys_write";
/// How much of a key everybody may see.
const SHOWN: usize = 15;

/// Whether secret keys are shown.
#[derive(Debug, Deserialize)]
pub(super) struct Reveal {
    #[serde(default)]
    reveal: bool,
}

/// A key to make.
#[derive(Debug, Deserialize)]
pub(super) struct NewKey {
    #[serde(rename = "type")]
    kind: KeyKind,
    name: String,
    description: Option<String>,
}

pub(super) async fn list(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Query(Reveal { reveal }): Query<Reveal>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, READ).await?;
    let keys = ProjectKeys::load(&*app.state, &app.vault, &project).await?;
    let legacy = [
        legacy("anon", &keys.anon, true),
        legacy("service_role", keys.service_role.expose(), reveal),
    ];
    let others = keys.api_keys.iter();
    let others = others.map(|(key, value)| described(key, value, reveal));
    Ok(Json(legacy.into_iter().chain(others).collect::<Vec<_>>()))
}

pub(super) async fn create(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Query(Reveal { reveal }): Query<Reveal>,
    Json(new): Json<NewKey>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, WRITE).await?.reference;
    if !is_key_name(&new.name) {
        let message = "A key's name must have 4 to 64 small letters, digits and `_`, and not start with a digit";
        return Err(Refused::bad(message));
    }
    let (key, value) =
        keys::new_api_key(&app.vault, &project, new.kind, &new.name, new.description);
    let answer = described(&key, &value, reveal);
    if !app.state.add_api_key(&project, key).await? {
        let message = format!("There is a key `{}` already", new.name);
        return Err(Refused::new(StatusCode::CONFLICT, message));
    }
    app.serving.changed(&project, None).await?;
    Ok((StatusCode::CREATED, Json(answer)))
}

/// What the legacy keys are signed with, for an auth server that shares it; an operation of our own.
pub(super) async fn jwt_secret(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, READ).await?;
    let jwt_secret = keys::jwt_secret(&app.vault, &project)?;
    Ok(Json(JwtSecret { jwt_secret }))
}

/// The signing keys, newest first; an operation of our own.
pub(super) async fn signing_keys(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, READ).await?;
    let all = app.state.signing_keys(&project.reference).await?;
    Ok(Json(all.iter().map(signing_key).collect::<Vec<_>>()))
}

/// Makes a new signing key; what the one before has signed stays good. An operation of our own.
pub(super) async fn rotate(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, WRITE).await?.reference;
    let key = keys::new_signing_key(&app.vault, &project)?;
    let answer = signing_key(&key);
    app.state.rotate(&project, key).await?;
    app.serving.changed(&project, None).await?;
    Ok((StatusCode::CREATED, Json(answer)))
}

fn is_key_name(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (4..=64).contains(&name.len())
        && name.bytes().all(is_part)
        && !name.starts_with(|first: char| first.is_ascii_digit())
}

fn legacy(name: &str, key: &str, reveal: bool) -> Value {
    json!({
        "name": name,
        "api_key": reveal.then_some(key),
        "id": name,
        "type": "legacy",
        "description": format!("Legacy {name} API key"),
    })
}

fn described(key: &ApiKey, value: &Secret<String>, reveal: bool) -> Value {
    let is_shown = reveal || key.kind == KeyKind::Publishable;
    let time = super::time(key.created_at);
    json!({
        "name": key.name,
        "api_key": is_shown.then(|| value.expose()),
        "id": key.id,
        "type": key.kind,
        "prefix": &value.expose()[..SHOWN],
        "description": key.description,
        "hash": key.digest,
        "inserted_at": time,
        "updated_at": time,
    })
}

fn signing_key(key: &SigningKey) -> Value {
    json!({
        "id": key.id,
        "status": key.used,
        "public_jwk": key.public,
        "created_at": super::time(key.created_at),
    })
}
