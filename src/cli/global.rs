//! Flags that every command takes, those of the incumbent that mean nothing here included.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{
    env_vars::EnvVars,
    output::{ColorChoice, Format},
};

/// Flags that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
    /// Directory that holds `supabase/` [default: the nearest one upwards]
    #[arg(long, global = true, env = EnvVars::SUPABASE_WORKDIR, hide_env_values = true, value_name = "DIR")]
    pub(crate) workdir: Option<PathBuf>,

    /// Shape of what is written to stdout
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: Format,

    /// Print the result in the shape scripts know from the Supabase CLI
    #[arg(short, long, global = true, value_name = "SHAPE")]
    pub(crate) output: Option<OutputShape>,

    /// Say errors only
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,

    /// Say everything
    #[arg(long, visible_alias = "debug", global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,

    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,

    /// Trust the certificate authorities in this PEM file too
    #[arg(long, global = true, env = EnvVars::DENO_CERT, hide_env_values = true, value_name = "FILE")]
    pub(crate) ca_cert: Option<PathBuf>,

    /// Address of the Management API [env: FX_API_URL]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) api_url: Option<String>,

    /// Name or file of a profile, which says where the Management API is [env: SUPABASE_PROFILE]
    #[arg(long, global = true, value_name = "NAME|FILE")]
    pub(crate) profile: Option<String>,

    /// How long one operation of the Management API may take, tries and pauses included
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 45, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,

    /// Answer every question with yes
    #[arg(short, long, global = true)]
    pub(crate) yes: bool,

    #[command(flatten)]
    pub(crate) accepted: AcceptedArgs,
}

/// Flags of the Supabase CLI that are accepted so that scripts go on working.
#[derive(Debug, Args)]
pub(crate) struct AcceptedArgs {
    #[arg(long, global = true, hide = true, value_name = "yes|no|auto")]
    agent: Option<String>,
    #[arg(long, global = true, hide = true)]
    experimental: bool,
    #[arg(long, global = true, hide = true, value_name = "ID")]
    network_id: Option<String>,
    #[arg(long, global = true, hide = true, value_name = "native|https")]
    dns_resolver: Option<String>,
    #[arg(long, global = true, hide = true, value_name = "LEVEL")]
    log_level: Option<String>,
}

/// The bare shapes of the Supabase CLI's `--output`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputShape {
    /// A table for people
    #[value(alias = "table")]
    Pretty,
    /// JSON
    Json,
    /// YAML
    Yaml,
    /// TOML
    Toml,
    /// `NAME=value` lines for `eval` in sh, bash and zsh; in fish, read `-o json`
    Env,
}
