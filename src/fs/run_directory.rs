//! [`RunDirectory`]: the one temporary directory of a running fx, and everything that becomes of it.
//!
//! It is made under a name that no other fx looks at, marked, locked and then renamed. It ends when it is dropped, or with
//! [`remove_run_directories`] when fx ends without dropping anything. An fx that is killed leaves it to the next one.
//!
//! What is given to [`RunDirectory::discard`] is removed by a thread of its own, one thing after the other, for there
//! may be a lot in it. The same thread removes what others have left. It ends with the directory, after what it has begun.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use super::{
    leftovers::{Marker, PREFIX, UNFINISHED, remove_leftovers},
    private::create_new_private_dir,
    remove::remove_tree,
};

/// How many names are tried that others have.
const ATTEMPTS: u32 = 16;
/// How long the end of fx may take for the sake of what it leaves.
const PATIENCE: Duration = Duration::from_secs(3);

/// The directories of this process that are still there.
static LIVE: Mutex<Vec<Weak<Inner>>> = Mutex::new(Vec::new());

/// A directory that goes when fx does, and is its user's only.
#[derive(Debug)]
pub(crate) struct RunDirectory {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    /// `None` when it has ended.
    state: Mutex<Option<State>>,
}

#[derive(Debug)]
struct State {
    marker: Marker,
    discarded: mpsc::Sender<PathBuf>,
    stop: Arc<AtomicBool>,
    remover: JoinHandle<()>,
}

impl RunDirectory {
    /// Makes one in `parent`, and has those removed that runs which were killed have left there.
    pub(crate) fn create_in(parent: &Path) -> io::Result<Self> {
        let (path, marker) = create(parent)?;
        let (discarded, received) = mpsc::channel();
        let stop = Arc::new(AtomicBool::new(false));
        let (parent, stopped) = (parent.to_owned(), Arc::clone(&stop));
        let remover = thread::Builder::new()
            .name("remover".into())
            .spawn(move || {
                remove_leftovers(&parent, &stopped);
                remove_discarded(&received, &stopped);
            })?;
        let state = State {
            marker,
            discarded,
            stop,
            remover,
        };
        let inner = Arc::new(Inner {
            path,
            state: Mutex::new(Some(state)),
        });
        let mut live = lock(&LIVE);
        live.retain(|other| other.strong_count() > 0);
        live.push(Arc::downgrade(&inner));
        Ok(Self { inner })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Has something in it removed, some time. Does not wait.
    pub(crate) fn discard(&self, path: PathBuf) {
        if let Some(state) = &*lock(&self.inner.state) {
            // The thread ends after its sender only. What it does not get to goes with the whole directory.
            let _ = state.discarded.send(path);
        }
    }
}

impl Drop for RunDirectory {
    fn drop(&mut self) {
        self.inner.end();
    }
}

impl Inner {
    /// Removes it, or waits until whoever has begun with that is done.
    fn end(&self) {
        let mut held = lock(&self.state);
        let Some(state) = held.take() else {
            return;
        };
        state.stop.store(true, Ordering::Relaxed);
        drop(state.discarded);
        // A remover that panicked has left its work to us.
        let _ = state.remover.join();
        // What resists is left to the next fx: the marker goes last.
        let _ = state.marker.remove_with(&self.path, || true);
        drop(held);
    }
}

/// Removes all directories of this process, which is about to end: nobody uses them any more. What takes too long is
/// left to the next fx.
pub(crate) fn remove_run_directories() {
    let live: Vec<_> = std::mem::take(&mut *lock(&LIVE));
    let live: Vec<_> = live.iter().filter_map(Weak::upgrade).collect();
    if live.is_empty() {
        return;
    }
    let (done, all_done) = mpsc::channel::<()>();
    let ending = thread::Builder::new().spawn(move || {
        for directory in live {
            directory.end();
        }
        drop(done);
    });
    if ending.is_ok() {
        // It says so by hanging up.
        let _ = all_done.recv_timeout(PATIENCE);
    }
}

/// A directory that is marked from the moment at which others look at it.
fn create(parent: &Path) -> io::Result<(PathBuf, Marker)> {
    let (name, first) = unused(parent)?;
    let finished = parent.join(format!("{PREFIX}{name}"));
    let marked = Marker::put(&first).and_then(|marker| {
        if first != finished {
            std::fs::rename(&first, &finished)?;
        }
        Ok(marker)
    });
    match marked {
        Ok(marker) => Ok((finished, marker)),
        Err(error) => {
            // It is minutes old at most, and empty but for our own file.
            let _ = std::fs::remove_dir_all(&first);
            Err(error)
        }
    }
}

/// Makes a directory with a name that nobody has; the part of it that was chosen, and where it is for now.
fn unused(parent: &Path) -> io::Result<(String, PathBuf)> {
    // A directory with an open file in it keeps its name on Windows.
    let prefix = if cfg!(windows) { PREFIX } else { UNFINISHED };
    for _ in 1..ATTEMPTS {
        let name: String = std::iter::repeat_with(fastrand::alphanumeric)
            .take(8)
            .collect();
        let path = parent.join(format!("{prefix}{name}"));
        match create_new_private_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => return created.map(|()| (name, path)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Removes what comes in, until the queue or the directory ends.
fn remove_discarded(received: &mpsc::Receiver<PathBuf>, stop: &AtomicBool) {
    for path in received {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        // What resists is tried again with the whole directory.
        let _ = remove_tree(&path);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_private_while_it_is_used_and_gone_afterwards() {
        let parent = tempfile::tempdir().unwrap();
        let directory = RunDirectory::create_in(parent.path()).unwrap();
        let path = directory.path().to_owned();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
        std::fs::create_dir(path.join("room")).unwrap();
        std::fs::write(path.join("room/file"), "").unwrap();
        directory.discard(path.join("room"));
        directory.discard(path.join("never was"));
        drop(directory);
        assert_eq!(std::fs::read_dir(parent.path()).unwrap().count(), 0);
    }
}
