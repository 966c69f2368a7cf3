//! The local API gateway in front of functions: who may pass.
//!
//! It owns no tokens' cryptography, which is `jwt`'s, and runs no function.

mod auth;
