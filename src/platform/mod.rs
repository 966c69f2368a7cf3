//! The self-hosted server: projects whose functions are deployed through the Management API and run here.
//!
//! # Theory of operation
//!
//! [`State`] remembers projects, functions, secrets and tokens; [`Bodies`] keeps what was deployed; the [`Vault`]
//! encrypts what must not be read. The API listener changes the state, and the functions listener serves what the state
//! says with `gateway` and `worker`, as `fx functions serve` does.
//!
//! A deploy is visible when it is whole: the body is kept first, named by its digest, then one transaction makes it the
//! version that answers. Bodies that nothing refers to are removed later.

mod bodies;
mod names;
mod record;
mod sources;
mod sqlite;
mod state;
mod vault;

pub(crate) use bodies::Bodies;
pub(crate) use sources::bundle_upload;
pub(crate) use sqlite::Sqlite;
pub(crate) use state::State;
pub(crate) use vault::{Vault, VaultError};
