//! The task that owns one engine process from spawn to end.

use std::{
    path::PathBuf,
    pin::Pin,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWriteExt as _},
    process::{ChildStderr, ChildStdout},
    sync::{mpsc, watch},
    time::{Instant, sleep_until, timeout},
};

use super::{
    debuggee::Debuggee,
    exit::{Exit, ExitKind, logged},
    frame::{Line, Lines, Parser, Record},
    handle::{Inner, Order, Status, Worker},
    knowledge::{Knowledge, Uncaught},
    lease::Usage,
    log_budget::LogBudget,
    meter::Meter,
    places::Place,
    room::Room,
    transport::{Control, Hold, Records},
    watchdog::{Activity, Limit, Verdict, Watchdog},
};
use crate::{
    events::{Advice, EndReason, Event, Level, Sink},
    function::Limits,
    process::{self, Child, QuotaKeeper},
};

/// How often the socket is tried until the function listens: servers of `node:http` do not report that they do.
const LISTEN_POLL: Duration = Duration::from_millis(2);
/// How often a worker that has something to do is looked at.
const BUSY_POLL: Duration = Duration::from_millis(20);
/// How often an idle worker is looked at.
const IDLE_POLL: Duration = Duration::from_millis(100);
/// How long the pipes of an ended process are read on.
const PIPE_TIMEOUT: Duration = Duration::from_millis(500);
/// How long a function may take to hear that it ends.
const UNLOAD_TIMEOUT: Duration = Duration::from_secs(1);
/// The reason that a function hears when nothing needs it any more.
pub(super) const EARLY_DROP: &str = "early_drop";
/// Lines that may wait between the pipes and the actor.
const LINE_QUEUE: usize = 256;

/// What the actor owns.
#[derive(Debug)]
pub(super) struct Actor {
    pub(super) slug: String,
    pub(super) id: Arc<str>,
    pub(super) root: PathBuf,
    pub(super) child: Child,
    pub(super) meter: Arc<Meter>,
    pub(super) control: Control,
    /// Dropped when the process has ended, so that its records end.
    pub(super) hold: Option<Hold>,
    pub(super) room: Room,
    /// Who keeps it to what it may write in its `/tmp`, if it has one of its own.
    pub(super) keeper: Option<QuotaKeeper>,
    pub(super) events: Sink,
    pub(super) limits: Limits,
    pub(super) logs: LogBudget,
    pub(super) _place: Place,
}

/// A line of one of the process's streams.
#[derive(Debug)]
enum Output {
    Stdout(Line),
    Stderr(String),
}

/// What changes while a worker lives.
struct Life {
    known: Knowledge,
    watchdog: Watchdog,
    started: Instant,
    usage: Arc<Usage>,
    publish: watch::Sender<Status>,
    /// Ready when the process has more files than it may have, with what is too much.
    overflow: Pin<Box<dyn Future<Output = String> + Send>>,
}

impl Life {
    fn is_busy(&self) -> bool {
        self.usage.active() > 0 || self.known.background > 0
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
}

impl Actor {
    /// Starts the task.
    pub(super) fn run(
        self,
        parser: Parser,
        records: Records,
        stdout: Option<ChildStdout>,
        stderr: ChildStderr,
        debuggee: Option<Debuggee>,
    ) -> Worker {
        let (publish, status) = watch::channel(Status::Booting);
        let (orders, received) = mpsc::channel(4);
        let (lines, outputs) = mpsc::channel(LINE_QUEUE);
        let endpoint = self.room.endpoint().clone();
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
        let usage = Arc::new(Usage::default());
        let life = Life {
            known: Knowledge::new(debuggee),
            watchdog: Watchdog::new(self.limits.clone()),
            started: Instant::now(),
            usage: Arc::clone(&usage),
            publish,
            overflow: Box::pin(self.room.overflow(self.child.id().zip(self.keeper))),
        };
        let inner = Inner {
            slug: self.slug.clone(),
            id: Arc::clone(&self.id),
            meter: Arc::clone(&self.meter),
            has_node: Arc::clone(&life.known.has_node),
            follows: Arc::clone(&life.known.follows),
            endpoint,
            status,
            orders,
            usage,
        };
        tokio::spawn(self.live(life, received, outputs));
        Worker {
            inner: Arc::new(inner),
        }
    }

    async fn live(
        mut self,
        mut life: Life,
        mut orders: mpsc::Receiver<Order>,
        mut outputs: mpsc::Receiver<Output>,
    ) {
        let mut next_look = life.started + LISTEN_POLL;
        let exit = loop {
            tokio::select! {
                Some(output) = outputs.recv() => self.learn(&mut life.known, output),
                order = orders.recv() => {
                    break self.stop(&mut life, order, &mut orders, &mut outputs).await;
                }
                ended = self.child.wait() => {
                    life.usage.close();
                    self.meter.end();
                    self.hold = None;
                    self.drain(&mut life.known, &mut outputs).await;
                    break life.known.exit(ended, &self.limits);
                }
                text = &mut life.overflow => break Exit::limit(Limit::Storage, text),
                () = sleep_until(next_look) => {
                    if let Some(exit) = self.look(&mut life, &mut orders, &mut outputs).await {
                        break exit;
                    }
                    next_look = Instant::now() + life.poll();
                }
            }
            if life.known.listens && matches!(*life.publish.borrow(), Status::Booting) {
                self.become_ready(&mut life);
            }
        };
        life.usage.close();
        let exit = self.end(exit);
        life.publish.send_replace(Status::Exited(Arc::new(exit)));
        // A zombie is reaped here; the directory goes with `self`, after the process.
        let _ = self.child.wait().await;
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

    fn become_ready(&self, life: &mut Life) {
        self.events.send(Event::Boot {
            slug: self.slug.clone(),
            worker: Arc::clone(&self.id),
            duration: life.started.elapsed(),
        });
        life.watchdog.ready(self.meter.look());
        if let Some(id) = self.child.id()
            && self.limits.memory_mb > 0
        {
            // Some room above the limit, so that whoever looks sees it passed before the function gets an error.
            process::cap_data(id, self.limits.memory_mb * 1024 * 1024 / 4 * 5);
        }
        life.publish.send_replace(Status::Ready);
    }

    /// What does not report itself: limits, servers of `node:http`, deadlines, last words that were none.
    async fn look(
        &mut self,
        life: &mut Life,
        orders: &mut mpsc::Receiver<Order>,
        outputs: &mut mpsc::Receiver<Output>,
    ) -> Option<Exit> {
        life.known
            .flush_last_words(|line| self.log(Level::Error, line));
        if let Some(exit) = self.judge(life).await {
            return Some(exit);
        }
        if life.known.listens {
            let retired = matches!(*life.publish.borrow(), Status::Retired);
            if retired && !life.is_busy() {
                let order = Order::Stop {
                    reason: EARLY_DROP,
                    grace: UNLOAD_TIMEOUT,
                };
                return Some(self.stop(life, Some(order), orders, outputs).await);
            }
            return None;
        }
        if self.room.endpoint().accepts().await {
            while let Ok(output) = outputs.try_recv() {
                self.learn(&mut life.known, output);
            }
            // What it reported before it listened may still be on its way.
            let is_sure = life.known.follows.load(Ordering::Relaxed) || life.known.accepted;
            life.known.accepted = true;
            life.known.listens |= is_sure;
            return None;
        }
        let overdue = life.known.overdue();
        overdue.map(|exit| exit.because(EndReason::TerminationRequested))
    }

    /// Holds what was used against the limits.
    async fn judge(&mut self, life: &mut Life) -> Option<Exit> {
        // An idle worker uses nothing, so nothing is asked about it, unless every bit counts.
        let wanted = life.watchdog.wants_sample(life.usage.finished());
        let ask = life.is_busy() || !life.known.listens || wanted;
        let activity = Activity {
            age: life.started.elapsed(),
            active: life.usage.active(),
            finished: life.usage.finished(),
            sample: ask.then(|| self.meter.look()).flatten(),
        };
        for verdict in life.watchdog.look(&activity) {
            match verdict {
                Verdict::Retire => {
                    // A debugger stays attached to an idle worker.
                    if life.known.listens && !life.known.is_debugged() {
                        life.usage.close();
                        life.publish.send_replace(Status::Retired);
                    }
                }
                Verdict::Warn(reason) => self.unload(reason).await,
                Verdict::Advise(limit) => self.events.advise(&self.slug, Advice::Cpu(limit)),
                Verdict::Kill(limit, message) => return Some(Exit::limit(limit, message)),
            }
        }
        None
    }

    /// Tells the function that it ends soon.
    async fn unload(&mut self, reason: &str) {
        let message = format!("{{\"type\":\"unload\",\"reason\":\"{reason}\"}}\n");
        // That a process has ended by itself shows elsewhere.
        let _ = self.control.write_all(message.as_bytes()).await;
    }

    fn learn(&mut self, known: &mut Knowledge, output: Output) {
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
                Record::Background { pending } => known.background = pending,
                Record::Uncaught { message, request } => {
                    known.uncaught = Some(Uncaught { message, request });
                }
                Record::Survived => known.uncaught = None,
                Record::Unloaded => known.unloaded = true,
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
    async fn drain(&mut self, known: &mut Knowledge, outputs: &mut mpsc::Receiver<Output>) {
        let all = async {
            while let Some(output) = outputs.recv().await {
                self.learn(known, output);
            }
        };
        // What comes later than this is lost with the process.
        let _ = timeout(PIPE_TIMEOUT, all).await;
    }

    /// Ends the process as ordered; an order that is missing means that nobody holds the worker any more.
    async fn stop(
        &mut self,
        life: &mut Life,
        order: Option<Order>,
        orders: &mut mpsc::Receiver<Order>,
        outputs: &mut mpsc::Receiver<Output>,
    ) -> Exit {
        let Some(Order::Stop { reason, grace }) = order else {
            let message = "nothing needs the worker any more";
            return Exit::new(ExitKind::Stopped, message).because(EndReason::EarlyDrop);
        };
        if life.known.heeds_control() {
            life.known.unloaded = false;
            self.unload(reason).await;
            if let Some(exit) = self.finish(life, grace, orders, outputs).await {
                return exit;
            }
        }
        let exit = Exit::new(ExitKind::Stopped, "the worker was stopped");
        exit.because(match reason {
            EARLY_DROP => EndReason::EarlyDrop,
            _ => EndReason::TerminationRequested,
        })
    }

    /// Lets a function that was told that it ends finish its background work, within its limits. Who gives another
    /// order meanwhile may wait less long: fx itself ends.
    async fn finish(
        &mut self,
        life: &mut Life,
        grace: Duration,
        orders: &mut mpsc::Receiver<Order>,
        outputs: &mut mpsc::Receiver<Output>,
    ) -> Option<Exit> {
        let told = Instant::now();
        let mut until = told + grace;
        let mut next_look = told + BUSY_POLL;
        while !(life.known.unloaded && life.known.background == 0) {
            // A function that is busy for so long has no work that it could finish.
            let heard_by = if life.known.unloaded {
                until
            } else {
                until.min(told + UNLOAD_TIMEOUT)
            };
            tokio::select! {
                output = outputs.recv() => match output {
                    Some(output) => self.learn(&mut life.known, output),
                    None => return None,
                },
                order = orders.recv() => match order {
                    Some(Order::Stop { grace, .. }) => until = until.min(Instant::now() + grace),
                    None => return None,
                },
                text = &mut life.overflow => return Some(Exit::limit(Limit::Storage, text)),
                // What is not done by then is lost, which is what a grace period means.
                () = sleep_until(heard_by) => return None,
                () = sleep_until(next_look) => {
                    if let Some(exit) = self.judge(life).await {
                        return Some(exit);
                    }
                    next_look = Instant::now() + BUSY_POLL;
                }
            }
        }
        None
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
