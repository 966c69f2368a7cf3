//! [`Knowledge`]: what is known about a worker's process, and what its end therefore means.

use std::{
    process::ExitStatus,
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

use super::{
    debuggee::Debuggee,
    exit::{Exit, ExitKind},
    watchdog::{self, Limit},
};
use crate::{function::Limits, process};

/// How long a worker may take from spawn to listening.
const BOOT_TIMEOUT: Duration = Duration::from_secs(60);
/// How long after the evaluation of its main module a function may take to listen.
const LISTEN_TIMEOUT: Duration = Duration::from_secs(5);
/// How the engine's warning ends about an import map in a configuration when it is given another one.
const IGNORED: &str = "an entry for \"importMap\" that is being ignored.";
/// How lines begin that the engine writes when it gets no memory, before it ends itself.
const HEAP_IS_FULL: [&str; 4] = [
    "<--- Last few GCs --->",
    "# Fatal JavaScript out of memory",
    "# Fatal process out of memory",
    // Its own code, which holds bodies and files, rather than its heap.
    "memory allocation of ",
];
/// How the error begins that a function gets when there is no memory for what it wants.
const NO_MEMORY: &str = "RangeError: Array buffer allocation failed";
/// `SIGTRAP`, by which the engine ends itself.
const TRAP: i32 = 5;
/// `SIGKILL`, by which nothing ends itself.
const KILL: i32 = 9;
/// How long lines that look like the engine's last words wait for the process to end.
const LAST_WORDS_TIMEOUT: Duration = Duration::from_millis(250);

/// An error that nobody caught.
#[derive(Debug)]
pub(super) struct Uncaught {
    /// What the function said.
    pub(super) message: String,
    /// The request that the code worked for.
    pub(super) request: Option<Arc<str>>,
}

impl Uncaught {
    fn is_no_memory(&self) -> bool {
        self.message.starts_with(NO_MEMORY)
    }
}

/// What the actor has learnt about the process.
#[derive(Debug)]
pub(super) struct Knowledge {
    started: Instant,
    /// It takes connections.
    pub(super) listens: bool,
    /// It took one before.
    pub(super) accepted: bool,
    /// When the main module had been evaluated.
    pub(super) loaded: Option<Instant>,
    /// The function has heard that it ends.
    pub(super) unloaded: bool,
    /// It has loaded `node:` modules.
    pub(super) has_node: Arc<AtomicBool>,
    /// It follows requests through what they start, and hides their ids from the function.
    pub(super) follows: Arc<AtomicBool>,
    /// The error that ends the process unless the function prevents it.
    pub(super) uncaught: Option<Uncaught>,
    /// Lines on stderr that the engine writes only before it ends the process.
    last_words: Vec<String>,
    last_words_at: Instant,
    /// The engine has said that its heap is full; what follows is of no use to anybody.
    out_of_memory: bool,
    /// Its place among the workers that are debugged.
    debuggee: Option<Debuggee>,
}

impl Knowledge {
    pub(super) fn new(debuggee: Option<Debuggee>) -> Self {
        let now = Instant::now();
        Self {
            started: now,
            listens: false,
            accepted: false,
            loaded: None,
            unloaded: false,
            has_node: Arc::default(),
            follows: Arc::default(),
            uncaught: None,
            last_words: Vec::new(),
            last_words_at: now,
            out_of_memory: false,
            debuggee,
        }
    }

    /// Whether a debugger may attach, which takes as long as it takes.
    pub(super) fn is_debugged(&self) -> bool {
        self.debuggee.is_some()
    }

    /// A debugger may attach and let it go on.
    pub(super) fn waits_for_debugger(&mut self) {
        if let Some(debuggee) = &mut self.debuggee {
            debuggee.waits();
        }
    }

    /// Whether it reads control messages: servers of `node:http` that the main module waits for are all that misleads.
    pub(super) fn heeds_control(&self) -> bool {
        self.listens || self.loaded.is_some()
    }

    /// Keeps lines that look like the engine's last words, and returns the others.
    pub(super) fn hear(&mut self, line: String) -> Option<String> {
        let debuggee = self.debuggee.as_mut();
        if debuggee.is_some_and(|debuggee| debuggee.hear(&line)) {
            return None;
        }
        if line.starts_with("warning: Detected export default { fetch }") {
            return None; // The bootstrap serves such functions itself.
        }
        if line.starts_with("Warning the configuration file ") && line.ends_with(IGNORED) {
            return None; // The import map that the engine is given says what that entry leads to, or replaces it.
        }
        self.out_of_memory |= HEAP_IS_FULL.iter().any(|start| line.starts_with(start));
        if self.out_of_memory {
            return None;
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

    /// Lines that were kept, when the process did not end after them.
    pub(super) fn false_last_words(&mut self) -> Vec<String> {
        if self.listens && self.last_words_at.elapsed() >= LAST_WORDS_TIMEOUT {
            return std::mem::take(&mut self.last_words);
        }
        Vec::new()
    }

    pub(super) fn overdue(&self) -> Option<Exit> {
        if self.is_debugged() {
            return None;
        }
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

    /// What the end of the process means; `is_full` says that it had no memory left to get.
    pub(super) fn exit(
        &mut self,
        ended: std::io::Result<ExitStatus>,
        limits: &Limits,
        is_full: bool,
    ) -> Exit {
        let signal = ended.as_ref().ok().copied().and_then(process::signal);
        let wanted_more = self.uncaught.as_ref().is_some_and(Uncaught::is_no_memory);
        let died_full = is_full && signal.is_some() && signal != Some(KILL);
        if self.out_of_memory || signal == Some(TRAP) || wanted_more || died_full {
            let message = watchdog::out_of_memory(limits, None);
            return Exit::limit(Limit::Memory, message);
        }
        if signal == Some(KILL) {
            return Exit::new(
                ExitKind::Killed,
                "the worker was killed by another program, or for want of memory",
            );
        }
        let said = tidy(&self.last_words);
        match self.uncaught.take() {
            Some(uncaught) => {
                let message = if said.is_empty() {
                    uncaught.message
                } else {
                    said
                };
                Exit::new(ExitKind::Error, message).in_request(uncaught.request)
            }
            None if !self.listens && !said.is_empty() => Exit::new(ExitKind::Boot, said),
            None if !self.listens && ended.as_ref().is_ok_and(ExitStatus::success) => Exit::new(
                ExitKind::Boot,
                "the function ended without listening; call `Deno.serve` or export a default object with `fetch`",
            ),
            None if !self.listens => {
                let how = describe(ended);
                let message = format!("the worker ended with {how} before the function listened");
                Exit::new(ExitKind::Boot, message)
            }
            None => {
                let how = describe(ended);
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

fn describe(ended: std::io::Result<ExitStatus>) -> String {
    ended.map_or_else(|error| error.to_string(), process::describe)
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
