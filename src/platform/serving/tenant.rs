//! [`Tenant`]: the functions of one project as the gateway sees them, and the pool of their workers.

use std::{
    collections::{BTreeMap, HashMap},
    io,
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::Instant,
};

use futures_util::future::BoxFuture;
use serde_json::Value;
use socket2::Socket;

use super::{Shared, metrics::Counting, options::request_idle, prepare::Preparer};
use crate::{
    api_types::ProjectRef,
    events::{Advice, Event, Request, Sink},
    function::{Policy, Slug},
    gateway::{Authorizer, Connect, Dispatch, LeasedWorker, Problem, Route},
    hosting,
    platform::{
        keys::ProjectKeys,
        record::{Function, Project},
    },
    worker::{Lease, Pool, Stream},
};

/// Where the public keys are that tokens are checked with.
const JWKS: &str = "/auth/v1/.well-known/jwks.json";

/// A project that is served.
pub(crate) struct Tenant {
    shared: Arc<Shared>,
    project: ProjectRef,
    live: Arc<RwLock<Live>>,
    /// Made when the first request comes.
    pool: OnceLock<Arc<Pool>>,
    events: Sink,
    counting: Arc<Counting>,
}

/// What is answered with at one moment.
pub(super) struct Live {
    pub(super) region: String,
    pub(super) keys: Arc<ProjectKeys>,
    pub(super) functions: HashMap<String, Arc<Function>>,
    authorizer: Arc<Authorizer>,
}

impl Live {
    fn policies(&self, policy: Policy) -> BTreeMap<Slug, Policy> {
        let functions = self.functions.values();
        functions
            .map(|function| (function.slug.clone(), policy))
            .collect()
    }
}

impl Tenant {
    /// A project as the state has it.
    pub(super) async fn load(shared: Arc<Shared>, project: &Project) -> anyhow::Result<Self> {
        let live = read_all(&shared, project).await?;
        let reference = project.reference.clone();
        let recorder = Arc::clone(&shared.recorder);
        let counting = Arc::new(Counting::new(reference.clone(), recorder));
        Ok(Self {
            shared,
            project: reference,
            live: Arc::new(RwLock::new(live)),
            pool: OnceLock::new(),
            events: Sink::only_to(Arc::clone(&counting) as _),
            counting,
        })
    }

    /// Is what the state says from now on; every function starts anew.
    pub(super) async fn reload(&self, project: &Project) -> anyhow::Result<()> {
        let live = read_all(&self.shared, project).await?;
        let slugs: Vec<String> = live.functions.keys().cloned().collect();
        self.replace(|old| *old = live);
        for slug in slugs {
            self.renew(&slug);
        }
        Ok(())
    }

    /// The same for one function.
    pub(super) async fn reload_function(&self, slug: &Slug) -> anyhow::Result<()> {
        let found = self.shared.state.function(&self.project, slug).await?;
        self.replace(|live| match found {
            Some(function) => {
                live.functions.insert(slug.to_string(), Arc::new(function));
            }
            None => {
                live.functions.remove(slug.as_str());
            }
        });
        self.renew(slug.as_str());
        Ok(())
    }

    /// The project is gone: its workers finish what they have.
    pub(super) fn close(&self) {
        self.replace(|live| live.functions.clear());
    }

    /// Has connections that have no end of their own close.
    pub(super) fn cut(&self) {
        if let Some(pool) = self.pool.get() {
            pool.cut();
        }
    }

    /// Waits for requests and background work until `deadline`.
    pub(super) async fn stop(&self, deadline: Instant) {
        if let Some(pool) = self.pool.get() {
            pool.stop(deadline).await;
        }
    }

    /// Changes what requests are routed by, and the slots with it. The lock is held for both, so that there are slots
    /// for exactly what is routed, also when the first request makes the pool at this moment.
    fn replace(&self, change: impl FnOnce(&mut Live)) {
        let mut live = self.write();
        change(&mut live);
        if let Some(pool) = self.pool.get() {
            pool.set_functions(&live.policies(self.shared.options.policy));
        }
    }

    fn renew(&self, slug: &str) {
        if let Some(pool) = self.pool.get() {
            pool.renew(slug);
        }
    }

    fn pool(&self) -> &Arc<Pool> {
        if let Some(pool) = self.pool.get() {
            return pool;
        }
        let live = self.read();
        self.pool.get_or_init(|| {
            let launcher = self.shared.launcher.with_events(self.events.clone());
            let prepare = Arc::new(self.preparer()).into_prepare();
            let pool = Pool::new(launcher, self.shared.pool_options(), prepare);
            pool.set_functions(&live.policies(self.shared.options.policy));
            Arc::new(pool)
        })
    }

    pub(super) fn preparer(&self) -> Preparer {
        Preparer {
            shared: Arc::clone(&self.shared),
            project: self.project.clone(),
            live: Arc::clone(&self.live),
            told: Mutex::default(),
        }
    }

    /// What has been counted, and the workers there are.
    pub(super) fn figures(&self) -> super::metrics::Figures {
        let pool = self.pool.get();
        let workers = pool.map(|pool| pool.figures()).unwrap_or_default();
        let waiting = pool.map(|pool| pool.waiting()).unwrap_or_default();
        self.counting.figures(workers, waiting)
    }

    fn read(&self) -> RwLockReadGuard<'_, Live> {
        self.live.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Live> {
        self.live.write().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn read_all(shared: &Shared, project: &Project) -> anyhow::Result<Live> {
    let state = &*shared.state;
    let keys = ProjectKeys::load(state, &shared.vault, project).await?;
    let functions = state.functions(&project.reference).await?.into_iter();
    Ok(Live {
        region: project.region.clone(),
        authorizer: Arc::new(keys.authorizer()?),
        keys: Arc::new(keys),
        functions: functions
            .map(|function| (function.slug.to_string(), Arc::new(function)))
            .collect(),
    })
}

impl Connect for Tenant {
    type Lease = Lease;
    type Stream = Stream;

    async fn connect(&self, lease: &Lease) -> io::Result<Option<Stream>> {
        lease.connect().await
    }

    fn probe(stream: &Stream) -> io::Result<Socket> {
        hosting::probe(stream)
    }

    fn cut(&self, lease: &Lease) -> BoxFuture<'static, ()> {
        Box::pin(lease.cut())
    }

    fn is_overdue(&self, lease: &Lease) {
        lease.is_overdue();
    }
}

impl Dispatch for Tenant {
    fn route(&self, slug: &str) -> Option<Route> {
        let limits = &self.shared.limits;
        let live = self.read();
        let function = live.functions.get(slug)?;
        Some(Route {
            verify_jwt: function.version.verify_jwt,
            request_idle: request_idle(limits, function.limits.as_ref()),
            html: hosting::html(limits),
        })
    }

    fn authorizer(&self) -> Arc<Authorizer> {
        Arc::clone(&self.read().authorizer)
    }

    async fn dispatch(&self, slug: &str) -> Result<LeasedWorker<Lease>, Problem> {
        hosting::lease(self.pool(), slug).await
    }

    async fn explain(&self, lease: &Lease) -> Problem {
        hosting::explain(lease).await
    }

    fn tell_html(&self, slug: &str) {
        self.events.advise(slug, Advice::Html);
    }

    fn observe(&self, request: Request) {
        // Names that no function has had are whatever clients make up.
        let is_known =
            request.worker.is_some() || self.read().functions.contains_key(request.slug());
        if is_known {
            self.events.send(Event::Request(request));
        }
    }

    fn document(&self, path: &str) -> Option<Value> {
        (path == JWKS).then(|| self.read().keys.jwks())
    }
}
