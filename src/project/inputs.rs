//! The files that decide which functions a project has and what surrounds them, so that somebody can watch them.

use std::path::PathBuf;

use super::{Project, config, discovery, env, own_file};
use crate::function::Slug;

/// Files and directories of a project, whether they are there or not. Paths are absolute.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProjectInputs {
    /// Configuration, that which only fx reads, the variables it may name, the keys it names.
    pub(crate) files: Vec<PathBuf>,
    /// Where functions come and go.
    pub(crate) functions_dir: PathBuf,
    /// Main modules by convention: a function is there when one of its own is.
    pub(crate) entrypoints: Vec<PathBuf>,
}

impl Project {
    /// What decides about this project.
    pub(crate) fn inputs(&self) -> ProjectInputs {
        let supabase = self.supabase_dir();
        let mut files: Vec<PathBuf> = config::NAMES
            .iter()
            .map(|name| supabase.join(name))
            .collect();
        files.push(supabase.join(own_file::NAME));
        files.extend(env::config_variable_files(self.root()));
        files.push(self.functions_dir().join(discovery::SHARED_IMPORT_MAP));
        // One that cannot be named is told of when it is needed.
        files.extend(self.signing_keys_path().ok().flatten());
        ProjectInputs {
            files,
            functions_dir: self.functions_dir(),
            entrypoints: self.entrypoint_candidates(),
        }
    }

    /// The `.env` files of a function.
    pub(crate) fn env_files(&self, slug: &Slug) -> [PathBuf; 2] {
        let functions = self.functions_dir();
        let own = functions.join(slug.as_str()).join(".env");
        [functions.join(".env"), own]
    }
}
