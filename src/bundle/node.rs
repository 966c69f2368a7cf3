//! [`NodeUse`]: what a function does with `node:` modules and with `require`, as far as it shows before it runs.
//!
//! Workers mend `node:fs` and `node:http`, and loading either doubles the cold start: so they are told who wants them.
//! What the function's own modules import is in the graph. Packages are not; one written as CommonJS calls `require`,
//! which the worker notices, so only the modules of the others are looked through.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use deno_graph::{ImportKind, Module, ModuleGraph};
use walkdir::{DirEntry, WalkDir};

/// The `node:` modules of interest, with what may stand between the quotes.
const MENDED: [(&str, &[&str]); 2] = [
    ("fs", &["fs", "fs/promises", "node:fs", "node:fs/promises"]),
    ("http", &["http", "https", "node:http", "node:https"]),
];

/// What a function does with `node:` modules and with `require`.
#[derive(Debug, Clone, Default)]
pub(crate) struct NodeUse {
    /// `fs` and `http`, if modules of the function import them.
    pub(crate) own: Vec<&'static str>,
    /// The same for ES modules of its packages. They may never run.
    pub(crate) of_packages: Vec<&'static str>,
    /// Files of the function that it requires: the engine's name for the look-up, and the file.
    pub(crate) required: BTreeMap<String, PathBuf>,
}

impl NodeUse {
    /// Looks at a graph that was checked, and into the directories of its packages.
    pub(super) fn of(graph: &ModuleGraph, packages: &[PathBuf]) -> Self {
        let own = own_imports(graph);
        let mut of_packages = Vec::new();
        for package in packages {
            if of_packages.len() < MENDED.len() {
                look_through(package, &mut of_packages);
            }
        }
        of_packages.retain(|name| !own.contains(name));
        Self {
            own,
            of_packages,
            required: required(graph),
        }
    }
}

fn own_imports(graph: &ModuleGraph) -> Vec<&'static str> {
    let imports = |spellings: &[&str]| {
        graph.modules().any(|module| match module {
            Module::Node(built_in) => spellings.contains(&&*built_in.module_name),
            _ => false,
        })
    };
    let found = MENDED
        .iter()
        .filter(|(_, spellings)| imports(spellings))
        .map(|(name, _)| *name);
    found.collect()
}

/// Adds what the ES modules of a package mention.
fn look_through(package: &Path, found: &mut Vec<&'static str>) {
    let is_module = is_module_scope(package);
    let entries = WalkDir::new(package).into_iter().filter_entry(is_of_package);
    for entry in entries.flatten() {
        let extension = entry.path().extension().and_then(OsStr::to_str);
        let is_es_module = match extension {
            Some("mjs") => true,
            Some("js") => is_module || entry.depth() > 1 && has_module_scope(entry.path(), package),
            _ => false,
        };
        if !is_es_module {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        for (name, spellings) in MENDED {
            if !found.contains(&name) && mentions(&text, spellings) {
                found.push(name);
            }
        }
        if found.len() == MENDED.len() {
            return;
        }
    }
}

fn is_of_package(entry: &DirEntry) -> bool {
    entry.file_name() != "node_modules"
}

/// Whether a directory between the file and the package makes it an ES module.
fn has_module_scope(file: &Path, package: &Path) -> bool {
    let directories = file.ancestors().skip(1);
    let mut inner = directories.take_while(|directory| *directory != package);
    inner.any(is_module_scope)
}

fn is_module_scope(directory: &Path) -> bool {
    let text = fs::read(directory.join("package.json")).unwrap_or_default();
    let json: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    json["type"] == "module"
}

fn mentions(text: &str, spellings: &[&str]) -> bool {
    spellings.iter().any(|spelling| {
        let mut places = text.match_indices(spelling).map(|(start, _)| start);
        places.any(|start| {
            let before = text[..start].chars().next_back();
            let after = text[start + spelling.len()..].chars().next();
            before == after && matches!(before, Some('"' | '\'' | '`'))
        })
    })
}

/// The key is the one under which the engine remembers where a look-up led: what was asked for, and from which directory.
fn required(graph: &ModuleGraph) -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for module in graph.modules() {
        let Ok(path) = module.specifier().to_file_path() else {
            continue;
        };
        let Some(directory) = path.parent().and_then(Path::to_str) else {
            continue;
        };
        for (written, dependency) in module.dependencies() {
            let is_required = |import: &deno_graph::Import| import.kind == ImportKind::Require;
            if !dependency.imports.iter().any(is_required) {
                continue;
            }
            let target = dependency.get_code().and_then(|code| graph.get(code));
            let file = match target {
                Some(Module::Js(module)) => module.specifier.to_file_path(),
                Some(Module::Json(module)) => module.specifier.to_file_path(),
                _ => continue,
            };
            if let Ok(file) = file {
                found.insert(format!("{written}\0{directory}"), file);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_mentions_what_stands_in_quotes() {
        let (_, spellings) = MENDED[0];
        for text in [
            "import fs from 'fs';",
            "import{a}from\"node:fs\"",
            "await import(`fs/promises`)",
        ] {
            assert!(mentions(text, spellings), "{text}");
        }
        for text in ["const fs = 1;", "import './fs';", "'offset'", "\"fs'"] {
            assert!(!mentions(text, spellings), "{text}");
        }
    }
}
