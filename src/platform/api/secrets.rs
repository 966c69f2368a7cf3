//! Secrets: values come in and are sealed, digests go out.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use serde::Deserialize;

use super::{
    super::{
        keys::secret_label,
        names,
        record::{SecretRecord, now},
    },
    Caller, Json, Path, Refused, Shared,
};
use crate::{api_types::Secret as Listed, redact::Secret};

const READ: &str = "edge_functions_secrets_read";
const WRITE: &str = "edge_functions_secrets_write";
const MAX_NAME: usize = 256;
const MAX_VALUE: usize = 24_576;
/// Names of the platform's own variables.
const RESERVED: &str = "SUPABASE_";

/// A secret to set.
#[derive(Deserialize)]
pub(super) struct NewSecret {
    name: String,
    value: String,
}

pub(super) async fn list(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, READ).await?;
    let all = app.state.secrets(&project.reference).await?.into_iter();
    let listed = all.map(|secret| Listed {
        name: secret.name,
        digest: secret.digest,
        updated_at: Some(super::time(secret.updated_at)),
    });
    Ok(Json(listed.collect::<Vec<_>>()))
}

pub(super) async fn set(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Json(new): Json<Vec<NewSecret>>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, WRITE).await?.reference;
    let now = now();
    let sealed = new.into_iter().map(|NewSecret { name, value }| {
        check(&name, &value)?;
        let digest = names::digest(&value);
        let label = secret_label(&project, &name);
        Ok(SecretRecord {
            sealed: app.vault.seal(&label, &Secret::new(value)),
            name,
            digest,
            updated_at: now,
        })
    });
    let sealed = sealed.collect::<Result<Vec<_>, Refused>>()?;
    app.state.set_secrets(&project, sealed).await?;
    app.serving.changed(&project, None).await?;
    Ok(StatusCode::CREATED)
}

pub(super) async fn delete(
    State(app): Shared,
    caller: Caller,
    Path(reference): Path<String>,
    Json(names): Json<Vec<String>>,
) -> Result<impl IntoResponse, Refused> {
    let project = caller.project(&app, &reference, WRITE).await?.reference;
    app.state.delete_secrets(&project, names).await?;
    app.serving.changed(&project, None).await?;
    Ok(StatusCode::OK)
}

fn check(name: &str, value: &str) -> Result<(), Refused> {
    if name.is_empty() || name.len() > MAX_NAME || name.contains(['=', '\0']) {
        let message = format!("A secret's name must have 1 to {MAX_NAME} characters, without `=`");
        return Err(Refused::bad(message));
    }
    if name.starts_with(RESERVED) {
        let message = format!("Secret name must not start with the {RESERVED} prefix.");
        return Err(Refused::bad(message));
    }
    if value.chars().count() > MAX_VALUE || value.contains('\0') {
        let message = format!(
            "The value of `{name}` must have at most {MAX_VALUE} characters, none of them NUL"
        );
        return Err(Refused::bad(message));
    }
    Ok(())
}
