//! What `fx functions serve` says while it runs: for people on stderr, or as one JSON object per line on stdout.
//!
//! It has a thread of its own, so that a slow terminal or pipe never holds up a request.

use std::{
    io::{self, Write as _},
    thread::{self, JoinHandle},
    time::Duration,
};

use tokio::sync::mpsc::Receiver;

use super::screen::{Keyed, Screen};
use crate::{
    events::Record,
    output::{Format, Printer},
};

/// How long events gather after some were written. Nobody notices, and under load it saves a system call per line.
const PAUSE: Duration = Duration::from_millis(4);

/// Shows events until their senders are gone.
pub(super) fn start(
    printer: Printer,
    keyed: Keyed,
    mut events: Receiver<Record>,
) -> io::Result<JoinHandle<()>> {
    thread::Builder::new()
        .name("reporter".into())
        .spawn(move || {
            let mut view = View::new(printer, keyed);
            while let Some(record) = events.blocking_recv() {
                view.show(&record);
                while let Ok(record) = events.try_recv() {
                    view.show(&record);
                }
                view.flush();
                thread::sleep(PAUSE);
            }
        })
}

/// How events are shown. Failed writes are not told: a terminal or pipe that went away has nobody to read.
enum View {
    Screen(Screen<io::BufWriter<io::Stderr>>),
    Lines(io::BufWriter<io::Stdout>),
}

impl View {
    fn new(printer: Printer, keyed: Keyed) -> Self {
        if printer.format() == Format::StreamJson {
            return Self::Lines(printer.stdout_buffered());
        }
        Self::Screen(Screen {
            style: printer.stderr_style(),
            verbosity: printer.verbosity(),
            keyed,
            out: printer.stderr_buffered(),
        })
    }

    fn show(&mut self, record: &Record) {
        match self {
            Self::Screen(screen) => screen.show(&record.event),
            Self::Lines(out) => {
                let _ = serde_json::to_writer(&mut *out, record);
                let _ = out.write_all(b"\n");
            }
        }
    }

    fn flush(&mut self) {
        let _ = match self {
            Self::Screen(screen) => screen.out.flush(),
            Self::Lines(out) => out.flush(),
        };
    }
}
