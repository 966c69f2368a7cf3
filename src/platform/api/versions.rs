//! Versions of a function: operations of our own, which `fx functions rollback` uses here.

use axum::{extract::State, response::IntoResponse};

use super::{
    Caller, Json, Path, Refused, Shared,
    functions::{READ, WRITE, described, find, outcome},
};
use crate::api_types::FunctionVersion;

pub(super) async fn list(
    State(app): Shared,
    caller: Caller,
    Path((reference, slug)): Path<(String, String)>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, READ).await?.reference;
    let function = find(&app, &project, &slug).await?;
    let versions = app.state.versions(&project, &function.slug).await?;
    let versions = versions.into_iter().map(|version| FunctionVersion {
        active: version.number == function.version.number,
        version: version.number,
        ezbr_sha256: version.code.digest,
        size: version.code.size,
        verify_jwt: version.verify_jwt,
        created_at: version.created_at,
    });
    Ok(Json(versions.collect::<Vec<_>>()))
}

pub(super) async fn activate(
    State(app): Shared,
    caller: Caller,
    Path((reference, slug, version)): Path<(String, String, i64)>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, WRITE).await?.reference;
    let slug = find(&app, &project, &slug).await?.slug;
    let changed = app.state.activate(&project, &slug, version).await?;
    let function = outcome(&app, &project, changed).await?;
    Ok(Json(described(function)))
}
