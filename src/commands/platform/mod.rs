//! `fx platform`: one file per verb.

mod bundle_upload;

use super::Context;
use crate::{cli::PlatformCommand, diagnostics::ExitStatus};

/// Runs the verb that was asked for.
pub(crate) fn run(command: &PlatformCommand, cx: &Context) -> anyhow::Result<ExitStatus> {
    match command {
        PlatformCommand::BundleUpload => bundle_upload::run(cx),
    }
}
