//! The run itself: engine, gateway, session, signals.

use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};

use anyhow::Context as _;
use tokio::sync::mpsc;

use super::{
    banner,
    findings::{name_holder, say_findings, say_nothing_is_served},
    reporter,
    settings::Settings,
};
use crate::{
    cli::ServeArgs,
    commands::{Context, engine::TerminalReporter},
    dev::{Options, Serving, Session},
    diagnostics::ExitStatus,
    dirs::Dirs,
    engine::{self, Provision},
    env_vars::EnvVars,
    events::Sink,
    gateway::{self, Gateway},
    http,
    process::Interrupts,
};

/// Serves until it is interrupted.
pub(crate) fn run(args: &ServeArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let started = Instant::now();
    let settings = Settings::resolve(args, cx)?;
    let dirs = Dirs::from_env()?;
    say_findings(&settings, cx.printer);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("failed to start the runtime")?;
    let status = runtime.block_on(serve(&settings, &dirs, cx, started));
    runtime.shutdown_background();
    status
}

async fn serve(
    settings: &Settings,
    dirs: &Dirs,
    cx: &Context,
    started: Instant,
) -> anyhow::Result<ExitStatus> {
    let mut interrupts = Interrupts::listen().context("failed to listen for signals")?;
    let gateway = Gateway::bind(gateway::Options {
        host: settings.host,
        port: settings.port,
        detail: true,
    })
    .await
    .map_err(name_holder)?;
    let engine = tokio::select! {
        engine = provision(settings, dirs, cx) => engine?,
        status = interrupts.next() => return Ok(status),
    };
    let serving = Serving::of(&settings.catalog)?;
    let base_url = settings.base_url(gateway.address());
    let (events, received) = Sink::new();
    let options = Options {
        selection: settings.selection.clone(),
        env_file: settings.env_file.clone(),
        base_url: base_url.clone(),
        engine,
        cache: dirs.cache.clone(),
        ca_cert: cx.ca_cert.clone(),
        standby: settings.standby,
        poll: std::env::var_os(EnvVars::FX_WATCH).is_some_and(|how| how == "poll"),
        events,
    };
    let style = cx.printer.stderr_style();
    let keys = serving.keys();
    let ready = banner::ready(settings, &base_url, keys, started.elapsed(), style);
    let session = Session::prepare(options, &settings.catalog, serving)?;
    say_nothing_is_served(settings, &base_url, cx.printer);
    cx.printer.stderr(ready);
    let reporter = reporter::start(cx.printer, received).context("failed to start a thread")?;
    let (_orders, received) = mpsc::channel(1);
    let printer = cx.printer;
    let ended = Arc::new(OnceLock::new());
    let asked = Arc::clone(&ended);
    let stop = async move {
        let status = interrupts.next().await;
        // Nobody else sets it.
        let _ = asked.set(status);
        printer.stderr("\nStopping; press Ctrl-C again to stop at once");
        tokio::spawn(async move {
            let status = interrupts.next().await;
            // Nothing is waited for; the system ends the workers with us.
            std::process::exit(status.code().into());
        });
    };
    session.serve(gateway, received, stop).await;
    // The session's end closed the queue; the thread ends with what was in it.
    tokio::task::spawn_blocking(move || reporter.join())
        .await
        .ok();
    Ok(ended.get().copied().unwrap_or(ExitStatus::Interrupted))
}

async fn provision(
    settings: &Settings,
    dirs: &Dirs,
    cx: &Context,
) -> Result<std::path::PathBuf, engine::Error> {
    let http = http::Options {
        ca_cert: cx.ca_cert.clone(),
        ..http::Options::default()
    };
    let provision = Provision {
        dirs,
        project: Some(settings.catalog.project.root()),
        http: &http,
    };
    engine::provision(&provision, &TerminalReporter::new(cx.printer)).await
}
