//! `fx completions`.

use clap::Args;
use clap_complete::Shell;

/// For which shell.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fx completions bash > ~/.local/share/bash-completion/completions/fx\n  \
    fx completions zsh > ~/.zfunc/_fx\n  \
    fx completions fish > ~/.config/fish/completions/fx.fish")]
pub(crate) struct CompletionsArgs {
    /// Shell
    pub(crate) shell: Shell,
}
