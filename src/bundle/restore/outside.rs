//! Whether the modules of a bundle could make the engine load files that are not in it.
//!
//! A bundle comes from anywhere. The engine loads what static imports and literal `import()` name without asking, so a
//! static import of another file is refused here; where anything else could lead to one, workers get a `Guard`. What
//! WebAssembly modules import is not looked at: the engine has no such modules under a guard, and no text gets into one.

use std::path::Path;

use deno_ast::MediaType;
use deno_graph::{
    analysis::{DependencyDescriptor, DynamicArgument, DynamicTemplatePart},
    ast::ParserModuleAnalyzer,
};
use serde_json::Value;
use url::Url;

use crate::bundle::{
    UnpackError,
    format::{Bundle, Entry},
    unpack::Unpacked,
};

/// Files that say how specifiers are resolved.
const SETTINGS: [&str; 3] = ["deno.json", "deno.jsonc", "package.json"];

/// Whether something may lead out of `root`, where the files will be.
pub(super) fn needs_guard(
    bundle: &Bundle<'_>,
    unpacked: &Unpacked<'_>,
    root: &Path,
) -> Result<bool, UnpackError> {
    let root = Url::from_directory_path(root).expect("caches have absolute paths");
    let mut found = false;
    for file in &unpacked.files {
        let url = root.join(&file.path).expect("paths are relative");
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let is_map = unpacked.import_map.as_ref() == Some(&file.path);
        if is_map || SETTINGS.contains(&name) {
            let settings = serde_json::from_slice(&file.content);
            let leads = |settings: &Value| names_outside(settings, &url, &root);
            found |= settings.as_ref().map_or(true, leads);
        } else {
            found |= imports_outside(&url, &file.content, &root)?;
        }
    }
    for (specifier, entry) in bundle.archive.entries() {
        if let Entry::Module(module) = entry
            && unpacked.remote.contains(&specifier)
            && let Ok(url) = Url::parse(specifier)
        {
            found |= imports_outside(&url, module.source, &root)?;
        }
    }
    Ok(found)
}

/// Whether a module may. One that does not parse has no imports.
fn imports_outside(url: &Url, content: &[u8], root: &Url) -> Result<bool, UnpackError> {
    let Ok(text) = std::str::from_utf8(content) else {
        return Ok(false);
    };
    let media_type = match MediaType::from_specifier(url) {
        MediaType::Json | MediaType::Jsonc | MediaType::Wasm => return Ok(false),
        MediaType::Unknown => MediaType::JavaScript,
        known => known,
    };
    let parsed = ParserModuleAnalyzer::default().analyze_sync(url, text.into(), media_type);
    let Ok(info) = parsed else {
        return Ok(false);
    };
    let jsx = info.jsx_import_source.map(|source| source.text);
    let mut found = jsx.is_some_and(|source| leads_outside(&source, url, root));
    for dependency in info.dependencies {
        match dependency {
            DependencyDescriptor::Static(import) => {
                let leads = leads_outside(&import.specifier, url, root);
                if leads && !import.specifier.starts_with("data:") {
                    return Err(UnpackError::Outside {
                        specifier: import.specifier,
                    });
                }
                found |= leads;
            }
            DependencyDescriptor::Dynamic(import) => {
                found |= match &import.argument {
                    DynamicArgument::String(text) => leads_outside(text, url, root),
                    DynamicArgument::Template(parts) => match parts.first() {
                        Some(DynamicTemplatePart::String { value }) => !value.starts_with("./"),
                        _ => false,
                    },
                    DynamicArgument::Expr => false,
                };
            }
        }
    }
    Ok(found)
}

/// Whether any text in the settings could be the place of a file elsewhere.
fn names_outside(settings: &Value, url: &Url, root: &Url) -> bool {
    match settings {
        Value::String(text) => leads_outside(text, url, root),
        Value::Array(values) => values.iter().any(|value| names_outside(value, url, root)),
        Value::Object(members) => members
            .values()
            .any(|value| names_outside(value, url, root)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether a specifier means a file that is not below `root`, or a module that is written in it and has imports.
fn leads_outside(specifier: &str, referrer: &Url, root: &Url) -> bool {
    let resolved = match Url::parse(specifier) {
        Ok(url) => url,
        Err(_) if specifier.starts_with(['/', '.']) => match referrer.join(specifier) {
            Ok(url) => url,
            Err(_) => return false,
        },
        Err(_) => return false,
    };
    match resolved.scheme() {
        "data" => true,
        "file" => !resolved.path().starts_with(root.path()) || resolved.path().contains("%2"),
        _ => false,
    }
}
