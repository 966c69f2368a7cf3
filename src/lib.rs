//! fx: scaffold, serve, bundle and deploy Deno edge functions.
//!
//! The library exists for `main.rs` and the tests; it has no public API besides [`main`].

mod api;
mod api_types;
mod bundle;
mod cli;
mod commands;
mod credentials;
mod deploy;
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
mod hosting;
mod http;
mod jwks;
mod jwt;
mod nesting;
mod output;
mod platform;
mod process;
mod project;
mod redact;
mod scaffold;
mod secrets;
mod watcher;
mod worker;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{
    cli::Cli,
    commands::Context,
    diagnostics::{Block, ExitStatus, Style, render_error},
    output::{ColorChoice, Format, Printer, Verbosity},
};

/// Parses the command line, runs the command and turns its end into an exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let error = cli::explain(error);
            let printer = Printer::new(Verbosity::Default, Format::Text, ColorChoice::Auto);
            let status = show(&error, printer);
            if status == ExitStatus::Usage && cli::wants_json(std::env::args_os()) {
                report_usage(&error);
            }
            return ExitCode::from(status.code());
        }
    };
    let status = run(&cli);
    process::end();
    ExitCode::from(status.code())
}

/// Prints a mistake on the command line, or help that was asked for.
fn show(error: &clap::Error, printer: Printer) -> ExitStatus {
    let text = |style: Style| match style.color {
        true => error.render().ansi().to_string(),
        false => error.render().to_string(),
    };
    if error.use_stderr() {
        printer.important(&Block::document(text(printer.stderr_style())));
        return ExitStatus::Usage;
    }
    match printer.stdout_block(&Block::document(text(printer.stdout_style()))) {
        Ok(()) => ExitStatus::Success,
        Err(_) => ExitStatus::Failure,
    }
}

fn run(cli: &Cli) -> ExitStatus {
    let cwd = std::env::current_dir().unwrap_or_else(|_| "/".into());
    let cx = Context::new(&cli.global, cwd);
    start_tracing(cli, cx.printer);
    let ended = commands::run(cli, &cx);
    match ended {
        Ok(status) => {
            report_end(status, cx.printer);
            status
        }
        Err(error) => report(&error, cx.printer),
    }
}

/// What stdout has of a failure with `--output-format json`.
#[derive(serde::Serialize)]
struct Failure {
    error: FailureRecord,
}

#[derive(serde::Serialize)]
struct FailureRecord {
    message: String,
    causes: Vec<String>,
    hints: Vec<String>,
    exit_code: u8,
}

/// A command line that could not be understood asks for JSON all the same.
fn report_usage(error: &clap::Error) {
    let printer = Printer::new(Verbosity::Default, Format::Json, ColorChoice::Never);
    printer.document(&Failure {
        error: FailureRecord {
            message: error.render().to_string().trim_end().to_owned(),
            causes: Vec::new(),
            hints: Vec::new(),
            exit_code: ExitStatus::Usage.code(),
        },
    });
}

/// What stdout has with `--output-format json` of a command without a result.
#[derive(serde::Serialize)]
struct Finished {
    exit_code: u8,
}

/// A command without a result, or one that a signal ended, has a document, too.
fn report_end(status: ExitStatus, printer: Printer) {
    let exit_code = status.code();
    if !status.is_interrupt() {
        printer.document(&Finished { exit_code });
        return;
    }
    printer.document(&Failure {
        error: FailureRecord {
            message: "interrupted".to_owned(),
            causes: Vec::new(),
            hints: Vec::new(),
            exit_code,
        },
    });
}

fn report(error: &anyhow::Error, printer: Printer) -> ExitStatus {
    let hints = commands::hints::hints_for_error(error);
    let status = commands::hints::exit_status_for_error(error);
    printer.important(&render_error(error, &hints, printer.stderr_style()));
    tracing::debug!("{error:?}");
    let causes = error.chain().skip(1);
    printer.document(&Failure {
        error: FailureRecord {
            message: error.to_string(),
            causes: causes.map(ToString::to_string).collect(),
            hints,
            exit_code: status.code(),
        },
    });
    status
}

/// What goes wrong inside a platform is told to no client, so whoever runs it sees it in any case.
fn start_tracing(cli: &Cli, printer: Printer) {
    let shown = match printer.verbosity() {
        Verbosity::Verbose => "fx=debug",
        Verbosity::Default if cli.is_server() => "fx=warn",
        Verbosity::Quiet if cli.is_server() => "fx=error",
        Verbosity::Default | Verbosity::Quiet => return,
    };
    tracing_subscriber::fmt()
        .with_env_filter(shown)
        .with_writer(move || printer.event_writer())
        .with_ansi(printer.stderr_style().color)
        .with_target(false)
        .init();
}
