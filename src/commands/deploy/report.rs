//! What a deploy says at its end: one record per function, as a document or for people.

use std::{cell::Cell, collections::BTreeMap, time::Duration};

use serde::Serialize;

use super::Remote;
use crate::{
    api_types::Function,
    commands::Context,
    deploy::{Change, Outcome, Plan, Step},
    diagnostics::{ExitStatus, with_causes},
    function::Slug,
    output::{self, Format, Table},
};

/// Whether the document was written.
pub(in crate::commands) type Printed = Cell<bool>;

/// One function.
#[derive(Debug, Serialize)]
pub(in crate::commands) struct Record {
    pub(super) slug: String,
    /// `create`, `update`, `unchanged`, `delete`; empty when that never was found out.
    pub(super) change: &'static str,
    /// `deployed`, `unchanged`, `deleted`, `failed`, `planned`, `not_done`.
    pub(super) status: &'static str,
    pub(super) id: Option<String>,
    pub(super) version: Option<i64>,
    pub(super) url: Option<String>,
    pub(super) bytes: Option<usize>,
    pub(super) sha256: Option<String>,
    pub(super) verify_jwt: Option<bool>,
    /// Milliseconds from the first byte to the answer.
    pub(super) ms: f64,
    /// What differed.
    pub(super) reasons: Vec<String>,
    pub(super) error: Option<String>,
}

/// All of it.
#[derive(Serialize)]
struct Document<'a> {
    project_ref: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dashboard_url: Option<String>,
    dry_run: bool,
    functions: &'a [Record],
    message: &'a str,
    error: Option<String>,
}

/// What there is when it failed before there was anything to tell.
#[derive(Serialize)]
struct FailureDocument {
    functions: [Record; 0],
    error: String,
}

/// Runs `work`; whatever becomes of it, stdout has a document where one was asked for.
pub(in crate::commands) fn always_parseable(
    cx: &Context,
    work: impl FnOnce(&Printed) -> anyhow::Result<ExitStatus>,
) -> anyhow::Result<ExitStatus> {
    let printed = Cell::new(false);
    let ended = work(&printed);
    if !printed.get() && (cx.output.is_some() || cx.printer.format() != Format::Text) {
        let error = ended.as_ref().err();
        cx.print_record(&FailureDocument {
            functions: [],
            error: error.map_or_else(String::new, |error| with_causes(error.as_ref())),
        })?;
    }
    ended
}

/// What is known when a deploy ends.
pub(super) struct Ending<'a> {
    /// What was to be done.
    pub(super) plan: &'a Plan,
    /// What was done or failed.
    pub(super) outcomes: &'a [Outcome],
    /// What could not be made.
    pub(super) unmade: &'a [(Slug, String)],
    /// Whether nothing was to be done.
    pub(super) dry_run: bool,
}

impl Ending<'_> {
    /// One record per function, by name.
    pub(super) fn records(&self, remote: &Remote) -> Vec<Record> {
        let mut outcomes: BTreeMap<&str, &Outcome> = BTreeMap::new();
        for outcome in self.outcomes {
            outcomes.insert(&outcome.slug, outcome);
        }
        let rest = if self.dry_run { "planned" } else { "not_done" };
        let steps = self.plan.steps.iter().map(|step| {
            let slug = step.local.slug.as_str();
            Record::of_step(step, remote.function_url(slug), rest).with(outcomes.get(slug).copied())
        });
        let deletions = self.plan.deletions.iter().map(|function| {
            let record = Record {
                id: Some(function.id.clone()),
                version: Some(function.version),
                ..Record::new(&function.slug, "delete", rest)
            };
            record.with(outcomes.get(&*function.slug).copied())
        });
        let unmade = self.unmade.iter().map(|(slug, error)| Record {
            error: Some(error.clone()),
            ..Record::new(slug.as_str(), "", "failed")
        });
        let mut records: Vec<Record> = steps.chain(deletions).chain(unmade).collect();
        records.sort_by(|a, b| a.slug.cmp(&b.slug));
        records
    }
}

impl Record {
    /// One of which nothing else is known.
    pub(super) fn new(slug: &str, change: &'static str, status: &'static str) -> Self {
        Self {
            slug: slug.to_owned(),
            change,
            status,
            id: None,
            version: None,
            url: None,
            bytes: None,
            sha256: None,
            verify_jwt: None,
            ms: 0.0,
            reasons: Vec::new(),
            error: None,
        }
    }

    fn of_step(step: &Step, url: String, status: &'static str) -> Self {
        let (local, there) = (&step.local, step.remote.as_ref());
        let status = match step.change {
            Change::Unchanged => "unchanged",
            _ => status,
        };
        Self {
            id: there.map(|it| it.id.clone()),
            version: there.map(|it| it.version),
            url: Some(url),
            bytes: Some(local.body.len()),
            sha256: Some(local.sha256.clone()),
            verify_jwt: local
                .verify_jwt
                .or_else(|| there.and_then(|it| it.verify_jwt)),
            reasons: step.reasons.clone(),
            ..Self::new(local.slug.as_str(), step.change.word(), status)
        }
    }

    /// Whether a dry run has found something to do.
    pub(in crate::commands) fn is_pending(&self) -> bool {
        self.status == "planned"
    }

    /// It was deployed.
    pub(super) fn done(&mut self, function: &Function, duration: Duration) {
        self.status = "deployed";
        self.ms = milliseconds(duration);
        self.set(function);
    }

    fn set(&mut self, function: &Function) {
        self.id = Some(function.id.clone());
        self.version = Some(function.version);
        self.verify_jwt = function.verify_jwt.or(self.verify_jwt);
    }

    fn with(mut self, outcome: Option<&Outcome>) -> Self {
        let Some(outcome) = outcome else {
            return self;
        };
        self.ms = milliseconds(outcome.duration);
        match &outcome.result {
            Ok(function) => {
                self.status = match outcome.change {
                    Change::Unchanged => "unchanged",
                    Change::Delete => "deleted",
                    Change::Create | Change::Update => "deployed",
                };
                self.set(function);
            }
            Err(failure) => {
                self.status = "failed";
                self.error = Some(failure.text.clone());
            }
        }
        self
    }
}

fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 10_000.0).round() / 10.0
}

/// Writes the document, or what people and scripts read at the end of a deploy.
pub(in crate::commands) fn print(
    records: &[Record],
    remote: &Remote,
    dry_run: bool,
    error: Option<&dyn std::error::Error>,
    cx: &Context,
) -> Result<(), output::Error> {
    let message = match (dry_run, error.is_some()) {
        (true, _) => "Nothing was changed.",
        (_, true) => "",
        _ => "Deployed Functions.",
    };
    let document = Document {
        project_ref: remote.project.as_str(),
        dashboard_url: remote.dashboard_url(),
        dry_run,
        functions: records,
        message,
        error: error.map(with_causes),
    };
    if cx.print_record(&document)? {
        return Ok(());
    }
    if dry_run {
        return print_plan(records, cx);
    }
    if cx.printer.animates() {
        cx.printer.stderr_block(&table(records).block());
    }
    if error.is_some() {
        return Ok(());
    }
    let names = records.iter().filter(|record| record.change != "delete");
    let names: Vec<&str> = names.map(|record| &*record.slug).collect();
    cx.printer.stdout(format!(
        "Deployed Functions on project {}: {}",
        remote.project,
        names.join(", ")
    ))?;
    match remote.dashboard_url() {
        Some(url) => cx.printer.stdout(format!(
            "You can inspect your deployment in the Dashboard: {url}"
        )),
        None => {
            let url = remote.function_url("NAME");
            cx.printer.stderr(format!("Functions are at {url}"));
            Ok(())
        }
    }
}

fn print_plan(records: &[Record], cx: &Context) -> Result<(), output::Error> {
    let mut table =
        Table::new(["FUNCTION", "CHANGE", "VERSION", "SIZE", "WHY"]).right_aligned(&[2, 3]);
    for record in records {
        table.row([
            record.slug.clone(),
            changed(record).to_owned(),
            number(record.version),
            shown_size(record),
            match &record.error {
                Some(error) => error.lines().collect::<Vec<_>>().join("; "),
                None => record.reasons.join(", "),
            },
        ]);
    }
    cx.printer.stdout_block(&table.block())
}

fn table(records: &[Record]) -> Table {
    let headers = ["FUNCTION", "CHANGE", "VERSION", "SIZE", "MS", "URL"];
    let mut table = Table::new(headers).right_aligned(&[2, 3, 4]);
    for record in records {
        table.row([
            record.slug.clone(),
            changed(record).to_owned(),
            number(record.version),
            shown_size(record),
            format!("{:.0}", record.ms),
            record.url.clone().unwrap_or_default(),
        ]);
    }
    table
}

fn changed(record: &Record) -> &'static str {
    match record.status {
        status @ ("failed" | "not_done") => status,
        _ => record.change,
    }
}

fn number(version: Option<i64>) -> String {
    version.map_or_else(String::new, |version| version.to_string())
}

fn shown_size(record: &Record) -> String {
    let bytes = record.bytes;
    bytes.map_or_else(String::new, |bytes| output::size(bytes as u64))
}
