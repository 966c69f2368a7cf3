//! `fx status`.

use clap::Args;

/// Nothing to choose besides the global `--output`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fx status\n  fx status --output env > .env.test\n  fx status --output json"
)]
pub(crate) struct StatusArgs {}
