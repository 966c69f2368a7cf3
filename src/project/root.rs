//! [`Project`]: the directories of a project, and the entry to everything else about it.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{EnvironmentUses, Error, config::Config, settings};
use crate::{diagnostics::Warning, fs};

/// A project on disk.
#[derive(Debug)]
pub(crate) struct Project {
    root: PathBuf,
    source_root: PathBuf,
    pub(super) config: Config,
    warnings: Vec<Warning>,
    uses: EnvironmentUses,
}

impl Project {
    /// The project at `workdir`, else at the nearest directory upwards from `cwd` that holds `supabase/`, else at
    /// `cwd`, and its configuration. Which variables of the environment its files are given goes into `uses`.
    pub(crate) fn discover(
        cwd: &Path,
        workdir: Option<&Path>,
        uses: &EnvironmentUses,
    ) -> Result<Self, Error> {
        let root = match workdir {
            Some(workdir) => workdir,
            None => cwd
                .ancestors()
                .find(|directory| directory.join("supabase").is_dir())
                .unwrap_or(cwd),
        };
        let real = root.canonicalize();
        if let Err(source) = &real
            && source.kind() == ErrorKind::PermissionDenied
        {
            return Err(Error::Read {
                path: root.to_owned(),
                source: ErrorKind::PermissionDenied.into(),
            });
        }
        let root = real.ok().filter(|root| root.is_dir());
        let root = root.ok_or_else(|| Error::NoWorkdir {
            path: workdir
                .map_or(cwd, |path| path.strip_prefix(cwd).unwrap_or(path))
                .to_owned(),
        })?;
        let source_root = fs::repository_of(&root).unwrap_or(&root).to_owned();
        uses.belong_to(&root);
        let (config, mut warnings) = Config::load(&root, &source_root, uses.clone())?;
        warnings.extend(settings::unknown_keys(&config));
        Ok(Self {
            source_root,
            config,
            warnings,
            uses: uses.clone(),
            root,
        })
    }

    /// The directory that contains `supabase/`, absolute, symbolic links followed.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The directory that everything a function is made of lies below: the repository, else the project.
    pub(crate) fn source_root(&self) -> &Path {
        &self.source_root
    }

    /// Which variables of the environment its files were given.
    pub(crate) fn environment_uses(&self) -> &EnvironmentUses {
        &self.uses
    }

    /// `supabase/`.
    pub(crate) fn supabase_dir(&self) -> PathBuf {
        self.root.join("supabase")
    }

    /// `supabase/functions/`.
    pub(crate) fn functions_dir(&self) -> PathBuf {
        self.supabase_dir().join("functions")
    }

    /// The configuration file, when there is one.
    pub(crate) fn config_path(&self) -> Option<&Path> {
        self.config.path.as_deref()
    }

    /// What reading the configuration gave to say.
    pub(crate) fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// A path as messages show it.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let shown = path.strip_prefix(&self.root).unwrap_or(path);
        shown.display().to_string()
    }
}
