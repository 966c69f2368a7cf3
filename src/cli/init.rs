//! `fx init`.

use std::path::PathBuf;

use clap::Args;

/// Where to set a project up.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  fx init\n  fx init my-project")]
pub(crate) struct InitArgs {
    /// Directory of the project [default: the current one]
    #[arg(value_name = "DIR")]
    pub(crate) directory: Option<PathBuf>,

    /// Overwrite files that are there already
    #[arg(long)]
    pub(crate) force: bool,
}
