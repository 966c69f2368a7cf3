//! Why there is no token, or none that could be kept.

use std::path::PathBuf;

use crate::{
    diagnostics::{ExitStatus, Hint},
    env_vars::EnvVars,
};

/// Why there is no token, or none that could be kept. No variant holds one.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Nobody logged in.
    #[error("Access token not provided: you are not logged in to `{api}`")]
    Missing {
        /// The API the token is for.
        api: String,
        /// Whether it is one where a browser can log in.
        is_hosted: bool,
    },
    /// Text that cannot be a token.
    #[error("Invalid access token format in {origin}. Must be like `sbp_0102...1920`")]
    Format {
        /// Where it was.
        origin: String,
    },
    /// The file of tokens cannot be read or written.
    #[error("failed to {action} `{}`", path.display())]
    File {
        /// `read` or `write`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// What the browser left cannot be decrypted.
    #[error("the answer to the login cannot be decrypted")]
    Undecipherable,
}

impl Hint for Error {
    fn hints(&self) -> Vec<String> {
        let variable = EnvVars::SUPABASE_ACCESS_TOKEN;
        match self {
            Self::Missing {
                is_hosted: true, ..
            } => vec![format!("run `fx login`, or set `{variable}`")],
            Self::Missing { api, .. } => vec![format!(
                "run `fx login --api-url {api} --token - < FILE`, or set `{variable}`"
            )],
            Self::Format { .. } => vec![
                "make a token on the account page of the dashboard, and give it to `fx login --token -`".to_owned(),
            ],
            Self::File { .. } => vec![format!("make it accessible, or set `{variable}`")],
            Self::Undecipherable => vec!["run `fx login` again".to_owned()],
        }
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::File { .. } => ExitStatus::Failure,
            _ => ExitStatus::NotAuthenticated,
        }
    }
}
