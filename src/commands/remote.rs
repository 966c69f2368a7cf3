//! What every command that talks to the platform begins with: which API, whose token, which project.

use std::sync::Arc;

use url::Url;

use super::Context;
use crate::{
    api::{Anonymous, Authenticated, Client, Event, Listener, Options, Target},
    api_types::{InvalidRef, ProjectRef},
    cli::RemoteArgs,
    credentials::{Place, Store},
    diagnostics::{Block, ExitStatus, Hint},
    dirs::Dirs,
    env_vars::EnvVars,
    http,
    output::{Printer, Verbosity},
    project::{self, Project},
};

/// Why it is not known which project is meant.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RemoteError {
    /// Nothing names a project.
    #[error("Cannot find project ref: this directory is not linked to a project")]
    NotLinked,
    /// `--env` names no table.
    #[error("`[remotes.{name}]` in `supabase/config.toml` has no `project_id`")]
    NoRemote {
        /// The name.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// `--env` names no table, and only its settings are asked for.
    #[error("there is no `[remotes.{name}]` in `supabase/config.toml`")]
    NoSettings {
        /// The name.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// `--remote` with what may be the name of a branch, which the API that fx is made for does not look up.
    #[error("`--remote={given}` is not a project ref")]
    NotARef {
        /// What was given.
        given: String,
    },
}

impl Hint for RemoteError {
    fn hints(&self) -> Vec<String> {
        vec![match self {
            Self::NotLinked => format!(
                "run `fx link --project-ref REF`, give `--project-ref REF`, or set `{}`; `fx projects list` shows the refs",
                EnvVars::SUPABASE_PROJECT_ID
            ),
            Self::NoRemote { known, .. } if known.is_empty() => {
                "give `--project-ref REF`, or add `[remotes.NAME]` with `project_id`".to_owned()
            }
            Self::NoSettings { known, .. } if known.is_empty() => {
                "add the table, or leave `--env` out".to_owned()
            }
            Self::NoRemote { known, .. } | Self::NoSettings { known, .. } => {
                format!("choose one of: {}", known.join(", "))
            }
            Self::NotARef { .. } => {
                "a preview branch is a project with a ref of its own: give that one, or name it by `[remotes.NAME]` with `project_id` and `--env NAME`"
                    .to_owned()
            }
        }]
    }

    fn exit_status(&self) -> ExitStatus {
        ExitStatus::Usage
    }
}

/// The API with the token that belongs to it. It sends nothing yet.
pub(super) fn connect(cx: &Context) -> anyhow::Result<Client<Authenticated>> {
    let (target, store) = places(cx)?;
    let found = store.find()?;
    Ok(anonymous(&target, cx)?.authenticate(found.token.into_secret()))
}

/// Which API it is, and where its tokens are.
pub(super) fn places(cx: &Context) -> anyhow::Result<(Target, Store)> {
    let dirs = Dirs::from_env()?;
    let target = Target::resolve(&cx.target, &cx.cwd, &dirs.supabase)?;
    let place = Place {
        api: target.api_url.as_str().trim_end_matches('/').to_owned(),
        account: target.built_in().map(str::to_owned),
        is_home: target.is_home,
    };
    Ok((target, Store::new(place, &dirs)))
}

/// The API without a token.
pub(super) fn anonymous(target: &Target, cx: &Context) -> anyhow::Result<Client<Anonymous>> {
    client(target.api_url.clone(), cx)
}

/// The API at `url` without a token.
pub(super) fn anonymous_at(url: &str, cx: &Context) -> anyhow::Result<Client<Anonymous>> {
    client(Url::parse(url)?, cx)
}

fn client(api_url: Url, cx: &Context) -> anyhow::Result<Client<Anonymous>> {
    let options = Options {
        http: http::Options {
            ca_cert: cx.ca_cert.clone(),
            redirects: false,
            ..http::Options::default()
        },
        budget: cx.timeout,
        upload_answer: Options::UPLOAD_ANSWER.max(cx.timeout),
        listener: listener(cx.printer),
    };
    Ok(Client::new(api_url, options)?)
}

fn listener(printer: Printer) -> Listener {
    Arc::new(move |event| match event {
        Event::Request { method, url } if printer.verbosity() == Verbosity::Verbose => {
            let line = format_args!("HTTP {method}: {url}");
            printer.important(&Block::new().line(line));
        }
        Event::Request { .. } => {}
        Event::Waiting { error, pause } => {
            let pause = pause.as_secs_f64();
            printer.stderr(format!("{error}; trying again in {pause:.1} s"));
        }
    })
}

/// The project a command is about: flags, then `SUPABASE_PROJECT_ID`, then the link.
pub(super) fn resolve_ref(args: &RemoteArgs, project: &Project) -> anyhow::Result<ProjectRef> {
    if let Some(given) = args.project_ref.as_ref().filter(|it| !it.is_empty()) {
        return Ok(given.parse()?);
    }
    if let Some(given) = args.remote.as_ref().filter(|it| !it.is_empty()) {
        return given.parse().map_err(|error| branch(given, error));
    }
    if let Some(name) = &args.env {
        let reference = project.remote_ref(name)?;
        let reference = reference.ok_or_else(|| RemoteError::NoRemote {
            name: name.clone(),
            known: project.remote_names(),
        })?;
        return Ok(reference.parse()?);
    }
    let variable = std::env::var(EnvVars::SUPABASE_PROJECT_ID).unwrap_or_default();
    // `--remote` alone is about the link.
    if !variable.is_empty() && args.remote.is_none() {
        return Ok(variable.parse()?);
    }
    Ok(project::linked(project.root())?.ok_or(RemoteError::NotLinked)?)
}

/// Longer than the name of any branch; it may be a token that was pasted in the wrong place.
const MAX_BRANCH: usize = 36;

fn branch(given: &str, error: InvalidRef) -> anyhow::Error {
    let is_word = |it: char| it.is_ascii_alphanumeric() || "-_./".contains(it);
    if given.len() > MAX_BRANCH || !given.chars().all(is_word) {
        return error.into();
    }
    let given = given.to_owned();
    RemoteError::NotARef { given }.into()
}

/// The project a command is about; its configuration is then the one for there.
pub(super) fn resolve_with_settings(
    args: &RemoteArgs,
    project: &mut Project,
    cx: &Context,
) -> anyhow::Result<ProjectRef> {
    let reference = resolve_ref(args, project)?;
    if let Some(name) = project.use_remote_of(&reference)? {
        say_used(&name, cx);
    }
    Ok(reference)
}

/// Makes the configuration the one of `[remotes.<name>]`.
pub(super) fn use_settings(name: &str, project: &mut Project, cx: &Context) -> anyhow::Result<()> {
    if !project.use_remote(name) {
        return Err(RemoteError::NoSettings {
            name: name.to_owned(),
            known: project.remote_names(),
        }
        .into());
    }
    say_used(name, cx);
    Ok(())
}

fn say_used(name: &str, cx: &Context) {
    cx.printer
        .stderr(format!("Using the configuration of `[remotes.{name}]`"));
}
