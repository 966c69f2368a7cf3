//! [`App`]: what the handlers of the API work with.

use std::{
    num::NonZeroU32,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use bytes::Bytes;
use tokio::sync::{RwLock, Semaphore};

use super::{
    bodies::Bodies,
    logs::Logs,
    names,
    record::{Token, now},
    serving::Serving,
    sources::Workshop,
    state::State,
    vault::Vault,
};
use crate::{fs::create_private_dir, gateway::TrustedProxies, redact::Secret};

/// How many bodies are looked into at once, each of which may take some hundred megabytes for a moment.
const INSPECTIONS: usize = 2;
/// How many versions of a function are kept for going back to.
const KEPT_VERSIONS: u32 = 20;
/// How long what was bundled may wait for being activated, and a body for something that refers to it.
const KEPT_STAGED: Duration = Duration::from_secs(3600);
/// How often what nobody needs is removed.
const CLEANING: Duration = Duration::from_secs(600);

/// Everything that handlers need; shared by all of them.
pub(crate) struct App {
    pub(super) state: Arc<dyn State>,
    pub(super) bodies: Bodies,
    pub(super) vault: Arc<Vault>,
    pub(super) logs: Arc<dyn Logs>,
    pub(super) serving: Arc<Serving>,
    pub(super) sources: Workshop,
    pub(super) settings: Settings,
    pub(super) inspections: Arc<Semaphore>,
    /// Whoever keeps a body reads; whoever removes bodies writes.
    keeping: RwLock<()>,
}

/// What an [`App`] is made of.
pub(crate) struct Parts {
    /// What is remembered.
    pub(crate) state: Arc<dyn State>,
    /// What was deployed.
    pub(crate) bodies: Bodies,
    /// What secrets are sealed with.
    pub(crate) vault: Arc<Vault>,
    /// What functions said.
    pub(crate) logs: Arc<dyn Logs>,
    /// What runs the functions.
    pub(crate) serving: Arc<Serving>,
    /// What bundles sources.
    pub(crate) sources: Workshop,
}

/// What whoever starts the platform may choose.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Where uploads lie while they come in.
    pub(crate) uploads: PathBuf,
    /// Maximum requests per minute, per token, or per client address for requests without a valid token; `None` for no limit.
    pub(crate) rate_limit: Option<NonZeroU32>,
    /// Whose word is taken for where requests come from.
    pub(crate) trusted: TrustedProxies,
    /// How many functions a project may have; `None` for any number.
    pub(crate) max_functions: Option<usize>,
}

impl App {
    /// Keeps `body`, whose SHA-256 is `digest`. What nothing refers to an hour later is removed, also when the platform
    /// was killed in between.
    pub(super) async fn keep(&self, digest: &str, body: Bytes) -> anyhow::Result<()> {
        let _keeping = self.keeping.read().await;
        self.state.announce(digest, now()).await?;
        self.bodies.put(digest, body).await
    }

    /// Removes what nobody needs any more, again and again.
    pub(crate) async fn keep_clean(&self) {
        let mut ticks = tokio::time::interval(CLEANING);
        loop {
            ticks.tick().await;
            if let Err(error) = self.clean().await {
                tracing::warn!("what is no longer needed could not be removed: {error:#}");
            }
        }
    }

    async fn clean(&self) -> anyhow::Result<()> {
        let age = i64::try_from(KEPT_STAGED.as_millis()).expect("it is an hour");
        let since = now() - age;
        let _alone = self.keeping.write().await;
        let unused = self.state.prune(since, KEPT_VERSIONS).await?;
        for digest in &unused {
            self.bodies.delete(digest).await?;
        }
        self.state.forget(unused).await
    }
}

impl App {
    /// An app whose handlers work with these.
    pub(crate) fn new(parts: Parts, settings: Settings) -> anyhow::Result<Self> {
        renew_directory(&settings.uploads)?;
        Ok(Self {
            state: parts.state,
            bodies: parts.bodies,
            vault: parts.vault,
            logs: parts.logs,
            serving: parts.serving,
            sources: parts.sources,
            settings,
            inspections: Arc::new(Semaphore::new(INSPECTIONS)),
            keeping: RwLock::default(),
        })
    }
}

/// Makes the first token of a platform, one that may do everything; `None` when there are tokens.
pub(crate) async fn first_token(state: &dyn State) -> anyhow::Result<Option<Secret<String>>> {
    if !state.tokens().await?.is_empty() {
        return Ok(None);
    }
    admin_token(state).await.map(Some)
}

/// Makes a token that may do everything; others stay as they are.
pub(crate) async fn admin_token(state: &dyn State) -> anyhow::Result<Secret<String>> {
    let (token, secret) = new_token("admin", None, None);
    state.add_token(token).await?;
    Ok(secret)
}

/// A new access token, and what is remembered of it.
pub(super) fn new_token(
    name: &str,
    project: Option<crate::api_types::ProjectRef>,
    scopes: Option<Vec<String>>,
) -> (Token, Secret<String>) {
    let secret = names::access_token();
    let token = Token {
        id: names::id(),
        name: name.to_owned(),
        digest: names::digest(secret.expose()),
        project,
        scopes,
        created_at: now(),
    };
    (token, secret)
}

/// An empty directory: what an earlier run left there was never finished.
fn renew_directory(path: &Path) -> anyhow::Result<()> {
    if path.exists() {
        std::fs::remove_dir_all(path)
            .with_context(|| format!("failed to empty `{}`", path.display()))?;
    }
    create_private_dir(path).with_context(|| format!("failed to make `{}`", path.display()))
}
