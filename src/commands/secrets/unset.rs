//! `fx secrets unset`.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Remote, discover};
use crate::{
    cli::UnsetSecretsArgs,
    commands::{
        Context, consent,
        engine::{Ended, until_interrupted},
    },
    diagnostics::ExitStatus,
    output::counted,
    secrets::is_reserved,
};

/// The words that scripts know.
const FINISHED: &str = "Finished supabase secrets unset.";

#[derive(Serialize)]
struct Record<'a> {
    project_ref: &'a str,
    dry_run: bool,
    count: usize,
    names: &'a [String],
    message: &'static str,
}

/// Removes the named secrets, or all.
pub(super) fn run(args: &UnsetSecretsArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    if args.all && !args.dry_run {
        consent::check("`--all`", cx)?;
    }
    let remote = Remote::of(&args.remote, &discover(cx)?, cx)?;
    let names = match names(args, &remote)? {
        Ended::Done(names) => names,
        Ended::Interrupted(status) => return Ok(status),
    };
    if args.dry_run || names.is_empty() {
        print_plan(args, &names, &remote, cx)?;
        return Ok(ExitStatus::Success);
    }
    if args.all {
        let (count, listed) = (counted(names.len(), "secret"), names.join(", "));
        let question = format!("Remove {count} of {} ({listed})?", remote.reference);
        if let Ended::Interrupted(status) = consent::ask(question, cx)? {
            return Ok(status);
        }
    }
    let removal = remote.client.delete_secrets(&remote.reference, &names);
    match until_interrupted(removal)? {
        Ended::Done(ended) => ended?,
        Ended::Interrupted(status) => return Ok(status),
    }
    if !cx.print_record(&record(&names, FINISHED, false, &remote))? {
        cx.printer.stdout(FINISHED)?;
    }
    Ok(ExitStatus::Success)
}

/// The names that were given; for `--all` and to preview, those of them that are there.
fn names(args: &UnsetSecretsArgs, remote: &Remote) -> anyhow::Result<Ended<Vec<String>>> {
    let given: BTreeSet<&String> = args.names.iter().collect();
    if !args.all && !args.dry_run {
        return Ok(Ended::Done(given.into_iter().cloned().collect()));
    }
    let there = match until_interrupted(remote.client.list_secrets(&remote.reference))? {
        Ended::Done(there) => there?,
        Ended::Interrupted(status) => return Ok(Ended::Interrupted(status)),
    };
    let names = there.into_iter().map(|secret| secret.name);
    let names: BTreeSet<String> = names
        .filter(|name| match args.all {
            true => !is_reserved(name),
            false => given.contains(name),
        })
        .collect();
    Ok(Ended::Done(names.into_iter().collect()))
}

fn print_plan(
    args: &UnsetSecretsArgs,
    names: &[String],
    remote: &Remote,
    cx: &Context,
) -> anyhow::Result<()> {
    let message = if names.is_empty() {
        "There is no secret to remove."
    } else {
        ""
    };
    if cx.print_record(&record(names, message, args.dry_run, remote))? {
        return Ok(());
    }
    for name in names {
        cx.printer.stdout(format!("- {name}"))?;
    }
    let (reference, count) = (&remote.reference, counted(names.len(), "secret"));
    cx.printer.stderr(match names {
        [] => message.to_owned(),
        _ => format!("{reference}: {count} to remove"),
    });
    Ok(())
}

fn record<'a>(
    names: &'a [String],
    message: &'static str,
    dry_run: bool,
    remote: &'a Remote,
) -> Record<'a> {
    Record {
        project_ref: remote.reference.as_str(),
        dry_run,
        count: names.len(),
        names,
        message,
    }
}
