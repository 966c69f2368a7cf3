//! [`NodeUse`]: what a function does with `node:` modules and with `require`, as its graph shows it.
//!
//! Workers mend some `node:` modules, and loading any doubles the cold start: so they are told which ones the function's
//! own modules want. Packages are not in the graph. Those written as CommonJS call `require`, which the worker notices;
//! of their ES modules it is told what [`PackageImports`] has found. One that imports `node:fs` has it as the engine
//! made it.
//!
//! [`PackageImports`]: super::package_imports::PackageImports

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use deno_graph::{ImportKind, Module, ModuleGraph};

use super::package_imports::{Imported, is_imported};

/// The `node:` modules that workers mend, with everything that leads to them: imports, and words in the source for what
/// needs no import.
const MENDED: [(&str, &[&str], &[&str]); 10] = [
    ("fs", &["fs", "fs/promises"], &["getBuiltinModule"]),
    ("http", &["http", "https"], &["getBuiltinModule"]),
    ("inspector", &["inspector", "inspector/promises"], &[]),
    ("net", &["net", "tls", "dgram"], &[]),
    ("os", &["os"], &["node:os"]),
    (
        "process",
        &["process", "tty"],
        &["process.stdin", "node:process"],
    ),
    ("vm", &["vm"], &[]),
    ("worker_threads", &["worker_threads", "module", "repl"], &[]),
    ("sqlite", &["sqlite"], &[]),
    ("v8", &["v8", "wasi"], &[]),
];

/// What a function does with `node:` modules and with `require`.
#[derive(Debug, Clone, Default)]
pub(crate) struct NodeUse {
    /// The modules to mend before its own modules load.
    pub(crate) wanted: Vec<&'static str>,
    /// Files of the function that it requires: the look-up, as [`lookup`] writes it, and the file.
    pub(crate) required: BTreeMap<String, PathBuf>,
}

impl NodeUse {
    /// Looks at a graph that was checked.
    pub(super) fn of(graph: &ModuleGraph) -> Self {
        Self {
            wanted: wanted(|names, words| wants(graph, names, words)),
            required: required(graph),
        }
    }

    /// Looks at modules without a graph: a name that only might be an import counts as one. None of them requires a
    /// file.
    pub(super) fn of_texts<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mentions = |word: &str| texts.clone().any(|text| text.contains(word));
        let imports = |name: &&str| {
            mentions(&format!("node:{name}")) || texts.clone().any(|text| is_imported(text, name))
        };
        Self {
            wanted: wanted(|names, words| {
                names.iter().any(imports) || words.iter().any(|word| mentions(word))
            }),
            required: BTreeMap::new(),
        }
    }

    /// The same, and what packages import.
    pub(super) fn with(mut self, imported: Imported) -> Self {
        for name in imported.names() {
            if !self.wanted.contains(&name) {
                self.wanted.push(name);
            }
        }
        self
    }

    /// What [`Self::wanted`] of another one was.
    pub(super) fn named(names: &[String]) -> Self {
        Self {
            wanted: wanted(|known, _| names.iter().any(|name| name == known[0])),
            required: BTreeMap::new(),
        }
    }
}

/// Those of [`MENDED`] that `is_wanted`.
fn wanted(is_wanted: impl Fn(&[&str], &[&str]) -> bool) -> Vec<&'static str> {
    let all = MENDED.iter();
    let wanted = all.filter(|(_, names, words)| is_wanted(names, words));
    wanted.map(|(name, ..)| *name).collect()
}

fn wants(graph: &ModuleGraph, names: &[&str], words: &[&str]) -> bool {
    graph.modules().any(|module| match module {
        Module::Node(built_in) => names.contains(&&*built_in.module_name),
        Module::Js(module) => words.iter().any(|word| module.source.text.contains(word)),
        _ => false,
    })
}

/// A look-up of `require`: what was asked for, and from which directory. The engine remembers where those of paths led
/// under this very key.
pub(super) fn lookup(written: &str, directory: &str) -> String {
    format!("{written}\0{directory}")
}

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
                found.insert(lookup(written, directory), file);
            }
        }
    }
    found
}
