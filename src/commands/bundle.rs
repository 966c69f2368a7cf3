//! `fx functions bundle`: functions as files, all or none.

use std::{
    num::NonZero,
    path::{Path, PathBuf},
    thread,
};

use anyhow::Context as _;
use serde::Serialize;

use super::{
    Context,
    bundling::{BundlingOptions, Made, all_or_none, bundle_all},
    check::check,
    remote::use_settings,
    selected::Selected,
};
use crate::{
    bundle::{ArtifactOptions, Bundler, NpmFiles, Places},
    cli::{BundleArgs, NpmFilesArg},
    diagnostics::{ExitStatus, Warning},
    dirs::Dirs,
    fs,
    output::{self, Table},
    project::Overrides,
};

/// How much of a digest a person wants to see.
const SHORT_DIGEST: usize = 12;

/// Bundles the functions and writes the files.
pub(crate) fn run(args: &BundleArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let mut project = cx.project()?;
    if let Some(name) = &args.env {
        use_settings(name, &mut project, cx)?;
    }
    let overrides = Overrides {
        import_map: args.import_map.as_ref().map(|path| cx.cwd.join(path)),
        ..Overrides::default()
    };
    let selected = Selected::resolve(project, &args.names, &overrides, cx)?;
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
        all_or_none(bundle_all(&selected, &bundler, &options(args)).await)
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
        let path = out_dir.join(format!("{}.{extension}", made.function.slug));
        let written = match &args.out_dir {
            Some(_) => write(&path, &made.artifact.bytes),
            None => fs::write_found(&path, selected.project.root(), &made.artifact.bytes, 0o644),
        };
        written.with_context(|| format!("failed to write `{}`", shown(&path, cx)))?;
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
    let names: Vec<String> = unpinned
        .map(|made| format!("`{}`", made.function.slug))
        .collect();
    if names.is_empty() {
        return None;
    }
    let message = format!(
        "`deno.lock` is missing or incomplete, so versions float in {}",
        names.join(", ")
    );
    Some(Warning::new(message).with_hint("`fx functions bundle --lock-write` pins them"))
}

fn options(args: &BundleArgs) -> BundlingOptions {
    BundlingOptions {
        artifact: ArtifactOptions {
            npm_files: match args.npm_files {
                NpmFilesArg::Lean => NpmFiles::Lean,
                NpmFilesArg::All => NpmFiles::All,
            },
            compress: !args.no_compress,
            env_reads: false,
        },
        lock_write: args.lock_write,
        cached_only: args.cached_only,
    }
}

/// Writes to a place that somebody named.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(directory)?;
    fs::write_atomic(path, bytes, 0o644)
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
            slug: made.function.slug.as_str(),
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
            output::size(record.raw_size),
            output::size(record.size as u64),
            format!("{:.0}", record.duration_ms),
            record.sha256[..SHORT_DIGEST].to_owned(),
            record.path.clone(),
        ]);
    }
    cx.printer.stdout_block(&table.block())
}
