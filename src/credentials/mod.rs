//! Access tokens: where they are looked for, where `fx login` keeps them.
//!
//! `SUPABASE_ACCESS_TOKEN` counts first, then the system's keyring, then fx's own file (0600, in the configuration
//! directory), then what the Supabase CLI left in `~/.supabase/access-token`. Every stored token belongs to one API
//! ([`Place`]) and is never given out for another one. Nothing here reads a project.

mod error;
mod file;
mod keyring;
mod login;
mod store;
mod token;

pub(crate) use error::Error;
pub(crate) use login::KeyPair;
pub(crate) use store::{Place, Store};
pub(crate) use token::Token;
