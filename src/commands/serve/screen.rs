//! Events as text for people: one line per request, log lines with the function's name.

use std::{
    io::{self, Write},
    time::Duration,
};

use super::banner;
use crate::{
    diagnostics::Style,
    events::{Event, Level, Request},
    output::Verbosity,
};

/// Where events become text.
pub(super) struct Screen<W> {
    pub(super) style: Style,
    pub(super) verbosity: Verbosity,
    pub(super) out: W,
}

impl<W: Write> Screen<W> {
    /// Shows an event, unless it is not to be shown.
    pub(super) fn show(&mut self, event: &Event) {
        if self.verbosity == Verbosity::Quiet && !matters_when_quiet(event) {
            return;
        }
        // There is nobody left to tell about a failed write.
        let _ = self.write(event);
    }

    fn write(&mut self, event: &Event) -> io::Result<()> {
        let style = self.style;
        match event {
            Event::Ready(ready) => writeln!(self.out, "{}", banner::ready(ready, style)),
            Event::Shutdown { .. } => {
                let text = "Stopping; press Ctrl-C again to stop at once";
                writeln!(self.out, "\n{text}")
            }
            Event::Log {
                slug,
                level,
                message,
            } => self.log(slug, *level, message),
            Event::LogsDropped { slug, count } => {
                let text = format!("{count} log lines of `{slug}` came too fast to be shown");
                writeln!(self.out, "{} {text}", style.warning("warning:"))
            }
            Event::Boot { slug, duration } if self.verbosity == Verbosity::Verbose => {
                writeln!(
                    self.out,
                    "{}",
                    style.dim(&format!("{slug} booted in {} ms", duration.as_millis()))
                )
            }
            Event::Boot { .. } => Ok(()),
            Event::BootFailure {
                slug,
                message,
                serving,
            } => {
                let rest = if *serving {
                    "; its last good version goes on serving"
                } else {
                    ""
                };
                writeln!(
                    self.out,
                    "{} function `{slug}` failed to boot{rest}",
                    style.error("error:")
                )?;
                self.indented(message)
            }
            Event::Reload {
                slug,
                changed,
                duration,
            } => self.reload(slug, changed, *duration),
            Event::Added { slug } => writeln!(self.out, "{} `{slug}`", style.success("Added")),
            Event::Removed { slug } => writeln!(self.out, "{} `{slug}`", style.success("Removed")),
            Event::ProjectFailure { message } => {
                let text = "the configuration cannot be used; the last good one stays";
                writeln!(self.out, "{} {text}", style.error("error:"))?;
                self.indented(message)
            }
            Event::Crash { slug, message } => {
                writeln!(
                    self.out,
                    "{} function `{slug}` ended by an uncaught error",
                    style.error("error:")
                )?;
                self.indented(message)
            }
            Event::Request(request) => self.request(request),
            Event::Warning { message, hint } => {
                writeln!(self.out, "{} {message}", style.warning("warning:"))?;
                match hint {
                    Some(hint) => writeln!(self.out, "  {} {hint}", style.hint("hint:")),
                    None => Ok(()),
                }
            }
        }
    }

    fn log(&mut self, slug: &str, level: Level, message: &str) -> io::Result<()> {
        let prefix = self.style.literal(&format!("[{slug}]"));
        for line in message.trim_end_matches('\n').split('\n') {
            match level {
                Level::Debug => writeln!(self.out, "{prefix} {}", self.style.dim(line))?,
                Level::Info => writeln!(self.out, "{prefix} {line}")?,
                Level::Warning => {
                    writeln!(self.out, "{prefix} {} {line}", self.style.warning("warn"))?;
                }
                Level::Error => {
                    writeln!(self.out, "{prefix} {} {line}", self.style.error("error"))?;
                }
            }
        }
        Ok(())
    }

    fn reload(&mut self, slug: &str, changed: &[String], duration: Duration) -> io::Result<()> {
        let style = self.style;
        let milliseconds = duration.as_secs_f64() * 1000.0;
        let files = match changed {
            [] => String::new(),
            [one] => format!(" ({one})"),
            [first, rest @ ..] => format!(" ({first} and {} more)", rest.len()),
        };
        let rest = style.dim(&format!("in {milliseconds:.0} ms{files}"));
        writeln!(self.out, "{} `{slug}` {rest}", style.success("Reloaded"))
    }

    fn request(&mut self, request: &Request) -> io::Result<()> {
        let Request {
            method,
            path,
            status,
            duration,
            cold,
            ..
        } = request;
        let milliseconds = duration.as_secs_f64() * 1000.0;
        let cold = if *cold { " cold" } else { "" };
        let style = self.style;
        if !style.color {
            return writeln!(
                self.out,
                "{method} {path} {status} {milliseconds:.1} ms{cold}"
            );
        }
        let status = status.to_string();
        let status = match status.as_bytes()[0] {
            b'5' => style.error(&status),
            b'4' => style.warning(&status),
            _ => style.success(&status),
        };
        let time = style.dim(&format!("{milliseconds:.1} ms{cold}"));
        writeln!(self.out, "{method} {path} {status} {time}")
    }

    fn indented(&mut self, message: &str) -> io::Result<()> {
        for line in message.lines() {
            writeln!(self.out, "  {line}")?;
        }
        Ok(())
    }
}

fn matters_when_quiet(event: &Event) -> bool {
    matches!(
        event,
        Event::BootFailure { .. } | Event::ProjectFailure { .. } | Event::Crash { .. }
    )
}
