//! `fx secrets`: what is set on a project, and what is to be.
//!
//! Everything that can be wrong here is found before the first request. Values come from arguments, files, stdin and
//! prompts (`sources`), and go nowhere but to the API.

mod diff;
mod list;
mod push;
mod set;
mod sources;
mod unset;

pub(crate) use sources::SourceError;

use serde::Serialize;

use super::{Context, remote};
use crate::{
    api::{Authenticated, Client},
    api_types::ProjectRef,
    cli::{RemoteArgs, SecretsCommand},
    diagnostics::{ExitStatus, Warning},
    output,
    project::Project,
    secrets::Difference,
};

/// Runs the command that was asked for.
pub(crate) fn run(command: &SecretsCommand, cx: &Context) -> anyhow::Result<ExitStatus> {
    match command {
        SecretsCommand::Set(args) => set::run(args, cx),
        SecretsCommand::List(args) => list::run(args, cx),
        SecretsCommand::Diff(args) => diff::run(args, cx),
        SecretsCommand::Push(args) => push::run(args, cx),
        SecretsCommand::Unset(args) => unset::run(args, cx),
    }
}

/// The project on the platform.
struct Remote {
    client: Client<Authenticated>,
    reference: ProjectRef,
}

impl Remote {
    /// Finds out which it is, and sends nothing yet.
    fn of(args: &RemoteArgs, project: &Project, cx: &Context) -> anyhow::Result<Self> {
        let reference = remote::resolve_ref(args, project)?;
        let client = remote::connect(cx)?;
        Ok(Self { client, reference })
    }
}

fn discover(cx: &Context) -> anyhow::Result<Project> {
    Ok(cx.project()?)
}

fn warn_all(warnings: &[Warning], cx: &Context) {
    for warning in warnings {
        cx.printer.warn(warning);
    }
}

/// What differs, for programs.
#[derive(Serialize)]
struct DifferenceRecord<'a> {
    project_ref: &'a str,
    dry_run: bool,
    added: &'a [String],
    changed: &'a [String],
    removed: &'a [String],
    same: &'a [String],
}

/// Whether what is shown has been done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tense {
    Past,
    Future,
}

/// Shows what differs, or what was changed.
fn print_difference(
    difference: &Difference,
    tense: Tense,
    reference: &ProjectRef,
    cx: &Context,
) -> Result<(), output::Error> {
    let Difference {
        added,
        changed,
        removed,
        same,
    } = difference;
    let record = DifferenceRecord {
        project_ref: reference.as_str(),
        dry_run: tense == Tense::Future,
        added,
        changed,
        removed,
        same,
    };
    if cx.print_record(&record)? {
        return Ok(());
    }
    for (mark, names) in [('+', added), ('~', changed), ('-', removed)] {
        for name in names {
            cx.printer.stdout(format_args!("{mark} {name}"))?;
        }
    }
    let verbs = match tense {
        Tense::Past => ["added", "changed", "removed"],
        Tense::Future => ["to add", "to change", "to remove"],
    };
    let counts = [added, changed, removed].map(Vec::len);
    let parts = counts.iter().zip(verbs);
    let parts: Vec<String> = parts
        .map(|(count, verb)| format!("{count} {verb}"))
        .collect();
    let same = same.len();
    cx.printer.stderr(format!(
        "{reference}: {}, {same} the same",
        parts.join(", ")
    ));
    Ok(())
}
