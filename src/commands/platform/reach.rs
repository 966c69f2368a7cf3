//! The API of a platform: the one with the data directory, unless flags or variables name another.

use std::path::{Path, PathBuf};

use reqwest::StatusCode;

use crate::{
    api::{self, Authenticated, Client},
    api_types::ProjectRef,
    cli::DataArgs,
    commands::{
        Context,
        engine::{Ended, until_interrupted},
        remote,
    },
    credentials::Token,
    diagnostics::{ExitStatus, Hint},
    dirs::Dirs,
    env_vars::EnvVars,
    platform::Address,
};

/// Why a platform cannot be asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PlatformError {
    /// None runs here.
    #[error("no platform runs with the data in `{}`", directory.display())]
    NotRunning {
        /// The data directory.
        directory: PathBuf,
    },
    /// The token is none any more.
    #[error("the platform does not know the access token in `{}`", path.display())]
    Revoked {
        /// The file with it.
        path: PathBuf,
    },
    /// There is no token to ask with.
    #[error("there is no access token for the platform: `{}` is gone", path.display())]
    NoToken {
        /// The file that would have it.
        path: PathBuf,
    },
}

impl Hint for PlatformError {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::NotRunning { .. } => vec!["run `fx platform start` in another terminal, name its data directory with `--data DIR`, or its API with `--api-url URL`".to_owned()],
            Self::Revoked { path } | Self::NoToken { path } => token_hints(path),
        }
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::NotRunning { .. } => ExitStatus::Failure,
            Self::Revoked { .. } | Self::NoToken { .. } => ExitStatus::NotAuthenticated,
        }
    }
}

/// What to do without the token in `path`.
fn token_hints(path: &Path) -> Vec<String> {
    let variable = EnvVars::SUPABASE_ACCESS_TOKEN;
    let data = path.parent().unwrap_or(path).display();
    vec![
        format!(
            "give one that is good for everything as `{variable}`, together with `--api-url URL`"
        ),
        format!(
            "if there is none any more, stop the platform and start it as usual, once with `--new-admin-token`: `fx platform start --data {data} --new-admin-token`"
        ),
    ]
}

/// A platform that can be asked.
pub(super) struct Platform {
    pub(super) client: Client<Authenticated>,
    /// How it was found, when it runs here.
    local: Option<Local>,
}

/// A platform that runs here.
struct Local {
    address: Address,
    token_file: PathBuf,
}

impl Platform {
    /// The platform that flags, variables or the data directory name.
    pub(super) fn reach(data: &DataArgs, cx: &Context) -> anyhow::Result<Self> {
        let is_named =
            cx.target.api_url.is_some() || std::env::var_os(EnvVars::FX_API_URL).is_some();
        if is_named && data.data.is_none() {
            return Ok(Self {
                client: remote::connect(cx)?,
                local: None,
            });
        }
        let home = super::home(data, &Dirs::from_env()?, cx);
        let address = home.read_address()?;
        let address = address.ok_or_else(|| PlatformError::NotRunning {
            directory: home.path().to_owned(),
        })?;
        let token_file = home.token_file();
        let token = home.read_token()?.ok_or_else(|| PlatformError::NoToken {
            path: token_file.clone(),
        })?;
        let token = Token::parse(token.expose(), "it").map_err(|_| PlatformError::Revoked {
            path: token_file.clone(),
        })?;
        let client = remote::anonymous_at(&address.api_url, cx)?;
        Ok(Self {
            client: client.authenticate(token.into_secret()),
            local: Some(Local {
                address,
                token_file,
            }),
        })
    }

    /// What the platform answers.
    pub(super) fn ask<T>(
        &self,
        work: impl Future<Output = Result<T, api::Error>>,
    ) -> anyhow::Result<Ended<T>> {
        Ok(match until_interrupted(work)? {
            Ended::Done(answer) => Ended::Done(answer.map_err(|error| self.explain(error))?),
            Ended::Interrupted(status) => Ended::Interrupted(status),
        })
    }

    /// Whoever was not asked for a token cannot know which one is no good.
    fn explain(&self, error: api::Error) -> anyhow::Error {
        match &self.local {
            Some(local) if error.status() == Some(StatusCode::UNAUTHORIZED) => {
                let path = local.token_file.clone();
                PlatformError::Revoked { path }.into()
            }
            _ => error.into(),
        }
    }

    /// What clients are given as the URL of a project, with `REF` for its ref. What runs here has said so; of another
    /// platform, its answers about `project` do.
    pub(super) async fn functions_url(&self, project: &ProjectRef) -> Option<String> {
        if let Some(local) = &self.local {
            return Some(local.address.functions_url.clone());
        }
        if self.client.project_url().is_none() {
            self.client.get_project(project).await.ok()?;
        }
        let url = self.client.project_url()?;
        Some(url.replace(project.as_str(), "REF"))
    }

    /// The flag by which other commands find what runs here.
    pub(super) fn flag(&self) -> String {
        let local = self.local.as_ref();
        local.map_or_else(String::new, |local| {
            format!(" --api-url {}", local.address.api_url)
        })
    }
}
