//! [`create_private_dir`]: directories of fx, which are nobody else's to look into, whatever the umask. [`tighten`] makes
//! those so that an earlier fx has made.

use std::{fs, io, path::Path};

use super::set_mode;

/// Who may do what in a directory of fx.
const MODE: u32 = 0o700;

/// Makes `path` and the directories that lead there. Those that are new are their owner's only, whatever the umask; the
/// others were made by somebody else, and stay as they are.
pub(crate) fn create_private_dir(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    match create_new_private_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let parent = path
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty());
            create_private_dir(parent.ok_or(error)?)?;
            create_or_find(path)
        }
        Err(error) => found(path, error),
        Ok(()) => Ok(()),
    }
}

/// Makes `path`, which must not be there, for its owner only.
pub(crate) fn create_new_private_dir(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    restrict(&mut builder);
    builder.create(path)?;
    // A umask takes bits away, its owner's as well.
    set_mode(path, MODE)
}

fn create_or_find(path: &Path) -> io::Result<()> {
    create_new_private_dir(path).or_else(|error| found(path, error))
}

/// Another process may have made it meanwhile.
fn found(path: &Path, error: io::Error) -> io::Result<()> {
    if path.is_dir() { Ok(()) } else { Err(error) }
}

/// Keeps everybody else out of a file or directory of this user. What is not there, is a link or belongs to somebody else
/// stays as it is.
#[cfg(unix)]
pub(crate) fn tighten(path: &Path) -> io::Result<()> {
    use rustix::{
        fs::{FileType, Mode, OFlags, fchmod, fstat, open},
        io::Errno,
        process::geteuid,
    };

    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = match open(path, flags, Mode::empty()) {
        Ok(file) => file,
        Err(Errno::NOENT | Errno::LOOP | Errno::NXIO | Errno::ACCESS) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let metadata = fstat(&file)?;
    let mode = Mode::from_raw_mode(metadata.st_mode);
    let usual = match FileType::from_raw_mode(metadata.st_mode) {
        FileType::Directory => Mode::RWXU,
        FileType::RegularFile => Mode::RUSR | Mode::WUSR,
        _ => return Ok(()),
    };
    if metadata.st_uid == geteuid().as_raw() && mode.intersects(Mode::RWXG | Mode::RWXO) {
        fchmod(&file, usual)?;
    }
    Ok(())
}

/// Elsewhere files have the access list of the directory that they are in.
#[cfg(not(unix))]
pub(crate) fn tighten(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn restrict(builder: &mut fs::DirBuilder) {
    use std::os::unix::fs::DirBuilderExt as _;

    builder.mode(MODE);
}

/// Elsewhere a directory has the access list of the one that it is in, and ours are in the user's own.
#[cfg(not(unix))]
fn restrict(_builder: &mut fs::DirBuilder) {}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn what_is_new_is_private_and_what_was_there_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let theirs = root.path().join("theirs");
        fs::create_dir(&theirs).unwrap();
        set_mode(&theirs, 0o755).unwrap();
        let ours = theirs.join("a/b/c");
        create_private_dir(&ours).unwrap();
        create_private_dir(&ours).unwrap();
        for directory in ours.ancestors().take(3) {
            assert_eq!(mode(directory), 0o700, "{}", directory.display());
        }
        assert_eq!(mode(&theirs), 0o755);
        assert!(create_new_private_dir(&ours).is_err());
    }

    #[test]
    fn what_others_may_look_into_is_tightened_and_links_lead_nowhere() {
        let root = tempfile::tempdir().unwrap();
        let [directory, file, link, target] =
            ["directory", "file", "link", "target"].map(|name| root.path().join(name));
        fs::create_dir(&directory).unwrap();
        for path in [&file, &target] {
            fs::write(path, "").unwrap();
        }
        std::os::unix::fs::symlink(&target, &link).unwrap();
        for path in [&directory, &file, &target] {
            set_mode(path, 0o755).unwrap();
        }
        for path in [&directory, &file, &link, &root.path().join("missing")] {
            tighten(path).unwrap();
        }
        let modes = [&directory, &file, &target].map(|path| mode(path));
        assert_eq!(modes, [0o700, 0o600, 0o755]);
    }

    #[test]
    fn a_file_in_the_way_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("file");
        fs::write(&file, "").unwrap();
        for path in [file.clone(), file.join("below")] {
            assert!(create_private_dir(&path).is_err(), "{}", path.display());
        }
    }
}
