//! [`Inputs`]: the files that a preparation depended on, so that somebody can watch them.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use deno_graph::{Module, ModuleGraph};
use sha2::{Digest as _, Sha256};

use super::{
    containment::SourceRoot, declarations::is_declaration, location::local_path,
    request::GraphRequest, static_files,
};
use crate::fs;

/// What the resolver looks for beside the entrypoint and in the directories above.
const CONFIGURATION: [&str; 5] = [
    "deno.json",
    "deno.jsonc",
    "package.json",
    "deno.lock",
    ".npmrc",
];

/// By how much a file's time may lag behind.
const TICK: Duration = Duration::from_millis(20);
/// The decoder leaves it out.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Files and directories that decide about a function, whether they are there or not. Paths are absolute and as they
/// are written: symbolic links are not followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Inputs {
    /// Modules, configuration, lockfiles, static files.
    pub(crate) files: BTreeSet<PathBuf>,
    /// Directories in which static files are looked for.
    pub(crate) trees: BTreeSet<PathBuf>,
    /// Those of `files` that an engine reads before it loads a module.
    configuration: BTreeSet<PathBuf>,
    /// What modules were when they were read: a hash of their text, `None` for those that were missing.
    seen: BTreeMap<PathBuf, Option<u64>>,
    /// Those of `files` that have no code, so that nothing changes with them.
    declarations: BTreeSet<PathBuf>,
}

impl Inputs {
    /// What is known before anything was read.
    pub(super) fn of(request: &GraphRequest, supabase_dir: &Path, root: &SourceRoot) -> Self {
        let mut inputs = Self::default();
        inputs.files.insert(request.entrypoint.clone());
        inputs.add_configuration(request.import_map.clone());
        inputs.add_configuration(configuration(request.directory(), root));
        for pattern in &request.static_files {
            let (start, is_tree) = static_files::place(pattern, supabase_dir);
            if is_tree {
                inputs.trees.insert(start);
            } else {
                inputs.files.insert(start);
            }
        }
        inputs
    }

    /// Files of an entrypoint that nothing was found out about.
    pub(super) fn unknown(entrypoint: &Path) -> Self {
        Self {
            files: [entrypoint.to_owned()].into(),
            ..Self::default()
        }
    }

    /// Files without which there is nothing to run.
    pub(super) fn files(files: impl IntoIterator<Item = PathBuf>) -> Self {
        Self {
            files: files.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Adds files that decide how imports are resolved.
    pub(super) fn add_configuration(&mut self, files: impl IntoIterator<Item = PathBuf>) {
        for path in files {
            self.files.insert(path.clone());
            self.configuration.insert(path);
        }
    }

    /// Adds the local modules, also those that are missing.
    pub(super) fn add_modules(&mut self, graph: &ModuleGraph) {
        for (specifier, module) in graph.specifiers() {
            let Some(path) = local_path(specifier) else {
                continue;
            };
            let text = module.ok().and_then(Module::source);
            if text.is_some() && is_declaration(specifier) {
                self.declarations.insert(path.clone());
            }
            self.seen.insert(path.clone(), text.map(hash));
            self.files.insert(path);
        }
        let redirected = graph.redirects.iter().flat_map(|(from, to)| [from, to]);
        self.files.extend(redirected.filter_map(local_path));
    }

    /// The files that a change of which changes the function.
    pub(crate) fn watched(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.difference(&self.declarations)
    }

    /// The same for the same files, whatever is in them.
    pub(crate) fn fingerprint(&self) -> u64 {
        hash(&(&self.files, &self.trees, &self.declarations))
    }

    /// Whether a file is another than the one that was read. Of a file that is no module nothing is known but when it
    /// was read, which is after `since`.
    pub(crate) fn is_outdated(&self, path: &Path, since: SystemTime) -> bool {
        let modified = path.metadata().and_then(|metadata| metadata.modified());
        let Ok(modified) = modified else {
            return false;
        };
        match self.seen.get(path) {
            // File systems count in ticks of some milliseconds.
            Some(_) if modified + TICK < since => false,
            Some(seen) => {
                let text = fs::read_regular_text(path, fs::MAX_MODULE).ok();
                let now = text.map(|text| hash(text.trim_start_matches(BYTE_ORDER_MARK)));
                now != *seen
            }
            None => modified > since,
        }
    }

    /// A digest of the configuration and of `more` files: what an engine reads before it loads a module.
    pub(super) fn configuration_digest<'p>(
        &'p self,
        more: impl IntoIterator<Item = &'p Path>,
    ) -> [u8; 32] {
        let mut digest = Sha256::new();
        let files = self.configuration.iter().map(PathBuf::as_path);
        for path in files.chain(more) {
            let content = fs::read_regular(path, fs::MAX_LOCKFILE).ok();
            digest.update(path.as_os_str().as_encoded_bytes());
            digest.update([0, content.is_some().into()]);
            digest.update(content.unwrap_or_default());
        }
        digest.finalize().into()
    }
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn configuration<'a>(
    directory: &'a Path,
    root: &'a SourceRoot,
) -> impl Iterator<Item = PathBuf> + 'a {
    let ancestors = directory.ancestors().take_while(|path| root.holds(path));
    ancestors.flat_map(|path| CONFIGURATION.iter().map(move |name| path.join(name)))
}
