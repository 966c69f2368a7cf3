//! [`RunDirectory`]: the one temporary directory of a running fx, and everything that becomes of it.
//!
//! It is made under a name that no other fx looks at, marked, locked and then renamed. It ends when it is dropped, which
//! waits for nothing, or with [`remove_run_directories`], which waits for a while when fx ends. An fx that is killed leaves
//! it to the next one.
//!
//! A thread of its own removes what is given to [`RunDirectory::discard`], one thing after the other, for there may be a
//! lot in it. The same thread removes what others have left, and in the end the directory itself.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
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

/// The directories of this process whose threads still run.
static LIVE: Mutex<Vec<Arc<Inner>>> = Mutex::new(Vec::new());
/// One more or one less of them.
static CHANGED: Condvar = Condvar::new();

/// A directory that goes when fx does, and is its user's only.
#[derive(Debug)]
pub(crate) struct RunDirectory {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    /// What is to be removed; `None` is the end.
    discarded: mpsc::Sender<Option<PathBuf>>,
    stop: AtomicBool,
}

impl RunDirectory {
    /// Makes one in `parent`, and has those removed that runs which were killed have left there.
    pub(crate) fn create_in(parent: &Path) -> io::Result<Self> {
        let (path, marker) = create(parent)?;
        let (discarded, received) = mpsc::channel();
        let inner = Arc::new(Inner {
            path,
            discarded,
            stop: AtomicBool::new(false),
        });
        let (parent, ending) = (parent.to_owned(), Ending::of(&inner));
        thread::Builder::new()
            .name("remover".into())
            .spawn(move || {
                let Ending(inner) = &ending;
                remove_leftovers(&parent, &inner.stop);
                remove_discarded(&received, &inner.stop);
                // What resists is left to the next fx: the marker goes last.
                let _ = marker.remove_with(&inner.path, || true);
            })?;
        Ok(Self { inner })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Has something in it removed, some time. Does not wait.
    pub(crate) fn discard(&self, path: PathBuf) {
        // What the thread does not get to goes with the whole directory.
        let _ = self.inner.discarded.send(Some(path));
    }
}

impl Drop for RunDirectory {
    fn drop(&mut self) {
        self.inner.stop();
    }
}

impl Inner {
    /// Has the thread remove the directory and end, after what it is about to remove. Does not wait.
    fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        // A thread that has ended needs no message.
        let _ = self.discarded.send(None);
    }
}

/// Keeps a directory among the live ones until its thread has ended, however that was.
struct Ending(Arc<Inner>);

impl Ending {
    fn of(inner: &Arc<Inner>) -> Self {
        live().push(Arc::clone(inner));
        CHANGED.notify_all();
        Self(Arc::clone(inner))
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        live().retain(|other| !Arc::ptr_eq(other, &self.0));
        CHANGED.notify_all();
    }
}

/// Removes all directories of this process, which is about to end: nobody uses them any more. What takes too long is
/// left to the next fx.
pub(crate) fn remove_run_directories() {
    let remain = |live: &mut Vec<Arc<Inner>>| {
        live.iter().for_each(|directory| directory.stop());
        !live.is_empty()
    };
    drop(CHANGED.wait_timeout_while(live(), PATIENCE, remain));
}

fn live() -> MutexGuard<'static, Vec<Arc<Inner>>> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
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
fn remove_discarded(received: &mpsc::Receiver<Option<PathBuf>>, stop: &AtomicBool) {
    while let Ok(Some(path)) = received.recv() {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        // What resists is tried again with the whole directory.
        let _ = remove_tree(&path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait_for_removal(path: &Path) {
        let is_live = |live: &mut Vec<Arc<Inner>>| live.iter().any(|other| other.path == path);
        let patience = Duration::from_secs(60);
        let (_live, waited) = CHANGED
            .wait_timeout_while(live(), patience, is_live)
            .unwrap();
        assert!(!waited.timed_out());
    }

    #[cfg(unix)]
    #[test]
    fn whoever_drops_it_does_not_wait_for_what_is_being_removed() {
        let parent = tempfile::tempdir().unwrap();
        let directory = RunDirectory::create_in(parent.path()).unwrap();
        let path = directory.path().to_owned();
        // Far more than can be removed in the time that a drop may take.
        let rooms = (0..20).map(|room| path.join(room.to_string()));
        let rooms: Vec<PathBuf> = rooms.collect();
        for room in &rooms {
            std::fs::create_dir(room).unwrap();
            for file in 0..1000 {
                std::fs::write(room.join(file.to_string()), "").unwrap();
            }
        }
        rooms.into_iter().for_each(|room| directory.discard(room));
        drop(directory);
        let left = std::fs::read_dir(&path).map_or(0, Iterator::count);
        assert!(left > 1, "it is being removed when the drop returns");
        wait_for_removal(&path);
        assert!(!path.exists());
    }

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
        wait_for_removal(&path);
        assert_eq!(std::fs::read_dir(parent.path()).unwrap().count(), 0);
    }
}
