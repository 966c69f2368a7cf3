//! [`Store`]: every place a token can be, in order, for one API.

use std::path::PathBuf;

use super::{Error, file::TokenFile, keyring, token::Token};
use crate::{dirs::Dirs, env_vars::EnvVars};

/// The account under which the Supabase CLI of old kept its one token.
const LEGACY_ACCOUNT: &str = "access-token";

/// The API a token is for, and what the Supabase CLI calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The address of the API.
    pub(crate) api: String,
    /// The name of the built-in profile with this address, when there is one.
    pub(crate) account: Option<String>,
    /// Whether the one token in `~/.supabase` is for this API.
    pub(crate) is_home: bool,
}

/// Where a token came from, or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// `SUPABASE_ACCESS_TOKEN`.
    Environment,
    /// The system's keyring.
    Keyring,
    /// A file, fx's or that of the Supabase CLI.
    File(PathBuf),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Environment => write!(f, "`{}`", EnvVars::SUPABASE_ACCESS_TOKEN),
            Self::Keyring => f.write_str("the keyring"),
            Self::File(path) => write!(f, "`{}`", path.display()),
        }
    }
}

/// A token and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The token.
    pub(crate) token: Token,
    /// Its origin.
    pub(crate) origin: Origin,
}

/// The places for the tokens of one API.
#[derive(Debug)]
pub(crate) struct Store {
    place: Place,
    file: TokenFile,
    incumbent: PathBuf,
}

impl Store {
    /// The places for `place`; nothing is read yet.
    pub(crate) fn new(place: Place, dirs: &Dirs) -> Self {
        Self {
            place,
            file: TokenFile::new(&dirs.config),
            incumbent: dirs.supabase.join("access-token"),
        }
    }

    /// The token to use.
    pub(crate) fn find(&self) -> Result<Found, Error> {
        let missing = || Error::Missing {
            api: self.place.api.clone(),
            is_hosted: self.place.account.is_some(),
        };
        let variable = std::env::var(EnvVars::SUPABASE_ACCESS_TOKEN).ok();
        if let Some(text) = variable.filter(|text| !text.is_empty()) {
            return found(&text, Origin::Environment);
        }
        for account in self.accounts() {
            if let Some(text) = keyring::get(&account) {
                return found(&text, Origin::Keyring);
            }
        }
        if let Some(token) = self.file.get(&self.place.api)? {
            let origin = Origin::File(self.file.path().to_owned());
            return Ok(Found { token, origin });
        }
        if !self.place.is_home {
            return Err(missing());
        }
        let text = std::fs::read_to_string(&self.incumbent).map_err(|_| missing())?;
        found(&text, Origin::File(self.incumbent.clone()))
    }

    /// Keeps `token`, in the keyring if there is one.
    pub(crate) fn keep(&self, token: &Token) -> Result<Origin, Error> {
        if keyring::set(&self.account(), token.expose()) {
            // An older one in the file would only lie around.
            let _ = self.file.remove(&self.place.api);
            return Ok(Origin::Keyring);
        }
        self.file.set(&self.place.api, token)?;
        Ok(Origin::File(self.file.path().to_owned()))
    }

    /// Removes every token for this API; whether there was one.
    pub(crate) fn forget(&self) -> Result<bool, Error> {
        let mut was_there = false;
        for account in self.accounts() {
            was_there |= keyring::remove(&account);
        }
        was_there |= self.file.remove(&self.place.api)?;
        if self.place.is_home {
            was_there |= std::fs::remove_file(&self.incumbent).is_ok();
        }
        Ok(was_there)
    }

    fn account(&self) -> String {
        let own = || format!("fx {}", self.place.api);
        self.place.account.clone().unwrap_or_else(own)
    }

    fn accounts(&self) -> Vec<String> {
        let mut accounts = vec![self.account()];
        if self.place.is_home {
            accounts.push(LEGACY_ACCOUNT.to_owned());
        }
        accounts
    }
}

fn found(text: &str, origin: Origin) -> Result<Found, Error> {
    let token = Token::parse(text, &origin.to_string())?;
    Ok(Found { token, origin })
}
