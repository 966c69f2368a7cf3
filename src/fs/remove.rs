//! Removes trees that a function has filled: others than those of fx itself, they may be closed to their owner.

use std::{fs, io, path::Path, thread, time::Duration};

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
        thread::sleep(PAUSE);
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
        remove_directory(path)
    } else {
        fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Removes a directory without going deeper than two levels into it, however deep it is: a stack would end somewhere,
/// and so would descriptors and the length of a path. What is deeper is moved up until nothing is left.
fn remove_directory(root: &Path) -> io::Result<()> {
    let mut moved = 0_u64;
    open_up(root);
    loop {
        let mut is_empty = true;
        for entry in fs::read_dir(root)? {
            let entry = entry?;
            is_empty = false;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                empty_into(root, &path, &mut moved)?;
                fs::remove_dir(&path)?;
            } else {
                fs::remove_file(&path)?;
            }
        }
        if is_empty {
            return fs::remove_dir(root);
        }
    }
}

/// Removes the files of a directory, and moves its directories to `root`.
fn empty_into(root: &Path, directory: &Path, moved: &mut u64) -> io::Result<()> {
    open_up(directory);
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let path = entry.path();
        if !entry.file_type()?.is_dir() {
            fs::remove_file(&path)?;
        } else if fs::remove_dir(&path).is_err() {
            // A directory that moves is written to, as it knows where it is.
            open_up(&path);
            let mut target = root.join(format!(".moved-{moved}"));
            while fs::symlink_metadata(&target).is_ok() {
                *moved += 1;
                target = root.join(format!(".moved-{moved}"));
            }
            fs::rename(&path, target)?;
        }
    }
    Ok(())
}

/// Lets the owner into a directory. That it remains closed shows when it is removed.
fn open_up(directory: &Path) {
    let _ = set_mode(directory, 0o700);
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

    #[cfg(unix)]
    #[test]
    fn a_tree_of_any_depth_and_width_goes() {
        const DEPTH: usize = 1_500;

        let root = tempfile::tempdir().unwrap();
        let (tree, next) = (root.path().join("tree"), root.path().join("next"));
        fs::create_dir(&tree).unwrap();
        // A path of this length has no name, so each directory is put into the next one.
        for level in 0..DEPTH {
            fs::create_dir(&next).unwrap();
            if level % 1000 == 0 {
                fs::write(next.join("file"), "").unwrap();
            }
            fs::rename(&tree, next.join("x")).unwrap();
            fs::rename(&next, &tree).unwrap();
        }
        for name in 0..100 {
            fs::create_dir_all(tree.join(format!("{name}/.moved-{name}/a"))).unwrap();
        }
        let place = tree.clone();
        let small = thread::Builder::new().stack_size(128 << 10);
        let removal = small.spawn(move || remove_tree(&place)).unwrap();
        removal.join().unwrap().unwrap();
        assert!(!tree.exists());
    }
}
