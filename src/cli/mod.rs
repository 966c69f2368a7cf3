//! The command line: clap structs and help texts, nothing that acts.

mod bundle;
mod completions;
mod deploy;
mod engine;
mod global;
mod graph;
mod init;
mod limits;
mod login;
mod logs;
mod mistake;
mod network;
mod new;
mod platform;
mod remote;
mod remote_functions;
mod secrets;
mod serve;
mod status;
mod stop_timeout;
mod unbundle;

use std::ffi::OsString;

use clap::{Parser, Subcommand};

pub(crate) use bundle::{BundleArgs, NpmFilesArg};
pub(crate) use completions::CompletionsArgs;
pub(crate) use deploy::{DeployArgs, HistoryArgs, RollbackArgs};
pub(crate) use engine::EngineCommand;
pub(crate) use global::{GlobalArgs, OutputShape};
pub(crate) use graph::GraphArgs;
pub(crate) use init::InitArgs;
pub(crate) use limits::{LimitsArg, LimitsPreset};
pub(crate) use login::{LinkArgs, LoginArgs, ProjectsCommand};
pub(crate) use logs::{LevelArg, LogsArgs};
pub(crate) use mistake::explain;
pub(crate) use new::{AuthChoice, NewArgs};
pub(crate) use platform::{
    DataArgs, PlatformCommand, PlatformProjectCommand, PlatformTokenCommand, StartPlatformArgs,
    UserTokenArgs,
};
pub(crate) use remote::RemoteArgs;
pub(crate) use remote_functions::{DeleteArgs, DownloadArgs, ListArgs};
pub(crate) use secrets::{
    DiffSecretsArgs, ListSecretsArgs, PushSecretsArgs, SecretsCommand, SetSecretsArgs,
    UnsetSecretsArgs,
};
pub(crate) use serve::{InspectModeArg, PolicyArg, SandboxArg, ServeArgs};
pub(crate) use status::StatusArgs;
pub(crate) use unbundle::UnbundleArgs;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "fx",
    version,
    disable_version_flag = true,
    arg_required_else_help = true,
    about = "Deno edge functions without Docker: create, serve, deploy and host them",
    after_help = EXAMPLES
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Print the version
    #[arg(short = 'v', long, short_alias = 'V', action = clap::ArgAction::Version)]
    version: Option<bool>,
}

impl Cli {
    /// Whether this is a server that others use, with a log of its own.
    pub(crate) fn is_server(&self) -> bool {
        matches!(self.command, Command::Platform(PlatformCommand::Start(_)))
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Manage edge functions
    #[command(subcommand, visible_alias = "function", arg_required_else_help = true)]
    Functions(FunctionsCommand),
    /// Manage the engine, the pinned Deno executable that runs functions
    #[command(subcommand, arg_required_else_help = true)]
    Engine(EngineCommand),
    /// Set up a project in a directory
    #[command(
        long_about = "Write `supabase/config.toml`, `supabase/functions/` and `supabase/.gitignore`. \
            A project that has a configuration is refused, unless with --force."
    )]
    Init(InitArgs),
    /// Show the local addresses and keys
    #[command(
        long_about = "Show the addresses and keys that `fx functions serve` uses for this project. \
            Nothing needs to run for it."
    )]
    Status(StatusArgs),
    /// Log in to the Management API
    #[command(
        long_about = "Log in to the Management API: in the browser, or with a token made on the account page of \
            the dashboard.\n\nThe token is kept in the system's keyring, or where there is none in a file that only \
            you can read. It is only ever sent to the API it was given for."
    )]
    Login(LoginArgs),
    /// Forget the access token
    Logout,
    /// Show whose access token is used
    Whoami,
    /// Bind this directory to a project of the platform
    Link(LinkArgs),
    /// Undo `fx link`
    Unlink,
    /// Look after projects of the platform
    #[command(subcommand, visible_alias = "project", arg_required_else_help = true)]
    Projects(ProjectsCommand),
    /// Look after the secrets that functions of a project read
    #[command(subcommand, visible_alias = "secret", arg_required_else_help = true)]
    Secrets(SecretsCommand),
    /// Run a platform of your own to deploy to
    #[command(
        subcommand,
        arg_required_else_help = true,
        long_about = "Run a platform of your own to deploy to, and look after its projects and access tokens.\n\n\
            `project` and `token` are about the platform whose data directory is here, unless --api-url or \
            FX_API_URL name another and --data does not.",
        after_help = PLATFORM_EXAMPLES
    )]
    Platform(PlatformCommand),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Say that nothing needs starting
    #[command(
        long_about = "Say that nothing needs starting: `fx functions serve` brings all it needs."
    )]
    Start,
    /// Say that nothing needs stopping
    Stop,
}

/// What to do with functions.
#[derive(Debug, Subcommand)]
pub(crate) enum FunctionsCommand {
    /// Create a function from a template
    #[command(
        long_about = "Create a function from a template, and declare it in `supabase/config.toml`."
    )]
    New(NewArgs),
    /// Serve functions on this machine
    #[command(long_about = "Serve functions on this machine, on Deno.\n\n\
            Workers start with the first request. Nothing else needs to run: no Docker, no database.")]
    Serve(ServeArgs),
    /// Make functions into files to deploy
    #[command(
        long_about = "Make each function one file: its modules, packages, static files and import map, in the format \
            that deploys. The same sources give the same bytes everywhere. Needs neither Docker nor the engine."
    )]
    Bundle(BundleArgs),
    /// Restore the files a bundle was made of
    #[command(
        long_about = "Restore the files a bundle was made of: original TypeScript, static files, \
            import map and `deno.json`, in their layout.\n\n\
            Reads bundles of fx and the Supabase CLI, compressed or not, of every layout, and plain \
            ESZip files. Nothing is written outside the directory, nothing is written unless all of \
            it can be, and files with another content are only overwritten with --force. Remote \
            modules and npm packages are listed, not written."
    )]
    Unbundle(UnbundleArgs),
    /// Show the modules and packages of a function, and why they are in
    #[command(
        long_about = "Show the modules and npm packages of a function as a tree with sizes: bytes of the source, and of \
            packages those of the files that go into a bundle. Each is shown once with what it imports."
    )]
    Graph(GraphArgs),
    /// Deploy functions to a project of the platform
    #[command(
        long_about = "Bundle functions, compare them with those of the project, and send what differs. Needs neither \
            Docker nor the engine.\n\nEverything that can fail here fails before anything is sent. An interrupted deploy \
            is finished by running it again."
    )]
    Deploy(DeployArgs),
    /// List the versions of a function that were deployed
    History(HistoryArgs),
    /// Deploy an earlier version of a function again
    #[command(
        long_about = "Deploy an earlier version of a function again, with the settings it had. fx keeps what it \
            deploys from this machine, and a platform of one's own what is deployed there; `fx functions history` \
            lists it."
    )]
    Rollback(RollbackArgs),
    /// List the functions that are here and those of the project
    #[command(
        long_about = "List the functions that are here and those of the project on the platform, and how they differ. \
            Settings are compared; code only with --diff, which bundles it."
    )]
    List(ListArgs),
    /// Show what functions of the project said
    #[command(
        long_about = "Show what functions of the project said, with their boots and ends: on a platform of your own, \
            or on the hosted one."
    )]
    Logs(LogsArgs),
    /// Delete functions of the project
    #[command(
        long_about = "Delete functions of the project on the platform. Files and configuration that are here stay."
    )]
    Delete(DeleteArgs),
    /// Restore the files of functions of the project
    #[command(
        long_about = "Restore the files that functions of the project on the platform were deployed from, in their layout, \
            and their tables in `supabase/config.toml`.\n\n\
            Nothing is written outside the project, nothing is written unless all of it can be, and files with \
            another content are only overwritten with --force. Secrets cannot be downloaded."
    )]
    Download(DownloadArgs),
}

/// Whether a command line that could not be understood asks for JSON.
pub(crate) fn wants_json(args: impl Iterator<Item = OsString>) -> bool {
    let args: Vec<OsString> = args.collect();
    let with_value = |pair: &[OsString]| pair[0] == "--output-format" && pair[1] == "json";
    args.iter().any(|arg| arg == "--output-format=json") || args.windows(2).any(with_value)
}

const EXAMPLES: &str = "\
Examples:
  fx init                              Write supabase/config.toml
  fx functions new hello               Scaffold a function
  fx functions serve                   Serve every function of the project
  fx functions serve hello --port 8000
  fx functions deploy --project-ref REF
  fx functions logs --follow           What deployed functions say
  fx platform start                    Run a platform of your own to deploy to";

const PLATFORM_EXAMPLES: &str = "\
Examples:
  fx platform start                    Run one here
  fx platform project create demo      Give it a project
  fx platform project keys REF         URL and keys for its clients
  fx platform token create ci --project REF";
