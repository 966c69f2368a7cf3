//! [`Metrics`]: counts of what happened to each function, from the events of a session, for `/_internal/metric`.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    time::Duration,
};

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::serving::Live;
use crate::{
    events::{Event, Observer, Record, Request, Usage},
    worker::Figures,
};

/// Upper bounds of the buckets of request durations, in seconds; a last one takes the rest.
const BOUNDS: [f64; 16] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 150.0,
];

/// Counts since the start of the session. They are kept for functions that are gone: counts never fall.
pub(super) struct Metrics {
    live: Arc<Live>,
    /// Requests that lead to no function are under the empty name, so that clients cannot fill the memory.
    functions: RwLock<BTreeMap<String, Arc<Mutex<Counts>>>>,
}

/// What happened to one function.
#[derive(Debug, Clone, Default, Serialize)]
struct Counts {
    /// By status.
    requests: BTreeMap<u16, u64>,
    duration_seconds: Histogram,
    boots: u64,
    boot_failures: u64,
    reloads: u64,
    crashes: u64,
    /// By the key of the limit.
    kills: BTreeMap<&'static str, u64>,
}

/// One of the plain counts.
type Counter = fn(&Counts) -> u64;

/// One of the figures of a worker.
type Gauge = fn(&Usage) -> f64;

/// How long requests took.
#[derive(Debug, Clone, Default)]
struct Histogram {
    buckets: [u64; BOUNDS.len() + 1],
    sum: Duration,
}

/// What is so at one moment.
#[derive(Debug, Serialize)]
pub(super) struct Gauges {
    /// How many workers take requests.
    pub(super) active_workers: usize,
    /// What each worker has used.
    #[serde(serialize_with = "figures")]
    pub(super) workers: Vec<Figures>,
    /// How many requests wait for a worker, by function.
    #[serde(rename = "requests_waiting")]
    pub(super) waiting: BTreeMap<String, usize>,
}

/// Everything at one moment.
#[derive(Debug, Serialize)]
struct Report {
    #[serde(flatten)]
    now: Gauges,
    functions: BTreeMap<String, Counts>,
}

impl Metrics {
    /// Nothing has happened yet. `live` tells names of functions from others.
    pub(super) fn new(live: Arc<Live>) -> Self {
        Self {
            live,
            functions: RwLock::default(),
        }
    }

    /// Prometheus' text format.
    pub(super) fn to_text(&self, now: Gauges) -> String {
        self.report(now).to_string()
    }

    /// The same as one JSON object.
    pub(super) fn to_json(&self, now: Gauges) -> String {
        let report = self.report(now);
        serde_json::to_string(&report).expect("counts have text as keys")
    }

    fn report(&self, now: Gauges) -> Report {
        let functions = self
            .functions
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let functions = functions.iter();
        Report {
            now,
            functions: functions
                .map(|(slug, counts)| (slug.clone(), lock(counts).clone()))
                .collect(),
        }
    }

    fn count(&self, slug: &str, count: impl FnOnce(&mut Counts)) {
        let functions = self
            .functions
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(counts) = functions.get(slug) {
            return count(&mut lock(counts));
        }
        drop(functions);
        let mut functions = self
            .functions
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        count(&mut lock(functions.entry(slug.to_owned()).or_default()));
    }

    fn count_request(&self, request: &Request) {
        let slug = request.slug();
        let is_known =
            request.worker.is_some() || self.live.with(|serving| serving.route(slug).is_some());
        self.count(if is_known { slug } else { "" }, |counts| {
            *counts.requests.entry(request.status).or_default() += 1;
            counts.duration_seconds.add(request.duration);
        });
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Observer for Metrics {
    fn see(&self, record: &Record) {
        match &record.event {
            Event::Request(request) => self.count_request(request),
            Event::Boot { slug, .. } => self.count(slug, |counts| counts.boots += 1),
            Event::BootFailure { slug, .. } => {
                self.count(slug, |counts| counts.boot_failures += 1);
            }
            Event::Reload { slug, .. } => self.count(slug, |counts| counts.reloads += 1),
            Event::Crash { slug, .. } => self.count(slug, |counts| counts.crashes += 1),
            Event::Limit { slug, limit, .. } => self.count(slug, |counts| {
                *counts.kills.entry(limit).or_default() += 1;
            }),
            Event::Ready(_)
            | Event::Log { .. }
            | Event::LogsDropped { .. }
            | Event::Added { .. }
            | Event::Removed { .. }
            | Event::ProjectFailure { .. }
            | Event::Forward(_)
            | Event::Upstream { .. }
            | Event::Warning { .. }
            | Event::WorkerShutdown { .. }
            | Event::Shutdown { .. }
            | Event::Draining { .. } => {}
        }
    }
}

fn lock(counts: &Mutex<Counts>) -> MutexGuard<'_, Counts> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Histogram {
    fn add(&mut self, duration: Duration) {
        let seconds = duration.as_secs_f64();
        self.buckets[BOUNDS.partition_point(|bound| *bound < seconds)] += 1;
        self.sum += duration;
    }

    /// How many took at most as long as each bound.
    fn cumulative(&self) -> impl Iterator<Item = (f64, u64)> {
        let mut count = 0;
        BOUNDS.iter().zip(self.buckets).map(move |(bound, more)| {
            count += more;
            (*bound, count)
        })
    }

    fn count(&self) -> u64 {
        self.buckets.iter().sum()
    }
}

impl Serialize for Histogram {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let buckets: Vec<(f64, u64)> = self.cumulative().collect();
        let mut fields = serializer.serialize_map(Some(3))?;
        fields.serialize_entry("buckets", &buckets)?;
        fields.serialize_entry("sum", &self.sum.as_secs_f64())?;
        fields.serialize_entry("count", &self.count())?;
        fields.end()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.now.fmt(f)?;
        let name = "fx_requests_total";
        head(f, name, "counter", "Requests that have ended, by status.")?;
        for (slug, counts) in &self.functions {
            for (status, count) in &counts.requests {
                let labels = format_args!("function=\"{slug}\",status=\"{status}\"");
                writeln!(f, "{name}{{{labels}}} {count}")?;
            }
        }
        self.durations(f)?;
        let counters: [(&str, &str, Counter); 4] = [
            (
                "fx_worker_boots_total",
                "Workers that became ready.",
                |counts| counts.boots,
            ),
            (
                "fx_worker_boot_failures_total",
                "Workers that did not come up.",
                |counts| counts.boot_failures,
            ),
            (
                "fx_reloads_total",
                "New versions that took over.",
                |counts| counts.reloads,
            ),
            (
                "fx_worker_crashes_total",
                "Workers that ended by an uncaught error.",
                |counts| counts.crashes,
            ),
        ];
        for (name, help, count) in counters {
            head(f, name, "counter", help)?;
            for (slug, counts) in &self.functions {
                writeln!(f, "{name}{{function=\"{slug}\"}} {}", count(counts))?;
            }
        }
        let name = "fx_worker_kills_total";
        head(f, name, "counter", "Workers that were ended by a limit.")?;
        for (slug, counts) in &self.functions {
            for (reason, count) in &counts.kills {
                let labels = format_args!("function=\"{slug}\",reason=\"{reason}\"");
                writeln!(f, "{name}{{{labels}}} {count}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Gauges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = "fx_workers_active";
        head(f, name, "gauge", "Workers that take requests.")?;
        writeln!(f, "{name} {}", self.active_workers)?;

        let name = "fx_requests_waiting";
        head(f, name, "gauge", "Requests that wait for a worker.")?;
        for (slug, count) in &self.waiting {
            writeln!(f, "{name}{{function=\"{slug}\"}} {count}")?;
        }

        let gauges: [(&str, &str, &str, Gauge); 2] = [
            (
                "fx_worker_resident_memory_bytes",
                "gauge",
                "Resident memory of a worker's process.",
                |usage| usage.memory as f64,
            ),
            (
                "fx_worker_cpu_seconds_total",
                "counter",
                "CPU time of a worker's main thread, which is what limits are about.",
                |usage| usage.cpu.as_secs_f64(),
            ),
        ];
        for (name, kind, help, value) in gauges {
            head(f, name, kind, help)?;
            for figures in &self.workers {
                let (slug, worker) = (&figures.slug, &figures.worker);
                let value = value(&figures.usage);
                writeln!(
                    f,
                    "{name}{{function=\"{slug}\",worker=\"{worker}\"}} {value}"
                )?;
            }
        }
        Ok(())
    }
}

fn figures<S: Serializer>(figures: &[Figures], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(figures.iter().map(|figures| {
        serde_json::json!({
            "function": figures.slug,
            "worker": &*figures.worker,
            "resident_memory_bytes": figures.usage.memory,
            "cpu_seconds": figures.usage.cpu.as_secs_f64(),
        })
    }))
}

impl Report {
    fn durations(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = "fx_request_duration_seconds";
        let help = "From the head of a request to the end of its response.";
        head(f, name, "histogram", help)?;
        for (slug, counts) in &self.functions {
            let (durations, function) = (&counts.duration_seconds, format!("function=\"{slug}\""));
            for (bound, count) in durations.cumulative() {
                writeln!(f, "{name}_bucket{{{function},le=\"{bound}\"}} {count}")?;
            }
            let (sum, count) = (durations.sum.as_secs_f64(), durations.count());
            writeln!(f, "{name}_bucket{{{function},le=\"+Inf\"}} {count}")?;
            writeln!(f, "{name}_sum{{{function}}} {sum}")?;
            writeln!(f, "{name}_count{{{function}}} {count}")?;
        }
        Ok(())
    }
}

fn head(f: &mut fmt::Formatter<'_>, name: &str, kind: &str, help: &str) -> fmt::Result {
    writeln!(f, "# HELP {name} {help}\n# TYPE {name} {kind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let mut counts = Counts {
            requests: BTreeMap::from([(200, 2), (546, 1)]),
            boots: 2,
            kills: BTreeMap::from([("memory_limit_mb", 1)]),
            ..Counts::default()
        };
        for milliseconds in [1, 4, 200_000] {
            counts
                .duration_seconds
                .add(Duration::from_millis(milliseconds));
        }
        let usage = Usage {
            cpu: Duration::from_millis(1500),
            memory: 4096,
        };
        Report {
            now: Gauges {
                active_workers: 1,
                workers: vec![Figures {
                    slug: "f".to_owned(),
                    worker: "w".into(),
                    usage,
                }],
                waiting: BTreeMap::from([("f".to_owned(), 2)]),
            },
            functions: BTreeMap::from([("f".to_owned(), counts)]),
        }
    }

    #[test]
    fn buckets_are_cumulative_and_include_their_bound() {
        let text = report().to_string();
        for line in [
            "# TYPE fx_request_duration_seconds histogram",
            "fx_request_duration_seconds_bucket{function=\"f\",le=\"0.001\"} 1",
            "fx_request_duration_seconds_bucket{function=\"f\",le=\"0.0025\"} 1",
            "fx_request_duration_seconds_bucket{function=\"f\",le=\"0.005\"} 2",
            "fx_request_duration_seconds_bucket{function=\"f\",le=\"150\"} 2",
            "fx_request_duration_seconds_bucket{function=\"f\",le=\"+Inf\"} 3",
            "fx_request_duration_seconds_sum{function=\"f\"} 200.005",
            "fx_request_duration_seconds_count{function=\"f\"} 3",
            "fx_requests_total{function=\"f\",status=\"546\"} 1",
            "fx_worker_boots_total{function=\"f\"} 2",
            "fx_worker_kills_total{function=\"f\",reason=\"memory_limit_mb\"} 1",
            "fx_workers_active 1",
            "fx_requests_waiting{function=\"f\"} 2",
            "fx_worker_resident_memory_bytes{function=\"f\",worker=\"w\"} 4096",
            "# TYPE fx_worker_cpu_seconds_total counter",
            "fx_worker_cpu_seconds_total{function=\"f\",worker=\"w\"} 1.5",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }

    #[test]
    fn json_says_the_same() {
        let json = serde_json::to_value(report()).unwrap();
        assert_eq!(json["active_workers"], 1);
        assert_eq!(json["requests_waiting"]["f"], 2);
        assert_eq!(json["workers"][0]["worker"], "w");
        assert_eq!(json["workers"][0]["cpu_seconds"], 1.5);
        let function = &json["functions"]["f"];
        assert_eq!(function["requests"]["200"], 2);
        assert_eq!(function["kills"]["memory_limit_mb"], 1);
        assert_eq!(function["duration_seconds"]["count"], 3);
        assert_eq!(
            function["duration_seconds"]["buckets"][0],
            serde_json::json!([0.001, 1])
        );
    }
}
