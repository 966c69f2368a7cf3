//! [`Home`]: the data directory of a platform, and who has it.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{diagnostics::Hint, fs, redact::Secret};

/// The file with a token that is good for everything: the first one, or the one that was asked for since.
const TOKEN: &str = "admin-token";
/// The file that says where the API is while the platform runs.
const ADDRESS: &str = "server.json";
/// The file that a running platform has locked.
const LOCK: &str = "lock";

/// The directories in it.
const DIRECTORIES: [&str; 3] = [BODIES, UPLOADS, CACHE];
const BODIES: &str = "bodies";
const UPLOADS: &str = "uploads";
const CACHE: &str = "cache";
/// The databases in it.
const DATABASES: [&str; 2] = [STATE, LOGS];
const STATE: &str = "state.db";
const LOGS: &str = "logs.db";
/// What SQLite adds to the names of databases for files of its own.
const SUFFIXES: [&str; 4] = ["", "-journal", "-shm", "-wal"];

/// The data directory of a platform.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    directory: PathBuf,
}

/// Another platform has the data directory.
#[derive(Debug, thiserror::Error)]
#[error("another platform runs with the data in `{}`", directory.display())]
pub(crate) struct Taken {
    directory: PathBuf,
}

impl Hint for Taken {
    fn hints(&self) -> Vec<String> {
        vec!["stop it first, or choose another directory with `--data`".to_owned()]
    }
}

/// The data directory cannot be written to.
#[derive(Debug, thiserror::Error)]
#[error("failed to prepare the data directory `{}`", directory.display())]
pub(crate) struct Unusable {
    directory: PathBuf,
    #[source]
    source: std::io::Error,
}

impl Hint for Unusable {
    fn hints(&self) -> Vec<String> {
        vec!["name a directory that you may write to with `--data DIR`".to_owned()]
    }
}

/// Where a running platform is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Address {
    /// The Management API.
    pub(crate) api_url: String,
    /// The functions of a project, `REF`.
    pub(crate) functions_url: String,
    /// What clients reach the functions at.
    pub(crate) public_url: Url,
}

impl Home {
    /// The directory, which need not be there.
    pub(crate) fn new(directory: PathBuf) -> Self {
        Self { directory }
    }

    /// Makes the directory, for its owner only, and keeps other platforms out of it. One that is there already is left
    /// alone unless all that is in it is a platform's.
    pub(crate) fn take(&self) -> anyhow::Result<fs::FileLock> {
        let lock = self.lock().map_err(|source| Unusable {
            directory: self.directory.clone(),
            source,
        })?;
        let taken = Taken {
            directory: self.directory.clone(),
        };
        Ok(lock.ok_or(taken)?)
    }

    fn lock(&self) -> std::io::Result<Option<fs::FileLock>> {
        fs::create_private_dir(&self.directory)?;
        self.tighten()?;
        fs::FileLock::try_acquire(&self.directory.join(LOCK))
    }

    /// Keeps others out of what an earlier fx, which left that to the umask, has made.
    fn tighten(&self) -> std::io::Result<()> {
        let mut others = 0;
        let mut ours = Vec::new();
        // One that cannot be read has an owner who wants it so.
        let entries = std::fs::read_dir(&self.directory).into_iter().flatten();
        for entry in entries.flatten() {
            let name = entry.file_name();
            match name.to_str().filter(|name| is_ours(name)) {
                Some(name) => ours.push(name.to_owned()),
                None => others += 1,
            }
        }
        let has_data = ours.iter().any(|name| [STATE, LOCK].contains(&&**name));
        if !has_data {
            return Ok(());
        }
        if others == 0 {
            fs::tighten(&self.directory)?;
        }
        let mut paths = ours.iter().map(|name| self.directory.join(name));
        paths.try_for_each(|path| fs::tighten(&path))
    }

    /// The directory itself.
    pub(crate) fn path(&self) -> &Path {
        &self.directory
    }

    /// The database.
    pub(crate) fn state(&self) -> PathBuf {
        self.directory.join(STATE)
    }

    /// The database of logs.
    pub(crate) fn logs(&self) -> PathBuf {
        self.directory.join(LOGS)
    }

    /// What was deployed.
    pub(crate) fn bodies(&self) -> PathBuf {
        self.directory.join(BODIES)
    }

    /// Uploads that come in.
    pub(crate) fn uploads(&self) -> PathBuf {
        self.directory.join(UPLOADS)
    }

    /// What can be made again.
    pub(crate) fn cache(&self) -> PathBuf {
        self.directory.join(CACHE)
    }

    /// The file with the admin token.
    pub(crate) fn token_file(&self) -> PathBuf {
        self.directory.join(TOKEN)
    }

    /// Writes the admin token where only the owner can read it.
    pub(crate) fn write_token(&self, token: &Secret<String>) -> anyhow::Result<()> {
        let path = self.token_file();
        let text = format!("{}\n", token.expose());
        fs::write_atomic(&path, text.as_bytes(), 0o600)
            .with_context(|| format!("failed to write `{}`", path.display()))
    }

    /// The admin token, if its file is still there.
    pub(crate) fn read_token(&self) -> anyhow::Result<Option<Secret<String>>> {
        let text = read(&self.token_file())?;
        Ok(text.map(|text| Secret::new(text.trim().to_owned())))
    }

    /// Says where the platform is.
    pub(crate) fn write_address(&self, address: &Address) -> anyhow::Result<()> {
        let path = self.directory.join(ADDRESS);
        let text = serde_json::to_vec(address).expect("it is plain data");
        fs::write_atomic(&path, &text, 0o600)
            .with_context(|| format!("failed to write `{}`", path.display()))
    }

    /// Where the platform is, if one runs. One that was killed has left its address, but not its lock.
    pub(crate) fn read_address(&self) -> anyhow::Result<Option<Address>> {
        let path = self.directory.join(ADDRESS);
        let Some(text) = read(&path)? else {
            return Ok(None);
        };
        let lock = self.directory.join(LOCK);
        let lock = fs::FileLock::try_acquire(&lock)
            .with_context(|| format!("failed to open `{}`", lock.display()))?;
        if lock.is_some() {
            return Ok(None);
        }
        let parsed = serde_json::from_str(&text).map(Some);
        parsed.with_context(|| format!("`{}` is damaged", path.display()))
    }

    /// Takes back what [`Home::write_address`] said.
    pub(crate) fn remove_address(&self) {
        // A platform that starts replaces it anyway.
        let _ = std::fs::remove_file(self.directory.join(ADDRESS));
    }
}

/// Whether a platform makes something of this name in its data directory.
fn is_ours(name: &str) -> bool {
    let is_database = |database| {
        let suffix = name.strip_prefix(database);
        suffix.is_some_and(|suffix| SUFFIXES.contains(&suffix))
    };
    [TOKEN, ADDRESS, LOCK].contains(&name)
        || name.starts_with(fs::UNFINISHED_FILE)
        || DIRECTORIES.contains(&name)
        || DATABASES.into_iter().any(is_database)
}

fn read(path: &Path) -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("failed to read `{}`", path.display())),
    }
}
