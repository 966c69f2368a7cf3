//! One file per verb: settings from arguments and project, then the work, then the words.

mod completions;
mod engine;
pub(crate) mod hints;
mod init;
mod new;
mod serve;
mod start;
mod status;

pub(crate) use init::InitError;
pub(crate) use serve::ServeError;

use std::path::PathBuf;

use crate::{
    cli::{Cli, Command, FunctionsCommand, GlobalArgs, OutputShape},
    diagnostics::ExitStatus,
    output::{Printer, Verbosity},
};

/// What every command is given.
#[derive(Debug)]
pub(crate) struct Context {
    /// Where text goes.
    pub(crate) printer: Printer,
    /// The directory the command was called in, absolute.
    pub(crate) cwd: PathBuf,
    /// `--workdir`, absolute.
    pub(crate) workdir: Option<PathBuf>,
    /// `--ca-cert`, absolute.
    pub(crate) ca_cert: Option<PathBuf>,
    /// `--output`.
    pub(crate) output: Option<OutputShape>,
}

impl Context {
    /// What the global flags say, with paths made absolute.
    pub(crate) fn new(args: &GlobalArgs, cwd: PathBuf) -> Self {
        Self {
            printer: Printer::new(verbosity(args), args.output_format, args.color),
            workdir: args.workdir.as_ref().map(|path| cwd.join(path)),
            ca_cert: args.ca_cert.as_ref().map(|path| cwd.join(path)),
            output: args.output,
            cwd,
        }
    }
}

fn verbosity(args: &GlobalArgs) -> Verbosity {
    match (args.quiet, args.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Default,
    }
}

/// Runs the command that was asked for.
pub(crate) fn run(cli: &Cli, cx: &Context) -> anyhow::Result<ExitStatus> {
    match &cli.command {
        Command::Functions(command) => match command {
            FunctionsCommand::New(args) => new::run(args, cx),
            FunctionsCommand::Serve(args) => serve::run(args, cx),
        },
        Command::Init(args) => init::run(args, cx),
        Command::Status(_) => status::run(cx),
        Command::Completions(args) => Ok(completions::run(args, cx)),
        Command::Engine(command) => engine::run(command, cx),
        Command::Start => Ok(start::start(cx)),
        Command::Stop => Ok(start::stop(cx)),
    }
}
