//! The run itself: engine, gateway, session, signals.

use std::{path::PathBuf, time::Instant};

use anyhow::Context as _;
use tokio::sync::mpsc;

use super::{reporter, settings::Settings};
use crate::{
    cli::ServeArgs,
    commands::{Context, engine::TerminalReporter},
    dev::{LocalKeys, Options, Serving, Session},
    diagnostics::{ExitStatus, render_block},
    dirs::Dirs,
    engine::{self, Provision},
    env_vars::EnvVars,
    events::{Event, Ready, Served, Sink},
    gateway::{self, Gateway},
    http,
    output::{Format, Printer},
    process::Interrupts,
};

/// Serves until it is interrupted.
pub(crate) fn run(args: &ServeArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let started = Instant::now();
    let settings = Settings::resolve(args, cx)?;
    let dirs = Dirs::from_env()?;
    let printer = match cx.printer.format() {
        Format::StreamJson => cx.printer.terse(),
        Format::Text | Format::Json => cx.printer,
    };
    say_findings(&settings, printer);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("failed to start the runtime")?;
    let run = Run {
        settings,
        dirs,
        printer,
        ca_cert: cx.ca_cert.clone(),
        started,
    };
    let status = runtime.block_on(run.serve());
    runtime.shutdown_background();
    status
}

/// What a run needs to know.
struct Run {
    settings: Settings,
    dirs: Dirs,
    printer: Printer,
    ca_cert: Option<PathBuf>,
    started: Instant,
}

impl Run {
    async fn serve(self) -> anyhow::Result<ExitStatus> {
        let mut interrupts = Interrupts::listen().context("failed to listen for signals")?;
        let gateway = Gateway::bind(gateway::Options {
            host: self.settings.host,
            port: self.settings.port,
            detail: true,
        })
        .await?;
        let engine = tokio::select! {
            engine = self.provision() => engine?,
            _ = interrupts.next() => return Ok(ExitStatus::Interrupted),
        };
        let catalog = &self.settings.catalog;
        let serving = Serving::of(catalog)?;
        let base_url = self.settings.base_url(gateway.address());
        let ready = self.ready(&base_url, serving.keys());
        let (events, received) = Sink::new();
        let options = self.options(base_url, engine, events.clone());
        let session = Session::prepare(options, catalog, serving)?;
        let reporter =
            reporter::start(self.printer, received).context("failed to start a thread")?;
        events.send(Event::Ready(ready));
        let (_orders, received) = mpsc::channel(1);
        session
            .serve(gateway, received, stopped(interrupts, events))
            .await;
        // The session's end closed the queue; the thread ends with what was in it.
        tokio::task::spawn_blocking(move || reporter.join())
            .await
            .ok();
        Ok(ExitStatus::Interrupted)
    }

    async fn provision(&self) -> Result<PathBuf, engine::Error> {
        let http = http::Options {
            ca_cert: self.ca_cert.clone(),
            ..http::Options::default()
        };
        let provision = Provision {
            dirs: &self.dirs,
            project: Some(self.settings.catalog.project.root()),
            http: &http,
        };
        engine::provision(&provision, &TerminalReporter::new(self.printer)).await
    }

    fn options(&self, base_url: String, engine: PathBuf, events: Sink) -> Options {
        Options {
            selection: self.settings.selection.clone(),
            env_file: self.settings.env_file.clone(),
            base_url,
            engine,
            cache: self.dirs.cache.clone(),
            ca_cert: self.ca_cert.clone(),
            standby: self.settings.standby,
            poll: std::env::var_os(EnvVars::FX_WATCH).is_some_and(|how| how == "poll"),
            events,
        }
    }

    fn ready(&self, base_url: &str, keys: &LocalKeys) -> Ready {
        let functions = self.settings.catalog.functions.values();
        let functions = functions.map(|function| Served {
            slug: function.slug.to_string(),
            url: format!("{base_url}/functions/v1/{}", function.slug),
            verify_jwt: function.verify_jwt != Some(false),
        });
        Ready {
            functions: functions.collect(),
            publishable_key: keys.publishable.clone(),
            duration: self.started.elapsed(),
        }
    }
}

/// Waits until fx is asked to stop, and says so. Asked again, fx ends at once.
async fn stopped(mut interrupts: Interrupts, events: Sink) {
    let reason = interrupts.next().await;
    events.send(Event::Shutdown { reason });
    tokio::spawn(async move {
        interrupts.next().await;
        // Nothing is waited for; the system ends the workers with us.
        std::process::exit(ExitStatus::Interrupted.code().into());
    });
}

/// Warnings, and what is not served and why.
fn say_findings(settings: &Settings, printer: Printer) {
    let catalog = &settings.catalog;
    for warning in &catalog.warnings {
        printer.warn(warning);
    }
    for slug in &catalog.disabled {
        printer.stderr(format!("Skipped `{slug}`: `enabled = false`"));
    }
    for (slug, broken) in &catalog.broken {
        let title = format!("function `{slug}` cannot be served");
        let style = printer.stderr_style();
        let text = render_block(&title, &broken.message, &broken.hints, style);
        printer.important(text);
    }
}
