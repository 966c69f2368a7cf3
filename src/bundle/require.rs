//! [`Requiring`]: finds what `require("./file")` means, as Node does: the extension may be missing, and it may be a
//! directory.
//!
//! Deno's resolver leaves that to the engine. The graph has to know, for the worker may read those files only.

use std::path::{Path, PathBuf};

use deno_graph::{
    Range,
    source::{ResolutionKind, ResolutionMode, ResolveError, Resolver},
};
use url::Url;

use crate::fs;

/// In the engine's order.
const EXTENSIONS: [&str; 5] = ["js", "cjs", "mjs", "wasm", "json"];

/// Deno's resolver, with Node's rules for files that are required.
#[derive(Debug)]
pub(super) struct Requiring<R>(pub(super) R);

impl<R: Resolver> Resolver for Requiring<R> {
    fn default_jsx_import_source(&self, referrer: &Url) -> Option<String> {
        self.0.default_jsx_import_source(referrer)
    }

    fn default_jsx_import_source_types(&self, referrer: &Url) -> Option<String> {
        self.0.default_jsx_import_source_types(referrer)
    }

    fn jsx_import_source_module(&self, referrer: &Url) -> &str {
        self.0.jsx_import_source_module(referrer)
    }

    fn resolve(
        &self,
        text: &str,
        referrer: &Range,
        kind: ResolutionKind,
    ) -> Result<Url, ResolveError> {
        if referrer.resolution_mode == Some(ResolutionMode::Require)
            && let Some(found) = find_file(text, &referrer.specifier)
        {
            return Ok(found);
        }
        self.0.resolve(text, referrer, kind)
    }

    fn resolve_attribute_type_import(
        &self,
        text: &str,
        referrer: &Range,
        kind: ResolutionKind,
        attribute_type: &str,
    ) -> Option<Result<Url, ResolveError>> {
        let resolver = &self.0;
        resolver.resolve_attribute_type_import(text, referrer, kind, attribute_type)
    }

    fn resolve_types(&self, specifier: &Url) -> Result<Option<(Url, Option<Range>)>, ResolveError> {
        self.0.resolve_types(specifier)
    }
}

/// The file that a relative `require` leads to; a path that names a file as it is needs no look-up.
fn find_file(text: &str, referrer: &Url) -> Option<Url> {
    let is_relative = matches!(text.split('/').next(), Some("." | ".."));
    let path = is_relative.then(|| referrer.join(text).ok()?.to_file_path().ok())??;
    let found = if text.ends_with(['/', '.']) {
        in_directory(&path)
    } else {
        as_file(&path).or_else(|| in_directory(&path))
    };
    Url::from_file_path(found?).ok()
}

fn as_file(path: &Path) -> Option<PathBuf> {
    if path.is_file() {
        return Some(path.to_owned());
    }
    let name = path.file_name()?.to_str()?;
    let mut candidates = EXTENSIONS
        .iter()
        .map(|extension| path.with_file_name(format!("{name}.{extension}")));
    candidates.find(|path| path.is_file())
}

fn in_directory(path: &Path) -> Option<PathBuf> {
    main_of(path).or_else(|| as_file(&path.join("index")))
}

fn main_of(directory: &Path) -> Option<PathBuf> {
    // It names a file, whose place is checked like that of every module.
    let text = fs::read_regular(&directory.join("package.json"), fs::MAX_TEXT).ok()?;
    let json: serde_json::Value = serde_json::from_slice(&text).ok()?;
    let main = directory.join(json["main"].as_str()?);
    as_file(&main).or_else(|| as_file(&main.join("index")))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_required_file_is_found_as_node_finds_it() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path().canonicalize().unwrap();
        for name in ["a.js", "a.json", "b.cjs", "c/index.js", "d/lib/main.js"] {
            fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            fs::write(root.join(name), "").unwrap();
        }
        fs::write(root.join("d/package.json"), r#"{ "main": "lib/main" }"#).unwrap();
        let referrer = Url::from_file_path(root.join("index.cjs")).unwrap();
        for (text, expected) in [
            ("./a", Some("a.js")),
            ("./a.json", Some("a.json")),
            ("./b", Some("b.cjs")),
            ("./c", Some("c/index.js")),
            ("./c/", Some("c/index.js")),
            ("./d", Some("d/lib/main.js")),
            ("./e", None),
            ("a", None),
            ("/a", None),
        ] {
            let found = find_file(text, &referrer);
            let expected = expected.map(|name| Url::from_file_path(root.join(name)).unwrap());
            assert_eq!(found, expected, "{text}");
        }
    }
}
