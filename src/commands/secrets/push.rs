//! `fx secrets push`.

use anyhow::Context as _;

use super::{
    Remote, Tense, discover, print_difference,
    sources::{SourceError, env_file},
    warn_all,
};
use crate::{
    api_types::NewSecret,
    cli::PushSecretsArgs,
    commands::{
        Context, consent,
        engine::{Ended, until_interrupted},
    },
    diagnostics::ExitStatus,
    output::counted,
    secrets::{self, Difference, Filter, Given},
};

/// Makes the project's secrets equal to the file.
pub(super) fn run(args: &PushSecretsArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    if args.prune && !args.dry_run {
        consent::check("`--prune`", cx)?;
    }
    let found = env_file(&args.env_file, cx)?;
    warn_all(&found.warnings, cx);
    let given = Given::new(found.variables, &Filter::default())?;
    warn_all(&given.warnings, cx);
    if given.secrets.is_empty() {
        let file = args.env_file.display().to_string();
        return Err(SourceError::EmptyFile { file }.into());
    }
    let remote = Remote::of(&args.remote, &discover(cx)?, cx)?;
    let there = match until_interrupted(remote.client.list_secrets(&remote.reference))? {
        Ended::Done(there) => there?,
        Ended::Interrupted(status) => return Ok(status),
    };
    let mut difference = Difference::new(&given.secrets, &there);
    if !args.prune {
        let kept = std::mem::take(&mut difference.removed);
        tell_kept(&kept, cx);
    }
    if args.dry_run {
        print_difference(&difference, Tense::Future, &remote.reference, cx)?;
        return Ok(ExitStatus::Success);
    }
    if let Some(question) = question(&difference, &remote)
        && let Ended::Interrupted(status) = consent::ask(question, cx)?
    {
        return Ok(status);
    }
    match until_interrupted(apply(&difference, given, &remote))? {
        Ended::Done(ended) => ended?,
        Ended::Interrupted(status) => return Ok(status),
    }
    print_difference(&difference, Tense::Past, &remote.reference, cx)?;
    Ok(ExitStatus::Success)
}

fn tell_kept(kept: &[String], cx: &Context) {
    if !kept.is_empty() {
        let count = counted(kept.len(), "secret");
        let text = format!("{count} of the project not in the file; `--prune` removes what is not");
        cx.printer.stderr(text);
    }
}

/// What is asked before secrets are removed.
fn question(difference: &Difference, remote: &Remote) -> Option<String> {
    let removed = &difference.removed;
    if removed.is_empty() {
        return None;
    }
    let (count, names) = (counted(removed.len(), "secret"), removed.join(", "));
    let reference = &remote.reference;
    Some(format!("Remove {count} of {reference} ({names})?"))
}

/// Sets first: whoever reads secrets meanwhile misses none that stays.
async fn apply(difference: &Difference, given: Given, remote: &Remote) -> anyhow::Result<()> {
    let (client, reference) = (&remote.client, &remote.reference);
    let pending = given.secrets.into_iter();
    let pending: Vec<NewSecret> = pending
        .filter(|secret| difference.is_pending(&secret.name))
        .collect();
    secrets::set(client, reference, &pending).await?;
    if difference.removed.is_empty() {
        return Ok(());
    }
    let removed = client.delete_secrets(reference, &difference.removed).await;
    match pending.len() {
        0 => Ok(removed?),
        count => removed.with_context(|| format!("{} set, none removed", counted(count, "secret"))),
    }
}
