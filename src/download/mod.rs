//! From bodies of deployed functions back to trees.
//!
//! [`restore`] turns a body of either format, a form with sources or a bundle, into a [`Tree`]: files with paths below
//! the project. [`merge()`] makes one set of files of several trees, which share files. What is written, and whether
//! anything may be replaced, is `bundle::Plan`'s matter; nothing here touches the disk.
//!
//! A server is not trusted: every path stays below the project, or the whole run fails.

mod error;
mod form;
mod merge;
mod place;
mod tree;

pub(crate) use error::Error;
pub(crate) use merge::merge;
pub(crate) use tree::{Body, Format, Tree, restore};
