//! [`Running`]: the note that a running `fx functions serve` keeps in fx's state directory, so that other commands find
//! out where it listens.
//!
//! A note is a file beside a lock that its fx holds. It is removed when the session ends; when fx is killed, the system
//! releases the lock, and whoever looks next removes what is left. A process id would tell less: another process may have
//! it by then. A note counts when its lock is held and the address answers, so that a home directory shared by machines
//! misleads nobody.

use std::{
    io::{self, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Serialize};
use url::Url;

use crate::fs::{self, FileLock};

/// How long the address of a note may take to be connected to, and then to answer.
const PATIENCE: Duration = Duration::from_millis(500);
/// How old a lock without a note must be to be nobody's. To write the note takes no second.
const UNFINISHED_AGE: Duration = Duration::from_secs(3600);
/// How long a note may be.
const MAX_NOTE: u64 = 64 << 10;
/// How many characters a name has.
const NAME: usize = 16;
/// How the names of notes end, and those of their locks.
const NOTE: &str = "json";
const LOCK: &str = "lock";

/// The note of this process, until it is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    path: PathBuf,
    lock: Option<FileLock>,
}

/// What is in it.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    /// The project.
    root: String,
    /// Where fx listens.
    url: String,
    /// For people who look into it.
    process: u32,
    /// When fx began to listen, in microseconds since 1970.
    since: u64,
}

impl Running {
    /// Notes that this process serves the project at `root` at `base_url`.
    pub(crate) fn note(state: &Path, root: &Path, base_url: &str) -> io::Result<Self> {
        let directory = directory(state);
        fs::create_private_dir(&directory)?;
        remove_leftovers(&directory);
        let name: String = std::iter::repeat_with(fastrand::alphanumeric)
            .take(NAME)
            .collect();
        let path = directory.join(name).with_extension(NOTE);
        let lock = FileLock::try_acquire(&path.with_extension(LOCK))?;
        let running = Self {
            lock: Some(lock.ok_or(io::ErrorKind::AlreadyExists)?),
            path,
        };
        let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        let note = Note {
            root: root.display().to_string(),
            url: base_url.to_owned(),
            process: std::process::id(),
            since: u64::try_from(since.as_micros()).unwrap_or_default(),
        };
        let bytes = serde_json::to_vec(&note).expect("texts and numbers serialise");
        fs::write_atomic(&running.path, &bytes, 0o600)?;
        Ok(running)
    }

    /// Where a running fx serves the project at `root`; of several, where the one started last does.
    pub(crate) fn find(state: &Path, root: &Path) -> Option<String> {
        let directory = directory(state);
        remove_leftovers(&directory);
        let root = root.display().to_string();
        let paths = files(&directory, NOTE).into_iter();
        let mut notes: Vec<Note> = paths
            .filter(|path| is_held(path))
            .filter_map(|path| read(&path))
            .filter(|note| note.root == root)
            .collect();
        notes.sort_by_key(|note| std::cmp::Reverse(note.since));
        let mut urls = notes.into_iter().map(|note| note.url);
        urls.find(|url| answers(url).is_ok_and(|answers| answers))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // What resists is found to be a leftover by the next fx.
        let _ = std::fs::remove_file(&self.path);
        drop(self.lock.take());
        let _ = std::fs::remove_file(self.path.with_extension(LOCK));
    }
}

fn directory(state: &Path) -> PathBuf {
    state.join("running")
}

/// The files of fx whose names end so. There are none where there is no such directory, or a link to another, in which
/// files may be anybody's.
fn files(directory: &Path, extension: &str) -> Vec<PathBuf> {
    let metadata = directory.symlink_metadata();
    if !metadata.is_ok_and(|metadata| metadata.is_dir()) {
        return Vec::new();
    }
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .filter(|path| has_name_of_fx(path))
        .collect()
}

/// Whether the file is named as [`Running::note`] names them.
fn has_name_of_fx(path: &Path) -> bool {
    let name = path.file_stem().and_then(|stem| stem.to_str());
    name.is_some_and(|name| {
        name.len() == NAME && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

fn read(path: &Path) -> Option<Note> {
    let text = fs::read_regular_text(path, MAX_NOTE).ok()?;
    serde_json::from_str(&text).ok()
}

/// Whether the fx of a note is alive.
fn is_held(note: &Path) -> bool {
    matches!(FileLock::try_acquire(&note.with_extension(LOCK)), Ok(None))
}

/// Removes notes whose fx is gone, and locks whose fx never got to its note.
fn remove_leftovers(directory: &Path) {
    for note in files(directory, NOTE) {
        // One that cannot be looked at is left for later, and so is what resists.
        let lock = note.with_extension(LOCK);
        if let Ok(Some(held)) = FileLock::try_acquire(&lock) {
            let _ = std::fs::remove_file(&note);
            drop(held);
            let _ = std::fs::remove_file(&lock);
        }
    }
    for lock in files(directory, LOCK) {
        if !lock.with_extension(NOTE).exists() && is_old(&lock) {
            let _ = std::fs::remove_file(&lock);
        }
    }
}

fn is_old(path: &Path) -> bool {
    let modified = path.metadata().and_then(|metadata| metadata.modified());
    let age = modified.ok().and_then(|modified| modified.elapsed().ok());
    age.is_some_and(|age| age > UNFINISHED_AGE)
}

/// Whether a gateway of fx answers at the address. An HTTP client would read the environment's proxies and the system's
/// certificates for one line.
fn answers(base_url: &str) -> io::Result<bool> {
    let url = Url::parse(base_url).map_err(io::Error::other)?;
    let addresses = url.socket_addrs(|| None)?;
    let address = addresses.first().ok_or(io::ErrorKind::NotFound)?;
    let mut stream = TcpStream::connect_timeout(address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request =
        format!("GET /_internal/health HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    Ok(start == *b"HTTP/1.1 200")
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// A gateway that answers as long as the test runs.
    fn gateway(answer: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut request = [0; 1024];
                let _ = stream.read(&mut request);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        url
    }

    const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

    #[cfg(unix)]
    #[test]
    fn files_of_others_are_left_alone() {
        let (state, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(theirs.path().join("precious.json"), "{}").unwrap();
        std::fs::write(theirs.path().join("abcdefghijklmnop.json"), "{}").unwrap();
        std::os::unix::fs::symlink(theirs.path(), directory(state.path())).unwrap();
        assert_eq!(Running::find(state.path(), Path::new("/mine")), None);
        assert_eq!(std::fs::read_dir(theirs.path()).unwrap().count(), 2);
        std::fs::remove_file(directory(state.path())).unwrap();
        std::fs::create_dir(directory(state.path())).unwrap();
        let precious = directory(state.path()).join("precious.json");
        std::fs::write(&precious, "{}").unwrap();
        assert_eq!(Running::find(state.path(), Path::new("/mine")), None);
        assert!(precious.is_file());
    }

    fn count(state: &Path) -> usize {
        std::fs::read_dir(directory(state)).unwrap().count()
    }

    #[test]
    fn a_note_is_found_by_its_project_and_goes_with_its_owner() {
        let state = tempfile::tempdir().unwrap();
        let (mine, theirs) = (Path::new("/mine"), Path::new("/theirs"));
        assert_eq!(Running::find(state.path(), mine), None);
        let url = gateway(OK);
        let running = Running::note(state.path(), mine, &url).unwrap();
        assert_eq!(Running::find(state.path(), mine), Some(url));
        assert_eq!(Running::find(state.path(), theirs), None);
        drop(running);
        assert_eq!(Running::find(state.path(), mine), None);
        assert_eq!(count(state.path()), 0);
    }

    #[test]
    fn of_several_the_last_one_that_answers_counts() {
        let state = tempfile::tempdir().unwrap();
        let root = Path::new("/mine");
        let (old, new) = (gateway(OK), gateway(OK));
        let unreachable = {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            format!("http://{}", listener.local_addr().unwrap())
        };
        let _old = Running::note(state.path(), root, &old).unwrap();
        let last = Running::note(state.path(), root, &new).unwrap();
        let silent = [
            unreachable,
            gateway("HTTP/1.1 404 Not Found\r\n\r\n"),
            "nonsense".into(),
        ];
        let silent = silent.map(|url| Running::note(state.path(), root, &url).unwrap());
        assert_eq!(Running::find(state.path(), root), Some(new));
        drop(last);
        assert_eq!(Running::find(state.path(), root), Some(old));
        drop(silent);
        assert_eq!(count(state.path()), 2);
    }

    #[test]
    fn what_a_killed_fx_has_left_does_not_count_and_is_removed() {
        let state = tempfile::tempdir().unwrap();
        let root = Path::new("/mine");
        let url = gateway(OK);
        let running = Running::note(state.path(), root, &url).unwrap();
        let [killed, damaged, alone] = [
            "killed0000000000.json",
            "damaged000000000.json",
            "alone00000000000.lock",
        ]
        .map(|name| directory(state.path()).join(name));
        std::fs::copy(&running.path, &killed).unwrap();
        std::fs::write(&damaged, "{").unwrap();
        std::fs::write(&alone, "").unwrap();
        drop(running);
        assert_eq!(Running::find(state.path(), root), None);
        let old = SystemTime::now() - 2 * UNFINISHED_AGE;
        assert!(alone.exists(), "its fx may be about to write the note");
        let file = std::fs::File::options().write(true).open(&alone).unwrap();
        file.set_modified(old).unwrap();
        assert_eq!(Running::find(state.path(), root), None);
        assert_eq!(count(state.path()), 0);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let state = tempfile::tempdir().unwrap();
        let running =
            Running::note(state.path(), Path::new("/mine"), "http://127.0.0.1:1").unwrap();
        let modes = [&running.path, running.path.parent().unwrap()].map(|path| {
            let metadata = std::fs::metadata(path).unwrap();
            metadata.permissions().mode() & 0o777
        });
        assert_eq!(modes, [0o600, 0o700]);
    }
}
