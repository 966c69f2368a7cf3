//! Why a bundle cannot become files.

use std::path::PathBuf;

use crate::bundle::format::FormatError;
use crate::diagnostics::Hint;

/// Why a bundle cannot become files.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UnpackError {
    /// The bundle is damaged.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A name that is none of a file below the directory.
    #[error("the bundle holds `{}`, which {problem}", specifier.escape_debug())]
    Name {
        /// The entry.
        specifier: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Two names that are one on some systems.
    #[error("the bundle holds both `{one}` and `{other}`, which cannot be beside each other")]
    Collision {
        /// One name.
        one: String,
        /// The other.
        other: String,
    },
    /// A static import that leads out of the bundle.
    #[error("a module of the bundle imports `{}`, a file that is not in it", specifier.escape_debug())]
    Outside {
        /// What is imported.
        specifier: String,
    },
    /// No module that is known to be the main one.
    #[error("the bundle does not say which module is the main one")]
    NoEntrypoint,
    /// No file of a project.
    #[error("the bundle holds no file of a project, only remote modules or packages")]
    Nothing,
    /// Files that are there and differ.
    #[error(
        "{} there already with another content: {}",
        if paths.len() == 1 { "a file is".to_owned() } else { format!("{} files are", paths.len()) },
        some(paths)
    )]
    Exists {
        /// The files.
        paths: Vec<PathBuf>,
    },
    /// Something where a directory or a file should be.
    #[error("`{}` is {found}", path.display())]
    InTheWay {
        /// Where.
        path: PathBuf,
        /// What it is.
        found: &'static str,
    },
    /// The system refused.
    #[error("failed to {action} `{}`", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

/// The first few of them.
fn some(paths: &[PathBuf]) -> String {
    let shown = paths
        .iter()
        .take(5)
        .map(|path| format!("`{}`", path.display()));
    let shown: Vec<String> = shown.collect();
    let more = if paths.len() > 5 { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

impl Hint for UnpackError {
    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Exists { .. } => "pass --force to overwrite, or choose another --out-dir",
            Self::InTheWay { .. } => "choose another --out-dir, or move it away",
            Self::Name { .. } | Self::Collision { .. } | Self::Outside { .. } => {
                "no bundle of fx or the Supabase CLI is like that: do not trust the file"
            }
            Self::Format(error) => return error.hints(),
            Self::NoEntrypoint => "bundle the function again with `fx functions bundle`",
            Self::Nothing | Self::Io { .. } => return Vec::new(),
        };
        vec![hint.to_owned()]
    }
}

impl Hint for FormatError {
    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Empty | Self::Magic { .. } => {
                "give it a file of `fx functions bundle`, or a function's body from the Management API"
            }
            Self::Generation { .. } | Self::Layout { .. } => {
                "update fx, or bundle the function again"
            }
            Self::TooLarge { .. } => "hosted functions are far smaller: do not trust the file",
            _ => "get the file again, or bundle the function again",
        };
        vec![hint.to_owned()]
    }
}
