//! [`ReadNames`]: the variables that a project's code asks for by a literal name, and which of them are its own.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use crate::{bundle::env_reads, fs};

/// What modules are called.
const EXTENSIONS: [&str; 8] = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];
/// Nobody writes a module of that size by hand.
const MAX_BYTES: u64 = 2_000_000;
/// Variables of the platform begin so.
const OF_THE_PLATFORM: [&str; 3] = ["SUPABASE_", "SB_", "DENO_"];

/// Names of variables that code reads, each with the first file that does.
#[derive(Debug, Default)]
pub(crate) struct ReadNames(BTreeMap<String, PathBuf>);

impl ReadNames {
    /// What the modules below `directory` read, which lies below `root`. A file that cannot be read reads nothing.
    pub(crate) fn below(directory: &Path, root: &Path) -> Self {
        let mut names = Self::default();
        if fs::real_place(directory, root).is_err() {
            return names;
        }
        let entries = WalkDir::new(directory).sort_by_file_name().into_iter();
        for entry in entries.filter_entry(is_own).flatten() {
            if !is_module(&entry) {
                continue;
            }
            let source = fs::read_regular(entry.path(), MAX_BYTES).unwrap_or_default();
            names.add(&String::from_utf8_lossy(&source), entry.path());
        }
        names
    }

    fn add(&mut self, source: &str, path: &Path) {
        let names = env_reads(source).into_iter();
        for name in names.filter(|name| !is_of_platform(name)) {
            self.0.entry(name).or_insert_with(|| path.to_owned());
        }
    }

    /// Whether code reads it.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The names with the first file that reads each, by name. Variables of the platform are not among them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Path)> {
        self.0.iter().map(|(name, path)| (&**name, &**path))
    }
}

/// Whether the platform sets the variable.
pub(crate) fn is_of_platform(name: &str) -> bool {
    OF_THE_PLATFORM
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

fn is_own(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0 || (name != "node_modules" && !name.starts_with('.'))
}

fn is_module(entry: &DirEntry) -> bool {
    let extension = entry.path().extension().and_then(|it| it.to_str());
    extension.is_some_and(|it| EXTENSIONS.contains(&it))
        && entry.file_type().is_file()
        && entry.metadata().is_ok_and(|it| it.len() <= MAX_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_the_platform_are_left_out() {
        let source =
            r#"Deno.env.get("A"); Deno.env.get("SUPABASE_URL"); Deno.env.get('SB_REGION');"#;
        let mut names = ReadNames::default();
        names.add(source, Path::new("a.ts"));
        let found: Vec<&str> = names.iter().map(|(name, _)| name).collect();
        assert_eq!(found, ["A"]);
    }
}
