//! The imports of declaration files, and what the engine finds behind them instead: nothing when it runs a function, and
//! the types that fx brings along when it checks them. How it is told is `import_map`'s business.
//!
//! The cache and the lockfile are left alone, for others use them who want to see the file itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::Path,
};

use deno_graph::{Dependency, ModuleGraph};
use import_map::ImportMap;
use url::Url;

use super::declarations::{is_declaration, is_stand_in};
use crate::fs::write_atomic;

/// It is no secret.
const MODE: u32 = 0o644;
/// The types that fx brings along.
const RUNTIME: &str = include_str!("edge_runtime.d.ts");
/// What their file is called.
const RUNTIME_FILE: &str = "edge-runtime.d.ts";

/// Imports of declaration files: the modules that have them, and the words.
pub(super) type Imports = BTreeMap<Url, BTreeSet<String>>;

/// The imports of declaration files in a graph of code.
pub(super) fn to_run(graph: &ModuleGraph) -> Imports {
    let is_unneeded = |_: &str, _: &Url, dependency: &Dependency| {
        let code = dependency.get_code();
        code.is_some_and(|code| is_stand_in(code) || is_declaration(code))
    };
    imports(graph, is_unneeded)
}

/// The imports of the types that fx brings along, in a graph of code and types.
pub(super) fn to_check(graph: &ModuleGraph) -> Imports {
    let is_ours = |_: &str, _: &Url, dependency: &Dependency| {
        let targets = [dependency.get_code(), dependency.get_type()];
        targets.into_iter().flatten().any(is_stand_in)
    };
    imports(graph, is_ours)
}

/// The imports of declaration files of JSR packages in a graph of a bundle's code, which was resolved without settings:
/// the bundle has no version of them, so that the engine would find none.
pub(super) fn to_restore(graph: &ModuleGraph, configured: Option<&ImportMap>) -> Imports {
    let is_unneeded = |text: &str, referrer: &Url, _: &Dependency| {
        let meant = match configured {
            Some(map) => map.resolve(text, referrer).ok(),
            None => Url::parse(text).ok(),
        };
        meant.is_some_and(|meant| meant.scheme() == "jsr" && is_declaration(&meant))
    };
    imports(graph, is_unneeded)
}

fn imports(graph: &ModuleGraph, wanted: impl Fn(&str, &Url, &Dependency) -> bool) -> Imports {
    let mut found = Imports::new();
    let modules = graph.modules();
    let modules = modules.map(|module| (module.specifier(), module.dependencies()));
    let configured = graph.imports.iter();
    let configured = configured.map(|(referrer, import)| (referrer, &import.dependencies));
    for (referrer, dependencies) in modules.chain(configured) {
        for (text, dependency) in dependencies {
            if wanted(text, referrer, dependency) {
                let texts = found.entry(referrer.clone()).or_default();
                texts.insert(text.clone());
            }
        }
    }
    found
}

/// The imports as an import map says them that leads all of them to `target`.
pub(super) fn said<'a>(
    imports: &'a Imports,
    target: &'a str,
) -> impl Iterator<Item = (&'a Url, &'a str, &'a str)> {
    imports.iter().flat_map(move |(referrer, texts)| {
        let texts = texts.iter();
        texts.map(move |text| (referrer, text.as_str(), target))
    })
}

/// Writes the types that fx brings along beside `path`, and gives their URL.
pub(super) fn write_types(path: &Path) -> io::Result<Url> {
    let types = path.with_file_name(RUNTIME_FILE);
    write_atomic(&types, RUNTIME.as_bytes(), MODE)?;
    Ok(Url::from_file_path(types).expect("the path is absolute"))
}
