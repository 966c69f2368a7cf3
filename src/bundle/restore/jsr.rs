//! What the registry of JSR packages would say about those in a bundle, made from the redirects that lead to them.
//!
//! A bundle has `jsr:@std/path@1` as a redirect to `https://registry/@std/path/1.0.8/mod.ts`. The engine asks for
//! `/@std/path/meta.json` and `/@std/path/1.0.8_meta.json` before it follows, so these are written for it.
//! Declaration files have no version; the engine's import map says what they are (`stand_ins`).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::dependencies::Remote;
use crate::bundle::format::{Archive, Entry};

/// One version of a package, as its directory in the registry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Version<'a> {
    registry: &'a str,
    /// `@scope/name`.
    package: &'a str,
    version: &'a str,
}

impl Version<'_> {
    fn package_url(&self) -> String {
        format!("{}{}/", self.registry, self.package)
    }
}

/// The registry's URL, and its files.
pub(super) fn files<'a>(archive: &Archive<'a>) -> (Option<String>, Vec<Remote<'a>>) {
    // What each version exports.
    let mut known: BTreeMap<Version<'_>, Map<String, Value>> = BTreeMap::new();
    for (specifier, entry) in archive.entries() {
        let (Some(written), Entry::Redirect(target)) = (specifier.strip_prefix("jsr:"), entry)
        else {
            continue;
        };
        let Some((version, path)) = split_target(target) else {
            continue;
        };
        let exports = known.entry(version).or_default();
        exports.insert(export_name(written), format!("./{path}").into());
    }
    let mut versions: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let mut files = Vec::new();
    for (version, exports) in &known {
        let package = version.package_url();
        let meta = json!({ "exports": exports, "manifest": manifest(archive, version) });
        files.extend(file(
            &format!("{package}{}_meta.json", version.version),
            &meta,
        ));
        let known = versions.entry(package).or_default();
        known.insert(version.version.to_owned(), json!({}));
    }
    for (package, versions) in versions {
        files.extend(file(
            &format!("{package}meta.json"),
            &json!({ "versions": versions }),
        ));
    }
    let registry = known.keys().next();
    (registry.map(|version| version.registry.to_owned()), files)
}

fn file<'a>(url: &str, content: &Value) -> Option<Remote<'a>> {
    let content = serde_json::to_vec(content).expect("it is plain data");
    Some(Remote::of_registry(Url::parse(url).ok()?, content))
}

/// The version and the path in it of a module in a registry.
fn split_target(target: &str) -> Option<(Version<'_>, &str)> {
    let at = target.find("/@")? + 1;
    let (registry, rest) = target.split_at(at);
    let slashes: Vec<usize> = rest.match_indices('/').map(|(at, _)| at).take(3).collect();
    let [_, name, version] = slashes[..] else {
        return None;
    };
    let found = Version {
        registry,
        package: &rest[..name],
        version: &rest[name + 1..version],
    };
    Some((found, &rest[version + 1..]))
}

/// What of a package is asked for: `.`, or `./sub/path`.
fn export_name(written: &str) -> String {
    let mut parts = written.trim_start_matches('/').splitn(3, '/');
    match parts.nth(2) {
        Some(path) => format!("./{path}"),
        None => ".".to_owned(),
    }
}

/// The modules of a version that are in the bundle.
fn manifest(archive: &Archive<'_>, version: &Version<'_>) -> Map<String, Value> {
    let prefix = format!("{}{}", version.package_url(), version.version);
    let modules = archive.entries().filter_map(|(specifier, entry)| {
        let path = specifier.strip_prefix(&prefix)?;
        let Entry::Module(module) = entry else {
            return None;
        };
        path.starts_with('/')
            .then(|| (path.to_owned(), facts(module.source)))
    });
    modules.collect()
}

fn facts(content: &[u8]) -> Value {
    let checksum = format!("sha256-{:x}", Sha256::digest(content));
    json!({ "size": content.len(), "checksum": checksum })
}
