//! `fx functions bundle`: functions as files, all or none.

use std::{
    num::NonZero,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use futures_util::future::join_all;
use serde::Serialize;

use super::{
    Context,
    check::check,
    selected::{Selected, listed},
};
use crate::{
    bundle::{Artifact, ArtifactOptions, Bundler, GraphRequest, NpmFiles, Places},
    cli::{BundleArgs, NpmFilesArg},
    diagnostics::{ExitStatus, Hint as _, Warning, with_hints},
    dirs::Dirs,
    fs,
    function::Slug,
    output::{self, Table},
};

/// How much of a digest a person wants to see.
const SHORT_DIGEST: usize = 12;

/// Bundles the functions and writes the files.
pub(crate) fn run(args: &BundleArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let selected = Selected::resolve(&args.names, args.import_map.as_ref(), cx)?;
    for warning in &selected.warnings {
        cx.printer.warn(warning);
    }
    let places = Places::of(&selected.project, &Dirs::from_env()?.cache);
    let jobs = args.jobs.or_else(|| thread::available_parallelism().ok());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let made = runtime.block_on(async {
        let bundler = Bundler::new(places, cx.ca_cert.clone(), jobs.map(NonZero::get));
        if args.check {
            check(&selected, &bundler, jobs.map_or(1, NonZero::get), cx).await?;
        }
        bundle_all(&selected, &bundler, args).await
    })?;
    let out_dir = match &args.out_dir {
        Some(directory) => cx.cwd.join(directory),
        None => selected.project.supabase_dir().join(".temp/bundles"),
    };
    let extension = if args.no_compress { "eszip" } else { "ezbr" };
    let mut records = Vec::new();
    for made in &made {
        for warning in &made.artifact.warnings {
            cx.printer.warn(warning);
        }
        let path = out_dir.join(format!("{}.{extension}", made.slug));
        write(&path, &made.artifact.bytes)?;
        records.push(Record::of(made, shown(&path, cx)));
    }
    report(&records, cx)?;
    if let Some(warning) = unpinned(&made) {
        cx.printer.warn(&warning);
    }
    Ok(ExitStatus::Success)
}

/// A warning about functions that may be others tomorrow.
fn unpinned(made: &[Made]) -> Option<Warning> {
    let unpinned = made.iter().filter(|made| !made.artifact.is_pinned);
    let names: Vec<String> = unpinned.map(|made| format!("`{}`", made.slug)).collect();
    if names.is_empty() {
        return None;
    }
    let message = format!(
        "`deno.lock` is missing or incomplete, so versions float in {}",
        names.join(", ")
    );
    Some(Warning::new(message).with_hint("`fx functions bundle --lock-write` pins them"))
}

fn options(args: &BundleArgs) -> ArtifactOptions {
    ArtifactOptions {
        npm_files: match args.npm_files {
            NpmFilesArg::Lean => NpmFiles::Lean,
            NpmFilesArg::All => NpmFiles::All,
        },
        compress: !args.no_compress,
    }
}

/// A function that was bundled.
struct Made {
    slug: Slug,
    artifact: Artifact,
    duration: Duration,
}

/// Functions that cannot be bundled.
#[derive(Debug, thiserror::Error)]
#[error("{} of {all} functions cannot be bundled:\n{}", failed.len(), listed(failed))]
pub(crate) struct BundleError {
    failed: Vec<(Slug, String)>,
    all: usize,
    status: ExitStatus,
}

impl crate::diagnostics::Hint for BundleError {
    fn hints(&self) -> Vec<String> {
        Vec::new()
    }

    fn exit_status(&self) -> ExitStatus {
        self.status
    }
}

/// Bundles every function, and tells about all that fail.
async fn bundle_all(
    selected: &Selected,
    bundler: &Bundler,
    args: &BundleArgs,
) -> anyhow::Result<Vec<Made>> {
    let attempts = selected.functions.iter().map(|function| async move {
        let request = GraphRequest {
            lock_write: args.lock_write,
            cached_only: args.cached_only,
            ..GraphRequest::of(function, bundler.places())
        };
        let started = Instant::now();
        let outcome = bundler.bundle(request, options(args)).await;
        (function.slug.clone(), outcome, started.elapsed())
    });
    let (mut made, mut failed) = (Vec::new(), Vec::new());
    for (slug, outcome, duration) in join_all(attempts).await {
        match outcome {
            Ok(artifact) => made.push(Made {
                slug,
                artifact,
                duration,
            }),
            Err(error) => failed.push((slug, error)),
        }
    }
    // One function is what the command is about: its error stands alone.
    if selected.functions.len() == 1
        && let Some((_, error)) = failed.pop()
    {
        return Err(error.into());
    }
    if failed.is_empty() {
        return Ok(made);
    }
    let statuses = failed.iter().map(|(_, error)| error.exit_status());
    let network = statuses
        .into_iter()
        .all(|status| status == ExitStatus::Network);
    Err(BundleError {
        all: selected.functions.len(),
        status: if network {
            ExitStatus::Network
        } else {
            ExitStatus::Failure
        },
        failed: failed
            .iter()
            .map(|(slug, error)| (slug.clone(), with_hints(error)))
            .collect(),
    }
    .into())
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(directory)
        .with_context(|| format!("failed to create `{}`", directory.display()))?;
    fs::write_atomic(path, bytes, 0o644)
        .with_context(|| format!("failed to write `{}`", path.display()))
}

/// The path as somebody in the current directory writes it.
fn shown(path: &Path, cx: &Context) -> String {
    let relative: Option<PathBuf> = path.strip_prefix(&cx.cwd).ok().map(Path::to_owned);
    relative
        .unwrap_or_else(|| path.to_owned())
        .display()
        .to_string()
}

/// One file, for programs.
#[derive(Serialize)]
struct Record<'a> {
    slug: &'a str,
    path: String,
    modules: usize,
    packages: usize,
    /// Bytes before compression.
    raw_size: u64,
    /// Bytes of the file.
    size: usize,
    sha256: &'a str,
    /// Milliseconds.
    duration_ms: f64,
    entrypoint: &'a str,
    import_map: Option<&'a str>,
    static_files: &'a [String],
}

impl<'a> Record<'a> {
    fn of(made: &'a Made, path: String) -> Self {
        let artifact = &made.artifact;
        Self {
            slug: made.slug.as_str(),
            path,
            modules: artifact.modules,
            packages: artifact.packages,
            raw_size: artifact.raw_size,
            size: artifact.bytes.len(),
            sha256: &artifact.sha256,
            duration_ms: (made.duration.as_secs_f64() * 10_000.0).round() / 10.0,
            entrypoint: &artifact.entrypoint,
            import_map: artifact.import_map.as_deref(),
            static_files: &artifact.static_files,
        }
    }
}

fn report(records: &[Record<'_>], cx: &Context) -> Result<(), output::Error> {
    if cx.print_record(&records)? {
        return Ok(());
    }
    let headers = ["FUNCTION", "MODULES", "RAW", "SIZE", "MS", "SHA256", "FILE"];
    let mut table = Table::new(headers).right_aligned(&[1, 2, 3, 4]);
    for record in records {
        table.row([
            record.slug.to_owned(),
            record.modules.to_string(),
            kilobytes(record.raw_size),
            kilobytes(record.size as u64),
            format!("{:.0}", record.duration_ms),
            record.sha256[..SHORT_DIGEST].to_owned(),
            record.path.clone(),
        ]);
    }
    cx.printer.stdout(table)
}

/// A size in thousands of bytes, rounded up.
pub(super) fn kilobytes(bytes: u64) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}
