//! [`EnvironmentUses`]: which variables of the user's environment the files of a project were given, and by which file.
//!
//! A cloned project is untrusted, and `env(GITHUB_TOKEN)` in it is a wish. What becomes of the list is for `commands`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What the files of one project were given; copies share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct EnvironmentUses(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    uses: Mutex<Uses>,
    listener: Option<Listener>,
}

/// Is called whenever a file is given a variable that it had not before, by whoever gives it and before it does.
struct Listener(Box<dyn Fn(&EnvironmentUses) + Send + Sync>);

#[derive(Debug, Default)]
struct Uses {
    root: PathBuf,
    /// The variables of each file, as messages name it.
    given: Given,
    /// What people were told of.
    told: Given,
    /// How many are just reading values of which people are told at once.
    gathering: usize,
}

/// Variables by the file that was given them.
pub(crate) type Given = BTreeMap<String, BTreeSet<String>>;

impl EnvironmentUses {
    /// Says which project it is about.
    pub(crate) fn belong_to(&self, root: &Path) {
        root.clone_into(&mut self.lock().root);
    }

    /// The same, with `listener` called for what is new before it is used.
    pub(crate) fn heard_by(listener: impl Fn(&Self) + Send + Sync + 'static) -> Self {
        Self(Arc::new(Shared {
            uses: Mutex::default(),
            listener: Some(Listener(Box::new(listener))),
        }))
    }

    /// Remembers that `file` is given the variable, which goes nowhere before this has returned, unless it is
    /// [`gathered`](Self::gather).
    pub(crate) fn add(&self, file: &str, variable: &str) {
        let is_news = self.insert(file, variable);
        if is_news && self.lock().gathering == 0 {
            self.tell();
        }
    }

    /// As [`Self::add`], for a variable that is about to be sent: whatever is being gathered, it is told of now.
    pub(crate) fn add_sent(&self, file: &str, variable: &str) {
        if self.insert(file, variable) {
            self.tell();
        }
    }

    /// Until the result is dropped, what is added is told of at once rather than one by one.
    pub(crate) fn gather(&self) -> Gathering<'_> {
        self.lock().gathering += 1;
        Gathering(self)
    }

    /// The project.
    pub(crate) fn root(&self) -> PathBuf {
        self.lock().root.clone()
    }

    /// The variables that each file was given so far.
    pub(crate) fn given(&self) -> Given {
        self.lock().given.clone()
    }

    /// Those of them that people were not told of in this run.
    pub(crate) fn untold(&self) -> Given {
        let uses = self.lock();
        let rest = uses.given.iter().map(|(file, variables)| {
            let none = BTreeSet::new();
            let told = uses.told.get(file).unwrap_or(&none);
            (file.clone(), variables - told)
        });
        rest.filter(|(_, variables)| !variables.is_empty())
            .collect()
    }

    /// People were told of these.
    pub(crate) fn are_told(&self, told: Given) {
        let mut uses = self.lock();
        for (file, variables) in told {
            uses.told.entry(file).or_default().extend(variables);
        }
    }

    /// Whether the file had it not before.
    fn insert(&self, file: &str, variable: &str) -> bool {
        let mut uses = self.lock();
        let given = uses.given.entry(file.to_owned()).or_default();
        given.insert(variable.to_owned())
    }

    fn tell(&self) {
        if let Some(Listener(listener)) = &self.0.listener {
            listener(self);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Uses> {
        self.0.uses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// See [`EnvironmentUses::gather`].
pub(crate) struct Gathering<'a>(&'a EnvironmentUses);

impl Drop for Gathering<'_> {
    fn drop(&mut self) {
        self.0.lock().gathering -= 1;
        self.0.tell();
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").finish_non_exhaustive()
    }
}
