//! One file per verb: settings from arguments and project, then the work, then the words.

mod bundle;
mod bundling;
mod check;
mod completions;
mod consent;
mod delete;
mod deploy;
mod download;
mod engine;
pub(crate) mod environment;
mod graph;
pub(crate) mod hints;
mod history;
mod init;
mod limits;
mod link;
mod list;
mod login;
mod logs;
mod new;
mod platform;
mod projects;
mod question;
mod remote;
mod secrets;
mod selected;
mod serve;
mod start;
mod status;
mod unbundle;

pub(crate) use bundling::BundleError;
pub(crate) use check::CheckError;
pub(crate) use consent::ConsentError;
pub(crate) use delete::{NoFunction, NotDeleted};
pub(crate) use deploy::DeployError;
pub(crate) use history::RollbackError;
pub(crate) use init::InitError;
pub(crate) use login::LoginError;
pub(crate) use logs::LogsError;
pub(crate) use platform::{ListenError, PlatformError};
pub(crate) use remote::RemoteError;
pub(crate) use secrets::SourceError;
pub(crate) use selected::SelectError;
pub(crate) use serve::ServeError;

use std::{path::PathBuf, time::Duration};

use clap::ValueEnum as _;
use serde::Serialize;

use crate::{
    api::TargetChoice,
    cli::{
        Cli, Command, EngineCommand, FunctionsCommand, GlobalArgs, OutputShape, PlatformCommand,
        PlatformProjectCommand, ProjectsCommand,
    },
    diagnostics::{ExitStatus, Hint},
    output::{self, Format, Printer, Verbosity},
    project::{self, EnvironmentUses, Project},
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
    /// `--api-url` and `--profile`.
    pub(crate) target: TargetChoice,
    /// `--timeout`.
    pub(crate) timeout: Duration,
    /// `--yes`.
    pub(crate) yes: bool,
    /// Which variables of the environment the files of the project were given.
    pub(crate) environment: EnvironmentUses,
}

impl Context {
    /// What the global flags say, with paths made absolute.
    pub(crate) fn new(args: &GlobalArgs, cwd: PathBuf) -> Self {
        let printer = Printer::new(verbosity(args), args.output_format, args.color);
        Self {
            printer,
            workdir: args.workdir.as_ref().map(|path| cwd.join(path)),
            ca_cert: args.ca_cert.as_ref().map(|path| cwd.join(path)),
            output: args.output,
            target: TargetChoice {
                api_url: args.api_url.clone(),
                profile: args.profile.clone(),
            },
            timeout: Duration::from_secs(args.timeout),
            yes: args.yes,
            environment: EnvironmentUses::heard_by(move |uses| environment::tell(uses, printer)),
            cwd,
        }
    }
}

impl Context {
    /// The project that the command is about.
    pub(crate) fn project(&self) -> Result<Project, project::Error> {
        Project::discover(&self.cwd, self.workdir.as_deref(), &self.environment)
    }

    /// Writes a record in the shape that was asked for. `false` when that is text, which is for the command to write.
    pub(crate) fn print_record(&self, record: &impl Serialize) -> Result<bool, output::Error> {
        match (self.output, self.printer.format()) {
            (Some(OutputShape::Yaml), _) => self.printer.yaml(record)?,
            (Some(OutputShape::Json), _) | (None, Format::Json) => self.printer.json(record)?,
            (None, Format::StreamJson) => self.printer.json_line(record)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// `--output` with a shape that the command's result does not have.
#[derive(Debug, thiserror::Error)]
#[error("`--output {}` is not a shape of this command", name(*.asked))]
pub(crate) struct OutputError {
    asked: OutputShape,
    has: &'static [OutputShape],
}

impl Hint for OutputError {
    fn hints(&self) -> Vec<String> {
        let has = self.has.iter();
        let has: Vec<String> = has
            .map(|shape| format!("`--output {}`", name(*shape)))
            .collect();
        vec![match has.as_slice() {
            [] => "leave `--output` out".to_owned(),
            has => format!("choose {}", has.join(" or ")),
        }]
    }

    fn exit_status(&self) -> ExitStatus {
        ExitStatus::Usage
    }
}

fn name(shape: OutputShape) -> String {
    let value = shape.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

fn check_output(cli: &Cli) -> Result<(), OutputError> {
    use OutputShape::{Env, Json, Toml, Yaml};

    let has: &'static [OutputShape] = match &cli.command {
        Command::Status(_) => &[Json, Yaml, Toml, Env],
        Command::Platform(PlatformCommand::Project(PlatformProjectCommand::Keys { .. })) => {
            &[Json, Yaml, Env]
        }
        Command::Whoami
        | Command::Link(_)
        | Command::Projects(_)
        | Command::Secrets(_)
        | Command::Platform(PlatformCommand::Project(_) | PlatformCommand::Token(_)) => {
            &[Json, Yaml]
        }
        Command::Functions(
            FunctionsCommand::New(_)
            | FunctionsCommand::Deploy(_)
            | FunctionsCommand::History(_)
            | FunctionsCommand::Rollback(_)
            | FunctionsCommand::Bundle(_)
            | FunctionsCommand::Graph(_)
            | FunctionsCommand::List(_)
            | FunctionsCommand::Delete(_)
            | FunctionsCommand::Download(_)
            | FunctionsCommand::Unbundle(_),
        )
        | Command::Engine(EngineCommand::Install | EngineCommand::List | EngineCommand::Path) => {
            &[Json, Yaml]
        }
        _ => &[],
    };
    match cli.global.output {
        Some(asked) if asked != OutputShape::Pretty && !has.contains(&asked) => {
            Err(OutputError { asked, has })
        }
        _ => Ok(()),
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
    check_output(cli)?;
    match &cli.command {
        Command::Functions(command) => match command {
            FunctionsCommand::New(args) => new::run(args, cx),
            FunctionsCommand::Serve(args) => serve::run(args, cx),
            FunctionsCommand::Bundle(args) => bundle::run(args, cx),
            FunctionsCommand::Unbundle(args) => unbundle::run(args, cx),
            FunctionsCommand::Graph(args) => graph::run(args, cx),
            FunctionsCommand::Deploy(args) => deploy::run(args, cx),
            FunctionsCommand::History(args) => history::list(args, cx),
            FunctionsCommand::Rollback(args) => history::rollback(args, cx),
            FunctionsCommand::List(args) => list::run(args, cx),
            FunctionsCommand::Logs(args) => logs::run(args, cx),
            FunctionsCommand::Delete(args) => delete::run(args, cx),
            FunctionsCommand::Download(args) => download::run(args, cx),
        },
        Command::Init(args) => init::run(args, cx),
        Command::Status(_) => status::run(cx),
        Command::Login(args) => login::login(args, cx),
        Command::Logout => login::logout(cx),
        Command::Whoami => login::whoami(cx),
        Command::Link(args) => link::link(args, cx),
        Command::Unlink => link::unlink(cx),
        Command::Projects(ProjectsCommand::List) => projects::list(cx),
        Command::Secrets(command) => secrets::run(command, cx),
        Command::Platform(command) => platform::run(command, cx),
        Command::Completions(args) => completions::run(args, cx),
        Command::Engine(command) => engine::run(command, cx),
        Command::Start => Ok(start::start(cx)),
        Command::Stop => Ok(start::stop(cx)),
    }
}
