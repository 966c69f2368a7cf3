//! Where a worker listens and keeps its files: a private directory with a unix socket, or loopback where there are none.
//!
//! A unix socket path holds little more than a hundred bytes, so the directories have short names without the slug.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};

mod channel;

pub(super) use channel::{Channel, Control, Ends, Hold, Records};

/// Prefix of the directories, one per running fx.
const PREFIX: &str = "fx-";
/// The file in it that a running fx holds a lock on.
const LOCK: &str = "lock";

/// How long to wait for a place in the queue of a worker's socket.
#[cfg(unix)]
const QUEUE_TIMEOUT: Duration = Duration::from_secs(10);
/// How often to look for one.
#[cfg(unix)]
const QUEUE_PAUSE: Duration = Duration::from_millis(5);

/// A connection to a worker.
#[cfg(unix)]
pub(crate) type Stream = tokio::net::UnixStream;
/// A connection to a worker.
#[cfg(not(unix))]
pub(crate) type Stream = tokio::net::TcpStream;

/// Where to reach a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// The path of a unix socket.
    #[cfg_attr(
        windows,
        expect(dead_code, reason = "Windows workers listen on loopback")
    )]
    Unix(PathBuf),
    /// A loopback port; requests carry the secret.
    #[cfg_attr(unix, expect(dead_code, reason = "Unix workers listen on sockets"))]
    Tcp {
        /// The port on 127.0.0.1.
        port: u16,
        /// What proves that a request comes from fx.
        secret: Arc<str>,
    },
}

impl Endpoint {
    /// What the bootstrap is told.
    pub(super) fn to_boot_message(&self) -> Value {
        match self {
            Endpoint::Unix(path) => json!({ "path": path }),
            Endpoint::Tcp { port, secret } => {
                json!({ "hostname": "127.0.0.1", "port": port, "secret": &**secret })
            }
        }
    }

    /// The value of the engine's `DENO_SERVE_ADDRESS`, which redirects servers of `node:http`.
    pub(super) fn to_serve_address(&self) -> String {
        match self {
            Endpoint::Unix(path) => format!("unix:{}", path.display()),
            Endpoint::Tcp { port, .. } => format!("tcp:127.0.0.1:{port}"),
        }
    }

    /// Opens a connection. A unix socket whose queue is full says so at once instead of making one wait, as TCP does.
    #[cfg(unix)]
    pub(crate) async fn connect(&self) -> io::Result<Stream> {
        let Endpoint::Unix(path) = self else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let until = Instant::now() + QUEUE_TIMEOUT;
        loop {
            match Stream::connect(path).await {
                Err(error)
                    if error.kind() == io::ErrorKind::WouldBlock && Instant::now() < until =>
                {
                    tokio::time::sleep(QUEUE_PAUSE).await;
                }
                connected => return connected,
            }
        }
    }

    /// Opens a connection.
    #[cfg(not(unix))]
    pub(crate) async fn connect(&self) -> io::Result<Stream> {
        match self {
            Endpoint::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
            Endpoint::Tcp { port, .. } => Stream::connect(("127.0.0.1", *port)).await,
        }
    }

    /// What requests must carry, where others can connect too.
    pub(crate) fn secret(&self) -> Option<&Arc<str>> {
        match self {
            Endpoint::Unix(_) => None,
            Endpoint::Tcp { secret, .. } => Some(secret),
        }
    }

    /// Whether something accepts connections there.
    pub(super) async fn accepts(&self) -> bool {
        self.connect().await.is_ok()
    }
}

/// The directory of one running fx; removed when dropped.
#[derive(Debug)]
pub(crate) struct Home {
    directory: tempfile::TempDir,
    _lock: File,
    workers: AtomicU64,
}

impl Home {
    /// Makes the directory, and removes those of earlier runs that were killed.
    pub(crate) fn create() -> io::Result<Self> {
        let parent = parent_directory();
        remove_leftovers(&parent);
        let directory = tempfile::Builder::new()
            .prefix(PREFIX)
            .rand_bytes(8)
            .tempdir_in(&parent)?;
        let lock = File::create_new(directory.path().join(LOCK))?;
        lock.lock()?;
        Ok(Self {
            directory,
            _lock: lock,
            workers: AtomicU64::new(0),
        })
    }

    /// Makes the private directory of one worker.
    pub(super) fn room(&self) -> io::Result<Room> {
        let number = self.workers.fetch_add(1, Ordering::Relaxed);
        let directory = self.directory.path().join(number.to_string());
        fs::create_dir(&directory)?;
        fs::create_dir(directory.join("tmp"))?;
        let endpoint = endpoint(&directory)?;
        Ok(Room {
            directory,
            endpoint,
        })
    }
}

/// The private directory of one worker; removed when dropped.
#[derive(Debug)]
pub(super) struct Room {
    directory: PathBuf,
    endpoint: Endpoint,
}

impl Room {
    /// Where the worker listens.
    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The worker's `/tmp`.
    pub(super) fn tmp(&self) -> PathBuf {
        self.directory.join("tmp")
    }

    /// The worker's HOME, which it may not read.
    pub(super) fn home(&self) -> &Path {
        &self.directory
    }

    /// The files the worker may create to listen, and those of its channel.
    pub(super) fn sockets(&self) -> Vec<PathBuf> {
        let mut files = Channel::files(&self.directory);
        if let Endpoint::Unix(path) = &self.endpoint {
            files.extend([path.clone(), path.with_extension("1")]);
        }
        files
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // Left-overs are removed with the whole directory, or by the next fx.
        let _ = fs::remove_dir_all(&self.directory);
    }
}

#[cfg(unix)]
fn endpoint(directory: &Path) -> io::Result<Endpoint> {
    Ok(Endpoint::Unix(directory.join("s")))
}

#[cfg(not(unix))]
fn endpoint(_directory: &Path) -> io::Result<Endpoint> {
    // The port is free again when the listener is dropped; the secret guards against whoever takes it first.
    let port = std::net::TcpListener::bind(("127.0.0.1", 0))?
        .local_addr()?
        .port();
    let secret = uuid::Uuid::new_v4().simple().to_string().into();
    Ok(Endpoint::Tcp { port, secret })
}

/// Longest name of the temporary directory that leaves room for a socket path.
const MAX_PARENT: usize = 64;

fn parent_directory() -> PathBuf {
    let directory = std::env::temp_dir();
    let canonical = directory.canonicalize().unwrap_or(directory);
    if cfg!(windows) || canonical.as_os_str().len() <= MAX_PARENT {
        canonical
    } else {
        PathBuf::from("/tmp")
    }
}

/// Removes directories whose fx is gone, which shows by their lock. Those of other users resist, which is right.
fn remove_leftovers(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let Ok(lock) = File::options().write(true).open(entry.path().join(LOCK)) else {
            continue;
        };
        if lock.try_lock().is_ok() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_are_private_and_removed() {
        let home = Home::create().unwrap();
        let (first, second) = (home.room().unwrap(), home.room().unwrap());
        assert_ne!(first.tmp(), second.tmp());
        assert!(first.tmp().is_dir());
        let directory = first.home().to_owned();
        drop(first);
        assert!(!directory.exists());
        let path = home.directory.path().to_owned();
        drop((second, home));
        assert!(!path.exists());
    }

    #[test]
    fn directories_of_a_killed_fx_are_removed_and_those_of_a_running_one_kept() {
        let parent = tempfile::tempdir().unwrap();
        let [dead, alive, other] =
            ["fx-dead", "fx-alive", "unrelated"].map(|name| parent.path().join(name));
        for directory in [&dead, &alive, &other] {
            fs::create_dir(directory).unwrap();
            File::create(directory.join(LOCK)).unwrap();
        }
        let lock = File::options().write(true).open(alive.join(LOCK)).unwrap();
        lock.lock().unwrap();
        remove_leftovers(parent.path());
        assert!(!dead.exists() && alive.exists() && other.exists());
    }
}
