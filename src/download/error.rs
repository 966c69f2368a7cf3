//! Why a body cannot become a tree.

use crate::diagnostics::{ExitStatus, Hint};

/// Why a body cannot become a tree.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A page instead of a body.
    #[error("the server sent `{content_type}`, neither sources nor a bundle")]
    ContentType {
        /// What came.
        content_type: String,
    },
    /// A form without the line that separates its parts.
    #[error("failed to parse content type: missing multipart boundary")]
    NoBoundary,
    /// A form that is damaged or ends too early.
    #[error("the form with the sources is damaged or truncated")]
    Form(#[source] multer::Error),
    /// A form without files.
    #[error("the form holds no source")]
    NoSources,
    /// No file that is known to be the main one.
    #[error("no file of it is known to be the entrypoint")]
    NoEntrypoint,
    /// A name that would be written somewhere else.
    #[error("refusing to extract Function file outside `{directory}`: `{}`", path.escape_debug())]
    Outside {
        /// Where files may go.
        directory: &'static str,
        /// As the server has it.
        path: String,
    },
    /// Functions that were deployed from different versions of a file.
    #[error("`{one}` and `{other}` were deployed with different versions of `{path}`")]
    Conflict {
        /// The file.
        path: String,
        /// A function.
        one: String,
        /// Another one, which was deployed later.
        other: String,
    },
}

impl Hint for Error {
    fn hints(&self) -> Vec<String> {
        vec![match self {
            Self::ContentType { .. } => {
                "something between here and the API answers in its place: check `HTTPS_PROXY` and `--api-url`"
                    .to_owned()
            }
            Self::NoBoundary | Self::Form(_) => "run the command again".to_owned(),
            Self::NoSources | Self::NoEntrypoint => {
                "get the other format: with `--use-api` sources, without it the bundle".to_owned()
            }
            Self::Outside { .. } => {
                "nothing was written; do not trust what is deployed there".to_owned()
            }
            Self::Conflict { one, other, .. } => format!(
                "download `{one}` and `{other}` apart, each with its own --out-dir, or pass --force for the version \
                 that was deployed last"
            ),
        }]
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::ContentType { .. } | Self::NoBoundary | Self::Form(_) => ExitStatus::Network,
            _ => ExitStatus::Failure,
        }
    }
}
