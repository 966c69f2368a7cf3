//! What runs that were killed have left in the temporary directory: which of it is ours to remove.
//!
//! Everybody may make files there, and people name directories as they like. So a directory counts only when it has a
//! [`Marker`] with exactly our text, belongs to this user, is reached without a link, and nobody holds the marker's lock.
//! The text is written under the lock: a marker that has it and is free was left by a process that has ended.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use super::remove::remove_tree;

/// How directories of runs begin.
pub(super) const PREFIX: &str = "fx-";
/// How they begin until their marker is complete.
pub(super) const UNFINISHED: &str = ".fx-new-";
/// The marker's name.
const NAME: &str = ".fx-run";
/// The marker's text.
const TEXT: &[u8] =
    b"This directory belongs to a running fx, which holds a lock on this file. A later fx removes it.\n";
/// How long an unfinished directory is left alone. Its maker needs no millisecond.
const UNFINISHED_AGE: Duration = Duration::from_secs(3600);

/// The file that makes a directory ours, locked by this process.
#[derive(Debug)]
pub(super) struct Marker {
    file: File,
}

impl Marker {
    /// Puts a marker into a directory that was just made.
    pub(super) fn put(directory: &Path) -> io::Result<Self> {
        let mut options = File::options();
        options.read(true).write(true).create_new(true);
        restrict(&mut options);
        let mut file = options.open(directory.join(NAME))?;
        file.try_lock()?;
        file.write_all(TEXT)?;
        Ok(Self { file })
    }

    /// The marker of a directory whose run has ended; `None` for what is not ours.
    fn of_leftover(directory: &Path, user: u32) -> Option<Self> {
        let mut file = open_own(directory, user)?;
        let mut text = Vec::new();
        (&mut file)
            .take(TEXT.len() as u64 + 1)
            .read_to_end(&mut text)
            .ok()?;
        if text != TEXT {
            return None;
        }
        file.try_lock().ok()?;
        Some(Self { file })
    }

    /// Removes the directory, the marker last: whatever interrupts this, the next fx goes on with it. What resists keeps
    /// nothing else from going.
    pub(super) fn remove_with(
        self,
        directory: &Path,
        goes_on: impl Fn() -> bool,
    ) -> io::Result<()> {
        let mut result = Ok(());
        for entry in fs::read_dir(directory)? {
            if !goes_on() {
                return result;
            }
            let removed = entry.and_then(|entry| match entry.file_name() == NAME {
                true => Ok(()),
                false => remove_tree(&entry.path()),
            });
            result = result.and(removed);
        }
        result?;
        // Somebody who is about to end may have made something meanwhile.
        if fs::read_dir(directory)?.count() > 1 {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        self.remove_last(directory)
    }

    /// Removes a directory that is empty but for the marker. Without the marker nobody would know it by its usual name.
    fn remove_last(self, directory: &Path) -> io::Result<()> {
        let mut marker = Some(self.file);
        if cfg!(windows) {
            // A file that is open stays, and so does the name of its directory.
            marker = None;
        }
        let unfinished = unfinished(directory);
        if unfinished != directory {
            fs::rename(directory, &unfinished)?;
        }
        drop(marker);
        fs::remove_file(unfinished.join(NAME))?;
        fs::remove_dir(unfinished)
    }
}

/// What a directory of a run is called while it has no complete marker.
fn unfinished(directory: &Path) -> PathBuf {
    let name = directory.file_name().unwrap_or_default().to_string_lossy();
    match name.strip_prefix(PREFIX) {
        Some(name) => directory.with_file_name(format!("{UNFINISHED}{name}")),
        None => directory.to_owned(),
    }
}

/// Removes what ended runs have left in `parent`, until `stop` says otherwise.
pub(super) fn remove_leftovers(parent: &Path, stop: &AtomicBool) {
    remove_leftovers_of(this_user(), parent, stop);
}

fn remove_leftovers_of(user: u32, parent: &Path, stop: &AtomicBool) {
    let goes_on = || !stop.load(Ordering::Relaxed);
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    for entry in entries.take_while(|_| goes_on()) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_unfinished = name.starts_with(UNFINISHED);
        if !is_unfinished && !name.starts_with(PREFIX) {
            continue;
        }
        let directory = entry.path();
        // What cannot be removed now is tried by the next fx.
        if let Some(marker) = Marker::of_leftover(&directory, user) {
            let _ = marker.remove_with(&directory, goes_on);
        } else if is_unfinished {
            remove_unfinished(&directory, user);
        }
    }
}

/// Removes a directory whose maker was killed before the marker was complete: there is nothing else in it.
fn remove_unfinished(directory: &Path, user: u32) {
    let modified = fs::symlink_metadata(directory).and_then(|metadata| metadata.modified());
    let age = modified.ok().and_then(|time| time.elapsed().ok());
    if age.is_none_or(|age| age < UNFINISHED_AGE) {
        return;
    }
    if let Some(mut marker) = open_own(directory, user) {
        let mut text = Vec::new();
        let read = (&mut marker).take(TEXT.len() as u64).read_to_end(&mut text);
        if read.is_ok() && TEXT.starts_with(&text) && marker.try_lock().is_ok() {
            drop(marker);
            let _ = fs::remove_file(directory.join(NAME));
        }
    }
    // It resists unless it is empty, and our own.
    if is_own(directory, user) {
        let _ = fs::remove_dir(directory);
    }
}

#[cfg(unix)]
fn restrict(options: &mut fs::OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;

    options.mode(0o600);
}

#[cfg(not(unix))]
fn restrict(_options: &mut fs::OpenOptions) {}

/// The id of this user.
#[cfg(unix)]
fn this_user() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Elsewhere users have temporary directories of their own.
#[cfg(not(unix))]
fn this_user() -> u32 {
    0
}

/// Opens the marker of a directory if both are the user's, what they should be, and no links. Waits for nothing.
#[cfg(unix)]
fn open_own(directory: &Path, user: u32) -> Option<File> {
    use rustix::fs::{FileType, Mode, OFlags, fstat, open, openat};

    let usual = OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let flags = usual | OFlags::RDONLY | OFlags::DIRECTORY;
    let directory = open(directory, flags, Mode::empty()).ok()?;
    if fstat(&directory).ok()?.st_uid != user {
        return None;
    }
    let marker = openat(&directory, NAME, usual | OFlags::RDWR, Mode::empty()).ok()?;
    let metadata = fstat(&marker).ok()?;
    let is_file = FileType::from_raw_mode(metadata.st_mode) == FileType::RegularFile;
    (is_file && metadata.st_uid == user && metadata.st_nlink == 1).then(|| marker.into())
}

/// Opens the marker of a directory if both are what they should be.
#[cfg(not(unix))]
fn open_own(directory: &Path, user: u32) -> Option<File> {
    let marker = directory.join(NAME);
    let is_file = fs::symlink_metadata(&marker).is_ok_and(|metadata| metadata.is_file());
    let options = || File::options().read(true).write(true).open(&marker).ok();
    (is_own(directory, user) && is_file).then(options)?
}

/// Whether a path is a directory of the user, and no link.
#[cfg(unix)]
fn is_own(directory: &Path, user: u32) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    fs::symlink_metadata(directory)
        .is_ok_and(|metadata| metadata.is_dir() && metadata.uid() == user)
}

/// Whether a path is a directory, and no link.
#[cfg(not(unix))]
fn is_own(directory: &Path, _user: u32) -> bool {
    fs::symlink_metadata(directory).is_ok_and(|metadata| metadata.is_dir())
}

#[cfg(test)]
mod tests;
