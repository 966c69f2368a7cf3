//! The directory that holds the engines: what is in it, what may be in it for a moment, and who may change it.
//!
//! ```text
//! <cache>/engines/
//!   .lock                    held by whoever installs or removes
//!   .tmp-…/                  an installation under way, or what a killed one left
//!   2.9.5-linux-x64-glibc/   complete, because it was renamed into place
//!     deno
//!     engine.json            the record: release, integrity, size of the executable
//! ```

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::{Error, Event, Release, Reporter, unpack::unpack};
use crate::fs::{FileLock, create_private_dir, is_executable};

const LOCK: &str = ".lock";
const TEMPORARY: &str = ".tmp-";
const RECORD: &str = "engine.json";

/// How often a waiting process looks whether the lock is free. Waiting in the lock call itself would need a thread
/// that cannot be interrupted.
const LOCK_POLL: Duration = Duration::from_millis(50);

/// The engines in one cache directory.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    root: PathBuf,
}

/// A complete engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Installed {
    /// The Deno version.
    pub(crate) version: String,
    /// The platform as the npm packages name it.
    pub(crate) platform: String,
    /// Its executable.
    pub(crate) executable: PathBuf,
    /// The size of the executable in bytes.
    pub(crate) size: u64,
}

/// What is known about an installed engine.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    version: String,
    platform: String,
    integrity: String,
    executable: String,
    executable_bytes: u64,
}

impl Store {
    /// The store of a cache directory; nothing is created.
    pub(crate) fn new(cache: &Path) -> Self {
        Self {
            root: cache.join("engines"),
        }
    }

    /// The executable of `release`, when it is here and whole.
    pub(crate) fn find(&self, release: &Release) -> Option<PathBuf> {
        let entry = self.entry(release);
        let record = read_record(&entry)?;
        let is_same = record.integrity == release.integrity.to_string();
        (is_same && is_whole(&entry, &record)).then(|| entry.join(&record.executable))
    }

    /// Every complete engine, by version and platform.
    pub(crate) fn list(&self) -> Result<Vec<Installed>, Error> {
        let mut found = Vec::new();
        for entry in self.entries()? {
            let Some(record) = read_record(&entry).filter(|record| is_whole(&entry, record)) else {
                continue;
            };
            found.push(Installed {
                executable: entry.join(&record.executable),
                version: record.version,
                platform: record.platform,
                size: record.executable_bytes,
            });
        }
        found.sort_by(|a, b| (&a.version, &a.platform).cmp(&(&b.version, &b.platform)));
        Ok(found)
    }

    /// Waits until no other process changes the store, then removes what dead ones left in it.
    pub(super) async fn lock(&self, reporter: &dyn Reporter) -> Result<Locked, Error> {
        create_private_dir(&self.root).map_err(Error::io("create", &self.root))?;
        let path = self.root.join(LOCK);
        let mut is_reported = false;
        let lock = loop {
            let lock = FileLock::try_acquire(&path).map_err(Error::io("lock", &path))?;
            if let Some(lock) = lock {
                break lock;
            }
            if !is_reported {
                reporter.report(Event::Waiting);
                is_reported = true;
            }
            tokio::time::sleep(LOCK_POLL).await;
        };
        let locked = Locked {
            store: self.clone(),
            _lock: lock,
        };
        locked.remove_leftovers()?;
        Ok(locked)
    }

    /// Removes every engine for which `unwanted` holds, and returns those.
    pub(crate) async fn remove(
        &self,
        unwanted: impl Fn(&Installed) -> bool,
        reporter: &dyn Reporter,
    ) -> Result<Vec<Installed>, Error> {
        if !self.root.exists() {
            return Ok(Vec::new());
        }
        let _locked = self.lock(reporter).await?;
        let mut removed = self.list()?;
        removed.retain(unwanted);
        for engine in &removed {
            let entry = engine
                .executable
                .parent()
                .expect("an executable is in its entry");
            remove_directory(entry)?;
        }
        Ok(removed)
    }

    fn entry(&self, release: &Release) -> PathBuf {
        self.root
            .join(format!("{}-{}", release.version, release.platform))
    }

    /// The directories in the store, temporary ones included.
    fn entries(&self) -> Result<Vec<PathBuf>, Error> {
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Error::io("read", &self.root)(error)),
        };
        let paths = entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<Vec<_>>>()
            .map_err(Error::io("read", &self.root))?;
        Ok(paths.into_iter().filter(|path| path.is_dir()).collect())
    }
}

/// The store while it is ours to change.
#[derive(Debug)]
pub(super) struct Locked {
    store: Store,
    _lock: FileLock,
}

impl Locked {
    /// A directory for the installation under way; it goes away when it is dropped.
    pub(super) fn workspace(&self) -> Result<TempDir, Error> {
        tempfile::Builder::new()
            .prefix(TEMPORARY)
            .tempdir_in(&self.store.root)
            .map_err(Error::io("create a directory in", &self.store.root))
    }

    /// Unpacks a verified tarball that lies in `workspace`, and puts the engine into its place.
    pub(super) fn install(
        &self,
        release: &Release,
        tarball: &Path,
        workspace: &TempDir,
    ) -> Result<PathBuf, Error> {
        let fresh = workspace.path().join("entry");
        create_private_dir(&fresh).map_err(Error::io("create", &fresh))?;
        let size = unpack(tarball, release.executable, &fresh.join(release.executable))?;
        write_record(&fresh, release, size)?;
        let entry = self.store.entry(release);
        remove_directory(&entry)?;
        fs::rename(&fresh, &entry).map_err(Error::io("create", &entry))?;
        Ok(entry.join(release.executable))
    }

    fn remove_leftovers(&self) -> Result<(), Error> {
        for entry in self.store.entries()? {
            let name = entry.file_name().expect("an entry has a name");
            if name.to_string_lossy().starts_with(TEMPORARY) {
                remove_directory(&entry)?;
            }
        }
        Ok(())
    }
}

fn write_record(entry: &Path, release: &Release, size: u64) -> Result<(), Error> {
    let record = Record {
        version: release.version.clone(),
        platform: release.platform.clone(),
        integrity: release.integrity.to_string(),
        executable: release.executable.to_owned(),
        executable_bytes: size,
    };
    let text = serde_json::to_vec_pretty(&record).expect("a record is plain data");
    let path = entry.join(RECORD);
    crate::fs::write_atomic(&path, &text, 0o644).map_err(Error::io("write", &path))
}

/// `None` for whatever is not a record of ours: then the engine is not there, and is installed anew.
fn read_record(entry: &Path) -> Option<Record> {
    let text = fs::read(entry.join(RECORD)).ok()?;
    let record: Record = serde_json::from_slice(&text).ok()?;
    matches!(&*record.executable, "deno" | "deno.exe").then_some(record)
}

fn is_whole(entry: &Path, record: &Record) -> bool {
    fs::metadata(entry.join(&record.executable))
        .is_ok_and(|metadata| is_executable(&metadata) && metadata.len() == record.executable_bytes)
}

fn remove_directory(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(Error::io("remove", path)),
    }
}
