//! What can be wrong with a project.

use std::{io::ErrorKind, path::PathBuf};

use super::{InvalidUpstream, database::InvalidDatabaseUrl, env::is_of_fx};
use crate::{
    diagnostics::{ExitStatus, Hint, nearest},
    fs,
    function::InvalidSlug,
};

/// What can be wrong with a project. File names are relative to the project where they lie in it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A file or directory that cannot be read.
    #[error("failed to read `{}`", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// `--workdir` names no directory.
    #[error("`{}` is not a directory", path.display())]
    NoWorkdir {
        /// The path.
        path: PathBuf,
    },
    /// The configuration is not TOML or JSON.
    #[error("`{file}` is not valid: {message} (line {line}, column {column})")]
    Syntax {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What the parser said.
        message: String,
        /// Whole sentences about other configurations that are there.
        ignored: Vec<String>,
    },
    /// A value that the key cannot have.
    #[error("`{key}` in `{file}`, line {line}, {problem}")]
    Value {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// The whole key, with dots.
        key: String,
        /// Such as `must be true or false, not text`.
        problem: String,
    },
    /// An upstream that cannot be one.
    #[error("`upstream` in `{file}`, line {line}, {problem}")]
    Upstream {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        problem: InvalidUpstream,
    },
    /// A database's address that cannot be one.
    #[error("{place} {problem}")]
    Database {
        /// The variable, or the key with its file and line.
        place: String,
        /// What is wrong with it.
        problem: InvalidDatabaseUrl,
    },
    /// A key that a file of fx's own does not have.
    #[error(
        "`{}` in `{file}`, line {line}, is not a key of this file",
        whole_key(table, key)
    )]
    UnknownKey {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// The table it is in, with dots; empty at the top level.
        table: String,
        /// The key.
        key: String,
        /// The keys there are.
        known: &'static [&'static str],
    },
    /// `env(VAR)` with a variable that is not set.
    #[error("`{key}` in `{file}`, line {line}, needs the variable `{variable}`, which is not set")]
    UnsetVariable {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// The whole key, with dots.
        key: String,
        /// The variable.
        variable: String,
    },
    /// A name that no function has.
    #[error("there is no function `{name}`")]
    UnknownFunction {
        /// The name as it was given.
        name: String,
        /// The functions that are there.
        known: Vec<String>,
    },
    /// A declared function without code.
    #[error("the entrypoint `{path}` does not exist")]
    NoEntrypoint {
        /// The function.
        slug: String,
        /// The file, relative to the project.
        path: String,
        /// Whether `entrypoint` in the configuration names it.
        configured: bool,
    },
    /// An import map that is not there.
    #[error("the import map `{}` does not exist", path.display())]
    NoImportMap {
        /// The file.
        path: PathBuf,
    },
    /// A `.env` file that breaks the grammar.
    #[error("`{file}`, line {line}: {problem}")]
    Dotenv {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// A name that is not a function's.
    #[error(transparent)]
    InvalidSlug(#[from] InvalidSlug),
}

impl Hint for Error {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::Read { source, .. } if let Some(refusal) = fs::refusal(source) => {
                vec![refusal.hint().to_owned()]
            }
            Self::Read { source, .. } => vec![
                match source.kind() {
                    ErrorKind::InvalidData => "save the file as UTF-8",
                    ErrorKind::IsADirectory => "move the directory away; a file belongs there",
                    ErrorKind::NotADirectory => "move the file away; a directory belongs there",
                    _ => "check that it exists and that you may read it",
                }
                .to_owned(),
            ],
            Self::NoWorkdir { .. } => {
                vec!["name the directory that holds `supabase/` with `--workdir`".to_owned()]
            }
            Self::UnsetVariable { variable, .. } if is_of_fx(variable) => vec![
                "fx keeps the value that is for itself; put one for the functions into `supabase/.env`"
                    .to_owned(),
            ],
            Self::UnsetVariable { variable, .. } => vec![format!(
                "set it, for example `export {variable}=value`, or write `{variable}=value` into `supabase/.env`"
            )],
            Self::UnknownFunction { name, known } => unknown_function_hints(name, known),
            Self::NoEntrypoint {
                slug, configured, ..
            } => vec![if *configured {
                format!(
                    "correct `entrypoint` in `[functions.{slug}]`; it is relative to `supabase/`"
                )
            } else {
                format!(
                    "create it with `fx functions new {slug}`, or remove `[functions.{slug}]` from the configuration"
                )
            }],
            Self::NoImportMap { .. } => {
                vec!["`import_map` in the configuration is relative to `supabase/`, `--import-map` to the current directory".to_owned()]
            }
            Self::Dotenv { problem, .. } if problem.contains("UTF-8") => {
                vec!["save the file as UTF-8".to_owned()]
            }
            Self::Dotenv { .. } => {
                vec!["write `NAME=value`, and close every quote; quotes may span lines".to_owned()]
            }
            Self::InvalidSlug(error) => error.hints(),
            Self::Syntax { ignored, .. } => ignored
                .iter()
                .map(|text| format!("{text}; delete the one you do not use"))
                .collect(),
            Self::Upstream { problem, .. } => problem.hint().into_iter().collect(),
            Self::Database { problem, .. } => problem.hint().into_iter().collect(),
            Self::UnknownKey {
                table, key, known, ..
            } => vec![unknown_key_hint(table, key, known)],
            Self::Value { .. } => Vec::new(),
        }
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::InvalidSlug(_) => ExitStatus::Usage,
            _ => ExitStatus::Failure,
        }
    }
}

/// Tables and keys that belong into `config.toml`.
const OF_CONFIG: [&str; 10] = [
    "analytics",
    "api",
    "auth",
    "db",
    "edge_runtime",
    "functions",
    "project_id",
    "realtime",
    "remotes",
    "storage",
];

fn unknown_key_hint(table: &str, key: &str, known: &[&'static str]) -> String {
    if table.is_empty() && OF_CONFIG.contains(&key) {
        return format!("move `{key}` to `supabase/config.toml`");
    }
    match nearest(key, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => {
            let known: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
            format!("known keys: {}", known.join(", "))
        }
    }
}

fn whole_key(table: &str, key: &str) -> String {
    match table {
        "" => key.to_owned(),
        table => format!("{table}.{key}"),
    }
}

/// How many functions a hint lists.
const MAX_LISTED: usize = 10;

fn unknown_function_hints(name: &str, known: &[String]) -> Vec<String> {
    let mut hints = Vec::new();
    if let Some(nearest) = nearest(name, known.iter().map(String::as_str)) {
        hints.push(format!("did you mean `{nearest}`?"));
    }
    hints.push(match known {
        [] => format!("create it with `fx functions new {name}`"),
        known => {
            let listed: Vec<String> = known
                .iter()
                .take(MAX_LISTED)
                .map(|name| format!("`{name}`"))
                .collect();
            let more = known.len().saturating_sub(MAX_LISTED);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            format!("the project has {}{more}", listed.join(", "))
        }
    });
    hints
}
