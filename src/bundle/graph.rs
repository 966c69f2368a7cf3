//! The module graph of one function: built, checked, locked, and its npm packages in the cache.

use std::{borrow::Cow, collections::BTreeSet, path::PathBuf, sync::Arc};

use deno_ast::MediaType;
use deno_cache_dir::file_fetcher::{CacheSetting, NullBlobStore};
use deno_error::JsErrorBox;
use deno_graph::{
    BuildOptions, GraphKind, JsrLoadError, ModuleErrorKind, ModuleGraph, ModuleGraphError,
    ModuleLoadError,
    analysis::{ModuleAnalyzer, ModuleInfo},
    ast::ParserModuleAnalyzer,
    source::JsrUrlProvider,
};
use deno_npm_cache::NpmCacheSetting;
use deno_npm_installer::{
    LifecycleScriptsConfig, LogReporter, NpmInstallerFactory, NpmInstallerFactoryOptions,
    PackageCaching, PackagesAllowedScripts,
    graph::{NpmCachingStrategy, NpmDenoGraphResolver},
    lifecycle_scripts::NullLifecycleScriptsExecutor,
};
use deno_resolver::{
    deno_json::JsxImportSourceConfigResolver,
    file_fetcher::{
        DenoGraphLoader, DenoGraphLoaderOptions, PermissionedFileFetcher,
        PermissionedFileFetcherOptions,
    },
    graph::{EnhanceGraphErrorMode, NpmTypesResolutionMode, enhance_graph_error},
    loader::MemoryFiles,
    lockfile::LockfileLock,
};
use sys_traits::impls::RealSys;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    Error,
    agreement::Agreement,
    containment::{Inside, SourceRoot},
    declarations::{Declared, Unfetched},
    emit::local_files,
    error,
    http::{DOWNLOAD_FAILED, Downloader},
    inputs::Inputs,
    linked::{Linking, Manifests},
    location::Location,
    locked_first::LockedFirst,
    lockfile,
    npm_tree::requirements,
    ports,
    request::GraphRequest,
    require::Requiring,
    scopes::Scopes,
    system::System,
    workspace::{Workspace, configuration_error},
};
use crate::{
    diagnostics::with_causes,
    env_vars::EnvVars,
    nesting::{Shallow, TOO_DEEP},
};

type NpmFactory = NpmInstallerFactory<Downloader, LogReporter, System>;

/// Everything the graph of one function is built from.
pub(super) struct Graph<'a> {
    pub(super) request: &'a GraphRequest,
    pub(super) workspace: &'a Workspace,
    pub(super) downloader: &'a Downloader,
    pub(super) root: &'a SourceRoot,
    pub(super) shallow: &'a Shallow,
    /// Whether it has what only types need, too.
    pub(super) kind: GraphKind,
    /// Whether nobody waits for it any more.
    pub(super) cancelled: &'a CancellationToken,
}

/// A graph without mistakes, and its packages.
pub(super) struct Built {
    /// The graph.
    pub(super) graph: ModuleGraph,
    /// The worker's lockfile, if it has to be written.
    pub(super) lock: Option<Vec<u8>>,
    /// Its packages, which are in the cache.
    pub(super) npm: Npm,
    /// Whether the project's lockfile pins all of them, and all modules from elsewhere.
    pub(super) is_pinned: bool,
    /// Modules outside the source root that are imported when the function runs, if at all.
    pub(super) refused: Vec<Url>,
    /// What the engine and readers are told about bare specifiers.
    pub(super) scopes: Scopes,
}

/// The npm half of the outcome.
pub(super) struct Npm {
    /// The default registry, without credentials.
    pub(super) registry: String,
    /// Lines of `.npmrc` that name the registries of scopes, without credentials.
    pub(super) npmrc: String,
    /// The directories of its packages.
    pub(super) packages: Vec<PathBuf>,
}

impl Graph<'_> {
    /// Builds and checks the graph, and caches the packages.
    pub(super) async fn build(&self, inputs: &mut Inputs) -> Result<Built, Error> {
        let npm = self.npm_factory();
        let lockfile = self.start(&npm).await?;
        let project_lockfile = &self.workspace.lockfile;
        let pins = project_lockfile.pins(&lockfile);
        let (graph, consulted) = self.module_graph(&npm, &lockfile).await?;
        inputs.add_modules(&graph);
        inputs.add_configuration(consulted);
        let resolver = self.workspace.workspace_resolver().await?;
        let members = resolver.package_jsons().map(|json| json.path.clone());
        inputs.add_configuration(with_modules(members, &graph));
        let refused = self.root.check_graph(&graph)?;
        self.check(&graph)?;
        self.check_agreement(&graph)?;
        let lock = self.note(&graph, &lockfile)?;
        let npm = self.cache_packages(&npm, &graph).await?;
        Ok(Built {
            scopes: Scopes::of(&graph, &resolver),
            is_pinned: project_lockfile.is_complete(&pins, &lockfile, &graph),
            graph,
            lock,
            npm,
            refused,
        })
    }

    /// Downloads what code and types need, and gives the lockfile with it. What is wrong otherwise is for the type checker
    /// to tell, which knows how to.
    pub(super) async fn fetch_types(
        &self,
    ) -> Result<(ModuleGraph, Scopes, Option<Vec<u8>>), Error> {
        let npm = self.npm_factory();
        let lockfile = self.start(&npm).await?;
        let (graph, _) = self.module_graph(&npm, &lockfile).await?;
        let errors = graph.module_errors().cloned();
        let errors = errors.map(|error| self.module_error(ModuleGraphError::ModuleError(error)));
        let packages = graph.npm_dep_graph_result.as_ref().err();
        let packages = packages.map(|error| npm_error(with_causes(error.as_ref())));
        if let Some(error) = errors.chain(packages).find(Error::ends_a_check) {
            return Err(error);
        }
        let lock = self.note(&graph, &lockfile)?;
        let resolver = self.workspace.workspace_resolver().await?;
        let scopes = Scopes::of(&graph, &resolver);
        Ok((graph, scopes, lock))
    }

    /// Reads the lockfile and what it says of packages.
    async fn start(&self, npm: &NpmFactory) -> Result<Arc<LockfileLock<System>>, Error> {
        let started = npm.initialize_npm_resolution_if_managed().await;
        let started = started.map_err(configuration_error);
        started.map_err(|error| self.about_lockfile(error))?;
        let lockfile = npm.maybe_lockfile().await.map_err(configuration_error);
        let lockfile = lockfile.map_err(|error| self.about_lockfile(error))?;
        Ok(Arc::clone(lockfile.expect("we name a lockfile")))
    }

    /// Makes the engine find what is in the cache, and gives the lockfile if it has to be written.
    fn note(
        &self,
        graph: &ModuleGraph,
        lockfile: &LockfileLock<System>,
    ) -> Result<Option<Vec<u8>>, Error> {
        let changed = lockfile::record(graph, lockfile);
        let changed = changed.map_err(|error| self.about_lockfile(error))?;
        let factory = &self.workspace.factory;
        let deno_dir = factory.deno_dir().map_err(configuration_error)?;
        ports::link(graph, factory.jsr_url(), &deno_dir.root)?;
        Ok(changed.or_else(|| self.workspace.factory.sys().given_lockfile()))
    }

    fn about_lockfile(&self, error: Error) -> Error {
        let ours = &self.request.lock_out;
        self.workspace.lockfile.explain(error, ours)
    }

    fn npm_factory(&self) -> NpmFactory {
        let directory = self.request.directory().to_owned();
        NpmInstallerFactory::new(
            Arc::clone(&self.workspace.resolver),
            Arc::new(self.downloader.clone()),
            Arc::new(NullLifecycleScriptsExecutor),
            LogReporter,
            None,
            NpmInstallerFactoryOptions {
                cache_setting: match self.request.cached_only {
                    true => NpmCacheSetting::Only,
                    false => NpmCacheSetting::Use,
                },
                caching_strategy: NpmCachingStrategy::Lazy,
                clean_on_install: false,
                dedup_lockfile_peer_variants: false,
                production: true,
                skip_types: false,
                lifecycle_scripts_config: LifecycleScriptsConfig {
                    allowed: PackagesAllowedScripts::None,
                    denied: Vec::new(),
                    initial_cwd: directory.clone(),
                    root_dir: directory,
                    explicit_install: false,
                },
                resolve_npm_resolution_snapshot: Box::new(|| Ok(None)),
            },
        )
    }

    async fn module_graph(
        &self,
        npm: &NpmFactory,
        lockfile: &LockfileLock<System>,
    ) -> Result<(ModuleGraph, BTreeSet<PathBuf>), Error> {
        let factory = &self.workspace.resolver;
        let resolver = factory.deno_resolver().await;
        let resolver = resolver.map_err(configuration_error)?;
        let npm_resolver = self.locked_first(npm).await?;
        let which = match self.kind.include_types() {
            true => Unfetched::Runtime,
            false => Unfetched::All,
        };
        let inner = Inside {
            loader: self.loader()?,
            root: self.root,
            cancelled: self.cancelled,
        };
        let loader = Declared { inner, which };
        let options = factory.compiler_options_resolver();
        let options = options.map_err(configuration_error)?;
        let jsx = JsxImportSourceConfigResolver::from_compiler_options_resolver(options)
            .map_err(configuration_error)?;
        let cjs = factory.cjs_tracker().map_err(configuration_error)?;
        let graph_resolver = resolver.as_graph_resolver(
            cjs.as_ref(),
            &jsx,
            None,
            NpmTypesResolutionMode::FallbackToExecution,
        );
        let mapped = self.workspace.workspace_resolver().await?;
        let linking = Linking {
            inner: graph_resolver,
            factory,
            mapped: &mapped,
            manifests: Manifests::new(factory, self.root),
        };
        let inner = Requiring(linking);
        let graph_resolver = Declared { inner, which };
        let sources = factory.parsed_source_cache().clone();
        let parser = sources.as_capturing_parser();
        let analyzer = Guarded {
            inner: ParserModuleAnalyzer::new(&parser),
            shallow: self.shallow,
        };
        let jsr_url = JsrUrl(self.workspace.factory.jsr_url().clone());
        let jsr_versions = factory.jsr_version_resolver();
        let jsr_versions = jsr_versions.map_err(configuration_error)?;
        let mut locker = lockfile.as_deno_graph_locker();
        let mut graph = ModuleGraph::new(self.kind);
        lockfile.fill_graph(&mut graph);
        let entrypoint =
            Url::from_file_path(&self.request.entrypoint).expect("entrypoints are absolute");
        let build_options = BuildOptions {
            locker: Some(&mut locker),
            file_system: &RealSys,
            jsr_url_provider: &jsr_url,
            jsr_version_resolver: Cow::Borrowed(jsr_versions.as_ref()),
            module_analyzer: &analyzer,
            npm_resolver: Some(&npm_resolver),
            prefer_cached_jsr_versions: self.request.cached_only,
            resolver: Some(&graph_resolver),
            ..BuildOptions::default()
        };
        let imports = match self.kind.include_types() {
            true => options.to_graph_imports(),
            false => Vec::new(),
        };
        graph
            .build(vec![entrypoint], imports, &loader, build_options)
            .await;
        let mut consulted = graph_resolver.inner.0.manifests.consulted.into_inner();
        consulted.extend(npm_resolver.manifests.consulted.into_inner());
        Ok((graph, consulted))
    }

    fn loader(&self) -> Result<DenoGraphLoader<NullBlobStore, System, Downloader>, Error> {
        let factory = &self.workspace.factory;
        let cache = factory.http_cache().map_err(configuration_error)?;
        let global_cache = factory.global_http_cache();
        let global_cache = global_cache.map_err(configuration_error)?;
        let in_npm_package = self.workspace.resolver.in_npm_package_checker();
        let in_npm_package = in_npm_package.map_err(configuration_error)?;
        let fetcher = PermissionedFileFetcher::new(
            NullBlobStore,
            Arc::new(cache.clone()),
            self.downloader.clone(),
            Arc::new(MemoryFiles::default()),
            factory.sys().clone(),
            PermissionedFileFetcherOptions {
                allow_remote: true,
                cache_setting: match self.request.cached_only {
                    true => CacheSetting::Only,
                    false => CacheSetting::Use,
                },
            },
        );
        Ok(DenoGraphLoader::new(
            Arc::new(fetcher),
            global_cache.clone(),
            in_npm_package.clone(),
            factory.sys().clone(),
            DenoGraphLoaderOptions {
                file_header_overrides: Default::default(),
                include_npm_sources: false,
                permissions: None,
                file_permission_api_name: None,
                reporter: None,
            },
        ))
    }

    async fn locked_first(&self, npm: &NpmFactory) -> Result<LockedFirst<'_>, Error> {
        let installer = npm.npm_installer_if_managed().await;
        let installer = installer.map_err(configuration_error)?.cloned();
        let resolver = self.workspace.resolver.npm_resolver();
        let resolver = resolver.map_err(configuration_error)?;
        let requirements = resolver
            .as_managed()
            .map(|managed| managed.resolution().package_reqs())
            .unwrap_or_default();
        let locked = requirements
            .into_iter()
            .map(|(requirement, _)| requirement.name.to_string());
        Ok(LockedFirst {
            // With a flag that nobody raises: a dependency of `package.json` is no reason to install all others.
            inner: NpmDenoGraphResolver::new(
                installer.clone(),
                Arc::default(),
                NpmCachingStrategy::Lazy,
            ),
            locked: locked.collect(),
            installer,
            manifests: Manifests::new(&self.workspace.resolver, self.root),
            directory: self.request.directory(),
        })
    }

    /// The first mistake of the graph as an error with its place.
    fn check(&self, graph: &ModuleGraph) -> Result<(), Error> {
        if let Err(error) = graph.valid() {
            return Err(self.module_error(error));
        }
        if let Err(error) = &graph.npm_dep_graph_result {
            return Err(self.about_lockfile(npm_error(with_causes(error.as_ref()))));
        }
        Ok(())
    }

    /// Refuses what the engine and a bundle would treat differently.
    fn check_agreement(&self, graph: &ModuleGraph) -> Result<(), Error> {
        let Workspace {
            factory, resolver, ..
        } = self.workspace;
        let directory = factory.workspace_directory();
        let directory = directory.map_err(configuration_error)?;
        let options = resolver.compiler_options_resolver();
        Agreement {
            graph,
            configuration: &directory.workspace,
            options: options.map_err(configuration_error)?,
            sources: resolver.parsed_source_cache(),
            system: factory.sys(),
            root: self.root,
        }
        .check()
    }

    fn module_error(&self, error: ModuleGraphError) -> Error {
        let range = error.maybe_range().cloned();
        let untold = causes_at_jsr(&error);
        let causes = [with_causes(&error), untold.clone()].concat();
        let network = causes.contains(DOWNLOAD_FAILED);
        let is_npm_refusal = !network && is_npm_refusal(&error);
        let is_forbidden = causes.contains("(os error 13)");
        let is_syntax = matches!(
            error.as_module_error_kind(),
            Some(ModuleErrorKind::Parse { .. })
        );
        let is_too_deep = is_syntax && causes.contains(TOO_DEEP);
        let enhanced = enhance_graph_error(&RealSys, error, EnhanceGraphErrorMode::HideRange, &[]);
        let root = self.root.path();
        let (message, mut hints) = split_hints(&enhanced.to_string());
        let message = [message, untold].concat();
        let message = match message.split_once(INTEGRITY_ADVICE) {
            Some((message, _)) => {
                hints.push(error::CHANGED_MODULE.to_owned());
                message.to_owned()
            }
            None => message,
        };
        if is_forbidden {
            hints.push("allow fx to read the file, for example with `chmod u+r`".to_owned());
        }
        if is_too_deep {
            hints.push(error::NESTING.to_owned());
        }
        hints.extend(unslashed_prefix(&message));
        hints.extend(of_package_managers(&message).map(str::to_owned));
        if is_npm_refusal {
            hints.push(error::NPM_PACKAGE.to_owned());
            hints.extend(
                self.has_node_modules()
                    .then(|| error::NODE_MODULES.to_owned()),
            );
        }
        let location = range
            .filter(|_| !is_syntax)
            .map(|range| Location::of(&range, root));
        Error::Module {
            message,
            location,
            hints,
            network,
        }
    }

    /// Whether somebody has installed packages beside a configuration of the function's.
    fn has_node_modules(&self) -> bool {
        let directories = self.request.directory().ancestors();
        let mut inside = directories.take_while(|path| self.root.holds(path));
        inside.any(|path| path.join("node_modules").is_dir())
    }

    /// Caches what the graph asks for, whatever else the lockfile and `package.json` name.
    async fn cache_packages(&self, npm: &NpmFactory, graph: &ModuleGraph) -> Result<Npm, Error> {
        let resolver = self.workspace.resolver.npm_resolver();
        let resolver = resolver.map_err(configuration_error)?;
        let npmrc = self.workspace.factory.npmrc();
        let npmrc = npmrc.map_err(configuration_error)?;
        let mut found = Npm {
            registry: npmrc.default_config.registry_url.to_string(),
            npmrc: scope_lines(npmrc),
            packages: Vec::new(),
        };
        let Some(managed) = resolver.as_managed() else {
            return Ok(found);
        };
        let wanted = requirements(graph);
        if wanted.is_empty() {
            return Ok(found);
        }
        let packages = managed
            .resolution()
            .subset(&wanted)
            .all_system_packages(&self.workspace.system);
        let installer = npm.npm_installer_if_managed().await;
        let installer = installer.map_err(configuration_error)?;
        if let Some(installer) = installer {
            let wanted = PackageCaching::Only(wanted.into());
            let cached = installer.cache_packages(wanted).await;
            cached.map_err(|error| npm_error(with_causes(&error)))?;
        }
        for package in packages {
            let folder = managed.resolve_pkg_folder_from_pkg_id(&package.id);
            found
                .packages
                .push(folder.map_err(|error| npm_error(with_causes(&error)))?);
        }
        // They come in another order each time, and a process that waits must be of use to the next version.
        found.packages.sort();
        found.packages.dedup();
        Ok(found)
    }
}

/// Those of the `package.json` files that are above a module; all of them when anything is missing, which may be why.
fn with_modules(
    files: impl Iterator<Item = PathBuf>,
    graph: &ModuleGraph,
) -> impl Iterator<Item = PathBuf> {
    let modules = local_files(graph);
    let is_whole = graph.valid().is_ok();
    files.filter(move |path| {
        let directory = path.parent();
        let is_above = |directory| modules.iter().any(|module| module.starts_with(directory));
        !is_whole || directory.is_some_and(is_above)
    })
}

/// Looks at modules if they can be parsed.
struct Guarded<'a> {
    inner: ParserModuleAnalyzer<'a>,
    shallow: &'a Shallow,
}

#[async_trait::async_trait(?Send)]
impl ModuleAnalyzer for Guarded<'_> {
    async fn analyze(
        &self,
        specifier: &Url,
        source: Arc<str>,
        media_type: MediaType,
    ) -> Result<ModuleInfo, JsErrorBox> {
        let checked = self.shallow.check(specifier, &source, media_type);
        checked.map_err(|refusal| JsErrorBox::generic(refusal.to_string()))?;
        self.inner.analyze(specifier, source, media_type).await
    }
}

/// Where JSR is.
pub(super) struct JsrUrl(pub(super) Url);

impl JsrUrlProvider for JsrUrl {
    fn url(&self) -> &Url {
        &self.0
    }
}

/// `JSR_URL` for the engine, when it is set.
pub(super) fn jsr_env() -> Option<(String, String)> {
    let value = std::env::var(EnvVars::JSR_URL).ok()?;
    Some((EnvVars::JSR_URL.to_owned(), value))
}

/// The registries of scopes. The engine finds packages by them and needs no credentials, for it never downloads.
fn scope_lines(npmrc: &deno_npmrc::ResolvedNpmRc) -> String {
    let mut lines: Vec<String> = npmrc
        .scopes
        .iter()
        .filter(|(scope, _)| *scope != "jsr")
        .map(|(scope, config)| format!("@{scope}:registry={}\n", config.registry_url))
        .collect();
    lines.sort();
    lines.concat()
}

fn npm_error(message: String) -> Error {
    let network = message.contains(DOWNLOAD_FAILED);
    Error::Npm { message, network }
}

/// A flag of Deno's that its messages name. `unstable` in `deno.json` can have it.
const SLOPPY_ADVICE: &str = " or run with --sloppy-imports";
/// How advice begins that names flags of Deno's.
const INTEGRITY_ADVICE: &str = "\n\nThis could be caused by:";

/// Why a file of the JSR registry could not be had, as it follows the message: the crate's text stops before that.
fn causes_at_jsr(error: &ModuleGraphError) -> String {
    let Some(ModuleErrorKind::Load {
        err: ModuleLoadError::Jsr(error),
        ..
    }) = error.as_module_error_kind()
    else {
        return String::new();
    };
    let untold = match error {
        JsrLoadError::PackageManifestLoad(_, error) | JsrLoadError::ContentLoad(error) => {
            with_causes(error.as_ref())
        }
        JsrLoadError::PackageVersionManifestLoad(_, error) => with_causes(error.as_ref()),
        _ => return String::new(),
    };
    let causes = untold.split_once(CAUSE);
    causes.map_or_else(String::new, |(_, causes)| [CAUSE, causes].concat())
}

/// How the first cause follows a message.
const CAUSE: &str = "\ncaused by: ";

/// What to write for a prefix of an import map such as `npm:x@1/`, which takes no paths.
fn unslashed_prefix(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("relative to the URL prefix \"")?;
    let (prefix, rest) = rest.split_once('"')?;
    let (_, rest) = rest.split_once("by the prefix \"")?;
    let (key, _) = rest.split_once('"')?;
    let (scheme, package) = prefix.split_once(':')?;
    matches!(scheme, "npm" | "jsr")
        .then(|| format!("write `\"{key}\": \"{scheme}:/{package}\"` in the import map"))
}

/// What to do about what a `package.json` says in the words of a package manager.
fn of_package_managers(message: &str) -> Option<&'static str> {
    if message.contains("not found in catalog") {
        Some(error::CATALOG)
    } else if message.contains("Could not find package.json with name") {
        Some(error::WORKSPACE)
    } else {
        None
    }
}

/// Whether the registry answered that there is no such package.
fn is_npm_refusal(error: &ModuleGraphError) -> bool {
    matches!(
        error.as_module_error_kind(),
        Some(ModuleErrorKind::Load {
            err: ModuleLoadError::Npm(_),
            ..
        })
    )
}

/// Splits off the lines that Deno marks as hints and links to its manual, which does not know fx.
fn split_hints(message: &str) -> (String, Vec<String>) {
    let (mut kept, mut hints) = (Vec::new(), Vec::new());
    for line in message.lines() {
        let trimmed = line.trim_start();
        if let Some(hint) = trimmed.strip_prefix("hint: ") {
            hints.push(without_deno(hint));
        } else if let Some(cause) = trimmed.strip_prefix("0: ") {
            kept.push(format!("caused by: {cause}"));
        } else if !trimmed.starts_with("docs: ") {
            kept.push(line.to_owned());
        }
    }
    (kept.join("\n").replace(SLOPPY_ADVICE, ""), hints)
}

/// A hint of Deno's with what fx has instead of Deno's commands.
fn without_deno(hint: &str) -> String {
    if hint.contains("--unstable-") {
        return error::ATTRIBUTE.to_owned();
    }
    let Some((_, command)) = hint.split_once("`deno add ") else {
        return hint.to_owned();
    };
    let package = command
        .split_once('`')
        .map_or(command, |(package, _)| package);
    // `@std` is on JSR only; other scopes are mostly npm's.
    let package = match package.strip_prefix("jsr:") {
        Some(name) if !name.starts_with("@std/") => format!("npm:{name}"),
        _ => package.to_owned(),
    };
    format!("write `{package}`, or add it to `imports` of the function's `deno.json`")
}
