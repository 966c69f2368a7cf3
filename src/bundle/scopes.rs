//! [`Scopes`]: what the bare specifiers of each module mean, as an import map says it.
//!
//! What `package.json`, the members of a workspace and links mean is found out once, by the graph. The engine, and who
//! reads a bundle, are told in the words that all of them know: so they need not look, and do not install what nothing
//! imports.

use std::collections::BTreeMap;

use deno_graph::{Module, ModuleGraph};
use deno_resolver::workspace::WorkspaceResolver;
use serde_json::{Value, json};
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
                // Who asks for types wants those that a package declares.
                let types = dependency.maybe_type.maybe_specifier();
                let target = types.filter(|_| graph.graph_kind().include_types());
                let target = target.or(dependency.maybe_code.maybe_specifier());
                let Some(target) = target else {
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

    /// Each module, what it says, and what it means by that.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&Url, &str, &str)> {
        self.0.iter().flat_map(|(module, specifiers)| {
            let specifiers = specifiers.iter();
            specifiers.map(move |(written, target)| (module, written.as_str(), target.as_str()))
        })
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
