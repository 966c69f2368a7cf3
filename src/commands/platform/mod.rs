//! `fx platform`: run one, and look after its projects and tokens.

mod bundle_upload;
mod listen;
mod project;
mod reach;
mod start;
mod token;
mod user_token;

pub(crate) use listen::ListenError;
pub(crate) use reach::PlatformError;

use std::path::PathBuf;

use super::Context;
use crate::{
    cli::{DataArgs, PlatformCommand},
    diagnostics::ExitStatus,
    dirs::Dirs,
    platform::Home,
};

/// Runs one of the commands.
pub(super) fn run(command: &PlatformCommand, cx: &Context) -> anyhow::Result<ExitStatus> {
    match command {
        PlatformCommand::Start(args) => start::run(args, cx),
        PlatformCommand::Project(command) => project::run(command, cx),
        PlatformCommand::Token(command) => token::run(command, cx),
        PlatformCommand::BundleUpload => bundle_upload::run(cx),
    }
}

/// The data directory that is meant.
fn home(data: &DataArgs, dirs: &Dirs, cx: &Context) -> Home {
    let given = data.data.as_ref().map(|path| cx.cwd.join(path));
    Home::new(given.unwrap_or_else(|| default(dirs)))
}

fn default(dirs: &Dirs) -> PathBuf {
    dirs.state.join("platform")
}
