//! [`Report`]: what a function is made of and what imports what, for people who want to know why it is that large.

use std::collections::{BTreeMap, HashMap, VecDeque};

use deno_graph::{Module, ModuleGraph, source::JsrUrlProvider as _};
use deno_npm::NpmPackageId;
use deno_semver::package::{PackageNv, PackageReq};
use url::Url;

use super::{
    Error,
    containment::SourceRoot,
    emit::evaluation_order,
    graph::JsrUrl,
    location::Location,
    npm_tree::{NpmFiles, NpmTree, PackageStore, copy_version, numbered},
    workspace::{Workspace, configuration_error},
};
use crate::diagnostics::{Hint, nearest};

/// What a function is made of.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// The modules in the order in which they are evaluated, the entrypoint first; then npm packages by name.
    pub(crate) nodes: Vec<Node>,
    /// Who imports what, in the order of the nodes and of their imports.
    pub(crate) edges: Vec<Edge>,
}

/// A module or a package.
#[derive(Debug)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) kind: Kind,
    /// A path from the source root, a URL, `npm:NAME@VERSION`, or `node:NAME`. No two nodes have the same.
    pub(crate) name: String,
    /// The package that it is, or is of.
    pub(crate) package: Option<Package>,
    /// Bytes of the source; of a package, those of the files that go into a bundle.
    pub(crate) size: u64,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A module of the function's own, of a JSR package, or from a URL.
    Module,
    /// An npm package.
    Package,
    /// A module of the engine.
    BuiltIn,
}

/// A package of a registry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Package {
    /// `jsr` or `npm`.
    pub(crate) registry: &'static str,
    /// Its name.
    pub(crate) name: String,
    /// Its version; a copy that has other peers ends with `_1` and so on.
    pub(crate) version: String,
}

/// An import.
#[derive(Debug)]
pub(crate) struct Edge {
    /// The node that imports.
    pub(crate) from: usize,
    /// The node that is imported.
    pub(crate) to: usize,
    /// The specifier as it is written.
    pub(crate) specifier: String,
    /// Whether it is `import()`.
    pub(crate) is_dynamic: bool,
    /// Where it is written; unknown for what packages depend on.
    pub(crate) location: Option<Location>,
}

/// Something that is not part of the function.
#[derive(Debug, thiserror::Error)]
#[error("`{wanted}` is not in the module graph")]
pub(crate) struct NotInGraph {
    wanted: String,
    nearest: Option<String>,
}

impl Hint for NotInGraph {
    fn hints(&self) -> Vec<String> {
        let nearest = self.nearest.as_ref();
        vec![nearest.map_or_else(
            || "leave `--why` out to see all that is in it".to_owned(),
            |nearest| format!("did you mean `{nearest}`?"),
        )]
    }
}

impl Report {
    /// The shortest chain of imports from the entrypoint to each node that `wanted` means: a path, a package with or
    /// without its version, or a specifier as it is written. The chain to the entrypoint has no import.
    pub(crate) fn why(&self, wanted: &str) -> Result<Vec<Vec<&Edge>>, NotInGraph> {
        let targets = self.meant(wanted);
        if targets.is_empty() {
            return Err(NotInGraph {
                wanted: wanted.to_owned(),
                nearest: self.nearest(wanted),
            });
        }
        let arrivals = self.arrivals();
        let chain = |target| self.chain(target, &arrivals);
        Ok(targets.into_iter().map(chain).collect())
    }

    /// The imports of a node, one for each node that it imports.
    pub(crate) fn imports(&self, node: usize) -> Vec<&Edge> {
        let mut found: Vec<&Edge> = Vec::new();
        let start = self.edges.partition_point(|edge| edge.from < node);
        let edges = self.edges[start..].iter();
        for edge in edges.take_while(|edge| edge.from == node) {
            if !found.iter().any(|known| known.to == edge.to) {
                found.push(edge);
            }
        }
        found
    }

    /// Packages of which there are several versions, or several copies of one.
    pub(crate) fn duplicates(&self) -> Vec<(String, Vec<&str>)> {
        let mut versions: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for package in self.nodes.iter().filter_map(|node| node.package.as_ref()) {
            let name = format!("{}:{}", package.registry, package.name);
            let known = versions.entry(name).or_default();
            if !known.contains(&&*package.version) {
                known.push(&package.version);
            }
        }
        let several = versions.into_iter();
        several.filter(|(_, known)| known.len() > 1).collect()
    }

    /// How many nodes of a kind there are, and their bytes.
    pub(crate) fn total(&self, kind: Kind) -> (usize, u64) {
        let nodes = self.nodes.iter().filter(|node| node.kind == kind);
        nodes.fold((0, 0), |(count, size), node| (count + 1, size + node.size))
    }

    fn meant(&self, wanted: &str) -> Vec<usize> {
        let exact = |index: &usize| self.nodes[*index].is(wanted);
        let mut found: Vec<usize> = (0..self.nodes.len()).filter(exact).collect();
        let written = self.edges.iter().filter(|edge| edge.specifier == wanted);
        found.extend(written.map(|edge| edge.to));
        found.sort_unstable();
        found.dedup();
        found
    }

    fn nearest(&self, wanted: &str) -> Option<String> {
        let nodes = self.nodes.iter();
        let names = nodes.flat_map(|node| {
            let package = node.package.as_ref().map(|package| package.name.as_str());
            let file = node.name.rsplit('/').next();
            [Some(node.name.as_str()), package, file]
        });
        let written = self.edges.iter().map(|edge| edge.specifier.as_str());
        nearest(wanted, names.flatten().chain(written)).map(str::to_owned)
    }

    /// The import by which each node is reached first.
    fn arrivals(&self) -> HashMap<usize, &Edge> {
        let (mut arrivals, mut queue) = (HashMap::new(), VecDeque::from([0]));
        while let Some(node) = queue.pop_front() {
            for edge in self.imports(node) {
                if edge.to != 0 && !arrivals.contains_key(&edge.to) {
                    arrivals.insert(edge.to, edge);
                    queue.push_back(edge.to);
                }
            }
        }
        arrivals
    }

    fn chain<'a>(&self, target: usize, arrivals: &HashMap<usize, &'a Edge>) -> Vec<&'a Edge> {
        let last = arrivals.get(&target).copied();
        let before = |edge: &&'a Edge| arrivals.get(&edge.from).copied();
        let mut chain: Vec<_> = std::iter::successors(last, before).collect();
        chain.reverse();
        chain
    }
}

impl Node {
    /// Whether somebody who writes `wanted` may mean this node.
    fn is(&self, wanted: &str) -> bool {
        if self.name == wanted {
            return true;
        }
        match &self.package {
            Some(package) => package.is(wanted),
            None => {
                let end = wanted.trim_start_matches("./").trim_start_matches("../");
                let before = self.name.strip_suffix(end);
                before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
            }
        }
    }
}

impl Package {
    fn is(&self, wanted: &str) -> bool {
        let prefix = format!("{}:", self.registry);
        let wanted = wanted.strip_prefix(&prefix).unwrap_or(wanted);
        let own = [&self.name, "@", &self.version].concat();
        if wanted == self.name || wanted == own {
            return true;
        }
        let requirement = PackageReq::from_str(wanted);
        let version = deno_semver::Version::parse_from_npm(&self.version);
        match (requirement, version) {
            (Ok(requirement), Ok(version)) => {
                requirement.name == *self.name && requirement.version_req.matches(&version)
            }
            _ => false,
        }
    }
}

/// What a report is made from.
pub(super) struct Survey<'a> {
    pub(super) graph: &'a ModuleGraph,
    pub(super) workspace: &'a Workspace,
    pub(super) packages: &'a PackageStore,
    pub(super) root: &'a SourceRoot,
}

/// Where the nodes are.
#[derive(Default)]
struct Places<'a> {
    modules: HashMap<&'a Url, usize>,
    packages: HashMap<NpmPackageId, usize>,
}

impl Survey<'_> {
    /// Makes the report.
    pub(super) fn report(&self) -> Result<Report, Error> {
        let (mut report, mut places) = (Report::default(), Places::default());
        let modules = evaluation_order(self.graph);
        for module in &modules {
            if !matches!(module, Module::Npm(_)) {
                places
                    .modules
                    .insert(module.specifier(), report.nodes.len());
                report.nodes.push(self.module(module));
            }
        }
        let tree = NpmTree::read(self.graph, self.workspace, self.packages, NpmFiles::Lean)?;
        for ((id, copy), (nv, size)) in numbered(&tree.snapshot).into_iter().zip(&tree.packages) {
            places.packages.insert(id, report.nodes.len());
            report.nodes.push(package(nv, copy, *size));
        }
        for module in &modules {
            self.add_imports(module, &places, &mut report)?;
        }
        for package in &tree.snapshot.as_serialized().packages {
            let from = places.packages[&package.id];
            for (name, id) in &package.dependencies {
                // Packages for other platforms are named and left out.
                let Some(to) = places.packages.get(id) else {
                    continue;
                };
                report.edges.push(Edge {
                    from,
                    to: *to,
                    specifier: name.to_string(),
                    is_dynamic: false,
                    location: None,
                });
            }
        }
        // Modules have theirs as they are written; the crates keep those of packages in no order.
        let modules = places.modules.len();
        report.edges.sort_by(|a, b| {
            let written = |edge: &Edge| (edge.from >= modules).then(|| edge.specifier.clone());
            a.from
                .cmp(&b.from)
                .then_with(|| written(a).cmp(&written(b)))
        });
        Ok(report)
    }

    fn module(&self, module: &Module) -> Node {
        let specifier = module.specifier();
        let jsr = JsrUrl(self.workspace.factory.jsr_url().clone());
        let package = jsr.package_url_to_nv(specifier);
        Node {
            kind: match module {
                Module::Node(_) => Kind::BuiltIn,
                _ => Kind::Module,
            },
            name: self.root.shown(specifier),
            package: package.map(|nv| Package::new("jsr", &nv, nv.version.to_string())),
            size: match module {
                Module::Wasm(module) => module.source.len() as u64,
                _ => module.source().map_or(0, |text| text.len() as u64),
            },
        }
    }

    fn add_imports(
        &self,
        module: &Module,
        places: &Places<'_>,
        report: &mut Report,
    ) -> Result<(), Error> {
        let Some(from) = places.modules.get(module.specifier()) else {
            return Ok(());
        };
        for (specifier, dependency) in module.dependencies() {
            let target = dependency.get_code();
            let target = target.and_then(|target| self.graph.try_get(target).ok().flatten());
            let to = match target {
                Some(Module::Npm(npm)) => {
                    let id = self.package_id(npm.pkg_req_ref.req())?;
                    id.and_then(|id| places.packages.get(&id))
                }
                Some(module) => places.modules.get(module.specifier()),
                None => None,
            };
            let Some(to) = to else { continue };
            let range = dependency.maybe_code.maybe_range();
            report.edges.push(Edge {
                from: *from,
                to: *to,
                specifier: specifier.clone(),
                is_dynamic: dependency.is_dynamic,
                location: range.map(|range| Location::of(range, self.root.path())),
            });
        }
        Ok(())
    }

    fn package_id(&self, requirement: &PackageReq) -> Result<Option<NpmPackageId>, Error> {
        let resolver = self.workspace.resolver.npm_resolver();
        let resolver = resolver.map_err(configuration_error)?;
        let Some(managed) = resolver.as_managed() else {
            return Ok(None);
        };
        let id = managed
            .resolution()
            .resolve_pkg_id_from_pkg_req(requirement);
        id.map(Some).map_err(configuration_error)
    }
}

fn package(nv: &PackageNv, copy: usize, size: u64) -> Node {
    let package = Package::new("npm", nv, copy_version(nv, copy));
    Node {
        kind: Kind::Package,
        name: format!("npm:{}@{}", package.name, package.version),
        package: Some(package),
        size,
    }
}

impl Package {
    fn new(registry: &'static str, nv: &PackageNv, version: String) -> Self {
        Self {
            registry,
            name: nv.name.to_string(),
            version,
        }
    }
}
