//! [`Session`]: one run of `fx functions serve`, from its functions to its end.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;

use super::{
    LocalKeys,
    prepare::{Preparer, Warned},
};
use crate::{
    bundle::{Bundler, Places},
    events::Sink,
    function::{Function, Slug},
    gateway::{Gateway, Route},
    http,
    project::Project,
    worker::{Launcher, Pool},
};

/// How long requests and background work may go on after the first Ctrl-C.
const GRACE: Duration = Duration::from_secs(10);

/// What a session is made of.
pub(crate) struct Options {
    /// The project.
    pub(crate) project: Arc<Project>,
    /// The functions to serve.
    pub(crate) functions: Vec<Function>,
    /// Functions whose configuration is wrong, with the reason for people.
    pub(crate) broken: BTreeMap<Slug, String>,
    /// `--env-file`, absolute.
    pub(crate) env_file: Option<PathBuf>,
    /// `http://<host>:<port>` as functions and browsers reach the gateway.
    pub(crate) base_url: String,
    /// The engine's executable.
    pub(crate) engine: PathBuf,
    /// Where modules, packages and lockfiles are kept.
    pub(crate) cache: PathBuf,
    /// `--ca-cert`, absolute.
    pub(crate) ca_cert: Option<PathBuf>,
    /// Where to tell what happens.
    pub(crate) events: Sink,
}

/// Functions that are being served.
pub(crate) struct Session {
    pub(super) pool: Arc<Pool>,
    pub(super) routes: HashMap<String, Route>,
    pub(super) broken: HashMap<String, String>,
    pub(super) events: Sink,
}

impl Session {
    /// Gets everything ready to start workers; none is started yet.
    pub(crate) fn new(options: Options, keys: &LocalKeys) -> anyhow::Result<Self> {
        let deno_dir = options.cache.join("deno");
        let launcher = Launcher::new(
            options.engine,
            &options.cache,
            deno_dir.clone(),
            options.events.clone(),
        );
        let launcher = launcher.context("failed to make a directory for the workers")?;
        let routes = routes(&options.functions, options.broken.keys());
        let broken = options.broken.into_iter();
        let broken = broken.map(|(slug, why)| (slug.to_string(), why)).collect();
        let places = Places {
            source_root: options.project.source_root().to_owned(),
            supabase_dir: options.project.supabase_dir(),
            functions_dir: options.project.functions_dir(),
            deno_dir,
        };
        let preparer = Preparer {
            locks: options
                .cache
                .join("locks")
                .join(project_id(&options.project)),
            project: options.project,
            env_file: options.env_file,
            base_url: options.base_url,
            keys: keys.variables(),
            trust: trust(options.ca_cert.clone()),
            bundler: Bundler::new(places, options.ca_cert),
            events: options.events.clone(),
            warned: Warned::default(),
        };
        Ok(Self {
            pool: Arc::new(pool(launcher, options.functions, preparer)),
            routes,
            broken,
            events: options.events,
        })
    }

    /// Serves until `stop` resolves, then lets what is under way end.
    pub(crate) async fn serve(
        self,
        gateway: Gateway,
        keys: &LocalKeys,
        stop: impl Future<Output = ()>,
    ) -> anyhow::Result<()> {
        let pool = Arc::clone(&self.pool);
        let authorizer = keys.authorizer()?;
        gateway.serve(Arc::new(self), authorizer, stop, GRACE).await;
        pool.stop(GRACE).await;
        Ok(())
    }
}

fn routes<'a>(
    functions: &'a [Function],
    broken: impl Iterator<Item = &'a Slug>,
) -> HashMap<String, Route> {
    let served = functions.iter().map(|function| {
        let route = Route {
            verify_jwt: function.verify_jwt.unwrap_or(true),
            request_idle: function.limits.request_idle,
        };
        (function.slug.to_string(), route)
    });
    // The reason is for whoever develops the function, so it is told without a token too.
    let broken = broken.map(|slug| {
        let route = Route {
            verify_jwt: false,
            request_idle: Duration::ZERO,
        };
        (slug.to_string(), route)
    });
    served.chain(broken).collect()
}

fn pool(launcher: Launcher, functions: Vec<Function>, preparer: Preparer) -> Pool {
    let slugs: Vec<Slug> = functions
        .iter()
        .map(|function| function.slug.clone())
        .collect();
    let functions: HashMap<Slug, Function> = functions
        .into_iter()
        .map(|function| (function.slug.clone(), function))
        .collect();
    let shared = Arc::new((preparer, functions));
    let prepare = Box::new(move |slug: Slug| {
        let shared = Arc::clone(&shared);
        Box::pin(async move {
            let (preparer, functions) = &*shared;
            preparer.prepare(&functions[&slug]).await
        }) as _
    });
    Pool::new(launcher, slugs, prepare)
}

/// Variables that make the engine trust whom fx trusts.
fn trust(ca_cert: Option<PathBuf>) -> Vec<(String, String)> {
    let options = http::Options {
        ca_cert,
        ..http::Options::default()
    };
    let variables = http::engine_env(&options).into_iter();
    let texts =
        variables.filter_map(|(name, value)| Some((name.to_owned(), value.into_string().ok()?)));
    texts.collect()
}

/// A name for the project's own files in the cache: two checkouts do not share lockfiles.
fn project_id(project: &Project) -> String {
    use sha2::{Digest as _, Sha256};

    let digest = Sha256::digest(project.root().as_os_str().as_encoded_bytes());
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
