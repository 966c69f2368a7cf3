//! Events as text for people: one line per request, log lines with the function's name.

use std::{
    fmt::Display,
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use super::banner;
use crate::{
    diagnostics::{Block, Style, Warning, render_block, render_warning},
    events::{Event, Forward, Level, Ready, Request},
    output::Verbosity,
};

/// How many of the requests that are waited for are named.
const SHOWN_REQUESTS: usize = 3;
/// How much of a worker's id is shown.
const SHORT_ID: usize = 8;

/// From which level on log lines are shown; shared with the key that changes it.
#[derive(Debug, Clone, Default)]
pub(super) struct LogLevel(Arc<AtomicUsize>);

impl LogLevel {
    const ALL: [Level; 4] = [Level::Debug, Level::Info, Level::Warning, Level::Error];

    /// The level in force.
    pub(super) fn current(&self) -> Level {
        Self::ALL[self.0.load(Ordering::Relaxed) % Self::ALL.len()]
    }

    /// Changes to the next level, and from the last to the first.
    pub(super) fn cycle(&self) -> Level {
        self.0.fetch_add(1, Ordering::Relaxed);
        self.current()
    }
}

/// What keys have to do with the screen.
#[derive(Debug, Clone, Default)]
pub(super) struct Keyed {
    /// From which level on log lines are shown.
    pub(super) log_level: LogLevel,
    /// What keys there are, if there are any.
    pub(super) summary: Option<&'static str>,
}

/// Where events become text.
pub(super) struct Screen<W> {
    pub(super) style: Style,
    pub(super) verbosity: Verbosity,
    pub(super) keyed: Keyed,
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
            Event::Ready(ready) => self.ready(ready),
            Event::Shutdown { .. } => {
                let text = "Stopping; press Ctrl-C again to stop at once";
                self.block(&Block::new().line("").line(text))
            }
            Event::Draining { requests } => self.line(format_args!("{}", waited_for(requests))),
            Event::Log {
                slug,
                level,
                message,
                ..
            } => self.log(slug, *level, message),
            Event::LogsDropped { slug, count } => {
                let text = format!("{count} log lines of `{slug}` came too fast to be shown");
                self.block(&render_warning(&Warning::new(text), style))
            }
            Event::Boot { slug, duration, .. } if self.verbosity == Verbosity::Verbose => {
                let text = format!("Booted `{slug}` in {} ms", duration.as_millis());
                self.line(style.dim(&text))
            }
            Event::Boot { .. } | Event::WorkerShutdown { .. } => Ok(()),
            Event::BootFailure {
                slug,
                message,
                serving,
                ..
            } => self.boot_failure(slug, message, *serving),
            Event::Reload {
                slug,
                changed,
                duration,
            } => self.reload(slug, changed, *duration),
            Event::Added { slug } => self.line(format_args!("{} `{slug}`", style.success("Added"))),
            Event::Removed {
                slug,
                directory_gone,
            } => {
                let why = match directory_gone {
                    true => " (its directory is gone)",
                    false => "",
                };
                self.line(format_args!("{} `{slug}`{why}", style.success("Removed")))
            }
            Event::ProjectFailure { message } => {
                let title = "the configuration cannot be used; the last good one stays";
                self.failure(title, message)
            }
            Event::Crash { slug, message, .. } => {
                let title = format!("function `{slug}` ended by an uncaught error");
                self.failure(&title, message)
            }
            Event::Limit { slug, message, .. } => {
                self.failure(&format!("function `{slug}` hit a limit"), message)
            }
            Event::Request(request) => self.request(request),
            Event::Forward(forward) => self.forward(forward),
            Event::Upstream {
                upstream: Some(url),
            } => self.line(format_args!("Services are at {} now", style.literal(url))),
            Event::Upstream { upstream: None } => self.line("Services are not forwarded any more"),
            Event::Warning { message, hint } => {
                let (message, hint) = (message.clone(), hint.clone());
                self.block(&render_warning(&Warning { message, hint }, style))
            }
        }
    }

    /// Writes one line, whatever is in it.
    fn line(&mut self, line: impl Display) -> io::Result<()> {
        self.block(&Block::new().line(line))
    }

    fn block(&mut self, block: &Block) -> io::Result<()> {
        self.out.write_all(block.as_str().as_bytes())
    }

    fn ready(&mut self, ready: &Ready) -> io::Result<()> {
        self.block(&banner::ready(ready, self.style))?;
        match self.keyed.summary {
            Some(keys) => self.line(self.style.dim(keys)),
            None => Ok(()),
        }
    }

    fn boot_failure(&mut self, slug: &str, message: &str, serving: bool) -> io::Result<()> {
        let rest = if serving {
            "; its last good version goes on serving"
        } else {
            ""
        };
        self.failure(&format!("function `{slug}` failed to boot{rest}"), message)
    }

    fn log(&mut self, slug: &str, level: Level, message: &str) -> io::Result<()> {
        if level < self.keyed.log_level.current() {
            return Ok(());
        }
        let style = self.style;
        let prefix = style.name(slug, &format!("[{slug}]"));
        let mut lines = message.split('\n');
        let first = lines.next().unwrap_or_default();
        let mut block = Block::new();
        match level {
            Level::Debug => block.push(format_args!("{prefix} {}", style.dim(first))),
            Level::Info => block.push(format_args!("{prefix} {first}")),
            Level::Warning => {
                block.push(format_args!("{prefix} {} {first}", style.warning("warn")));
            }
            Level::Error => block.push(format_args!("{prefix} {} {first}", style.error("error"))),
        }
        let indent = " ".repeat(slug.chars().count() + "[] ".len());
        for line in lines {
            match level {
                _ if line.is_empty() => block.push(""),
                Level::Debug => block.push(format_args!("{indent}{}", style.dim(line))),
                _ => block.push(format_args!("{indent}{line}")),
            }
        }
        self.block(&block)
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
        self.line(format_args!(
            "{} `{slug}` {rest}",
            style.success("Reloaded")
        ))
    }

    fn request(&mut self, request: &Request) -> io::Result<()> {
        let Request {
            method,
            path,
            status,
            duration,
            worker,
            cold,
            caller,
            ..
        } = request;
        let style = self.style;
        let milliseconds = duration.as_secs_f64() * 1000.0;
        let worker = worker.as_deref().and_then(|id| id.get(..SHORT_ID));
        let worker = worker.map_or(String::new(), |id| format!(" {id}"));
        let cold = if *cold { " cold" } else { "" };
        let caller = caller.as_ref();
        let caller = caller.map_or(String::new(), |caller| format!(" from {}", caller.slug));
        let status = self.status(*status);
        let rest = style.dim(&format!("{milliseconds:.1} ms{worker}{cold}{caller}"));
        self.line(format_args!("{method} {path} {status} {rest}"))
    }

    /// What a function asked of a service: all of it when somebody wants to see everything, else what failed.
    fn forward(&mut self, forward: &Forward) -> io::Result<()> {
        let Forward {
            caller,
            method,
            path,
            status,
            duration,
            broken_off,
            ..
        } = forward;
        if *status < 400 && !broken_off && self.verbosity != Verbosity::Verbose {
            return Ok(());
        }
        let style = self.style;
        let caller = caller.as_ref();
        let caller = caller.map_or(String::new(), |caller| format!(" {}", caller.slug));
        let rest = style.dim(&format!("{}{caller}", rounded(*duration)));
        let status = match broken_off {
            true => style.error(&format!("{status} aborted by the upstream")),
            false => self.status(*status),
        };
        self.line(format_args!("→ {method} {path} {status} {rest}"))
    }

    fn status(&self, status: u16) -> String {
        let text = match status {
            499 => "aborted".to_owned(),
            _ => status.to_string(),
        };
        match status {
            500.. => self.style.error(&text),
            400.. => self.style.warning(&text),
            _ => self.style.success(&text),
        }
    }

    fn failure(&mut self, title: &str, message: &str) -> io::Result<()> {
        self.block(&render_block(title, message, &[], self.style))
    }
}

/// A time as people say it: whole milliseconds, but for the shortest.
fn rounded(duration: Duration) -> String {
    let milliseconds = duration.as_secs_f64() * 1000.0;
    if milliseconds < 1.0 {
        format!("{milliseconds:.1} ms")
    } else {
        format!("{milliseconds:.0} ms")
    }
}

/// What fx waits for before it ends.
fn waited_for(requests: &[String]) -> String {
    let count = requests.len();
    let noun = if count == 1 { "request" } else { "requests" };
    let shown: Vec<&str> = requests
        .iter()
        .map(String::as_str)
        .take(SHOWN_REQUESTS)
        .collect();
    let more = if count > shown.len() { ", …" } else { "" };
    format!("Stopping: {count} {noun} ({}{more})", shown.join(", "))
}

fn matters_when_quiet(event: &Event) -> bool {
    matches!(
        event,
        Event::BootFailure { .. }
            | Event::ProjectFailure { .. }
            | Event::Crash { .. }
            | Event::Limit { .. }
    )
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    fn shown(color: bool, verbosity: Verbosity, events: &[Event]) -> String {
        let mut screen = Screen {
            style: Style { color },
            verbosity,
            keyed: Keyed::default(),
            out: Vec::new(),
        };
        for event in events {
            screen.show(event);
        }
        String::from_utf8(screen.out).unwrap()
    }

    fn request(status: u16, worker: Option<&str>, cold: bool) -> Event {
        Event::Request(Request {
            request: "1".into(),
            caller: None,
            method: Method::GET,
            path: "/hello/x".into(),
            status,
            duration: Duration::from_micros(3_141),
            worker: worker.map(Into::into),
            cold,
        })
    }

    fn log(level: Level, message: &str) -> Event {
        Event::Log {
            slug: "hello".into(),
            worker: "14d52690".into(),
            request: None,
            level,
            message: message.into(),
        }
    }

    fn some_of_each() -> Vec<Event> {
        vec![
            log(Level::Debug, "d"),
            log(Level::Info, "i\nsecond\n\nfourth"),
            log(Level::Warning, "w"),
            log(Level::Error, "e\nsecond"),
            request(200, Some("14d52690-a5d4-46a8-9f01-a339833beb67"), true),
            request(404, None, false),
            request(500, Some("14d52690-a5d4-46a8-9f01-a339833beb67"), false),
            Event::Boot {
                slug: "hello".into(),
                worker: "14d52690".into(),
                duration: Duration::from_millis(25),
            },
            Event::Crash {
                slug: "hello".into(),
                worker: None,
                request: None,
                usage: None,
                message: "Error: late\n    at index.ts:1:1".into(),
            },
        ]
    }

    #[test]
    fn plain_lines_need_no_colour() {
        insta::assert_snapshot!(shown(false, Verbosity::Default, &some_of_each()), @"
        [hello] d
        [hello] i
                second

                fourth
        [hello] warn w
        [hello] error e
                second
        GET /hello/x 200 3.1 ms 14d52690 cold
        GET /hello/x 404 3.1 ms
        GET /hello/x 500 3.1 ms 14d52690
        error: function `hello` ended by an uncaught error
          Error: late
                at index.ts:1:1
        ");
    }

    #[test]
    fn colours_set_names_levels_and_statuses_apart() {
        let text = shown(true, Verbosity::Default, &some_of_each());
        insta::assert_snapshot!(text.replace('\x1b', "^"), @"
        ^[32m[hello]^[0m ^[2md^[0m
        ^[32m[hello]^[0m i
                second

                fourth
        ^[32m[hello]^[0m ^[1;33mwarn^[0m w
        ^[32m[hello]^[0m ^[1;31merror^[0m e
                second
        GET /hello/x ^[32m200^[0m ^[2m3.1 ms 14d52690 cold^[0m
        GET /hello/x ^[1;33m404^[0m ^[2m3.1 ms^[0m
        GET /hello/x ^[1;31m500^[0m ^[2m3.1 ms 14d52690^[0m
        ^[1;31merror:^[0m function `hello` ended by an uncaught error
          Error: late
                at index.ts:1:1
        ");
    }

    #[test]
    fn quiet_leaves_failures_and_verbose_adds_boots() {
        insta::assert_snapshot!(shown(false, Verbosity::Quiet, &some_of_each()), @"
        error: function `hello` ended by an uncaught error
          Error: late
                at index.ts:1:1
        ");
        let boot = &some_of_each()[7..8];
        insta::assert_snapshot!(shown(false, Verbosity::Verbose, boot), @"Booted `hello` in 25 ms");
    }

    #[test]
    fn the_level_goes_round() {
        let level = LogLevel::default();
        assert_eq!(level.current(), Level::Debug);
        let levels: Vec<Level> = (0..4).map(|_| level.cycle()).collect();
        assert_eq!(
            levels,
            [Level::Info, Level::Warning, Level::Error, Level::Debug]
        );
    }

    #[test]
    fn lines_below_the_level_are_not_shown() {
        let keyed = Keyed::default();
        keyed.log_level.cycle();
        let mut screen = Screen {
            style: Style { color: false },
            verbosity: Verbosity::Default,
            keyed,
            out: Vec::new(),
        };
        screen.show(&log(Level::Debug, "d"));
        screen.show(&log(Level::Info, "i"));
        assert_eq!(screen.out, b"[hello] i\n");
    }

    #[test]
    fn the_colour_of_a_name_never_changes() {
        let style = Style { color: true };
        assert_eq!(
            style.name("hello", "x"),
            style.name("hello", "y").replace('y', "x")
        );
        assert_ne!(style.name("hello", "x"), style.name("todos", "x"));
    }
}
