//! `fx functions new`.

use clap::{Args, ValueEnum};

/// What to create.
#[derive(Debug, Args)]
#[command(
    override_usage = "fx functions new [OPTIONS] <NAME>\n       fx functions new --list-templates",
    after_help = EXAMPLES
)]
pub(crate) struct NewArgs {
    /// Name of the function: a letter, then letters, digits, `-` and `_`
    #[arg(value_name = "NAME", required_unless_present = "list_templates")]
    pub(crate) name: Option<String>,

    /// What to start from; see --list-templates
    #[arg(short, long, value_name = "TEMPLATE", default_value = "hello-world")]
    pub(crate) template: String,

    /// Who may call it [default: what suits the template]
    #[arg(long, value_name = "WHO")]
    pub(crate) auth: Option<AuthChoice>,

    /// List the templates and exit
    #[arg(long)]
    pub(crate) list_templates: bool,
}

/// Who may call a new function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuthChoice {
    /// Everybody
    None,
    /// Whoever sends one of the project's API keys; the code checks it
    Apikey,
    /// Whoever sends a valid token; the code reads its claims
    User,
}

const EXAMPLES: &str = "\
Examples:
  fx functions new hello
  fx functions new api --template rest-api
  fx functions new hook --template webhook --auth none
  fx functions new --list-templates";
