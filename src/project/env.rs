//! The variables of a function, and those that `env(VAR)` in the configuration may name.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::OnceLock,
};

use super::{
    DatabaseUrl, EnvironmentUses, Error, NamedEnvFile, Project,
    dotenv::{self, Assignments, Mistake},
};
use crate::{
    diagnostics::{Hint as _, Warning},
    env_vars::EnvVars,
    fs,
    function::Function,
    redact::Secret,
};

/// Names that fx sets itself.
const RESERVED: &str = "SUPABASE_";
/// How values that only another tool can decrypt begin.
const ENCRYPTED: &str = "encrypted:";

/// Variables with the project's keys, which functions get in any case.
#[derive(Clone)]
pub(crate) struct KeyVariables(pub(crate) BTreeMap<String, String>);

/// Variables being gathered; later ones win.
#[derive(Default)]
struct Gathered {
    variables: BTreeMap<String, String>,
    warnings: Vec<Warning>,
}

impl Project {
    /// What the function finds in its environment: the configuration's secrets, then the `.env` files or the one of
    /// `--env-file`, then its own table, then what fx sets.
    pub(crate) fn function_env(
        &self,
        function: &Function,
        env_file: Option<&NamedEnvFile>,
        base_url: &str,
        database: &DatabaseUrl,
        keys: &KeyVariables,
    ) -> Result<(BTreeMap<String, String>, Vec<Warning>), Error> {
        let mut gathered = Gathered::default();
        self.add_secrets(&mut gathered)?;
        match env_file {
            Some(named) => {
                let found = self.read_named(named)?;
                gathered.add_file(&self.shown(named.path()), found);
            }
            None => {
                for path in self.env_files(&function.slug) {
                    let found = self.read_env_file(&path)?;
                    gathered.add_file(&self.shown(&path), found.unwrap_or_default());
                }
            }
        }
        for (name, value) in function.variables.clone() {
            gathered.add(&self.config.file, name, value);
        }
        let slug = function.slug.as_str();
        let set_by_fx = [
            ("SUPABASE_URL", base_url.to_owned()),
            ("SUPABASE_DB_URL", database.expose().to_owned()),
            ("SUPABASE_FUNCTION_SLUG", slug.to_owned()),
            ("SB_REGION", "local".to_owned()),
            ("DENO_DEPLOYMENT_ID", format!("local_{slug}_1")),
        ];
        let set_by_fx = set_by_fx.map(|(name, value)| (name.to_owned(), value));
        gathered.variables.extend(set_by_fx);
        gathered.variables.extend(keys.0.clone());
        Ok((gathered.variables, gathered.warnings))
    }

    /// Reads the file that was named for what there is to say about it.
    pub(crate) fn check_named_env_file(&self, named: &NamedEnvFile) -> Result<Vec<Warning>, Error> {
        let found = self.read_named(named)?;
        Ok(ignored(&self.shown(named.path()), &found))
    }

    fn read_named(&self, named: &NamedEnvFile) -> Result<Assignments, Error> {
        let bytes = named.read().map_err(|source| Error::Read {
            path: named.path().to_owned(),
            source,
        })?;
        assignments(&bytes, &self.shown(named.path()))
    }

    /// Reads an env file of the project for what there is to say about it; one that is not there is no mistake.
    pub(crate) fn check_env_file(&self, path: &Path) -> Result<Vec<Warning>, Error> {
        let found = self.read_env_file(path)?.unwrap_or_default();
        Ok(ignored(&self.shown(path), &found))
    }

    /// The env file of all functions, which must be there.
    pub(crate) fn shared_env_file(&self) -> Result<EnvFile, Error> {
        let path = self.functions_dir().join(".env");
        let shown = self.shown(&path);
        let bytes = fs::read_found(&path, self.source_root(), fs::MAX_TEXT);
        let bytes = bytes.map_err(|source| Error::Read {
            path: (&shown).into(),
            source,
        })?;
        EnvFile::parse(&bytes, &shown)
    }

    fn read_env_file(&self, path: &Path) -> Result<Option<Assignments>, Error> {
        read(path, self.source_root(), || self.shown(path))
    }

    fn add_secrets(&self, gathered: &mut Gathered) -> Result<(), Error> {
        let file = &self.config.file;
        let secrets = self.config.section("edge_runtime").section("secrets");
        secrets.check_table()?;
        let _gathering = self.environment_uses().gather();
        for (key, _) in secrets.entries() {
            // The incumbent upper-cases them when it serves.
            let name = key.to_uppercase();
            match secrets.text(key) {
                Ok(Some(value)) if value.starts_with(ENCRYPTED) => {
                    gathered.warnings.push(encrypted(file, &name));
                }
                Ok(Some(value)) => gathered.add(file, name, value),
                Ok(None) => {}
                // Not every function needs every secret.
                Err(error @ Error::UnsetVariable { .. }) => gathered.warnings.push(Warning {
                    message: error.to_string(),
                    hint: error.hints().into_iter().next(),
                }),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// What an env file says, whatever it is for.
#[derive(Debug)]
pub(crate) struct EnvFile {
    /// The last value of each name.
    pub(crate) variables: BTreeMap<String, Secret<String>>,
    /// What there is to say about it.
    pub(crate) warnings: Vec<Warning>,
}

impl EnvFile {
    /// Reads the file that somebody named, whatever it is; messages call it `shown`.
    pub(crate) fn open(path: &Path, shown: &str) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::Read {
            path: shown.into(),
            source,
        })?;
        Self::parse(&bytes, shown)
    }

    /// Reads what was in a file, or on stdin.
    pub(crate) fn parse(bytes: &[u8], shown: &str) -> Result<Self, Error> {
        let found = assignments(bytes, shown)?;
        let warnings = ignored(shown, &found);
        let variables = found.variables.into_iter();
        Ok(Self {
            variables: variables
                .map(|(name, value)| (name, Secret::new(value)))
                .collect(),
            warnings,
        })
    }
}

/// A warning about lines that are no assignments.
fn ignored(file: &str, found: &Assignments) -> Vec<Warning> {
    let lines = found.ignored.iter();
    let warnings = lines.map(|line| {
        Warning::new(format!(
            "`{file}`, line {line}, is no assignment and ignored"
        ))
        .with_hint("write `NAME=value`, or start the line with `#`")
    });
    warnings.collect()
}

fn encrypted(file: &str, name: &str) -> Warning {
    let text = format!("`edge_runtime.secrets.{name}` in `{file}` is encrypted and ignored");
    let hint = format!("set `{name}` in `supabase/functions/.env` for local use");
    Warning::new(text).with_hint(hint)
}

impl Gathered {
    fn add_file(&mut self, file: &str, found: Assignments) {
        self.warnings.extend(ignored(file, &found));
        for (name, value) in found.variables {
            self.add(file, name, value);
        }
    }

    fn add(&mut self, file: &str, name: String, value: String) {
        if name.starts_with(RESERVED) {
            let text = format!("`{name}` in `{file}` is ignored");
            let hint = format!("names that start with `{RESERVED}` are set by fx; choose another");
            self.warnings.push(Warning::new(text).with_hint(hint));
            return;
        }
        self.variables.insert(name, value);
    }
}

/// The variables of a file that was found below `root`; `None` when it is not there.
fn read(
    path: &Path,
    root: &Path,
    shown: impl Fn() -> String,
) -> Result<Option<Assignments>, Error> {
    let bytes = match fs::read_found(path, root, fs::MAX_TEXT) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(Error::Read {
                path: shown().into(),
                source,
            });
        }
    };
    assignments(&bytes, &shown()).map(Some)
}

fn assignments(bytes: &[u8], shown: &str) -> Result<Assignments, Error> {
    dotenv::parse(bytes).map_err(|Mistake { line, problem }| Error::Dotenv {
        file: shown.to_owned(),
        line,
        problem,
    })
}

/// What `env(VAR)` may name: the process's environment, then the files of the environment that is served. They are
/// read when the first one is asked for.
#[derive(Debug)]
pub(super) struct ConfigVariables {
    root: PathBuf,
    source_root: PathBuf,
    files: OnceLock<HashMap<String, String>>,
    uses: EnvironmentUses,
}

impl ConfigVariables {
    pub(super) fn new(root: &Path, source_root: &Path, uses: EnvironmentUses) -> Self {
        Self {
            root: root.to_owned(),
            source_root: source_root.to_owned(),
            files: OnceLock::new(),
            uses,
        }
    }

    /// The value that `file` asks for, unless it is unset or empty. What fx itself logs in with is in no reach of a configuration, which
    /// would hand it to the functions; a `.env` file may have another value of that name.
    pub(super) fn get(&self, name: &str, file: &str) -> Result<Option<String>, Error> {
        let value = std::env::var(name).ok().filter(|_| !is_of_fx(name));
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.uses.add(file, name);
            return Ok(Some(value));
        }
        if self.files.get().is_none() {
            // Whoever is first sets it; all read the same files.
            let _ = self.files.set(self.read_files()?);
        }
        let files = self.files.get().expect("it was just set");
        Ok(files.get(name).filter(|value| !value.is_empty()).cloned())
    }

    fn read_files(&self) -> Result<HashMap<String, String>, Error> {
        let mut all = HashMap::new();
        for path in config_variable_files(&self.root) {
            let shown = path.strip_prefix(&self.root).unwrap_or(&path);
            let found = read(&path, &self.source_root, || shown.display().to_string())?;
            let of_file: HashMap<_, _> = found.unwrap_or_default().variables.into_iter().collect();
            for (name, value) in of_file {
                all.entry(name).or_insert(value);
            }
        }
        Ok(all)
    }
}

/// Whether the variable is a credential of fx's own.
pub(super) fn is_of_fx(name: &str) -> bool {
    let own = [
        EnvVars::FX_DB_URL,
        EnvVars::FX_PLATFORM_KEY,
        EnvVars::SUPABASE_ACCESS_TOKEN,
    ];
    own.contains(&name)
}

/// The variables of the project's `.env` files: those of its configuration, then those of all functions.
pub(crate) fn dotenv_variables(
    root: &Path,
    source_root: &Path,
) -> Result<HashMap<String, String>, Error> {
    let variables = ConfigVariables::new(root, source_root, EnvironmentUses::default());
    let mut all = variables.read_files()?;
    let functions = root.join("supabase/functions/.env");
    let shown = || "supabase/functions/.env".to_owned();
    let found = read(&functions, source_root, shown)?;
    for (name, value) in found.unwrap_or_default().variables {
        all.entry(name).or_insert(value);
    }
    Ok(all)
}

/// The files in which `env(VAR)` is looked up, whether they are there or not, first wins.
pub(super) fn config_variable_files(root: &Path) -> Vec<PathBuf> {
    let environment = std::env::var(EnvVars::SUPABASE_ENV).unwrap_or_default();
    let environment = if environment.is_empty() {
        "development"
    } else {
        &environment
    };
    let mut names = vec![format!(".env.{environment}.local")];
    if environment != "test" {
        names.push(".env.local".to_owned());
    }
    names.extend([format!(".env.{environment}"), ".env".to_owned()]);
    let directories = [root.join("supabase"), root.to_owned()];
    let files = directories
        .iter()
        .flat_map(|directory| names.iter().map(|name| directory.join(name)));
    files.collect()
}
