//! `fx functions unbundle`: a bundle becomes the files it was made of.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde::Serialize;

use super::Context;
use crate::{
    bundle::{Bundle, Code, FormatError, Origin, Plan, State, Unpacked, decompress, unpack},
    cli::UnbundleArgs,
    diagnostics::ExitStatus,
    output,
    output::{counted, size},
};

/// More than any function has. Hosted ones may have 20 MB of it when it is compressed.
const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// Restores the files, or lists them.
pub(crate) fn run(args: &UnbundleArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let name = shown_name(&args.file);
    let file = read(&args.file, cx).with_context(|| format!("failed to read {name}"))?;
    let failed = || format!("failed to unbundle {name}");
    let eszip = decompress(&file, MAX_BYTES).with_context(failed)?;
    let bundle = Bundle::read(&eszip).with_context(failed)?;
    let unpacked = unpack(&bundle, Code::Original).with_context(failed)?;
    let out_dir = args.out_dir.clone();
    let out_dir = out_dir.unwrap_or_else(|| default_directory(&args.file));
    // As it was given, so that errors name files as the user does; the process is in that directory.
    let plan = Plan::new(&out_dir, &unpacked.files, args.force);
    let plan = plan.with_context(failed)?;
    if !args.dry_run {
        plan.write()?;
    }
    for warning in &unpacked.warnings {
        cx.printer.warn(warning);
    }
    let record = UnbundledRecord::new(&out_dir, &bundle, &unpacked, &plan, args.dry_run);
    if !cx.print_record(&record)? {
        report(&record, cx)?;
    }
    Ok(ExitStatus::Success)
}

fn shown_name(file: &Path) -> String {
    match file.to_str() {
        Some("-") => "stdin".to_owned(),
        _ => format!("`{}`", file.display()),
    }
}

fn read(file: &Path, cx: &Context) -> anyhow::Result<Vec<u8>> {
    let source: Box<dyn Read> = match file.to_str() {
        Some("-") => Box::new(io::stdin().lock()),
        _ => Box::new(File::open(cx.cwd.join(file))?),
    };
    let mut bytes = Vec::new();
    source.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(FormatError::TooLarge { limit: MAX_BYTES }.into());
    }
    Ok(bytes)
}

fn default_directory(file: &Path) -> PathBuf {
    match (file.to_str(), file.file_stem()) {
        (Some("-"), _) | (_, None) => "bundle".into(),
        (_, Some(stem)) => stem.into(),
    }
}

/// What was restored, for programs.
#[derive(Serialize)]
struct UnbundledRecord<'a> {
    out_dir: String,
    /// The layout of the bundle: `2.0`, `1.1`, `1`, `0` or `plain`.
    layout: String,
    /// What the content was checked with: `none`, `sha256`, `xxh3` or `unknown`.
    checksum: &'static str,
    /// The main module, below `out_dir`.
    entrypoint: Option<&'a str>,
    dry_run: bool,
    files: Vec<FileRecord<'a>>,
    /// Modules of other hosts, which are not written.
    remote_modules: &'a [&'a str],
    /// Packages, which are not written.
    npm_packages: &'a [&'a str],
    npm_files: usize,
    npm_bytes: usize,
    warnings: Vec<&'a str>,
}

#[derive(Serialize)]
struct FileRecord<'a> {
    path: &'a str,
    bytes: usize,
    state: State,
    origin: Origin,
}

impl<'a> UnbundledRecord<'a> {
    fn new(
        out_dir: &Path,
        bundle: &Bundle<'_>,
        unpacked: &'a Unpacked<'a>,
        plan: &Plan<'a>,
        dry_run: bool,
    ) -> Self {
        let files = plan.steps().map(|(file, state)| FileRecord {
            path: &file.path,
            bytes: file.content.len(),
            state,
            origin: file.origin,
        });
        let warnings = unpacked.warnings.iter();
        let (npm_files, npm_bytes) = bundle.package_files();
        Self {
            out_dir: out_dir.display().to_string(),
            layout: bundle.layout.to_string(),
            checksum: bundle.archive.checksums().name(),
            entrypoint: unpacked.entrypoint.as_deref(),
            dry_run,
            files: files.collect(),
            remote_modules: &unpacked.remote,
            npm_packages: &unpacked.packages,
            npm_files,
            npm_bytes,
            warnings: warnings.map(|warning| &*warning.message).collect(),
        }
    }

    fn count(&self, wanted: State) -> usize {
        let files = self.files.iter();
        files.filter(|file| file.state == wanted).count()
    }
}

fn report(record: &UnbundledRecord<'_>, cx: &Context) -> Result<(), output::Error> {
    let style = cx.printer.stdout_style();
    for file in &record.files {
        let state = word(file.state);
        let path = style.literal(file.path);
        cx.printer
            .stdout(format!("{state:9} {:>9} {path}", size(file.bytes as u64)))?;
    }
    if record.dry_run {
        let remote = record.remote_modules.iter();
        for specifier in remote {
            cx.printer
                .stdout(format!("{:19} {}", "remote", specifier.escape_debug()))?;
        }
        for package in record.npm_packages {
            cx.printer
                .stdout(format!("{:19} {}", "npm", package.escape_debug()))?;
        }
    }
    cx.printer.stderr(summary(record));
    Ok(())
}

/// The word for what becomes of a file.
pub(super) fn word(state: State) -> &'static str {
    match state {
        State::New => "new",
        State::Unchanged => "unchanged",
        State::Replaced => "replaced",
    }
}

fn summary(record: &UnbundledRecord<'_>) -> String {
    let written = record.count(State::New) + record.count(State::Replaced);
    let verb = if record.dry_run {
        "Would write"
    } else {
        "Wrote"
    };
    let files = counted(written, "file");
    let mut text = format!("{verb} {files} to `{}`", record.out_dir);
    let unchanged = record.count(State::Unchanged);
    if unchanged > 0 {
        text.push_str(&format!("; {unchanged} unchanged"));
    }
    let (remote, npm) = (record.remote_modules.len(), record.npm_packages.len());
    if remote + npm > 0 {
        let remote = counted(remote, "remote module");
        let npm = counted(npm, "npm package");
        text.push_str(&format!("; not written: {remote}, {npm}"));
    }
    text
}
