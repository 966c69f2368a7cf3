//! The run itself: engine, gateway, session, signals.

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
    thread::JoinHandle,
    time::Instant,
};

use anyhow::Context as _;
use tokio::sync::{Notify, mpsc};

use super::{
    findings::{name_holder, name_inspector_holder, say_findings, say_nothing_is_served},
    keys::{self, Keyboard},
    network, reporter,
    screen::LogLevel,
    services::Services,
    settings::{Inspect, Settings},
};
use crate::{
    cli::ServeArgs,
    commands::{Context, engine::TerminalReporter},
    dev::{Inspector, LocalKeys, Options, Order, Running, Sandbox, Serving, Session, Start},
    diagnostics::{ExitStatus, Warning},
    dirs::Dirs,
    engine::{self, Provision},
    env_vars::EnvVars,
    events::{Event, Ready, Served, Sink, StopReason},
    gateway::{self, Gateway},
    http,
    output::{Format, Printer},
    process::{self, Interrupts},
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
        yes: cx.yes,
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
    /// `--yes`.
    yes: bool,
}

impl Run {
    async fn serve(self) -> anyhow::Result<ExitStatus> {
        let mut interrupts = Interrupts::listen().context("failed to listen for signals")?;
        let catalog = &self.settings.catalog;
        // Keys that cannot be used are told before anything is asked or downloaded.
        let serving = Serving::of(catalog)?;
        let services = Services {
            settings: &self.settings,
            dirs: &self.dirs,
            printer: self.printer,
            ca_cert: self.ca_cert.as_deref(),
            yes: self.yes,
        };
        let located = tokio::select! {
            located = services.locate() => located?,
            reason = interrupts.next() => return Ok(reason.exit_status()),
        };
        let gateway = Gateway::bind(gateway::Options {
            host: self.settings.host,
            port: self.settings.port.unwrap_or(located.port),
            detail: true,
            compress: true,
            trusted: self.settings.trusted.clone(),
            services_for: self.settings.services_for,
        })
        .await
        .map_err(|error| name_holder(error, &located.found, self.settings.stack_port))?;
        let own_port = gateway.address().port();
        let inspector = self.inspector().await?;
        let engine = tokio::select! {
            engine = self.provision() => engine?,
            reason = interrupts.next() => return Ok(reason.exit_status()),
        };
        let base_url = self.settings.base_url(gateway.address());
        let services = services.start(located, own_port, serving.keys())?;
        let ready = self.ready(&base_url, &services, serving.keys(), inspector.as_ref());
        say_nothing_is_served(&self.settings, &base_url, self.printer);
        let (events, received) = Sink::new();
        let running_url = base_url.clone();
        let options = self.options(base_url, services, engine, inspector, events.clone());
        let session = Session::prepare(options, catalog, serving)?;
        let (orders, received_orders) = mpsc::channel(1);
        let stops = Stops::new(interrupts);
        let reason = Arc::clone(&stops.reason);
        let keyboard = self.keyboard(&ready, orders, &stops);
        let keyed = keyboard.as_ref().map(Keyboard::keyed).unwrap_or_default();
        let reporter =
            reporter::start(self.printer, keyed, received).context("failed to start a thread")?;
        let running = self.note(&running_url);
        events.send(Event::Ready(ready));
        if self.settings.sandbox == Sandbox::Off {
            events.send(no_sandbox());
        }
        let keyboard = keyboard.map(|keyboard| tokio::spawn(keyboard.run()));
        session
            .serve(gateway, received_orders, stops.handled(events))
            .await;
        drop(running);
        if let Some(keyboard) = keyboard {
            keyboard.abort();
            // The terminal is given back by then.
            keyboard.await.ok();
        }
        wait_for(reporter).await;
        let reason = reason.get().copied().unwrap_or(StopReason::Interrupt);
        Ok(reason.exit_status())
    }

    /// Tells other commands where fx listens, as long as it does.
    fn note(&self, base_url: &str) -> Option<Running> {
        let (state, root) = (&self.dirs.state, self.settings.catalog.project.root());
        let noted = Running::note(state, root, base_url);
        let told = noted.inspect_err(|error| {
            let state = state.display();
            let text = format!(
                "`fx status` will not know where fx listens: failed to write to `{state}`: {error}"
            );
            self.printer.warn(&Warning::new(text));
        });
        told.ok()
    }

    async fn inspector(&self) -> anyhow::Result<Option<Inspector>> {
        let Some(Inspect { mode, port }) = self.settings.inspect else {
            return Ok(None);
        };
        let inspector = Inspector::bind(port, mode).await;
        inspector.map(Some).map_err(name_inspector_holder)
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
        engine::provision(
            &provision,
            &TerminalReporter::new(self.printer, &self.settings.selection.environment),
        )
        .await
    }

    fn options(
        &self,
        base_url: String,
        services: Start,
        engine: PathBuf,
        inspector: Option<Inspector>,
        events: Sink,
    ) -> Options {
        Options {
            selection: self.settings.selection.clone(),
            code: self.settings.code.clone(),
            env_file: self.settings.env_file.clone(),
            base_url,
            services,
            engine,
            cache: self.dirs.cache.clone(),
            ca_cert: self.ca_cert.clone(),
            sandbox: self.settings.sandbox,
            standby: self.settings.standby,
            max_workers: self.settings.max_workers,
            stop_timeout: self.settings.stop_timeout,
            inspector,
            poll: std::env::var_os(EnvVars::FX_WATCH).is_some_and(|how| how == "poll"),
            events,
        }
    }

    fn keyboard(
        &self,
        ready: &Ready,
        orders: mpsc::Sender<Order>,
        stops: &Stops,
    ) -> Option<Keyboard> {
        let keys = keys::listen(self.printer)?;
        Some(Keyboard {
            keys,
            printer: self.printer,
            url: ready.functions.first().map(|function| function.url.clone()),
            orders,
            log_level: LogLevel::default(),
            quit: Arc::clone(&stops.quit),
        })
    }

    fn ready(
        &self,
        base_url: &str,
        services: &Start,
        keys: &LocalKeys,
        inspector: Option<&Inspector>,
    ) -> Ready {
        let functions = self.settings.catalog.functions.values();
        let functions = functions.map(|function| Served {
            slug: function.slug.to_string(),
            url: format!("{base_url}/functions/v1/{}", function.slug),
            verify_jwt: function.verify_jwt != Some(false),
        });
        Ready {
            functions: functions.collect(),
            url: base_url.to_owned(),
            elsewhere: network::addresses(self.settings.host, base_url),
            upstream: services.origin(),
            no_upstream: services.absence(),
            publishable_key: keys.publishable.clone(),
            inspector: inspector.map(Inspector::address),
            duration: self.started.elapsed(),
        }
    }
}

fn no_sandbox() -> Event {
    let message =
        "the sandbox is off: functions and their packages can do on this machine whatever you can";
    let hint = "leave `--sandbox off` out to have what hosted functions have";
    Event::Warning {
        message: message.to_owned(),
        hint: Some(hint.to_owned()),
    }
}

/// The session's end closed the queue of events; the thread ends with what was in it.
async fn wait_for(reporter: JoinHandle<()>) {
    tokio::task::spawn_blocking(move || reporter.join())
        .await
        .ok();
}

/// What asks fx to stop.
struct Stops {
    interrupts: Interrupts,
    quit: Arc<Notify>,
    /// The first one.
    reason: Arc<OnceLock<StopReason>>,
}

impl Stops {
    fn new(interrupts: Interrupts) -> Self {
        Self {
            interrupts,
            quit: Arc::default(),
            reason: Arc::default(),
        }
    }

    async fn next(&mut self) -> StopReason {
        tokio::select! {
            reason = self.interrupts.next() => reason,
            () = self.quit.notified() => StopReason::Key,
        }
    }

    /// Waits until fx is asked to stop, and says so. Asked again, fx ends at once.
    async fn handled(mut self, events: Sink) {
        let reason = self.next().await;
        // Nobody else sets it.
        let _ = self.reason.set(reason);
        events.send(Event::Shutdown { reason });
        tokio::spawn(async move {
            let reason = self.next().await;
            // Nothing is waited for; the system ends the workers with us.
            process::exit(reason.exit_status().code());
        });
    }
}
