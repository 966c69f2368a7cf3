//! What `fx functions serve` says while it runs: for people on stderr, or as one JSON object per line on stdout.
//!
//! It has a thread of its own, so that a slow terminal or pipe never holds up a request.

use std::{
    io::{self, Write as _},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::screen::{Keyed, Screen};
use crate::{
    events::{Events, Record},
    output::{Format, Printer, Sanitizer},
};

/// How long events gather after some were written. Nobody notices, and under load it saves a system call per line.
const PAUSE: Duration = Duration::from_millis(4);
/// A batch of so many events is followed by the next one at once.
const LARGE_BATCH: usize = 256;
/// How often it is told that log lines were dropped.
const DROPPED_PAUSE: Duration = Duration::from_secs(1);

/// Shows events until their senders are gone.
pub(super) fn start(printer: Printer, keyed: Keyed, events: Events) -> io::Result<JoinHandle<()>> {
    let reporter = Reporter {
        view: View::new(printer, keyed),
        events,
        told_of_dropped: None,
    };
    thread::Builder::new()
        .name("reporter".into())
        .spawn(move || reporter.run())
}

/// The thread.
struct Reporter {
    view: View,
    events: Events,
    told_of_dropped: Option<Instant>,
}

impl Reporter {
    fn run(mut self) {
        while let Some(record) = self.wait() {
            self.view.show(&record);
            let mut batch = 1;
            while let Some(record) = self.events.next() {
                self.view.show(&record);
                batch += 1;
            }
            self.view.flush();
            if batch < LARGE_BATCH {
                thread::sleep(PAUSE);
            }
        }
        self.tell_of_dropped();
    }

    /// The next event. While log lines are untold of that were dropped, the wait is cut short for them.
    fn wait(&mut self) -> Option<Record> {
        while self.events.has_dropped() {
            let told = self.told_of_dropped;
            if told.is_none_or(|told| told.elapsed() >= DROPPED_PAUSE) {
                self.tell_of_dropped();
            } else if let Some(record) = self.events.next() {
                return Some(record);
            } else {
                thread::sleep(PAUSE);
            }
        }
        self.events.wait()
    }

    fn tell_of_dropped(&mut self) {
        self.told_of_dropped = Some(Instant::now());
        for record in self.events.take_dropped() {
            self.view.show(&record);
        }
        self.view.flush();
    }
}

/// How events are shown. Failed writes are not told: a terminal or pipe that went away has nobody to read.
enum View {
    Screen(Screen<Sanitizer<io::BufWriter<io::Stderr>>>),
    Lines(Sanitizer<io::BufWriter<io::Stdout>>),
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
                let mut line = serde_json::to_vec(record).expect("our records serialise");
                line.push(b'\n');
                let _ = out.write_all(&line);
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
