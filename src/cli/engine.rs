//! The arguments of `fx engine`.

use clap::Subcommand;

/// What to do with the engine.
#[derive(Debug, Subcommand)]
pub(crate) enum EngineCommand {
    /// Download, verify and install the pinned engine
    #[command(
        long_about = "Download, verify and install the pinned engine.\n\n\
            `fx functions serve` does so by itself when it is first needed; run this to prepare an image or a machine \
            that will have no network. The package comes from the npm registry of `.npmrc` or NPM_CONFIG_REGISTRY.",
        after_help = "Examples:\n  fx engine install\n  FX_CACHE_DIR=/opt/fx fx engine install"
    )]
    Install,
    /// List the installed engines
    #[command(
        visible_alias = "ls",
        after_help = "Examples:\n  fx engine list\n  fx engine list --output-format json"
    )]
    List,
    /// Print the path of the engine's executable
    #[command(
        long_about = "Print the path of the engine's executable: that of FX_ENGINE when it is set, else the pinned one. \
            Nothing is downloaded.",
        after_help = "Examples:\n  fx engine path\n  \"$(fx engine path)\" --version"
    )]
    Path,
    /// Remove installed engines
    #[command(
        long_about = "Remove an installed engine: the pinned one, unless a version is given.",
        visible_alias = "rm",
        after_help = "Examples:\n  fx engine remove\n  fx engine remove 2.9.5\n  fx engine remove --all"
    )]
    Remove {
        /// Version to remove [default: the pinned one]
        #[arg(value_name = "VERSION", conflicts_with = "all")]
        version: Option<String>,
        /// Remove every version
        #[arg(long)]
        all: bool,
    },
}
