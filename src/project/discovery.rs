//! Which functions a project has: directories with an entrypoint, and tables of the configuration.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{
    Error, Project,
    settings::{read_limits, read_policy},
};
use crate::{
    diagnostics::{Hint as _, Warning},
    fs,
    function::{ENTRYPOINTS, Function, Limits, LimitsChoice, Policy, Slug},
};

/// Of all functions that have no other, from before functions had a `deno.json` each.
pub(super) const SHARED_IMPORT_MAP: &str = "import_map.json";
/// In a project with more functions than this, only directories without an entrypoint are watched for one.
const MAX_WATCHED: usize = 500;
/// What the resolver finds by itself beside the entrypoint.
const DENO_CONFIGS: [&str; 2] = ["deno.json", "deno.jsonc"];

/// A function, or why there is none.
#[derive(Debug)]
pub(crate) enum Candidate {
    /// It can be prepared.
    Ready {
        /// The function.
        function: Function,
        /// What to tell the user.
        warnings: Vec<Warning>,
    },
    /// The configuration says `enabled = false`.
    Disabled(Slug),
    /// A directory that looks like a function and cannot be one.
    Skipped(Warning),
    /// The configuration has a table of it, and its directory is gone.
    Gone {
        /// Which.
        slug: Slug,
        /// Why it cannot be worked on, for those who asked for it.
        error: Error,
        /// What to tell others.
        warning: Warning,
    },
    /// Its configuration is wrong.
    Broken {
        /// Which.
        slug: Slug,
        /// Why.
        error: Error,
    },
}

/// What flags say about every function.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overrides {
    /// How workers and requests go together.
    pub(crate) policy: Option<Policy>,
    /// Whether requests need a token.
    pub(crate) verify_jwt: Option<bool>,
    /// The import map, absolute.
    pub(crate) import_map: Option<PathBuf>,
    /// What workers may use.
    pub(crate) limits: LimitsChoice,
}

/// What all functions of one look-up share.
struct Defaults<'a> {
    overrides: &'a Overrides,
    limits: Limits,
    policy: Policy,
    /// `functions/import_map.json`, from before functions had a `deno.json` each.
    shared_import_map: Option<PathBuf>,
}

impl Project {
    /// The named functions, or all, sorted by name. A named function must exist.
    pub(crate) fn functions(
        &self,
        names: &[String],
        overrides: &Overrides,
    ) -> Result<Vec<Candidate>, Error> {
        self.find(names, overrides, true)
    }

    /// The same, where a named function may be gone: the names are from a time when it was there.
    pub(crate) fn remaining_functions(
        &self,
        names: &[String],
        overrides: &Overrides,
    ) -> Result<Vec<Candidate>, Error> {
        self.find(names, overrides, false)
    }

    fn find(
        &self,
        names: &[String],
        overrides: &Overrides,
        must_exist: bool,
    ) -> Result<Vec<Candidate>, Error> {
        if let Some(path) = &overrides.import_map {
            self.check_import_map(path)?;
        }
        let (found, skipped) = self.entrypoints()?;
        let functions = self.config.section("functions");
        functions.check_table()?;
        let declared = functions.entries().iter();
        let declared: BTreeSet<Slug> = declared
            .filter(|(_, node)| node.is_table())
            .filter_map(|(name, _)| name.parse().ok())
            .collect();
        let mut wanted: BTreeSet<Slug> = if names.is_empty() {
            found.keys().chain(&declared).cloned().collect()
        } else {
            let parsed = names.iter().map(|name| name.parse::<Slug>());
            parsed.collect::<Result<_, _>>()?
        };
        let is_known = |slug: &Slug| found.contains_key(slug) || declared.contains(slug);
        if !must_exist {
            wanted.retain(is_known);
        }
        let unknown = wanted.iter().find(|slug| !is_known(slug));
        if let Some(slug) = unknown {
            let known: BTreeSet<&Slug> = found.keys().chain(&declared).collect();
            return Err(Error::UnknownFunction {
                name: slug.to_string(),
                known: known.iter().map(ToString::to_string).collect(),
            });
        }
        let shared = self.functions_dir().join(SHARED_IMPORT_MAP);
        let defaults = Defaults {
            overrides,
            limits: self.default_limits()?,
            policy: self.default_policy()?,
            shared_import_map: self.is_file(&shared)?.then_some(shared),
        };
        let candidates = wanted.into_iter().map(|slug| {
            let entrypoint = found.get(&slug).cloned();
            let candidate = self.candidate(&slug, entrypoint, &defaults);
            candidate.unwrap_or_else(|error| self.failed_candidate(slug, error))
        });
        let skipped = skipped.into_iter().filter(|_| names.is_empty());
        let skipped = skipped.map(Candidate::Skipped);
        Ok(skipped.chain(candidates).collect())
    }

    /// Every name that has a directory or a table here, whether or not it is a function that works.
    pub(crate) fn known_names(&self) -> BTreeSet<String> {
        let directories = self.function_directories().into_iter().flatten().flatten();
        let directories = directories.filter_map(|entry| entry.file_name().into_string().ok());
        let tables = self.config.section("functions");
        let tables = tables.entries().iter().map(|(name, _)| name.clone());
        directories.chain(tables).collect()
    }

    /// What is in the directory of functions, which does not lead out of the project. The entries' paths are not as
    /// they are written.
    fn function_directories(&self) -> std::io::Result<std::fs::ReadDir> {
        let real = fs::real_place(&self.functions_dir(), self.source_root())?;
        std::fs::read_dir(real)
    }

    /// The entrypoint of every directory that has one, and warnings about directories that cannot be functions.
    fn entrypoints(&self) -> Result<(BTreeMap<Slug, PathBuf>, Vec<Warning>), Error> {
        let directory = self.functions_dir();
        let failed = |source| Error::Read {
            path: self.shown(&directory).into(),
            source,
        };
        let entries = match self.function_directories() {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok((BTreeMap::new(), Vec::new()));
            }
            Err(error) => return Err(failed(error)),
        };
        let (mut found, mut skipped) = (BTreeMap::new(), BTreeMap::new());
        for entry in entries {
            // As it is written: symbolic links stay.
            let path = directory.join(entry.map_err(failed)?.file_name());
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            match (name.parse::<Slug>(), conventional_entrypoint(&path)) {
                (Ok(slug), Some(entrypoint)) => drop(found.insert(slug, entrypoint)),
                (Ok(_), None) if is_forbidden(&path.join(ENTRYPOINTS[0])) => {
                    let text = format!("`{}` is skipped: it may not be read", self.shown(&path));
                    let hint = format!(
                        "allow it, for example with `chmod u+rx {}`",
                        self.shown(&path)
                    );
                    skipped.insert(path.clone(), Warning::new(text).with_hint(hint));
                }
                // Names like `_shared` are given to what is no function.
                (Err(error), Some(_)) if !name.starts_with(['_', '.']) => {
                    let text = format!(
                        "`{}` is skipped: that is not a function name",
                        self.shown(&path)
                    );
                    let hint = format!("rename it: {}", error.hints().join("; "));
                    skipped.insert(path.clone(), Warning::new(text).with_hint(hint));
                }
                _ => {}
            }
        }
        Ok((found, skipped.into_values().collect()))
    }

    /// The entrypoints by convention of every directory that may hold a function, missing ones included.
    pub(super) fn entrypoint_candidates(&self) -> Vec<PathBuf> {
        let entries = self.function_directories().into_iter().flatten().flatten();
        let mut directories: Vec<PathBuf> = entries
            .filter(|entry| entry.file_name().to_str().is_some_and(Slug::is_valid))
            .map(|entry| self.functions_dir().join(entry.file_name()))
            .collect();
        if directories.len() > MAX_WATCHED {
            directories.retain(|directory| conventional_entrypoint(directory).is_none());
        }
        let candidates = directories
            .iter()
            .flat_map(|directory| ENTRYPOINTS.iter().map(|name| directory.join(name)));
        candidates.collect()
    }

    fn candidate(
        &self,
        slug: &Slug,
        conventional: Option<PathBuf>,
        defaults: &Defaults<'_>,
    ) -> Result<Candidate, Error> {
        let table = self.config.section("functions").section(slug.as_str());
        if table.boolean("enabled")? == Some(false) {
            return Ok(Candidate::Disabled(slug.clone()));
        }
        let configured = table.text("entrypoint")?;
        let entrypoint = self.entrypoint(slug, configured, conventional)?;
        let (import_map, warnings) = match &defaults.overrides.import_map {
            Some(path) => (Some(path.clone()), Vec::new()),
            None => self.import_map(slug, table.text("import_map")?, &entrypoint, defaults)?,
        };
        let variables = table.text_table("env")?;
        if let Some((name, _)) = variables.iter().find(|(name, _)| !is_variable_name(name)) {
            let problem =
                "must have a name of letters, digits and `_` that does not start with a digit";
            return Err(table.section("env").wrong_value(name, problem));
        }
        let configured = read_limits(&table.section("limits"), defaults.limits.clone())?;
        let function = Function {
            slug: slug.clone(),
            entrypoint,
            import_map,
            verify_jwt: match defaults.overrides.verify_jwt {
                Some(verify_jwt) => Some(verify_jwt),
                None => table.boolean("verify_jwt")?,
            },
            static_files: table.texts("static_files")?,
            variables: variables.into_iter().collect(),
            limits: defaults.overrides.limits.apply(configured),
            policy: match defaults.overrides.policy {
                Some(policy) => policy,
                None => read_policy(&table)?.unwrap_or(defaults.policy),
            },
        };
        Ok(Candidate::Ready { function, warnings })
    }

    /// A function whose configuration is wrong, or that has been deleted without its table.
    fn failed_candidate(&self, slug: Slug, error: Error) -> Candidate {
        let directory = self.functions_dir().join(slug.as_str());
        let is_gone = matches!(&error, Error::NoEntrypoint { path, .. }
            if !directory.exists() && !self.root().join(path).parent().is_some_and(Path::exists));
        if !is_gone {
            return Candidate::Broken { slug, error };
        }
        let text = format!(
            "function `{slug}` is left out: it has a table in `{}`, and its directory `{}` is gone",
            self.config.file,
            self.shown(&directory)
        );
        let hint = format!(
            "remove `[functions.{slug}]` from the configuration, or create the function with `fx functions new {slug}`"
        );
        let warning = Warning::new(text).with_hint(hint);
        Candidate::Gone {
            slug,
            error,
            warning,
        }
    }

    fn entrypoint(
        &self,
        slug: &Slug,
        configured: Option<String>,
        conventional: Option<PathBuf>,
    ) -> Result<PathBuf, Error> {
        let is_configured = configured.is_some();
        let path = match configured {
            Some(relative) => Some(normalized(&self.supabase_dir().join(relative))),
            None => conventional,
        };
        let missing = self
            .functions_dir()
            .join(slug.as_str())
            .join(ENTRYPOINTS[0]);
        match path {
            Some(path) if self.is_file(&path)? => Ok(path),
            other => Err(Error::NoEntrypoint {
                slug: slug.to_string(),
                path: self.shown(&other.unwrap_or(missing)),
                configured: is_configured,
            }),
        }
    }

    /// The import map of a function: configuration, then convention. `None` leaves it to the resolver, which finds
    /// the nearest `deno.json`.
    fn import_map(
        &self,
        slug: &Slug,
        configured: Option<String>,
        entrypoint: &Path,
        defaults: &Defaults<'_>,
    ) -> Result<(Option<PathBuf>, Vec<Warning>), Error> {
        let directory = entrypoint.parent().unwrap_or(Path::new("/"));
        let mut found_by_itself = DENO_CONFIGS.iter().map(|name| directory.join(name));
        if let Some(relative) = configured {
            let path = normalized(&self.supabase_dir().join(relative));
            self.check_import_map(&path)?;
            let is_nearest = found_by_itself.find(|path| path.is_file()).as_ref() == Some(&path);
            return Ok((Some(path).filter(|_| !is_nearest), Vec::new()));
        }
        if found_by_itself.any(|path| path.is_file()) {
            return Ok((None, Vec::new()));
        }
        let own = directory.join("import_map.json");
        let (path, hint) = if self.is_file(&own)? {
            let hint = "rename it to `deno.json`, which is found without being named";
            (own, hint.to_owned())
        } else if let Some(shared) = &defaults.shared_import_map {
            let hint = format!("give the function its own `supabase/functions/{slug}/deno.json`");
            (shared.clone(), hint)
        } else {
            return Ok((None, Vec::new()));
        };
        let text = format!(
            "function `{slug}` uses the import map `{}`",
            self.shown(&path)
        );
        Ok((Some(path), vec![Warning::new(text).with_hint(hint)]))
    }

    /// Whether there is a file; what else has its name is an error.
    fn is_file(&self, path: &Path) -> Result<bool, Error> {
        fs::is_regular(path).map_err(|source| Error::Read {
            path: self.shown(path).into(),
            source,
        })
    }

    fn check_import_map(&self, path: &Path) -> Result<(), Error> {
        if self.is_file(path)? {
            return Ok(());
        }
        Err(Error::NoImportMap {
            path: self.shown(path).into(),
        })
    }
}

fn is_variable_name(name: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(is_word)
}

fn is_forbidden(path: &Path) -> bool {
    path.metadata()
        .is_err_and(|error| error.kind() == ErrorKind::PermissionDenied)
}

fn conventional_entrypoint(directory: &Path) -> Option<PathBuf> {
    let mut paths = ENTRYPOINTS.iter().map(|name| directory.join(name));
    // What is no file is told of when the function is looked at.
    paths.find(|path| fs::is_regular(path).unwrap_or(true))
}

/// The path without `.` and `..`, as it is written: symbolic links stay.
pub(super) fn normalized(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for component in path.components() {
        match component {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    parts
}
