//! `fx secrets set`.

use serde::Serialize;

use super::{
    Remote, Tense, discover, print_difference,
    sources::{SourceError, gather},
    warn_all,
};
use crate::{
    cli::SetSecretsArgs,
    commands::{
        Context,
        engine::{Ended, until_interrupted},
    },
    diagnostics::ExitStatus,
    output::counted,
    secrets::{self, Difference, Filter, Given},
};

/// The words that scripts know.
const FINISHED: &str = "Finished supabase secrets set.";

#[derive(Serialize)]
struct Record<'a> {
    project_ref: &'a str,
    dry_run: bool,
    count: usize,
    names: &'a [String],
    message: &'static str,
}

/// Sets what was given.
pub(super) fn run(args: &SetSecretsArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let filter = Filter::new(&args.only, &args.exclude)?;
    let found = match gather(args, cx)? {
        Ended::Done(found) => found,
        Ended::Interrupted(status) => return Ok(status),
    };
    warn_all(&found.warnings, cx);
    let given = Given::new(found.variables, &filter)?;
    warn_all(&given.warnings, cx);
    if given.secrets.is_empty() {
        return Err(SourceError::NothingLeft.into());
    }
    let remote = Remote::of(&args.remote, &discover(cx)?, cx)?;
    if args.dry_run {
        return preview(&given, &remote, cx);
    }
    let (client, reference) = (&remote.client, &remote.reference);
    match until_interrupted(secrets::set(client, reference, &given.secrets))? {
        Ended::Done(ended) => ended?,
        Ended::Interrupted(status) => return Ok(status),
    }
    let names = given.names();
    let record = Record {
        project_ref: reference.as_str(),
        dry_run: false,
        count: names.len(),
        names: &names,
        message: FINISHED,
    };
    if !cx.print_record(&record)? {
        let count = counted(names.len(), "secret");
        cx.printer.stderr(format!("{reference}: {count} set"));
        cx.printer.stdout(FINISHED)?;
    }
    Ok(ExitStatus::Success)
}

fn preview(given: &Given, remote: &Remote, cx: &Context) -> anyhow::Result<ExitStatus> {
    let there = match until_interrupted(remote.client.list_secrets(&remote.reference))? {
        Ended::Done(there) => there?,
        Ended::Interrupted(status) => return Ok(status),
    };
    let difference = Difference {
        removed: Vec::new(),
        ..Difference::new(&given.secrets, &there)
    };
    print_difference(&difference, Tense::Future, &remote.reference, cx)?;
    Ok(ExitStatus::Success)
}
