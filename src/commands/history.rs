//! `fx functions history` and `fx functions rollback`.

use chrono::{DateTime, SecondsFormat};
use serde::Serialize;

use super::{
    Context,
    deploy::{Act, Locals, Remote, act, always_parseable, history},
    remote,
};
use crate::{
    cli::{HistoryArgs, RollbackArgs},
    deploy::{Entry, History, Kind},
    diagnostics::{ExitStatus, Hint},
    function::Slug,
    output::{self, Table},
    project::Project,
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
    let project = Project::discover(&cx.cwd, cx.workdir.as_deref())?;
    let history = history(&remote::resolve_ref(&args.remote, &project)?)?;
    let entries = history.entries(&slug);
    let records: Vec<Record<'_>> = entries.iter().map(|it| record(it, &history)).collect();
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
    for record in &records {
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
    cx.printer.stdout(table)?;
    Ok(ExitStatus::Success)
}

fn record<'a>(entry: &'a Entry, history: &History) -> Record<'a> {
    let at = i64::try_from(entry.deployed_at).ok();
    let at = at.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    Record {
        deployed_at: at.map_or_else(String::new, |it| {
            it.to_rfc3339_opts(SecondsFormat::Secs, true)
        }),
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

/// Deploys an earlier version again.
pub(crate) fn rollback(args: &RollbackArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    always_parseable(cx, |printed| {
        let slug: Slug = args.name.parse()?;
        let project = Project::discover(&cx.cwd, cx.workdir.as_deref())?;
        let remote = Remote::connect(remote::resolve_ref(&args.remote, &project)?, cx)?;
        let entry = chosen(&slug, args.to, &remote.history)?;
        let local = remote.history.local(&slug, &entry)?;
        cx.printer
            .stderr(format!("Going back to version {} of {slug}", entry.version));
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
