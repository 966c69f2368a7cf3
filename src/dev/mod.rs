//! The serve session: functions of a project behind a gateway, each on a worker of its own.
//!
//! [`Session`] joins the parts: the gateway asks it for a worker through [`gateway::Dispatch`], the pool asks it to
//! prepare a function, which is `bundle`'s graph plus the project's variables as they are at that moment. Nothing here
//! prints; what happens goes into the event sink.
//!
//! Reloading will sit between the watcher and the pool, as events and actions; the pool's slots are where a new
//! version replaces an old one.
//!
//! [`gateway::Dispatch`]: crate::gateway::Dispatch

mod dispatch;
mod keys;
mod prepare;
mod session;

pub(crate) use keys::LocalKeys;
pub(crate) use session::{Options, Session};
