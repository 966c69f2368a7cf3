//! What is asked for: [`Places`] of a project, and [`GraphRequest`] for one of its functions.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::{
    function::{Function, Slug},
    project::{EnvironmentUses, Project},
};

/// Directories that all functions of a project share. All are absolute.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// What every file of a function lies below.
    pub(crate) source_root: PathBuf,
    /// What patterns of static files are relative to.
    pub(crate) supabase_dir: PathBuf,
    /// Where functions live; above it, `package.json` is not a function's.
    pub(crate) functions_dir: PathBuf,
    /// The cache of modules and packages, in the engine's own layout.
    pub(crate) deno_dir: PathBuf,
    /// Where everything is that can be made again.
    pub(super) cache: PathBuf,
    /// Where the lockfiles are that workers run with. Two checkouts do not share them.
    locks: PathBuf,
    /// Which of the machine's variables files of the project were given.
    pub(super) environment_uses: EnvironmentUses,
    /// Whether this machine's variables may be named in `.npmrc`, and the project's `.env` files count.
    pub(super) tells_variables: bool,
}

impl Places {
    /// The places of a project; what is downloaded and locked goes below `cache`.
    pub(crate) fn of(project: &Project, cache: &Path) -> Self {
        let digest = Sha256::digest(project.root().as_os_str().as_encoded_bytes());
        let id: String = digest[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self {
            source_root: project.source_root().to_owned(),
            supabase_dir: project.supabase_dir(),
            functions_dir: project.functions_dir(),
            deno_dir: cache.join("deno"),
            cache: cache.to_owned(),
            locks: cache.join("locks").join(id),
            environment_uses: project.environment_uses().clone(),
            tells_variables: true,
        }
    }

    /// The places of files that somebody sent, which lie below `root` as they do below a project. They are told nothing
    /// of this machine.
    pub(crate) fn of_upload(root: &Path, cache: &Path) -> Self {
        let supabase_dir = root.join("supabase");
        let functions_dir = supabase_dir.join("functions");
        let has_functions = functions_dir.is_dir();
        Self {
            source_root: root.to_owned(),
            functions_dir: if has_functions {
                functions_dir
            } else {
                root.to_owned()
            },
            supabase_dir,
            deno_dir: cache.join("deno"),
            cache: cache.to_owned(),
            locks: cache.join("locks"),
            environment_uses: EnvironmentUses::default(),
            tells_variables: false,
        }
    }
}

/// One function to prepare.
#[derive(Debug, Clone)]
pub(crate) struct GraphRequest {
    /// Its name.
    pub(crate) slug: Slug,
    /// The main module, absolute.
    pub(crate) entrypoint: PathBuf,
    /// The import map or `deno.json` to use instead of the nearest one, absolute.
    pub(crate) import_map: Option<PathBuf>,
    /// Patterns of static files.
    pub(crate) static_files: Vec<String>,
    /// Where the lockfile of the worker goes.
    pub(crate) lock_out: PathBuf,
    /// Whether to write the project's lockfile, too.
    pub(crate) lock_write: bool,
    /// Whether to do without the network.
    pub(crate) cached_only: bool,
    /// Whether patterns of static files may match nothing.
    pub(crate) may_match_nothing: bool,
}

impl GraphRequest {
    /// What there is to know about `function`.
    pub(crate) fn of(function: &Function, places: &Places) -> Self {
        Self {
            slug: function.slug.clone(),
            entrypoint: function.entrypoint.clone(),
            import_map: function.import_map.clone(),
            static_files: function.static_files.clone(),
            lock_out: places.locks.join(format!("{}.lock", function.slug)),
            lock_write: false,
            cached_only: false,
            may_match_nothing: false,
        }
    }

    pub(super) fn directory(&self) -> &Path {
        self.entrypoint.parent().unwrap_or(Path::new("/"))
    }
}
