//! The command line: clap structs and help texts, nothing that acts.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{env_vars::EnvVars, output::Format};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "fx", version, about = "Deno edge functions without Docker: new, serve, bundle, deploy")]
#[command(disable_help_subcommand = true, propagate_version = false)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
    /// Directory that holds `supabase/` [default: the nearest one upwards]
    #[arg(long, global = true, env = EnvVars::SUPABASE_WORKDIR, hide_env_values = true, value_name = "DIR")]
    pub(crate) workdir: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {}

/// When to use colours.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The format of stdout unless asked otherwise.
pub(crate) const DEFAULT_FORMAT: Format = Format::Text;
