//! [`Debuggees`]: the workers that a debugger can attach to, and where the inspector of each listens.
//!
//! The engine's inspector speaks TCP only, on a loopback port that the system chooses, and answers whoever connects.
//! Functions may use the network, so while fx debugs, a function that tries loopback ports finds the inspector of
//! another one and can run code in it. fx's own endpoint, which lists them all, is denied to them. Without `--inspect`
//! there is no inspector.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use tokio::sync::watch;

use super::Spec;

/// How the engine says where its inspector listens, before it runs any code.
const LISTENING: &str = "Debugger listening on ws://";
/// What else it says about debugging.
const REMARKS: [&str; 3] = [
    "Visit chrome://inspect to connect to the debugger.",
    "Debugger session started.",
    "Debugger session ended",
];

/// What a worker does before it runs the function's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InspectMode {
    /// Nothing.
    Run,
    /// It waits for a debugger.
    Wait,
    /// It waits for a debugger, and stops on the first line.
    Break,
}

impl InspectMode {
    /// The name in the boot message.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Wait => "wait",
            Self::Break => "brk",
        }
    }
}

/// A worker that a debugger can attach to.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// The execution id.
    pub(crate) id: Arc<str>,
    /// The function.
    pub(crate) slug: String,
    /// Its main module.
    pub(crate) entrypoint: PathBuf,
    /// Where the engine's inspector listens.
    pub(crate) address: SocketAddr,
    /// The path of the WebSocket there.
    pub(crate) path: String,
}

/// All workers of a session that is debugged; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Debuggees {
    mode: InspectMode,
    /// The port of fx's own endpoint, which workers cannot reach.
    port: u16,
    state: Arc<watch::Sender<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// In the order in which they started.
    targets: Vec<Target>,
    /// Debuggers have to let go.
    released: bool,
}

impl State {
    /// Whether a newer worker of the same function is there, or the worker is not.
    fn is_superseded(&self, target: &Target) -> bool {
        let mut newest_first = self.targets.iter().rev();
        let newest = newest_first.find(|other| other.slug == target.slug);
        newest.is_none_or(|newest| newest.id != target.id)
    }
}

impl Debuggees {
    /// No worker yet.
    pub(crate) fn new(mode: InspectMode, port: u16) -> Self {
        Self {
            mode,
            port,
            state: Arc::default(),
        }
    }

    /// The flag of the engine, in all modes: its own `--inspect-brk` stops in the bootstrap and then wants a second
    /// session, and its `--inspect-wait` does not wait for a debugger that attaches too early. The bootstrap waits.
    pub(super) fn engine_flag(&self) -> &'static str {
        "--inspect=127.0.0.1:0"
    }

    /// What workers do before they run the function's code.
    pub(super) fn mode(&self) -> InspectMode {
        self.mode
    }

    /// The port that workers cannot reach.
    pub(super) fn denied_port(&self) -> u16 {
        self.port
    }

    /// All that run, the one that started last first.
    pub(crate) fn list(&self) -> Vec<Target> {
        self.state.borrow().targets.iter().rev().cloned().collect()
    }

    /// The one with an execution id.
    pub(crate) fn find(&self, id: &str) -> Option<Target> {
        let state = self.state.borrow();
        let mut targets = state.targets.iter();
        targets.find(|target| *target.id == *id).cloned()
    }

    /// Makes all debuggers let go, so that what they hold goes on.
    pub(crate) fn release(&self) {
        self.state.send_modify(|state| state.released = true);
    }

    /// Waits until the debugger of a worker has to let go: at the end, or when a newer worker of the function waits for
    /// one. Many debuggers have one connection, and the newer worker would wait forever.
    pub(crate) async fn until_released(&self, target: &Target) {
        let moves = self.mode != InspectMode::Run;
        let mut state = self.state.subscribe();
        // The sender is held here, so the wait ends with what is waited for.
        let _ = state
            .wait_for(|state| state.released || (moves && state.is_superseded(target)))
            .await;
    }
}

/// The place of one worker among all; it is listed once the engine has said where its inspector listens, or once it
/// waits for a debugger, and no more when this is dropped.
#[derive(Debug)]
pub(super) struct Debuggee {
    all: Debuggees,
    id: Arc<str>,
    slug: String,
    entrypoint: PathBuf,
    inspector: Option<(SocketAddr, String)>,
    waits: bool,
}

impl Debuggee {
    /// A worker whose inspector is not known yet.
    pub(super) fn new(all: Debuggees, id: Arc<str>, spec: &Spec) -> Self {
        Self {
            all,
            id,
            slug: spec.slug.to_string(),
            entrypoint: spec.entrypoint.clone(),
            inspector: None,
            waits: false,
        }
    }

    /// Whether a line on stderr is the engine's, about debugging.
    pub(super) fn hear(&mut self, line: &str) -> bool {
        let line = line.trim_end();
        if REMARKS.contains(&line) {
            return true;
        }
        if self.inspector.is_some() {
            // The function may write the same, which means nothing.
            return false;
        }
        self.inspector = line.strip_prefix(LISTENING).and_then(parse_address);
        self.list();
        self.inspector.is_some()
    }

    /// The worker waits for a debugger from now on.
    pub(super) fn waits(&mut self) {
        self.waits = true;
        self.list();
    }

    /// Lists the worker when it is known where its inspector listens, and that it waits if it has to.
    fn list(&self) {
        let Some((address, path)) = self.inspector.clone() else {
            return;
        };
        if self.all.mode != InspectMode::Run && !self.waits {
            return;
        }
        let target = Target {
            id: Arc::clone(&self.id),
            slug: self.slug.clone(),
            entrypoint: self.entrypoint.clone(),
            address,
            path,
        };
        self.all
            .state
            .send_modify(|state| state.targets.push(target));
    }
}

impl Drop for Debuggee {
    fn drop(&mut self) {
        let gone = |state: &mut State| state.targets.retain(|target| target.id != self.id);
        self.all.state.send_modify(gone);
    }
}

/// `127.0.0.1:1234/…` as an address and a path.
fn parse_address(text: &str) -> Option<(SocketAddr, String)> {
    let (address, _) = text.split_once('/')?;
    let path = text[address.len()..].to_owned();
    let address: SocketAddr = address.parse().ok()?;
    address.ip().is_loopback().then_some((address, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn debuggee(all: &Debuggees, id: &str) -> Debuggee {
        Debuggee {
            all: all.clone(),
            id: id.into(),
            slug: "hello".into(),
            entrypoint: "/p/index.ts".into(),
            inspector: None,
            waits: false,
        }
    }

    #[test]
    fn a_worker_is_listed_from_its_first_line_to_its_end() {
        let all = Debuggees::new(InspectMode::Run, 8083);
        let (mut one, mut two) = (debuggee(&all, "1"), debuggee(&all, "2"));
        assert!(one.hear("Debugger listening on ws://127.0.0.1:4000/a-b\n"));
        assert!(two.hear("Debugger listening on ws://127.0.0.1:4001/c-d\n"));
        assert!(!two.hear("Debugger listening on ws://127.0.0.1:9/forged"));
        let paths: Vec<_> = all.list().into_iter().map(|target| target.path).collect();
        assert_eq!(paths, ["/c-d", "/a-b"]);
        drop(two);
        assert!(all.find("2").is_none());
        assert_eq!(all.find("1").unwrap().address.port(), 4000);
    }

    #[test]
    fn a_worker_that_waits_is_listed_when_it_does() {
        let all = Debuggees::new(InspectMode::Wait, 8083);
        let mut debuggee = debuggee(&all, "1");
        assert!(debuggee.hear("Debugger listening on ws://127.0.0.1:4000/a"));
        assert!(all.list().is_empty());
        debuggee.waits();
        assert_eq!(all.list().len(), 1);
    }

    #[test]
    fn only_loopback_addresses_count() {
        let all = Debuggees::new(InspectMode::Run, 8083);
        let mut debuggee = debuggee(&all, "1");
        assert!(!debuggee.hear("Debugger listening on ws://192.0.2.1:4000/a"));
        assert!(!debuggee.hear("hello"));
        assert!(all.list().is_empty());
    }
}
