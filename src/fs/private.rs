//! [`create_private_dir`]: directories of fx, which are nobody else's to look into, whatever the umask.

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
    fn a_file_in_the_way_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("file");
        fs::write(&file, "").unwrap();
        for path in [file.clone(), file.join("below")] {
            assert!(create_private_dir(&path).is_err(), "{}", path.display());
        }
    }
}
