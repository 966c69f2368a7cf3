//! [`activate`]: a platform of one's own goes back to one of its versions, told as a deploy is told.

use std::time::Instant;

use super::{Remote, report::Record};
use crate::{
    api,
    api_types::FunctionVersion,
    commands::Context,
    deploy::{Change, verify_jwt_reason},
    function::Slug,
};

/// Makes `wanted` the version that answers instead of `active`, unless it is a dry run or they are the same. `None` when
/// the platform has dropped that version in the meantime.
pub(in crate::commands) async fn activate(
    remote: &Remote,
    slug: &Slug,
    active: &FunctionVersion,
    wanted: &FunctionVersion,
    dry_run: bool,
    cx: &Context,
) -> Result<Option<Record>, api::Error> {
    let mut record = planned(remote, slug, active, wanted);
    if record.reasons.is_empty() {
        cx.printer.stderr(format!("No change found in {slug}"));
        return Ok(Some(record));
    }
    if dry_run {
        return Ok(Some(record));
    }
    let started = Instant::now();
    let (client, project) = (&remote.client, &remote.project);
    let activated = client.activate_version(project, slug.as_str(), wanted.version);
    let Some(function) = activated.await? else {
        return Ok(None);
    };
    record.done(&function, started.elapsed());
    cx.printer.stderr(format!(
        "Deployed {slug} as version {} ({:.0} ms)",
        function.version, record.ms
    ));
    Ok(Some(record))
}

fn planned(
    remote: &Remote,
    slug: &Slug,
    active: &FunctionVersion,
    wanted: &FunctionVersion,
) -> Record {
    let mut reasons = Vec::new();
    if wanted.ezbr_sha256 != active.ezbr_sha256 {
        reasons.push("code".to_owned());
    }
    reasons.extend(verify_jwt_reason(active.verify_jwt, wanted.verify_jwt));
    let (change, status) = match reasons.is_empty() {
        true => (Change::Unchanged, "unchanged"),
        false => (Change::Update, "planned"),
    };
    Record {
        version: Some(active.version),
        url: Some(remote.function_url(slug.as_str())),
        bytes: usize::try_from(wanted.size).ok(),
        sha256: Some(wanted.ezbr_sha256.clone()),
        verify_jwt: Some(wanted.verify_jwt),
        reasons,
        ..Record::new(slug.as_str(), change.word(), status)
    }
}
