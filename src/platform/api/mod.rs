//! The Management API: the operations of its OpenAPI document, and a few of our own, which the README documents.
//!
//! [`router`] is all there is of it from outside. A handler decides what is allowed, changes the state in one
//! transaction, tells `serving`, and answers with wire types. Errors are [`Refused`].

mod api_keys;
mod functions;
mod guard;
mod inspection;
mod known;
mod limiter;
mod limits;
mod logs;
mod organizations;
mod projects;
mod refused;
mod secrets;
mod sources;
mod tokens;
mod user_tokens;
mod versions;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{
        HeaderMap, StatusCode,
        header::{ACCEPT, CONTENT_TYPE},
    },
    middleware::from_fn_with_state,
    response::IntoResponse,
    routing::{delete, get, post},
};

use super::App;
use crate::gateway::MetricsFormat;
use guard::{Caller, Guard};
use refused::{Json, Path, Query, Refused};

/// More than a batch of a hundred secrets of the longest kind.
const MAX_JSON: usize = 8 << 20;

/// What a handler gets its [`App`] from.
type Shared = State<Arc<App>>;

/// All operations.
pub(super) fn router(app: &Arc<App>) -> Router {
    let guard = Arc::new(Guard::new(Arc::clone(app)));
    let operations = Router::new()
        .merge(projects())
        .merge(functions())
        .route(
            "/v1/projects/{ref}/secrets",
            get(secrets::list)
                .post(secrets::set)
                .delete(secrets::delete),
        )
        .route(
            "/v1/projects/{ref}/api-keys",
            get(api_keys::list).post(api_keys::create),
        )
        .route(
            "/v1/projects/{ref}/config/auth/jwt-secret",
            get(api_keys::jwt_secret),
        )
        .route(
            "/v1/projects/{ref}/config/auth/signing-keys",
            get(api_keys::signing_keys).post(api_keys::rotate),
        )
        .route(
            "/v1/projects/{ref}/config/auth/tokens",
            post(user_tokens::create),
        )
        .route("/v1/projects/{ref}/logs", get(logs::list))
        .route("/v1/projects/{ref}/invocations", get(logs::invocations))
        .route(
            "/v1/projects/{ref}/analytics/endpoints/logs.all",
            get(logs::all),
        )
        .route(
            "/v1/projects/{ref}/analytics/endpoints/functions.combined-stats",
            get(logs::stats),
        )
        .route(
            "/v1/organizations",
            get(organizations::list).post(organizations::create),
        )
        .route("/v1/profile", get(organizations::profile))
        .route("/metrics", get(metrics))
        .route("/v1/tokens", get(tokens::list).post(tokens::create))
        .route("/v1/tokens/{id}", delete(tokens::delete))
        .fallback(async || Refused::new(StatusCode::NOT_FOUND, "Not found"))
        .method_not_allowed_fallback(async || {
            Refused::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed")
        })
        .layer(DefaultBodyLimit::max(MAX_JSON))
        .layer(from_fn_with_state(guard, guard::check));
    operations
        .route("/health", get(async || StatusCode::OK.into_response()))
        .with_state(Arc::clone(app))
}

fn projects() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/projects", get(projects::list).post(projects::create))
        .route(
            "/v1/projects/{ref}",
            get(projects::get)
                .patch(projects::update)
                .delete(projects::delete),
        )
}

fn functions() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/v1/projects/{ref}/functions",
            get(functions::list)
                .post(functions::create)
                .put(functions::update_many),
        )
        .route("/v1/projects/{ref}/functions/deploy", post(sources::deploy))
        .route(
            "/v1/projects/{ref}/functions/{slug}",
            get(functions::get)
                .patch(functions::update)
                .delete(functions::delete),
        )
        .route(
            "/v1/projects/{ref}/functions/{slug}/body",
            get(functions::body),
        )
        .route(
            "/v1/projects/{ref}/functions/{slug}/limits",
            get(limits::get).put(limits::put),
        )
        .route(
            "/v1/projects/{ref}/functions/{slug}/versions",
            get(versions::list),
        )
        .route(
            "/v1/projects/{ref}/functions/{slug}/versions/{version}/activate",
            post(versions::activate),
        )
}

/// Figures of everything that is served, for a token that is good for everything.
async fn metrics(
    State(app): Shared,
    caller: Caller,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Refused> {
    caller.needs_everything()?;
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let (format, content_type) = match accept {
        Some(accept) if accept.contains("application/json") => {
            (MetricsFormat::Json, "application/json")
        }
        _ => (MetricsFormat::Prometheus, "text/plain; version=0.0.4"),
    };
    Ok(([(CONTENT_TYPE, content_type)], app.serving.metrics(format)))
}

/// A time in milliseconds since 1970 as RFC 3339.
fn time(milliseconds: i64) -> String {
    let time = chrono::DateTime::from_timestamp_millis(milliseconds).unwrap_or_default();
    time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
