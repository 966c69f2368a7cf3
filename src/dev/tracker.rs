//! [`Tracker`]: which files matter to which function, and what a set of changes therefore affects. No I/O but looking
//! where symbolic links lead.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use crate::{
    bundle::Inputs,
    function::Slug,
    project::ProjectInputs,
    watcher::{ChangeSet, Interest, Paths},
};

/// What matters to the functions of a project.
pub(super) struct Tracker {
    /// The source root.
    boundary: PathBuf,
    project: Interest,
    /// Main modules that are there: that they change matters to their function only.
    entrypoints: BTreeSet<PathBuf>,
    functions: BTreeMap<Slug, Tracked>,
    /// Every path of the functions, once.
    paths: Paths,
}

struct Tracked {
    /// When the preparation began that they are from.
    begun: Instant,
    /// Of its inputs.
    fingerprint: u64,
    interest: Interest,
}

/// What changes affect.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Affected {
    /// The project: its functions may be others now.
    pub(super) project: bool,
    /// Functions by what is known about them.
    pub(super) functions: Vec<Slug>,
}

impl Tracker {
    /// Nothing matters yet.
    pub(super) fn new(boundary: &Path) -> Self {
        Self {
            boundary: boundary.to_owned(),
            project: Interest::new(boundary),
            entrypoints: BTreeSet::new(),
            functions: BTreeMap::new(),
            paths: Paths::new(),
        }
    }

    /// Takes note of what matters to the project.
    pub(super) fn learn_project(&mut self, inputs: &ProjectInputs) {
        let mut interest = Interest::new(&self.boundary);
        for path in inputs.files.iter().chain(&inputs.entrypoints) {
            interest.add_file(path);
        }
        interest.add_listing(&inputs.functions_dir);
        self.project = interest;
        let present = inputs.entrypoints.iter().filter(|path| path.is_file());
        self.entrypoints = present.cloned().collect();
    }

    /// Takes note of what matters to a function, unless a preparation that began later has told already; says what that
    /// is if it is news.
    pub(super) fn learn(
        &mut self,
        slug: &Slug,
        inputs: &Inputs,
        begun: Instant,
    ) -> Option<&Interest> {
        let fingerprint = inputs.fingerprint();
        if let Some(known) = self.functions.get_mut(slug) {
            if begun < known.begun {
                return None;
            }
            known.begun = begun;
            if known.fingerprint == fingerprint {
                return None;
            }
        }
        let mut interest = Interest::new(&self.boundary);
        inputs.watched().for_each(|path| interest.add_file(path));
        inputs.trees.iter().for_each(|path| interest.add_tree(path));
        let tracked = Tracked {
            begun,
            fingerprint,
            interest: interest.sharing(&mut self.paths),
        };
        let entry = self.functions.entry(slug.clone());
        Some(&entry.insert_entry(tracked).into_mut().interest)
    }

    /// Whether the function was ever prepared.
    pub(super) fn knows(&self, slug: &Slug) -> bool {
        self.functions.contains_key(slug)
    }

    /// Forgets functions that are no more.
    pub(super) fn keep(&mut self, exists: impl Fn(&Slug) -> bool) {
        self.functions.retain(|slug, _| exists(slug));
        self.paths.retain(|path| Arc::strong_count(path) > 1);
    }

    /// What the changes affect.
    pub(super) fn affected(&self, changes: &ChangeSet) -> Affected {
        let edited = |path: &Path| self.entrypoints.contains(path) && path.is_file();
        let functions = self.functions.iter();
        let functions = functions
            .filter(|(_, tracked)| changes.any(|path| tracked.interest.touches(path)))
            .map(|(slug, _)| slug.clone());
        Affected {
            project: changes.any(|path| self.project.touches(path) && !edited(path)),
            functions: functions.collect(),
        }
    }

    /// The changes that matter to a function.
    pub(super) fn changed(&self, slug: &Slug, changes: &ChangeSet) -> Vec<PathBuf> {
        let Some(tracked) = self.functions.get(slug) else {
            return Vec::new();
        };
        let paths = changes.paths.iter();
        paths
            .filter(|path| tracked.interest.touches(path))
            .cloned()
            .collect()
    }

    /// Everything that matters.
    pub(super) fn interest(&self) -> Interest {
        let mut whole = Interest::new(&self.boundary);
        self.all().for_each(|interest| whole.extend(interest));
        whole
    }

    fn all(&self) -> impl Iterator<Item = &Interest> {
        let functions = self.functions.values().map(|tracked| &tracked.interest);
        functions.chain([&self.project])
    }
}
