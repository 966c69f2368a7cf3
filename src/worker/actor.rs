//! The task that owns one engine process from spawn to end, and [`Worker`], the handle to it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncRead, AsyncWriteExt as _},
    process::{ChildStderr, ChildStdin, ChildStdout},
    sync::{mpsc, watch},
    time::timeout,
};

use super::{
    exit::{Exit, ExitKind},
    frame::{Line, Lines, Parser, Phase, Record},
    lease::Usage,
    transport::{Endpoint, Room},
};
use crate::{
    events::{Event, Level, Sink},
    process::{self, Child},
};

/// How long a worker may take from spawn to listening.
const BOOT_TIMEOUT: Duration = Duration::from_secs(60);
/// How long after the evaluation of its main module a function may take to listen.
const LISTEN_TIMEOUT: Duration = Duration::from_secs(5);
/// How often the socket is tried until the function listens: servers of `node:http` do not report that they do.
const LISTEN_POLL: Duration = Duration::from_millis(2);
/// How long the pipes of an ended process are read on.
const PIPE_TIMEOUT: Duration = Duration::from_millis(500);
/// How long lines that look like the engine's last words wait for the process to end.
const LAST_WORDS_TIMEOUT: Duration = Duration::from_millis(250);
/// Lines that may wait between the pipes and the actor.
const LINE_QUEUE: usize = 256;

/// Where a worker is in its life.
#[derive(Debug, Clone)]
pub(crate) enum Status {
    /// It does not listen yet.
    Booting,
    /// It takes requests.
    Ready,
    /// It has ended.
    Exited(Arc<Exit>),
}

/// A handle to a running worker. The process ends when the last handle is dropped.
#[derive(Debug, Clone)]
pub(crate) struct Worker {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    id: Arc<str>,
    endpoint: Endpoint,
    status: watch::Receiver<Status>,
    orders: mpsc::Sender<Order>,
    usage: Usage,
}

#[derive(Debug)]
enum Order {
    Stop {
        reason: &'static str,
        grace: Duration,
    },
}

impl Worker {
    /// The execution id, which the function and the client see too.
    pub(crate) fn id(&self) -> &Arc<str> {
        &self.inner.id
    }

    /// Where to send requests.
    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.inner.endpoint
    }

    /// Whether it takes requests now.
    pub(crate) fn is_ready(&self) -> bool {
        matches!(*self.inner.status.borrow(), Status::Ready)
    }

    /// Waits until it takes requests, or has ended without.
    pub(crate) async fn ready(&self) -> Result<(), Arc<Exit>> {
        match self
            .wait_for(|status| !matches!(status, Status::Booting))
            .await
        {
            Status::Exited(exit) => Err(exit),
            _ => Ok(()),
        }
    }

    /// Waits for its end.
    pub(crate) async fn exited(&self) -> Arc<Exit> {
        loop {
            let status = self
                .wait_for(|status| matches!(status, Status::Exited(_)))
                .await;
            if let Status::Exited(exit) = status {
                return exit;
            }
        }
    }

    /// Its requests.
    pub(super) fn usage(&self) -> &Usage {
        &self.inner.usage
    }

    /// Tells the function that it ends, waits at most `grace` for its background work, and kills it.
    pub(crate) async fn stop(&self, reason: &'static str, grace: Duration) {
        // An actor that is gone has nothing left to stop.
        let _ = self.inner.orders.send(Order::Stop { reason, grace }).await;
        self.exited().await;
    }

    async fn wait_for(&self, wanted: impl FnMut(&Status) -> bool) -> Status {
        let mut status = self.inner.status.clone();
        match status.wait_for(wanted).await {
            Ok(status) => status.clone(),
            Err(_) => Status::Exited(Arc::new(Exit::new(
                ExitKind::Stopped,
                "the worker was abandoned",
            ))),
        }
    }
}

/// What the actor owns.
#[derive(Debug)]
pub(super) struct Actor {
    pub(super) slug: String,
    pub(super) child: Child,
    pub(super) stdin: ChildStdin,
    pub(super) room: Room,
    pub(super) events: Sink,
}

/// A line of one of the process's streams.
#[derive(Debug)]
enum Output {
    Stdout(Line),
    Stderr(String),
}

/// What the actor has learnt about the process.
#[derive(Debug)]
struct Knowledge {
    started: Instant,
    listens: bool,
    loaded: Option<Instant>,
    background: u32,
    /// The error that ends the process unless the function prevents it.
    uncaught: Option<(Phase, String)>,
    /// Lines on stderr that the engine writes only before it ends the process.
    last_words: Vec<String>,
    last_words_at: Instant,
}

impl Actor {
    /// Starts the task.
    pub(super) fn run(
        self,
        id: Arc<str>,
        parser: Parser,
        stdout: ChildStdout,
        stderr: ChildStderr,
    ) -> Worker {
        let (publish, status) = watch::channel(Status::Booting);
        let (orders, received) = mpsc::channel(4);
        let (lines, outputs) = mpsc::channel(LINE_QUEUE);
        let endpoint = self.room.endpoint().clone();
        forward(stdout, lines.clone(), move |line| {
            Output::Stdout(parser.parse(&line))
        });
        forward(stderr, lines, |line| {
            Output::Stderr(String::from_utf8_lossy(&line).into_owned())
        });
        tokio::spawn(self.live(publish, received, outputs));
        let inner = Inner {
            id,
            endpoint,
            status,
            orders,
            usage: Usage::default(),
        };
        Worker {
            inner: Arc::new(inner),
        }
    }

    async fn live(
        mut self,
        publish: watch::Sender<Status>,
        mut orders: mpsc::Receiver<Order>,
        mut outputs: mpsc::Receiver<Output>,
    ) {
        let mut known = Knowledge::new();
        let exit = loop {
            let poll = if known.listens {
                LAST_WORDS_TIMEOUT
            } else {
                LISTEN_POLL
            };
            tokio::select! {
                Some(output) = outputs.recv() => self.learn(&mut known, output),
                order = orders.recv() => break self.stop(&mut known, order, &mut outputs).await,
                ended = self.child.wait() => {
                    self.drain(&mut known, &mut outputs).await;
                    break known.exit(ended);
                }
                () = tokio::time::sleep(poll) => {
                    if let Some(exit) = self.look(&mut known).await {
                        break exit;
                    }
                }
            }
            if known.listens && matches!(*publish.borrow(), Status::Booting) {
                let duration = known.started.elapsed();
                self.events.send(Event::Boot {
                    slug: self.slug.clone(),
                    duration,
                });
                publish.send_replace(Status::Ready);
            }
        };
        self.child.kill();
        publish.send_replace(Status::Exited(Arc::new(exit)));
        // A zombie is reaped here; the directory goes with `self`.
        let _ = self.child.wait().await;
    }

    /// What does not report itself: servers of `node:http`, deadlines, last words that were none.
    async fn look(&self, known: &mut Knowledge) -> Option<Exit> {
        known.flush_last_words(|line| self.log(Level::Error, line));
        if known.listens {
            return None;
        }
        if self.room.endpoint().accepts().await {
            known.listens = true;
            return None;
        }
        known.overdue()
    }

    fn learn(&self, known: &mut Knowledge, output: Output) {
        match output {
            Output::Stdout(Line::Text(line)) => self.log(Level::Info, line),
            Output::Stderr(line) => {
                if let Some(line) = known.hear(line) {
                    self.log(Level::Error, line);
                }
            }
            Output::Stdout(Line::Record(record)) => match record {
                Record::Listening => known.listens = true,
                Record::Loaded => known.loaded = Some(Instant::now()),
                Record::Log { level, message } => self.log(level, message),
                Record::Background { pending } => known.background = pending,
                Record::Uncaught { phase, message } => known.uncaught = Some((phase, message)),
                Record::Unloaded => {}
            },
        }
    }

    fn log(&self, level: Level, mut message: String) {
        // The end of the line is not part of what was said.
        if message.ends_with('\n') {
            message.pop();
        }
        let slug = self.slug.clone();
        self.events.log(Event::Log {
            slug,
            level,
            message,
        });
    }

    /// Reads on what an ended process left in its pipes. Others may hold them open, so there is a limit.
    async fn drain(&self, known: &mut Knowledge, outputs: &mut mpsc::Receiver<Output>) {
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
        known: &mut Knowledge,
        order: Option<Order>,
        outputs: &mut mpsc::Receiver<Output>,
    ) -> Exit {
        let Some(Order::Stop { reason, grace }) = order else {
            return Exit::new(ExitKind::Stopped, "nothing needs the worker any more");
        };
        let message = format!("{{\"type\":\"unload\",\"reason\":\"{reason}\"}}\n");
        // A process that ended by itself has closed its stdin; the loop below sees that.
        let _ = self.stdin.write_all(message.as_bytes()).await;
        let until_quiet = async {
            let mut unloaded = false;
            while let Some(output) = outputs.recv().await {
                unloaded |= matches!(output, Output::Stdout(Line::Record(Record::Unloaded)));
                self.learn(known, output);
                if unloaded && known.background == 0 {
                    break;
                }
            }
        };
        // After the grace period the work is lost, which is what a grace period means.
        let _ = timeout(grace, until_quiet).await;
        Exit::new(ExitKind::Stopped, "the worker was stopped")
    }
}

impl Knowledge {
    fn new() -> Self {
        let now = Instant::now();
        Self {
            started: now,
            listens: false,
            loaded: None,
            background: 0,
            uncaught: None,
            last_words: Vec::new(),
            last_words_at: now,
        }
    }

    /// Keeps lines that look like the engine's last words, and returns the others.
    fn hear(&mut self, line: String) -> Option<String> {
        if line.starts_with("warning: Detected export default { fetch }") {
            return None; // The bootstrap serves such functions itself.
        }
        if self.last_words.is_empty() && line.is_empty() {
            return None; // The engine sets its errors off with an empty line.
        }
        if self.last_words.is_empty() && !line.starts_with("error: ") {
            return Some(line);
        }
        self.last_words_at = Instant::now();
        self.last_words.push(line);
        None
    }

    /// Passes kept lines on when the process did not end after them.
    fn flush_last_words(&mut self, pass_on: impl FnMut(String)) {
        if self.listens && self.last_words_at.elapsed() >= LAST_WORDS_TIMEOUT {
            self.last_words.drain(..).for_each(pass_on);
        }
    }

    fn overdue(&self) -> Option<Exit> {
        let since_loaded = self.loaded.map(|at| at.elapsed());
        if since_loaded.is_some_and(|elapsed| elapsed >= LISTEN_TIMEOUT) {
            let message = "the function was loaded but does not listen; call `Deno.serve` or export a default object with `fetch`";
            return Some(Exit::new(ExitKind::Boot, message));
        }
        let seconds = BOOT_TIMEOUT.as_secs();
        (self.started.elapsed() >= BOOT_TIMEOUT).then(|| {
            Exit::new(
                ExitKind::Boot,
                format!("the function did not listen within {seconds} s"),
            )
        })
    }

    /// What the end of the process means.
    fn exit(self, ended: std::io::Result<std::process::ExitStatus>) -> Exit {
        let said = tidy(&self.last_words);
        let uncaught = self.uncaught.map(|(phase, message)| {
            (
                phase,
                if said.is_empty() {
                    message
                } else {
                    said.clone()
                },
            )
        });
        match uncaught {
            Some((_, message)) => Exit::new(ExitKind::Error, message),
            None if !self.listens && !said.is_empty() => Exit::new(ExitKind::Boot, said),
            None if !self.listens => Exit::new(
                ExitKind::Boot,
                "the function ended without listening; call `Deno.serve` or export a default object with `fetch`",
            ),
            None => {
                let how = ended.map_or_else(|error| error.to_string(), process::describe);
                let message = if said.is_empty() {
                    format!("the worker ended with {how}")
                } else {
                    said
                };
                Exit::new(ExitKind::Error, message)
            }
        }
    }
}

/// The engine's last words without its prefix and without frames that are not the function's.
fn tidy(lines: &[String]) -> String {
    let kept: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .filter(|line| !is_internal_frame(line))
        .collect();
    let text = kept.join("\n");
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let text = text.strip_prefix("Uncaught (in promise) ").unwrap_or(text);
    text.strip_prefix("Uncaught ")
        .unwrap_or(text)
        .trim_end()
        .to_owned()
}

fn is_internal_frame(line: &str) -> bool {
    line.trim_start().starts_with("at ") && (line.contains("ext:") || line.contains("/bootstrap-"))
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
