//! [`History`]: what was deployed from this machine, by content, bounded in number, size and age.
//!
//! `<directory>/<ref>/<slug>.json` lists the versions, newest first; `<directory>/blobs/<sha256>` has the bodies, each
//! once. A body that had to go leaves its version in the list. Bodies are checked against their digest when they are
//! read, so writing them needs no `fsync`. It is private to the user, because source code is.

use std::{
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, bail};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::plan::{Kind, Local};
use crate::{
    api_types::{self, ProjectRef},
    fs,
    function::Slug,
};

/// How many versions of a function are listed.
const MAX_ENTRIES: usize = 50;
/// How many bytes all bodies may have.
const MAX_BYTES: u64 = 500_000_000;
/// How long a body is kept that nobody deploys.
const MAX_AGE: Duration = Duration::from_secs(180 * 24 * 60 * 60);

/// A version that was deployed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The number the server gave it.
    pub(crate) version: i64,
    /// When, as the server says: milliseconds since 1970.
    pub(crate) updated_at: Option<i64>,
    /// When, as this machine says: seconds since 1970.
    pub(crate) deployed_at: u64,
    /// What the body is.
    pub(crate) kind: Kind,
    /// SHA-256 of the body.
    pub(crate) sha256: String,
    /// How many bytes the body has.
    pub(crate) bytes: u64,
    /// Whether callers needed a token.
    pub(crate) verify_jwt: Option<bool>,
    /// Where execution begins.
    pub(crate) entrypoint_path: String,
    /// The import map.
    pub(crate) import_map_path: Option<String>,
    /// Patterns of static files.
    pub(crate) static_patterns: Vec<String>,
}

impl Entry {
    fn new(local: &Local, deployed: &api_types::Function) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        Self {
            version: deployed.version,
            updated_at: deployed.updated_at,
            deployed_at: now.map_or(0, |since| since.as_secs()),
            kind: local.kind,
            sha256: local.sha256.clone(),
            bytes: local.body.len() as u64,
            verify_jwt: deployed.verify_jwt.or(local.verify_jwt),
            entrypoint_path: local.entrypoint_path.clone(),
            import_map_path: local.import_map_path.clone(),
            static_patterns: local.static_patterns.clone(),
        }
    }
}

/// What was deployed to one project.
#[derive(Debug, Clone)]
pub(crate) struct History {
    blobs: PathBuf,
    lists: PathBuf,
}

impl History {
    /// The history of `project` below `directory`, which need not exist.
    pub(crate) fn new(directory: &Path, project: &ProjectRef) -> Self {
        Self {
            blobs: directory.join("blobs"),
            lists: directory.join(project.as_str()),
        }
    }

    /// The versions of a function, newest first. A list that cannot be read is none.
    pub(crate) fn entries(&self, slug: &Slug) -> Vec<Entry> {
        let text = std::fs::read(self.list(slug)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Whether the body of a version is still there.
    pub(crate) fn has_body(&self, entry: &Entry) -> bool {
        self.blob(&entry.sha256).is_file()
    }

    /// Keeps what was deployed.
    pub(crate) fn record(
        &self,
        local: &Local,
        deployed: &api_types::Function,
    ) -> anyhow::Result<()> {
        let new = Entry::new(local, deployed);
        let mut entries = self.entries(&local.slug);
        let is_known = |entry: &Entry| {
            entry.version == new.version
                && entry.sha256 == new.sha256
                && entry.updated_at == new.updated_at
        };
        if entries.iter().any(is_known) {
            return Ok(());
        }
        let failed = || format!("failed to keep `{}` in the history", local.slug);
        self.keep(&local.sha256, &local.body).with_context(failed)?;
        entries.retain(|entry| entry.version != new.version);
        entries.insert(0, new);
        entries.truncate(MAX_ENTRIES);
        let list = serde_json::to_vec(&entries).expect("our records serialise");
        write(&self.list(&local.slug), &list).with_context(failed)
    }

    /// The version as it can be deployed again.
    pub(crate) fn local(&self, slug: &Slug, entry: &Entry) -> anyhow::Result<Local> {
        let path = self.blob(&entry.sha256);
        let body = std::fs::read(&path)
            .with_context(|| format!("failed to read version {} of `{slug}`", entry.version))?;
        let found = format!("{:x}", Sha256::digest(&body));
        if found != entry.sha256 {
            bail!(
                "`{}` is damaged: its SHA-256 is {found} rather than {}",
                path.display(),
                entry.sha256
            );
        }
        Ok(Local {
            slug: slug.clone(),
            verify_jwt: entry.verify_jwt,
            entrypoint_path: entry.entrypoint_path.clone(),
            import_map_path: entry.import_map_path.clone(),
            static_patterns: entry.static_patterns.clone(),
            limits: None,
            kind: entry.kind,
            body: Bytes::from(body),
            sha256: entry.sha256.clone(),
        })
    }

    /// Removes bodies that are too old, and the oldest while there are too many bytes.
    pub(crate) fn tidy(&self) {
        self.shrink(MAX_BYTES, MAX_AGE);
    }

    fn shrink(&self, max_bytes: u64, max_age: Duration) {
        let mut bodies = Vec::new();
        for entry in std::fs::read_dir(&self.blobs)
            .into_iter()
            .flatten()
            .flatten()
        {
            if let Ok(metadata) = entry.metadata()
                && let Ok(modified) = metadata.modified()
            {
                bodies.push((modified, metadata.len(), entry.path()));
            }
        }
        bodies.sort_by_key(|body| std::cmp::Reverse(body.0));
        let mut total = 0;
        for (modified, size, path) in bodies {
            total += size;
            let is_old = modified.elapsed().is_ok_and(|age| age > max_age);
            if is_old || total > max_bytes {
                // The next run tries again.
                let _ = std::fs::remove_file(path);
            }
        }
    }

    fn keep(&self, sha256: &str, body: &[u8]) -> io::Result<()> {
        let path = self.blob(sha256);
        match std::fs::File::options().write(true).open(&path) {
            Ok(file) if file.metadata()?.len() == body.len() as u64 => {
                file.set_modified(SystemTime::now())
            }
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => write(&path, body),
        }
    }

    fn list(&self, slug: &Slug) -> PathBuf {
        self.lists.join(format!("{slug}.json"))
    }

    fn blob(&self, sha256: &str) -> PathBuf {
        self.blobs.join(sha256)
    }
}

/// Replaces a file so that readers see all of it; what a crash of the machine loses can be spared.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    if !directory.is_dir() {
        fs::create_private_dir(directory)?;
    }
    let mut file = tempfile::NamedTempFile::new_in(directory)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(body: &'static [u8]) -> Local {
        Local {
            slug: "hello".parse().unwrap(),
            verify_jwt: None,
            entrypoint_path: "file:///index.ts".to_owned(),
            import_map_path: None,
            static_patterns: Vec::new(),
            limits: None,
            kind: Kind::Bundle,
            body: Bytes::from_static(body),
            sha256: format!("{:x}", Sha256::digest(body)),
        }
    }

    fn deployed(version: i64) -> api_types::Function {
        let text = format!(r#"{{"slug": "hello", "version": {version}, "verify_jwt": false}}"#);
        serde_json::from_str(&text).unwrap()
    }

    fn history(directory: &Path) -> History {
        History::new(directory, &"abcdefghijklmnopqrst".parse().unwrap())
    }

    #[test]
    fn versions_are_kept_newest_first_and_bodies_once() {
        let directory = tempfile::tempdir().unwrap();
        let history = history(directory.path());
        let slug: Slug = "hello".parse().unwrap();
        for (version, body) in [(1, &b"a"[..]), (2, b"b"), (3, b"a"), (3, b"a")] {
            history.record(&local(body), &deployed(version)).unwrap();
        }
        let entries = history.entries(&slug);
        let versions: Vec<i64> = entries.iter().map(|entry| entry.version).collect();
        assert_eq!(versions, [3, 2, 1]);
        assert_eq!(std::fs::read_dir(&history.blobs).unwrap().count(), 2);
        let back = history.local(&slug, &entries[1]).unwrap();
        assert_eq!((&*back.body, back.verify_jwt), (&b"b"[..], Some(false)));
    }

    #[test]
    fn a_damaged_body_is_not_deployed() {
        let directory = tempfile::tempdir().unwrap();
        let history = history(directory.path());
        let slug: Slug = "hello".parse().unwrap();
        history.record(&local(b"a"), &deployed(1)).unwrap();
        let entry = history.entries(&slug).remove(0);
        std::fs::write(history.blob(&entry.sha256), "x").unwrap();
        let error = history.local(&slug, &entry).unwrap_err().to_string();
        assert!(error.contains("is damaged"), "{error}");
    }

    #[test]
    fn old_and_too_many_bodies_go_and_their_versions_stay() {
        let directory = tempfile::tempdir().unwrap();
        let history = history(directory.path());
        let slug: Slug = "hello".parse().unwrap();
        for (version, body) in [(1, &b"aaaa"[..]), (2, b"bbbb")] {
            history.record(&local(body), &deployed(version)).unwrap();
        }
        let old = history.entries(&slug).remove(1);
        let file = std::fs::File::options()
            .write(true)
            .open(history.blob(&old.sha256))
            .unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(60))
            .unwrap();
        history.shrink(4, MAX_AGE);
        let entries = history.entries(&slug);
        assert!(history.has_body(&entries[0]) && !history.has_body(&entries[1]));
        history.shrink(MAX_BYTES, Duration::ZERO);
        assert!(!history.has_body(&entries[0]));
    }
}
