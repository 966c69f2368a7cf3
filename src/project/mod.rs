//! A project on disk: where it is, what its configuration says, which functions it has, and their variables.
//!
//! Configuration (`config`) is read once and interpreted when a value is asked for: an `env(VAR)` that is unset is an
//! error only for the command that needs the value, and a mistake in one function's table breaks that function alone.
//!
//! `.env` files have one grammar everywhere, that of npm's `dotenv` (`dotenv`). The crate `dotenvy` expands `$` and
//! refuses unquoted spaces, so a pre-pass could not make it fit, and nothing here reads or changes the process's own
//! environment except for `env(VAR)`.
//!
//! What only fx reads is in a file of its own, `supabase/fx.toml` (`own_file`), so that `config.toml` keeps what the
//! Supabase CLI accepts.

mod config;
mod database;
mod discovery;
mod dotenv;
mod env;
mod error;
mod inputs;
mod link;
mod named;
mod own_file;
mod root;
mod settings;
mod tree;
mod upstream;
mod uses;

pub(crate) use database::{DatabaseSource, DatabaseUrl};
pub(crate) use discovery::{Candidate, Overrides};
pub(crate) use env::{EnvFile, KeyVariables, dotenv_variables};
pub(crate) use error::Error;
pub(crate) use inputs::ProjectInputs;
pub(crate) use link::{LinkError, linked};
pub(crate) use named::NamedEnvFile;
pub(crate) use root::Project;
pub(crate) use settings::AuthSettings;
pub(crate) use upstream::{InvalidUpstream, Upstream};
pub(crate) use uses::{EnvironmentUses, Given};
