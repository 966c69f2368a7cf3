//! [`Settings`]: the files that tell the engine how specifiers are resolved, without what leads out of the bundle.
//!
//! A bundle may well have entries that nobody uses, so they are left out rather than refused. Only those files change
//! that have some, or are no plain JSON.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use url::Url;

use super::outside::{is_outside, place, stem};
use crate::bundle::unpack::Unpacked;

/// Files that the engine reads before it loads a module.
const NAMES: [&str; 3] = ["deno.json", "deno.jsonc", "package.json"];
/// One that it reads only beside one of them, or at the top.
const TSCONFIG: &str = "tsconfig.json";
/// What makes it read others. Import maps are arguments, and no bundle has links.
const READERS: [&str; 5] = ["importMap", "links", "patch", "extends", "references"];

/// What says how the engine treats modules.
const TREATMENT: [&str; 4] = [
    "compilerOptions",
    "minimumDependencyAge",
    "nodeModulesLinker",
    "unstable",
];

/// What is known of the settings of a bundle.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// The stems of all files that they may lead to.
    pub(super) named: BTreeSet<String>,
    /// Whether a pattern may lead to files of any name.
    pub(super) may_name_all: bool,
    /// Whether they may lead a URL or a relative path to another place.
    pub(super) redirects_urls: bool,
}

impl Settings {
    /// Leaves out what leads out of `root`, where the files will be, and says what is left.
    pub(super) fn contain(unpacked: &mut Unpacked<'_>, root: &Url) -> Self {
        let mut found = Self::default();
        let path = unpacked.import_map.as_deref().unwrap_or_default();
        if let Some(map) = &mut unpacked.imports {
            keep_inside(map, &place(root, path), root);
            found.note(map);
        }
        let paths = unpacked.files.iter().map(|file| &*file.path);
        let mut directories: BTreeSet<String> = BTreeSet::from([String::new()]);
        for path in paths {
            let (directory, name) = split(path);
            if NAMES.contains(&name) || unpacked.import_map.as_deref() == Some(path) {
                directories.insert(directory.to_owned());
            }
        }
        for file in &mut unpacked.files {
            let (directory, name) = split(&file.path);
            let is_map = unpacked.import_map.as_ref() == Some(&file.path);
            let is_read = name == TSCONFIG && directories.contains(directory);
            if !is_map && !is_read && !NAMES.contains(&name) {
                continue;
            }
            let strict = serde_json::from_slice(&file.content).ok();
            let mut after = strict.clone().unwrap_or_else(|| lenient(&file.content));
            keep_inside(&mut after, &place(root, &file.path), root);
            found.note(&after);
            if strict.as_ref() != Some(&after) {
                file.content = format!("{after:#}\n").into_bytes().into();
            }
        }
        found
    }

    fn note(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                self.may_name_all |= text.contains('*');
                self.named.insert(stem(text));
            }
            Value::Array(values) => values.iter().for_each(|value| self.note(value)),
            Value::Object(members) => {
                for (name, value) in members {
                    let is_url = name.starts_with(['.', '/']) || Url::parse(name).is_ok();
                    self.redirects_urls |= value.is_string() && is_url;
                    self.note(value);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// The configuration for the engine with `written` in it. Modules are JavaScript already, under names of TypeScript's, so
/// that the engine looks at them again: imports that nothing uses are meant. Nothing else of how it treats them is a
/// bundle's to say.
pub(super) fn for_modules(written: &[u8]) -> String {
    let parsed = serde_json::from_slice(written);
    let mut members: serde_json::Map<String, Value> = parsed.unwrap_or_default();
    members.retain(|name, _| !TREATMENT.contains(&&**name));
    members.insert(
        "compilerOptions".to_owned(),
        json!({ "verbatimModuleSyntax": true }),
    );
    format!("{:#}\n", Value::Object(members))
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// What a file says that is no plain JSON. It is written anew, so that the engine cannot read it differently.
fn lenient(content: &[u8]) -> Value {
    let text = std::str::from_utf8(content).unwrap_or_default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parsed = jsonc_parser::parse_to_serde_value(text, &jsonc_parser::ParseOptions::default());
    parsed.unwrap_or_else(|_| Value::Object(serde_json::Map::new()))
}

fn keep_inside(value: &mut Value, url: &Url, root: &Url) {
    let is_inside = |value: &Value| {
        value
            .as_str()
            .is_none_or(|text| !leads_outside(text, url, root))
    };
    match value {
        Value::Array(values) => {
            values.retain(is_inside);
            values
                .iter_mut()
                .for_each(|value| keep_inside(value, url, root));
        }
        Value::Object(members) => {
            members.retain(|name, value| !READERS.contains(&&**name) && is_inside(value));
            members
                .values_mut()
                .for_each(|value| keep_inside(value, url, root));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether a text may be the place of something outside, or a module by itself. Whatever is no URL counts as a path.
fn leads_outside(text: &str, url: &Url, root: &Url) -> bool {
    let resolved = match Url::parse(text) {
        Ok(url) => url,
        Err(_) => match url.join(text) {
            Ok(url) => url,
            Err(_) => return false,
        },
    };
    let scheme = resolved.scheme();
    // One letter is a drive.
    matches!(scheme, "data" | "blob") || scheme.len() == 1 || is_outside(&resolved, root)
}
