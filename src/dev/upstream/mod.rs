//! The upstream: the services of the project that functions reach through the session's own address.
//!
//! [`Upstreams`] says where they are at any moment: where a person has said, or at the local stack, which is looked for
//! when the session begins and again when a request needs it. It owns the gateway's [`Upstream`] and what is said about
//! it; connections are the gateway's.
//!
//! [`Upstream`]: crate::gateway::Upstream

mod client;
mod examine;
mod keys;
mod locate;
mod missing;
mod probe;
mod state;
mod told;
mod upstreams;

pub(crate) use locate::{Found, Located, Stack, USUAL_PORT, locate};
pub(crate) use missing::Missing;
pub(crate) use probe::{Keys, Probe, Recognised};
pub(crate) use upstreams::{Start, Upstreams};
