//! The task that owns one engine process from spawn to end.

use std::{
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWriteExt as _},
    process::ChildStderr,
    sync::{mpsc, watch},
    time::{Instant, sleep_until, timeout},
};

use super::{
    debuggee::Debuggee,
    exit::{Exit, ExitKind, logged},
    frame::{Line, Lines, Parser, Record},
    handle::{Inner, Status, Worker},
    knowledge::{Knowledge, Uncaught},
    lease::Usage,
    life::{Action, Facts, Life, Liveness, Probe, Wish},
    log_budget::LogBudget,
    meter::Meter,
    places::Place,
    room::Room,
    spec::Spec,
    transport::{Control, Ends, Hold},
    watchdog::{self, Activity, Limit, Verdict, Watchdog},
};
use crate::{
    events::{Advice, EndReason, Event, Level, Sink},
    function::Limits,
    process::{Child, QuotaKeeper, Sample},
};

/// How often the socket is tried until the function listens: servers of `node:http` do not report that they do.
const LISTEN_POLL: Duration = Duration::from_millis(2);
/// How often a worker that has something to do is looked at.
const BUSY_POLL: Duration = Duration::from_millis(20);
/// How often an idle worker is looked at.
const IDLE_POLL: Duration = Duration::from_millis(100);
/// How long the pipes of an ended process are read on.
const PIPE_TIMEOUT: Duration = Duration::from_millis(500);
/// Lines that may wait between the pipes and the actor.
const LINE_QUEUE: usize = 256;

/// A process that was told what it is, and all that belongs to it.
#[derive(Debug)]
pub(super) struct Process {
    pub(super) child: Child,
    pub(super) ends: Ends,
    pub(super) stderr: ChildStderr,
    pub(super) room: Room,
    /// Who keeps it to what it may write in its `/tmp`, if it has one of its own.
    pub(super) keeper: Option<QuotaKeeper>,
    pub(super) meter: Meter,
    /// What it had used before it was told.
    pub(super) at_start: Option<Sample>,
    pub(super) place: Place,
}

/// A line of one of the process's streams.
#[derive(Debug)]
enum Output {
    Stdout(Line),
    Stderr(String),
}

/// Owns one process.
pub(super) struct Actor {
    slug: String,
    id: Arc<str>,
    root: PathBuf,
    events: Sink,
    limits: Limits,
    logs: LogBudget,
    child: Child,
    meter: Arc<Meter>,
    control: Control,
    /// Dropped when the process has ended, so that its records end.
    hold: Option<Hold>,
    room: Room,
    _place: Place,
    started: Instant,
    life: Life,
    liveness: Liveness,
    known: Knowledge,
    watchdog: Watchdog,
    usage: Arc<Usage>,
    status: watch::Sender<Status>,
    /// What others want.
    wishes: watch::Receiver<Wish>,
    /// What its limits want.
    own_wish: Wish,
    /// Why the process has ended, or has to.
    exit: Option<Exit>,
}

impl Actor {
    /// Starts the task, and returns the handle to the worker.
    pub(super) fn start(
        spec: &Spec,
        id: Arc<str>,
        process: Process,
        parser: Parser,
        debuggee: Option<Debuggee>,
        events: Sink,
    ) -> Worker {
        let (status, seen) = watch::channel(Status::Booting);
        let (wish, wishes) = watch::channel(Wish::default());
        let overflow = process
            .room
            .overflow(process.child.id().zip(process.keeper));
        let Process {
            child,
            ends:
                Ends {
                    control,
                    records,
                    stdout,
                    hold,
                },
            stderr,
            room,
            meter,
            at_start,
            place,
            ..
        } = process;
        let (lines, outputs) = mpsc::channel(LINE_QUEUE);
        let text = |line: Vec<u8>| String::from_utf8_lossy(&line).into_owned();
        forward(records, lines.clone(), move |line| {
            Output::Stdout(parser.parse(&line))
        });
        if let Some(stdout) = stdout {
            forward(stdout, lines.clone(), move |line| {
                Output::Stdout(Line::Text(text(line)))
            });
        }
        forward(stderr, lines, move |line| Output::Stderr(text(line)));
        let started = Instant::now();
        let actor = Self {
            slug: spec.slug.to_string(),
            id,
            root: spec.root.clone(),
            events,
            limits: spec.limits.clone(),
            logs: LogBudget::of(&spec.limits),
            child,
            meter: Arc::new(meter),
            control,
            hold: Some(hold),
            room,
            _place: place,
            started,
            life: Life::new(),
            liveness: Liveness::new(started.into_std()),
            known: Knowledge::new(debuggee),
            watchdog: Watchdog::new(spec.limits.clone(), at_start),
            usage: Arc::default(),
            status,
            wishes,
            own_wish: Wish::default(),
            exit: None,
        };
        let inner = Inner {
            slug: actor.slug.clone(),
            id: Arc::clone(&actor.id),
            meter: Arc::clone(&actor.meter),
            has_node: Arc::clone(&actor.known.has_node),
            follows: Arc::clone(&actor.known.follows),
            endpoint: actor.room.endpoint().clone(),
            status: seen,
            wishes: wish,
            usage: Arc::clone(&actor.usage),
        };
        tokio::spawn(actor.live(outputs, overflow));
        Worker {
            inner: Arc::new(inner),
        }
    }

    /// Takes note of whatever happens, and does what follows from it, until the process has ended.
    ///
    /// `overflow` is ready when the process has more files than it may have, with what is too much.
    async fn live(
        mut self,
        mut outputs: mpsc::Receiver<Output>,
        overflow: impl Future<Output = String>,
    ) {
        let mut overflow = std::pin::pin!(overflow);
        let mut next_look = self.started + LISTEN_POLL;
        let exit = loop {
            let is_waited_for = self.life.is_leaving() && self.usage.active() > 0;
            tokio::select! {
                Some(output) = outputs.recv() => self.learn(output),
                changed = self.wishes.changed() => if changed.is_err() {
                    self.exit = Some(abandoned());
                },
                ended = self.child.wait() => {
                    self.usage.close();
                    self.meter.end();
                    self.hold = None;
                    self.drain(&mut outputs).await;
                    let is_full = self.watchdog.is_full(self.meter.last());
                    self.exit = Some(self.known.exit(ended, &self.limits, is_full));
                }
                () = self.usage.until_unused(), if is_waited_for => {}
                text = &mut overflow => self.exit = Some(Exit::limit(Limit::Storage, text)),
                () = sleep_until(next_look) => {
                    self.look(&mut outputs).await;
                    next_look = Instant::now() + self.poll();
                }
            }
            if self.exit.is_none() {
                self.advance().await;
            }
            if let Some(exit) = self.exit.take() {
                break exit;
            }
        };
        self.usage.close();
        let exit = self.end(exit);
        self.status.send_replace(Status::Exited(Arc::new(exit)));
        // A zombie is reaped here; the directory goes with `self`, after the process.
        let _ = self.child.wait().await;
    }

    /// Does what follows from what is known now.
    async fn advance(&mut self) {
        let facts = Facts {
            now: Instant::now().into_std(),
            wish: self.wishes.borrow().and(self.own_wish),
            listens: self.known.listens,
            heeds: self.known.heeds_control(),
            unloaded: self.known.unloaded,
            active: self.usage.active(),
            background: self.usage.has_background(),
        };
        for action in self.life.advance(&facts) {
            match action {
                Action::Open => self.open(),
                Action::Close => self.usage.close(),
                Action::Cut => self.usage.cut(),
                Action::Tell(reason) => {
                    self.known.unloaded = false;
                    self.unload(unload_reason(reason)).await;
                }
                Action::Kill(reason) => {
                    let exit = Exit::new(ExitKind::Stopped, "the worker was stopped");
                    self.exit = Some(exit.because(reason));
                }
            }
        }
    }

    /// Ends the process, unless it has ended already, and tells what it came to.
    fn end(&self, exit: Exit) -> Exit {
        self.meter.look();
        self.meter.end();
        self.child.kill();
        let usage = self.meter.usage();
        self.events.send(Event::WorkerShutdown {
            slug: self.slug.clone(),
            worker: Arc::clone(&self.id),
            reason: exit.reason,
            usage,
        });
        Exit {
            worker: Some(Arc::clone(&self.id)),
            usage,
            ..exit.told(&self.root)
        }
    }

    fn open(&mut self) {
        self.events.send(Event::Boot {
            slug: self.slug.clone(),
            worker: Arc::clone(&self.id),
            duration: self.started.elapsed(),
        });
        self.watchdog.ready(self.meter.look());
        self.status.send_replace(Status::Ready);
    }

    fn is_busy(&self) -> bool {
        self.usage.active() > 0 || self.usage.has_background() || self.life.is_leaving()
    }

    fn poll(&self) -> Duration {
        match (self.known.listens, self.is_busy()) {
            // A debugger may hold it for as long as somebody thinks.
            (false, _) if self.known.is_debugged() => BUSY_POLL,
            (false, _) => LISTEN_POLL,
            (true, true) => BUSY_POLL,
            (true, false) => IDLE_POLL,
        }
    }

    /// What does not report itself: limits, servers of `node:http`, deadlines, last words that were none.
    async fn look(&mut self, outputs: &mut mpsc::Receiver<Output>) {
        for line in self.known.false_last_words() {
            self.log(Level::Error, line);
        }
        self.judge().await;
        self.probe().await;
        if self.known.listens || self.exit.is_some() {
            return;
        }
        if self.room.endpoint().accepts().await {
            while let Ok(output) = outputs.try_recv() {
                self.learn(output);
            }
            // What it reported before it listened may still be on its way.
            let is_sure = self.known.follows.load(Ordering::Relaxed) || self.known.accepted;
            self.known.accepted = true;
            self.known.listens |= is_sure;
            return;
        }
        let overdue = self.known.overdue();
        self.exit = overdue.map(|exit| exit.because(EndReason::TerminationRequested));
    }

    /// Holds what was used against the limits.
    async fn judge(&mut self) {
        let mut activity = Activity {
            age: self.started.elapsed(),
            active: self.usage.active(),
            finished: self.usage.finished(),
            sample: None,
        };
        if self.watchdog.wants_sample(&activity) {
            activity.sample = self.meter.look();
        }
        for verdict in self.watchdog.look(&activity) {
            match verdict {
                // A debugger stays attached to an idle worker.
                Verdict::Retire if self.known.is_debugged() => {}
                Verdict::Retire => self.retire(),
                Verdict::Warn(reason) => self.unload(reason).await,
                Verdict::Advise(limit) => self.events.advise(&self.slug, Advice::Cpu(limit)),
                Verdict::Kill(limit, message) => self.exit = Some(Exit::limit(limit, message)),
            }
        }
    }

    /// Takes no more requests, from this moment on.
    fn retire(&mut self) {
        self.usage.close();
        self.own_wish = Wish::Retire;
    }

    /// Asks a worker that answers nothing whether it still runs; one that does not say so gets no more requests.
    async fn probe(&mut self) {
        if self.known.is_debugged() || !self.known.heeds_control() || self.life.is_leaving() {
            return;
        }
        let now = Instant::now().into_std();
        let (active, finished) = (self.usage.active(), self.usage.finished());
        match self.liveness.look(now, active, finished) {
            None => {}
            Some(Probe::Send) => self.tell("{\"type\":\"probe\"}\n").await,
            Some(Probe::Failed) => {
                self.retire();
                self.events.send(Event::Warning {
                    message: format!(
                        "a worker of function `{}` does not react any more; further requests get another one",
                        self.slug
                    ),
                    hint: None,
                });
            }
        }
    }

    /// Tells the function that it ends soon.
    async fn unload(&mut self, reason: &str) {
        let message = format!("{{\"type\":\"unload\",\"reason\":\"{reason}\"}}\n");
        self.tell(&message).await;
    }

    /// Few and short lines, which the pipe holds even when nobody reads them.
    async fn tell(&mut self, line: &str) {
        // That a process has ended by itself shows elsewhere.
        let _ = self.control.write_all(line.as_bytes()).await;
    }

    fn learn(&mut self, output: Output) {
        let known = &mut self.known;
        match output {
            Output::Stdout(Line::Text(line)) => self.log(Level::Info, line),
            Output::Stderr(line) => {
                if let Some(line) = known.hear(line) {
                    self.log(Level::Error, line);
                }
            }
            Output::Stdout(Line::Record(record)) => match record {
                Record::Listening => known.listens = true,
                Record::Follows => known.follows.store(true, Ordering::Relaxed),
                Record::Loaded => known.loaded = Some(Instant::now().into_std()),
                Record::Log {
                    level,
                    message,
                    request,
                } => self.log_of(level, message, request),
                Record::Background { pending } => self.usage.set_background(pending),
                Record::Uncaught { message, request } => {
                    known.uncaught = Some(Uncaught { message, request });
                }
                Record::Survived => known.uncaught = None,
                Record::Unloaded => known.unloaded = true,
                Record::Alive => self.liveness.hear(Instant::now().into_std()),
                Record::Exhausted => {
                    let message = watchdog::out_of_memory(&self.limits, None);
                    self.exit = Some(Exit::limit(Limit::Memory, message));
                }
                Record::Waiting => known.waits_for_debugger(),
                Record::Node => known.has_node.store(true, Ordering::Relaxed),
            },
        }
    }

    /// What the function or the engine wrote itself, which says nothing of a request.
    fn log(&mut self, level: Level, message: String) {
        self.log_of(level, message, None);
    }

    fn log_of(&mut self, level: Level, mut message: String, request: Option<Arc<str>>) {
        // The end of the line is not part of what was said.
        if message.ends_with('\n') {
            message.pop();
        }
        let message = logged(message, &self.root);
        let (message, advice) = self.logs.admit(Instant::now().into_std(), message);
        match message {
            Some(message) => self
                .events
                .log(&self.slug, &self.id, request, level, message),
            None => self.events.drop_log(&self.slug),
        }
        if let Some(advice) = advice {
            self.events.advise(&self.slug, advice);
        }
    }

    /// Reads on what an ended process left in its pipes. Others may hold them open, so there is a limit.
    async fn drain(&mut self, outputs: &mut mpsc::Receiver<Output>) {
        let all = async {
            while let Some(output) = outputs.recv().await {
                self.learn(output);
            }
        };
        // What comes later than this is lost with the process.
        let _ = timeout(PIPE_TIMEOUT, all).await;
    }
}

/// The end of a worker to which there is no handle any more.
fn abandoned() -> Exit {
    let message = "nothing needs the worker any more";
    Exit::new(ExitKind::Stopped, message).because(EndReason::EarlyDrop)
}

/// What the function hears as the reason of its end.
fn unload_reason(reason: EndReason) -> &'static str {
    match reason {
        EndReason::EarlyDrop => "early_drop",
        _ => "termination",
    }
}

/// Passes the lines of a stream on until its end.
fn forward<R, F>(stream: R, lines: mpsc::Sender<Output>, to_output: F)
where
    R: AsyncRead + Unpin + Send + 'static,
    F: Fn(Vec<u8>) -> Output + Send + 'static,
{
    tokio::spawn(async move {
        let mut input = Lines::new(stream);
        while let Some(line) = input.next().await {
            if lines.send(to_output(line)).await.is_err() {
                return; // The actor has read as long as it wants to.
            }
        }
    });
}
