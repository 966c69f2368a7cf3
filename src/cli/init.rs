//! `fx init`.

use std::path::PathBuf;

use clap::Args;

/// Where to set a project up.
#[derive(Debug, Args)]
#[command(
    long_about = "Write `supabase/config.toml`, `supabase/functions/` and `supabase/.gitignore`. \
        Files that are there already are kept.",
    after_help = "Examples:\n  fx init\n  fx init my-project"
)]
pub(crate) struct InitArgs {
    /// Directory of the project [default: the current one]
    #[arg(value_name = "DIR")]
    pub(crate) directory: Option<PathBuf>,

    /// Overwrite files that are there already
    #[arg(long)]
    pub(crate) force: bool,
}
