//! What happens while functions are served, as plain records: one type for the terminal and for scripts.
//!
//! Serialised, they are the lines of `--output-format stream-json`, which scripts rely on: the README and
//! `tests/fixtures/stream-json.schema.json` describe each.
//!
//! Where hosted functions have an event of the same meaning, it is part of the same line (`hosted`), in the shape that
//! it has there: `timestamp`, `event_type`, `event` and `metadata`. So a script reads either form, nothing is told
//! twice, and what hosted functions do not tell (requests, reloads) has a line all the same.

mod advice;
mod hosted;
mod record;
mod sink;

pub(crate) use advice::{Advice, LOG_WINDOW, MAX_LOG_CHARACTERS, MAX_LOG_MESSAGES, Refused};
pub(crate) use record::{
    Caller, EndReason, Event, Forward, Level, Ready, Record, Request, Served, StopReason, Usage,
    in_milliseconds,
};
pub(crate) use sink::{Events, Observer, Sink};
