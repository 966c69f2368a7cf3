//! [`Workshop`]: how one function is resolved, made ready to run, or made one file. It blocks, and runs on a thread of
//! its own.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use deno_graph::{GraphKind, ModuleGraph};
use url::Url;

use super::{
    Artifact, ArtifactOptions, Error,
    assemble::Assembly,
    containment::SourceRoot,
    declarations::NOTHING,
    emit::{evaluation_order, is_common_js},
    error::relative_paths,
    format::{Parts, decompress},
    graph::{self, Built, Graph},
    guard::Guard,
    http::Downloader,
    import_map::{EngineMap, Kept},
    inputs::Inputs,
    job::{Job, Jobs},
    node::NodeUse,
    npm_tree::{NpmFiles, PackageStore},
    package_imports::PackageImports,
    report::{Report, Survey},
    request::{GraphRequest, Places},
    restore::{Restored, restore},
    scopes::Scopes,
    stand_ins, static_files,
    workspace::Workspace,
};
use crate::{
    diagnostics::{COMMON_JS, Warning},
    dirs::PRELOADED,
    fs::create_private_dir,
    nesting::Shallow,
};

/// More bytes than any bundle has, decompressed.
pub(super) const MAX_BUNDLE: u64 = 512 << 20;

/// A function that is ready to run without resolving or downloading anything.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    /// The main module.
    pub(crate) entrypoint: PathBuf,
    /// What messages name files relative to.
    pub(crate) root: PathBuf,
    /// The engine's cache.
    pub(crate) deno_dir: PathBuf,
    /// How the engine resolves, the import map apart.
    pub(crate) engine_args: Vec<OsString>,
    /// The engine's import map, if it has one besides its configuration: that of the project, or one that says the same
    /// and leads imports of declaration files nowhere.
    pub(crate) import_map: Option<PathBuf>,
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

impl Prepared {
    /// What it may read. The engine follows symbolic links before it looks for permissions, and so does the system for
    /// the working directory: what lies behind one counts by both names.
    pub(crate) fn readable(&self) -> Vec<PathBuf> {
        let files = self.static_files.iter().chain(&self.package_roots);
        let named = files.chain(self.node.required.values());
        let mut all = Vec::new();
        for path in named {
            all.push(path.clone());
            let real = path.canonicalize().map(deno_path_util::strip_unc_prefix);
            all.extend(real.ok().filter(|real| real != path));
        }
        all
    }

    /// A bundle that was unpacked.
    pub(super) fn of(restored: Restored) -> Self {
        Self {
            package_roots: vec![restored.deno_dir.join("npm")],
            entrypoint: restored.entrypoint,
            root: restored.root,
            deno_dir: restored.deno_dir,
            engine_args: restored.engine_args,
            import_map: None,
            engine_env: restored.engine_env,
            npmrc: String::new(),
            static_files: restored.static_files,
            // Everything is named by a digest of what is in it.
            configuration: [0; 32],
            node: restored.node,
            warnings: Vec::new(),
        }
    }
}

/// What became of a function, and what it depended on.
#[derive(Debug)]
pub(crate) struct Preparation {
    /// The files to watch, also after a failure.
    pub(crate) inputs: Inputs,
    /// The function, or why it cannot run.
    pub(crate) outcome: Result<Prepared, Error>,
}

/// What the threads of one bundler share.
#[derive(Debug)]
pub(super) struct Workshop {
    pub(super) places: Places,
    pub(super) downloader: Downloader,
    pub(super) packages: PackageStore,
    pub(super) package_imports: PackageImports,
    pub(super) parts: Parts,
    pub(super) jobs: Jobs,
    /// Held by whoever is to write a lockfile of the project's.
    pub(super) lockfiles: Mutex<()>,
    /// Sources that can be parsed.
    pub(super) shallow: Shallow,
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
    /// Modules that the engine must not load.
    refused: Vec<Url>,
    /// What bare specifiers mean.
    scopes: Scopes,
}

impl Workshop {
    /// What everything lies below.
    pub(super) fn source_root(&self) -> SourceRoot {
        SourceRoot::new(&self.places.source_root)
    }

    fn resolve(
        &self,
        job: &Job<'_>,
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
            create_directory(directory)?;
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
            shallow: &self.shallow,
            kind: GraphKind::CodeOnly,
            cancelled: job.cancelled(),
        };
        let Built {
            graph,
            lock,
            npm,
            is_pinned,
            refused,
            scopes,
        } = job.run(graph.build(inputs))??;
        if let Some((path, source)) = workspace.factory.sys().refused() {
            return Err(Error::Io {
                action: "read",
                path,
                source,
            });
        }
        if let Some(lock) = lock {
            job.publish(&request.lock_out, &lock)?;
        }
        if request.lock_write {
            workspace.lockfile.write(&request.lock_out, root)?;
        }
        Ok(Resolved {
            is_pinned: is_pinned || request.lock_write,
            workspace,
            graph,
            npm,
            static_files,
            unmatched,
            refused,
            scopes,
        })
    }

    pub(super) fn prepare(
        &self,
        job: &Job<'_>,
        request: &GraphRequest,
        root: &SourceRoot,
        inputs: &mut Inputs,
    ) -> Result<Prepared, Error> {
        let resolved = self.resolve(job, request, root, inputs)?;
        let warnings = resolved.unmatched.iter().map(unmatched_warning);
        let warnings = warnings.chain(common_js_warnings(&resolved.graph, root));
        let warnings = warnings.collect();
        let import_map = self.import_map(job, request, &resolved)?;
        let more = [&request.lock_out].into_iter().chain(&import_map);
        let configuration = inputs.configuration_digest(more.map(PathBuf::as_path));
        let Resolved { workspace, npm, .. } = resolved;
        let imported = self
            .package_imports
            .of(&npm.packages, &self.places.deno_dir);
        let mut engine_env = vec![("NPM_CONFIG_REGISTRY".to_owned(), npm.registry)];
        if !workspace.package_json {
            engine_env.push(("DENO_NO_PACKAGE_JSON".to_owned(), "1".to_owned()));
        }
        engine_env.extend(graph::jsr_env());
        let mut engine_args = workspace.engine_args;
        engine_args.extend(self.guard(resolved.refused, root)?);
        Ok(Prepared {
            entrypoint: request.entrypoint.clone(),
            root: self.places.source_root.clone(),
            deno_dir: self.places.deno_dir.clone(),
            engine_args,
            import_map,
            engine_env,
            npmrc: npm.npmrc,
            static_files: resolved.static_files,
            package_roots: npm.packages,
            configuration,
            node: NodeUse::of(&resolved.graph).with(imported),
            warnings,
        })
    }

    /// The import map of an engine that runs the function.
    fn import_map(
        &self,
        job: &Job<'_>,
        request: &GraphRequest,
        resolved: &Resolved,
    ) -> Result<Option<PathBuf>, Error> {
        let workspace = &resolved.workspace;
        let imports = stand_ins::to_run(&resolved.graph);
        let resolver = job.run(workspace.workspace_resolver())??;
        let kept = Kept::new(&self.places.cache, &request.entrypoint);
        let mut map = EngineMap::new(resolver.maybe_import_map(), kept);
        map.say(resolved.scopes.entries());
        map.say(stand_ins::said(&imports, NOTHING));
        if map.is_configured() {
            return Ok(workspace.import_map.clone());
        }
        let path = request.lock_out.with_extension("imports.json");
        job.publish(&path, map.to_file(&path).as_bytes())?;
        Ok(Some(path))
    }

    /// The engine's argument that keeps it from loading `refused`.
    fn guard(&self, refused: Vec<Url>, root: &SourceRoot) -> Result<Option<OsString>, Error> {
        if refused.is_empty() {
            return Ok(None);
        }
        let Places {
            source_root,
            deno_dir,
            cache,
            ..
        } = &self.places;
        let directory = cache.join(PRELOADED);
        create_directory(&directory)?;
        let guard = Guard::new(&[source_root, root.path(), deno_dir], refused);
        let written = guard.write(&directory).map(Some);
        written.map_err(|source| failed("write to", &directory, source))
    }

    pub(super) fn prepare_bundled(
        &self,
        job: &Job<'_>,
        request: &GraphRequest,
        root: &SourceRoot,
        inputs: &mut Inputs,
    ) -> Result<Prepared, Error> {
        let options = ArtifactOptions {
            npm_files: NpmFiles::default(),
            compress: false,
            env_reads: false,
        };
        let artifact = self.bundle(job, request, root, inputs, options)?;
        let prepared = self.restore(&artifact.bytes, &request.entrypoint)?;
        Ok(Prepared {
            warnings: artifact.warnings,
            ..prepared
        })
    }

    pub(super) fn prepare_file(&self, path: &Path) -> Result<Prepared, Error> {
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
        Ok(Prepared::of(restored))
    }

    pub(super) fn bundle(
        &self,
        job: &Job<'_>,
        request: &GraphRequest,
        root: &SourceRoot,
        inputs: &mut Inputs,
        options: ArtifactOptions,
    ) -> Result<Artifact, Error> {
        let resolved = self.resolve(job, request, root, inputs)?;
        let unmatched = resolved.unmatched.first();
        if let Some(pattern) = unmatched.filter(|_| !request.may_match_nothing) {
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
            shallow: &self.shallow,
            static_files: resolved.static_files,
            import_map: request.import_map.clone(),
            is_pinned: resolved.is_pinned,
            scopes: resolved.scopes,
        };
        let mut artifact = job.run(assembly.assemble(options))??;
        for warning in &mut artifact.warnings {
            warning.message = relative_paths(&warning.message, root.path());
        }
        Ok(artifact)
    }

    pub(super) fn report(
        &self,
        job: &Job<'_>,
        request: &GraphRequest,
        root: &SourceRoot,
    ) -> Result<Report, Error> {
        let mut inputs = Inputs::unknown(&request.entrypoint);
        let resolved = self.resolve(job, request, root, &mut inputs)?;
        let survey = Survey {
            graph: &resolved.graph,
            workspace: &resolved.workspace,
            packages: &self.packages,
            root,
        };
        survey.report()
    }
}

fn create_directory(directory: &Path) -> Result<(), Error> {
    create_private_dir(directory).map_err(|source| failed("create", directory, source))
}

fn failed(action: &'static str, path: &Path, source: std::io::Error) -> Error {
    Error::Io {
        action,
        path: path.to_owned(),
        source,
    }
}

fn unmatched_warning(pattern: &String) -> Warning {
    Warning::new(format!("no file matches `{pattern}` in `static_files`"))
}

/// The engine runs what a bundle cannot have.
fn common_js_warnings(graph: &ModuleGraph, root: &SourceRoot) -> Vec<Warning> {
    let found = evaluation_order(graph).into_iter();
    let found = found.filter(|module| is_common_js(module.media_type()));
    let warnings = found.map(|module| {
        let shown = root.shown(module.specifier());
        let text = format!("`{shown}` is CommonJS, which runs here but cannot be deployed");
        Warning::new(text).with_hint(COMMON_JS)
    });
    warnings.collect()
}
