//! What uploads share of what is downloaded: one directory an hour.
//!
//! A module at a URL and the list of a package's versions may change, and Deno's crates keep for good what they have.
//! So everybody begins anew every hour; the directory before is kept for those who still use it, older ones are removed.

use std::{
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::fs::create_private_dir;

/// How long a directory is begun with.
const PERIOD: Duration = Duration::from_secs(60 * 60);

/// The directory for who begins at `now`, below `cache`. Removes those that nobody uses. Blocks.
pub(super) fn directory(cache: &Path, now: SystemTime) -> io::Result<PathBuf> {
    let all = cache.join("sources");
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let current = since.as_secs() / PERIOD.as_secs();
    let directory = all.join(current.to_string());
    if directory.is_dir() {
        return Ok(directory);
    }
    create_private_dir(&directory)?;
    for entry in std::fs::read_dir(&all)? {
        let entry = entry?;
        let number = entry.file_name().to_string_lossy().parse::<u64>();
        if number.is_ok_and(|number| number + 1 < current) {
            // What cannot be removed now is removed in an hour.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
    Ok(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_used_for_an_hour_and_kept_for_another() {
        let cache = tempfile::tempdir().unwrap();
        let at = |hours: u64| {
            let now = UNIX_EPOCH + PERIOD * u32::try_from(hours).unwrap() + PERIOD / 2;
            directory(cache.path(), now).unwrap()
        };
        let first = at(100);
        assert_eq!(first, at(100));
        let second = at(101);
        assert_ne!(first, second);
        assert!(first.is_dir());
        let third = at(102);
        assert!(!first.exists() && second.is_dir() && third.is_dir());
    }
}
