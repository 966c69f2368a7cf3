//! [`Bundler`]: the entry to this module, a thread per function that is resolved.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
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
    error::relative_paths,
    format::{Parts, decompress},
    graph::{self, Built, Graph},
    http::Downloader,
    inputs::Inputs,
    node::NodeUse,
    npm_tree::{NpmFiles, PackageStore},
    report::{Report, Survey},
    restore::restore,
    static_files,
    workspace::Workspace,
};
use crate::{
    diagnostics::Warning,
    function::{Function, Slug},
    project::Project,
};

/// How files of bundles end, best first.
const EXTENSIONS: [&str; 2] = ["ezbr", "eszip"];
/// More bytes than any bundle has, decompressed.
const MAX_BUNDLE: u64 = 512 << 20;
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
    /// Where everything is that can be made again.
    cache: PathBuf,
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
            cache: cache.to_owned(),
            locks: cache.join("locks").join(id),
        }
    }
}

/// One function to prepare.
#[derive(Debug, Clone)]
pub(crate) struct GraphRequest {
    /// Its name.
    pub(crate) slug: Slug,
    /// The main module, absolute.
    pub(crate) entrypoint: PathBuf,
    /// The import map or `deno.json` to use instead of the nearest one, absolute.
    pub(crate) import_map: Option<PathBuf>,
    /// Patterns of static files.
    pub(crate) static_files: Vec<String>,
    /// Where the lockfile of the worker goes.
    pub(crate) lock_out: PathBuf,
    /// Whether to write the project's lockfile, too.
    pub(crate) lock_write: bool,
    /// Whether to do without the network.
    pub(crate) cached_only: bool,
}

impl GraphRequest {
    /// What there is to know about `function`.
    pub(crate) fn of(function: &Function, places: &Places) -> Self {
        Self {
            slug: function.slug.clone(),
            entrypoint: function.entrypoint.clone(),
            import_map: function.import_map.clone(),
            static_files: function.static_files.clone(),
            lock_out: places.locks.join(format!("{}.lock", function.slug)),
            lock_write: false,
            cached_only: false,
        }
    }

    pub(super) fn directory(&self) -> &Path {
        self.entrypoint.parent().unwrap_or(Path::new("/"))
    }
}

/// A function that is ready to run without resolving or downloading anything.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    /// The main module.
    pub(crate) entrypoint: PathBuf,
    /// What messages name files relative to.
    pub(crate) root: PathBuf,
    /// The engine's cache.
    pub(crate) deno_dir: PathBuf,
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
    /// Held by whoever is to write a lockfile of the project's.
    lockfiles: Mutex<()>,
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
            lockfiles: Mutex::default(),
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

    /// Makes the function a bundle and gets that ready to run.
    pub(crate) async fn prepare_bundled(&self, request: GraphRequest) -> Preparation {
        let unknown = Inputs::unknown(&request.entrypoint);
        let entrypoint = request.entrypoint.clone();
        let prepared = self.on_thread(&entrypoint, move |shared| {
            let root = shared.source_root();
            let mut inputs = Inputs::of(&request, &shared.places.supabase_dir, &root);
            let outcome = shared.prepare_bundled(&request, &root, &mut inputs);
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

    /// Gets the bundle of `slug` ready to run that is in `directory`.
    pub(crate) async fn prepare_file(&self, slug: &Slug, directory: &Path) -> Preparation {
        let candidates = EXTENSIONS.map(|extension| directory.join(format!("{slug}.{extension}")));
        let found = candidates.iter().find(|path| path.is_file()).cloned();
        let inputs = Inputs::files(candidates);
        let Some(path) = found else {
            let (slug, directory) = (slug.to_string(), directory.to_owned());
            return Preparation {
                inputs,
                outcome: Err(Error::NoBundle { slug, directory }),
            };
        };
        let file = path.clone();
        let prepared = self.on_thread(&path, move |shared| shared.prepare_file(&file));
        Preparation {
            inputs,
            outcome: prepared.await.flatten(),
        }
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
            let mut inputs = Inputs::unknown(&request.entrypoint);
            let artifact = shared.bundle(&request, &root, &mut inputs, options);
            let told = |error: Error| error.of_function(&request.slug).relative_to(root.path());
            artifact.map_err(told)
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
    /// Whether the project's lockfile pins what comes from elsewhere.
    is_pinned: bool,
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
        let lockfiles = || {
            self.lockfiles
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let _turn = request.lock_write.then(lockfiles);
        let workspace = Workspace::open(request, places, root, inputs)?;
        let graph = Graph {
            request,
            workspace: &workspace,
            downloader: &self.downloader,
            root,
        };
        let Built {
            graph,
            npm,
            is_pinned,
        } = runtime.block_on(graph.build(inputs))?;
        if request.lock_write {
            workspace.lockfile.write(&request.lock_out)?;
        }
        Ok(Resolved {
            is_pinned: is_pinned || request.lock_write,
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
            entrypoint: request.entrypoint.clone(),
            root: self.places.source_root.clone(),
            deno_dir: self.places.deno_dir.clone(),
            engine_args: workspace.engine_args,
            engine_env,
            npmrc: npm.npmrc,
            static_files: resolved.static_files,
            package_roots: npm.packages,
            configuration: inputs.configuration_digest(&request.lock_out),
            node: NodeUse::of(&resolved.graph),
            warnings: resolved.unmatched.iter().map(unmatched_warning).collect(),
        })
    }

    fn prepare_bundled(
        &self,
        request: &GraphRequest,
        root: &SourceRoot,
        inputs: &mut Inputs,
    ) -> Result<Prepared, Error> {
        let options = ArtifactOptions {
            npm_files: NpmFiles::default(),
            compress: false,
        };
        let artifact = self.bundle(request, root, inputs, options)?;
        let prepared = self.restore(&artifact.bytes, &request.entrypoint)?;
        Ok(Prepared {
            warnings: artifact.warnings,
            ..prepared
        })
    }

    fn prepare_file(&self, path: &Path) -> Result<Prepared, Error> {
        let file = std::fs::read(path).map_err(|source| Error::Io {
            action: "read",
            path: path.to_owned(),
            source,
        })?;
        let eszip = decompress(&file, MAX_BUNDLE).map_err(|error| Error::Bundle {
            path: path.to_owned(),
            source: error.into(),
        })?;
        self.restore(&eszip, path)
    }

    fn restore(&self, eszip: &[u8], path: &Path) -> Result<Prepared, Error> {
        let restored = restore(eszip, &self.places.cache);
        let restored = restored.map_err(|source| Error::Bundle {
            path: path.to_owned(),
            source,
        })?;
        Ok(Prepared {
            package_roots: vec![restored.deno_dir.join("npm")],
            entrypoint: restored.entrypoint,
            root: restored.root,
            deno_dir: restored.deno_dir,
            engine_args: restored.engine_args,
            engine_env: restored.engine_env,
            npmrc: String::new(),
            static_files: restored.static_files,
            // Everything is named by a digest of what is in it.
            configuration: [0; 32],
            node: restored.node,
            warnings: Vec::new(),
        })
    }

    fn bundle(
        &self,
        request: &GraphRequest,
        root: &SourceRoot,
        inputs: &mut Inputs,
        options: ArtifactOptions,
    ) -> Result<Artifact, Error> {
        let runtime = runtime(request)?;
        let resolved = self.resolve(&runtime, request, root, inputs)?;
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
            is_pinned: resolved.is_pinned,
        };
        let mut artifact = runtime.block_on(assembly.assemble(options))?;
        for warning in &mut artifact.warnings {
            warning.message = relative_paths(&warning.message, root.path());
        }
        Ok(artifact)
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
