//! Workers: engine processes that serve one function each, and the pool that hands them out.
//!
//! # Theory of operation
//!
//! A [`Worker`] is a handle to a task, the *actor*, which owns one engine process from the moment at which it is told what
//! it is until its end: in one loop it takes note of wishes, records, limits and the process's end, and asks the state
//! machine of a worker's life (`life`) what follows. The process gets
//! a private directory (`room`: its socket and its `/tmp`), a clean environment and the least permissions, and loads
//! `bootstrap.js` before the function. The first line on its stdin is the boot message, which holds the function's
//! variables: they are never in the process environment, which the engine and its libraries obey.
//!
//! `caller.js`, which is loaded with it, follows each request through what it starts, so that records name the request
//! they come from, and calls to fx itself carry a tag that [`Pool::caller`] knows (`caller`).
//!
//! The bootstrap reports in framed records (`frame`) on a channel of its own, the engine itself on stderr. From both the actor learns
//! that the function listens, that it ended and why, and what it logged. It publishes a status; whoever asks
//! [`Worker::ready`] or [`Worker::exited`] waits for that. What others want of a worker is a level, not a queue: to make
//! room, to retire, to be gone by a deadline.
//!
//! A [`Pool`] keeps one slot per function. A slot starts a worker when the first request wants one, lets every request
//! that arrives meanwhile wait for the same start, and starts over when a worker has ended, less and less often when the
//! function keeps failing (`failures`). A reload starts a second
//! worker beside the first: it takes over when it is ready, and the old one, which stays in the slot, ends with its last
//! request. A start that fails changes nothing. Processes that have started and wait for a function (`standby`) make starts fast. All pools
//! of one fx share the `places` that there are for workers.
//!
//! Workers that are debugged start with the engine's inspector, and are listed (`debuggee`) for whoever attaches.
//!
//! The module knows nothing of HTTP, configuration or module graphs: a [`Spec`] says all there is to run.

mod actor;
mod caller;
mod counted;
mod debuggee;
mod exit;
mod failures;
mod frame;
mod handle;
mod knowledge;
mod launch;
mod lease;
mod life;
mod log_budget;
mod meter;
mod places;
mod pool;
mod room;
mod slot;
mod spec;
mod standby;
mod transport;
mod watchdog;

pub(crate) use debuggee::{Debuggees, InspectMode, Target};
pub(crate) use exit::{Exit, ExitKind};
pub(crate) use handle::Worker;
pub(crate) use launch::Launcher;
pub(crate) use lease::Lease;
pub(crate) use meter::Figures;
pub(crate) use pool::{Options, Pool, Prepare};
pub(crate) use slot::{Refusal, Reloaded};
pub(crate) use spec::{Node, Sandbox, Spec};
pub(crate) use transport::Stream;
