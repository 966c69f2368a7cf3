//! `fx completions`: the script that `clap_complete` makes of the command line's definition.

use clap::CommandFactory as _;

use super::Context;
use crate::{
    cli::{Cli, CompletionsArgs},
    diagnostics::{Block, ExitStatus},
};

/// Prints the script.
pub(crate) fn run(args: &CompletionsArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "fx", &mut script);
    let script = String::from_utf8_lossy(&script);
    cx.printer
        .stdout_block(&Block::document(script.trim_end()))?;
    Ok(ExitStatus::Success)
}
