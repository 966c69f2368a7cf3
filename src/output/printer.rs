//! [`Printer`]: the one value that decides what is written where.

use std::{
    fmt::Display,
    io::{self, IsTerminal as _, Write as _},
    sync::atomic::{AtomicBool, Ordering},
};

use super::yaml::to_yaml;
use crate::{
    diagnostics::{Style, Warning, render_warning},
    env_vars::EnvVars,
};

/// How much is said on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    /// Errors only.
    Quiet,
    /// What a person wants to know.
    Default,
    /// Everything, debug chains included.
    Verbose,
}

/// The shape of what is written to stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON document.
    Json,
    /// One JSON event per line.
    StreamJson,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` or `TERM=dumb` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Whether stdout has data: how a command ended is then no document of its own any more.
static HAS_DATA: AtomicBool = AtomicBool::new(false);

/// Stdout cannot take what the command is there to say.
#[derive(Debug, thiserror::Error)]
#[error("failed to write to stdout")]
pub(crate) struct Error(#[source] io::Error);

/// Decides what is written where; copied to whoever writes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Printer {
    verbosity: Verbosity,
    format: Format,
    stdout: Style,
    stderr: Style,
    /// Whether only warnings and errors are for people.
    terse: bool,
}

impl Printer {
    /// A printer for the process's own streams.
    pub(crate) fn new(verbosity: Verbosity, format: Format, color: ColorChoice) -> Self {
        let no_color = std::env::var_os(EnvVars::NO_COLOR).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os(EnvVars::TERM).is_some_and(|value| value == "dumb");
        let unwanted = no_color || is_dumb;
        let style = |terminal: bool| Style {
            color: match color {
                ColorChoice::Auto => terminal && !unwanted,
                ColorChoice::Always => true,
                ColorChoice::Never => false,
            },
        };
        Self {
            verbosity,
            format,
            stdout: style(io::stdout().is_terminal()),
            stderr: style(io::stderr().is_terminal()),
            terse: false,
        }
    }

    /// A printer that says warnings and errors only, because the rest goes to stdout as events.
    pub(crate) fn terse(self) -> Self {
        Self {
            terse: true,
            ..self
        }
    }

    /// The shape asked for with `--output-format`.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// How much is said.
    pub(crate) fn verbosity(&self) -> Verbosity {
        self.verbosity
    }

    /// The style of stdout.
    pub(crate) fn stdout_style(&self) -> Style {
        self.stdout
    }

    /// The style of stderr.
    pub(crate) fn stderr_style(&self) -> Style {
        self.stderr
    }

    /// Writes a line of data to stdout. A reader that went away is not an error of ours.
    pub(crate) fn stdout(&self, line: impl Display) -> Result<(), Error> {
        HAS_DATA.store(true, Ordering::Relaxed);
        let mut stdout = io::stdout().lock();
        let written = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error(error)),
            _ => Ok(()),
        }
    }

    /// Writes a line to stderr, unless quiet or terse.
    pub(crate) fn stderr(&self, line: impl Display) {
        if self.verbosity > Verbosity::Quiet && !self.terse {
            let _ = writeln!(io::stderr().lock(), "{line}");
        }
    }

    /// Stderr behind a buffer, for what writes a lot of it; its owner flushes.
    pub(crate) fn stderr_buffered(&self) -> io::BufWriter<io::Stderr> {
        io::BufWriter::with_capacity(64 * 1024, io::stderr())
    }

    /// Stdout behind a buffer; its owner flushes.
    pub(crate) fn stdout_buffered(&self) -> io::BufWriter<io::Stdout> {
        io::BufWriter::with_capacity(64 * 1024, io::stdout())
    }

    /// Writes text to stderr even when quiet.
    pub(crate) fn important(&self, text: impl Display) {
        let _ = write!(io::stderr().lock(), "{text}");
    }

    /// Prints a warning, unless quiet.
    pub(crate) fn warn(&self, warning: &Warning) {
        if self.verbosity > Verbosity::Quiet {
            self.important(render_warning(warning, self.stderr));
        }
    }

    /// Writes one JSON document to stdout.
    pub(crate) fn json(&self, value: &impl serde::Serialize) -> Result<(), Error> {
        self.stdout(serde_json::to_string_pretty(value).expect("our records serialise"))
    }

    /// Writes how a command ended to stdout where one JSON document is expected there and none was written.
    pub(crate) fn document(&self, record: &impl serde::Serialize) {
        if self.format == Format::Json && !HAS_DATA.load(Ordering::Relaxed) {
            // A failure has been told on stderr; there is nobody left to tell that this one could not be written.
            let _ = self.json(record);
        }
    }

    /// Writes one JSON document to stdout, in one line.
    pub(crate) fn json_line(&self, value: &impl serde::Serialize) -> Result<(), Error> {
        self.stdout(serde_json::to_string(value).expect("our records serialise"))
    }

    /// Writes one YAML document to stdout.
    pub(crate) fn yaml(&self, value: &impl serde::Serialize) -> Result<(), Error> {
        let value = serde_json::to_value(value).expect("our records serialise");
        self.stdout(to_yaml(&value))
    }

    /// Whether a moving progress bar makes sense.
    pub(crate) fn animates(&self) -> bool {
        self.verbosity == Verbosity::Default && !self.terse && io::stderr().is_terminal()
    }
}
