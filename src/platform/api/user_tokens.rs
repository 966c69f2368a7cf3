//! Tokens of users as Supabase Auth would sign them: an operation of our own, for calling functions as somebody who is
//! signed in. Nobody needs to be a user for it, since nothing here knows of any.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use serde_json::{Map, Value, json};

use super::{
    super::{
        keys, names,
        record::{SigningUse, now},
    },
    Caller, Json, Path, Refused, Shared,
    api_keys::WRITE,
};
use crate::api_types::{NewUserToken, UserToken};

/// What nobody chooses, and what has a field of its own.
const RESERVED: [&str; 5] = ["iss", "iat", "exp", "role", "sub"];
/// As long as a name of the database.
const MAX_ROLE: usize = 63;
const MAX_SUBJECT: usize = 255;
/// In bytes of JSON: the whole token has to fit into a header.
const MAX_CLAIMS: usize = 4096;
/// In seconds: an hour, and a week, which is the most that hosted projects can choose.
const USUAL: u64 = 3600;
const MOST: u64 = 604_800;

/// Signs one with the project's current signing key.
pub(super) async fn create(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Json(asked): Json<NewUserToken>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, WRITE).await?.reference;
    check(&asked)?;
    let all = app.state.signing_keys(&project).await?;
    let current = all.iter().find(|key| key.used == SigningUse::Current);
    let current = current.ok_or_else(|| Refused::missing("Project not found"))?;
    let issued = now() / 1000;
    let expires = issued + i64::try_from(asked.expires_in.unwrap_or(USUAL)).unwrap_or(i64::MAX);
    let issuer = format!("{}/auth/v1", app.serving.url(&project));
    let claims = claims(asked, &issuer, issued, expires);
    let token = UserToken {
        token: keys::sign_claims(&app.vault, &project, current, &claims)?,
        expires_at: super::time(expires * 1000),
        kid: current.id.clone(),
    };
    Ok((StatusCode::CREATED, Json(token)))
}

fn check(asked: &NewUserToken) -> Result<(), Refused> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let is_role = |role: &str| (1..=MAX_ROLE).contains(&role.len()) && role.bytes().all(is_part);
    let is_subject = |subject: &str| {
        (1..=MAX_SUBJECT).contains(&subject.chars().count()) && !subject.contains(char::is_control)
    };
    let problem = if !asked.role.as_deref().is_none_or(is_role) {
        format!("`role` must have 1 to {MAX_ROLE} letters, digits, `_` and `-`")
    } else if !asked.subject.as_deref().is_none_or(is_subject) {
        format!(
            "`subject` must have 1 to {MAX_SUBJECT} characters, none of them a control character"
        )
    } else if !asked
        .expires_in
        .is_none_or(|seconds| (1..=MOST).contains(&seconds))
    {
        format!("`expires_in` must be from 1 to {MOST} seconds, which is a week")
    } else if let Some(name) = RESERVED
        .iter()
        .find(|name| asked.claims.contains_key(**name))
    {
        reserved(name)
    } else if json!(asked.claims).to_string().len() > MAX_CLAIMS {
        format!("`claims` must have at most {MAX_CLAIMS} bytes as JSON")
    } else {
        return Ok(());
    };
    Err(Refused::bad(problem))
}

fn reserved(name: &str) -> String {
    match name {
        "role" => "`claims` cannot have `role`, which is given as `role`".to_owned(),
        "sub" => "`claims` cannot have `sub`, which is given as `subject`".to_owned(),
        name => format!("`claims` cannot have `{name}`, which the platform sets"),
    }
}

/// Those of every user's token, and those that were asked for.
fn claims(asked: NewUserToken, issuer: &str, issued: i64, expires: i64) -> Map<String, Value> {
    let role = asked.role.unwrap_or_else(|| "authenticated".to_owned());
    let all = [
        ("iss", json!(issuer)),
        ("aud", json!("authenticated")),
        ("role", json!(role)),
        ("sub", json!(asked.subject.unwrap_or_else(names::id))),
        ("iat", json!(issued)),
        ("exp", json!(expires)),
    ];
    let all = all.map(|(name, value)| (name.to_owned(), value));
    all.into_iter().chain(asked.claims).collect()
}
