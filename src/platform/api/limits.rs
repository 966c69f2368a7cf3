//! Limits of one function: an operation of our own, which `fx functions deploy` uses with `[functions.NAME.limits]`.

use axum::{extract::State, response::IntoResponse};
use serde_json::{Map, Value};

use super::{
    Caller, Json, Path, Refused, Shared,
    functions::{READ, WRITE, find},
};
use crate::api_types::LimitsRecord;

/// What can be limited.
const KEYS: [&str; 5] = [
    "memory_limit_mb",
    "worker_timeout_ms",
    "cpu_time_soft_limit_ms",
    "cpu_time_hard_limit_ms",
    "request_idle_timeout_ms",
];
/// Two pebibytes, or twenty-five days.
const MOST: u64 = 1 << 31;

pub(super) async fn get(
    State(app): Shared,
    caller: Caller,
    Path((reference, slug)): Path<(String, String)>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, READ).await?.reference;
    let function = find(&app, &project, &slug).await?;
    Ok(Json(function.limits.unwrap_or_default()))
}

/// Replaces all of them; its workers start anew, with the same version.
pub(super) async fn put(
    State(app): Shared,
    caller: Caller,
    Path((reference, slug)): Path<(String, String)>,
    Json(asked): Json<Map<String, Value>>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, WRITE).await?.reference;
    let limits = read(asked)?;
    let function = find(&app, &project, &slug).await?;
    if limits == function.limits.unwrap_or_default() {
        return Ok(Json(limits));
    }
    let kept = Some(limits).filter(|limits| *limits != LimitsRecord::default());
    let slug = function.slug;
    if !app.state.set_limits(&project, &slug, kept).await? {
        return Err(Refused::missing("Function not found"));
    }
    app.serving.changed(&project, Some(&slug)).await?;
    Ok(Json(limits))
}

/// The limits, when there is nothing else among them.
fn read(asked: Map<String, Value>) -> Result<LimitsRecord, Refused> {
    for (key, value) in &asked {
        if !KEYS.contains(&&**key) {
            let message = format!("`{key}` is no limit; there are {}", KEYS.join(", "));
            return Err(Refused::bad(message));
        }
        let is_good = value.is_null() || value.as_u64().is_some_and(|number| number <= MOST);
        if !is_good {
            let message = format!("`{key}` must be a whole number from 0 to {MOST}");
            return Err(Refused::bad(message));
        }
    }
    let limits = serde_json::from_value(Value::Object(asked));
    Ok(limits.map_err(anyhow::Error::from)?)
}
