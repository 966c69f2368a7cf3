//! `fx secrets`.

use std::{convert::Infallible, path::PathBuf};

use clap::{Args, Subcommand};

use super::RemoteArgs;
use crate::redact::Secret;

/// What to do with the secrets of a project.
#[derive(Debug, Subcommand)]
pub(crate) enum SecretsCommand {
    /// Set secrets; others stay as they are
    #[command(
        long_about = "Set secrets; others stay as they are. Only what is given is sent, never a file that is not named.\n\n\
            Values are never shown. One on the command line can be seen by other programs on this machine: \
            `NAME=-` reads it from stdin, without the line end after it, and NAME alone asks for it on a terminal."
    )]
    Set(SetSecretsArgs),
    /// List names and digests, and whether the env file and the code agree
    #[command(
        long_about = "List names and digests of secrets, when they were set, whether the env file has the same value, \
            and whether code in `supabase/functions/` reads them with `Deno.env.get(\"NAME\")`. \
            Values cannot be read back."
    )]
    List(ListSecretsArgs),
    /// Show how an env file and the project's secrets differ
    Diff(DiffSecretsArgs),
    /// Make the project's secrets equal to an env file
    #[command(
        long_about = "Make the project's secrets equal to an env file: what is new or different is sent. \
            What the file does not have stays, unless with --prune."
    )]
    Push(PushSecretsArgs),
    /// Remove secrets
    Unset(UnsetSecretsArgs),
}

/// What to set.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SetSecretsArgs {
    /// Names with values; `NAME=-` reads the value from stdin, NAME asks for it
    #[arg(value_name = "NAME=VALUE", value_parser = secret)]
    pub(crate) secrets: Vec<Secret<String>>,

    /// Set what this file says too; `-` is stdin
    #[arg(long, value_name = "FILE|-")]
    pub(crate) env_file: Option<PathBuf>,

    /// Set only names that match this pattern, such as `STRIPE_*`; may be given again
    #[arg(long, value_name = "GLOB")]
    pub(crate) only: Vec<String>,

    /// Leave out names that match this pattern; may be given again
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,

    /// Show what would change, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

/// What to compare with.
#[derive(Debug, Args)]
pub(crate) struct ListSecretsArgs {
    /// Compare with this file [default: supabase/functions/.env]
    #[arg(long, value_name = "FILE")]
    pub(crate) env_file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

/// What to compare.
#[derive(Debug, Args)]
pub(crate) struct DiffSecretsArgs {
    /// Compare with this file; `-` is stdin [default: supabase/functions/.env]
    #[arg(long, value_name = "FILE|-")]
    pub(crate) env_file: Option<PathBuf>,

    /// Exit with 6 when they differ
    #[arg(long)]
    pub(crate) exit_code: bool,

    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

/// What to push.
#[derive(Debug, Args)]
pub(crate) struct PushSecretsArgs {
    /// The file; `-` is stdin
    #[arg(long, value_name = "FILE|-", required = true)]
    pub(crate) env_file: PathBuf,

    /// Remove secrets that the file does not have
    #[arg(long)]
    pub(crate) prune: bool,

    /// Show what would change, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

/// What to remove.
#[derive(Debug, Args)]
pub(crate) struct UnsetSecretsArgs {
    /// Names of secrets
    #[arg(value_name = "NAME", required_unless_present = "all")]
    pub(crate) names: Vec<String>,

    /// Remove every secret
    #[arg(long, conflicts_with = "names")]
    pub(crate) all: bool,

    /// Show what would be removed, and remove nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

fn secret(text: &str) -> Result<Secret<String>, Infallible> {
    Ok(Secret::new(text.to_owned()))
}

const EXAMPLES: &str = "\
Examples:
  fx secrets set API_KEY                         Ask for the value
  fx secrets set API_KEY=- < key.txt             Read it from a file
  fx secrets set --env-file .env.production      Set what the file says
  fx secrets set --env-file .env --only 'STRIPE_*' --dry-run";
