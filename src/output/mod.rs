//! Where text goes: data to stdout, everything else to stderr, colours only where they are wanted.
//!
//! It knows no domain type. Only this module writes to the standard streams, so that everything that others wrote passes
//! its [`Sanitizer`].

mod assignment;
mod printer;
mod progress;
mod prompt;
mod quantity;
mod sanitize;
mod table;
mod yaml;

pub(crate) use assignment::{AssignmentError, shell_assignment, toml_assignment};
pub(crate) use printer::{ColorChoice, Error, Format, Printer, Verbosity};
pub(crate) use progress::{Line, Lines, Progress};
pub(crate) use quantity::{counted, size};
pub(crate) use sanitize::Sanitizer;
pub(crate) use table::Table;
