//! What `fx functions serve` was asked for, with the project's configuration taken into account.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    cli::ServeArgs,
    commands::Context,
    diagnostics::{ExitStatus, Hint, Warning},
    function::{Function, Slug},
    project::{Candidate, Overrides, Project},
};

/// What to serve, and where.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) project: Arc<Project>,
    pub(super) functions: Vec<Function>,
    pub(super) broken: BTreeMap<Slug, Broken>,
    pub(super) disabled: Vec<Slug>,
    pub(super) warnings: Vec<Warning>,
    pub(super) env_file: Option<PathBuf>,
    pub(super) host: Option<IpAddr>,
    pub(super) port: u16,
}

/// A function whose configuration is wrong.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) message: String,
    pub(super) hints: Vec<String>,
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
        let project = Project::discover(&cx.cwd, cx.workdir.as_deref())?;
        if let Some(path) = &args.env_file {
            check_readable(path)?;
        }
        let env_file = args.env_file.as_ref().map(|path| cx.cwd.join(path));
        let overrides = Overrides {
            verify_jwt: args.no_verify_jwt.then_some(false),
            import_map: args.import_map.as_ref().map(|path| cx.cwd.join(path)),
        };
        let mut settings = Self {
            functions: Vec::new(),
            broken: BTreeMap::new(),
            disabled: Vec::new(),
            warnings: project.warnings().to_vec(),
            env_file,
            host: args.host,
            port: match args.port {
                Some(port) => port,
                None => project.port()?,
            },
            project: Arc::new(project),
        };
        let candidates = settings.project.functions(&args.names, &overrides)?;
        for candidate in candidates {
            settings.add(candidate);
        }
        if settings.functions.is_empty() && settings.broken.is_empty() {
            if !settings.disabled.is_empty() {
                let slugs = settings.disabled;
                return Err(ServeError::AllDisabled { slugs }.into());
            }
            let directory = settings.project.functions_dir();
            return Err(ServeError::NoFunctions { directory }.into());
        }
        Ok(settings)
    }

    fn add(&mut self, candidate: Candidate) {
        match candidate {
            Candidate::Ready { function, warnings } => {
                self.functions.push(function);
                self.warnings.extend(warnings);
            }
            Candidate::Disabled(slug) => self.disabled.push(slug),
            Candidate::Broken { slug, error } => {
                let broken = Broken {
                    hints: error.hints(),
                    message: with_causes(&error),
                };
                self.broken.insert(slug, broken);
            }
        }
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

impl Broken {
    /// The whole text, hints included.
    pub(super) fn to_text(&self) -> String {
        let hints = self.hints.iter().map(|hint| format!("\nhint: {hint}"));
        std::iter::once(self.message.clone()).chain(hints).collect()
    }
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

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!("\ncaused by: {cause}"));
        source = cause.source();
    }
    text
}
