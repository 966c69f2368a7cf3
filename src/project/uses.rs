//! [`EnvironmentUses`]: which variables of the user's environment the files of a project were given, and by which file.
//!
//! A cloned project is untrusted, and `env(GITHUB_TOKEN)` in it is a wish. What becomes of the list is for `commands`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What the files of one project were given; copies share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct EnvironmentUses(Arc<Mutex<Uses>>);

#[derive(Debug, Default)]
struct Uses {
    root: PathBuf,
    /// The variables of each file, as messages name it.
    given: Given,
    /// What was given when somebody last asked.
    told: Given,
}

/// Variables by the file that was given them.
pub(crate) type Given = BTreeMap<String, BTreeSet<String>>;

impl EnvironmentUses {
    /// Says which project it is about.
    pub(crate) fn belong_to(&self, root: &Path) {
        root.clone_into(&mut self.lock().root);
    }

    /// Remembers that `file` was given the variable.
    pub(crate) fn add(&self, file: &str, variable: &str) {
        let mut uses = self.lock();
        let given = uses.given.entry(file.to_owned()).or_default();
        given.insert(variable.to_owned());
    }

    /// The project.
    pub(crate) fn root(&self) -> PathBuf {
        self.lock().root.clone()
    }

    /// The variables that each file was given so far; `None` when there are no others than the last time.
    pub(crate) fn news(&self) -> Option<Given> {
        let mut uses = self.lock();
        if uses.given == uses.told {
            return None;
        }
        uses.told = uses.given.clone();
        Some(uses.told.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Uses> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
