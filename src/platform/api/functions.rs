//! Functions: list, create, update, delete, and their bodies.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{FromRequest as _, Request, State},
    http::{
        HeaderMap, StatusCode,
        header::{ACCEPT, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;
use tokio::task::spawn_blocking;

use super::{
    super::{
        App,
        record::{Change, Code, Expects, Function},
        sources::{self, Upload},
        state::Changed,
    },
    Caller, Json, Path, Query, Refused, Shared, inspection,
};
use crate::{
    api_types::{self, FunctionStatus, ProjectRef},
    function::Slug,
};

pub(super) const READ: &str = "edge_functions_read";
pub(super) const WRITE: &str = "edge_functions_write";
/// What bundles are sent and answered as.
const ESZIP: &str = "application/vnd.denoland.eszip";
/// The largest number that clients may give to a version; there is room for many more after it.
const MAX_VERSION: i64 = 1 << 31;

/// What goes with a bundle.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Parameters {
    slug: Option<String>,
    name: Option<String>,
    verify_jwt: Option<bool>,
    import_map: Option<bool>,
    entrypoint_path: Option<String>,
    import_map_path: Option<String>,
    ezbr_sha256: Option<String>,
}

/// A function as JSON: its body is the source of one module.
#[derive(Debug, Default, Deserialize)]
struct Source {
    slug: Option<String>,
    name: Option<String>,
    body: Option<String>,
    verify_jwt: Option<bool>,
}

/// What a request says about one function.
#[derive(Default)]
struct Asked {
    slug: Option<String>,
    name: Option<String>,
    verify_jwt: Option<bool>,
    code: Option<Code>,
}

pub(super) async fn list(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, READ).await?;
    let all = app.state.functions(&project.reference).await?;
    Ok(Json(all.into_iter().map(described).collect::<Vec<_>>()))
}

pub(super) async fn get(
    State(app): Shared,
    caller: Caller,
    Path((reference, slug)): Path<(String, String)>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, READ).await?.reference;
    let function = find(&app, &project, &slug).await?;
    Ok(Json(described(function)))
}

pub(super) async fn create(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Query(parameters): Query<Parameters>,
    request: Request,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, WRITE).await?.reference;
    let asked = read(&app, parameters, request).await?;
    let slug = asked.slug.as_deref();
    let slug = parse(slug.ok_or_else(|| Refused::bad("`slug` is missing"))?)?;
    if asked.code.is_none() {
        return Err(Refused::bad("The body is empty"));
    }
    check_room(&app, &project, [&slug]).await?;
    let change = asked.change(slug, Expects::Absent);
    let function = apply(&app, &project, change).await?;
    Ok((StatusCode::CREATED, Json(described(function))))
}

pub(super) async fn update(
    State(app): Shared,
    caller: Caller,
    Path((reference, slug)): Path<(String, String)>,
    Query(parameters): Query<Parameters>,
    request: Request,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, WRITE).await?.reference;
    let slug = find(&app, &project, &slug).await?.slug;
    let asked = read(&app, parameters, request).await?;
    let change = asked.change(slug, Expects::Present);
    Ok(Json(described(apply(&app, &project, change).await?)))
}

/// Activates what was bundled before, all of it or nothing.
pub(super) async fn update_many(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Json(functions): Json<Vec<api_types::Function>>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, WRITE).await?.reference;
    let mut changes = Vec::new();
    for function in functions {
        changes.push(of_bulk(&app, &project, function).await?);
    }
    check_room(&app, &project, changes.iter().map(|change| &change.slug)).await?;
    let functions = apply_all(&app, &project, changes).await?;
    let described: Vec<_> = functions.into_iter().map(described).collect();
    Ok(Json(json!({ "functions": described })))
}

pub(super) async fn delete(
    State(app): Shared,
    caller: Caller,
    Path((reference, slug)): Path<(String, String)>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, WRITE).await?.reference;
    let slug = find(&app, &project, &slug).await?.slug;
    app.state.delete_function(&project, &slug).await?;
    app.serving.changed(&project, Some(&slug)).await?;
    Ok(StatusCode::OK)
}

/// The body as it was uploaded, or the sources in it as a form.
pub(super) async fn body(
    State(app): Shared,
    caller: Caller,
    Path((reference, slug)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let project = caller.project(&app, &reference, READ).await?.reference;
    let code = find(&app, &project, &slug).await?.version.code;
    let body = app.bodies.get(&code.digest).await?;
    let body = body.ok_or_else(|| anyhow::anyhow!("the body {} is gone", code.digest))?;
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    if !accept.is_some_and(|accept| accept.contains("multipart/form-data")) {
        return Ok(([(CONTENT_TYPE, ESZIP)], body).into_response());
    }
    let form = spawn_blocking(move || sources::form(&body)).await;
    let form = form.map_err(anyhow::Error::from)??;
    Ok(([(CONTENT_TYPE, form.content_type)], form.body).into_response())
}

/// The function `slug`, which must be there.
pub(super) async fn find(app: &App, project: &ProjectRef, slug: &str) -> Result<Function, Refused> {
    let missing = || Refused::missing("Function not found");
    let slug: Slug = slug.parse().map_err(|_| missing())?;
    app.state
        .function(project, &slug)
        .await?
        .ok_or_else(missing)
}

pub(super) fn parse(slug: &str) -> Result<Slug, Refused> {
    slug.parse().map_err(|_| {
        Refused::bad("`slug` must start with a letter and go on with letters, digits, `-` and `_`")
    })
}

/// Makes a change, and the function answer accordingly.
pub(super) async fn apply(
    app: &Arc<App>,
    project: &ProjectRef,
    change: Change,
) -> Result<Function, Refused> {
    let changed = apply_all(app, project, vec![change]).await?;
    let function = changed.into_iter().next();
    Ok(function.ok_or_else(|| anyhow::anyhow!("a change had no outcome"))?)
}

async fn apply_all(
    app: &App,
    project: &ProjectRef,
    changes: Vec<Change>,
) -> Result<Vec<Function>, Refused> {
    let mut functions = Vec::new();
    for changed in app.state.change(project, changes).await? {
        functions.push(outcome(app, project, changed).await?);
    }
    Ok(functions)
}

/// The function after a change; the workers of the version before drain when it answers differently.
pub(super) async fn outcome(
    app: &App,
    project: &ProjectRef,
    changed: Changed,
) -> Result<Function, Refused> {
    match changed {
        Changed::Done { function, is_news } => {
            if is_news {
                app.serving.changed(project, Some(&function.slug)).await?;
            }
            Ok(*function)
        }
        Changed::Exists => {
            // The Supabase CLI looks for these words, and updates the function then.
            Err(Refused::new(
                StatusCode::CONFLICT,
                "Duplicated function slug",
            ))
        }
        Changed::Missing => Err(Refused::missing("Function not found")),
    }
}

/// Refuses functions that would be too many.
pub(super) async fn check_room<'a>(
    app: &App,
    project: &ProjectRef,
    slugs: impl IntoIterator<Item = &'a Slug>,
) -> Result<(), Refused> {
    let Some(most) = app.settings.max_functions else {
        return Ok(());
    };
    let present = app.state.functions(project).await?;
    let is_new = |slug: &&Slug| present.iter().all(|function| function.slug != **slug);
    let new = slugs.into_iter().filter(is_new).count();
    if new == 0 || present.len() + new <= most {
        return Ok(());
    }
    let message = format!("Maximum number of functions reached: a project may have {most}");
    Err(Refused::new(StatusCode::PAYMENT_REQUIRED, message))
}

/// What a request asks for; a bundle in its body was kept.
async fn read(app: &Arc<App>, parameters: Parameters, request: Request) -> Result<Asked, Refused> {
    let content_type = request.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let content_type = content_type.map(|value| value.split(';').next().unwrap_or_default().trim());
    match content_type {
        Some("application/json") => {
            let Json(source) = Json::<Source>::from_request(request, &()).await?;
            read_source(app, parameters, source).await
        }
        Some(ESZIP | "application/octet-stream") | None => {
            read_bundle(app, parameters, request.into_body()).await
        }
        Some(_) => {
            let message = format!("The body must be {ESZIP} or application/json");
            Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message))
        }
    }
}

async fn read_bundle(app: &App, parameters: Parameters, body: Body) -> Result<Asked, Refused> {
    let code = match inspection::receive(app, body).await? {
        None => None,
        Some(body) => {
            let claimed = parameters.ezbr_sha256.as_deref();
            let kept = inspection::keep(app, body, claimed).await?;
            Some(kept.code(
                parameters.entrypoint_path,
                parameters.import_map_path,
                parameters.import_map,
            ))
        }
    };
    Ok(Asked {
        slug: parameters.slug,
        name: parameters.name,
        verify_jwt: parameters.verify_jwt,
        code,
    })
}

async fn read_source(
    app: &Arc<App>,
    parameters: Parameters,
    source: Source,
) -> Result<Asked, Refused> {
    let slug = source.slug.or(parameters.slug);
    let code = match source.body {
        None => None,
        Some(text) => {
            let named = slug.as_deref().unwrap_or("function");
            let uploads = app.sources.uploads().to_owned();
            let upload = spawn_blocking(move || Upload::of_text(&uploads, &text));
            let upload = upload.await.map_err(anyhow::Error::from)??;
            Some(super::sources::bundle(app, &parse(named)?, upload).await?)
        }
    };
    Ok(Asked {
        slug,
        name: source.name.or(parameters.name),
        verify_jwt: source.verify_jwt.or(parameters.verify_jwt),
        code,
    })
}

impl Asked {
    fn change(self, slug: Slug, expects: Expects) -> Change {
        Change {
            slug,
            name: self.name,
            code: self.code,
            verify_jwt: self.verify_jwt,
            number: None,
            expects,
        }
    }
}

/// One function of a bulk update: its code was bundled for it, or it has it already.
async fn of_bulk(
    app: &App,
    project: &ProjectRef,
    function: api_types::Function,
) -> Result<Change, Refused> {
    let slug = parse(&function.slug)?;
    if !(0..=MAX_VERSION).contains(&function.version) {
        let message = format!("The version of `{slug}` must be between 0 and {MAX_VERSION}");
        return Err(Refused::bad(message));
    }
    let code = match &function.ezbr_sha256 {
        None => None,
        Some(digest) => {
            let found = app.state.staged(project, &slug, digest).await?;
            let missing = || {
                Refused::bad(format!(
                    "No bundle of `{slug}` has the digest {digest}: deploy it with `bundleOnly` first"
                ))
            };
            Some(found.ok_or_else(missing)?)
        }
    };
    let code = code.map(|code| Code {
        entrypoint_path: function.entrypoint_path.or(code.entrypoint_path),
        import_map_path: function.import_map_path.or(code.import_map_path),
        import_map: function.import_map.or(code.import_map),
        ..code
    });
    Ok(Change {
        slug,
        name: Some(function.name).filter(|name| !name.is_empty()),
        code,
        verify_jwt: function.verify_jwt,
        number: Some(function.version),
        expects: Expects::Anything,
    })
}

/// The function as the API shows it.
pub(super) fn described(function: Function) -> api_types::Function {
    let Function { version, .. } = function;
    let code = version.code;
    api_types::Function {
        id: function.id,
        slug: function.slug.to_string(),
        name: function.name,
        status: FunctionStatus::Active,
        version: version.number,
        created_at: Some(function.created_at),
        updated_at: Some(function.updated_at),
        verify_jwt: Some(version.verify_jwt),
        import_map: code.import_map,
        entrypoint_path: code.entrypoint_path,
        import_map_path: code.import_map_path,
        ezbr_sha256: Some(code.digest),
    }
}
