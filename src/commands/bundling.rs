//! Bundling of all functions a command works on, at once. What becomes of the bundles is the command's business.

use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::selected::{Selected, listed};
use crate::{
    bundle::{self, Artifact, ArtifactOptions, Bundler, GraphRequest, NpmFiles},
    diagnostics::{ExitStatus, Hint, with_hints},
    function::{Function, Slug},
};

/// How to bundle.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BundlingOptions {
    /// How to make the files.
    pub(crate) artifact: ArtifactOptions,
    /// Whether the project's lockfile may be written.
    pub(crate) lock_write: bool,
    /// Whether nothing may be downloaded.
    pub(crate) cached_only: bool,
}

impl BundlingOptions {
    /// What is deployed. `env_reads` says whether to look for the names of variables that code reads.
    pub(crate) fn to_deploy(env_reads: bool) -> Self {
        Self {
            artifact: ArtifactOptions {
                npm_files: NpmFiles::Lean,
                compress: true,
                env_reads,
            },
            lock_write: false,
            cached_only: false,
        }
    }
}

/// A function that was bundled.
#[derive(Debug)]
pub(crate) struct Made {
    /// Which.
    pub(crate) function: Function,
    /// Its file.
    pub(crate) artifact: Artifact,
    /// How long it took, waiting for its turn included.
    pub(crate) duration: Duration,
}

/// A function that may have been bundled.
pub(crate) type Attempt = Result<Made, (Slug, bundle::Error)>;

/// Functions that cannot be bundled.
#[derive(Debug, thiserror::Error)]
#[error("{} of {all} functions cannot be bundled:\n{}", failed.len(), listed(failed))]
pub(crate) struct BundleError {
    failed: Vec<(Slug, String)>,
    all: usize,
    status: ExitStatus,
}

impl Hint for BundleError {
    fn hints(&self) -> Vec<String> {
        Vec::new()
    }

    fn exit_status(&self) -> ExitStatus {
        self.status
    }
}

/// Bundles every function.
pub(crate) async fn bundle_all(
    selected: &Selected,
    bundler: &Bundler,
    options: &BundlingOptions,
) -> Vec<Attempt> {
    let attempts = selected.functions.iter().map(|function| async move {
        let request = GraphRequest {
            lock_write: options.lock_write,
            cached_only: options.cached_only,
            ..GraphRequest::of(function, bundler.places())
        };
        let started = Instant::now();
        match bundler.bundle(request, options.artifact).await {
            Ok(artifact) => Ok(Made {
                function: function.clone(),
                artifact,
                duration: started.elapsed(),
            }),
            Err(error) => Err((function.slug.clone(), error)),
        }
    });
    join_all(attempts).await
}

/// What was made, or one error about all that fail.
pub(crate) fn all_or_none(attempts: Vec<Attempt>) -> anyhow::Result<Vec<Made>> {
    let all = attempts.len();
    let (mut made, mut failed) = (Vec::new(), Vec::new());
    for attempt in attempts {
        match attempt {
            Ok(one) => made.push(one),
            Err(one) => failed.push(one),
        }
    }
    // One function is what the command is about: its error stands alone.
    if all == 1
        && let Some((_, error)) = failed.pop()
    {
        return Err(error.into());
    }
    if failed.is_empty() {
        return Ok(made);
    }
    Err(BundleError::of(&failed, all).into())
}

impl BundleError {
    /// One error about all that failed, of so many functions.
    pub(crate) fn of(failed: &[(Slug, bundle::Error)], all: usize) -> Self {
        let mut statuses = failed.iter().map(|(_, error)| error.exit_status());
        let is_network = statuses.all(|status| status == ExitStatus::Network);
        let told = failed.iter();
        Self {
            failed: told
                .map(|(slug, error)| (slug.clone(), with_hints(error)))
                .collect(),
            all,
            status: match is_network {
                true => ExitStatus::Network,
                false => ExitStatus::Failure,
            },
        }
    }
}
