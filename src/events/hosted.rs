//! [`Hosted`]: an event as hosted functions tell it, which is a part of the line about it.

use std::{sync::Arc, time::Duration};

use serde::{Serialize, Serializer};

use super::record::{EndReason, Event, Level, Usage};

/// The fields that are named as with hosted functions.
#[derive(Debug, Serialize)]
pub(super) struct Hosted<'a> {
    timestamp: &'a str,
    #[serde(flatten)]
    shape: Shape<'a>,
    metadata: Metadata<'a>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "event_type", content = "event")]
enum Shape<'a> {
    Boot {
        boot_time: u128,
    },
    BootFailure {
        msg: &'a str,
    },
    UncaughtException {
        exception: &'a str,
        cpu_time_used: Option<u128>,
    },
    Log {
        #[serde(serialize_with = "line")]
        msg: &'a str,
        #[serde(serialize_with = "capitalised")]
        level: Level,
    },
    Shutdown {
        reason: EndReason,
        cpu_time_used: Option<u128>,
        memory_used: MemoryUsed,
    },
}

/// The heap is the engine's own business, so there are no figures of it.
#[derive(Debug, Serialize)]
struct MemoryUsed {
    total: Option<u64>,
    heap: Option<u64>,
    external: Option<u64>,
    mem_check_captured: MemoryCheck,
}

#[derive(Debug, Serialize)]
struct MemoryCheck {
    current: Option<u64>,
    exceeded: bool,
}

#[derive(Debug, Serialize)]
struct Metadata<'a> {
    slug: &'a str,
    execution_id: Option<&'a str>,
}

impl<'a> Hosted<'a> {
    /// The event as it is told there, if it is.
    pub(super) fn of(event: &'a Event, timestamp: &'a str) -> Option<Self> {
        let (slug, worker, shape) = match event {
            Event::Boot {
                slug,
                worker,
                duration,
            } => {
                let boot_time = duration.as_millis();
                (slug, Some(worker), Shape::Boot { boot_time })
            }
            Event::BootFailure {
                slug,
                worker,
                message: msg,
                ..
            } => (slug, worker.as_ref(), Shape::BootFailure { msg }),
            Event::Crash {
                slug,
                worker,
                usage,
                message: exception,
                ..
            } => {
                let cpu_time_used = milliseconds(*usage);
                let shape = Shape::UncaughtException {
                    exception,
                    cpu_time_used,
                };
                (slug, worker.as_ref(), shape)
            }
            Event::Log {
                slug,
                worker,
                level,
                message: msg,
                ..
            } => (slug, Some(worker), Shape::Log { msg, level: *level }),
            Event::WorkerShutdown {
                slug,
                worker,
                reason,
                usage,
            } => (slug, Some(worker), Shape::shutdown(*reason, *usage)),
            _ => return None,
        };
        let execution_id = worker.map(Arc::as_ref);
        Some(Self {
            timestamp,
            shape,
            metadata: Metadata { slug, execution_id },
        })
    }
}

impl Shape<'_> {
    fn shutdown(reason: EndReason, usage: Option<Usage>) -> Self {
        Self::Shutdown {
            reason,
            cpu_time_used: milliseconds(usage),
            memory_used: MemoryUsed {
                total: usage.map(|usage| usage.memory),
                heap: None,
                external: None,
                mem_check_captured: MemoryCheck {
                    current: None,
                    exceeded: reason == EndReason::Memory,
                },
            },
        }
    }
}

fn milliseconds(usage: Option<Usage>) -> Option<u128> {
    usage.map(|usage| Duration::as_millis(&usage.cpu))
}

/// The message with the end of its line, which is part of it there.
fn line<S: Serializer>(message: &&str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{message}\n"))
}

fn capitalised<S: Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match level {
        Level::Debug => "Debug",
        Level::Info => "Info",
        Level::Warning => "Warning",
        Level::Error => "Error",
    })
}
