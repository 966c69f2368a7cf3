//! Why nothing was written, and what to do about it.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    diagnostics::{ExitStatus, Hint},
    fs,
};

/// Everything that can stand between a user and a new function.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// No template has this name.
    #[error("there is no template `{name}`")]
    UnknownTemplate {
        /// As it was asked for.
        name: String,
        /// The template that may have been meant.
        nearest: Option<&'static str>,
    },
    /// Something is where a file of the function would go.
    #[error("`{}` already exists", path.display())]
    Exists {
        /// What is in the way.
        path: PathBuf,
    },
    /// The configuration is malformed. Its text may hold secrets, so none of it is shown.
    #[error("`config.toml` is not valid TOML: {message} (line {line})")]
    MalformedConfig {
        /// The parser's words without the text it stands at.
        message: String,
        /// Counted from one.
        line: usize,
    },
    /// The configuration is valid, but has no place for another function.
    #[error("there is no place for `[functions.{slug}]` in `config.toml`: `{key}` is not a table")]
    NoPlace {
        /// The function to declare.
        slug: String,
        /// What is in the way.
        key: String,
    },
    /// Any failure of the file system.
    #[error("failed to {action} `{}`", path.display())]
    Io {
        /// What was tried, as an infinitive.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl Error {
    /// Names files below `root` as they are seen from there.
    pub(crate) fn relative_to(mut self, root: &Path) -> Self {
        if let Self::Exists { path } | Self::Io { path, .. } = &mut self
            && let Ok(relative) = path.strip_prefix(root)
        {
            *path = relative.to_owned();
        }
        self
    }

    /// Gives an I/O error its place.
    pub(super) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}

impl Hint for Error {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::UnknownTemplate { nearest, .. } => {
                let mut hints = Vec::new();
                if let Some(nearest) = nearest {
                    hints.push(format!("try `{nearest}`"));
                }
                hints.push("run `fx functions new --list-templates` to see all of them".into());
                hints
            }
            Self::Exists { .. } => vec!["choose another name, or move it away first".into()],
            Self::MalformedConfig { .. } => vec!["correct `config.toml`, then try again".into()],
            Self::NoPlace { slug, .. } => vec![format!(
                "declare functions as tables of their own, like `[functions.{slug}]`"
            )],
            Self::Io { source, .. } if fs::is_disk_full(source) => {
                vec!["free some space, then try again".into()]
            }
            Self::Io { source, .. } if fs::is_not_writable(source) => {
                vec!["make the directory writable for you, then try again".into()]
            }
            Self::Io { .. } => Vec::new(),
        }
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::UnknownTemplate { .. } => ExitStatus::Usage,
            _ => ExitStatus::Failure,
        }
    }
}
