//! The client of the Management API.
//!
//! # How it is used
//!
//! [`Target::resolve`] finds out which API it is, from flags, the real environment and the home directory only: never
//! from a project's files. [`Client::new`] connects nothing; it is a `Client<Anonymous>`, which can only ask what needs
//! no token. [`Client::authenticate`] turns it into a `Client<Authenticated>`, which has everything else. Clones share
//! connections.
//!
//! # What every request has in common
//!
//! One retry layer ([`retry`]): 429 for any method, 5xx and transport errors for idempotent ones, within one budget of
//! time per operation ([`Options::budget`]). An upload may take as long as it moves; once it is sent, its answer is
//! awaited for [`Options::upload_answer`]. Every body is bounded. Redirects are not followed, so that a token only goes
//! where it was meant to go. Requests and pauses are told to [`Options::listener`]; nothing here prints. The server's
//! words in errors are cleaned of control characters and of the token.

mod answer;
mod call;
mod client;
mod error;
mod functions;
mod login;
mod logs;
mod multipart;
mod platform;
mod projects;
mod retry;
mod secrets;
mod target;
mod upload;

pub(crate) use client::{Anonymous, Authenticated, Client, Event, Listener, Options};
pub(crate) use error::Error;
pub(crate) use functions::{BodyFormat, FunctionSettings};
pub(crate) use logs::LogQuery;
pub(crate) use multipart::SourceFile;
pub(crate) use target::{Target, TargetChoice, TargetError};
