//! What was deployed, answering: [`Serving`] finds the project of a request and keeps what it answers with in memory.
//!
//! # Theory of operation
//!
//! A [`tenant::Tenant`] per project has a snapshot of the routes and keys, so that no request asks the state. Its pool
//! of workers is made when the first request comes, and no process is started before a request wants it. What a worker
//! needs besides (the body, the secrets) is read when it starts.
//!
//! [`Serving::changed`] replaces the snapshot first and renews the slots after that: from then on requests start the new
//! version, or wait for it, while the workers of the old one finish what they have.

mod address;
mod metrics;
mod options;
mod prepare;
mod tenant;
#[cfg(test)]
mod tests;

use std::{
    borrow::Cow,
    collections::HashMap,
    io,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use anyhow::Context as _;
use futures_util::future::join_all;
use http::{HeaderMap, Uri};

use super::{Bodies, State, Vault, recorder::Recorder};
use crate::{
    api_types::ProjectRef,
    bundle::Unpacker,
    events::{Observer, Record, Sink},
    function::{Limits, Slug},
    gateway::{self, Gateway, MetricsFormat, Tenants},
    hosting,
    process::{self, MORE_FILES},
    worker::{self, Launcher, Sandbox},
};
pub(crate) use address::url_of;
pub(crate) use options::Options;
use tenant::Tenant;

/// Functions of many projects, answering.
pub(crate) struct Serving {
    shared: Arc<Shared>,
    tenants: RwLock<HashMap<String, Arc<Tenant>>>,
    /// One change after the other, so that the last one read is the last one shown.
    changing: tokio::sync::Mutex<()>,
}

/// What all tenants share.
struct Shared {
    state: Arc<dyn State>,
    bodies: Bodies,
    vault: Arc<Vault>,
    recorder: Arc<dyn Recorder>,
    options: Options,
    /// What a function may use that says nothing, and the most that others may.
    limits: Limits,
    /// Variables that make the engine trust whom fx trusts.
    trust: Vec<(String, String)>,
    launcher: Launcher,
    unpacker: Unpacker,
}

impl Shared {
    fn pool_options(&self) -> worker::Options {
        let usual = worker::Options::default();
        worker::Options {
            standby: 0,
            max_workers: self.options.max_workers.unwrap_or(usual.max_workers),
        }
    }

    fn url(&self, project: &ProjectRef) -> String {
        url_of(&self.options.public_url, project.as_str())
    }
}

/// Workers report to their pool's sink; the launcher that makes those is nobody's.
#[derive(Debug)]
struct Nobody;

impl Observer for Nobody {
    fn see(&self, _: &Record) {}
}

impl Serving {
    /// Serves nothing yet.
    pub(crate) fn new(
        state: Arc<dyn State>,
        bodies: Bodies,
        vault: Arc<Vault>,
        recorder: Arc<dyn Recorder>,
        options: Options,
    ) -> anyhow::Result<Arc<Self>> {
        let sandbox = if options.allow_private_net {
            Sandbox::On
        } else {
            Sandbox::PublicNetworks
        };
        let (engine, cache) = (options.engine.clone(), options.cache.clone());
        let events = Sink::only_to(Arc::new(Nobody));
        let launcher = Launcher::new(
            engine,
            &cache,
            sandbox,
            None,
            options.max_total_workers,
            events,
        )
        .context("failed to make directories for the workers")?;
        process::raise_file_limit();
        let shared = Shared {
            state,
            bodies,
            vault,
            recorder,
            limits: options.limits(),
            trust: hosting::trust(None),
            launcher,
            unpacker: Unpacker::new(cache),
            options,
        };
        Ok(Arc::new(Self {
            shared: Arc::new(shared),
            tenants: RwLock::default(),
            changing: tokio::sync::Mutex::default(),
        }))
    }

    /// Reads all projects; to be called once before serving.
    pub(crate) async fn load(&self) -> anyhow::Result<()> {
        for project in self.shared.state.projects().await? {
            self.changed(&project.reference, None).await?;
        }
        Ok(())
    }

    /// Something of the project has changed, or the project is new or gone: what answers from now on is what the state
    /// says. Workers of what no longer answers finish what they have. With a slug only that function is looked at.
    pub(crate) async fn changed(
        &self,
        project: &ProjectRef,
        slug: Option<&Slug>,
    ) -> anyhow::Result<()> {
        let _turn = self.changing.lock().await;
        let Some(found) = self.shared.state.project(project).await? else {
            if let Some(tenant) = self.write().remove(project.as_str()) {
                tenant.close();
            }
            return Ok(());
        };
        match (self.tenant(project.as_str()), slug) {
            (Some(tenant), Some(slug)) => tenant.reload_function(slug).await,
            (Some(tenant), None) => tenant.reload(&found).await,
            (None, _) => {
                let tenant = Tenant::load(Arc::clone(&self.shared), &found).await?;
                self.write().insert(project.to_string(), Arc::new(tenant));
                Ok(())
            }
        }
    }

    /// Serves until `stop` resolves, then lets what is under way end, for at most `grace`.
    pub(crate) async fn serve(
        self: Arc<Self>,
        gateway: Gateway,
        stop: impl Future<Output = ()>,
        grace: Duration,
    ) {
        let saving = tokio::spawn(process::keep_memory_small());
        let serving = Arc::clone(&self);
        let stop = async move {
            stop.await;
            serving.all().iter().for_each(|tenant| tenant.cut());
        };
        let front = Front(Arc::clone(&self));
        let deadline = gateway.serve(front, stop, grace).await;
        saving.abort();
        let tenants = self.all();
        join_all(tenants.iter().map(|tenant| tenant.stop(deadline))).await;
        self.flush_logs().await;
    }

    /// Waits until what happened so far is in the logs.
    pub(crate) async fn flush_logs(&self) {
        self.shared.recorder.flush().await;
    }

    /// Figures of all projects.
    pub(crate) fn metrics(&self, format: MetricsFormat) -> String {
        let report = metrics::Report::of(self.all().iter().map(|tenant| tenant.figures()));
        match format {
            MetricsFormat::Prometheus => report.to_string(),
            MetricsFormat::Json => report.to_json(),
        }
    }

    /// Where clients find the project: functions are at `/functions/v1/<slug>` below it.
    pub(crate) fn url(&self, project: &ProjectRef) -> String {
        self.shared.url(project)
    }

    fn tenant(&self, project: &str) -> Option<Arc<Tenant>> {
        let tenants = self.tenants.read().unwrap_or_else(PoisonError::into_inner);
        tenants.get(project).cloned()
    }

    fn all(&self) -> Vec<Arc<Tenant>> {
        let tenants = self.tenants.read().unwrap_or_else(PoisonError::into_inner);
        tenants.values().cloned().collect()
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, HashMap<String, Arc<Tenant>>> {
        self.tenants.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the gateway sees.
struct Front(Arc<Serving>);

impl Tenants for Front {
    type Dispatch = Tenant;

    fn find(&self, uri: &Uri, headers: &HeaderMap) -> Option<gateway::Tenant<'_, Tenant>> {
        let (tenant, prefix) = match address::in_path(uri.path()) {
            Some(project) => (self.0.tenant(project), project.len() + 1),
            None => (self.0.tenant(&address::in_host(uri, headers)?), 0),
        };
        Some(gateway::Tenant {
            dispatch: Cow::Owned(tenant?),
            prefix,
        })
    }

    fn hindered(&self, error: &io::Error) {
        let hint = process::is_out_of_files(error).then_some(MORE_FILES);
        tracing::warn!(%error, hint, "clients have to wait, as connections cannot be accepted");
    }

    fn waits_for(&self, requests: Vec<String>) {
        tracing::info!(?requests, "requests under way are waited for");
    }

    fn metrics(&self, _: MetricsFormat) -> Option<String> {
        None
    }
}
