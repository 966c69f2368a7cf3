//! [`Keys`]: single keys pressed on fx's terminal, without Enter, and a terminal that is left as it was found. Also the
//! end of fx.

use std::{
    io::{self, IsTerminal as _},
    thread,
};

use tokio::sync::mpsc;

use super::{os, terminal};
use crate::fs::remove_run_directories;

/// How many keys may wait to be looked at.
const QUEUE: usize = 16;

/// Keys as they are pressed. Dropping it gives the terminal back.
#[derive(Debug)]
pub(crate) struct Keys {
    pressed: mpsc::Receiver<char>,
    mode: terminal::KeyMode,
}

impl Keys {
    /// Takes the keyboard over; `None` when there is no terminal on both ends, or fx runs in its background.
    pub(crate) fn listen() -> io::Result<Option<Self>> {
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Ok(None);
        }
        let Some(mode) = terminal::KeyMode::enter()? else {
            return Ok(None);
        };
        let (sender, pressed) = mpsc::channel(QUEUE);
        // Nothing waits for this thread: it may be blocked until the next key, and ends with fx.
        thread::Builder::new()
            .name("keys".into())
            .spawn(move || terminal::read_keys(|key| sender.blocking_send(key).is_ok()))?;
        Ok(Some(Self { pressed, mode }))
    }

    /// Waits for the next key; `None` when the terminal is gone. Cancel safe.
    pub(crate) async fn next(&mut self) -> Option<char> {
        tokio::select! {
            key = self.pressed.recv() => key,
            never = self.mode.follow() => match never {},
        }
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        terminal::restore();
    }
}

/// Removes what is temporary; fx has nothing else to do.
pub(crate) fn end() {
    // They would go on writing. They end with fx, and no client gets an answer out of that.
    os::freeze_all();
    remove_run_directories();
}

/// Ends fx at once, with its terminal as it was found.
pub(crate) fn exit(code: u8) -> ! {
    terminal::restore();
    end();
    std::process::exit(code.into());
}
