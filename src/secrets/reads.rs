//! [`ReadNames`]: the variables that code asks for by a literal name.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use regex::Regex;
use walkdir::{DirEntry, WalkDir};

/// What modules are called.
const EXTENSIONS: [&str; 8] = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];
/// Nobody writes a module of that size by hand.
const MAX_BYTES: u64 = 2_000_000;
/// Variables of the platform begin so.
const OF_THE_PLATFORM: [&str; 3] = ["SUPABASE_", "SB_", "DENO_"];

/// `Deno.env.get("NAME")`, in each of the three quotes.
static READ: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"\bDeno\s*\.\s*env\s*\.\s*get\s*\(\s*(?:"([^"\\\n]+)"|'([^'\\\n]+)'|`([^`\\$\n]+)`)\s*,?\s*\)"#;
    Regex::new(pattern).expect("the pattern is well formed")
});

/// Names of variables that code reads, each with the first file that does.
#[derive(Debug, Default)]
pub(crate) struct ReadNames(BTreeMap<String, PathBuf>);

impl ReadNames {
    /// What the modules below `directory` read. A file that cannot be read reads nothing.
    pub(crate) fn below(directory: &Path) -> Self {
        let mut names = Self::default();
        let entries = WalkDir::new(directory).sort_by_file_name().into_iter();
        for entry in entries.filter_entry(is_own).flatten() {
            if !is_module(&entry) {
                continue;
            }
            let source = std::fs::read(entry.path()).unwrap_or_default();
            names.add(&String::from_utf8_lossy(&source), entry.path());
        }
        names
    }

    fn add(&mut self, source: &str, path: &Path) {
        for found in READ.captures_iter(source) {
            let name = (1..=3).find_map(|group| found.get(group));
            let name = name.expect("one of the quotes matched").as_str();
            if OF_THE_PLATFORM.iter().any(|it| name.starts_with(it)) {
                continue;
            }
            self.0
                .entry(name.to_owned())
                .or_insert_with(|| path.to_owned());
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
    fn literals_in_every_quote_are_found() {
        let source = r#"
            Deno.env.get("A"); Deno.env.get('B')!; const c = Deno . env
                .get(`C`,);
            Deno.env.get("D" + x); Deno.env.get(`E${x}`); Deno.env.get(name); myDeno.env.get("F");
            Deno.env.get("SUPABASE_URL"); Deno.env.get("SB_REGION"); Deno.env.has("G");
        "#;
        let mut names = ReadNames::default();
        names.add(source, Path::new("a.ts"));
        let found: Vec<&str> = names.iter().map(|(name, _)| name).collect();
        assert_eq!(found, ["A", "B", "C"]);
    }
}
