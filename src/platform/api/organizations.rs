//! Organizations, which only group projects, and whose token it is.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{names, record::Organization},
    Caller, Json, Refused, Shared,
};

/// An organization to make.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewOrganization {
    name: String,
}

pub(super) async fn list(State(app): Shared, caller: Caller) -> Result<impl IntoResponse, Refused> {
    caller.needs("organizations_read")?;
    let all = app.state.organizations().await?;
    Ok(Json(all.iter().map(described).collect::<Vec<_>>()))
}

pub(super) async fn create(
    State(app): Shared,
    caller: Caller,
    Json(new): Json<NewOrganization>,
) -> Result<impl IntoResponse, Refused> {
    caller.needs_all_projects()?;
    caller.needs("organizations_create")?;
    if new.name.chars().count() > 256 {
        return Err(Refused::bad("The name must have at most 256 characters"));
    }
    let organization = Organization {
        slug: names::project_ref().to_string(),
        name: new.name,
    };
    let answer = described(&organization);
    app.state.add_organization(organization).await?;
    Ok((StatusCode::CREATED, Json(answer)))
}

pub(super) async fn profile(caller: Caller) -> impl IntoResponse {
    Json(json!({
        "gotrue_id": caller.token.id,
        "primary_email": format!("{}@localhost", caller.token.id),
        "username": caller.token.name,
    }))
}

fn described(organization: &Organization) -> Value {
    json!({
        "id": organization.slug,
        "slug": organization.slug,
        "name": organization.name,
    })
}
