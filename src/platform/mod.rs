//! The self-hosted server: projects whose functions are deployed through the Management API and run here.
//!
//! # Theory of operation
//!
//! [`State`] remembers projects, functions, secrets and tokens; [`Bodies`] keeps what was deployed; the [`Vault`]
//! encrypts what must not be read. The API listener (`api`, with [`App`]) changes the state, and the functions listener
//! ([`Serving`]) serves what the state says with `gateway` and `worker`, as `fx functions serve` does.
//!
//! A deploy is visible when it is whole: the body is kept first, named by its digest, then one transaction makes it the
//! version that answers. A body is announced to the state before it is kept, so that those that nothing refers to are
//! known, and removed later. Nothing but the state knows what is deployed, so that a platform that was killed goes on
//! where its last transaction left it.

mod api;
mod app;
mod bodies;
mod database;
mod home;
mod keys;
mod listener;
mod logs;
mod names;
mod patient;
mod record;
mod recorder;
mod server;
mod serving;
mod sources;
mod sqlite;
mod state;
mod vault;

pub(crate) use app::{App, Parts, Settings, admin_token, first_token};
pub(crate) use bodies::Bodies;
pub(crate) use database::DatabaseError;
pub(crate) use home::{Address, Home, Taken, Unusable};
pub(crate) use logs::{LogSizes, Recording, SqliteLogs};
pub(crate) use recorder::Recorder;
pub(crate) use server::serve;
pub(crate) use serving::{Options as ServingOptions, Serving, url_of};
pub(crate) use sources::bundle_upload;
pub(crate) use sources::{Limits as SourcesLimits, Options as SourcesOptions, Workshop};
pub(crate) use sqlite::Sqlite;
pub(crate) use state::State;
pub(crate) use vault::{Vault, VaultError};
