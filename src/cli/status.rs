//! `fx status`.

use clap::Args;

/// Nothing to choose besides the global `--output`.
#[derive(Debug, Args)]
#[command(
    long_about = "Show the addresses and keys that `fx functions serve` uses for this project. \
        Nothing needs to run for it.",
    after_help = "Examples:\n  fx status\n  fx status --output env > .env.test\n  fx status --output json"
)]
pub(crate) struct StatusArgs {}
