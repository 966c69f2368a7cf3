//! The local API gateway in front of functions: who may pass.
//!
//! It owns no tokens' cryptography, which is `jwt`'s, and runs no function.

mod auth;

pub(crate) use self::auth::{Authorizer, Keys, Unauthorized};
