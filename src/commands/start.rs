//! `fx start` and `fx stop`: scripts call them, nothing needs them.

use super::Context;
use crate::diagnostics::ExitStatus;

/// Says that nothing needs starting.
pub(crate) fn start(cx: &Context) -> ExitStatus {
    cx.printer
        .stderr("nothing needs starting: run `fx functions serve`; a local stack is started by the Supabase CLI itself");
    ExitStatus::Success
}

/// Says that nothing needs stopping.
pub(crate) fn stop(cx: &Context) -> ExitStatus {
    cx.printer.stderr(
        "nothing needs stopping: `fx functions serve` ends with Ctrl-C and leaves nothing behind",
    );
    ExitStatus::Success
}
