//! One file per verb: settings from arguments and project, then the work, then the words.

pub(crate) mod hints;

use std::path::PathBuf;

use crate::output::Printer;

/// What every command is given.
#[derive(Debug)]
pub(crate) struct Context {
    /// Where text goes.
    pub(crate) printer: Printer,
    /// The directory the command was called in, absolute.
    pub(crate) cwd: PathBuf,
    /// `--workdir`, absolute.
    pub(crate) workdir: Option<PathBuf>,
}
