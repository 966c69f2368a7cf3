//! What `fx functions serve` was asked for, with the project's configuration taken into account.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use crate::{
    cli::ServeArgs,
    commands::Context,
    dev::{Catalog, Selection},
    diagnostics::{ExitStatus, Hint},
    function::Slug,
    project::Overrides,
};

/// What to serve, and where.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) selection: Selection,
    pub(super) catalog: Catalog,
    pub(super) env_file: Option<PathBuf>,
    pub(super) host: Option<IpAddr>,
    pub(super) port: u16,
    pub(super) standby: Option<usize>,
}

/// Why there is nothing to serve.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// No function at all.
    #[error("there is no function in `{}`", directory.display())]
    NoFunctions {
        /// Where functions are looked for.
        directory: PathBuf,
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
}

impl Hint for ServeError {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::NoFunctions { .. } => vec![
                "create one with `fx functions new hello`".to_owned(),
                "or name the directory that holds `supabase/` with `--workdir`".to_owned(),
            ],
            Self::AllDisabled { .. } => {
                vec!["remove `enabled = false` from the functions to serve".to_owned()]
            }
            Self::EnvFile { path, .. } => vec![format!(
                "write it, for example `echo 'API_KEY=secret' > {}`, or leave `--env-file` out",
                path.display()
            )],
        }
    }

    fn exit_status(&self) -> ExitStatus {
        ExitStatus::Failure
    }
}

impl Settings {
    /// Reads the project and finds its functions.
    pub(super) fn resolve(args: &ServeArgs, cx: &Context) -> anyhow::Result<Self> {
        if let Some(path) = &args.env_file {
            check_readable(path)?;
        }
        let selection = Selection {
            cwd: cx.cwd.clone(),
            workdir: cx.workdir.clone(),
            names: args.names.clone(),
            overrides: Overrides {
                verify_jwt: args.no_verify_jwt.then_some(false),
                import_map: args.import_map.as_ref().map(|path| cx.cwd.join(path)),
            },
        };
        let catalog = Catalog::read(&selection)?;
        check_not_empty(&catalog)?;
        let port = match args.port {
            Some(port) => port,
            None => catalog.project.port()?,
        };
        Ok(Self {
            selection,
            catalog,
            env_file: args.env_file.as_ref().map(|path| cx.cwd.join(path)),
            host: args.host,
            port,
            standby: args.standby,
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

fn check_not_empty(catalog: &Catalog) -> Result<(), ServeError> {
    if !catalog.functions.is_empty() || !catalog.broken.is_empty() {
        return Ok(());
    }
    if catalog.disabled.is_empty() {
        let directory = catalog.project.functions_dir();
        return Err(ServeError::NoFunctions { directory });
    }
    let slugs = catalog.disabled.clone();
    Err(ServeError::AllDisabled { slugs })
}

fn listed(slugs: &[Slug]) -> String {
    let slugs = slugs.iter().map(|slug| format!("`{slug}`"));
    slugs.collect::<Vec<_>>().join(", ")
}

fn check_readable(path: &Path) -> Result<(), ServeError> {
    let opened = std::fs::read(path);
    opened.map(drop).map_err(|source| ServeError::EnvFile {
        path: path.to_owned(),
        source,
    })
}
