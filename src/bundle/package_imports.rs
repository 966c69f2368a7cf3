//! [`PackageImports`]: which `node:` modules the ES modules of npm packages import.
//!
//! Packages are not in the graph, and an ES module keeps the exports that it was linked with: so workers have to know of
//! these imports before they load anything. It is the text of a package that tells, whether or not anybody reaches the
//! file in question; what `require` loads is mended when it is loaded, and does not count.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex, PoisonError},
};

use regex::bytes::Regex;
use walkdir::WalkDir;

use crate::fs;

/// The modules that this is about: what they export differs from the engine's own. Most packages that import them run
/// on servers only and are few.
const NAMES: [&str; 2] = ["os", "process"];

static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"["'`](?:node:)?(?:os|process)["'`]"#)
        .expect("the pattern is a valid regular expression")
});

/// Which of [`NAMES`] are imported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Imported([bool; NAMES.len()]);

impl Imported {
    /// Adds what a script imports.
    pub(super) fn look_at(&mut self, script: &[u8]) {
        for found in QUOTED.find_iter(script) {
            if follows_import(&script[..found.start()]) {
                let quoted = found.as_bytes();
                let name = &quoted[1..quoted.len() - 1];
                let name = name.strip_prefix(b"node:").unwrap_or(name);
                let index = NAMES.iter().position(|known| known.as_bytes() == name);
                self.0[index.expect("the pattern has no other names")] = true;
            }
        }
    }

    fn add(&mut self, other: Self) {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            *own |= other;
        }
    }

    /// Their names.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        let named = NAMES.into_iter().zip(self.0);
        named.filter_map(|(name, is_imported)| is_imported.then_some(name))
    }
}

/// Whether a file of a package may be an ES module.
pub(super) fn is_script(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "js" || extension == "mjs")
}

/// Whether a script may import a module by this very name.
pub(super) fn is_imported(script: &str, name: &str) -> bool {
    let is_quote = |byte: Option<&u8>| matches!(byte, Some(b'"' | b'\'' | b'`'));
    script.match_indices(name).any(|(start, _)| {
        let (before, rest) = script.as_bytes().split_at(start);
        is_quote(before.last())
            && is_quote(rest.get(name.len()))
            && follows_import(&before[..start - 1])
    })
}

/// Whether what comes next is what an import names.
fn follows_import(before: &[u8]) -> bool {
    let before = without_trivia(before);
    match before.strip_suffix(b"(") {
        Some(before) => without_trivia(before).ends_with(b"import"),
        None => before.ends_with(b"from") || before.ends_with(b"import"),
    }
}

/// Without the space and the comments at the end.
fn without_trivia(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii_end();
    let Some(comment) = text.strip_suffix(b"*/") else {
        return text;
    };
    let start = comment.windows(2).rposition(|pair| pair == b"/*");
    start.map_or(text, |start| without_trivia(&comment[..start]))
}

/// What was found in packages of the engine's cache, where they never change.
#[derive(Debug, Default)]
pub(super) struct PackageImports {
    known: Mutex<HashMap<PathBuf, Imported>>,
}

impl PackageImports {
    /// What the packages in `folders` import; what lies below `cache` is read once.
    pub(super) fn of(&self, folders: &[PathBuf], cache: &Path) -> Imported {
        let mut all = Imported::default();
        for folder in folders {
            all.add(self.of_one(folder, folder.starts_with(cache)));
        }
        all
    }

    fn of_one(&self, folder: &Path, is_fixed: bool) -> Imported {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(folder) {
            return *found;
        }
        let found = read(folder);
        if is_fixed {
            known().insert(folder.to_owned(), found);
        }
        found
    }
}

/// What cannot be read the engine cannot read either.
fn read(folder: &Path) -> Imported {
    let mut found = Imported::default();
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    for entry in entries.filter(|entry| is_script(entry.path())) {
        if let Ok(script) = fs::read_regular(entry.path(), fs::MAX_STATIC_FILE) {
            found.look_at(&script);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_script_imports_is_found_however_it_is_written() {
        for (script, expected) in [
            ("import { cpus } from \"os\";", &["os"][..]),
            ("import*as o from'node:os'", &["os"]),
            (
                "import process, { arch } from\n  'node:process'",
                &["process"],
            ),
            ("export * from `process`", &["process"]),
            ("import \"os\"", &["os"]),
            (
                "await import( /* webpackIgnore: true */ /**/ \"node:os\")",
                &["os"],
            ),
            (
                "import a from \"os\";import b from \"process\"",
                &["os", "process"],
            ),
            ("const os = require(\"os\")", &[]),
            ("Array.from(\"os\")", &[]),
            ("import posix from \"posix\"", &[]),
            ("import x from \"node:os/x\"", &[]),
            ("x = { 'process': 1, \"os\": 2 }", &[]),
            ("\"os\"", &[]),
            ("*/ \"os\"", &[]),
        ] {
            let mut found = Imported::default();
            found.look_at(script.as_bytes());
            let names: Vec<_> = found.names().collect();
            assert_eq!(names, expected, "{script}");
            let is_bare = !script.contains("node:") && !expected.is_empty();
            assert_eq!(
                is_imported(script, "os") || is_imported(script, "process"),
                is_bare,
                "{script}"
            );
        }
    }

    #[test]
    fn a_package_of_the_cache_is_read_once() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/1.0.0");
        std::fs::create_dir_all(folder.join("lib")).unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
        write("lib/index.mjs", "import \"os\";");
        write("index.d.ts", "import \"process\";");
        let imports = PackageImports::default();
        let names = |cache: &Path| {
            let found = imports.of(std::slice::from_ref(&folder), cache);
            found.names().collect::<Vec<_>>()
        };
        let elsewhere = Path::new("elsewhere");
        assert_eq!(names(elsewhere), ["os"]);
        write("lib/index.mjs", "import \"process\";");
        assert_eq!(names(home.path()), ["process"]);
        write("lib/index.mjs", "");
        assert_eq!(names(home.path()), ["process"]);
    }
}
