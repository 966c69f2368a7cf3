//! `fx login`, `fx link`, `fx projects`.

use clap::{Args, Subcommand};

/// How to log in.
#[derive(Debug, Args)]
pub(crate) struct LoginArgs {
    /// The access token; `-` reads it from stdin, where no other program can see it
    #[arg(long, value_name = "TOKEN|-")]
    pub(crate) token: Option<String>,

    /// Name of the token that the browser makes
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,

    /// Show the address rather than open the browser
    #[arg(long)]
    pub(crate) no_browser: bool,
}

/// What to link to.
#[derive(Debug, Args)]
pub(crate) struct LinkArgs {
    /// Ref of the project
    #[arg(value_name = "REF", conflicts_with = "project_ref")]
    pub(crate) reference: Option<String>,

    /// The same
    #[arg(long, value_name = "REF")]
    pub(crate) project_ref: Option<String>,

    #[arg(long, hide = true)]
    skip_pooler: bool,
}

/// What to do with projects of the platform.
#[derive(Debug, Subcommand)]
pub(crate) enum ProjectsCommand {
    /// List the projects that the access token can see
    List,
}
