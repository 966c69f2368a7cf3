//! `fx link`, `fx unlink`.

use anyhow::bail;

use super::{
    Context,
    engine::{Ended, until_interrupted},
    remote,
};
use crate::{
    api_types::ProjectRef,
    cli::{LinkArgs, RemoteArgs},
    diagnostics::{ExitStatus, Warning},
};

/// Binds the project to the ref that was given, once the API has it.
pub(crate) fn link(args: &LinkArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let project = cx.project()?;
    let given = RemoteArgs {
        project_ref: args.reference.clone().or_else(|| args.project_ref.clone()),
        ..RemoteArgs::default()
    };
    let reference = remote::resolve_ref(&given, &project)?;
    let client = remote::connect(cx)?;
    let found = match until_interrupted(client.get_project(&reference))? {
        Ended::Done(found) => found?,
        Ended::Interrupted(status) => return Ok(status),
    };
    check(&found.status, &reference, cx)?;
    project.link(&reference)?;
    cx.printer
        .stderr(format!("Linked to {} ({reference})", found.name));
    if !cx.print_record(&found)? {
        cx.printer.stdout("Finished supabase link.")?;
    }
    Ok(ExitStatus::Success)
}

fn check(status: &str, reference: &ProjectRef, cx: &Context) -> anyhow::Result<()> {
    match status {
        "ACTIVE_HEALTHY" | "" => {}
        "INACTIVE" => bail!("project `{reference}` is paused"),
        other => cx.printer.warn(&Warning::new(format!(
            "the project is {other} rather than ACTIVE_HEALTHY, so some operations may fail"
        ))),
    }
    Ok(())
}

/// Undoes the link.
pub(crate) fn unlink(cx: &Context) -> anyhow::Result<ExitStatus> {
    let project = cx.project()?;
    let said = if project.unlink()? {
        "Finished supabase unlink."
    } else {
        "There was no link."
    };
    cx.printer.stderr(said);
    Ok(ExitStatus::Success)
}
