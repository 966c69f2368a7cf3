//! What keys do while functions are served.

use std::sync::Arc;

use tokio::sync::{Notify, mpsc};

use super::screen::{Keyed, LogLevel};
use crate::{
    dev::Order,
    diagnostics::Block,
    output::{Format, Printer, Verbosity},
    process::Keys,
};

/// Said once, below the ready message.
const SUMMARY: &str = "r reload, o open, c clear, l log level, q quit, ? help";

/// The keyboard and what its keys act on.
pub(super) struct Keyboard {
    pub(super) keys: Keys,
    pub(super) printer: Printer,
    /// The first function's.
    pub(super) url: Option<String>,
    pub(super) orders: mpsc::Sender<Order>,
    pub(super) log_level: LogLevel,
    /// Told when fx is to stop.
    pub(super) quit: Arc<Notify>,
}

/// The keyboard, where a person sits at it and wants to be told things.
pub(super) fn listen(printer: Printer) -> Option<Keys> {
    if printer.verbosity() == Verbosity::Quiet || printer.format() == Format::StreamJson {
        return None;
    }
    Keys::listen().unwrap_or_else(|error| {
        tracing::debug!(%error, "no keys");
        None
    })
}

impl Keyboard {
    /// What the screen needs to know of it.
    pub(super) fn keyed(&self) -> Keyed {
        Keyed {
            log_level: self.log_level.clone(),
            summary: Some(SUMMARY),
        }
    }

    /// Acts on keys until the terminal is gone.
    pub(super) async fn run(mut self) {
        while let Some(key) = self.keys.next().await {
            self.press(key);
        }
    }

    fn press(&self, key: char) {
        match key.to_ascii_lowercase() {
            'r' => self.reload(),
            'o' => self.open(),
            'c' => self.printer.clear_screen(),
            'l' => {
                let level = self.log_level.cycle();
                self.printer.stderr(format!("Log lines from {level} on"));
            }
            'q' => self.quit.notify_one(),
            '?' => self.help(),
            _ => {}
        }
    }

    fn reload(&self) {
        self.printer
            .stderr("Reloading every function that has started");
        // When orders wait already, this one is among them.
        let _ = self.orders.try_send(Order::ReloadAll);
    }

    fn open(&self) {
        let (Some(url), printer) = (self.url.clone(), self.printer) else {
            return self.printer.stderr("There is no function to open");
        };
        tokio::task::spawn_blocking(move || match open::that_detached(&url) {
            Ok(()) => printer.stderr(format!("Opening {url}")),
            Err(error) => printer.stderr(format!("No browser could be started ({error}): {url}")),
        });
    }

    fn help(&self) {
        let url = self.url.as_deref().unwrap_or("the first function");
        let level = self.log_level.current();
        let lines = [
            "",
            "  r  reload every function that has started",
            &format!("  o  open {url}"),
            "  c  clear the screen",
            &format!("  l  show log lines from another level on (now {level})"),
            "  q  quit, as Ctrl-C does",
            "  ?  this help",
            "",
        ];
        self.printer.stderr_block(&Block::from_iter(lines));
    }
}
