//! [`Linking`]: finds packages of the repository where package managers have put them, and what a `package.json` asks
//! for that Deno's resolver does not look at.
//!
//! Deno finds a package of the repository by name if it is a member of a workspace, and everything else in a
//! `node_modules` directory, which fx does not use (`workspace`). What people have there all the same is symbolic links
//! to packages of the repository. Where they are not made yet, `file:`, `link:` and `portal:` name the directory.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    fmt,
    path::{Component, Path, PathBuf},
};

use deno_graph::{
    Range,
    source::{ResolutionKind, ResolutionMode, ResolveError, Resolver},
};
use deno_package_json::{PackageJson, PackageJsonDepValue};
use deno_resolver::{factory::ResolverFactory, workspace::WorkspaceResolver};
use deno_semver::package::PackageReq;
use node_resolver::{NodeResolutionKind, PackageJsonResolver};
use url::Url;

use super::{
    containment::SourceRoot,
    pnpm::{self, PnpmWorkspace},
    system::System,
};

/// Where package managers put what they install.
const NODE_MODULES: &str = "node_modules";
const PACKAGE_JSON: &str = "package.json";
/// What says that a dependency is a directory.
const DIRECTORIES: [&str; 3] = ["file:", "link:", "portal:"];

/// Deno's resolver, which is asked first.
pub(super) struct Linking<'a, R> {
    pub(super) inner: R,
    pub(super) factory: &'a ResolverFactory<System>,
    /// What knows the import map.
    pub(super) mapped: &'a WorkspaceResolver<System>,
    pub(super) manifests: Manifests<'a>,
}

/// The `package.json` files below the source root.
pub(super) struct Manifests<'a> {
    pub(super) packages: &'a PackageJsonResolver<System>,
    pub(super) root: &'a SourceRoot,
    /// The links that were followed, and the files that were looked for.
    pub(super) consulted: RefCell<BTreeSet<PathBuf>>,
}

/// What a name means.
enum Meaning {
    /// A package of the repository.
    Directory(PathBuf),
    /// A package of the registry.
    Package(PackageReq),
}

impl<R> fmt::Debug for Linking<'_, R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Linking")
    }
}

impl<R: Resolver> Resolver for Linking<'_, R> {
    fn default_jsx_import_source(&self, referrer: &Url) -> Option<String> {
        self.inner.default_jsx_import_source(referrer)
    }

    fn default_jsx_import_source_types(&self, referrer: &Url) -> Option<String> {
        self.inner.default_jsx_import_source_types(referrer)
    }

    fn jsx_import_source_module(&self, referrer: &Url) -> &str {
        self.inner.jsx_import_source_module(referrer)
    }

    fn resolve(
        &self,
        text: &str,
        referrer: &Range,
        kind: ResolutionKind,
    ) -> Result<Url, ResolveError> {
        let found = self.inner.resolve(text, referrer, kind);
        // A member of a workspace, a built-in module.
        let is_settled = found.as_ref().is_ok_and(|url| url.scheme() != "npm");
        if is_settled {
            return found;
        }
        let elsewhere = self.elsewhere(text, referrer, kind, found.is_ok());
        elsewhere.unwrap_or(found)
    }

    fn resolve_attribute_type_import(
        &self,
        text: &str,
        referrer: &Range,
        kind: ResolutionKind,
        attribute_type: &str,
    ) -> Option<Result<Url, ResolveError>> {
        let resolver = &self.inner;
        resolver.resolve_attribute_type_import(text, referrer, kind, attribute_type)
    }

    fn resolve_types(&self, specifier: &Url) -> Result<Option<(Url, Option<Range>)>, ResolveError> {
        self.inner.resolve_types(specifier)
    }
}

impl<R> Linking<'_, R> {
    /// Where `text` leads otherwise, if it does.
    fn elsewhere(
        &self,
        text: &str,
        referrer: &Range,
        kind: ResolutionKind,
        is_known: bool,
    ) -> Option<Result<Url, ResolveError>> {
        let (name, path) = split(text)?;
        let import_map = self.mapped.maybe_import_map();
        if import_map.is_some_and(|map| map.resolve(text, &referrer.specifier).is_ok()) {
            return None;
        }
        let from = referrer.specifier.to_file_path().ok()?;
        match self.manifests.meaning(name, from.parent()?, is_known)? {
            Meaning::Directory(directory) => self.enter(&directory, path, referrer, kind),
            Meaning::Package(requirement) => {
                let path = path.map(|path| format!("/{path}")).unwrap_or_default();
                Url::parse(&format!("npm:{requirement}{path}")).ok().map(Ok)
            }
        }
    }

    /// What `path` in a package of the repository means.
    fn enter(
        &self,
        directory: &Path,
        path: Option<&str>,
        referrer: &Range,
        kind: ResolutionKind,
    ) -> Option<Result<Url, ResolveError>> {
        if !self.manifests.root.holds(directory) {
            // It is refused under this name.
            return Url::from_file_path(directory).ok().map(Ok);
        }
        let real = directory.canonicalize().ok()?;
        let mode = match referrer.resolution_mode {
            Some(ResolutionMode::Require) => node_resolver::ResolutionMode::Require,
            Some(ResolutionMode::Import) | None => node_resolver::ResolutionMode::Import,
        };
        let resolver = self.factory.node_resolver().ok()?;
        let found = resolver.resolve_package_subpath_from_deno_module(
            &deno_path_util::strip_unc_prefix(real),
            path,
            Some(&referrer.specifier),
            mode,
            NodeResolutionKind::from_deno_graph(kind),
        );
        Some(match found {
            Ok(found) => found.into_url().map_err(ResolveError::from_err),
            Err(error) => Err(ResolveError::from_err(error)),
        })
    }
}

impl<'a> Manifests<'a> {
    /// Those that lie below `root`; none has been looked for.
    pub(super) fn new(factory: &'a ResolverFactory<System>, root: &'a SourceRoot) -> Self {
        Self {
            packages: factory.pkg_json_resolver(),
            root,
            consulted: RefCell::default(),
        }
    }

    /// Which package of the registry the files in `directory` and above it ask for under its own name.
    pub(super) fn requirement(&self, name: &str, directory: &Path) -> Option<PackageReq> {
        let mut ancestors = self.inside(directory);
        let found = ancestors.find_map(|directory| self.declared(name, directory));
        match found {
            Some(Meaning::Package(requirement)) => {
                (requirement.name == name).then_some(requirement)
            }
            Some(Meaning::Directory(_)) | None => None,
        }
    }

    /// What the nearest directory says that says something. A package that is known already gives way to a link only.
    fn meaning(&self, name: &str, directory: &Path, is_known: bool) -> Option<Meaning> {
        for directory in self.inside(directory) {
            let link = directory.join(NODE_MODULES).join(name);
            if is_link_to_source(&link) {
                self.consulted.borrow_mut().insert(link.clone());
                return Some(Meaning::Directory(link));
            }
            let declared = || self.declared(name, directory);
            if let Some(found) = (!is_known).then(declared).flatten() {
                return Some(found);
            }
        }
        None
    }

    /// What the `package.json` in `directory` says.
    fn declared(&self, name: &str, directory: &Path) -> Option<Meaning> {
        let path = directory.join(PACKAGE_JSON);
        self.consulted.borrow_mut().insert(path.clone());
        let manifest = self.packages.load_package_json(&path).ok().flatten()?;
        let value = dependency(&manifest, name)?;
        let is_directory = |kind: &&&str| value.starts_with(**kind);
        if let Some(kind) = DIRECTORIES.iter().find(is_directory) {
            return Some(Meaning::Directory(directory.join(&value[kind.len()..])));
        }
        if let Some(place) = value.strip_prefix("workspace:") {
            let found = self.in_workspace(place, directory);
            let found = found.or_else(|| self.member(place, name, directory));
            if let Some(found) = found {
                return Some(Meaning::Directory(found));
            }
        }
        match PackageJsonDepValue::parse(name, value).ok()? {
            PackageJsonDepValue::Req(requirement) => Some(Meaning::Package(requirement)),
            PackageJsonDepValue::Catalog(catalog) => {
                let installed = self.installed_version(name, directory);
                let version = installed.or_else(|| self.catalogued(&catalog, name, directory))?;
                let requirement = PackageReq::from_str(&format!("{name}@{version}")).ok()?;
                Some(Meaning::Package(requirement))
            }
            PackageJsonDepValue::File(_) | PackageJsonDepValue::Workspace { .. } => None,
        }
    }

    /// The directory that a path means which is relative to the top of the workspace, wherever that is.
    fn in_workspace(&self, place: &str, directory: &Path) -> Option<PathBuf> {
        let is_path = place.contains('/');
        let mut ancestors = self.inside(directory).filter(|_| is_path);
        ancestors.find_map(|path| {
            let found = path.join(place);
            found.join(PACKAGE_JSON).is_file().then_some(found)
        })
    }

    /// The package of a workspace of pnpm's that has the name; `place` may have another one, as in `workspace:other@*`.
    fn member(&self, place: &str, name: &str, directory: &Path) -> Option<PathBuf> {
        let (other, _) = place.rsplit_once('@').unwrap_or_default();
        let name = if other.is_empty() { name } else { other };
        let workspace = self.pnpm_workspace(directory)?;
        workspace.members().into_iter().find(|member| {
            let path = member.join(PACKAGE_JSON);
            let is_inside = path.is_file() && self.root.holds(&path);
            let loaded = is_inside.then(|| self.packages.load_package_json(&path));
            let loaded = loaded.and_then(|loaded| loaded.ok().flatten());
            let is_named = loaded.is_some_and(|manifest| manifest.name.as_deref() == Some(name));
            if is_named {
                self.consulted.borrow_mut().insert(path);
            }
            is_named
        })
    }

    /// The version that a catalog of pnpm's says.
    fn catalogued(&self, catalog: &str, name: &str, directory: &Path) -> Option<String> {
        let workspace = self.pnpm_workspace(directory)?;
        workspace.version(catalog, name).map(str::to_owned)
    }

    /// The nearest workspace of pnpm's.
    fn pnpm_workspace(&self, directory: &Path) -> Option<PnpmWorkspace> {
        self.inside(directory).find_map(|path| {
            let found = PnpmWorkspace::read(path, self.root)?;
            self.consulted.borrow_mut().insert(path.join(pnpm::FILE));
            Some(found)
        })
    }

    /// The version that somebody has installed.
    fn installed_version(&self, name: &str, directory: &Path) -> Option<String> {
        self.inside(directory).find_map(|path| {
            let path = path.join(NODE_MODULES).join(name).join(PACKAGE_JSON);
            // A link may lead anywhere.
            let is_inside = path.exists() && self.root.holds(&path);
            let loaded = is_inside.then(|| self.packages.load_package_json(&path));
            loaded?.ok()??.version.clone()
        })
    }

    /// `directory` and those above it, up to the source root.
    fn inside<'d>(&self, directory: &'d Path) -> impl Iterator<Item = &'d Path> {
        let ancestors = directory.ancestors();
        ancestors.take_while(|path| self.root.holds(path))
    }
}

/// What a specifier without a scheme names: a package, and a path in it.
fn split(text: &str) -> Option<(&str, Option<&str>)> {
    if text.starts_with(['.', '/', '\\', '#']) || text.contains(':') {
        return None;
    }
    let parts = if text.starts_with('@') { 2 } else { 1 };
    let mut slashes = text.match_indices('/').map(|(at, _)| at);
    let end = slashes.nth(parts - 1).unwrap_or(text.len());
    let name = &text[..end];
    let is_plain = |part: &str| !matches!(part, "" | "." | ".." | "@");
    let is_name = name.split('/').count() == parts && name.split('/').all(is_plain);
    let path = text.get(end + 1..).filter(|path| !path.is_empty());
    is_name.then_some((name, path))
}

/// Whether this is a symbolic link to a package that is no installed one.
fn is_link_to_source(link: &Path) -> bool {
    let is_link = link.symlink_metadata().is_ok_and(|it| it.is_symlink());
    let Some(real) = is_link.then(|| link.canonicalize().ok()).flatten() else {
        return false;
    };
    let installed = Component::Normal(NODE_MODULES.as_ref());
    !real.components().any(|part| part == installed)
}

/// What a `package.json` says about a dependency, of whatever kind.
fn dependency<'m>(manifest: &'m PackageJson, name: &str) -> Option<&'m str> {
    let kinds = [
        &manifest.dependencies,
        &manifest.optional_dependencies,
        &manifest.dev_dependencies,
        &manifest.peer_dependencies,
    ];
    let mut declared = kinds.into_iter().flatten();
    declared.find_map(|kind| kind.get(name)).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_bare_specifier_names_a_package_and_a_path() {
        for (text, expected) in [
            ("say", Some(("say", None))),
            ("say/", Some(("say", None))),
            ("say/lib/x.js", Some(("say", Some("lib/x.js")))),
            ("@p/say", Some(("@p/say", None))),
            ("@p/say/x", Some(("@p/say", Some("x")))),
            ("@p", None),
            ("@/x", None),
            ("@p/..", None),
            ("./say", None),
            ("#say", None),
            ("/say", None),
            ("npm:say", None),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }
}
