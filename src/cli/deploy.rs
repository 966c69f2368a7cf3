//! `fx functions deploy`, `fx functions history`, `fx functions rollback`.

use std::path::PathBuf;

use clap::{ArgAction, Args};

use super::RemoteArgs;

/// What to deploy, and how.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DeployArgs {
    /// Functions to deploy [default: all of the project]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,

    #[command(flatten)]
    pub(crate) remote: RemoteArgs,

    /// Let anybody call the functions, without a token (config: `functions.NAME.verify_jwt`)
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL",
        hide_possible_values = true)]
    pub(crate) no_verify_jwt: Option<bool>,

    /// Import map or deno.json for every function (config: `functions.NAME.import_map`)
    #[arg(long, value_name = "FILE")]
    pub(crate) import_map: Option<PathBuf>,

    /// Send sources and let the server bundle them (config: `edge_runtime.bundler = "server"`)
    #[arg(long, conflicts_with_all = ["use_docker", "legacy_bundle"])]
    pub(crate) use_api: bool,

    /// Delete functions of the project that are neither here nor in the configuration
    #[arg(long)]
    pub(crate) prune: bool,

    /// How many functions to send at once
    #[arg(short, long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(0..=64))]
    pub(crate) jobs: u16,

    /// Deploy the others when some functions cannot be bundled
    #[arg(long)]
    pub(crate) keep_going: bool,

    /// Send functions that are unchanged, too
    #[arg(long)]
    pub(crate) force: bool,

    /// Show what would happen and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Exit with 6 when a dry run finds changes
    #[arg(long, requires = "dry_run")]
    pub(crate) exit_code: bool,

    /// Check types before anything is sent; downloads the engine and types where they are missing
    #[arg(long)]
    pub(crate) check: bool,

    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true",
        conflicts_with = "legacy_bundle")]
    pub(crate) use_docker: Option<bool>,

    #[arg(long, hide = true, action = ArgAction::SetTrue)]
    pub(crate) legacy_bundle: bool,
}

/// Whose versions.
#[derive(Debug, Args)]
pub(crate) struct HistoryArgs {
    /// The function
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

/// What to go back to.
#[derive(Debug, Args)]
pub(crate) struct RollbackArgs {
    /// The function
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    #[command(flatten)]
    pub(crate) remote: RemoteArgs,

    /// The version to deploy again, as `fx functions history` lists it [default: the last one with other code]
    #[arg(long, value_name = "VERSION")]
    pub(crate) to: Option<i64>,

    /// Show what would happen and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Exit with 6 when a dry run finds changes
    #[arg(long, requires = "dry_run")]
    pub(crate) exit_code: bool,
}

const EXAMPLES: &str = "\
Examples:
  fx functions deploy                        Deploy what changed, of all functions
  fx functions deploy hello --no-verify-jwt  One, which anybody may call
  fx functions deploy --dry-run --exit-code  Show what would change; exit with 6 if anything would
  fx functions deploy --prune --yes          Delete what is only there, too";
