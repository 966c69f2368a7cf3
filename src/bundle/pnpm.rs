//! [`PnpmWorkspace`]: what `pnpm-workspace.yaml` says, which Deno does not read: versions for `catalog:`, and where the
//! packages are that `workspace:` means before anybody has installed them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::containment::SourceRoot;
use crate::fs;

/// The file.
pub(super) const FILE: &str = "pnpm-workspace.yaml";
/// How many directories `**` goes down.
const MAX_DEPTH: usize = 4;
/// How many directories are looked at.
const MAX_DIRECTORIES: usize = 2000;
/// The name of the catalog without a name.
const DEFAULT: &str = "default";

/// A workspace of pnpm's.
#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct PnpmWorkspace {
    #[serde(skip)]
    directory: PathBuf,
    #[serde(default)]
    packages: Vec<String>,
    #[serde(default)]
    catalog: BTreeMap<String, String>,
    #[serde(default)]
    catalogs: BTreeMap<String, BTreeMap<String, String>>,
}

impl PnpmWorkspace {
    /// The one of `directory`, if that has one. A file with a mistake says nothing: pnpm tells what is wrong with it.
    pub(super) fn read(directory: &Path, root: &SourceRoot) -> Option<Self> {
        let text = fs::read_found_text(&directory.join(FILE), root.path(), fs::MAX_TEXT).ok()?;
        let read: Self = serde_saphyr::from_str(&text).ok()?;
        Some(Self {
            directory: directory.to_owned(),
            ..read
        })
    }

    /// Which version a catalog has of a package.
    pub(super) fn version(&self, catalog: &str, name: &str) -> Option<&str> {
        let named = self.catalogs.get(catalog);
        let found = match catalog {
            "" | DEFAULT => self.catalog.get(name).or_else(|| named?.get(name)),
            _ => named?.get(name),
        };
        found.map(String::as_str)
    }

    /// The directories that `packages` means, those that it excludes left out.
    pub(super) fn members(&self) -> Vec<PathBuf> {
        let (excluded, included): (Vec<&str>, Vec<&str>) = self
            .packages
            .iter()
            .map(String::as_str)
            .partition(|pattern| pattern.starts_with('!'));
        let mut left = MAX_DIRECTORIES;
        let mut found = |patterns: &[&str]| {
            let mut found = Vec::new();
            for pattern in patterns {
                let pattern = pattern.trim_start_matches('!').trim_start_matches("./");
                let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
                expand(&self.directory, &parts, MAX_DEPTH, &mut left, &mut found);
            }
            found
        };
        let excluded = found(&excluded);
        let mut members = found(&included);
        members.retain(|member| !excluded.contains(member));
        members.dedup();
        members
    }
}

/// The directories that the rest of a pattern means.
fn expand(
    directory: &Path,
    parts: &[&str],
    depth: usize,
    left: &mut usize,
    found: &mut Vec<PathBuf>,
) {
    let Some((part, rest)) = parts.split_first() else {
        found.push(directory.to_owned());
        return;
    };
    match *part {
        "." => expand(directory, rest, depth, left, found),
        ".." => {}
        "**" => {
            expand(directory, rest, depth, left, found);
            if depth > 0 {
                for inner in directories(directory, left) {
                    expand(&inner, parts, depth - 1, left, found);
                }
            }
        }
        part if part.contains(['*', '?', '[', '{']) => {
            let Ok(pattern) = globset::Glob::new(part) else {
                return;
            };
            let pattern = pattern.compile_matcher();
            for inner in directories(directory, left) {
                if inner.file_name().is_some_and(|name| pattern.is_match(name)) {
                    expand(&inner, rest, depth, left, found);
                }
            }
        }
        part => expand(&directory.join(part), rest, depth, left, found),
    }
}

/// The directories in another one that can hold packages, sorted; links are not followed.
fn directories(directory: &Path, left: &mut usize) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let entries = entries.filter(|entry| {
        let name = entry.file_name();
        let is_hidden = name.to_str().is_none_or(|name| name.starts_with('.'));
        let is_directory = entry.file_type().is_ok_and(|kind| kind.is_dir());
        is_directory && !is_hidden && name != "node_modules"
    });
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).take(*left).collect();
    *left -= found.len();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_found_where_the_patterns_lead() {
        let directory = tempfile::tempdir().unwrap();
        for path in [
            "packages/a",
            "packages/b/c",
            "apps/x/y/z",
            "other",
            "packages/.git",
        ] {
            std::fs::create_dir_all(directory.path().join(path)).unwrap();
        }
        let members = |patterns: &[&str]| {
            let workspace = PnpmWorkspace {
                directory: directory.path().to_owned(),
                packages: patterns.iter().map(|&pattern| pattern.to_owned()).collect(),
                ..PnpmWorkspace::default()
            };
            let members = workspace.members().into_iter();
            let members = members.map(|path| {
                let path = path.strip_prefix(directory.path()).unwrap();
                path.to_str().unwrap().replace('\\', "/")
            });
            members.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(members(&["packages/*"]), "packages/a packages/b");
        assert_eq!(members(&["./packages/*", "!packages/b"]), "packages/a");
        assert_eq!(
            members(&["other", "packages/?"]),
            "other packages/a packages/b"
        );
        assert_eq!(members(&["apps/**"]), "apps apps/x apps/x/y apps/x/y/z");
        assert_eq!(members(&["../*"]), "");
    }
}
