//! The serve session: functions of a project behind a gateway, each on a worker of its own.
//!
//! [`Session`] joins the parts: the gateway asks it for a worker through [`gateway::Dispatch`], the pool asks it to
//! prepare a function, which is `bundle`'s graph plus the project's variables as they are at that moment. Nothing here
//! prints; what happens goes into the event sink.
//!
//! A [`Catalog`] is what the project's files say; a [`Serving`] is what is answered with, and is replaced whole when
//! they change. The reloader's one task joins the watcher, the tracker of who depends on what, and the pool.
//!
//! What is behind `SUPABASE_URL` besides functions is the business of [`Upstreams`].
//!
//! What outlives a session is in fx's state directory: [`ConfirmedPorts`], and while it lasts the note of [`Running`].
//!
//! With `--inspect`, an [`Inspector`] is the one address at which debuggers find all workers.
//!
//! [`gateway::Dispatch`]: crate::gateway::Dispatch

mod catalog;
mod confirmed_ports;
mod database;
mod dispatch;
mod inspector;
mod keys;
mod metrics;
mod prepare;
mod reload;
mod running;
mod serving;
mod session;
mod tracker;
mod upstream;

pub(crate) use crate::worker::{InspectMode, Sandbox};
pub(crate) use catalog::{Broken, Catalog, Selection};
pub(crate) use confirmed_ports::ConfirmedPorts;
pub(crate) use inspector::{Inspector, InspectorError};
pub(crate) use keys::LocalKeys;
pub(crate) use prepare::Code;
pub(crate) use reload::Order;
pub(crate) use running::Running;
pub(crate) use serving::Serving;
pub(crate) use session::{NoRoom, Options, Session};
pub(crate) use upstream::{Found, Located, Probe, Stack, Start, USUAL_PORT, Upstreams, locate};
