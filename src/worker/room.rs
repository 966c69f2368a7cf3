//! Where workers keep their files: [`Home`], the directory of this fx, with a [`Room`] for each worker.
//!
//! A unix socket path holds little more than a hundred bytes, so the directories have short names without the slug.
//!
//! A room has the worker's `/tmp`, which may hold so much and no more. Where the kernel keeps it to that, the worker sees a
//! file system of its own there, and fx an empty directory: nothing of fx may lie in it. Elsewhere fx counts what is there,
//! and the worker ends when that is too much. The rest of a room holds next to nothing. Permissions see to that, and fx
//! counts it everywhere, lest a way around them lead to the disk.

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
    process::{Confinement, QuotaKeeper, unnamed_bytes},
};

/// What a worker may have in its `/tmp`.
const QUOTA: Quota = Quota {
    bytes: 256 * MEGABYTE,
    files: 10_000,
};
/// What may be in the rest of its room: sockets, the channel, the engine's `.npmrc`.
const REST: Quota = Quota {
    bytes: MEGABYTE,
    files: 16,
};
const MEGABYTE: u64 = 1024 * 1024;
/// How often files are counted at most.
const COUNT_PAUSE: Duration = Duration::from_millis(250);
/// How often where the kernel keeps `/tmp` to its quota.
const SLOW_COUNT_PAUSE: Duration = Duration::from_secs(2);
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

    /// Waits until a process has more in the room than it may have, and tells what is too much. `watched` is the process
    /// and who keeps its `/tmp` to the quota; without one, this waits for ever.
    pub(super) fn overflow(
        &self,
        watched: Option<(u32, QuotaKeeper)>,
    ) -> impl Future<Output = String> + Send + use<> {
        let room = self.directory.clone();
        async move {
            let Some((process, keeper)) = watched else {
                return pending().await;
            };
            let shortest = match keeper {
                QuotaKeeper::Kernel => SLOW_COUNT_PAUSE,
                QuotaKeeper::Spawner => COUNT_PAUSE,
            };
            let mut pause = shortest;
            loop {
                sleep(pause).await;
                let turn = COUNTING.acquire().await;
                let (started, room) = (Instant::now(), room.clone());
                let counted = spawn_blocking(move || excess(&room, process, keeper)).await;
                drop(turn);
                // A runtime that ends counts no more.
                if let Some(text) = counted.ok().flatten() {
                    return text;
                }
                pause = shortest.max(started.elapsed() * COUNT_SHARE);
            }
        }
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.home.discard(std::mem::take(&mut self.directory));
    }
}

/// What a worker has that is more than it may have.
fn excess(room: &Path, process: u32, keeper: QuotaKeeper) -> Option<String> {
    let tmp = room.join(TMP);
    let (in_tmp, unnamed) = match keeper {
        QuotaKeeper::Kernel => (None, unnamed_bytes(process, Some(&tmp))),
        // Files without names may have been anywhere; what is elsewhere than in `/tmp` is little.
        QuotaKeeper::Spawner => (
            excess_of(&tmp, None, QUOTA, unnamed_bytes(process, None)),
            0,
        ),
    };
    in_tmp
        .map(|usage| describe(usage, QUOTA, "in"))
        .or_else(|| {
            let rest = excess_of(room, Some(&tmp), REST, unnamed)?;
            Some(describe(rest, REST, "outside"))
        })
}

/// What is in a directory, except for the one `apart`, together with so many bytes that no directory shows, if that is
/// more than `quota`.
fn excess_of(directory: &Path, apart: Option<&Path>, quota: Quota, unnamed: u64) -> Option<Usage> {
    let left = Quota {
        bytes: quota.bytes.saturating_sub(unnamed),
        ..quota
    };
    let usage = match usage_beyond(directory, apart, left) {
        None if unnamed > quota.bytes => Usage::default(),
        usage => usage?,
    };
    Some(Usage {
        bytes: usage.bytes + unnamed,
        ..usage
    })
}

fn describe(usage: Usage, quota: Quota, place: &str) -> String {
    if usage.files > quota.files {
        format!("more than {} files {place} `/tmp`", quota.files)
    } else {
        let (used, limit) = (usage.bytes / MEGABYTE, quota.bytes / MEGABYTE);
        format!("{used} MB of files {place} `/tmp`, the limit is {limit} MB")
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
        let deadline = Instant::now() + Duration::from_secs(60);
        while path.exists() {
            assert!(Instant::now() < deadline, "it goes with the last room");
            std::thread::yield_now();
        }
    }
}
