//! The import map by which the engine finds other things behind declaration files: nothing when it runs a function, and
//! the types that fx brings along when it checks them. It says what bare specifiers mean, too (`scopes`).
//!
//! The engine knows one import map, so this one says all that the function's own configuration says, with URLs that do
//! not depend on where it lies. Each import of a declaration file is in a scope of the module that has it: an entry
//! there holds whatever else maps the same words, and for nobody else. The cache and the lockfile are left alone, for
//! others use them who want to see the file itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::Path,
};

use deno_graph::{Dependency, ModuleGraph};
use import_map::ImportMap;
use serde_json::json;
use url::Url;

use super::{
    declarations::{NOTHING, is_declaration, is_stand_in},
    import_map::Kept,
    scopes::Scopes,
};
use crate::fs::write_atomic;

/// It is no secret.
const MODE: u32 = 0o644;
/// The types that fx brings along.
const RUNTIME: &str = include_str!("edge_runtime.d.ts");
/// What their file is called.
const RUNTIME_FILE: &str = "edge-runtime.d.ts";

/// Imports of declaration files: the modules that have them, and the words.
type Imports = BTreeMap<Url, BTreeSet<String>>;

/// The imports of declaration files in a graph of code.
pub(super) fn to_run(graph: &ModuleGraph) -> Imports {
    let is_unneeded = |dependency: &Dependency| {
        let code = dependency.get_code();
        code.is_some_and(|code| is_stand_in(code) || is_declaration(code))
    };
    imports(graph, is_unneeded)
}

/// The imports of the types that fx brings along, in a graph of code and types.
pub(super) fn to_check(graph: &ModuleGraph) -> Imports {
    let is_ours = |dependency: &Dependency| {
        let targets = [dependency.get_code(), dependency.get_type()];
        targets.into_iter().flatten().any(is_stand_in)
    };
    imports(graph, is_ours)
}

fn imports(graph: &ModuleGraph, wanted: impl Fn(&Dependency) -> bool) -> Imports {
    let mut found = Imports::new();
    let modules = graph.modules();
    let modules = modules.map(|module| (module.specifier(), module.dependencies()));
    let configured = graph.imports.iter();
    let configured = configured.map(|(referrer, import)| (referrer, &import.dependencies));
    for (referrer, dependencies) in modules.chain(configured) {
        for (text, dependency) in dependencies {
            if wanted(dependency) {
                let texts = found.entry(referrer.clone()).or_default();
                texts.insert(text.clone());
            }
        }
    }
    found
}

/// Writes the import map to `path`, for an engine that runs the function.
pub(super) fn write_to_run(
    imports: &Imports,
    scopes: &Scopes,
    configured: Option<&ImportMap>,
    kept: &Kept,
    path: &Path,
) -> io::Result<()> {
    write(imports, scopes, configured, kept, NOTHING, path)
}

/// Writes the import map to `path`, for an engine that checks the function, and the types beside it.
pub(super) fn write_to_check(
    imports: &Imports,
    scopes: &Scopes,
    configured: Option<&ImportMap>,
    kept: &Kept,
    path: &Path,
) -> io::Result<()> {
    let types = path.with_file_name(RUNTIME_FILE);
    write_atomic(&types, RUNTIME.as_bytes(), MODE)?;
    let types = Url::from_file_path(types).expect("the path is absolute");
    write(imports, scopes, configured, kept, types.as_str(), path)
}

fn write(
    imports: &Imports,
    scopes: &Scopes,
    configured: Option<&ImportMap>,
    kept: &Kept,
    target: &str,
    path: &Path,
) -> io::Result<()> {
    let (all, mut scoped) = configured.map_or_else(Default::default, |map| kept.entries_of(map));
    let declared = imports.iter().flat_map(|(referrer, texts)| {
        let texts = texts.iter();
        texts.map(move |text| (referrer, text.as_str(), target))
    });
    for (referrer, text, target) in scopes.entries().chain(declared) {
        let scope = scoped.entry(referrer.as_str()).or_insert_with(|| json!({}));
        let scope = scope.as_object_mut().expect("scopes are objects");
        scope.insert(key(text, referrer), target.into());
    }
    let map = json!({ "imports": all, "scopes": scoped });
    let map = serde_json::to_vec(&map).expect("it is plain data");
    if std::fs::read(path).is_ok_and(|there| there == map) {
        return Ok(());
    }
    write_atomic(path, &map, MODE)
}

/// How an import map names what a module calls `text`.
fn key(text: &str, referrer: &Url) -> String {
    let is_relative = ["./", "../", "/"]
        .iter()
        .any(|start| text.starts_with(start));
    let url = match is_relative {
        true => referrer.join(text),
        false => Url::parse(text),
    };
    url.map_or_else(|_| text.to_owned(), String::from)
}
