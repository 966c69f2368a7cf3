//! [`Bundler`]: the entry to this module, a thread per function that is resolved.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use deno_graph::ModuleGraph;
use sha2::{Digest as _, Sha256};
use tokio::{
    runtime::Handle,
    sync::{Semaphore, oneshot},
};

use super::{
    Artifact, ArtifactOptions, Error,
    assemble::Assembly,
    containment::SourceRoot,
    format::Parts,
    graph::{self, Built, Graph},
    http::Downloader,
    inputs::Inputs,
    npm_tree::PackageStore,
    report::{Report, Survey},
    static_files,
    workspace::Workspace,
};
use crate::{diagnostics::Warning, function::Function, project::Project};

/// How many functions are resolved at once, unless somebody wants more or less.
const JOBS: usize = 4;
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
    /// Where the lockfiles are that workers run with. Two checkouts do not share them.
    locks: PathBuf,
}

impl Places {
    /// The places of a project; what is downloaded and locked goes below `cache`.
    pub(crate) fn of(project: &Project, cache: &Path) -> Self {
        let digest = Sha256::digest(project.root().as_os_str().as_encoded_bytes());
        let id: String = digest[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self {
            source_root: project.source_root().to_owned(),
            supabase_dir: project.supabase_dir(),
            functions_dir: project.functions_dir(),
            deno_dir: cache.join("deno"),
            locks: cache.join("locks").join(id),
        }
    }
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
    /// What there is to know about `function`.
    pub(crate) fn of(function: &Function, places: &Places) -> Self {
        Self {
            entrypoint: function.entrypoint.clone(),
            import_map: function.import_map.clone(),
            static_files: function.static_files.clone(),
            lock_out: places.locks.join(format!("{}.lock", function.slug)),
        }
    }

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
    /// Directories its packages may read.
    pub(crate) package_roots: Vec<PathBuf>,
    /// Changes with what the engine reads before it loads a module.
    pub(crate) configuration: [u8; 32],
    /// Whether one of its modules imports `node:fs`; packages do not count.
    pub(crate) node_files: bool,
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

/// Resolves functions of one project; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Bundler {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    places: Places,
    downloader: Downloader,
    packages: PackageStore,
    parts: Parts,
    permits: Semaphore,
}

impl Bundler {
    /// A bundler whose downloads run on the current runtime, for `jobs` functions at once.
    pub(crate) fn new(places: Places, ca_cert: Option<PathBuf>, jobs: Option<usize>) -> Self {
        // The crates colour their messages by what stderr is when they are first asked.
        deno_terminal::colors::set_use_color(false);
        let shared = Shared {
            places,
            downloader: Downloader::new(ca_cert, Handle::current()),
            packages: PackageStore::default(),
            parts: Parts::default(),
            permits: Semaphore::new(jobs.unwrap_or(JOBS)),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Where things of the project are.
    pub(crate) fn places(&self) -> &Places {
        &self.shared.places
    }

    /// Resolves the function, downloads what is missing and writes the worker's lockfile.
    pub(crate) async fn prepare(&self, request: GraphRequest) -> Preparation {
        let unknown = Inputs::unknown(&request.entrypoint);
        let entrypoint = request.entrypoint.clone();
        let prepared = self.on_thread(&entrypoint, move |shared| {
            let root = shared.source_root();
            let mut inputs = Inputs::of(&request, &shared.places.supabase_dir, &root);
            let outcome = shared.prepare(&request, &root, &mut inputs);
            Preparation {
                inputs,
                outcome: outcome.map_err(|error| error.relative_to(root.path())),
            }
        });
        prepared.await.unwrap_or_else(|error| Preparation {
            inputs: unknown,
            outcome: Err(error),
        })
    }

    /// Makes the function one file. Downloads what is missing, and writes the same lockfile as [`Bundler::prepare`].
    pub(crate) async fn bundle(
        &self,
        request: GraphRequest,
        options: ArtifactOptions,
    ) -> Result<Artifact, Error> {
        let entrypoint = request.entrypoint.clone();
        let artifact = self.on_thread(&entrypoint, move |shared| {
            let root = shared.source_root();
            let artifact = shared.bundle(&request, &root, options);
            artifact.map_err(|error| error.relative_to(root.path()))
        });
        artifact.await?
    }

    /// What the function is made of, and what imports what. Downloads what is missing.
    pub(crate) async fn report(&self, request: GraphRequest) -> Result<Report, Error> {
        let entrypoint = request.entrypoint.clone();
        let report = self.on_thread(&entrypoint, move |shared| {
            let root = shared.source_root();
            let report = shared.report(&request, &root);
            report.map_err(|error| error.relative_to(root.path()))
        });
        report.await?
    }

    /// Runs `job` on a thread of its own, when it is its turn.
    async fn on_thread<T: Send + 'static>(
        &self,
        entrypoint: &Path,
        job: impl FnOnce(&Shared) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let permit = self.shared.permits.acquire().await;
        let _permit = permit.expect("the semaphore is never closed");
        let (reply, answer) = oneshot::channel();
        let shared = Arc::clone(&self.shared);
        let spawned = thread::Builder::new()
            .name("graph".into())
            .stack_size(STACK_SIZE)
            // Whoever asked may have gone; the work then was for the cache.
            .spawn(move || drop(reply.send(job(&shared))));
        let failed = |source| Error::Io {
            action: "resolve",
            path: entrypoint.to_owned(),
            source,
        };
        spawned.map_err(failed)?;
        let ended = || io::Error::other("the module graph could not be built: a parser ended");
        answer.await.map_err(|_| failed(ended()))
    }
}

/// A function whose graph was built.
struct Resolved {
    workspace: Workspace,
    graph: ModuleGraph,
    npm: graph::Npm,
    static_files: Vec<PathBuf>,
    /// Patterns that match nothing.
    unmatched: Vec<String>,
}

impl Shared {
    fn source_root(&self) -> SourceRoot {
        SourceRoot::new(&self.places.source_root)
    }

    fn resolve(
        &self,
        runtime: &tokio::runtime::Runtime,
        request: &GraphRequest,
        root: &SourceRoot,
        inputs: &mut Inputs,
    ) -> Result<Resolved, Error> {
        root.check_file(&request.entrypoint, || {
            format!("entrypoint `{}`", request.entrypoint.display())
        })?;
        let places = &self.places;
        let (static_files, unmatched) =
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
            downloader: &self.downloader,
            root,
        };
        let Built { graph, npm } = runtime.block_on(graph.build(inputs))?;
        Ok(Resolved {
            workspace,
            graph,
            npm,
            static_files,
            unmatched,
        })
    }

    fn prepare(
        &self,
        request: &GraphRequest,
        root: &SourceRoot,
        inputs: &mut Inputs,
    ) -> Result<Prepared, Error> {
        let runtime = runtime(request)?;
        let resolved = self.resolve(&runtime, request, root, inputs)?;
        let Resolved { workspace, npm, .. } = resolved;
        let mut engine_env = vec![("NPM_CONFIG_REGISTRY".to_owned(), npm.registry)];
        if !workspace.package_json {
            engine_env.push(("DENO_NO_PACKAGE_JSON".to_owned(), "1".to_owned()));
        }
        engine_env.extend(graph::jsr_env());
        Ok(Prepared {
            engine_args: workspace.engine_args,
            engine_env,
            npmrc: npm.npmrc,
            static_files: resolved.static_files,
            package_roots: npm.roots,
            configuration: inputs.configuration_digest(&request.lock_out),
            node_files: graph::imports_node_files(&resolved.graph),
            warnings: resolved.unmatched.iter().map(unmatched_warning).collect(),
        })
    }

    fn bundle(
        &self,
        request: &GraphRequest,
        root: &SourceRoot,
        options: ArtifactOptions,
    ) -> Result<Artifact, Error> {
        let runtime = runtime(request)?;
        let mut inputs = Inputs::unknown(&request.entrypoint);
        let resolved = self.resolve(&runtime, request, root, &mut inputs)?;
        if let Some(pattern) = resolved.unmatched.first() {
            return Err(Error::StaticFiles {
                pattern: pattern.clone(),
                problem: "matches no file".to_owned(),
            });
        }
        let assembly = Assembly {
            graph: resolved.graph,
            workspace: &resolved.workspace,
            places: &self.places,
            root,
            packages: &self.packages,
            parts: &self.parts,
            static_files: resolved.static_files,
            import_map: request.import_map.clone(),
        };
        runtime.block_on(assembly.assemble(options))
    }

    fn report(&self, request: &GraphRequest, root: &SourceRoot) -> Result<Report, Error> {
        let runtime = runtime(request)?;
        let mut inputs = Inputs::unknown(&request.entrypoint);
        let resolved = self.resolve(&runtime, request, root, &mut inputs)?;
        let survey = Survey {
            graph: &resolved.graph,
            workspace: &resolved.workspace,
            packages: &self.packages,
            root,
        };
        survey.report()
    }
}

fn unmatched_warning(pattern: &String) -> Warning {
    Warning::new(format!("no file matches `{pattern}` in `static_files`"))
}

fn runtime(request: &GraphRequest) -> Result<tokio::runtime::Runtime, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.map_err(|source| Error::Io {
        action: "resolve",
        path: request.entrypoint.clone(),
        source,
    })
}
