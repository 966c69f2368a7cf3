//! `fx functions unbundle`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// What to restore, and where.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct UnbundleArgs {
    /// The bundle; `-` reads it from stdin
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,

    /// Where the files go [default: FILE's name without its extension, in this directory; `bundle` for stdin]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out_dir: Option<PathBuf>,

    /// Overwrite files that have another content
    #[arg(long)]
    pub(crate) force: bool,

    /// List what is in the bundle and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

const EXAMPLES: &str = "\
Examples:
  fx functions unbundle hello.eszip
  fx functions unbundle hello.eszip --dry-run
  fx functions unbundle hello.eszip --out-dir . --force
  fx functions unbundle - --out-dir restored < hello.eszip";
