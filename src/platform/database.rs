//! [`DatabaseError`]: why one of the platform's databases cannot be used, and what to do then.

use std::path::{Path, PathBuf};

use crate::diagnostics::Hint;

/// Which of the databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Database {
    /// What cannot be made again.
    State,
    /// What functions said; nothing depends on it.
    Logs,
}

/// A database cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("failed to open the database `{}`", path.display())]
pub(crate) struct DatabaseError {
    database: Database,
    path: PathBuf,
    #[source]
    source: anyhow::Error,
}

impl DatabaseError {
    /// The database at `path` cannot be opened because of `source`.
    pub(super) fn new(database: Database, path: &Path, source: impl Into<anyhow::Error>) -> Self {
        Self {
            database,
            path: path.to_owned(),
            source: source.into(),
        }
    }
}

impl Hint for DatabaseError {
    fn hints(&self) -> Vec<String> {
        let shown = self.path.display();
        vec![match self.database {
            Database::State => {
                "if it is damaged, put a backup of the whole data directory in its place".to_owned()
            }
            Database::Logs => format!(
                "if it is damaged, put it aside with `mv {shown} {shown}.damaged`: the platform starts without the logs in it"
            ),
        }]
    }
}
