//! Which project of the platform a command is about.

use clap::Args;

/// Which project of the platform a command is about.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Project")]
pub(crate) struct RemoteArgs {
    /// Ref of the project [env: SUPABASE_PROJECT_ID] [default: the linked one]
    #[arg(long, value_name = "REF")]
    pub(crate) project_ref: Option<String>,

    /// The same in the words of the Supabase CLI; without a value the linked project
    #[arg(
        long,
        value_name = "REF",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with_all = ["project_ref", "env"]
    )]
    pub(crate) remote: Option<String>,

    /// The project of `[remotes.NAME]` in `supabase/config.toml`
    #[arg(long, value_name = "NAME", conflicts_with = "project_ref")]
    pub(crate) env: Option<String>,
}
