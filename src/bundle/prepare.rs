//! [`Bundler::prepare`]: the entry to this module, a thread per preparation.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use tokio::{
    runtime::Handle,
    sync::{Semaphore, oneshot},
};

use super::{
    Error,
    containment::SourceRoot,
    graph::{self, Built, Graph},
    http::Downloader,
    inputs::Inputs,
    node::NodeUse,
    static_files,
    workspace::Workspace,
};
use crate::diagnostics::Warning;

/// How many functions are prepared at once.
const MAX_CONCURRENT: usize = 4;
/// The parser recurses into deeply nested source.
const STACK_SIZE: usize = 16 * 1024 * 1024;

/// Directories that all functions of a project share. All are absolute.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// What every file of a function lies below.
    pub(crate) source_root: PathBuf,
    /// What patterns of static files are relative to.
    pub(crate) supabase_dir: PathBuf,
    /// Where functions live; above it, `package.json` is not a function's.
    pub(crate) functions_dir: PathBuf,
    /// The cache of modules and packages, in the engine's own layout.
    pub(crate) deno_dir: PathBuf,
}

/// One function to prepare.
#[derive(Debug, Clone)]
pub(crate) struct GraphRequest {
    /// The main module, absolute.
    pub(crate) entrypoint: PathBuf,
    /// The import map or `deno.json` to use instead of the nearest one, absolute.
    pub(crate) import_map: Option<PathBuf>,
    /// Patterns of static files.
    pub(crate) static_files: Vec<String>,
    /// Where the lockfile of the worker goes.
    pub(crate) lock_out: PathBuf,
}

impl GraphRequest {
    pub(super) fn directory(&self) -> &Path {
        self.entrypoint.parent().unwrap_or(Path::new("/"))
    }
}

/// A function that is ready to run without resolving or downloading anything.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prepared {
    /// How the engine resolves.
    pub(crate) engine_args: Vec<OsString>,
    /// Variables the engine needs for it.
    pub(crate) engine_env: Vec<(String, String)>,
    /// The scopes of `.npmrc` without credentials, for the engine's own `.npmrc`.
    pub(crate) npmrc: String,
    /// Files the function may read.
    pub(crate) static_files: Vec<PathBuf>,
    /// The directories of its packages.
    pub(crate) package_roots: Vec<PathBuf>,
    /// Changes with what the engine reads before it loads a module.
    pub(crate) configuration: [u8; 32],
    /// What it does with `node:` modules and `require`.
    pub(crate) node: NodeUse,
    /// What to tell the user.
    pub(crate) warnings: Vec<Warning>,
}

/// What became of a function, and what it depended on.
#[derive(Debug)]
pub(crate) struct Preparation {
    /// The files to watch, also after a failure.
    pub(crate) inputs: Inputs,
    /// The function, or why it cannot run.
    pub(crate) outcome: Result<Prepared, Error>,
}

/// Prepares functions of one project; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Bundler {
    places: Arc<Places>,
    downloader: Downloader,
    permits: Arc<Semaphore>,
}

impl Bundler {
    /// A bundler whose downloads run on the current runtime.
    pub(crate) fn new(places: Places, ca_cert: Option<PathBuf>) -> Self {
        // The crates colour their messages by what stderr is when they are first asked.
        deno_terminal::colors::set_use_color(false);
        Self {
            places: Arc::new(places),
            downloader: Downloader::new(ca_cert, Handle::current()),
            permits: Arc::new(Semaphore::new(MAX_CONCURRENT)),
        }
    }

    /// Resolves the function, downloads what is missing and writes the worker's lockfile.
    pub(crate) async fn prepare(&self, request: GraphRequest) -> Preparation {
        let _permit = self
            .permits
            .acquire()
            .await
            .expect("the semaphore is never closed");
        let (reply, answer) = oneshot::channel();
        let entrypoint = request.entrypoint.clone();
        let (places, downloader) = (Arc::clone(&self.places), self.downloader.clone());
        let spawned = thread::Builder::new()
            .name("graph".into())
            .stack_size(STACK_SIZE)
            // Whoever asked may have gone; the work then was for the cache.
            .spawn(move || drop(reply.send(run(&request, &places, &downloader))));
        let failed = |source| Preparation {
            inputs: Inputs::unknown(&entrypoint),
            outcome: Err(Error::Io {
                action: "resolve",
                path: entrypoint.clone(),
                source,
            }),
        };
        if let Err(source) = spawned {
            return failed(source);
        }
        let ended = std::io::Error::other("the module graph could not be built: a parser ended");
        answer.await.unwrap_or_else(|_| failed(ended))
    }
}

fn run(request: &GraphRequest, places: &Places, downloader: &Downloader) -> Preparation {
    let root = SourceRoot::new(&places.source_root);
    let mut inputs = Inputs::of(request, &places.supabase_dir, &root);
    let outcome = resolve(request, places, downloader, &root, &mut inputs);
    Preparation {
        inputs,
        outcome: outcome.map_err(|error| error.relative_to(root.path())),
    }
}

fn resolve(
    request: &GraphRequest,
    places: &Places,
    downloader: &Downloader,
    root: &SourceRoot,
    inputs: &mut Inputs,
) -> Result<Prepared, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|source| Error::Io {
        action: "resolve",
        path: request.entrypoint.clone(),
        source,
    })?;
    root.check_file(&request.entrypoint, || {
        format!("entrypoint `{}`", request.entrypoint.display())
    })?;
    let (static_files, warnings) =
        static_files::find(&request.static_files, &places.supabase_dir, root)?;
    if let Some(directory) = request.lock_out.parent() {
        std::fs::create_dir_all(directory).map_err(|source| Error::Io {
            action: "create",
            path: directory.to_owned(),
            source,
        })?;
    }
    let workspace = Workspace::open(request, places, root, inputs)?;
    let graph = Graph {
        request,
        workspace: &workspace,
        downloader,
        root,
    };
    let Built { npm, node } = runtime.block_on(graph.build(inputs))?;
    let mut engine_env = vec![("NPM_CONFIG_REGISTRY".to_owned(), npm.registry)];
    if !workspace.package_json {
        engine_env.push(("DENO_NO_PACKAGE_JSON".to_owned(), "1".to_owned()));
    }
    engine_env.extend(graph::jsr_env());
    Ok(Prepared {
        engine_args: workspace.engine_args,
        engine_env,
        npmrc: npm.npmrc,
        static_files,
        package_roots: npm.packages,
        configuration: inputs.configuration_digest(&request.lock_out),
        node,
        warnings,
    })
}
