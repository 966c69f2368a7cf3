//! [`NamedEnvFile`]: the file of `--env-file`. Somebody named it, so it may be anything that can be read, anywhere.

use std::{
    borrow::Cow,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// An env file that somebody named.
#[derive(Debug, Clone)]
pub(crate) struct NamedEnvFile {
    path: PathBuf,
    /// What is in it, unless it can be read again: `<(sops decrypt …)` is a pipe.
    content: Option<Arc<[u8]>>,
}

impl NamedEnvFile {
    /// Reads the file at `path`, absolute, to see that it can be.
    pub(crate) fn open(path: PathBuf) -> io::Result<Self> {
        let is_regular = path.metadata()?.is_file();
        let content = std::fs::read(&path)?;
        let content = (!is_regular).then(|| content.into());
        Ok(Self { path, content })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What is in it now.
    pub(super) fn read(&self) -> io::Result<Cow<'_, [u8]>> {
        match &self.content {
            Some(content) => Ok(Cow::Borrowed(content)),
            None => std::fs::read(&self.path).map(Cow::Owned),
        }
    }

    /// The file whose changes count.
    pub(crate) fn watched(&self) -> Option<&Path> {
        self.content.is_none().then_some(&self.path)
    }
}
