//! `fx functions serve`.

use std::{num::NonZero, path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};
use ipnet::IpNet;

use super::{LimitsArg, network::network, stop_timeout::stop_timeout};

/// What to serve, and where.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ServeArgs {
    /// Functions to serve [default: all of the project]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,

    /// File with variables for every function, instead of the `.env` files of the project
    #[arg(long, value_name = "FILE")]
    pub(crate) env_file: Option<PathBuf>,

    /// Let requests in without a token (config: `functions.NAME.verify_jwt`)
    #[arg(long)]
    pub(crate) no_verify_jwt: bool,

    /// Import map or deno.json for every function (config: `functions.NAME.import_map`)
    #[arg(long, value_name = "FILE")]
    pub(crate) import_map: Option<PathBuf>,

    /// Run bundles as they are deployed: made of the project's files, or those in a directory
    #[arg(long, value_name = "DIR", num_args = 0..=1, require_equals = true)]
    pub(crate) from_bundle: Option<Option<PathBuf>>,

    /// What workers may use: `default`, `production` or `off`, and single limits, separated by commas (config: `functions.NAME.limits`)
    ///
    /// `default` is what the configuration says, with hosted limits where it says nothing, and a warning where hosted
    /// functions would be treated otherwise. `production` is as strict as those are: CPU time adds up over a worker's
    /// life, logs are cut, and GET is answered with `text/plain` instead of `text/html`. `off` is no limit at all.
    ///
    /// `memory=MB`, `cpu=TIME` (the hard limit; the soft one is half of it), `wall=TIME` and `idle=TIME` go on top. A
    /// time is `500ms`, `2s` or plain milliseconds; 0 is no limit.
    #[arg(long, value_name = "LIMITS")]
    pub(crate) limits: Option<LimitsArg>,

    /// Port to listen on; 0 takes a free one (config: `api.port`) [default: 54321, and 54331 beside a local stack]
    #[arg(short, long, value_parser = to_port)]
    pub(crate) port: Option<u16>,

    /// Address or host name to listen on [default: localhost, which is 127.0.0.1 and ::1]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) host: Option<String>,

    /// Let callers on other machines reach the project's services too, not functions only
    ///
    /// Without it, requests for services that come from other machines or containers are answered 403. Projects on a local
    /// stack have keys that everybody knows, unless `[auth]` has others: who sends them may read and change everything.
    #[arg(long)]
    pub(crate) expose_services: bool,

    /// Where requests to the project's services go: `auto`, `off` or a URL (fx.toml: `upstream`) [default: auto]
    ///
    /// Services are what is behind `SUPABASE_URL` besides functions: tables, auth, storage, realtime. `auto` is the
    /// local stack at http://127.0.0.1:54321, when it answers; fx then listens on port 54331. With `off`, requests to
    /// services are answered 502. Only this flag may name another machine; `fx.toml` names this one.
    #[arg(long, value_name = "auto|off|URL")]
    pub(crate) upstream: Option<String>,

    /// Address or network of a proxy whose `X-Forwarded-*` headers are trusted; may be repeated
    ///
    /// Proxies on this machine are always trusted. The headers are removed from requests of all other clients.
    #[arg(long = "trusted-proxy", value_name = "ADDRESS", value_parser = network)]
    pub(crate) trusted_proxies: Vec<IpNet>,

    /// How many engine processes wait for the functions that were started last, for fast reloads [default: 12]
    #[arg(long, value_name = "N")]
    pub(crate) standby: Option<usize>,

    /// How workers and requests go together (config: `edge_runtime.policy`) [default: per_worker]
    #[arg(long, value_name = "POLICY")]
    pub(crate) policy: Option<PolicyArg>,

    /// How many workers a function may have at once [default: one per core]
    #[arg(long, value_name = "N")]
    pub(crate) max_workers: Option<NonZero<usize>>,

    /// How long requests and background work may go on after Ctrl-C
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = stop_timeout)]
    pub(crate) stop_timeout: Duration,

    /// Keep functions to what hosted ones may do, or let them do all you may [default: on]
    #[arg(long, value_name = "on|off", hide_possible_values = true)]
    pub(crate) sandbox: Option<SandboxArg>,

    /// Let debuggers attach: one worker per function, no limits of time (config: `edge_runtime.inspector_port`)
    #[arg(long, conflicts_with_all = WITHOUT_DEBUGGER)]
    inspect: bool,

    /// What a worker does before it runs the function; implies `--inspect` [default: run]
    #[arg(long, value_name = "MODE", conflicts_with_all = WITHOUT_DEBUGGER)]
    inspect_mode: Option<InspectModeArg>,

    /// For the Supabase CLI's scripts: there is no main worker to debug, so it changes nothing
    #[arg(long)]
    inspect_main: bool,

    #[arg(long, hide = true)]
    all: bool,
}

/// Flags that make no sense while somebody debugs.
const WITHOUT_DEBUGGER: [&str; 3] = ["policy", "max_workers", "standby"];

impl ServeArgs {
    /// How to debug, when it is asked for.
    pub(crate) fn inspect(&self) -> Option<InspectModeArg> {
        let usual = self.inspect.then_some(InspectModeArg::Run);
        self.inspect_mode.or(usual)
    }
}

fn to_port(text: &str) -> Result<u16, &'static str> {
    text.parse().map_err(|_| "must be a number from 0 to 65535")
}

/// How workers and requests go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum PolicyArg {
    /// A worker answers many requests
    PerWorker,
    /// A worker answers one request at a time
    PerRequest,
    /// A worker answers one request and ends
    Oneshot,
}

/// Whether functions may do only what hosted ones may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SandboxArg {
    /// Own static files, own packages, an own `/tmp`
    On,
    /// Everything that you may do
    Off,
}

/// What a worker does before it runs the function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InspectModeArg {
    /// It runs at once
    Run,
    /// It waits for a debugger and stops on the first line
    Brk,
    /// It waits for a debugger
    Wait,
}

const EXAMPLES: &str = "\
Examples:
  fx functions serve                        Serve every function of the project
  fx functions serve hello --no-verify-jwt  Serve one, without tokens
  fx functions serve --env-file .env.local  With other variables
  fx functions serve --from-bundle          What would be deployed
  fx functions serve --limits off           Without limits, to debug or to measure
  fx functions serve hello --inspect        With the debugger of an editor or of Chrome
  fx functions serve --port 0               On a free port; the ready line names it
  fx functions serve --upstream https://REF.supabase.co
                                            With the tables, users and files of a hosted project";
