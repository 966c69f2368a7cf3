//! Keys of a Windows console, which are read as events: no mode has to change for them.

use std::{convert::Infallible, future, io};

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};

/// The console as it is.
#[derive(Debug)]
pub(super) struct KeyMode;

impl KeyMode {
    /// Nothing to enter.
    pub(super) fn enter() -> io::Result<Option<Self>> {
        Ok(Some(Self))
    }

    /// Windows suspends nothing.
    pub(super) async fn follow(&mut self) -> Infallible {
        future::pending().await
    }
}

/// A question changes nothing that outlives it.
#[derive(Debug)]
pub(crate) struct TerminalMode;

impl TerminalMode {
    /// Nothing to find.
    pub(crate) fn found() -> Self {
        Self
    }
}

/// Nothing to put back.
pub(super) fn restore() {}

/// Hands on keys until `press` says that nobody wants them, or the console is gone.
pub(super) fn read_keys(mut press: impl FnMut(char) -> bool) {
    while let Ok(event) = event::read() {
        if let Event::Key(key) = event
            && key.kind == KeyEventKind::Press
            && !key.modifiers.contains(KeyModifiers::CONTROL)
            && let KeyCode::Char(character) = key.code
            && !press(character)
        {
            return;
        }
    }
}
