//! Files that fx finds in a project, as against those that somebody names: a cloned project is untrusted, so what lies
//! in it must not lead anywhere else, must not block, and must have a size that fits in memory.
//!
//! Reading: a regular file whose real place is below a root, up to a limit. Writing: below a root, and never through a
//! symbolic link. What a flag names may be anything and is not opened here.

use std::{
    ffi::OsStr,
    fs::{self, File, FileType, Metadata, OpenOptions},
    io::{self, ErrorKind, Read as _},
    path::{Component, Path, PathBuf},
};

use super::write_atomic;

/// How long configuration, env files, import maps and `.npmrc` may be.
pub(crate) const MAX_TEXT: u64 = 1 << 20;
/// How long a lockfile may be.
pub(crate) const MAX_LOCKFILE: u64 = 32 << 20;
/// How long a module may be.
pub(crate) const MAX_MODULE: u64 = 32 << 20;
/// How long a static file may be; no bundle holds more.
pub(crate) const MAX_STATIC_FILE: u64 = 512 << 20;

/// Why a file of a project is not opened. It comes inside an `io::Error`: see [`refusal`].
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// A symbolic link leads out.
    #[error("symbolic link leads outside the repository: `{}`", real.display())]
    Outside {
        /// Where it leads.
        real: PathBuf,
    },
    /// A pipe, a socket or a device.
    #[error("it is {kind}, not a regular file")]
    NotRegular {
        /// Such as `a device`.
        kind: &'static str,
    },
    /// Longer than such a file may be.
    #[error("it is larger than {} MB", limit >> 20)]
    TooLarge {
        /// Bytes.
        limit: u64,
    },
    /// A symbolic link where fx would write.
    #[error("fx does not write through symbolic link `{}`", link.display())]
    Link {
        /// The link, seen from the root.
        link: PathBuf,
    },
}

impl Refusal {
    /// What the user can do.
    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::Outside { .. } => {
                "replace the symbolic link with a file inside the repository (the directory with `.git`, or the project directory if there is none)"
            }
            Self::NotRegular { .. } => "replace it with a regular file",
            Self::TooLarge { .. } => "make the file smaller, or move it away",
            Self::Link { .. } => {
                "replace the symbolic link with the file or directory it points to"
            }
        }
    }
}

/// The refusal that an error carries.
pub(crate) fn refusal(error: &io::Error) -> Option<&Refusal> {
    error.get_ref()?.downcast_ref()
}

/// The nearest directory from `path` upwards that is a repository.
pub(crate) fn repository_of(path: &Path) -> Option<&Path> {
    path.ancestors()
        .find(|directory| directory.join(".git").exists())
}

/// What is in a file that was found below `root`.
pub(crate) fn read_found(path: &Path, root: &Path, limit: u64) -> io::Result<Vec<u8>> {
    read_regular(&real_place(path, root)?, limit)
}

/// The text of a file that was found below `root`.
pub(crate) fn read_found_text(path: &Path, root: &Path, limit: u64) -> io::Result<String> {
    text(read_found(path, root, limit)?)
}

/// What is in a regular file, wherever it is.
pub(crate) fn read_regular(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let (file, metadata) = open_regular(path, limit)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // It may grow meanwhile.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > limit {
        true => Err(io::Error::other(Refusal::TooLarge { limit })),
        false => Ok(bytes),
    }
}

/// The text of a regular file, wherever it is.
pub(crate) fn read_regular_text(path: &Path, limit: u64) -> io::Result<String> {
    text(read_regular(path, limit)?)
}

/// Refuses a file that [`read_found`] would refuse; where it really is.
pub(crate) fn check_found(path: &Path, root: &Path, limit: u64) -> io::Result<PathBuf> {
    let real = real_place(path, root)?;
    open_regular(&real, limit)?;
    Ok(real)
}

/// Refuses a file that [`read_regular`] would refuse.
pub(crate) fn check_regular(path: &Path, limit: u64) -> io::Result<()> {
    open_regular(path, limit).map(drop)
}

/// Whether there is a regular file; what else has its name is an error. Nothing is opened.
pub(crate) fn is_regular(path: &Path) -> io::Result<bool> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if is_loop(&error) => return Err(error),
        Err(_) => return Ok(false),
    };
    check_kind(&metadata)?;
    match metadata.is_dir() {
        true => Err(ErrorKind::IsADirectory.into()),
        false => Ok(true),
    }
}

/// Refuses a path that leads out of `root`, whatever is there. `NotFound` when nothing is.
pub(crate) fn real_place(path: &Path, root: &Path) -> io::Result<PathBuf> {
    let real = path.canonicalize()?;
    let is_current = root.as_os_str() == OsStr::new("");
    let root = if is_current { Path::new(".") } else { root };
    let root = root.canonicalize()?;
    match real.starts_with(&root) {
        true => Ok(real),
        false => Err(io::Error::other(Refusal::Outside { real })),
    }
}

/// Replaces `path`, which is below `root`, by `bytes`, as [`write_atomic`] does. Directories that are missing are made.
pub(crate) fn write_found(path: &Path, root: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    check_writable(path, root)?;
    if let Some(directory) = path.parent() {
        create_all(directory)?;
    }
    write_atomic(path, bytes, mode)
}

/// Makes the directory `path`, which is below `root`, and those that are missing above it.
pub(crate) fn create_found(path: &Path, root: &Path) -> io::Result<()> {
    check_writable(path, root)?;
    create_all(path)
}

/// Refuses a path through a symbolic link below `root`. Links above `root` are the user's own.
pub(crate) fn check_writable(path: &Path, root: &Path) -> io::Result<()> {
    let below = path.strip_prefix(root).map_err(|_| {
        let text = format!("`{}` is not below `{}`", path.display(), root.display());
        io::Error::new(ErrorKind::InvalidInput, text)
    })?;
    let mut reached = root.to_owned();
    for component in below.components() {
        match component {
            Component::Normal(name) => reached.push(name),
            Component::CurDir => continue,
            _ => return Err(ErrorKind::InvalidInput.into()),
        }
        match fs::symlink_metadata(&reached) {
            Ok(found) if found.is_symlink() => {
                let link = reached.strip_prefix(root).unwrap_or(&reached).to_owned();
                return Err(io::Error::other(Refusal::Link { link }));
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The current directory is there.
fn create_all(directory: &Path) -> io::Result<()> {
    match directory.as_os_str() == OsStr::new("") {
        true => Ok(()),
        false => fs::create_dir_all(directory),
    }
}

/// Opens a file of at most `limit` bytes. A pipe that nobody writes to does not hold this up, and no device is opened:
/// that alone can have an effect.
fn open_regular(path: &Path, limit: u64) -> io::Result<(File, Metadata)> {
    check_kind(&fs::metadata(path)?)?;
    let file = without_blocking().read(true).open(path)?;
    // Another file may have this name by now.
    let metadata = file.metadata()?;
    check_kind(&metadata)?;
    match metadata.is_file() && metadata.len() > limit {
        true => Err(io::Error::other(Refusal::TooLarge { limit })),
        false => Ok((file, metadata)),
    }
}

/// Directories pass: reading one fails with the system's own words.
fn check_kind(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_file() || metadata.is_dir() {
        return Ok(());
    }
    let kind = kind(metadata.file_type());
    Err(io::Error::other(Refusal::NotRegular { kind }))
}

#[cfg(unix)]
fn is_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
fn is_loop(_error: &io::Error) -> bool {
    false
}

#[cfg(unix)]
fn kind(found: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    if found.is_fifo() {
        "a named pipe"
    } else if found.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn kind(_found: FileType) -> &'static str {
    "something else"
}

#[cfg(unix)]
fn without_blocking() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;

    use rustix::fs::OFlags;

    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let mut options = OpenOptions::new();
    options.custom_flags(flags.bits().cast_signed());
    options
}

#[cfg(not(unix))]
fn without_blocking() -> OpenOptions {
    OpenOptions::new()
}

fn text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|_| {
        // The words of the standard library.
        io::Error::new(ErrorKind::InvalidData, "stream did not contain valid UTF-8")
    })
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn refused(error: &io::Error) -> &Refusal {
        refusal(error).unwrap()
    }

    #[test]
    fn links_that_stay_inside_are_followed_and_those_that_leave_are_not() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path().join("root");
        fs::create_dir(&root).unwrap();
        fs::write(directory.path().join("secret"), "s").unwrap();
        fs::write(root.join("file"), "f").unwrap();
        symlink("file", root.join("inside")).unwrap();
        symlink("../secret", root.join("outside")).unwrap();
        symlink("nowhere", root.join("dangling")).unwrap();
        symlink("loop", root.join("loop")).unwrap();
        let read = |name: &str| read_found(&root.join(name), &root, MAX_TEXT);
        assert_eq!(read("file").unwrap(), b"f");
        assert_eq!(read("inside").unwrap(), b"f");
        let error = read("outside").unwrap_err();
        assert!(matches!(refused(&error), Refusal::Outside { .. }));
        assert_eq!(read("dangling").unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(read("missing").unwrap_err().kind(), ErrorKind::NotFound);
        assert!(refusal(&read("loop").unwrap_err()).is_none());
    }

    #[test]
    fn pipes_devices_sockets_and_long_files_are_refused_at_once() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        let pipe = root.join("pipe");
        let name = rustix::fs::CWD;
        rustix::fs::mkfifoat(name, &pipe, rustix::fs::Mode::RUSR).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(root.join("socket")).unwrap();
        for path in [&pipe, &root.join("socket"), Path::new("/dev/zero")] {
            let error = read_regular(path, MAX_TEXT).unwrap_err();
            assert!(matches!(refused(&error), Refusal::NotRegular { .. }));
        }
        let sparse = File::create(root.join("sparse")).unwrap();
        sparse.set_len(10 << 30).unwrap();
        let error = read_found(&root.join("sparse"), root, MAX_MODULE).unwrap_err();
        assert_eq!(error.to_string(), "it is larger than 32 MB");
        let just = File::create(root.join("just")).unwrap();
        just.set_len(MAX_TEXT).unwrap();
        assert!(read_found(&root.join("just"), root, MAX_TEXT).is_ok());
        just.set_len(MAX_TEXT + 1).unwrap();
        assert!(read_found(&root.join("just"), root, MAX_TEXT).is_err());
    }

    #[test]
    fn nothing_is_written_through_a_link() {
        let directory = tempfile::tempdir().unwrap();
        let (root, other) = (
            directory.path().join("root"),
            directory.path().join("other"),
        );
        fs::create_dir(&root).unwrap();
        fs::create_dir(&other).unwrap();
        symlink(&other, root.join("link")).unwrap();
        symlink(other.join("file"), root.join("file")).unwrap();
        for name in ["link/a", "link/a/b", "file"] {
            let error = write_found(&root.join(name), &root, b"x", 0o644).unwrap_err();
            assert!(matches!(refused(&error), Refusal::Link { .. }), "{name}");
        }
        assert!(write_found(&root.join("../a"), &root, b"x", 0o644).is_err());
        assert_eq!(fs::read_dir(&other).unwrap().count(), 0);
        write_found(&root.join("a/b/c"), &root, b"x", 0o644).unwrap();
        assert_eq!(fs::read(root.join("a/b/c")).unwrap(), b"x");
    }
}
