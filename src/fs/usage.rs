//! How much is in a directory, for those who may put only so much there.

use std::{
    fs::{self, Metadata},
    path::Path,
};

use super::set_mode;

/// What may be in a directory, all together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quota {
    /// Bytes on the disk.
    pub(crate) bytes: u64,
    /// Files, directories and everything else with a name.
    pub(crate) files: u64,
}

/// What was found in a directory.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Bytes on the disk.
    pub(crate) bytes: u64,
    /// Files, directories and everything else with a name.
    pub(crate) files: u64,
}

/// What is in `directory`, except for what is below the directory `apart`, if that is more than `quota`. Stops counting there, so that it never looks at many more
/// files than there may be. A directory that its owner has closed is opened: what cannot be seen cannot be counted.
pub(crate) fn usage_beyond(directory: &Path, apart: Option<&Path>, quota: Quota) -> Option<Usage> {
    let mut usage = Usage::default();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        let entries = fs::read_dir(&directory).or_else(|_| {
            // What is below it has its turn later, if the count goes on until then.
            let _ = set_mode(&directory, 0o700);
            fs::read_dir(&directory)
        });
        for entry in entries.into_iter().flatten().flatten() {
            // It may have gone meanwhile.
            let Ok(metadata) = entry.metadata() else {
                continue;
            };
            let path = entry.path();
            if metadata.is_dir() && apart == Some(&*path) {
                continue;
            }
            usage.files += 1;
            usage.bytes += bytes(&metadata);
            if usage.files > quota.files || usage.bytes > quota.bytes {
                return Some(usage);
            }
            if metadata.is_dir() {
                open.push(path);
            }
        }
    }
    None
}

/// What it takes: a file with holes is larger than that.
#[cfg(unix)]
fn bytes(metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;

    metadata.blocks() * 512
}

#[cfg(not(unix))]
fn bytes(metadata: &Metadata) -> u64 {
    metadata.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTA: Quota = Quota {
        bytes: 1 << 20,
        files: 3,
    };

    #[test]
    fn more_files_or_bytes_than_allowed_are_found_wherever_they_are() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::write(root.join("a/b/c"), "").unwrap();
        assert_eq!(usage_beyond(root, None, QUOTA), None);
        fs::write(root.join("a/d"), "").unwrap();
        assert_eq!(usage_beyond(root, None, QUOTA).unwrap().files, 4);
        fs::remove_file(root.join("a/d")).unwrap();
        fs::write(root.join("a/b/c"), vec![1; 2 << 20]).unwrap();
        assert!(usage_beyond(root, None, QUOTA).unwrap().bytes > QUOTA.bytes);
    }

    #[test]
    fn what_is_counted_apart_is_not_counted_unless_it_is_no_directory() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let apart = root.join("apart");
        fs::create_dir(&apart).unwrap();
        for name in ["a", "b", "c", "d"] {
            fs::write(apart.join(name), "").unwrap();
        }
        fs::write(root.join("other"), "").unwrap();
        assert_eq!(usage_beyond(root, Some(&apart), QUOTA), None);
        fs::remove_dir_all(&apart).unwrap();
        fs::write(&apart, vec![1; 2 << 20]).unwrap();
        assert!(usage_beyond(root, Some(&apart), QUOTA).is_some());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_with_holes_counts_as_what_it_takes_and_a_closed_directory_hides_nothing() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let sparse = fs::File::create(root.join("sparse")).unwrap();
        sparse.set_len(1 << 40).unwrap();
        assert_eq!(usage_beyond(root, None, QUOTA), None);
        let closed = root.join("closed");
        fs::create_dir(&closed).unwrap();
        for name in ["a", "b"] {
            fs::write(closed.join(name), "").unwrap();
        }
        set_mode(&closed, 0).unwrap();
        assert!(usage_beyond(root, None, QUOTA).is_some());
    }
}
