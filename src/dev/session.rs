//! [`Session`]: one run of `fx functions serve`, from its functions to its end.

use std::{path::PathBuf, sync::Arc, time::Duration};

use tokio::sync::mpsc;

use super::{
    Catalog, Inspector, Selection, Serving, Start, Upstreams,
    database::Refusals,
    metrics::Metrics,
    prepare::{Code, Preparer, Warned},
    reload::{Learnt, Order, Reloader},
    serving::Live,
    third_party::ThirdParties,
};
use crate::{
    bundle::{Bundler, Places},
    diagnostics::Hint,
    env_vars::EnvVars,
    events::Sink,
    function::Slug,
    gateway::Gateway,
    hosting, process,
    project::NamedEnvFile,
    worker::{self, Launcher, Pool, Prepare, Sandbox},
};

/// How long requests may go on at most after the first Ctrl-C while functions are debugged: what waits for a debugger
/// would wait for all of it.
const DEBUGGED_GRACE: Duration = Duration::from_secs(2);

/// What a session is made of.
pub(crate) struct Options {
    /// Which functions.
    pub(crate) selection: Selection,
    /// Where their code comes from.
    pub(crate) code: Code,
    /// `--env-file`.
    pub(crate) env_file: Option<NamedEnvFile>,
    /// `http://<host>:<port>` as functions and browsers reach the gateway.
    pub(crate) base_url: String,
    /// The engine's executable.
    pub(crate) engine: PathBuf,
    /// Where modules, packages and lockfiles are kept.
    pub(crate) cache: PathBuf,
    /// `--ca-cert`, absolute.
    pub(crate) ca_cert: Option<PathBuf>,
    /// What functions may do.
    pub(crate) sandbox: Sandbox,
    /// How many processes wait for a reload; `None` for the usual number.
    pub(crate) standby: Option<usize>,
    /// How many workers a function may have at once; `None` for one per core.
    pub(crate) max_workers: Option<usize>,
    /// Where services are.
    pub(crate) services: Start,
    /// How long requests and background work may go on after the first Ctrl-C.
    pub(crate) stop_timeout: Duration,
    /// Where debuggers attach, if functions are debugged.
    pub(crate) inspector: Option<Inspector>,
    /// Whether to look for changes again and again instead of being told.
    pub(crate) poll: bool,
    /// Where to tell what happens.
    pub(crate) events: Sink,
}

/// Workers cannot be given a place for their files.
#[derive(Debug, thiserror::Error)]
#[error("failed to make directories for the workers")]
pub(crate) struct NoRoom {
    temporary: PathBuf,
    cache: PathBuf,
    #[source]
    source: std::io::Error,
}

impl Hint for NoRoom {
    fn hints(&self) -> Vec<String> {
        let (temporary, cache) = (self.temporary.display(), self.cache.display());
        vec![if self.temporary.is_dir() {
            format!(
                "check that you may write to `{temporary}` (`{}`) and `{cache}` (`{}`)",
                EnvVars::TMPDIR,
                EnvVars::FX_CACHE_DIR
            )
        } else {
            format!(
                "`{temporary}` is not a directory: set `{}` to one that you may write to",
                EnvVars::TMPDIR
            )
        }]
    }
}

/// Functions that are being served.
pub(crate) struct Session {
    pub(super) pool: Arc<Pool>,
    pub(super) live: Arc<Live>,
    pub(super) preparer: Arc<Preparer>,
    pub(super) events: Sink,
    pub(super) metrics: Arc<Metrics>,
    pub(super) upstreams: Arc<Upstreams>,
    pub(super) third_parties: Arc<ThirdParties>,
}

/// A session that has not begun.
pub(crate) struct Prologue {
    session: Arc<Session>,
    options: Options,
    learnt: mpsc::UnboundedReceiver<Learnt>,
}

impl Session {
    /// Gets everything ready to start workers; none is started yet.
    pub(crate) fn prepare(
        options: Options,
        catalog: &Catalog,
        serving: Serving,
    ) -> anyhow::Result<Prologue> {
        let live = Arc::new(Live::new(serving));
        let metrics = Arc::new(Metrics::new(Arc::clone(&live)));
        let events = options
            .events
            .clone()
            .observed_by(Arc::clone(&metrics) as _)
            .observed_by(Arc::new(Refusals::new(
                Arc::clone(&live),
                options.events.clone(),
            )));
        let places = Places::of(&catalog.project, &options.cache);
        let launcher = launcher(&options, events.clone())?;
        process::raise_file_limit();
        let (learnt, received) = mpsc::unbounded_channel();
        let third_parties = Arc::new(ThirdParties::new(options.ca_cert.clone()));
        let preparer = Arc::new(Preparer {
            third_parties: Arc::clone(&third_parties),
            live: Arc::clone(&live),
            code: options.code.clone(),
            env_file: options.env_file.clone(),
            base_url: options.base_url.clone(),
            bundler: Bundler::new(places, options.ca_cert.clone(), None),
            trust: [hosting::trust(options.ca_cert.clone()), hosting::proxies()].concat(),
            events: events.clone(),
            learnt,
            warned: Warned::of(&catalog.warnings),
            sandbox: options.sandbox,
        });
        let pool = Pool::new(launcher, pool_options(&options), prepare_with(&preparer));
        pool.set_functions(&live.get().policies());
        let session = Session {
            pool: Arc::new(pool),
            live,
            preparer,
            third_parties,
            upstreams: Arc::new(Upstreams::new(options.services.clone(), events.clone())?),
            events,
            metrics,
        };
        Ok(Prologue {
            session: Arc::new(session),
            options,
            learnt: received,
        })
    }

    /// Serves something else from now on.
    pub(super) fn replace(&self, serving: Arc<Serving>) {
        // Requests are routed by `live`, so what they may be routed to is there first.
        let (old, new) = (self.live.get().policies(), serving.policies());
        self.pool
            .set_functions(&old.into_iter().chain(new.clone()).collect());
        self.live.set(serving);
        self.pool.set_functions(&new);
    }
}

impl Prologue {
    /// Serves until `stop` resolves, then lets what is under way end. Changes of files are watched meanwhile.
    pub(crate) async fn serve(
        self,
        gateway: Gateway,
        orders: mpsc::Receiver<Order>,
        stop: impl Future<Output = ()>,
    ) {
        let Self {
            session,
            options,
            learnt,
        } = self;
        let (reloader, reloads) = Reloader::new(
            Arc::clone(&session),
            options.selection,
            options.env_file,
            options.poll,
        );
        let debuggees = options.inspector.as_ref().map(Inspector::debuggees);
        let grace = match &debuggees {
            Some(_) => DEBUGGED_GRACE.min(options.stop_timeout),
            None => options.stop_timeout,
        };
        let (upstreams, pool) = (Arc::clone(&session.upstreams), Arc::clone(&session.pool));
        let stop = async {
            stop.await;
            if let Some(debuggees) = debuggees {
                debuggees.release();
            }
            upstreams.cut();
            pool.cut();
        };
        upstreams.examine();
        let inspecting = options
            .inspector
            .map(|inspector| tokio::spawn(inspector.serve()));
        let reloading = tokio::spawn(reloader.run(reloads, learnt, orders));
        let saving = tokio::spawn(process::keep_memory_small());
        let deadline = gateway.serve(session, stop, grace).await;
        upstreams.close().await;
        reloading.abort();
        saving.abort();
        pool.stop(deadline).await;
        if let Some(inspecting) = inspecting {
            inspecting.abort();
        }
    }
}

fn launcher(options: &Options, events: Sink) -> Result<Launcher, NoRoom> {
    let launcher = Launcher::new(
        options.engine.clone(),
        &options.cache,
        options.sandbox,
        options.inspector.as_ref().map(Inspector::debuggees),
        None,
        events,
    );
    launcher.map_err(|source| NoRoom {
        temporary: std::env::temp_dir(),
        cache: options.cache.clone(),
        source,
    })
}

/// A process that waits for a function would hold a debugger, and of two workers the debugger would have one.
fn pool_options(options: &Options) -> worker::Options {
    if options.inspector.is_some() {
        return worker::Options {
            standby: 0,
            max_workers: 1,
        };
    }
    let usual = worker::Options::default();
    worker::Options {
        standby: options.standby.unwrap_or(usual.standby),
        max_workers: options.max_workers.unwrap_or(usual.max_workers),
    }
}

fn prepare_with(preparer: &Arc<Preparer>) -> Box<Prepare> {
    let preparer = Arc::clone(preparer);
    Box::new(move |slug: Slug| {
        let preparer = Arc::clone(&preparer);
        Box::pin(async move { preparer.prepare(&slug).await }) as _
    })
}
