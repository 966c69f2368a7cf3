//! Files that are written whole or not at all, locks across processes, modes, and what errors mean.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    path::Path,
};

use tempfile::NamedTempFile;

/// How the names of files begin that [`write_atomic`] has not finished.
pub(crate) const UNFINISHED_FILE: &str = ".fx-";

/// Replaces `path` by `bytes` so that readers see the old content or the new one, never a part.
///
/// `mode` is the Unix permission set, not narrowed by the umask; other systems ignore it.
pub(crate) fn write_atomic(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    unfinished(path, bytes, mode)?.persist(path)?;
    Ok(())
}

/// Makes `path` with `bytes`, as [`write_atomic`] does; `AlreadyExists` when anything has that name.
pub(crate) fn write_new(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    unfinished(path, bytes, mode)?.persist_noclobber(path)?;
    Ok(())
}

/// A file beside `path` with all that is to be in it.
fn unfinished(path: &Path, bytes: &[u8], mode: u32) -> io::Result<NamedTempFile> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new()
        .prefix(UNFINISHED_FILE)
        .tempfile_in(directory)?;
    file.write_all(bytes)?;
    set_mode(file.path(), mode)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// An advisory lock between fx processes, held until it is dropped or the process ends.
#[derive(Debug)]
pub(crate) struct FileLock {
    _file: File,
}

impl FileLock {
    /// The lock, or `None` while another holds it.
    pub(crate) fn try_acquire(path: &Path) -> io::Result<Option<Self>> {
        let file = open_lock(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// Opens the file of a lock, which must be a regular one: waiting for the other end of a pipe would never end.
fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    never_wait(&mut options);
    let file = options.open(path)?;
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    let message = format!("`{}` is not a regular file", path.display());
    Err(io::Error::new(io::ErrorKind::InvalidInput, message))
}

/// A new file is its owner's, a symbolic link is not followed, and opening a pipe does not wait.
#[cfg(unix)]
fn never_wait(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;

    use rustix::fs::OFlags;

    let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
    let flags = i32::try_from(flags.bits()).expect("flags fit into a C `int`");
    options.mode(0o600).custom_flags(flags);
}

/// Other systems have no such files in directories.
#[cfg(not(unix))]
fn never_wait(_options: &mut OpenOptions) {}

/// Whether the error says that the disk or the quota is full.
pub(crate) fn is_disk_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

/// Whether the error says that fx may not write there.
pub(crate) fn is_not_writable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// Whether `metadata` is of a regular file that somebody may execute; other systems than Unix do not tell.
#[cfg(unix)]
pub(crate) fn is_executable(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.is_file() && metadata.permissions().mode() & 0o111 != 0
}

/// Whether `metadata` is of a regular file that somebody may execute; other systems than Unix do not tell.
#[cfg(not(unix))]
pub(crate) fn is_executable(metadata: &fs::Metadata) -> bool {
    metadata.is_file()
}

/// Sets the Unix permission set of `path`; nothing elsewhere.
#[cfg(unix)]
pub(crate) fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Sets the Unix permission set of `path`; nothing elsewhere.
#[cfg(not(unix))]
pub(crate) fn set_mode(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_leaves_no_temporary_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a");
        write_atomic(&path, b"old", 0o644).unwrap();
        write_atomic(&path, b"new", 0o600).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
        assert!(!is_executable(&fs::metadata(&path).unwrap()));
    }

    #[cfg(unix)]
    #[test]
    fn the_mode_is_the_one_asked_for() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a");
        write_atomic(&path, b"", 0o600).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        set_mode(&path, 0o755).unwrap();
        assert!(is_executable(&fs::metadata(&path).unwrap()));
    }

    #[test]
    fn a_lock_is_held_until_it_is_dropped() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lock");
        let held = FileLock::try_acquire(&path).unwrap().unwrap();
        assert!(FileLock::try_acquire(&path).unwrap().is_none());
        drop(held);
        assert!(FileLock::try_acquire(&path).unwrap().is_some());
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_that_is_no_file_is_refused_and_not_waited_for() {
        let directory = tempfile::tempdir().unwrap();
        let [pipe, link, target] =
            ["pipe", "link", "target"].map(|name| directory.path().join(name));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        std::os::unix::fs::symlink(&target, &link).unwrap();
        for path in [&pipe, &link] {
            assert!(FileLock::try_acquire(path).is_err());
        }
        assert!(!target.exists());
    }

    #[test]
    fn a_full_disk_and_a_read_only_one_are_recognised() {
        let error = io::Error::from(io::ErrorKind::StorageFull);
        assert!(is_disk_full(&error) && !is_not_writable(&error));
        let error = io::Error::from(io::ErrorKind::ReadOnlyFilesystem);
        assert!(is_not_writable(&error) && !is_disk_full(&error));
    }
}
