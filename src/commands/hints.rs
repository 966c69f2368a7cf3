//! The one list of error types that carry a hint or an exit code of their own.

use crate::{
    diagnostics::{ExitStatus, Hint},
    fs::refusal,
};

/// Every error of the chain that has a [`Hint`], outermost first.
fn hinted(error: &anyhow::Error) -> Vec<&dyn Hint> {
    let mut found: Vec<&dyn Hint> = Vec::new();
    for cause in error.chain() {
        macro_rules! list {
            ($($type:ty),* $(,)?) => {
                $(if let Some(hint) = cause.downcast_ref::<$type>() {
                    found.push(hint);
                })*
            };
        }
        list!(
            crate::api::Error,
            crate::api::TargetError,
            crate::api_types::InvalidRef,
            crate::bundle::Error,
            crate::bundle::NotInGraph,
            crate::commands::BundleError,
            crate::bundle::FormatError,
            crate::bundle::UnpackError,
            crate::commands::CheckError,
            crate::commands::ConsentError,
            crate::commands::DeployError,
            crate::commands::RollbackError,
            crate::commands::InitError,
            crate::commands::NoFunction,
            crate::commands::NotDeleted,
            crate::commands::OutputError,
            crate::commands::SelectError,
            crate::commands::SourceError,
            crate::commands::ServeError,
            crate::commands::LogsError,
            crate::commands::ListenError,
            crate::commands::PlatformError,
            crate::commands::RemoteError,
            crate::commands::LoginError,
            crate::credentials::Error,
            crate::download::Error,
            crate::dev::InspectorError,
            crate::dev::NoRoom,
            crate::dirs::Error,
            crate::engine::Error,
            crate::function::InvalidSlug,
            crate::gateway::Error,
            crate::gateway::TlsError,
            crate::http::Error,
            crate::output::AssignmentError,
            crate::platform::DatabaseError,
            crate::platform::Taken,
            crate::platform::Unusable,
            crate::platform::VaultError,
            crate::project::Error,
            crate::project::LinkError,
            crate::scaffold::Error,
            crate::secrets::Error,
        );
    }
    found
}

/// The hints of an error, outermost first.
pub(crate) fn hints_for_error(error: &anyhow::Error) -> Vec<String> {
    let of_types = hinted(error).into_iter().flat_map(Hint::hints);
    // A refusal comes inside an error of the system's.
    let refusals = error
        .chain()
        .filter_map(|cause| refusal(cause.downcast_ref()?));
    let all = of_types.chain(refusals.map(|refusal| refusal.hint().to_owned()));
    let mut hints: Vec<String> = Vec::new();
    for hint in all {
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    hints
}

/// The exit code of an error: the first of the chain that is not a plain failure.
pub(crate) fn exit_status_for_error(error: &anyhow::Error) -> ExitStatus {
    hinted(error)
        .into_iter()
        .map(Hint::exit_status)
        .find(|status| *status != ExitStatus::Failure)
        .unwrap_or(ExitStatus::Failure)
}
