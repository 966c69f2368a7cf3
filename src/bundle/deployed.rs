//! [`Unpacker`]: bodies that were deployed, made ready to run without the project they came from.

use std::{path::PathBuf, sync::Arc};

use bytes::Bytes;
use tokio::sync::Semaphore;

use super::{
    UnpackError,
    format::decompress,
    prepare::{MAX_BUNDLE, Prepared},
    restore,
};

/// How many bodies are unpacked at once: each is in memory as a whole.
const JOBS: usize = 2;

/// Makes bodies ready to run, below one directory; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Unpacker {
    cache: Arc<PathBuf>,
    permits: Arc<Semaphore>,
}

impl Unpacker {
    /// An unpacker that keeps what it makes below `cache`.
    pub(crate) fn new(cache: PathBuf) -> Self {
        Self {
            cache: Arc::new(cache),
            permits: Arc::new(Semaphore::new(JOBS)),
        }
    }

    /// What the body with this SHA-256 has become, if it was unpacked before.
    pub(crate) async fn find(&self, digest: &str) -> Option<Prepared> {
        let (cache, digest) = (Arc::clone(&self.cache), digest.to_owned());
        let found = tokio::task::spawn_blocking(move || restore::find(&digest, &cache));
        found.await.ok().flatten().map(Prepared::of)
    }

    /// Unpacks a body, which may have its frame or not, and whose SHA-256 is `digest`.
    pub(crate) async fn unpack(&self, digest: &str, body: Bytes) -> Result<Prepared, UnpackError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let (cache, digest) = (Arc::clone(&self.cache), digest.to_owned());
        let unpacked = tokio::task::spawn_blocking(move || {
            // One that is cancelled goes on, and so does its part of the memory.
            let _permit = permit.expect("the semaphore is never closed");
            let eszip = decompress(&body, MAX_BUNDLE)?;
            restore::restore_as(&digest, &eszip, &cache)
        });
        let restored = unpacked.await.unwrap_or_else(|error| {
            Err(UnpackError::Io {
                action: "unpack into",
                path: self.cache.to_path_buf(),
                source: std::io::Error::other(error),
            })
        });
        restored.map(Prepared::of)
    }
}
