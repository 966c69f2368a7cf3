//! Deploying: what would change, doing it, and what was deployed before.
//!
//! [`Plan`] is pure: functions as they are here ([`Local`]) against the list of those that are there. [`Deployment`] does
//! what a plan says, one bounded crowd of uploads at a time, and reports every failure. A plan that is made again after
//! any interruption holds exactly what is left to do, because the server's list says what has arrived.
//!
//! [`History`] keeps what was uploaded, so that a rollback is a deploy of an entry. It also is the memory by which
//! sources that the server bundles are known to be unchanged: their list has no digest of ours.
//!
//! Nothing here bundles, prints or asks.

mod history;
mod plan;
mod run;
mod sources;

pub(crate) use history::{Entry, History};
pub(crate) use plan::{Change, Kind, Local, Plan, PlanOptions, Step, verify_jwt_reason};
pub(crate) use run::{Deployment, Event, Failure, Outcome};
pub(crate) use sources::sources;
