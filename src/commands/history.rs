//! `fx functions history` and `fx functions rollback`.
//!
//! A platform of one's own knows the versions of its functions, whoever deployed them from wherever. Of any other API
//! there is what was deployed from this machine.

use chrono::{DateTime, SecondsFormat};
use serde::Serialize;

use super::{
    Context,
    deploy::{Act, Locals, Printed, Remote, act, activate, always_parseable, history, print},
    engine::{Ended, until_interrupted},
    remote,
};
use crate::{
    api,
    api_types::{FunctionVersion, ProjectRef},
    cli::{HistoryArgs, RollbackArgs},
    deploy::{Entry, History, Kind},
    diagnostics::{ExitStatus, Hint},
    function::Slug,
    output::{self, Table},
};

/// How much of a digest a person wants to see.
const SHORT_DIGEST: usize = 12;

/// Why there is nothing to go back to.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RollbackError {
    /// Nothing was kept.
    #[error("nothing of `{slug}` was deployed from this machine")]
    Nothing {
        /// The function.
        slug: Slug,
    },
    /// Nothing else was kept.
    #[error("there is no earlier version of `{slug}` with other code")]
    NothingElse {
        /// The function.
        slug: Slug,
    },
    /// That version was not kept.
    #[error("version {version} of `{slug}` is not in the history")]
    NoVersion {
        /// The function.
        slug: Slug,
        /// The version that was asked for.
        version: i64,
    },
    /// It was, but not its body.
    #[error("version {version} of `{slug}` is too old: its code is no longer kept")]
    NoBody {
        /// The function.
        slug: Slug,
        /// The version.
        version: i64,
    },
}

impl Hint for RollbackError {
    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Nothing { slug } => format!(
                "fx keeps what it deploys; check out the version you want and run `fx functions deploy {slug}`"
            ),
            Self::NothingElse { slug }
            | Self::NoVersion { slug, .. }
            | Self::NoBody { slug, .. } => {
                format!("`fx functions history {slug}` lists the versions")
            }
        };
        vec![hint]
    }
}

/// One version, for programs.
#[derive(Serialize)]
struct Record<'a> {
    deployed_at: String,
    /// Whether it can be deployed again.
    available: bool,
    #[serde(flatten)]
    entry: RecordEntry<'a>,
}

#[derive(Serialize)]
struct RecordEntry<'a> {
    version: i64,
    kind: Kind,
    sha256: &'a str,
    bytes: u64,
    verify_jwt: Option<bool>,
}

/// Lists the versions.
pub(crate) fn list(args: &HistoryArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let slug: Slug = args.name.parse()?;
    let project = cx.project()?;
    let reference = remote::resolve_ref(&args.remote, &project)?;
    if let Some(remote) = own(&reference, cx)? {
        match until_interrupted(versions(&remote, &slug))? {
            Ended::Interrupted(status) => return Ok(status),
            Ended::Done(found) => {
                if let Some(versions) = found? {
                    return show(&versions.iter().map(of_platform).collect::<Vec<_>>(), cx);
                }
            }
        }
    }
    let history = history(&reference)?;
    let entries = history.entries(&slug);
    let records: Vec<Record<'_>> = entries.iter().map(|it| record(it, &history)).collect();
    show(&records, cx)
}

fn show(records: &[Record<'_>], cx: &Context) -> anyhow::Result<ExitStatus> {
    if cx.print_record(&records)? {
        return Ok(ExitStatus::Success);
    }
    let mut table = Table::new([
        "VERSION",
        "DEPLOYED AT (UTC)",
        "SIZE",
        "VERIFY JWT",
        "SHA256",
    ])
    .right_aligned(&[0, 2]);
    for record in records {
        let verify_jwt = record.entry.verify_jwt;
        let digest = &record.entry.sha256[..SHORT_DIGEST.min(record.entry.sha256.len())];
        table.row([
            record.entry.version.to_string(),
            record.deployed_at.replace('T', " ").replace('Z', ""),
            output::size(record.entry.bytes),
            verify_jwt.map_or_else(String::new, |it| it.to_string()),
            match record.available {
                true => digest.to_owned(),
                false => format!("{digest} (no longer kept)"),
            },
        ]);
    }
    cx.printer.stdout_block(&table.block())?;
    Ok(ExitStatus::Success)
}

fn record<'a>(entry: &'a Entry, history: &History) -> Record<'a> {
    let at = i64::try_from(entry.deployed_at).ok();
    Record {
        deployed_at: at.map_or_else(String::new, time),
        available: history.has_body(entry),
        entry: RecordEntry {
            version: entry.version,
            kind: entry.kind,
            sha256: &entry.sha256,
            bytes: entry.bytes,
            verify_jwt: entry.verify_jwt,
        },
    }
}

/// A platform keeps the code of what it lists, and bundles what it gets as sources.
fn of_platform(version: &FunctionVersion) -> Record<'_> {
    Record {
        deployed_at: time(version.created_at / 1000),
        available: true,
        entry: RecordEntry {
            version: version.version,
            kind: Kind::Bundle,
            sha256: &version.ezbr_sha256,
            bytes: version.size,
            verify_jwt: Some(version.verify_jwt),
        },
    }
}

/// A time in seconds since 1970 as RFC 3339.
fn time(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).map_or_else(String::new, |it| {
        it.to_rfc3339_opts(SecondsFormat::Secs, true)
    })
}

/// The project where it may be on a platform of one's own: the hosted API is known, and need not be asked.
fn own(reference: &ProjectRef, cx: &Context) -> anyhow::Result<Option<Remote>> {
    let (target, _) = remote::places(cx)?;
    match target.built_in() {
        Some(_) => Ok(None),
        None => Remote::connect(reference.clone(), cx).map(Some),
    }
}

/// The versions that the platform has, newest first; `None` when it is no platform of one's own, or has no such function.
async fn versions(
    remote: &Remote,
    slug: &Slug,
) -> Result<Option<Vec<FunctionVersion>>, api::Error> {
    let (client, project) = (&remote.client, &remote.project);
    let found = client.function_versions(project, slug.as_str()).await?;
    Ok(found.filter(|versions| !versions.is_empty()))
}

/// Deploys an earlier version again.
pub(crate) fn rollback(args: &RollbackArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    always_parseable(cx, |printed| {
        let slug: Slug = args.name.parse()?;
        let project = cx.project()?;
        let reference = remote::resolve_ref(&args.remote, &project)?;
        if let Some(remote) = own(&reference, cx)? {
            let going = go_back(&slug, args, &remote, printed, cx);
            match until_interrupted(going)? {
                Ended::Interrupted(status) => return Ok(status),
                Ended::Done(gone) => {
                    if let Some(status) = gone? {
                        return Ok(status);
                    }
                }
            }
        }
        let remote = Remote::connect(reference, cx)?;
        let entry = chosen(&slug, args.to, &remote.history)?;
        let local = remote.history.local(&slug, &entry)?;
        say_going_back(&slug, entry.version, cx);
        let asked = Act {
            force: false,
            prune_all_but: None,
            dry_run: args.dry_run,
            exit_code: args.exit_code,
            jobs: 1,
        };
        let locals = Locals::of(local);
        act(&asked, &remote, cx, printed, || async { Ok(locals) })
    })
}

fn say_going_back(slug: &Slug, version: i64, cx: &Context) {
    cx.printer
        .stderr(format!("Going back to version {version} of {slug}"));
}

/// Lets the platform go back by itself; `None` when it cannot.
async fn go_back(
    slug: &Slug,
    args: &RollbackArgs,
    remote: &Remote,
    printed: &Printed,
    cx: &Context,
) -> anyhow::Result<Option<ExitStatus>> {
    let Some(versions) = versions(remote, slug).await? else {
        return Ok(None);
    };
    let active = versions.iter().find(|it| it.active).unwrap_or(&versions[0]);
    let wanted = chosen_there(slug, args.to, active, &versions)?;
    say_going_back(slug, wanted.version, cx);
    let done = activate(remote, slug, active, wanted, args.dry_run, cx).await?;
    let record = done.ok_or_else(|| RollbackError::NoVersion {
        slug: slug.clone(),
        version: wanted.version,
    })?;
    let is_pending = args.dry_run && args.exit_code && record.is_pending();
    printed.set(true);
    print(&[record], remote, args.dry_run, None, cx)?;
    Ok(Some(match is_pending {
        true => ExitStatus::Pending,
        false => ExitStatus::Success,
    }))
}

/// The platform's version that was asked for, else the newest whose code is not that of the active one.
fn chosen_there<'a>(
    slug: &Slug,
    version: Option<i64>,
    active: &FunctionVersion,
    versions: &'a [FunctionVersion],
) -> Result<&'a FunctionVersion, RollbackError> {
    let slug = slug.clone();
    match version {
        Some(version) => {
            let found = versions.iter().find(|it| it.version == version);
            found.ok_or(RollbackError::NoVersion { slug, version })
        }
        None => {
            let mut versions = versions.iter();
            let found = versions.find(|it| it.ezbr_sha256 != active.ezbr_sha256);
            found.ok_or(RollbackError::NothingElse { slug })
        }
    }
}

/// The version that was asked for, else the newest whose code is not that of the newest.
fn chosen(slug: &Slug, version: Option<i64>, history: &History) -> Result<Entry, RollbackError> {
    let slug = slug.clone();
    let entries = history.entries(&slug);
    let Some(newest) = entries.first() else {
        return Err(RollbackError::Nothing { slug });
    };
    let found = match version {
        Some(version) => entries.iter().find(|entry| entry.version == version),
        None => entries.iter().find(|entry| entry.sha256 != newest.sha256),
    };
    match (found, version) {
        (Some(entry), _) if history.has_body(entry) => Ok(entry.clone()),
        (Some(entry), _) => Err(RollbackError::NoBody {
            slug,
            version: entry.version,
        }),
        (None, Some(version)) => Err(RollbackError::NoVersion { slug, version }),
        (None, None) => Err(RollbackError::NothingElse { slug }),
    }
}
