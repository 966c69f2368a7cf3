//! [`Catalog`]: the functions of a project as its files have it now, and which of them to serve.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use crate::{
    bundle,
    diagnostics::{Hint, Warning, with_causes},
    function::{Function, Policy, Slug},
    project::{self, Candidate, DatabaseUrl, EnvironmentUses, Overrides, Project, Upstream},
};

/// Which functions of which project.
#[derive(Debug, Clone)]
pub(crate) struct Selection {
    /// Where the command was called, absolute.
    pub(crate) cwd: PathBuf,
    /// `--workdir`, absolute.
    pub(crate) workdir: Option<PathBuf>,
    /// The functions that were named; all without.
    pub(crate) names: Vec<String>,
    /// What flags say about every function.
    pub(crate) overrides: Overrides,
    /// Whether functions are debugged: one worker each, and time does not count.
    pub(crate) debugged: bool,
    /// Which variables of the environment the files of the project were given.
    pub(crate) environment: EnvironmentUses,
}

/// How functions are looked for.
type Find = fn(&Project, &[String], &Overrides) -> Result<Vec<Candidate>, project::Error>;

/// What there is to serve.
#[derive(Debug)]
pub(crate) struct Catalog {
    /// The project.
    pub(crate) project: Arc<Project>,
    /// Functions that can be prepared.
    pub(crate) functions: BTreeMap<Slug, Function>,
    /// Functions whose configuration is wrong.
    pub(crate) broken: BTreeMap<Slug, Broken>,
    /// Functions whose directory is gone although the configuration has their table.
    pub(crate) gone: BTreeSet<Slug>,
    /// Functions with `enabled = false`.
    pub(crate) disabled: Vec<Slug>,
    /// Where `supabase/fx.toml` sends requests to services.
    pub(crate) upstream: Option<Upstream>,
    /// Where functions find the database.
    pub(crate) database: DatabaseUrl,
    /// What else there is to say.
    pub(crate) warnings: Vec<Warning>,
}

/// Why a function cannot be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    /// The error and its causes.
    pub(crate) message: String,
    /// What to do.
    pub(crate) hints: Vec<String>,
}

impl Catalog {
    /// Reads the configuration and looks for functions. One that is named must be there.
    pub(crate) fn read(selection: &Selection) -> Result<Self, project::Error> {
        Self::find(selection, Project::functions, selection.names.is_empty())
    }

    /// Reads them again: one that was named may be gone meanwhile.
    pub(super) fn read_again(selection: &Selection) -> Result<Self, project::Error> {
        Self::find(selection, Project::remaining_functions, true)
    }

    fn find(
        selection: &Selection,
        functions: Find,
        may_be_gone: bool,
    ) -> Result<Self, project::Error> {
        let project = Project::discover(
            &selection.cwd,
            selection.workdir.as_deref(),
            &selection.environment,
        )?;
        let candidates = functions(&project, &selection.names, &selection.overrides)?;
        let mut catalog = Self {
            functions: BTreeMap::new(),
            broken: BTreeMap::new(),
            gone: BTreeSet::new(),
            disabled: Vec::new(),
            upstream: project.upstream()?,
            database: project.database_url()?,
            warnings: project.warnings().to_vec(),
            project: Arc::new(project),
        };
        for candidate in candidates {
            catalog.add(candidate, selection, may_be_gone);
        }
        Ok(catalog)
    }

    fn add(&mut self, candidate: Candidate, selection: &Selection, may_be_gone: bool) {
        match candidate {
            Candidate::Ready {
                mut function,
                warnings,
            } => {
                let supabase = self.project.supabase_dir();
                if let Err(error) = bundle::check_patterns(&function.static_files, &supabase) {
                    self.broken.insert(function.slug, Broken::of(&error));
                    return;
                }
                if selection.debugged {
                    function.limits = function.limits.untimed();
                    function.policy = Policy::PerWorker;
                }
                self.functions.insert(function.slug.clone(), function);
                self.warnings.extend(warnings);
            }
            Candidate::Disabled(slug) => self.disabled.push(slug),
            Candidate::Skipped(warning) => self.warnings.push(warning),
            Candidate::Gone {
                slug,
                error,
                warning,
            } => {
                match may_be_gone {
                    true => self.warnings.push(warning),
                    // Whoever asks for it is told when it is asked for.
                    false => drop(self.broken.insert(slug.clone(), Broken::of(&error))),
                }
                self.gone.insert(slug);
            }
            Candidate::Broken { slug, error } => {
                self.broken.insert(slug, Broken::of(&error));
            }
        }
    }
}

impl Broken {
    /// An error with its causes and hints.
    pub(crate) fn of<E: std::error::Error + Hint>(error: &E) -> Self {
        Self {
            message: with_causes(error),
            hints: error.hints(),
        }
    }

    /// The whole text, hints included.
    pub(crate) fn to_text(&self) -> String {
        let hints = self.hints.iter().map(|hint| format!("\nhint: {hint}"));
        std::iter::once(self.message.clone()).chain(hints).collect()
    }
}
