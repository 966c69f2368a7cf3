//! Where workers keep their files: [`Home`], the directory of this fx, with a [`Room`] for each worker.
//!
//! A unix socket path holds little more than a hundred bytes, so the directories have short names without the slug.
//!
//! A room has the worker's `/tmp`, which may hold so much and no more. Where the kernel keeps it to that, the worker sees a
//! file system of its own there, and fx an empty directory: nothing of fx may lie in it. Elsewhere fx counts what is there,
//! and the worker ends when that is too much.

use std::{
    future::{Future, pending},
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{sync::Semaphore, task::spawn_blocking, time::sleep};

use super::transport::{Channel, Endpoint, endpoint};
use crate::{
    fs::{Quota, RunDirectory, Usage, create_private_dir, usage_beyond},
    process::{Confinement, unnamed_bytes},
};

/// What a worker may have in its `/tmp`.
const QUOTA: Quota = Quota {
    bytes: 256 * MEGABYTE,
    files: 10_000,
};
const MEGABYTE: u64 = 1024 * 1024;
/// How often files are counted at most.
const COUNT_PAUSE: Duration = Duration::from_millis(250);
/// How many times as long as a count took the pause after it is.
const COUNT_SHARE: u32 = 10;
/// One count at a time: all of them together need a single thread.
static COUNTING: Semaphore = Semaphore::const_new(1);

/// The directory of one running fx; it goes with the last of its rooms.
#[derive(Debug)]
pub(super) struct Home {
    directory: Arc<RunDirectory>,
    workers: AtomicU64,
}

impl Home {
    /// Makes the directory, and has those of earlier runs removed that were killed.
    pub(super) fn create() -> io::Result<Self> {
        Ok(Self {
            directory: Arc::new(RunDirectory::create_in(&parent_directory())?),
            workers: AtomicU64::new(0),
        })
    }

    /// Makes the private directory of one worker. `npmrc` is for the engine. Blocks.
    pub(super) fn room(&self, npmrc: &str) -> io::Result<Room> {
        let number = self.workers.fetch_add(1, Ordering::Relaxed);
        let directory = self.directory.path().join(number.to_string());
        create_private_dir(&directory.join(TMP))?;
        if !npmrc.is_empty() {
            std::fs::write(directory.join(".npmrc"), npmrc)?;
        }
        Ok(Room {
            endpoint: endpoint(&directory)?,
            directory,
            home: Arc::clone(&self.directory),
        })
    }
}

const TMP: &str = "tmp";

/// The private directory of one worker. When dropped, it is removed in the background.
#[derive(Debug)]
pub(super) struct Room {
    directory: PathBuf,
    endpoint: Endpoint,
    home: Arc<RunDirectory>,
}

impl Room {
    /// Where the worker listens.
    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The worker's `/tmp`.
    pub(super) fn tmp(&self) -> PathBuf {
        self.directory.join(TMP)
    }

    /// The worker's HOME, which it may not read.
    pub(super) fn home(&self) -> &Path {
        &self.directory
    }

    /// The files the worker may create to listen, and those of its channel.
    pub(super) fn sockets(&self) -> Vec<PathBuf> {
        let mut files = Channel::files(&self.directory);
        if let Endpoint::Unix(path) = &self.endpoint {
            files.push(path.clone());
        }
        files
    }

    /// What the worker may write.
    pub(super) fn confinement(&self) -> Confinement {
        Confinement {
            scratch: self.tmp(),
            quota: QUOTA,
        }
    }

    /// Waits until the process `counted` has more in `/tmp` than it may have, and tells what is too much. Without such
    /// a process for ever.
    pub(super) fn overflow(
        &self,
        counted: Option<u32>,
    ) -> impl Future<Output = String> + Send + use<> {
        let tmp = self.tmp();
        async move {
            let Some(process) = counted else {
                return pending().await;
            };
            let mut pause = COUNT_PAUSE;
            loop {
                sleep(pause).await;
                let turn = COUNTING.acquire().await;
                let (started, tmp) = (Instant::now(), tmp.clone());
                let counted = spawn_blocking(move || excess(&tmp, process)).await;
                drop(turn);
                // A runtime that ends counts no more.
                if let Some(usage) = counted.ok().flatten() {
                    return describe(usage);
                }
                pause = COUNT_PAUSE.max(started.elapsed() * COUNT_SHARE);
            }
        }
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.home.discard(std::mem::take(&mut self.directory));
    }
}

/// What a worker has, if that is more than it may have.
fn excess(tmp: &Path, process: u32) -> Option<Usage> {
    let unnamed = unnamed_bytes(process);
    let left = Quota {
        bytes: QUOTA.bytes.saturating_sub(unnamed),
        ..QUOTA
    };
    let usage = match usage_beyond(tmp, left) {
        None if unnamed > QUOTA.bytes => Usage::default(),
        usage => usage?,
    };
    Some(Usage {
        bytes: usage.bytes + unnamed,
        ..usage
    })
}

fn describe(usage: Usage) -> String {
    if usage.files > QUOTA.files {
        format!("more than {} files in `/tmp`", QUOTA.files)
    } else {
        let (used, limit) = (usage.bytes / MEGABYTE, QUOTA.bytes / MEGABYTE);
        format!("{used} MB of files in `/tmp`, the limit is {limit} MB")
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_are_their_own_and_go_with_their_home_at_the_latest() {
        let home = Home::create().unwrap();
        let (first, second) = (home.room("").unwrap(), home.room("a=b").unwrap());
        assert_ne!(first.tmp(), second.tmp());
        assert!(first.tmp().is_dir() && second.home().join(".npmrc").is_file());
        let path = home.directory.path().to_owned();
        drop((first, home));
        assert!(second.tmp().is_dir());
        drop(second);
        assert!(!path.exists());
    }
}
