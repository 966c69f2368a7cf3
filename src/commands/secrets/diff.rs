//! `fx secrets diff`.

use super::{Remote, Tense, discover, print_difference, sources::env_file, warn_all};
use crate::{
    cli::DiffSecretsArgs,
    commands::{
        Context,
        engine::{Ended, until_interrupted},
    },
    diagnostics::ExitStatus,
    secrets::{Difference, Filter, Given},
};

/// Shows how the file and the project differ.
pub(super) fn run(args: &DiffSecretsArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let project = discover(cx)?;
    let found = match &args.env_file {
        Some(path) => env_file(path, cx)?,
        None => project.shared_env_file()?,
    };
    warn_all(&found.warnings, cx);
    let given = Given::new(found.variables, &Filter::default())?;
    warn_all(&given.warnings, cx);
    let remote = Remote::of(&args.remote, &project, cx)?;
    let there = match until_interrupted(remote.client.list_secrets(&remote.reference))? {
        Ended::Done(there) => there?,
        Ended::Interrupted(status) => return Ok(status),
    };
    let difference = Difference::new(&given.secrets, &there);
    print_difference(&difference, Tense::Future, &remote.reference, cx)?;
    let is_pending = !difference.added.is_empty()
        || !difference.changed.is_empty()
        || !difference.removed.is_empty();
    Ok(if is_pending && args.exit_code {
        ExitStatus::Pending
    } else {
        ExitStatus::Success
    })
}
