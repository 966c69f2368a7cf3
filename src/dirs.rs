//! Where fx keeps things: cache, state and configuration. It names directories and creates none.
//!
//! The base directories are those of command-line programs: XDG on Linux and macOS, the known folders on Windows.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use crate::{diagnostics::Hint, env_vars::EnvVars};

/// Where modules of fx's own are that engines load before a function's, below the cache. Nothing else is there, so that
/// whatever leads there can be kept from leading elsewhere.
pub(crate) const PRELOADED: &str = "preloaded";

/// The directories of this user, all absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dirs {
    /// What can be downloaded or computed again: engines, modules, npm packages.
    pub(crate) cache: PathBuf,
    /// What fx remembers between runs and nobody edits.
    pub(crate) state: PathBuf,
    /// What a person or `fx login` sets up.
    pub(crate) config: PathBuf,
    /// The home directory itself.
    pub(crate) home: PathBuf,
    /// Where the Supabase CLI keeps its token and profile.
    pub(crate) supabase: PathBuf,
}

/// Why there is no place to keep things.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Neither `HOME` nor the user database names a home directory.
    #[error("there is no home directory to keep engines and packages in")]
    NoHome,
    /// A relative `FX_CACHE_DIR` and a working directory that is gone.
    #[error("failed to make `{}` an absolute path", path.display())]
    NotAbsolute {
        /// The path as it was given.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

impl Hint for Error {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::NoHome => vec![format!(
                "set `HOME`, for example `export HOME=/tmp/fx-home`"
            )],
            Self::NotAbsolute { .. } => vec![format!(
                "set `{}` to an absolute path",
                EnvVars::FX_CACHE_DIR
            )],
        }
    }
}

impl Dirs {
    /// The directories the environment asks for.
    pub(crate) fn from_env() -> Result<Self, Error> {
        let strategy = etcetera::choose_base_strategy().map_err(|_| Error::NoHome)?;
        let cache = std::env::var_os(EnvVars::FX_CACHE_DIR).filter(|value| !value.is_empty());
        let supabase = std::env::var_os(EnvVars::SUPABASE_HOME).filter(|value| !value.is_empty());
        let state = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
        Ok(Self {
            cache: match cache {
                Some(path) => absolute(Path::new(&path))?,
                None => absolute(&strategy.cache_dir().join("fx"))?,
            },
            state: absolute(&state.join("fx"))?,
            config: absolute(&strategy.config_dir().join("fx"))?,
            home: absolute(strategy.home_dir())?,
            supabase: match supabase {
                Some(path) => absolute(Path::new(&path))?,
                None => absolute(&strategy.home_dir().join(".supabase"))?,
            },
        })
    }
}

fn absolute(path: &Path) -> Result<PathBuf, Error> {
    std::path::absolute(path).map_err(|source| Error::NotAbsolute {
        path: path.to_owned(),
        source,
    })
}
