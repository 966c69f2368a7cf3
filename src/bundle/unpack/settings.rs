//! Import maps, `deno.json` and `package.json`: bundles hold what mattered of them as JSON, not as files.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Files, UnpackError, local::Names, local::Place};
use crate::{bundle::format::FormatError, bundle::format::METADATA_KEY, diagnostics::Warning};

/// What a bundle says about how specifiers are resolved.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Resolver {
    import_map: Option<ImportMap>,
    jsr_pkgs: Vec<Member>,
    package_jsons: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize)]
struct ImportMap {
    specifier: String,
    json: String,
}

/// The import map of a bundle as files have it.
#[derive(Debug, Default)]
pub(super) struct Mapped {
    /// Where it is.
    pub(super) path: Option<String>,
    /// What it says.
    pub(super) json: Option<Value>,
    /// Whether there is another file already.
    pub(super) is_hidden: bool,
}

/// A member of the workspace that is a package.
#[derive(Debug, Deserialize)]
struct Member {
    relative_base: String,
    name: String,
    version: Option<String>,
    exports: Value,
}

/// Adds the files with settings that are no modules themselves. Returns the import map.
pub(super) fn restore(
    raw: Option<&[u8]>,
    names: &Names<'_>,
    files: &mut Files<'_>,
    warnings: &mut Vec<Warning>,
) -> Result<Mapped, UnpackError> {
    let Some(raw) = raw else {
        return Ok(Mapped::default());
    };
    let resolver: Resolver = serde_json::from_slice(raw).map_err(unreadable)?;
    let root = resolver.import_map.as_ref();
    let root = root.map_or("", |map| directory(&map.specifier));
    let mut members = Vec::new();
    for member in &resolver.jsr_pkgs {
        let base = member.relative_base.trim_end_matches('/');
        let below = base.strip_prefix(root).unwrap_or(base);
        members.push(Value::from(format!("./{}", below.trim_start_matches('/'))));
        let text = json!({
            "name": member.name, "version": member.version, "exports": member.exports,
        });
        add(&format!("{base}/deno.json"), &text, names, files, warnings)?;
    }
    let mut found = Mapped::default();
    if let Some(import_map) = &resolver.import_map {
        let mut json: Map<String, Value> =
            serde_json::from_str(&import_map.json).map_err(unreadable)?;
        let said = Value::Object(json.clone());
        if is_deno_json(&import_map.specifier) {
            drop_expansions(&mut json);
            if !members.is_empty() {
                json.insert("workspace".to_owned(), members.into());
            }
        }
        let json = Value::Object(json);
        let before = files.by_path.len();
        let path = add(&import_map.specifier, &json, names, files, warnings)?;
        found = Mapped {
            json: path.is_some().then_some(said),
            is_hidden: path.is_some() && files.by_path.len() == before,
            path,
        };
    }
    for (specifier, json) in &resolver.package_jsons {
        add(specifier, json, names, files, warnings)?;
    }
    Ok(found)
}

/// What is before the last `/`.
fn directory(specifier: &str) -> &str {
    specifier
        .rsplit_once('/')
        .map_or("", |(directory, _)| directory)
}

fn unreadable(error: serde_json::Error) -> UnpackError {
    UnpackError::Format(FormatError::Facts {
        key: METADATA_KEY,
        problem: format!("the resolver's JSON: {}", error.to_string().escape_debug()),
    })
}

fn add(
    specifier: &str,
    json: &Value,
    names: &Names<'_>,
    files: &mut Files<'_>,
    warnings: &mut Vec<Warning>,
) -> Result<Option<String>, UnpackError> {
    let path = match names.place(specifier)? {
        Place::Module(path) => path,
        _ => {
            let text = format!(
                "the import map `{}` is not a file of the project",
                specifier.escape_debug()
            );
            warnings.push(Warning::new(text));
            return Ok(None);
        }
    };
    if !files.has(&path) {
        let text = format!("{json:#}\n");
        files.add_settings(path.clone(), text.into_bytes().into());
    }
    Ok(Some(path))
}

pub(in crate::bundle) fn is_deno_json(specifier: &str) -> bool {
    let name = specifier.rsplit('/').next();
    matches!(name, Some("deno.json" | "deno.jsonc"))
}

/// In `deno.json`, `"x": "npm:x"` means `"x/": "npm:/x/"` too, which an import map has to say.
fn drop_expansions(json: &mut Map<String, Value>) {
    let Some(Value::Object(imports)) = json.get_mut("imports") else {
        return;
    };
    let all = imports.clone();
    imports.retain(|name, target| {
        let whole = name
            .strip_suffix('/')
            .and_then(|name| all.get(name)?.as_str());
        let expansion = whole.and_then(|whole| {
            let (scheme, package) = whole.split_once(':')?;
            let package = package.trim_start_matches('/');
            ["npm", "jsr"]
                .contains(&scheme)
                .then(|| format!("{scheme}:/{package}/"))
        });
        expansion.as_deref() != target.as_str() || expansion.is_none()
    });
    let is_empty = |value: &Value| value.as_object().is_some_and(Map::is_empty);
    if let Some(Value::Object(scopes)) = json.get_mut("scopes") {
        scopes.retain(|_, scope| !is_empty(scope));
    }
    if json.get("scopes").is_some_and(is_empty) {
        json.remove("scopes");
    }
}
