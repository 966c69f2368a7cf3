//! `fx functions delete`: what was named goes, once all of it is known to be there. One that fails stops no other.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    Context, consent,
    engine::{Ended, until_interrupted},
    remote,
    selected::listed,
};
use crate::{
    api::{Authenticated, Client, Error},
    api_types::{FunctionStatus, ProjectRef},
    cli::DeleteArgs,
    diagnostics::{ExitStatus, Hint, with_causes, with_hints},
    function::{InvalidSlug, Slug},
};

/// A function that the project does not have.
#[derive(Debug, thiserror::Error)]
#[error(
    "Function {slug} does not exist on the Supabase project{}",
    if *.is_deletion { ": nothing to delete" } else { "" }
)]
pub(crate) struct NoFunction {
    /// As it was asked for.
    pub(super) slug: String,
    /// Whether it was to be deleted.
    pub(super) is_deletion: bool,
}

impl Hint for NoFunction {
    fn hints(&self) -> Vec<String> {
        vec!["`fx functions list` shows what the project has".to_owned()]
    }
}

/// Some or all of several functions, which are still there.
#[derive(Debug, thiserror::Error)]
#[error("{} of {all} functions were not deleted:\n{}", failed.len(), listed(failed))]
pub(crate) struct NotDeleted {
    /// Which, and why.
    failed: Vec<(String, String)>,
    /// How many there were.
    all: usize,
    /// The exit code.
    status: ExitStatus,
}

impl Hint for NotDeleted {
    fn hints(&self) -> Vec<String> {
        let names: Vec<&str> = self.failed.iter().map(|(name, _)| &**name).collect();
        let names = names.join(" ");
        vec![format!(
            "delete the rest with `fx functions delete {names}`"
        )]
    }

    fn exit_status(&self) -> ExitStatus {
        self.status
    }
}

/// The names, each once, in the order they were given. Functions that were made elsewhere may begin with a digit.
pub(super) fn checked_names(names: &[String]) -> Result<Vec<String>, InvalidSlug> {
    let mut seen = BTreeSet::new();
    let mut checked = Vec::new();
    for name in names {
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        if name.is_empty() || !name.bytes().all(is_word) {
            name.parse::<Slug>()?;
        }
        if seen.insert(name) {
            checked.push(name.clone());
        }
    }
    Ok(checked)
}

/// Deletes the functions.
pub(crate) fn run(args: &DeleteArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let names = checked_names(&args.names)?;
    let project = cx.project()?;
    let reference = remote::resolve_ref(&args.remote, &project)?;
    let client = remote::connect(cx)?;
    // One name is its own check: the server says whether it is there.
    if args.dry_run || names.len() > 1 {
        match until_interrupted(check(&client, &reference, &names))? {
            Ended::Done(checked) => checked?,
            Ended::Interrupted(status) => return Ok(status),
        }
    }
    let mut ends = Ends {
        gone: names.clone(),
        failed: Vec::new(),
    };
    if !args.dry_run {
        if cx.printer.can_ask() {
            let question = format!(
                "Delete Function {} on project {reference}?",
                names.join(", ")
            );
            if let Ended::Interrupted(status) = consent::ask(question, cx)? {
                return Ok(status);
            }
        }
        let deleted = until_interrupted(delete(&client, &reference, &names, cx))?;
        match deleted {
            Ended::Done(deleted) => ends = deleted?,
            Ended::Interrupted(status) => return Ok(status),
        }
    }
    report(args, &reference, &ends, cx)?;
    Ok(ends.into_result()?)
}

/// How it went with each of several functions.
struct Ends {
    /// What is there no more.
    gone: Vec<String>,
    /// What is still there, and why.
    failed: Vec<(String, Error)>,
}

impl Ends {
    /// One error about everything that failed, if anything did.
    fn into_result(self) -> Result<ExitStatus, NotDeleted> {
        let mut statuses = self.failed.iter().map(|(_, error)| error.exit_status());
        let Some(first) = statuses.next() else {
            return Ok(ExitStatus::Success);
        };
        let status = match (self.gone.is_empty(), statuses.all(|other| other == first)) {
            (false, _) => ExitStatus::Partial,
            (true, true) => first,
            (true, false) => ExitStatus::Failure,
        };
        let all = self.gone.len() + self.failed.len();
        let failed = self.failed.iter();
        let failed = failed.map(|(name, error)| (name.clone(), with_hints(error)));
        Err(NotDeleted {
            failed: failed.collect(),
            all,
            status,
        })
    }
}

async fn check(
    client: &Client<Authenticated>,
    reference: &ProjectRef,
    names: &[String],
) -> anyhow::Result<()> {
    let listed = client.list_functions(reference).await?;
    let is_there = |name: &String| {
        let mut listed = listed.iter();
        listed.any(|it| it.slug == *name && it.status != FunctionStatus::Removed)
    };
    match names.iter().find(|name| !is_there(name)) {
        Some(name) => Err(missing(name).into()),
        None => Ok(()),
    }
}

fn missing(name: &str) -> NoFunction {
    NoFunction {
        slug: name.to_owned(),
        is_deletion: true,
    }
}

async fn delete(
    client: &Client<Authenticated>,
    reference: &ProjectRef,
    names: &[String],
    cx: &Context,
) -> anyhow::Result<Ends> {
    let mut ends = Ends {
        gone: Vec::new(),
        failed: Vec::new(),
    };
    for name in names {
        match client.delete_function(reference, name).await {
            Ok(()) => {}
            Err(error) if names.len() == 1 && is_no_function(&error) => {
                return Err(missing(name).into());
            }
            Err(error) if names.len() == 1 => return Err(error.into()),
            // All of them were there: somebody else was quicker.
            Err(error) if is_no_function(&error) => {}
            Err(error) => {
                ends.failed.push((name.clone(), error));
                continue;
            }
        }
        ends.gone.push(name.clone());
        if is_text(cx) {
            cx.printer
                .stdout(format!("Deleted Function {name} from project {reference}."))?;
        }
    }
    Ok(ends)
}

/// Whether the function is what is not there; the server says so of projects, too.
pub(super) fn is_no_function(error: &Error) -> bool {
    let said = error.message().unwrap_or_default().to_ascii_lowercase();
    error.is_not_found() && !said.contains("project")
}

fn is_text(cx: &Context) -> bool {
    use crate::{cli::OutputShape, output::Format};
    matches!(cx.output, None | Some(OutputShape::Pretty)) && cx.printer.format() == Format::Text
}

/// What was deleted, for programs.
#[derive(Serialize)]
struct DeletedRecord<'a> {
    project_ref: &'a str,
    function_slugs: &'a [String],
    dry_run: bool,
    message: &'static str,
    /// What is still there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    failed: Vec<FailedRecord<'a>>,
}

#[derive(Serialize)]
struct FailedRecord<'a> {
    slug: &'a str,
    error: String,
}

fn report(
    args: &DeleteArgs,
    reference: &ProjectRef,
    ends: &Ends,
    cx: &Context,
) -> anyhow::Result<()> {
    let failed = ends.failed.iter().map(|(slug, error)| FailedRecord {
        slug,
        error: with_causes(error),
    });
    let record = DeletedRecord {
        project_ref: reference.as_str(),
        function_slugs: &ends.gone,
        failed: failed.collect(),
        dry_run: args.dry_run,
        message: match (args.dry_run, ends.failed.is_empty()) {
            (true, _) => "Nothing was deleted.",
            (false, true) => "Deleted Edge Function.",
            (false, false) => "",
        },
    };
    if !cx.print_record(&record)? && args.dry_run {
        for name in &ends.gone {
            cx.printer.stdout(format!(
                "Would delete Function {name} from project {reference}"
            ))?;
        }
    }
    Ok(())
}
