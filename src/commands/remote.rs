//! What every command that talks to the platform begins with: which API, whose token, which project.

use std::sync::Arc;

use super::Context;
use crate::{
    api::{Anonymous, Authenticated, Client, Event, Listener, Options, Target},
    api_types::ProjectRef,
    cli::RemoteArgs,
    credentials::{Place, Store},
    diagnostics::{ExitStatus, Hint},
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
            Self::NoRemote { known, .. } => format!("choose one of: {}", known.join(", ")),
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
    Ok(Client::new(target.api_url.clone(), options)?)
}

fn listener(printer: Printer) -> Listener {
    Arc::new(move |event| match event {
        Event::Request { method, url } if printer.verbosity() == Verbosity::Verbose => {
            printer.important(format!("HTTP {method}: {url}\n"));
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
    let given = args.project_ref.as_ref().or(args.remote.as_ref());
    if let Some(given) = given.filter(|given| !given.is_empty()) {
        return Ok(given.parse()?);
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
