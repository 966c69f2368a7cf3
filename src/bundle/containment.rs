//! [`SourceRoot`]: what a function may be made of. Symbolic links are followed before anything is compared.

use std::path::{Path, PathBuf};

use deno_graph::{
    ImportKind, Module, ModuleGraph, Range,
    source::{LoadFuture, LoadOptions, Loader},
};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    Error, declarations, error,
    location::{Location, local_path},
};

/// What imports may be.
const SCHEMES: &str =
    "import a file, or from `npm:`, `jsr:`, `node:`, `https:`, `http:` or `data:`";

/// The directory that every file of a function lies below.
#[derive(Debug, Clone)]
pub(super) struct SourceRoot {
    root: PathBuf,
}

impl SourceRoot {
    /// The root at `root`, which must exist.
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: real_path(root),
        }
    }

    /// The directory, symbolic links followed.
    pub(super) fn path(&self) -> &Path {
        &self.root
    }

    /// A module as people know it: a path from here, or a URL.
    pub(super) fn shown(&self, specifier: &Url) -> String {
        let path = local_path(specifier);
        let path = path.map(|path| path.strip_prefix(&self.root).unwrap_or(&path).to_owned());
        let written = || declarations::meant(specifier).to_string();
        path.map_or_else(written, |path| path.display().to_string())
    }

    /// Whether the real place of `path` is inside. A file that is missing counts by where it would be.
    pub(super) fn holds(&self, path: &Path) -> bool {
        real_path(path).starts_with(&self.root)
    }

    /// Refuses a file outside; `what` names it.
    pub(super) fn check_file(&self, path: &Path, what: impl Fn() -> String) -> Result<(), Error> {
        if self.holds(path) {
            return Ok(());
        }
        Err(Error::Outside {
            what: format!("{}{}", what(), link_target(path)),
            root: self.root.clone(),
            location: None,
        })
    }

    /// Refuses a graph with a module outside, and assets that only the engine could load. Gives the modules outside
    /// that nothing but `import()` leads to: such an import fails when it runs, and the engine must not load them.
    pub(super) fn check_graph(&self, graph: &ModuleGraph) -> Result<Vec<Url>, Error> {
        let mut refused = Vec::new();
        for (specifier, _) in graph.specifiers() {
            let Some(path) = self.outside(specifier) else {
                continue;
            };
            let import = find_import(graph, specifier);
            if import.as_ref().is_some_and(Import::may_fail) {
                refused.push(specifier.clone());
                continue;
            }
            let written = import.map_or_else(|| specifier.to_string(), |found| found.written);
            return Err(Error::Outside {
                what: format!("`{written}`{}", link_target(&path)),
                root: self.root.clone(),
                location: import_location(graph, specifier, &self.root),
            });
        }
        self.check_externals(graph)?;
        refused.sort();
        Ok(refused)
    }

    /// The file that a specifier means, if it lies outside.
    fn outside(&self, specifier: &Url) -> Option<PathBuf> {
        local_path(specifier).filter(|path| !self.holds(path))
    }

    /// Deno's crates leave to the engine what they do not know how to load.
    fn check_externals(&self, graph: &ModuleGraph) -> Result<(), Error> {
        for module in graph.modules() {
            let Module::External(external) = module else {
                continue;
            };
            let import = find_import(graph, &external.specifier);
            if external.was_asset_load {
                let written = import.as_ref().map(|found| found.written.clone());
                let kind = import.and_then(|found| found.kind);
                return Err(Error::Asset {
                    specifier: written.unwrap_or_else(|| external.specifier.to_string()),
                    // Without an attribute it is `import source`.
                    kind: kind.unwrap_or_else(|| error::SOURCE.to_owned()),
                    location: import_location(graph, &external.specifier, &self.root),
                });
            }
            // Whoever imports dynamically may be prepared for a failure.
            if import.is_some_and(|found| !found.is_dynamic) {
                return Err(Error::Module {
                    message: format!("nothing can be imported from `{}`", external.specifier),
                    location: import_location(graph, &external.specifier, &self.root),
                    hints: vec![SCHEMES.to_owned()],
                    network: false,
                });
            }
        }
        Ok(())
    }
}

/// A loader that finds no file outside, so that no message can quote one, and nothing more when nobody waits for it.
pub(super) struct Inside<'a, L> {
    /// What loads the others.
    pub(super) loader: L,
    /// Where they lie.
    pub(super) root: &'a SourceRoot,
    /// Whether nobody waits for it any more.
    pub(super) cancelled: &'a CancellationToken,
}

impl<L: Loader> Loader for Inside<'_, L> {
    fn load(&self, specifier: &Url, options: LoadOptions) -> LoadFuture {
        if self.cancelled.is_cancelled() {
            // Whoever polls this sees to the end.
            return Box::pin(std::future::pending());
        }
        match self.root.outside(specifier) {
            Some(_) => Box::pin(std::future::ready(Ok(None))),
            None => self.loader.load(specifier, options),
        }
    }
}

/// An import as it is written.
struct Import {
    written: String,
    kind: Option<String>,
    is_dynamic: bool,
    is_required: bool,
    range: Option<Range>,
}

impl Import {
    /// Whether the module that imports can go on without.
    fn may_fail(&self) -> bool {
        self.is_dynamic && !self.is_required
    }
}

/// The import that leads to `target`: the first that must not fail, or the first of all.
fn find_import(graph: &ModuleGraph, target: &Url) -> Option<Import> {
    let mut first = None;
    for module in graph.modules() {
        for (written, dependency) in module.dependencies() {
            let code = &dependency.maybe_code;
            let resolved = code.maybe_specifier();
            let leads = resolved == Some(target)
                || resolved.is_some_and(|found| graph.redirects.get(found) == Some(target));
            if !leads {
                continue;
            }
            let mut imports = dependency.imports.iter();
            let found = Import {
                written: written.clone(),
                kind: dependency.maybe_attribute_type.clone(),
                is_dynamic: dependency.is_dynamic,
                is_required: imports.any(|import| import.kind == ImportKind::Require),
                range: code.maybe_range().cloned(),
            };
            if !found.may_fail() {
                return Some(found);
            }
            first.get_or_insert(found);
        }
    }
    first
}

pub(super) fn import_location(graph: &ModuleGraph, target: &Url, root: &Path) -> Option<Location> {
    let range = find_import(graph, target)?.range?;
    Some(Location::of(&range, root))
}

/// Where a path leads that is, or goes through, a symbolic link, as it follows the path in a sentence.
fn link_target(path: &Path) -> String {
    let written = deno_path_util::normalize_path(std::borrow::Cow::Borrowed(path));
    let real = real_path(path);
    if *real == *written {
        return String::new();
    }
    format!(" leads to `{}`, which", real.display())
}

/// `path` with symbolic links followed as far as it exists, and `..` resolved.
fn real_path(path: &Path) -> PathBuf {
    let mut missing: Vec<std::ffi::OsString> = Vec::new();
    let path = deno_path_util::normalize_path(std::borrow::Cow::Borrowed(path)).into_owned();
    let mut existing = path.as_path();
    loop {
        if let Ok(real) = existing.canonicalize() {
            return missing
                .iter()
                .rev()
                .fold(real, |path, name| path.join(name));
        }
        match (existing.parent(), existing.file_name()) {
            (Some(parent), Some(name)) => {
                missing.push(name.to_owned());
                existing = parent;
            }
            _ => return path,
        }
    }
}
