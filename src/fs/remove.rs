//! Removes trees that a function has filled: others than those of fx itself, they may be closed to their owner.

use std::{
    fs, io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::set_mode;

/// How often a tree is tried that somebody who is about to end still writes to.
const ATTEMPTS: u32 = 20;
/// How long between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

/// Removes `path` with everything below it, without following links. That nothing is there is fine.
pub(super) fn remove_tree(path: &Path) -> io::Result<()> {
    let mut attempt = 1;
    loop {
        let error = match remove_once(path) {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        if attempt == ATTEMPTS {
            return Err(error);
        }
        if error.kind() == io::ErrorKind::PermissionDenied {
            open_up(path);
        } else {
            thread::sleep(PAUSE);
        }
        attempt += 1;
    }
}

fn remove_once(path: &Path) -> io::Result<()> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let removed = if metadata.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Lets the owner of a tree into all of its directories, without following links.
fn open_up(path: &Path) {
    let mut open: Vec<PathBuf> = vec![path.to_owned()];
    while let Some(directory) = open.pop() {
        if !fs::symlink_metadata(&directory).is_ok_and(|metadata| metadata.is_dir()) {
            continue;
        }
        // Removal tells what remains closed.
        let _ = set_mode(&directory, 0o700);
        let entries = fs::read_dir(&directory).into_iter().flatten().flatten();
        let directories = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        open.extend(directories.map(|entry| entry.path()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_that_is_closed_to_its_owner_goes_and_what_its_links_name_stays() {
        let root = tempfile::tempdir().unwrap();
        let (tree, other) = (root.path().join("tree"), root.path().join("other"));
        fs::create_dir_all(tree.join("a/b")).unwrap();
        fs::create_dir(&other).unwrap();
        fs::write(other.join("kept"), "").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&other, tree.join("a/link")).unwrap();
        set_mode(&tree.join("a/b"), 0).unwrap();
        set_mode(&tree.join("a"), 0o500).unwrap();
        remove_tree(&tree).unwrap();
        remove_tree(&tree).unwrap();
        assert!(!tree.exists() && other.join("kept").exists());
    }
}
