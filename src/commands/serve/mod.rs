//! `fx functions serve`: from arguments and project to a session, and the words around it.

mod banner;
mod findings;
mod keys;
mod network;
mod reporter;
mod run;
mod screen;
mod services;
mod settings;

pub(crate) use run::run;
pub(crate) use settings::ServeError;
