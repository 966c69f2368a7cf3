//! How Deno's crates are set up for one function: configuration, lockfile, npm policy. What they then find is `graph`'s.
//!
//! - npm packages are always managed in the global cache; a `node_modules` directory is never used.
//! - Nothing depends on the host or the clock: packages are resolved for linux/x64, with no minimum age.
//! - The lockfile is our own copy of the project's (`lockfile`).

use std::{
    ffi::OsString,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
};

use deno_config::{
    deno_json::{NewestDependencyDate, NodeModulesDirMode, NodeModulesLinkerMode},
    workspace::{
        ResolveWorkspaceLinkErrorKind, ResolveWorkspaceMemberErrorKind, VendorEnablement,
        WorkspaceDirectory, WorkspaceDirectoryEmptyOptions, WorkspaceDiscoverError,
        WorkspaceDiscoverErrorKind, WorkspaceDiscoverOptions, WorkspaceDiscoverStart,
    },
};
use deno_npm::NpmSystemInfo;
use deno_resolver::{
    factory::{
        ConfigDiscoveryOption, ResolverFactory, ResolverFactoryOptions, SpecifiedImportMapProvider,
        WorkspaceFactory, WorkspaceFactoryOptions,
    },
    workspace::{SpecifiedImportMap, WorkspaceResolver},
};
use url::Url;

use super::{
    Error,
    containment::SourceRoot,
    error::MARKED,
    inputs::{BYTE_ORDER_MARK, Inputs},
    lockfile::ProjectLockfile,
    request::{GraphRequest, Places},
    system::System,
};
use crate::{fs, project::dotenv_variables};

/// The crates' factories for one function.
pub(super) struct Workspace {
    /// Configuration files and directories.
    pub(super) factory: Arc<WorkspaceFactory<System>>,
    /// Resolvers.
    pub(super) resolver: Arc<ResolverFactory<System>>,
    /// How the engine is told to resolve alike, the import map apart.
    pub(super) engine_args: Vec<OsString>,
    /// The import map that replaces that of the configuration.
    pub(super) import_map: Option<PathBuf>,
    /// Whether `package.json` counts.
    pub(super) package_json: bool,
    /// The packages' platform.
    pub(super) system: NpmSystemInfo,
    /// The project's lockfile.
    pub(super) lockfile: ProjectLockfile,
}

/// Where configuration comes from.
enum Configuration {
    None,
    Nearest,
    File(PathBuf),
}

impl Workspace {
    /// Sets up the factories and reads the configuration.
    pub(super) fn open(
        request: &GraphRequest,
        places: &Places,
        root: &SourceRoot,
        inputs: &mut Inputs,
    ) -> Result<Self, Error> {
        let directory = request.directory();
        let import_map = request.import_map.as_deref();
        if let Some(path) = import_map {
            root.check_file(path, || format!("import map `{}`", path.display()))?;
        }
        let configuration = configuration(import_map, directory, root)?;
        let scope = package_json_scope(directory, &configuration, &places.functions_dir, root)?;
        let import_map = import_map.filter(|path| !is_deno_json(path));
        let mut factory = WorkspaceFactory::new(
            system(places)?.reaching(places, &request.lock_out),
            directory.to_owned(),
            WorkspaceFactoryOptions {
                config_discovery: match &configuration {
                    // It would disable `tsconfig.json` too, which counts beside a `package.json`.
                    Configuration::None if scope == PackageJsonScope::None => {
                        ConfigDiscoveryOption::Disabled
                    }
                    Configuration::None | Configuration::Nearest => {
                        ConfigDiscoveryOption::Discover {
                            start_paths: vec![directory.to_owned()],
                        }
                    }
                    Configuration::File(path) => ConfigDiscoveryOption::Path(path.clone()),
                },
                maybe_custom_deno_dir_root: Some(places.deno_dir.clone()),
                lock_arg: Some(request.lock_out.clone()),
                frozen_lockfile: request.lock_write.then_some(false),
                node_modules_dir: Some(NodeModulesDirMode::None),
                node_modules_linker: Some(NodeModulesLinkerMode::Isolated),
                vendor: Some(false),
                ..WorkspaceFactoryOptions::default()
            },
        );
        let (found, package_json) =
            discover(factory.sys(), directory, &configuration, scope, root)?;
        factory.set_workspace_directory(found);
        let engine_args = engine_args(&configuration, package_json, &request.lock_out);
        let factory = Arc::new(factory);
        let system = NpmSystemInfo {
            os: "linux".into(),
            cpu: "x64".into(),
        };
        let found = Arc::clone(factory.workspace_directory().map_err(configuration_error)?);
        inputs.add_configuration(check_configuration(&found, root)?);
        let lockfile = ProjectLockfile::open(&found.workspace, request, root, factory.sys())?;
        inputs.add_configuration(lockfile.path());
        Ok(Self {
            resolver: resolver(&factory, import_map, system.clone(), root),
            lockfile,
            factory,
            engine_args,
            import_map: import_map.map(Path::to_owned),
            package_json,
            system,
        })
    }

    /// What resolves specifiers by configuration.
    pub(super) async fn workspace_resolver(&self) -> Result<Arc<WorkspaceResolver<System>>, Error> {
        let resolver = self.resolver.workspace_resolver().await;
        resolver.cloned().map_err(configuration_error)
    }
}

/// Where packages come from, as the environment or the crates say; `.npmrc` may say otherwise.
pub(crate) fn registries() -> [Url; 2] {
    let system = System::silent();
    [
        deno_npmrc::NpmRegistryUrl::for_npm(&system).url,
        deno_resolver::factory::resolve_jsr_url(&system),
    ]
}

/// What the crates see of the machine.
fn system(places: &Places) -> Result<System, Error> {
    if !places.tells_variables {
        return Ok(System::silent());
    }
    let project = places.supabase_dir.parent().unwrap_or(Path::new("/"));
    let variables = dotenv_variables(project, &places.source_root);
    let variables = variables.map_err(configuration_error)?;
    Ok(System::new(variables))
}

/// The configuration files, all of which lie below the source root.
fn check_configuration(
    directory: &WorkspaceDirectory,
    root: &SourceRoot,
) -> Result<Vec<PathBuf>, Error> {
    let workspace = &directory.workspace;
    let import_map = workspace.to_import_map_path();
    let import_map = import_map.map_err(configuration_error)?;
    let configs = workspace
        .deno_jsons()
        .filter_map(|config| config.specifier.to_file_path().ok());
    let files: Vec<PathBuf> = configs.chain(import_map.clone()).collect();
    for path in &files {
        root.check_file(path, || format!("configuration `{}`", path.display()))?;
    }
    let checked = import_map.map(|path| {
        let checked = fs::check_found(&path, root.path(), fs::MAX_TEXT);
        checked.map_err(|source| (path, source))
    });
    match checked {
        Some(Err((path, source))) if source.kind() != ErrorKind::NotFound => Err(Error::Io {
            action: "read",
            path,
            source,
        }),
        _ => Ok(files),
    }
}

/// An error of the crates with its causes.
pub(super) fn configuration_error(error: impl Into<anyhow::Error>) -> Error {
    let mut message = crate::diagnostics::with_causes(error.into().as_ref());
    if named_file(&message).is_some_and(|path| begins_with_mark(&path)) {
        message.push_str(&format!("\ncaused by: {MARKED}"));
    }
    Error::Configuration { message }
}

/// The file that a message of the crates names first, in single quotes.
fn named_file(message: &str) -> Option<PathBuf> {
    let named = message.split('\'').nth(1)?;
    match Url::parse(named) {
        Ok(url) => url.to_file_path().ok(),
        Err(_) => Some(named.into()),
    }
}

fn begins_with_mark(path: &Path) -> bool {
    let text = fs::read_regular_text(path, fs::MAX_TEXT);
    text.is_ok_and(|text| text.starts_with(BYTE_ORDER_MARK))
}

/// A `deno.json` given as import map is a configuration; otherwise the nearest one below the source root counts.
fn configuration(
    import_map: Option<&Path>,
    directory: &Path,
    root: &SourceRoot,
) -> Result<Configuration, Error> {
    if let Some(path) = import_map.filter(|path| is_deno_json(path)) {
        return Ok(Configuration::File(path.to_owned()));
    }
    let ancestors = directory.ancestors().take_while(|path| root.holds(path));
    let names = ["deno.json", "deno.jsonc"];
    let mut candidates = ancestors.flat_map(|path| names.map(|name| path.join(name)));
    Ok(match first_regular(&mut candidates)? {
        true => Configuration::Nearest,
        false => Configuration::None,
    })
}

/// Whether one of these is there; what is there must be a file that the crates can read.
fn first_regular(candidates: &mut dyn Iterator<Item = PathBuf>) -> Result<bool, Error> {
    for path in candidates {
        match fs::is_regular(&path) {
            Ok(false) => {}
            Ok(true) => return Ok(true),
            Err(source) => {
                return Err(Error::Io {
                    action: "read",
                    path,
                    source,
                });
            }
        }
    }
    Ok(false)
}

fn is_deno_json(path: &Path) -> bool {
    matches!(
        path.file_name().and_then(|name| name.to_str()),
        Some("deno.json" | "deno.jsonc")
    )
}

/// Which `package.json` files count as Deno has it, besides those that `linked` looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PackageJsonScope {
    /// None. One further up than the functions belongs to another program, such as the web app of the same repository.
    None,
    /// Those of a workspace of npm packages, which may be another program's: if it is in order.
    Workspace,
    /// All of them.
    All,
}

/// A `package.json` counts if it lies beside the entrypoint, at the functions directory or between the two; or if it may
/// be the one of a member of a workspace.
fn package_json_scope(
    directory: &Path,
    configuration: &Configuration,
    functions_dir: &Path,
    root: &SourceRoot,
) -> Result<PackageJsonScope, Error> {
    let inside = directory.starts_with(functions_dir);
    let above = |path: &&Path| inside && path.starts_with(functions_dir);
    let candidates = directory.ancestors();
    let candidates = candidates.take_while(|path| *path == directory || above(path));
    if first_regular(&mut candidates.map(|path| path.join("package.json")))? {
        return Ok(PackageJsonScope::All);
    }
    let start = match configuration {
        Configuration::File(path) => path,
        Configuration::None | Configuration::Nearest => directory,
    };
    let names_members = |names: &[(&str, &str)]| find_workspace(start, root, names).is_some();
    if names_members(&DENO_WORKSPACES) {
        return Ok(PackageJsonScope::All);
    }
    Ok(match names_members(&[("package.json", "workspaces")]) {
        true => PackageJsonScope::Workspace,
        false => PackageJsonScope::None,
    })
}

/// The files that may say which members Deno's workspace has, and where.
const DENO_WORKSPACES: [(&str, &str); 2] =
    [("deno.json", "workspace"), ("deno.jsonc", "workspace")];

/// The nearest of the files with these names, from `start` up to the source root, that has the member.
fn find_workspace(start: &Path, root: &SourceRoot, names: &[(&str, &str)]) -> Option<PathBuf> {
    let directories = start.ancestors().take_while(|path| root.holds(path));
    let files = directories.flat_map(|path| {
        let files = names.iter();
        files.map(move |(name, member)| (path.join(name), *member))
    });
    let mut found = files.filter(|(path, member)| {
        // What is wrong with it is told by those who read it.
        let text = fs::read_found_text(path, root.path(), fs::MAX_TEXT).ok();
        let options = jsonc_parser::ParseOptions::default();
        let json = text.and_then(|text| jsonc_parser::parse_to_serde_value(&text, &options).ok());
        json.is_some_and(|json: serde_json::Value| json.get(member).is_some())
    });
    found.next().map(|(path, _)| path)
}

/// What is wrong with a workspace. The crates do not say which file names a member.
fn workspace_error(error: WorkspaceDiscoverError, start: &Path, root: &SourceRoot) -> Error {
    if let WorkspaceDiscoverErrorKind::ResolveLink { source, .. } = error.as_kind()
        && let ResolveWorkspaceLinkErrorKind::NotFound { dir_url } = source.as_kind()
        && dir_url
            .to_file_path()
            .is_ok_and(|path| path.join("package.json").is_file())
    {
        return Error::Link {
            link: root.shown(dir_url),
        };
    }
    let member = match error.as_kind() {
        WorkspaceDiscoverErrorKind::ResolveMember(error) => match error.as_kind() {
            ResolveWorkspaceMemberErrorKind::NotFound { dir_url } => Some(dir_url.clone()),
            _ => None,
        },
        _ => None,
    };
    let file = find_workspace(start, root, &DENO_WORKSPACES);
    match (member, file) {
        (Some(member), Some(file)) => Error::Member {
            member: root.shown(&member),
            file: file.strip_prefix(root.path()).unwrap_or(&file).to_owned(),
        },
        _ => configuration_error(error),
    }
}

/// The configuration, and whether `package.json` counts in it.
fn discover(
    system: &System,
    directory: &Path,
    configuration: &Configuration,
    scope: PackageJsonScope,
    root: &SourceRoot,
) -> Result<(Arc<WorkspaceDirectory>, bool), Error> {
    let directories = [directory.to_owned()];
    let start = match configuration {
        Configuration::File(path) => WorkspaceDiscoverStart::ConfigFile(path),
        Configuration::None | Configuration::Nearest => WorkspaceDiscoverStart::Paths(&directories),
    };
    let options = |package_json| WorkspaceDiscoverOptions {
        discover_pkg_json: package_json,
        // Modules come from the cache, and nothing is written into the project.
        maybe_vendor_override: Some(VendorEnablement::Disable),
        ..WorkspaceDiscoverOptions::default()
    };
    if scope != PackageJsonScope::None {
        match WorkspaceDirectory::discover(system, start, &options(true)) {
            Ok(found) => {
                check_links(&found, root)?;
                return Ok((found, true));
            }
            Err(error) if scope == PackageJsonScope::All => {
                return Err(workspace_error(error, directory, root));
            }
            Err(_) => {}
        }
    }
    if matches!(configuration, Configuration::None) {
        let root_dir = Url::from_directory_path(directory)
            .expect("entrypoints are absolute")
            .into();
        let options = WorkspaceDirectoryEmptyOptions {
            root_dir,
            use_vendor_dir: VendorEnablement::Disable,
        };
        return Ok((WorkspaceDirectory::empty(options), false));
    }
    let found = WorkspaceDirectory::discover(system, start, &options(false));
    let found = found.map_err(|error| workspace_error(error, directory, root));
    Ok((found?, false))
}

/// A package of npm's that is linked needs a `node_modules` directory, which there is not.
fn check_links(found: &WorkspaceDirectory, root: &SourceRoot) -> Result<(), Error> {
    let folders = found.workspace.link_folders();
    let linked = folders
        .iter()
        .find(|(_, folder)| folder.deno_json.is_none());
    linked.map_or(Ok(()), |(url, _)| {
        Err(Error::Link {
            link: root.shown(url),
        })
    })
}

fn resolver(
    factory: &Arc<WorkspaceFactory<System>>,
    import_map: Option<&Path>,
    system: NpmSystemInfo,
    root: &SourceRoot,
) -> Arc<ResolverFactory<System>> {
    let import_map = import_map.map(|path| ImportMapFile {
        path: path.to_owned(),
        root: root.path().to_owned(),
    });
    Arc::new(ResolverFactory::new(
        Arc::clone(factory),
        ResolverFactoryOptions {
            npm_system_info: system,
            newest_dependency_date: Some(NewestDependencyDate::Disabled),
            specified_import_map: import_map.map(|file| Box::new(file) as _),
            package_json_cache: Some(Arc::new(node_resolver::PackageJsonThreadLocalCache)),
            ..ResolverFactoryOptions::default()
        },
    ))
}

fn engine_args(configuration: &Configuration, package_json: bool, lock: &Path) -> Vec<OsString> {
    let with_path = |flag: &str, path: &Path| {
        let mut argument = OsString::from(flag);
        argument.push(path);
        argument
    };
    let mut args = vec![with_path("--lock=", lock), "--frozen".into()];
    args.extend(["--node-modules-dir=none", "--vendor=false"].map(OsString::from));
    args.push("--node-modules-linker=isolated".into());
    // A lockfile may name packages that nothing imports.
    args.push("--unstable-npm-lazy-caching".into());
    match configuration {
        // The flag would hide `package.json` too.
        Configuration::None if !package_json => args.push("--no-config".into()),
        Configuration::None | Configuration::Nearest => {}
        Configuration::File(path) => args.push(with_path("--config=", path)),
    }
    args
}

/// The import map of a flag, of the project's configuration, or of convention.
#[derive(Debug)]
struct ImportMapFile {
    path: PathBuf,
    /// The source root.
    root: PathBuf,
}

#[async_trait::async_trait(?Send)]
impl SpecifiedImportMapProvider for ImportMapFile {
    async fn get(&self) -> Result<Option<SpecifiedImportMap>, anyhow::Error> {
        use anyhow::Context as _;

        let Self { path, root } = self;
        let text = fs::read_found_text(path, root, fs::MAX_TEXT)
            .with_context(|| format!("failed to read import map `{}`", path.display()))?;
        let value = serde_json::from_str(text.trim_start_matches(BYTE_ORDER_MARK))
            .with_context(|| format!("import map `{}` is not JSON", path.display()))?;
        let base_url = Url::from_file_path(path).expect("import map paths are absolute");
        Ok(Some(SpecifiedImportMap { base_url, value }))
    }
}
