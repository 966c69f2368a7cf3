//! `fx engine`: what is installed, where it is, and the words for it.

use std::{
    path::{Path, PathBuf},
    sync::Mutex,
    time::Instant,
};

use anyhow::Context as _;
use serde::Serialize;

use super::Context;
use crate::{
    cli::EngineCommand,
    diagnostics::{ExitStatus, Warning},
    dirs::Dirs,
    engine::{self, Event, Installed, Origin, Provision, Release, Reporter, Store},
    http,
    output::{self, Printer, Progress},
    process::Interrupts,
    project::EnvironmentUses,
};

/// Runs one of the commands.
pub(crate) fn run(command: &EngineCommand, cx: &Context) -> anyhow::Result<ExitStatus> {
    let dirs = Dirs::from_env()?;
    match command {
        EngineCommand::Install => install(&dirs, cx),
        EngineCommand::List => list(&dirs, cx),
        EngineCommand::Path => path(&dirs, cx),
        EngineCommand::Remove { version, all } => remove(&dirs, version.as_deref(), *all, cx),
    }
}

/// Shows a person how far an engine is.
pub(crate) struct TerminalReporter {
    printer: Printer,
    environment: EnvironmentUses,
    progress: Mutex<Option<Progress>>,
}

impl TerminalReporter {
    /// A reporter that has nothing to say yet.
    pub(crate) fn new(printer: Printer, environment: &EnvironmentUses) -> Self {
        Self {
            printer,
            environment: environment.clone(),
            progress: Mutex::new(None),
        }
    }

    fn begin(&self, release: &Release, total: Option<u64>) {
        let message = match total {
            // A bar shows the size by itself.
            Some(total) if !self.printer.animates() => {
                format!("Downloading {release}, {}", output::size(total))
            }
            _ => format!("Downloading {release}"),
        };
        self.replace(Some(Progress::bytes(self.printer, &message, total)));
    }

    fn replace(&self, progress: Option<Progress>) {
        *self.progress.lock().expect("no holder of the lock panics") = progress;
    }
}

impl Reporter for TerminalReporter {
    fn report(&self, event: Event<'_>) {
        match event {
            Event::Waiting => self
                .printer
                .stderr("Waiting for another fx process that is downloading the engine"),
            Event::Given { variable } => self.environment.add_sent(".npmrc", variable),
            Event::Downloading { release, total } => self.begin(release, total),
            Event::Received(bytes) => {
                let progress = self.progress.lock().expect("no holder of the lock panics");
                if let Some(progress) = &*progress {
                    progress.advance(bytes);
                }
            }
            Event::Retrying { error, pause } => {
                self.replace(None);
                let seconds = pause.as_secs_f32();
                let cause = innermost(error).map_or_else(String::new, |cause| format!(": {cause}"));
                let message = format!("{error}{cause}; trying again in {seconds:.1} s");
                self.printer.warn(&Warning::new(message));
            }
            Event::Unpacking => self.replace(None),
        }
    }
}

/// What lies at the bottom of an error, when there is something below it.
fn innermost(error: &dyn std::error::Error) -> Option<&dyn std::error::Error> {
    let cause = error.source()?;
    innermost(cause).or(Some(cause))
}

fn install(dirs: &Dirs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let before = engine::located(dirs)?;
    if let Some((path, origin)) = before {
        let words = match origin {
            Origin::Override => "nothing to install: `FX_ENGINE` is set".to_owned(),
            Origin::Pinned => format!("{} is installed already", Release::pinned()?),
        };
        cx.printer.stderr(words);
        return print_path(&path, origin, cx);
    }
    let started = Instant::now();
    let http = http::Options {
        ca_cert: cx.ca_cert.clone(),
        ..http::Options::default()
    };
    let project = project_root(cx);
    cx.environment.belong_to(&project);
    let provision = Provision {
        dirs,
        project: Some(&project),
        http: &http,
    };
    let reporter = TerminalReporter::new(cx.printer, &cx.environment);
    let path = match until_interrupted(engine::provision(&provision, &reporter))? {
        Ended::Done(installed) => installed?,
        Ended::Interrupted(status) => return Ok(status),
    };
    let seconds = started.elapsed().as_secs_f32();
    cx.printer.stderr(format!(
        "Installed {} in {seconds:.1} s",
        Release::pinned()?
    ));
    print_path(&path, Origin::Pinned, cx)
}

fn path(dirs: &Dirs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let (path, origin) = engine::located(dirs)?.ok_or(engine::Error::NotInstalled)?;
    print_path(&path, origin, cx)
}

/// The engine that a command would use.
#[derive(Serialize)]
struct PathRecord<'a> {
    path: &'a Path,
    /// `pinned` or `FX_ENGINE`.
    origin: &'static str,
    /// Unknown for an executable of the user's own.
    version: Option<String>,
}

fn print_path(path: &Path, origin: Origin, cx: &Context) -> anyhow::Result<ExitStatus> {
    let (origin, version) = match origin {
        Origin::Override => ("FX_ENGINE", None),
        Origin::Pinned => ("pinned", Some(Release::pinned()?.version)),
    };
    let record = PathRecord {
        path,
        origin,
        version,
    };
    if !cx.print_record(&record)? {
        cx.printer.stdout(path.display())?;
    }
    Ok(ExitStatus::Success)
}

#[derive(Serialize)]
struct ListRecord {
    engines: Vec<EngineRecord>,
}

#[derive(Serialize)]
struct EngineRecord {
    version: String,
    platform: String,
    pinned: bool,
    size_bytes: u64,
    path: PathBuf,
}

fn list(dirs: &Dirs, cx: &Context) -> anyhow::Result<ExitStatus> {
    // Where no release is pinned for this machine, what is there is still listed.
    let pinned = Release::pinned().ok();
    let is_pinned = |engine: &Installed| {
        pinned.as_ref().is_some_and(|release| {
            (&release.version, &release.platform) == (&engine.version, &engine.platform)
        })
    };
    let installed = Store::new(&dirs.cache).list()?;
    let engines = installed.into_iter().map(|engine| EngineRecord {
        pinned: is_pinned(&engine),
        version: engine.version,
        platform: engine.platform,
        size_bytes: engine.size,
        path: engine.executable,
    });
    let record = ListRecord {
        engines: engines.collect(),
    };
    if !cx.print_record(&record)? {
        print_table(&record, pinned.as_ref(), cx.printer)?;
    }
    Ok(ExitStatus::Success)
}

fn print_table(
    record: &ListRecord,
    pinned: Option<&Release>,
    printer: Printer,
) -> Result<(), output::Error> {
    for engine in &record.engines {
        let note = if engine.pinned { "  pinned" } else { "" };
        let size = output::size(engine.size_bytes);
        let (version, platform) = (&engine.version, &engine.platform);
        printer.stdout(format!("{version:<8}  {platform:<17}  {size:>8}{note}"))?;
    }
    if let Some(release) = pinned
        && !record.engines.iter().any(|engine| engine.pinned)
    {
        printer.stderr(format!(
            "{release} is pinned and not installed: run `fx engine install`"
        ));
    }
    Ok(())
}

fn remove(
    dirs: &Dirs,
    version: Option<&str>,
    all: bool,
    cx: &Context,
) -> anyhow::Result<ExitStatus> {
    let version = match version {
        Some(version) => version.to_owned(),
        None if all => String::new(),
        None => Release::pinned()?.version,
    };
    let reporter = TerminalReporter::new(cx.printer, &cx.environment);
    let store = Store::new(&dirs.cache);
    let unwanted = |engine: &Installed| all || engine.version == version;
    let removed = match until_interrupted(store.remove(unwanted, &reporter))? {
        Ended::Done(removed) => removed?,
        Ended::Interrupted(status) => return Ok(status),
    };
    if removed.is_empty() && !all {
        return Err(engine::Error::UnknownVersion { version }.into());
    }
    for engine in &removed {
        let size = output::size(engine.size);
        let words = format!(
            "Removed Deno {} ({}), {size}",
            engine.version, engine.platform
        );
        cx.printer.stderr(words);
    }
    if removed.is_empty() {
        cx.printer.stderr("no engine is installed");
    }
    Ok(ExitStatus::Success)
}

/// How work ended that may be interrupted.
pub(super) enum Ended<T> {
    Done(T),
    Interrupted(ExitStatus),
}

/// Runs `work` to its end, or to a signal: what `work` had begun is then undone by dropping it.
pub(super) fn until_interrupted<T>(work: impl Future<Output = T>) -> anyhow::Result<Ended<T>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("failed to start the runtime")?;
    let ended = runtime.block_on(async {
        let mut interrupts = Interrupts::listen().context("failed to listen for signals")?;
        Ok::<_, anyhow::Error>(tokio::select! {
            value = work => Ended::Done(value),
            reason = interrupts.next() => Ended::Interrupted(reason.exit_status()),
        })
    });
    // A thread that still unpacks must not hold up the exit; what it leaves, the next run removes.
    runtime.shutdown_background();
    ended
}

/// The directory whose `.npmrc` counts: the nearest one upwards that holds `supabase/`, else the working directory.
fn project_root(cx: &Context) -> PathBuf {
    if let Some(workdir) = &cx.workdir {
        return workdir.clone();
    }
    let mut ancestors = cx.cwd.ancestors();
    let root = ancestors.find(|directory| directory.join("supabase").is_dir());
    root.unwrap_or(&cx.cwd).to_owned()
}
