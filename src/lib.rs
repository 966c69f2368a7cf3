//! fx: scaffold, serve, bundle and deploy Deno edge functions.
//!
//! The library exists for `main.rs` and the tests; it has no public API besides [`main`].

#[expect(dead_code, unused_imports, reason = "deploy uses the rest")]
mod api;
mod api_types;
mod bundle;
mod cli;
mod commands;
mod credentials;
mod dev;
mod diagnostics;
mod dirs;
mod download;
mod engine;
mod env_vars;
mod events;
mod fs;
mod function;
mod gateway;
mod http;
mod jwt;
mod output;
mod process;
mod project;
mod redact;
mod scaffold;
mod secrets;
mod watcher;
mod worker;

use std::{io::ErrorKind, process::ExitCode};

use clap::Parser as _;

use crate::{
    cli::Cli,
    commands::Context,
    diagnostics::{ExitStatus, render_error},
    output::{Printer, Verbosity},
};

/// Parses the command line, runs the command and turns its end into an exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            return ExitCode::from(show(&cli::explain(error)).code());
        }
    };
    ExitCode::from(run(&cli).code())
}

/// Prints a mistake on the command line, or help that was asked for.
fn show(error: &clap::Error) -> ExitStatus {
    match error.print() {
        // A closed stderr leaves nobody to tell.
        _ if error.use_stderr() => ExitStatus::Usage,
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitStatus::Failure,
        _ => ExitStatus::Success,
    }
}

fn run(cli: &Cli) -> ExitStatus {
    let cwd = std::env::current_dir().unwrap_or_else(|_| "/".into());
    let cx = Context::new(&cli.global, cwd);
    start_tracing(cx.printer);
    match commands::run(cli, &cx) {
        Ok(status) => status,
        Err(error) => {
            report(&error, cx.printer);
            commands::hints::exit_status_for_error(&error)
        }
    }
}

fn report(error: &anyhow::Error, printer: Printer) {
    let hints = commands::hints::hints_for_error(error);
    printer.important(render_error(error, &hints, printer.stderr_style()));
    tracing::debug!("{error:?}");
}

fn start_tracing(printer: Printer) {
    if printer.verbosity() < Verbosity::Verbose {
        return;
    }
    tracing_subscriber::fmt()
        .with_env_filter("fx=debug")
        .with_writer(std::io::stderr)
        .with_ansi(printer.stderr_style().color)
        .with_target(false)
        .init();
}
