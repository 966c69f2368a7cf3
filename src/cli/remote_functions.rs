//! `fx functions list`, `delete` and `download`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::RemoteArgs;

/// What to compare.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Bundle the functions that are here too, and say whether the project has the same code
    #[arg(long)]
    pub(crate) diff: bool,

    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

/// What to delete.
#[derive(Debug, Args)]
pub(crate) struct DeleteArgs {
    /// Names of the functions
    #[arg(value_name = "NAME", required = true)]
    pub(crate) names: Vec<String>,

    /// Show what would be deleted, and delete nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

/// What to download, and where.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DownloadArgs {
    /// Names of the functions [default: all of the project]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,

    /// Download every function of the project
    #[arg(long, conflicts_with = "names")]
    pub(crate) all: bool,

    /// Ask for sources rather than for the bundle
    #[arg(long)]
    pub(crate) use_api: bool,

    /// Directory that stands for the project: files go to `supabase/functions/` below it
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out_dir: Option<PathBuf>,

    /// List what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Overwrite files that have another content
    #[arg(long)]
    pub(crate) force: bool,

    #[arg(long, hide = true, conflicts_with = "use_api")]
    pub(crate) use_docker: bool,

    #[arg(long, hide = true)]
    pub(crate) legacy_bundle: bool,

    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

const EXAMPLES: &str = "\
Examples:
  fx functions download hello
  fx functions download --all --dry-run
  fx functions download hello --out-dir restored";
