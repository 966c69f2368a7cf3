//! [`FormatError`]: what is wrong with a file that should be a bundle, and where in it.

use std::fmt;

/// What is wrong with a file that should be a bundle.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FormatError {
    /// Nothing at all.
    #[error("the file is empty")]
    Empty,
    /// Something else.
    #[error("not a bundle: it begins with `{found}`, neither with `EZBR` nor with `ESZIP`")]
    Magic {
        /// The first bytes, as far as they can be shown.
        found: String,
    },
    /// An ESZip of another generation.
    #[error("`{found}` is a kind of ESZip that fx does not know")]
    Generation {
        /// The first eight bytes.
        found: String,
    },
    /// The Brotli stream cannot be read.
    #[error("the compressed stream is damaged or truncated after {bytes} bytes of content")]
    Compressed {
        /// How much came out before.
        bytes: usize,
    },
    /// More content than is allowed.
    #[error("the bundle has more than {limit} bytes, which is the limit, when it is decompressed")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// The file ends too early, or a length is wrong.
    #[error("truncated in the {place} at byte {at}: {missing} more bytes should be there")]
    Truncated {
        /// The part that ends early.
        place: Place,
        /// Where the missing bytes should begin.
        at: usize,
        /// How many are missing.
        missing: usize,
    },
    /// Bytes that are not what the checksum beside them says.
    #[error("the checksum of {of} does not match: the file is damaged")]
    Checksum {
        /// The part, or the specifier in backticks.
        of: String,
    },
    /// The header before the modules header.
    #[error("the options header {problem}")]
    Options {
        /// What is wrong with it.
        problem: String,
    },
    /// A text that is not UTF-8.
    #[error("the text in the {place} at byte {at} is not UTF-8")]
    Text {
        /// The part it is in.
        place: Place,
        /// Where it begins.
        at: usize,
    },
    /// A number that should name a kind.
    #[error("`{specifier}` is of the unknown {what} kind {kind} (byte {at})")]
    Kind {
        /// The entry.
        specifier: String,
        /// `entry` or `module`.
        what: &'static str,
        /// The number.
        kind: u8,
        /// Where it is.
        at: usize,
    },
    /// Two entries of one name.
    #[error("`{specifier}` is there twice")]
    Twice {
        /// The name.
        specifier: String,
    },
    /// An entry whose content is not where the header says.
    #[error("the {place} and the modules header disagree about `{specifier}`: {problem}")]
    Content {
        /// `sources` or `source maps`.
        place: Place,
        /// The entry.
        specifier: String,
        /// How they disagree.
        problem: String,
    },
    /// Content that the header does not mention.
    #[error("{bytes} bytes at the end of the {place} belong to no module")]
    Unclaimed {
        /// `sources` or `source maps`.
        place: Place,
        /// How many.
        bytes: usize,
    },
    /// A package that is named but not there.
    #[error("`{name}` names the npm package number {index}, but there are {count}")]
    Package {
        /// Who names it.
        name: String,
        /// The number.
        index: u32,
        /// How many there are.
        count: usize,
    },
    /// A layout of the Edge Runtime that fx does not know.
    #[error("the bundle has the layout version `{found}`, which fx does not know")]
    Layout {
        /// The version.
        found: String,
    },
    /// An entry that the layout needs.
    #[error("the bundle has no entry `{key}`")]
    Missing {
        /// The entry.
        key: &'static str,
    },
    /// An entry with facts about the bundle that cannot be read.
    #[error("the entry `{key}` cannot be read: {problem}")]
    Facts {
        /// The entry.
        key: &'static str,
        /// Why.
        problem: String,
    },
    /// Redirects that lead nowhere.
    #[error("`{specifier}` is redirected more than {} times", super::MAX_REDIRECTS)]
    Redirects {
        /// Where they begin.
        specifier: String,
    },
}

/// A part of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The first eight bytes.
    Magic,
    /// What kind of checksums there are.
    Options,
    /// Names of modules, and where their content is.
    Modules,
    /// Packages and what they depend on.
    Npm,
    /// The content of modules.
    Sources,
    /// Their source maps.
    SourceMaps,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Magic => "first eight bytes",
            Self::Options => "options header",
            Self::Modules => "modules header",
            Self::Npm => "npm section",
            Self::Sources => "sources",
            Self::SourceMaps => "source maps",
        })
    }
}

/// The beginning of a file, as far as it can be shown.
pub(super) fn shown(bytes: &[u8]) -> String {
    let start = &bytes[..bytes.len().min(8)];
    start.escape_ascii().to_string()
}
