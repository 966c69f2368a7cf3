//! [`Printer`]: the one value that decides what is written where.

use std::{
    fmt::Display,
    io::{self, BufWriter, IsTerminal as _, Write as _},
    sync::atomic::{AtomicBool, Ordering},
};

use super::{
    progress::meanwhile,
    sanitize::{Rules, Sanitizer, one_line},
    yaml::to_yaml,
};
use crate::{
    diagnostics::{Block, Style, Warning, render_warning},
    env_vars::EnvVars,
};

/// Erases the screen and what was scrolled off it.
const CLEAR: &[u8] = b"\x1b[2J\x1b[3J\x1b[H";
/// How much is gathered before it is written.
const BUFFER: usize = 64 * 1024;

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
    stdout_rules: Rules,
    stderr_rules: Rules,
    /// Whether only warnings and errors are for people.
    terse: bool,
}

impl Printer {
    /// A printer for the process's own streams.
    pub(crate) fn new(verbosity: Verbosity, format: Format, color: ColorChoice) -> Self {
        let no_color = std::env::var_os(EnvVars::NO_COLOR).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os(EnvVars::TERM).is_some_and(|value| value == "dumb");
        let unwanted = no_color || is_dumb;
        let (stdout, stderr) = (io::stdout().is_terminal(), io::stderr().is_terminal());
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
            stdout: style(stdout),
            stderr: style(stderr),
            stdout_rules: rules(stdout),
            stderr_rules: rules(stderr),
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
        self.stdout_block(&Block::new().line(line))
    }

    /// Writes lines of data to stdout. A reader that went away is not an error of ours.
    pub(crate) fn stdout_block(&self, block: &Block) -> Result<(), Error> {
        HAS_DATA.store(true, Ordering::Relaxed);
        let mut stdout = Sanitizer::new(io::stdout().lock(), self.stdout_rules);
        let written = stdout.write_all(block.as_str().as_bytes());
        match written.and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error(error)),
            _ => Ok(()),
        }
    }

    /// Writes a line to stderr, unless quiet or terse.
    pub(crate) fn stderr(&self, line: impl Display) {
        self.stderr_block(&Block::new().line(line));
    }

    /// Writes lines to stderr, unless quiet or terse.
    pub(crate) fn stderr_block(&self, block: &Block) {
        if self.verbosity > Verbosity::Quiet && !self.terse {
            self.important(block);
        }
    }

    /// Stderr behind a buffer, for what writes a lot of it; its owner flushes.
    pub(crate) fn stderr_buffered(&self) -> Sanitizer<BufWriter<io::Stderr>> {
        let stderr = BufWriter::with_capacity(BUFFER, io::stderr());
        Sanitizer::new(stderr, self.stderr_rules)
    }

    /// Stdout behind a buffer; its owner flushes.
    pub(crate) fn stdout_buffered(&self) -> Sanitizer<BufWriter<io::Stdout>> {
        let stdout = BufWriter::with_capacity(BUFFER, io::stdout());
        Sanitizer::new(stdout, self.stdout_rules)
    }

    /// Writes lines to stderr even when quiet.
    pub(crate) fn important(&self, block: &Block) {
        self.write(block.as_str());
    }

    /// Writes the beginning of a line to stderr, for an answer to go on.
    pub(crate) fn prompt(&self, text: impl Display) {
        self.write(&one_line(&text.to_string()));
    }

    fn write(&self, text: &str) {
        meanwhile(|| {
            let mut stderr = Sanitizer::new(io::stderr().lock(), self.stderr_rules);
            // There is nobody left to tell about a failed write.
            let _ = stderr.write_all(text.as_bytes());
            let _ = stderr.flush();
        });
    }

    /// Where `tracing` writes its events, each of which is a line.
    pub(crate) fn event_writer(self) -> EventWriter {
        EventWriter(self)
    }

    /// Erases the terminal's screen and what was scrolled off it.
    pub(crate) fn clear_screen(&self) {
        let _ = io::stderr().write_all(CLEAR);
    }

    /// Gives the runner of GitHub Actions a command, which is a line of its own.
    pub(crate) fn workflow_command(&self, name: &str, title: &str, text: &str) {
        let title = escaped(title).replace(':', "%3A").replace(',', "%2C");
        let line = format!("::{name} title={title}::{}\n", escaped(text));
        let _ = io::stderr().write_all(line.as_bytes());
    }

    /// Prints a warning, unless quiet.
    pub(crate) fn warn(&self, warning: &Warning) {
        if self.verbosity > Verbosity::Quiet {
            self.important(&render_warning(warning, self.stderr));
        }
    }

    /// Writes one JSON document to stdout.
    pub(crate) fn json(&self, value: &impl serde::Serialize) -> Result<(), Error> {
        let text = serde_json::to_string_pretty(value).expect("our records serialise");
        self.stdout_block(&Block::document(text))
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
        self.stdout_block(&Block::document(to_yaml(&value)))
    }

    /// Whether a moving progress bar makes sense.
    pub(crate) fn animates(&self) -> bool {
        self.verbosity == Verbosity::Default && !self.terse && io::stderr().is_terminal()
    }
}

/// Writes events of `tracing` to stderr.
pub(crate) struct EventWriter(Printer);

impl io::Write for EventWriter {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let line = String::from_utf8_lossy(event);
        self.0.important(&Block::new().line(line));
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is done to text for a stream that is a terminal, or is not.
fn rules(terminal: bool) -> Rules {
    let actions = std::env::var_os(EnvVars::GITHUB_ACTIONS);
    Rules {
        terminal,
        actions: actions.is_some_and(|value| value == "true"),
    }
}

/// A command of the runner is one line.
fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
