//! What `fx functions serve` was asked for, with the project's configuration taken into account.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs as _},
    num::NonZero,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{findings::say_warnings, network};
use crate::{
    cli::{InspectModeArg, PolicyArg, SandboxArg, ServeArgs},
    commands::{Context, limits},
    dev::{Broken, Catalog, Code, ConfirmedPorts, InspectMode, Sandbox, Selection, USUAL_PORT},
    diagnostics::{ExitStatus, Hint},
    dirs::Dirs,
    function::{Policy, Slug},
    gateway::{ServicesFor, TrustedProxies},
    http,
    process::Holder,
    project::{self, InvalidUpstream, NamedEnvFile, Overrides, Upstream},
};

/// What to serve, and where.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) selection: Selection,
    pub(super) code: Code,
    pub(super) catalog: Catalog,
    pub(super) env_file: Option<NamedEnvFile>,
    /// `.env` files of the project that cannot be read.
    pub(super) env_mistakes: Vec<Broken>,
    pub(super) host: Option<IpAddr>,
    /// `--port`.
    pub(super) port: Option<u16>,
    /// `[api].port`, where the project's stack listens.
    pub(super) stack_port: u16,
    /// Whether a person has said that it does.
    pub(super) is_stack_confirmed: bool,
    /// Where requests for services go.
    pub(super) upstream: Upstream,
    /// `--upstream`, which counts more than the project's file.
    pub(super) upstream_flag: Option<Upstream>,
    pub(super) trusted: TrustedProxies,
    pub(super) services_for: ServicesFor,
    pub(super) standby: Option<usize>,
    pub(super) max_workers: Option<usize>,
    /// `--stop-timeout`.
    pub(super) stop_timeout: Duration,
    pub(super) sandbox: Sandbox,
    pub(super) inspect: Option<Inspect>,
}

/// How to debug.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inspect {
    pub(super) mode: InspectMode,
    /// Where debuggers attach.
    pub(super) port: u16,
}

/// Why there is nothing to serve.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// No function at all.
    #[error("there is no function in `{}`", directory.display())]
    NoFunctions {
        /// Where functions are looked for.
        directory: PathBuf,
        /// Whether there is a `supabase/` at all.
        is_project: bool,
    },
    /// There are functions, and none may be served.
    #[error("nothing to serve: `enabled = false` for {}", listed(slugs))]
    AllDisabled {
        /// All that were asked for.
        slugs: Vec<Slug>,
    },
    /// `--env-file` names a file that cannot be read.
    #[error("failed to read env file `{}`", path.display())]
    EnvFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// `--upstream` is none.
    #[error("`--upstream` {0}")]
    Upstream(InvalidUpstream),
    /// `--host` is no address, and no name of one.
    #[error("failed to find the address of `{host}`")]
    Host {
        /// As it was given.
        host: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A project's file names a port at which a stack answers that nobody has confirmed.
    #[error("the stack at {url}, which `[api].port` names, is not confirmed as this project's")]
    UnconfirmedStack {
        /// Where.
        url: String,
    },
    /// The upstream is fx itself.
    #[error("the upstream is at port {port}, where fx itself listens")]
    OwnUpstream {
        /// The port.
        port: u16,
    },
    /// Another program has the port.
    #[error("port {port} is in use{}", holder.as_ref().map(by).unwrap_or_default())]
    PortTaken {
        /// The port.
        port: u16,
        /// Who has it, when the system tells.
        holder: Option<Holder>,
        /// What to do.
        hints: Vec<String>,
    },
}

impl Hint for ServeError {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::NoFunctions {
                is_project: false, ..
            } => vec![
                "set up a project here with `fx init`".to_owned(),
                "or name the directory that holds `supabase/` with `--workdir`".to_owned(),
            ],
            Self::NoFunctions { .. } => vec![
                "create one with `fx functions new hello`".to_owned(),
                "or name the directory that holds `supabase/` with `--workdir`".to_owned(),
            ],
            Self::AllDisabled { .. } => {
                vec!["remove `enabled = false` from the functions to serve".to_owned()]
            }
            Self::EnvFile { path, .. } if path.is_dir() => vec![format!(
                "name a file in it, for example `--env-file {}`",
                path.join(".env").display()
            )],
            Self::Upstream(problem) => problem.hint().into_iter().collect(),
            Self::Host { .. } => vec![
                "give `--host` an address of this machine, for example 127.0.0.1 or 0.0.0.0"
                    .to_owned(),
            ],
            Self::UnconfirmedStack { url } => vec![
                format!(
                    "confirm it once with `--upstream {url}`: functions then send their keys there"
                ),
                "or serve without it at another port, for example with `--port 0`".to_owned(),
            ],
            Self::OwnUpstream { .. } => vec![
                "leave `--port` out, or choose another with it: the upstream keeps its own"
                    .to_owned(),
            ],
            Self::PortTaken { hints, .. } => hints.clone(),
            Self::EnvFile { path, .. } => vec![format!(
                "write it, for example `echo 'API_KEY=secret' > {}`, or leave `--env-file` out",
                path.display()
            )],
        }
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::Upstream(_) => ExitStatus::Usage,
            _ => ExitStatus::Failure,
        }
    }
}

fn by(holder: &Holder) -> String {
    format!(" by `{}` (process {})", holder.program, holder.id)
}

impl Settings {
    /// Reads the project and finds its functions.
    pub(super) fn resolve(args: &ServeArgs, cx: &Context) -> anyhow::Result<Self> {
        let upstream_flag = args.upstream.as_deref().map(Upstream::parse);
        let upstream_flag = upstream_flag.transpose().map_err(ServeError::Upstream)?;
        let env_file = args.env_file.as_deref();
        let env_file = env_file.map(|path| open_env_file(path, cx)).transpose()?;
        http::check_ca_cert(cx.ca_cert.as_deref())?;
        let host = args.host.as_deref().map(resolve).transpose()?.flatten();
        let selection = selection(args, cx);
        let mut catalog = Catalog::read(&selection)?;
        if let Err(error) = check_not_empty(&catalog) {
            // They may say why.
            say_warnings(&catalog.warnings, cx.printer);
            return Err(error.into());
        }
        let env_mistakes = match &env_file {
            Some(named) => {
                let warnings = catalog.project.check_named_env_file(named)?;
                catalog.warnings.extend(warnings);
                Vec::new()
            }
            None => check_env_files(&mut catalog),
        };
        let services_for = services_for(args);
        if let Some(host) = host.filter(|host| !host.to_canonical().is_loopback()) {
            let is_well_known = catalog.project.auth()?.has_well_known_keys();
            let warning = network::warning(host, services_for, is_well_known);
            catalog.warnings.push(warning);
        }
        let stack_port = catalog.project.port()?;
        let is_stack_confirmed = is_confirmed(upstream_flag.as_ref(), stack_port, &mut catalog)?;
        Ok(Self {
            inspect: inspect(args, &catalog)?,
            code: code(args, cx),
            upstream: upstream_flag
                .clone()
                .or_else(|| catalog.upstream.clone())
                .unwrap_or(Upstream::Auto),
            upstream_flag,
            selection,
            catalog,
            env_file,
            env_mistakes,
            host,
            trusted: TrustedProxies::new(args.trusted_proxies.clone()).with_loopback(),
            services_for,
            port: args.port,
            stack_port,
            is_stack_confirmed,
            standby: args.standby,
            max_workers: args.max_workers.map(NonZero::get),
            stop_timeout: args.stop_timeout,
            sandbox: sandbox(args),
        })
    }

    /// Where functions and browsers reach the gateway that listens on `address`.
    pub(super) fn base_url(&self, address: SocketAddr) -> String {
        let host = match self.host {
            Some(host) if !host.is_unspecified() => host,
            _ => Ipv4Addr::LOCALHOST.into(),
        };
        format!("http://{}", SocketAddr::new(host, address.port()))
    }
}

/// Where the code that runs comes from.
fn code(args: &ServeArgs, cx: &Context) -> Code {
    match &args.from_bundle {
        None => Code::Sources,
        Some(None) => Code::Bundles,
        Some(Some(directory)) => Code::Files(cx.cwd.join(directory)),
    }
}

/// Which functions, with what flags say about them.
fn selection(args: &ServeArgs, cx: &Context) -> Selection {
    Selection {
        cwd: cx.cwd.clone(),
        workdir: cx.workdir.clone(),
        names: args.names.clone(),
        overrides: Overrides {
            policy: args.policy.map(policy),
            verify_jwt: args.no_verify_jwt.then_some(false),
            import_map: args.import_map.as_ref().map(|path| cx.cwd.join(path)),
            limits: args.limits.map(limits::choice).unwrap_or_default(),
        },
        debugged: args.inspect().is_some(),
        environment: cx.environment.clone(),
    }
}

fn policy(arg: PolicyArg) -> Policy {
    match arg {
        PolicyArg::PerWorker => Policy::PerWorker,
        PolicyArg::PerRequest => Policy::PerRequest,
        PolicyArg::Oneshot => Policy::Oneshot,
    }
}

fn services_for(args: &ServeArgs) -> ServicesFor {
    match args.expose_services {
        true => ServicesFor::Everybody,
        false => ServicesFor::ThisMachine,
    }
}

fn sandbox(args: &ServeArgs) -> Sandbox {
    match args.sandbox {
        None | Some(SandboxArg::On) => Sandbox::On,
        Some(SandboxArg::Off) => Sandbox::Off,
    }
}

fn inspect(args: &ServeArgs, catalog: &Catalog) -> Result<Option<Inspect>, project::Error> {
    let Some(mode) = args.inspect() else {
        return Ok(None);
    };
    let mode = match mode {
        InspectModeArg::Run => InspectMode::Run,
        InspectModeArg::Brk => InspectMode::Break,
        InspectModeArg::Wait => InspectMode::Wait,
    };
    let port = catalog.project.inspector_port()?;
    Ok(Some(Inspect { mode, port }))
}

fn check_not_empty(catalog: &Catalog) -> Result<(), ServeError> {
    let waits = !catalog.broken.is_empty() || !catalog.gone.is_empty();
    if waits || !catalog.functions.is_empty() {
        return Ok(());
    }
    if catalog.disabled.is_empty() {
        return Err(ServeError::NoFunctions {
            directory: catalog.project.functions_dir(),
            is_project: catalog.project.supabase_dir().is_dir(),
        });
    }
    let slugs = catalog.disabled.clone();
    Err(ServeError::AllDisabled { slugs })
}

/// Whether a person has said, now or before, that the stack at `[api].port` is the project's. To name it with
/// `--upstream` says so; what a file of the project names says nothing.
fn is_confirmed(flag: Option<&Upstream>, port: u16, catalog: &mut Catalog) -> anyhow::Result<bool> {
    if port == USUAL_PORT || flag.is_some_and(|flag| names_stack(flag, port)) {
        return Ok(true);
    }
    let ports = ConfirmedPorts::new(&Dirs::from_env()?.state);
    let confirmed = ports.confirmed(catalog.project.root(), port);
    Ok(confirmed.unwrap_or_else(|warning| {
        catalog.warnings.push(warning);
        false
    }))
}

/// Whether an upstream is the local stack at `port`.
pub(super) fn names_stack(upstream: &Upstream, port: u16) -> bool {
    let is_plain = matches!(upstream, Upstream::At(url) if url.scheme() == "http");
    is_plain && upstream.loopback_port() == Some(port)
}

/// The address that a host name stands for; `None` for both loopback addresses.
fn resolve(host: &str) -> Result<Option<IpAddr>, ServeError> {
    if host == "localhost" {
        return Ok(None);
    }
    if let Ok(address) = host.parse() {
        return Ok(Some(address));
    }
    let failed = |source| ServeError::Host {
        host: host.to_owned(),
        source,
    };
    let mut found = (host, 0).to_socket_addrs().map_err(failed)?;
    let first = found.next().map(|address| address.ip());
    first
        .map(Some)
        .ok_or_else(|| failed(std::io::ErrorKind::NotFound.into()))
}

/// Reads every `.env` file that a function will be given: mistakes are told now, not with the first request.
fn check_env_files(catalog: &mut Catalog) -> Vec<Broken> {
    let slugs = catalog.functions.keys();
    let files: BTreeSet<PathBuf> = slugs
        .flat_map(|slug| catalog.project.env_files(slug))
        .collect();
    let mut mistakes = Vec::new();
    for path in files {
        match catalog.project.check_env_file(&path) {
            Ok(warnings) => catalog.warnings.extend(warnings),
            Err(error) => mistakes.push(Broken::of(&error)),
        }
    }
    mistakes
}

fn listed(slugs: &[Slug]) -> String {
    let slugs = slugs.iter().map(|slug| format!("`{slug}`"));
    slugs.collect::<Vec<_>>().join(", ")
}

fn open_env_file(path: &Path, cx: &Context) -> Result<NamedEnvFile, ServeError> {
    let opened = NamedEnvFile::open(cx.cwd.join(path));
    opened.map_err(|source| ServeError::EnvFile {
        path: path.to_owned(),
        source,
    })
}
