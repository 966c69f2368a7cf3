//! Why secrets cannot be set.

use crate::diagnostics::{ExitStatus, Hint};

/// Why secrets cannot be set. Nothing was sent. No variant has a value, and long texts are not repeated: they may be
/// values in the wrong place.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// An argument such as `=value`.
    #[error("a secret has no name")]
    NoName,
    /// A name that the API would refuse.
    #[error("a secret's name has {length} characters; at most {limit} are possible")]
    LongName {
        /// In characters.
        length: usize,
        /// In characters.
        limit: usize,
    },
    /// A name that cannot be that of a variable.
    #[error("a secret's name has a control character")]
    ControlCharacter,
    /// A value that the API would refuse.
    #[error("the value of `{name}` has {length} characters; at most {limit} are possible")]
    LongValue {
        /// Whose.
        name: String,
        /// In characters.
        length: usize,
        /// In characters.
        limit: usize,
    },
    /// A value that no variable can hold.
    #[error("the value of `{name}` has a NUL character")]
    Nul {
        /// Whose.
        name: String,
    },
    /// `--only` or `--exclude` that is no pattern.
    #[error("`{pattern}` is not a pattern")]
    Pattern {
        /// As it was given.
        pattern: String,
        /// What is wrong with it.
        #[source]
        source: globset::Error,
    },
}

impl Hint for Error {
    fn hints(&self) -> Vec<String> {
        vec![
            match self {
                Self::NoName => "write `NAME=value`",
                Self::LongName { .. } | Self::ControlCharacter => {
                    "a name is best made of letters, digits and `_`; is a value in its place?"
                }
                Self::LongValue { .. } => {
                    "split it over several secrets, or keep it in a bucket and make the key to it the secret"
                }
                Self::Nul { .. } => "encode it, for example with `base64`",
                Self::Pattern { .. } => {
                    "`*` stands for any characters, `?` for one, `{A,B}` for one of several; quote it for the shell: `--only 'STRIPE_*'`"
                }
            }
            .to_owned(),
        ]
    }

    fn exit_status(&self) -> ExitStatus {
        ExitStatus::Usage
    }
}
