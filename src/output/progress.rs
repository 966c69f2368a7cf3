//! A progress bar on a terminal, plain lines elsewhere.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Printer, sanitize::visible_line};

/// Progress of one download of known or unknown length.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Starts to show `message`; `total` is in bytes.
    pub(crate) fn bytes(printer: Printer, message: &str, total: Option<u64>) -> Self {
        if !printer.animates() {
            printer.stderr(message);
            return Self {
                bar: ProgressBar::hidden(),
            };
        }
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
        let template =
            "{msg} {bar:24.cyan/dim} {decimal_bytes}/{decimal_total_bytes} {decimal_bytes_per_sec}";
        let style = ProgressStyle::with_template(template).expect("the template is well formed");
        bar.set_style(style.progress_chars("━━─"));
        bar.set_message(visible_line(message));
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar }
    }

    /// Adds `bytes` to what has arrived.
    pub(crate) fn advance(&self, bytes: u64) {
        self.bar.inc(bytes);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// What moves on the terminal at this moment, for what is written meanwhile.
static MOVING: Mutex<Option<MultiProgress>> = Mutex::new(None);

/// Writes something while nothing moves.
pub(super) fn meanwhile(write: impl FnOnce()) {
    let moving = MOVING.lock().unwrap_or_else(PoisonError::into_inner);
    match &*moving {
        Some(bars) => bars.suspend(write),
        None => write(),
    }
}

/// One line for each thing that goes on at the same time.
pub(crate) struct Lines {
    printer: Printer,
    bars: MultiProgress,
}

/// A line that moves until it is ended.
pub(crate) struct Line(ProgressBar);

impl Line {
    /// A line that nobody saw begin.
    pub(crate) fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }
}

impl Lines {
    /// No line yet.
    pub(crate) fn new(printer: Printer) -> Self {
        let target = match printer.animates() {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bars = MultiProgress::with_draw_target(target);
        if printer.animates() {
            *MOVING.lock().unwrap_or_else(PoisonError::into_inner) = Some(bars.clone());
        }
        Self { printer, bars }
    }

    /// A line for something that begins; elsewhere than on a terminal it is written at once.
    pub(crate) fn start(&self, text: &str) -> Line {
        if !self.printer.animates() {
            self.printer.stderr(text);
            return Line(ProgressBar::hidden());
        }
        let bar = self.bars.add(ProgressBar::new_spinner());
        bar.set_message(visible_line(text));
        bar.enable_steady_tick(Duration::from_millis(100));
        Line(bar)
    }

    /// Ends the line with what became of it.
    pub(crate) fn end(&self, line: &Line, text: &str) {
        if self.printer.animates() {
            let style = ProgressStyle::with_template("{msg}").expect("the template is well formed");
            line.0.set_style(style);
            line.0.finish_with_message(visible_line(text));
        } else {
            self.printer.stderr(text);
        }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        *MOVING.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
