//! `fx functions logs`.

use clap::{Args, ValueEnum};

use super::RemoteArgs;

/// Which logs to show.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct LogsArgs {
    /// The function [default: all of the project]
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,

    /// Go on with what comes, until Ctrl-C
    #[arg(short, long)]
    pub(crate) follow: bool,

    /// Begin so long ago, such as `30s`, `10m` or `2h`, or at a time such as `2026-11-21T08:00:00Z`
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<String>,

    /// Show what matters at least so much
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<LevelArg>,

    /// Show at most so many of the newest lines
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) limit: u32,

    /// Show requests instead of what functions said; only of a platform of your own
    #[arg(long, conflicts_with = "level")]
    pub(crate) invocations: bool,

    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

/// How much a line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum LevelArg {
    /// Everything
    Debug,
    /// `console.log` and up
    Info,
    /// `console.warn` and up
    #[value(alias = "warn")]
    Warning,
    /// `console.error`, and what went wrong
    Error,
}

const EXAMPLES: &str = "\
Examples:
  fx functions logs                           The newest lines of every function
  fx functions logs hello --follow            What one function says from now on
  fx functions logs --since 1h --level error  What went wrong in the last hour
  fx functions logs --invocations             Requests to a platform of your own
  fx functions logs --output-format json      For scripts";
