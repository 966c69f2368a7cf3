//! Access tokens: an operation of our own, for tokens that are good for everything.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{app::new_token, record::Token},
    Caller, Json, Path, Refused, Shared,
};
use crate::api_types::ProjectRef;

/// What tokens can be good for, in the words of the document.
const SCOPES: &[&str] = &[
    "analytics_logs_read",
    "analytics_usage_read",
    "api_gateway_keys_read",
    "api_gateway_keys_write",
    "edge_functions_read",
    "edge_functions_secrets_read",
    "edge_functions_secrets_write",
    "edge_functions_write",
    "organization_projects_create",
    "organizations_create",
    "organizations_read",
    "project_admin_read",
    "project_admin_write",
    "projects_read",
];

/// A token to make.
#[derive(Debug, Deserialize)]
pub(super) struct NewToken {
    name: String,
    project: Option<String>,
    scopes: Option<Vec<String>>,
}

pub(super) async fn list(State(app): Shared, caller: Caller) -> Result<impl IntoResponse, Refused> {
    caller.needs_everything()?;
    let all = app.state.tokens().await?;
    Ok(Json(all.iter().map(described).collect::<Vec<_>>()))
}

pub(super) async fn create(
    State(app): Shared,
    caller: Caller,
    Json(new): Json<NewToken>,
) -> Result<impl IntoResponse, Refused> {
    caller.needs_everything()?;
    let unknown = new.scopes.iter().flatten();
    let mut unknown = unknown.filter(|scope| !SCOPES.contains(&scope.as_str()));
    if let Some(scope) = unknown.next() {
        let all = SCOPES.join(", ");
        return Err(Refused::bad(format!(
            "There is no scope `{scope}`; there are: {all}"
        )));
    }
    let project = match &new.project {
        None => None,
        Some(reference) => {
            let project = caller
                .project(&app, reference, "project_admin_read")
                .await?;
            Some(project.reference)
        }
    };
    let (token, secret) = new_token(&new.name, project, new.scopes);
    let mut answer = described(&token);
    answer["token"] = json!(secret.expose());
    app.state.add_token(token).await?;
    Ok((StatusCode::CREATED, Json(answer)))
}

pub(super) async fn delete(
    State(app): Shared,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Refused> {
    caller.needs_everything()?;
    let all = app.state.tokens().await?;
    let is_admin = |token: &Token| token.project.is_none() && token.scopes.is_none();
    let mut others = all.iter().filter(|token| token.id != id);
    if !others.any(is_admin) {
        let message = "This is the last access token that is good for everything";
        return Err(Refused::new(StatusCode::CONFLICT, message));
    }
    if app.state.delete_token(&id).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Refused::missing("Access token not found"))
}

fn described(token: &Token) -> Value {
    json!({
        "id": token.id,
        "name": token.name,
        "project": token.project.as_ref().map(ProjectRef::as_str),
        "scopes": token.scopes,
        "created_at": super::time(token.created_at),
    })
}
