//! Projects.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{keys, record::Project},
    Caller, Json, Path, Refused, Shared,
};

const MAX_NAME: usize = 256;

/// A project to make.
#[derive(Debug, Deserialize)]
pub(super) struct NewProject {
    name: String,
    organization_slug: Option<String>,
    organization_id: Option<String>,
    region: Option<String>,
}

/// What may be changed.
#[derive(Debug, Deserialize)]
pub(super) struct Update {
    name: String,
}

pub(super) async fn list(State(app): Shared, caller: Caller) -> Result<impl IntoResponse, Refused> {
    caller.needs("projects_read")?;
    let projects = app.state.projects().await?.into_iter();
    let seen = projects.filter(|project| caller.sees(&project.reference));
    let listed: Vec<Value> = seen.map(|project| with_database(&project)).collect();
    Ok(Json(listed))
}

pub(super) async fn get(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller
        .project(&app, &reference, "project_admin_read")
        .await?;
    Ok(Json(with_database(&project)))
}

pub(super) async fn create(
    State(app): Shared,
    caller: Caller,
    Json(new): Json<NewProject>,
) -> Result<impl IntoResponse, Refused> {
    caller.needs_all_projects()?;
    caller.needs("organization_projects_create")?;
    check_name(&new.name)?;
    let organization = new.organization_slug.or(new.organization_id);
    let organization = organization.unwrap_or_else(|| "default".to_owned());
    let known = app.state.organizations().await?;
    if !known.iter().any(|one| one.slug == organization) {
        return Err(Refused::missing("Organization not found"));
    }
    let region = new.region.as_deref().unwrap_or("local");
    let made = keys::new_project(&app.vault, &new.name, &organization, region)?;
    let added = app
        .state
        .add_project(made.project, made.keys, made.signing_key);
    let project = added.await?;
    app.serving.changed(&project.reference, None).await?;
    Ok((StatusCode::CREATED, Json(described(&project))))
}

pub(super) async fn update(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Json(update): Json<Update>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller
        .project(&app, &reference, "project_admin_write")
        .await?;
    check_name(&update.name)?;
    let renamed = app.state.rename_project(&project.reference, &update.name);
    let renamed = renamed.await?;
    let project = renamed.ok_or_else(|| Refused::missing("Project not found"))?;
    Ok(Json(reference_of(&project)))
}

pub(super) async fn delete(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller
        .project(&app, &reference, "project_admin_write")
        .await?;
    let deleted = app.state.delete_project(&project.reference).await?;
    let project = deleted.ok_or_else(|| Refused::missing("Project not found"))?;
    app.serving.changed(&project.reference, None).await?;
    Ok(Json(reference_of(&project)))
}

fn check_name(name: &str) -> Result<(), Refused> {
    match name.chars().count() {
        1..=MAX_NAME => Ok(()),
        _ => Err(Refused::bad(format!(
            "The name must have 1 to {MAX_NAME} characters"
        ))),
    }
}

fn described(project: &Project) -> Value {
    json!({
        "id": project.reference,
        "ref": project.reference,
        "organization_id": project.organization,
        "organization_slug": project.organization,
        "name": project.name,
        "region": project.region,
        "created_at": super::time(project.created_at),
        "status": "ACTIVE_HEALTHY",
    })
}

/// The document wants a database, which there is none of.
fn with_database(project: &Project) -> Value {
    let mut value = described(project);
    value["database"] = json!({
        "host": "",
        "version": "",
        "postgres_engine": "",
        "release_channel": "",
    });
    value
}

fn reference_of(project: &Project) -> Value {
    json!({ "id": project.number, "ref": project.reference, "name": project.name })
}
