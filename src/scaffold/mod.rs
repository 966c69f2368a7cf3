//! What fx writes for its users to go on with: functions from templates, their lines in `config.toml`, and the
//! files of a new project.
//!
//! It decides nothing about where a project is and prints nothing; the templates themselves are in `templates/`.

mod config;
mod cors;
mod create;
mod error;
mod init;
mod render;
mod template;

pub(crate) use config::{Declaration, declare};
pub(crate) use cors::{Cors, SHARED as SHARED_CORS};
pub(crate) use create::create;
pub(crate) use error::Error;
pub(crate) use init::init_files;
pub(crate) use render::NewFunction;
pub(crate) use template::{Auth, Template, find, templates};
