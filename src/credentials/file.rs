//! The file of tokens: `credentials.json`, API addresses with tokens, readable by its owner only.

use std::{
    collections::BTreeMap,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{Error, token::Token};
use crate::fs;

/// The file.
#[derive(Debug)]
pub(super) struct TokenFile {
    path: PathBuf,
}

impl TokenFile {
    /// The file in the configuration directory; it need not be there.
    pub(super) fn new(config: &Path) -> Self {
        let path = config.join("credentials.json");
        Self { path }
    }

    /// The path, for messages.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The token for an API.
    pub(super) fn get(&self, api: &str) -> Result<Option<Token>, Error> {
        let origin = format!("`{}`", self.path.display());
        let tokens = self.read()?;
        tokens
            .get(api)
            .map(|text| Token::parse(text, &origin))
            .transpose()
    }

    /// Keeps a token for an API.
    pub(super) fn set(&self, api: &str, token: &Token) -> Result<(), Error> {
        let mut tokens = self.read().unwrap_or_default();
        tokens.insert(api.to_owned(), token.expose().to_owned());
        self.write(&tokens)
    }

    /// Forgets the token for an API; whether there was one.
    pub(super) fn remove(&self, api: &str) -> Result<bool, Error> {
        let mut tokens = self.read()?;
        let was_there = tokens.remove(api).is_some();
        if was_there {
            self.write(&tokens)?;
        }
        Ok(was_there)
    }

    fn read(&self) -> Result<BTreeMap<String, String>, Error> {
        match std::fs::read(&self.path) {
            // The parser may quote the file, so its words are not passed on.
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|_| self.failed("read", ErrorKind::InvalidData.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(self.failed("read", error)),
        }
    }

    fn write(&self, tokens: &BTreeMap<String, String>) -> Result<(), Error> {
        let bytes = serde_json::to_vec(tokens).expect("texts serialise");
        let directory = self.path.parent().expect("the file is in a directory");
        fs::create_private_dir(directory)
            .and_then(|()| fs::write_atomic(&self.path, &bytes, 0o600))
            .map_err(|error| self.failed("write", error))
    }

    fn failed(&self, action: &'static str, source: std::io::Error) -> Error {
        Error::File {
            action,
            path: self.path.clone(),
            source,
        }
    }
}
