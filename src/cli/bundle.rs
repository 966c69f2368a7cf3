//! `fx functions bundle`.

use std::{num::NonZero, path::PathBuf};

use clap::{Args, ValueEnum};

/// What to bundle, and how.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct BundleArgs {
    /// Functions to bundle [default: all of the project]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,

    /// Directory for the files [default: supabase/.temp/bundles]
    #[arg(long, value_name = "DIR")]
    pub(crate) out_dir: Option<PathBuf>,

    /// Import map or deno.json for every function (config: `functions.NAME.import_map`)
    #[arg(long, value_name = "FILE")]
    pub(crate) import_map: Option<PathBuf>,

    /// Bundle with the settings of `[remotes.NAME]` in `supabase/config.toml`
    #[arg(long, value_name = "NAME")]
    pub(crate) env: Option<String>,

    /// How many functions to bundle at once [default: one per core]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZero<usize>>,

    /// Which files of npm packages go in
    #[arg(long, value_name = "WHICH", default_value = "lean")]
    pub(crate) npm_files: NpmFilesArg,

    /// Write the versions of npm, JSR and remote imports into deno.lock
    #[arg(long)]
    pub(crate) lock_write: bool,

    /// Use what has been downloaded before, and no network
    #[arg(long)]
    pub(crate) cached_only: bool,

    /// Check types before anything is written; downloads the engine and types where they are missing
    #[arg(long)]
    pub(crate) check: bool,

    /// Write plain ESZip files, without the compressed frame that uploads have
    #[arg(long)]
    pub(crate) no_compress: bool,
}

/// Which files of npm packages go in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NpmFilesArg {
    /// Without source maps, type declarations, Markdown and native add-ons
    Lean,
    /// All of them
    All,
}

const EXAMPLES: &str = "\
Examples:
  fx functions bundle                       Bundle every function of the project
  fx functions bundle hello --out-dir dist  One, into a directory of your own
  fx functions bundle --output-format json  Sizes and digests for a script";
