//! Deploys of sources: a form with files, which is bundled here.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::IntoResponse,
};
use serde::Deserialize;

use super::{
    super::{
        App,
        record::{Change, Code, Expects},
        sources::{SourcesError, Upload},
    },
    Caller, Json, Path, Query, Refused, Shared,
    functions::{self, WRITE, described, parse},
    inspection,
};
use crate::{api_types::ProjectRef, function::Slug};

/// What goes with the form.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Parameters {
    slug: Option<String>,
    #[serde(default)]
    bundle_only: bool,
}

pub(super) async fn deploy(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Query(parameters): Query<Parameters>,
    request: Request,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, WRITE).await?.reference;
    let content_type = request.headers().get(CONTENT_TYPE);
    let boundary = content_type.and_then(|value| multer::parse_boundary(value.to_str().ok()?).ok());
    let boundary = boundary.ok_or_else(|| {
        Refused::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The body must be multipart/form-data",
        )
    })?;
    let form = multer::Multipart::new(request.into_body().into_data_stream(), boundary);
    let upload = Upload::receive(form, app.sources.uploads()).await?;
    let metadata = upload.metadata.clone();
    let slug = parameters.slug.as_deref().or(metadata.name.as_deref());
    let slug = parse(slug.ok_or_else(|| Refused::bad("`slug` is missing"))?)?;
    functions::check_room(&app, &project, [&slug]).await?;
    let change = Change {
        code: Some(bundle(&app, &slug, upload).await?),
        slug,
        name: metadata.name,
        verify_jwt: metadata.verify_jwt,
        number: None,
        expects: Expects::Anything,
    };
    let answer = match parameters.bundle_only {
        true => staged(&app, &project, change).await?,
        false => described(functions::apply(&app, &project, change).await?),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Bundles sources and keeps what came of it.
pub(super) async fn bundle(app: &Arc<App>, slug: &Slug, upload: Upload) -> Result<Code, Refused> {
    let bundled = app.sources.bundle(slug, upload).await?;
    let kept = inspection::keep(app, bundled.body, None).await?;
    let has_import_map = bundled.import_map_path.is_some();
    Ok(kept.code(
        Some(bundled.entrypoint_path),
        bundled.import_map_path,
        Some(has_import_map),
    ))
}

/// Remembers a bundle for a bulk update; the function stays as it is.
async fn staged(
    app: &App,
    project: &ProjectRef,
    change: Change,
) -> Result<crate::api_types::Function, Refused> {
    let Some(code) = change.code else {
        return Err(Refused::bad("The form has no files"));
    };
    app.state.stage(project, &change.slug, code.clone()).await?;
    let present = app.state.function(project, &change.slug).await?;
    let mut answer = match present {
        Some(function) => described(function),
        None => crate::api_types::Function {
            id: super::super::names::id(),
            slug: change.slug.to_string(),
            name: change.slug.to_string(),
            verify_jwt: Some(true),
            ..crate::api_types::Function::default()
        },
    };
    if answer.ezbr_sha256.as_ref() != Some(&code.digest) {
        answer.version += 1;
    }
    answer.name = change.name.unwrap_or(answer.name);
    answer.verify_jwt = change.verify_jwt.or(answer.verify_jwt);
    answer.import_map = code.import_map;
    answer.entrypoint_path = code.entrypoint_path;
    answer.import_map_path = code.import_map_path;
    answer.ezbr_sha256 = Some(code.digest);
    Ok(answer)
}

impl From<SourcesError> for Refused {
    fn from(error: SourcesError) -> Self {
        match error {
            SourcesError::Bad(message) => Self::bad(message),
            SourcesError::TooLarge(message) => Self::new(StatusCode::PAYLOAD_TOO_LARGE, message),
            SourcesError::Failed(error) => error.into(),
        }
    }
}
