//! The upstream: the services of the project that functions reach through the session's own address.

mod client;
mod keys;
mod probe;

pub(crate) use keys::UpstreamKeys;
pub(crate) use probe::{Keys, Probe, Recognised};
