//! Deploys of source files, which the server bundles, and bodies given back as source files.
//!
//! An [`Upload`] is a form as files below a directory of its own. The [`Workshop`] has it bundled by our own `bundle` in
//! a child process, `child` is what that runs: whatever the files are, they can only take what one process may take,
//! and only for so long. The child is told nothing of this machine's environment but proxies, certificates and
//! registries, sees the upload as its source root, and reaches public addresses only.
//!
//! What is downloaded is shared by all uploads for an hour (`cache`), so the modules that one project has imported by
//! their URLs can be seen by another that knows the URLs; packages that an upload's `.npmrc` leads to are never shared.

mod cache;
mod child;
mod form;
mod upload;
mod workshop;

use bytes::Bytes;

pub(crate) use child::bundle_upload;
pub(in crate::platform) use form::form;
pub(in crate::platform) use upload::Upload;
pub(crate) use workshop::{Limits, Options, Workshop};

/// A function that was bundled here.
#[derive(Debug, Clone)]
pub(in crate::platform) struct Bundled {
    /// The file, with the frame that uploads have.
    pub(in crate::platform) body: Bytes,
    /// Where it starts, as `fx` names it for bundles of its own.
    pub(in crate::platform) entrypoint_path: String,
    /// Its import map, if there is one.
    pub(in crate::platform) import_map_path: Option<String>,
}

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
pub(in crate::platform) enum SourcesError {
    /// What was sent cannot be bundled.
    #[error("{0}")]
    Bad(String),
    /// It is too much.
    #[error("{0}")]
    TooLarge(String),
    /// The server cannot.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}
