//! Bodies on their way in: to a file first, within a size, then looked into: only what could run is kept.

use std::{path::Path, sync::Arc};

use anyhow::Context as _;
use axum::{body::Body, http::StatusCode};
use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio::io::AsyncWriteExt as _;

use super::{
    super::{App, names, record::Code},
    Refused,
};
use crate::bundle::{self, Bundle, UnpackError};

/// The largest bundle.
pub(super) const MAX_BODY: u64 = 20 << 20;
/// The most that one may be when it is decompressed.
const MAX_DECOMPRESSED: u64 = 256 << 20;

/// A bundle that was kept.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) digest: String,
    pub(super) size: u64,
}

impl Kept {
    /// What runs, with what the client says of it.
    pub(super) fn code(
        self,
        entrypoint_path: Option<String>,
        import_map_path: Option<String>,
        import_map: Option<bool>,
    ) -> Code {
        Code {
            digest: self.digest,
            size: self.size,
            entrypoint_path,
            import_map_path,
            import_map,
        }
    }
}

/// The body, once all of it has come. `None` when it is empty.
pub(super) async fn receive(app: &App, body: Body) -> Result<Option<Bytes>, Refused> {
    let file = tempfile::NamedTempFile::new_in(&app.settings.uploads)
        .context("failed to make a file for an upload")?;
    write(file.path(), body).await?;
    let body = tokio::fs::read(file.path())
        .await
        .context("failed to read an upload")?;
    Ok(Some(Bytes::from(body)).filter(|body| !body.is_empty()))
}

async fn write(path: &Path, body: Body) -> Result<(), Refused> {
    let failed = "failed to write an upload";
    let mut file = tokio::fs::File::create(path).await.context(failed)?;
    let mut stream = body.into_data_stream();
    let mut size = 0;
    while let Some(part) = stream.next().await {
        let part = part.map_err(|_| Refused::bad("The body ended before it was complete"))?;
        size += part.len() as u64;
        if size > MAX_BODY {
            return Err(too_large());
        }
        file.write_all(&part).await.context(failed)?;
    }
    file.flush().await.context(failed)?;
    Ok(())
}

/// Keeps a bundle that can run.
pub(super) async fn keep(app: &App, body: Bytes, claimed: Option<&str>) -> Result<Kept, Refused> {
    if body.len() as u64 > MAX_BODY {
        return Err(too_large());
    }
    let permit = Arc::clone(&app.inspections).acquire_owned().await;
    let looked_into = body.clone();
    let inspected = tokio::task::spawn_blocking(move || {
        // A client that goes away does not end it.
        let _permit = permit.expect("the semaphore is never closed");
        inspect(&looked_into)
    });
    let digest = inspected.await.context("an inspection ended")??;
    if claimed.is_some_and(|claimed| claimed != digest) {
        return Err(Refused::bad(
            "The body is not the one that `ezbr_sha256` is the digest of",
        ));
    }
    let size = body.len() as u64;
    app.keep(&digest, body).await?;
    Ok(Kept { digest, size })
}

fn inspect(body: &[u8]) -> Result<String, Refused> {
    check(body).map_err(|error| {
        let message = crate::diagnostics::with_causes(&error);
        Refused::bad(format!("The body is not a bundle that can run: {message}"))
    })?;
    Ok(names::digest(body))
}

fn check(body: &[u8]) -> Result<(), UnpackError> {
    let eszip = bundle::decompress(body, MAX_DECOMPRESSED)?;
    let bundle = Bundle::read(&eszip)?;
    let unpacked = bundle::unpack(&bundle, bundle::Code::Executable)?;
    bundle::check_files(&unpacked.files)
}

fn too_large() -> Refused {
    let message = format!("The bundle is larger than {} MB", MAX_BODY >> 20);
    Refused::new(StatusCode::PAYLOAD_TOO_LARGE, message)
}
