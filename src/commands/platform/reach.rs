//! The API of a platform: the one with the data directory, unless flags or variables name another.

use crate::{
    api::{Authenticated, Client},
    api_types::ProjectRef,
    cli::DataArgs,
    commands::{Context, remote},
    credentials::Token,
    diagnostics::Hint,
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
        directory: std::path::PathBuf,
    },
    /// There is no token to ask with.
    #[error("there is no access token for the platform: `{}` is gone", path.display())]
    NoToken {
        /// The file with the first one.
        path: std::path::PathBuf,
    },
}

impl Hint for PlatformError {
    fn hints(&self) -> Vec<String> {
        vec![match self {
            Self::NotRunning { .. } => "run `fx platform start` in another terminal, name its data directory with `--data DIR`, or its API with `--api-url URL`".to_owned(),
            Self::NoToken { .. } => format!(
                "give one as `{}`, together with `--api-url URL`",
                EnvVars::SUPABASE_ACCESS_TOKEN
            ),
        }]
    }
}

/// A platform that can be asked.
pub(super) struct Platform {
    pub(super) client: Client<Authenticated>,
    /// Where it is, when it runs here.
    address: Option<Address>,
}

impl Platform {
    /// The platform that flags, variables or the data directory name.
    pub(super) fn reach(data: &DataArgs, cx: &Context) -> anyhow::Result<Self> {
        let is_named =
            cx.target.api_url.is_some() || std::env::var_os(EnvVars::FX_API_URL).is_some();
        if is_named && data.data.is_none() {
            return Ok(Self {
                client: remote::connect(cx)?,
                address: None,
            });
        }
        let home = super::home(data, &Dirs::from_env()?, cx);
        let address = home.read_address()?;
        let address = address.ok_or_else(|| PlatformError::NotRunning {
            directory: home.path().to_owned(),
        })?;
        let token = home.read_token()?;
        let token = token.ok_or_else(|| PlatformError::NoToken {
            path: home.token_file(),
        })?;
        let token = Token::parse(
            token.expose(),
            &format!("`{}`", home.token_file().display()),
        )?;
        let client = remote::anonymous_at(&address.api_url, cx)?;
        Ok(Self {
            client: client.authenticate(token.into_secret()),
            address: Some(address),
        })
    }

    /// What clients of a project are given as its URL, when that is known.
    pub(super) fn url(&self, project: &ProjectRef) -> Option<String> {
        let address = self.address.as_ref()?;
        Some(address.functions_url.replace("REF", project.as_str()))
    }
}
