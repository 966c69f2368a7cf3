//! What the registry of JSR packages would say about those in a bundle, made from the redirects that lead to them.
//!
//! A bundle has `jsr:@std/path@1` as a redirect to `https://registry/@std/path/1.0.8/mod.ts`. The engine asks for
//! `/@std/path/meta.json` and `/@std/path/1.0.8_meta.json` before it follows, so these are written for it.
//!
//! A declaration file is there under the specifier that imports it, without a version, for nobody has looked one up.
//! The engine is told of one that the specifier allows. Whatever the bundle has there, the engine gets an empty file.

use std::{borrow::Cow, collections::BTreeMap};

use deno_semver::{RangeBound, Version as Number, VersionReq, jsr::JsrPackageReqReference};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::{REGISTRY, dependencies::Remote};
use crate::bundle::{
    declarations::is_declaration,
    format::{Archive, Entry},
};

/// One version of a package, as its directory in the registry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Version<'a> {
    registry: &'a str,
    /// `@scope/name`.
    package: &'a str,
    version: Cow<'a, str>,
}

/// What the registry knows of a version.
#[derive(Debug, Default)]
struct Known {
    exports: Map<String, Value>,
    /// The paths of declaration files, which are empty.
    empty: Vec<String>,
}

impl Version<'_> {
    fn package_url(&self) -> String {
        format!("{}{}/", self.registry, self.package)
    }
}

/// The registry's URL, and its files.
pub(super) fn files<'a>(archive: &Archive<'a>) -> (Option<String>, Vec<Remote<'a>>) {
    let mut known: BTreeMap<Version<'_>, Known> = BTreeMap::new();
    for (specifier, entry) in archive.entries() {
        let (Some(written), Entry::Redirect(target)) = (specifier.strip_prefix("jsr:"), entry)
        else {
            continue;
        };
        let Some((version, path)) = split_target(target) else {
            continue;
        };
        let name = export_name(written);
        let exports = &mut known.entry(version).or_default().exports;
        exports.insert(name, format!("./{path}").into());
    }
    let registry = known
        .keys()
        .next()
        .map_or(REGISTRY, |version| version.registry);
    for (specifier, entry) in archive.entries() {
        let Entry::Module(_) = entry else { continue };
        let Some((package, requirement, name)) = declared(specifier) else {
            continue;
        };
        let same = known.keys().filter(|known| known.package == package);
        let Some(number) = allowed(&requirement, same.map(|known| &*known.version)) else {
            continue;
        };
        let version = Version {
            registry,
            package,
            version: number.into(),
        };
        let known = known.entry(version).or_default();
        let path = format!("{}.d.ts", name.trim_end_matches(".d.ts"));
        known
            .exports
            .insert(format!("./{name}"), format!("./{path}").into());
        known.empty.push(path);
    }
    let mut versions: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let mut files = Vec::new();
    for (version, known) in &known {
        let package = version.package_url();
        let mut manifest = manifest(archive, version);
        for path in &known.empty {
            let url = Url::parse(&format!("{package}{}/{path}", version.version));
            files.extend(url.ok().map(Remote::empty));
            manifest.insert(format!("/{path}"), facts(b""));
        }
        let meta = json!({ "exports": known.exports, "manifest": manifest });
        files.extend(file(
            &format!("{package}{}_meta.json", version.version),
            &meta,
        ));
        let known = versions.entry(package).or_default();
        known.insert(version.version.to_string(), json!({}));
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
        version: rest[name + 1..version].into(),
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

/// The package of a declaration file, which versions of it the specifier allows, and the path.
fn declared(specifier: &str) -> Option<(&str, VersionReq, String)> {
    let written = specifier.strip_prefix("jsr:")?.trim_start_matches('/');
    let url = Url::parse(specifier).ok();
    let reference = url.filter(is_declaration)?;
    let reference = JsrPackageReqReference::from_specifier(&reference).ok()?;
    let package = written.get(..reference.req().name.len())?;
    let name = reference.sub_path()?.to_owned();
    Some((package, reference.req().version_req.clone(), name))
}

/// A version that `requirement` allows: the newest of those that are `known`, or else the oldest there could be.
fn allowed<'v>(requirement: &VersionReq, known: impl Iterator<Item = &'v str>) -> Option<String> {
    let known = known.filter_map(|version| Number::parse_standard(version).ok());
    // There is none for a tag.
    let ranges = requirement.range()?;
    let known = known.filter(|version| ranges.satisfies(version)).max();
    if let Some(known) = known {
        return Some(known.to_string());
    }
    let mut oldest = ranges.0.iter().map(|range| match &range.start {
        RangeBound::Unbounded => Number::default(),
        RangeBound::Version(start) => start.version.clone(),
    });
    let oldest = oldest.find(|version| ranges.satisfies(version));
    oldest.map(|version| version.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_that_a_specifier_allows() {
        for (specifier, known, expected) in [
            ("jsr:@s/p/x.d.ts", &[][..], Some("0.0.0")),
            ("jsr:@s/p@2/x.d.ts", &[], Some("2.0.0")),
            ("jsr:@s/p@^2.4/x.d.ts", &[], Some("2.4.0")),
            ("jsr:/@s/p@2.4.1/x.d.ts", &[], Some("2.4.1")),
            ("jsr:@s/p@1.0.0-rc.1/x.d.ts", &[], Some("1.0.0-rc.1")),
            ("jsr:@s/p@~2.4.1/x.d.ts", &[], Some("2.4.1")),
            ("jsr:@s/p@*/x.d.ts", &[], Some("0.0.0")),
            (
                "jsr:@s/p@2/x.d.ts",
                &["1.0.0", "2.4.4", "2.10.0"],
                Some("2.10.0"),
            ),
            ("jsr:@s/p@2/x.d.ts", &["1.0.0"], Some("2.0.0")),
            ("jsr:@s/p@latest/x.d.ts", &[], None),
            ("jsr:@s/p@2/x.ts", &[], None),
        ] {
            let found = declared(specifier).and_then(|(package, requirement, name)| {
                assert_eq!((package, &*name), ("@s/p", "x.d.ts"), "{specifier}");
                allowed(&requirement, known.iter().copied())
            });
            assert_eq!(found.as_deref(), expected, "{specifier}");
        }
    }
}
