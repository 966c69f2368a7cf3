//! [`answer`]: questions to a person, who may press Ctrl-C instead; the terminal is then left as it was found.

use std::io;

use anyhow::Context as _;
use tokio::task::spawn_blocking;

use super::{
    Context,
    engine::{Ended, until_interrupted},
};
use crate::{diagnostics::Block, output::Printer, process::TerminalMode};

/// What `ask` hears, unless a signal comes first.
pub(super) fn answer<T: Send + 'static>(
    ask: impl FnOnce(Printer) -> io::Result<T> + Send + 'static,
    cx: &Context,
) -> anyhow::Result<Ended<T>> {
    // Whoever waits for a hidden answer does not live to see the signal.
    let _mode = TerminalMode::found();
    let printer = cx.printer;
    // Signals are listened for while this waits, so that Ctrl-C ends nothing by itself.
    let asked = async { spawn_blocking(move || ask(printer)).await };
    match until_interrupted(asked)? {
        Ended::Done(answer) => Ok(Ended::Done(answer?.context("failed to read the answer")?)),
        Ended::Interrupted(status) => {
            // The prompt has no end of line yet.
            printer.important(&Block::new().line(""));
            Ok(Ended::Interrupted(status))
        }
    }
}
