//! `fx functions list`: what is here beside what the project has.
//!
//! One request. What can be compared without bundling is compared: which functions there are, and `verify_jwt`. Code is
//! compared by the digest of the bundle, with `--diff` only; a body that the server bundled never has the digest of ours.

use std::{collections::BTreeMap, num::NonZero, thread};

use serde::Serialize;
use serde_json::Value;

use super::{
    Context,
    bundling::{BundlingOptions, bundle_all},
    engine::{Ended, until_interrupted},
    remote,
    selected::Selected,
};
use crate::{
    api_types::{self, FunctionStatus, ProjectRef},
    bundle::{Bundler, Places},
    cli::{ListArgs, OutputShape},
    diagnostics::{ExitStatus, Warning, with_hints},
    dirs::Dirs,
    function::Function,
    output::{self, Printer, Table},
    project::{Candidate, Overrides, Project},
};

/// Where a function is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    /// Here only.
    Local,
    /// In the project only.
    Remote,
    /// In both.
    Both,
}

/// Whether the code here is the code there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum CodeState {
    /// Nobody compared it, or it is in one place only.
    Unknown,
    /// It is.
    Same,
    /// It is not.
    Different,
}

/// A function, for programs.
#[derive(Serialize)]
struct Row {
    slug: String,
    name: String,
    state: State,
    status: Option<FunctionStatus>,
    version: Option<i64>,
    id: Option<String>,
    created_at: Option<i64>,
    updated_at: Option<i64>,
    /// What the project has, or else what is declared here.
    verify_jwt: Option<bool>,
    /// What is declared here.
    local_verify_jwt: Option<bool>,
    code: CodeState,
    /// What differs: `verify_jwt`, `code`.
    drift: Vec<&'static str>,
    /// Bytes of the bundle of what is here, when it was made.
    size: Option<usize>,
    ezbr_sha256: Option<String>,
    local_sha256: Option<String>,
}

#[derive(Serialize)]
struct ListRecord<'a> {
    project_ref: &'a str,
    functions: &'a [Row],
}

/// A bundle of what is here.
struct Made {
    sha256: String,
    size: usize,
}

/// Functions that are here, whether they work or not; `None` for those of which no more is known.
type Local = BTreeMap<String, Option<Function>>;

/// Lists the functions.
pub(crate) fn run(args: &ListArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let mut project = cx.project()?;
    let reference = remote::resolve_with_settings(&args.remote, &mut project, cx)?;
    let local = local(&project, cx.printer)?;
    let client = remote::connect(cx)?;
    let listed = match until_interrupted(client.list_functions(&reference))? {
        Ended::Done(listed) => listed?,
        Ended::Interrupted(status) => return Ok(status),
    };
    if print_bare(&listed, cx)? {
        return Ok(ExitStatus::Success);
    }
    let made = match args.diff {
        true => bundle(project, &local, &listed, cx)?,
        false => Ended::Done(BTreeMap::new()),
    };
    let made = match made {
        Ended::Done(made) => made,
        Ended::Interrupted(status) => return Ok(status),
    };
    let rows = rows(local, listed, &made);
    report(&rows, &reference, args.diff, cx)?;
    Ok(ExitStatus::Success)
}

fn local(project: &Project, printer: Printer) -> anyhow::Result<Local> {
    let mut local = Local::new();
    for candidate in project.functions(&[], &Overrides::default())? {
        match candidate {
            Candidate::Ready { function, .. } => {
                local.insert(function.slug.to_string(), Some(function));
            }
            Candidate::Disabled(slug) => drop(local.insert(slug.to_string(), None)),
            Candidate::Skipped(warning) | Candidate::Gone { warning, .. } => printer.warn(&warning),
            Candidate::Broken { slug, error } => {
                printer.warn(&Warning::new(format!(
                    "function `{slug}` cannot be used: {error}"
                )));
                local.insert(slug.to_string(), None);
            }
        }
    }
    Ok(local)
}

/// The shape of the Supabase CLI, which knows of nothing that is here.
fn print_bare(listed: &[api_types::Function], cx: &Context) -> anyhow::Result<bool> {
    let bare = |name: fn(&str) -> String| -> Vec<BTreeMap<String, Value>> {
        let records = listed.iter().map(|function| {
            let record = serde_json::to_value(function).expect("our records serialise");
            let members = record.as_object().cloned().unwrap_or_default();
            members
                .iter()
                .map(|(key, value)| (name(key), value.clone()))
                .collect()
        });
        records.collect()
    };
    match cx.output {
        Some(OutputShape::Json) => cx.printer.json(&bare(str::to_owned))?,
        Some(OutputShape::Yaml) => cx.printer.yaml(&bare(|key| key.replace('_', "")))?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// Bundles what is in both places, as a deploy does.
fn bundle(
    project: Project,
    local: &Local,
    listed: &[api_types::Function],
    cx: &Context,
) -> anyhow::Result<Ended<BTreeMap<String, Made>>> {
    let places = Places::of(&project, &Dirs::from_env()?.cache);
    let is_there = |slug: &str| listed.iter().any(|function| function.slug == slug);
    let functions = local.values().flatten();
    let selected = Selected {
        functions: functions
            .filter(|function| is_there(function.slug.as_str()))
            .cloned()
            .collect(),
        broken: Vec::new(),
        warnings: Vec::new(),
        project,
    };
    let options = BundlingOptions::to_deploy(false);
    let jobs = thread::available_parallelism().ok().map(NonZero::get);
    let work = async {
        let bundler = Bundler::new(places, cx.ca_cert.clone(), jobs);
        bundle_all(&selected, &bundler, &options).await
    };
    let attempts = match until_interrupted(work)? {
        Ended::Done(attempts) => attempts,
        Ended::Interrupted(status) => return Ok(Ended::Interrupted(status)),
    };
    let mut made = BTreeMap::new();
    for attempt in attempts {
        match attempt {
            Ok(one) => {
                let size = one.artifact.bytes.len();
                let sha256 = one.artifact.sha256;
                made.insert(one.function.slug.to_string(), Made { sha256, size });
            }
            Err((slug, error)) => {
                let why = with_hints(&error);
                cx.printer
                    .warn(&Warning::new(format!("`{slug}` was not compared: {why}")));
            }
        }
    }
    Ok(Ended::Done(made))
}

fn rows(
    mut local: Local,
    listed: Vec<api_types::Function>,
    made: &BTreeMap<String, Made>,
) -> Vec<Row> {
    let mut rows = Vec::new();
    for function in listed {
        let here = local.remove(&function.slug);
        let made = made.get(&function.slug);
        rows.push(Row::of(function, here, made));
    }
    for (slug, function) in local {
        let verify_jwt = function.and_then(|function| function.verify_jwt);
        rows.push(Row {
            name: slug.clone(),
            slug,
            state: State::Local,
            status: None,
            version: None,
            id: None,
            created_at: None,
            updated_at: None,
            verify_jwt,
            local_verify_jwt: verify_jwt,
            code: CodeState::Unknown,
            drift: Vec::new(),
            size: None,
            ezbr_sha256: None,
            local_sha256: None,
        });
    }
    rows.sort_by(|one, other| one.slug.cmp(&other.slug));
    rows
}

impl Row {
    fn of(there: api_types::Function, here: Option<Option<Function>>, made: Option<&Made>) -> Self {
        let local_verify_jwt = here.iter().flatten().find_map(|it| it.verify_jwt);
        let code = match (made, &there.ezbr_sha256) {
            (Some(made), Some(sha256)) if made.sha256.eq_ignore_ascii_case(sha256) => {
                CodeState::Same
            }
            (Some(_), _) => CodeState::Different,
            (None, _) => CodeState::Unknown,
        };
        let mut drift = Vec::new();
        if local_verify_jwt.is_some_and(|declared| there.verify_jwt != Some(declared)) {
            drift.push("verify_jwt");
        }
        if code == CodeState::Different {
            drift.push("code");
        }
        Self {
            state: if here.is_some() {
                State::Both
            } else {
                State::Remote
            },
            name: there.name,
            slug: there.slug,
            status: Some(there.status),
            version: Some(there.version),
            id: Some(there.id),
            created_at: there.created_at,
            updated_at: there.updated_at,
            verify_jwt: there.verify_jwt,
            local_verify_jwt,
            code,
            drift,
            size: made.map(|made| made.size),
            ezbr_sha256: there.ezbr_sha256,
            local_sha256: made.map(|made| made.sha256.clone()),
        }
    }

    fn drift(&self) -> String {
        match (self.drift.as_slice(), self.state, self.code) {
            ([], State::Both, CodeState::Same) => "none".to_owned(),
            ([], _, _) => "-".to_owned(),
            (drift, _, _) => drift.join(", "),
        }
    }
}

fn report(
    rows: &[Row],
    reference: &ProjectRef,
    is_compared: bool,
    cx: &Context,
) -> anyhow::Result<()> {
    let record = ListRecord {
        project_ref: reference.as_str(),
        functions: rows,
    };
    if cx.print_record(&record)? {
        return Ok(());
    }
    cx.printer.stdout_block(&table(rows).block())?;
    let is_unknown = rows
        .iter()
        .any(|row| row.state == State::Both && row.code == CodeState::Unknown);
    if is_unknown && !is_compared {
        cx.printer
            .stderr("Code was not compared; `fx functions list --diff` bundles and compares it");
    }
    Ok(())
}

fn table(rows: &[Row]) -> Table {
    let headers = [
        "NAME",
        "SLUG",
        "STATUS",
        "VERSION",
        "UPDATED_AT (UTC)",
        "VERIFY_JWT",
        "STATE",
        "DRIFT",
        "SIZE",
    ];
    let mut table = Table::new(headers);
    for row in rows {
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let size = row.size.map(|size| output::size(size as u64));
        table.row([
            if row.name.is_empty() {
                row.slug.clone()
            } else {
                row.name.clone()
            },
            row.slug.clone(),
            or_dash(row.status.map(status)),
            or_dash(row.version.map(|version| version.to_string())),
            or_dash(row.updated_at.and_then(time)),
            or_dash(row.verify_jwt.map(|it| it.to_string())),
            match row.state {
                State::Local => "local",
                State::Remote => "remote",
                State::Both => "both",
            }
            .to_owned(),
            row.drift(),
            or_dash(size),
        ]);
    }
    table
}

fn status(status: FunctionStatus) -> String {
    match status {
        FunctionStatus::Active => "ACTIVE",
        FunctionStatus::Removed => "REMOVED",
        FunctionStatus::Throttled => "THROTTLED",
        FunctionStatus::Unknown => "UNKNOWN",
    }
    .to_owned()
}

fn time(milliseconds: i64) -> Option<String> {
    let time = chrono::DateTime::from_timestamp_millis(milliseconds)?;
    Some(time.format("%Y-%m-%d %H:%M:%S").to_string())
}
