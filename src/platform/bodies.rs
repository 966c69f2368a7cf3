//! [`Bodies`]: the files that were deployed, named by their digests.
//!
//! `object_store` is the interface that will take other stores; nothing else of the platform touches one. What is there
//! is whole and never changes: a body is written beside its place and moved there.

use std::{io, path::Path, sync::Arc};

use anyhow::Context as _;
use bytes::Bytes;
use object_store::{
    Error, ObjectStore, ObjectStoreExt as _, PutPayload, local::LocalFileSystem, path::Path as Key,
};

use crate::fs::create_private_dir;

/// Where bodies are kept; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Bodies {
    store: Arc<dyn ObjectStore>,
}

impl Bodies {
    /// Bodies below `directory` of this machine, which is made. What a killed platform has left unfinished is removed.
    pub(crate) fn on_disk(directory: &Path) -> anyhow::Result<Self> {
        let shown = directory.display();
        create_private_dir(directory)
            .and_then(|()| remove_unfinished(directory))
            .with_context(|| format!("failed to prepare `{shown}`"))?;
        let store = LocalFileSystem::new_with_prefix(directory)
            .with_context(|| format!("failed to keep bodies in `{shown}`"))?
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
        })
    }

    /// Keeps `body`, whose SHA-256 is `digest`.
    pub(super) async fn put(&self, digest: &str, body: Bytes) -> anyhow::Result<()> {
        let key = key(digest);
        if self.store.head(&key).await.is_ok() {
            return Ok(());
        }
        let payload = PutPayload::from_bytes(body);
        let put = self.store.put(&key, payload).await;
        put.map(drop).context("failed to keep the body")
    }

    /// The body with this digest; `None` when there is none.
    pub(super) async fn get(&self, digest: &str) -> anyhow::Result<Option<Bytes>> {
        let found = match self.store.get(&key(digest)).await {
            Ok(found) => found,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error).context("failed to read a body"),
        };
        let bytes = found.bytes().await.context("failed to read a body")?;
        Ok(Some(bytes))
    }

    /// Forgets the body with this digest.
    pub(super) async fn delete(&self, digest: &str) -> anyhow::Result<()> {
        match self.store.delete(&key(digest)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error).context("failed to remove a body"),
        }
    }
}

/// Removes files that the store writes before it moves them to their place: they have a `#` in their names.
fn remove_unfinished(directory: &Path) -> io::Result<()> {
    for part in std::fs::read_dir(directory)? {
        for entry in std::fs::read_dir(part?.path())? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().contains('#') {
                std::fs::remove_file(entry.path())?;
            }
        }
    }
    Ok(())
}

/// Directories stay small.
fn key(digest: &str) -> Key {
    Key::from_iter([&digest[..2], digest])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::names;

    #[tokio::test]
    async fn what_was_put_is_found_until_it_is_deleted() {
        let directory = tempfile::tempdir().unwrap();
        let bodies = Bodies::on_disk(directory.path()).unwrap();
        let digest = names::digest("body");
        assert_eq!(bodies.get(&digest).await.unwrap(), None);
        for _ in 0..2 {
            bodies.put(&digest, "body".into()).await.unwrap();
        }
        let found = bodies.get(&digest).await.unwrap();
        assert_eq!(found.as_deref(), Some(&b"body"[..]));
        for _ in 0..2 {
            bodies.delete(&digest).await.unwrap();
        }
        assert_eq!(bodies.get(&digest).await.unwrap(), None);
    }

    #[tokio::test]
    async fn what_was_not_finished_is_removed_at_the_start() {
        let directory = tempfile::tempdir().unwrap();
        let bodies = Bodies::on_disk(directory.path()).unwrap();
        let digest = names::digest("body");
        bodies.put(&digest, "body".into()).await.unwrap();
        let part = directory.path().join(&digest[..2]);
        std::fs::write(part.join("beef#1"), "bo").unwrap();
        Bodies::on_disk(directory.path()).unwrap();
        let left = std::fs::read_dir(part).unwrap();
        let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, [&*digest]);
    }
}
