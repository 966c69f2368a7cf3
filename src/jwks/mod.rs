//! Keys that others publish: the JSON Web Key Set of an issuer, fetched when a token needs it.
//!
//! # Theory of operation
//!
//! [`RemoteKeys`] is one issuer. A token is checked with the keys that were fetched last; only when there are none, when
//! they are too old, or when the token's key is not among them, the set is fetched. [`State`] decides about that and knows
//! neither clock nor network: one fetch at a time, whoever waits; a pause after each, longer after failures, so that
//! tokens with invented keys cause no more fetches than one token does. The shell does what it says: a task of its own,
//! which ends with its [`RemoteKeys`].
//!
//! Nothing is sent along, no redirect is followed, and shared secrets in a set are ignored. Which issuers there are, and
//! what a token of theirs may do, is the callers' business.
//!
//! [`State`]: state::State

mod fetch;
mod remote;
mod state;

pub(crate) use fetch::Source;
pub(crate) use remote::{Accepted, Refused, RemoteKeys};
