//! `fx platform`.

use clap::Subcommand;

/// What to do with the self-hosted server.
#[derive(Debug, Subcommand)]
pub(crate) enum PlatformCommand {
    /// Bundle an upload, as the server asks for on stdin
    #[command(hide = true)]
    BundleUpload,
}
