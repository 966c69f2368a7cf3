//! [`Scopes`]: what the bare specifiers of each module mean, as an import map says it.
//!
//! What `package.json`, the members of a workspace and links mean is found out once, by the graph. The engine, and who
//! reads a bundle, are told in the words that all of them know: so they need not look, and do not install what nothing
//! imports.

use std::collections::BTreeMap;

use deno_graph::{Module, ModuleGraph};
use deno_resolver::workspace::WorkspaceResolver;
use serde_json::{Map, Value, json};
use url::Url;

use super::system::System;

/// What specifiers mean, by the modules that have them.
#[derive(Debug, Default)]
pub(super) struct Scopes(BTreeMap<Url, BTreeMap<String, Url>>);

impl Scopes {
    /// Those of a graph, without what the import map and the packages of the workspace say anyway.
    pub(super) fn of(graph: &ModuleGraph, resolver: &WorkspaceResolver<System>) -> Self {
        let mut found = Self::default();
        for module in graph.modules() {
            let specifier = module.specifier();
            for (written, dependency) in module.dependencies() {
                let Some(target) = dependency.maybe_code.maybe_specifier() else {
                    continue;
                };
                if is_to_be_said(written, specifier, target, resolver) && is_ours(graph, target) {
                    let scope = found.0.entry(specifier.clone()).or_default();
                    scope.insert(written.clone(), target.clone());
                }
            }
        }
        found
    }

    /// Whether there is nothing to say.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The import map of the function with these, for a file at `url`.
    pub(super) fn import_map(&self, resolver: &WorkspaceResolver<System>, url: &Url) -> String {
        let mut map = json!({});
        if let Some(known) = resolver.maybe_import_map() {
            map = serde_json::from_str(&known.to_json()).expect("an import map is JSON");
            move_to(&mut map, known.base_url(), url);
        }
        self.add_to(&mut map, url);
        format!("{map:#}\n")
    }

    /// Says it in an import map at `url`.
    pub(super) fn add_to(&self, map: &mut Value, url: &Url) {
        if self.is_empty() {
            return;
        }
        let scopes = &mut map["scopes"];
        if !scopes.is_object() {
            *scopes = json!({});
        }
        for (module, specifiers) in &self.0 {
            let meanings = specifiers.iter().map(|(written, target)| {
                let target = relative(url, target);
                (written.clone(), Value::from(target))
            });
            scopes[relative(url, module)] = Value::Object(meanings.collect());
        }
    }
}

fn is_to_be_said(
    written: &str,
    module: &Url,
    target: &Url,
    resolver: &WorkspaceResolver<System>,
) -> bool {
    let is_url = Url::parse(written).is_ok();
    let is_path = written.starts_with(['.', '/']);
    // `npm:` leads to a member of the workspace.
    let is_member = written.starts_with("npm:") && target.scheme() == "file";
    let import_map = resolver.maybe_import_map();
    let is_mapped = || import_map.is_some_and(|map| map.resolve(written, module).is_ok());
    let is_package = |name: &str| {
        let rest = written.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut packages = resolver.jsr_packages().iter();
    is_member || !is_path && !is_url && !is_mapped() && !packages.any(|it| is_package(&it.name))
}

/// Whether it is a package of the registry, or a module of the function's.
fn is_ours(graph: &ModuleGraph, target: &Url) -> bool {
    let is_module =
        |module: &Module| matches!(module, Module::Js(_) | Module::Json(_) | Module::Wasm(_));
    match target.scheme() {
        "npm" => true,
        "file" => graph.get(target).is_some_and(is_module),
        _ => false,
    }
}

/// A URL as an import map at `url` writes it.
fn relative(url: &Url, target: &Url) -> String {
    match url.make_relative(target) {
        Some(path) if target.scheme() == "file" && path.starts_with("../") => path,
        Some(path) if target.scheme() == "file" => format!("./{path}"),
        _ => target.to_string(),
    }
}

/// Writes for a file at `to` what was written for one at `from`.
fn move_to(map: &mut Value, from: &Url, to: &Url) {
    let place = |text: &str| {
        let is_relative = ["./", "../", "/"].iter().any(|it| text.starts_with(it));
        is_relative.then(|| from.join(text).ok()).flatten()
    };
    let moved = |specifiers: &Map<String, Value>| {
        let moved = specifiers.iter().map(|(key, target)| {
            let key = place(key).map_or_else(|| key.clone(), String::from);
            let moved = target.as_str().and_then(place).map(String::from);
            (key, moved.map_or_else(|| target.clone(), Value::from))
        });
        Value::Object(moved.collect())
    };
    if let Some(Value::Object(imports)) = map.get_mut("imports") {
        map["imports"] = moved(&imports.clone());
    }
    if let Some(Value::Object(scopes)) = map.get_mut("scopes") {
        let moved = std::mem::take(scopes).into_iter().map(|(key, scope)| {
            // As the engine writes the directories of members.
            let key = match from.join(&key) {
                Ok(url) => match to.make_relative(&url) {
                    Some(path) => format!("./{path}"),
                    None => url.into(),
                },
                Err(_) => key,
            };
            let scope = scope.as_object().map_or_else(|| scope.clone(), &moved);
            (key, scope)
        });
        *scopes = moved.collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_map_means_the_same_at_another_place() {
        let from = Url::parse("file:///repo/deno.json").unwrap();
        let to = Url::parse("file:///cache/locks/f.json").unwrap();
        let mut map = json!({
            "imports": { "@/": "./lib/", "x": "npm:x@1", "/a/": "https://h/a/" },
            "scopes": { "./p/": { "y": "./p/y.ts" }, "https://h/": { "z": "../z.ts" } },
        });
        move_to(&mut map, &from, &to);
        assert_eq!(
            map,
            json!({
                "imports": {
                    "@/": "file:///repo/lib/", "x": "npm:x@1", "file:///a/": "https://h/a/",
                },
                "scopes": {
                    "./../../repo/p/": { "y": "file:///repo/p/y.ts" },
                    "https://h/": { "z": "file:///z.ts" },
                },
            })
        );
    }
}
