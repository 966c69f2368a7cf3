//! The secrets of a project: which are to be set, how they differ from what is there, which the code reads.
//!
//! [`Given`] is what may be sent: filtered, within the limits of the API, and without names of the platform's own.
//! [`Difference`] compares it with the digests that the API lists. [`set`] sends it. [`ReadNames`] are the names that
//! code asks for.
//!
//! Values stay in [`Secret`](crate::redact::Secret): no error, warning or `Debug` of this module has one. Where they
//! come from, and what is said about them, is for the command.

mod difference;
mod error;
mod given;
mod reads;
mod send;

pub(crate) use difference::{Difference, digest};
pub(crate) use error::Error;
pub(crate) use given::{Filter, Given, is_reserved};
pub(crate) use reads::{ReadNames, is_of_platform};
pub(crate) use send::set;
