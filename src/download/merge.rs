//! [`merge()`]: the files of several functions as one set.

use std::collections::{BTreeMap, btree_map::Entry};

use super::{Error, Tree};
use crate::bundle::{File, Origin, UnpackError, check_files};

/// The files of all trees. Where functions were deployed from different versions of a file, that is an error, unless
/// `newest` says that the one that was deployed last counts.
pub(crate) fn merge(trees: &[Tree], newest: bool) -> Result<Vec<File<'static>>, anyhow::Error> {
    let mut trees: Vec<&Tree> = trees.iter().collect();
    trees.sort_by_key(|tree| tree.updated_at);
    let mut merged: BTreeMap<&str, (&Tree, &File<'static>)> = BTreeMap::new();
    for tree in trees {
        for file in &tree.files {
            match merged.entry(&file.path) {
                Entry::Vacant(entry) => drop(entry.insert((tree, file))),
                Entry::Occupied(mut entry) => {
                    let (other, known) = *entry.get();
                    if known.content == file.content {
                        continue;
                    }
                    let is_guess = |file: &File<'_>| file.origin == Origin::Settings;
                    if !newest && !is_guess(known) && !is_guess(file) {
                        return Err(Error::Conflict {
                            path: file.path.clone(),
                            one: other.slug.clone(),
                            other: tree.slug.clone(),
                        }
                        .into());
                    }
                    // What was a file is better than what was made of settings.
                    if is_guess(known) || !is_guess(file) {
                        entry.insert((tree, file));
                    }
                }
            }
        }
    }
    let files: Vec<File<'static>> = merged.into_values().map(|(_, file)| file.clone()).collect();
    if files.is_empty() {
        return Err(UnpackError::Nothing.into());
    }
    check_files(&files)?;
    Ok(files)
}
