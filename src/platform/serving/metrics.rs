//! Counts of what happened to the functions of each project: [`Counting`] sees the events, [`Report`] writes them down.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde::Serialize;

use crate::{
    api_types::ProjectRef,
    events::{Event, Observer, Record},
    platform::recorder::Recorder,
    worker,
};

/// Counts the events of one project and hands them on to the recorder.
pub(super) struct Counting {
    project: ProjectRef,
    recorder: Arc<dyn Recorder>,
    functions: Mutex<BTreeMap<String, Counts>>,
}

/// What happened to one function.
#[derive(Debug, Clone, Default, Serialize)]
struct Counts {
    /// By status.
    requests: BTreeMap<u16, u64>,
    /// How long all requests took together.
    request_seconds: f64,
    boots: u64,
    boot_failures: u64,
    crashes: u64,
    /// By the key of the limit.
    kills: BTreeMap<&'static str, u64>,
}

/// One of the plain counts.
type Counter = fn(&Counts) -> f64;

/// What is so of one project.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    #[serde(skip)]
    project: ProjectRef,
    functions: BTreeMap<String, Counts>,
    workers: usize,
    worker_memory_bytes: u64,
    worker_cpu_seconds: f64,
    /// By function.
    requests_waiting: BTreeMap<String, usize>,
}

/// What is so of all projects.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    projects: BTreeMap<String, Figures>,
}

impl Counting {
    /// Nothing has happened yet.
    pub(super) fn new(project: ProjectRef, recorder: Arc<dyn Recorder>) -> Self {
        Self {
            project,
            recorder,
            functions: Mutex::default(),
        }
    }

    /// What has happened, and what there is now.
    pub(super) fn figures(
        &self,
        workers: Vec<worker::Figures>,
        requests_waiting: BTreeMap<String, usize>,
    ) -> Figures {
        let usage = workers.iter().map(|worker| worker.usage);
        let cpu: Duration = usage.clone().map(|usage| usage.cpu).sum();
        let functions = self.functions.lock();
        Figures {
            project: self.project.clone(),
            functions: functions.unwrap_or_else(PoisonError::into_inner).clone(),
            workers: workers.len(),
            worker_memory_bytes: usage.map(|usage| usage.memory).sum(),
            worker_cpu_seconds: cpu.as_secs_f64(),
            requests_waiting,
        }
    }

    fn count(&self, slug: &str, count: impl FnOnce(&mut Counts)) {
        let functions = self.functions.lock();
        let mut functions = functions.unwrap_or_else(PoisonError::into_inner);
        match functions.get_mut(slug) {
            Some(counts) => count(counts),
            None => count(functions.entry(slug.to_owned()).or_default()),
        }
    }
}

impl Observer for Counting {
    fn see(&self, record: &Record) {
        match &record.event {
            Event::Request(request) => self.count(request.slug(), |counts| {
                *counts.requests.entry(request.status).or_default() += 1;
                counts.request_seconds += request.duration.as_secs_f64();
            }),
            Event::Boot { slug, .. } => self.count(slug, |counts| counts.boots += 1),
            Event::BootFailure { slug, .. } => {
                self.count(slug, |counts| counts.boot_failures += 1);
            }
            Event::Crash { slug, .. } => self.count(slug, |counts| counts.crashes += 1),
            Event::Limit { slug, limit, .. } => self.count(slug, |counts| {
                *counts.kills.entry(limit).or_default() += 1;
            }),
            _ => {}
        }
        self.recorder.record(&self.project, record);
    }
}

impl fmt::Debug for Counting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Counting").finish_non_exhaustive()
    }
}

impl Report {
    /// All of these.
    pub(super) fn of(figures: impl Iterator<Item = Figures>) -> Self {
        Self {
            projects: figures
                .map(|figures| (figures.project.to_string(), figures))
                .collect(),
        }
    }

    /// One JSON object.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("counts have text as keys")
    }

    fn functions(&self) -> impl Iterator<Item = (String, &Counts)> {
        self.projects.iter().flat_map(|(project, figures)| {
            let functions = figures.functions.iter();
            functions.map(move |(slug, counts)| {
                (format!("project=\"{project}\",function=\"{slug}\""), counts)
            })
        })
    }
}

impl fmt::Display for Report {
    /// Prometheus' text format.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = "fx_requests_total";
        head(f, name, "counter", "Requests that have ended, by status.")?;
        for (labels, counts) in self.functions() {
            for (status, count) in &counts.requests {
                writeln!(f, "{name}{{{labels},status=\"{status}\"}} {count}")?;
            }
        }
        let counters: [(&str, &str, Counter); 4] = [
            (
                "fx_request_seconds_total",
                "How long requests took.",
                |counts| counts.request_seconds,
            ),
            (
                "fx_worker_boots_total",
                "Workers that became ready.",
                |counts| whole(counts.boots),
            ),
            (
                "fx_worker_boot_failures_total",
                "Workers that did not come up.",
                |counts| whole(counts.boot_failures),
            ),
            (
                "fx_worker_crashes_total",
                "Workers that ended by an error.",
                |counts| whole(counts.crashes),
            ),
        ];
        for (name, help, counter) in counters {
            head(f, name, "counter", help)?;
            for (labels, counts) in self.functions() {
                writeln!(f, "{name}{{{labels}}} {}", counter(counts))?;
            }
        }
        let name = "fx_worker_kills_total";
        head(f, name, "counter", "Workers ended by a limit.")?;
        for (labels, counts) in self.functions() {
            for (limit, count) in &counts.kills {
                writeln!(f, "{name}{{{labels},limit=\"{limit}\"}} {count}")?;
            }
        }
        self.gauges(f)
    }
}

impl Report {
    fn gauges(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        head(f, "fx_workers", "gauge", "Workers that run.")?;
        for (project, figures) in &self.projects {
            let workers = figures.workers;
            writeln!(f, "fx_workers{{project=\"{project}\"}} {workers}")?;
        }
        let name = "fx_worker_memory_bytes";
        head(f, name, "gauge", "Memory of all workers.")?;
        for (project, figures) in &self.projects {
            let memory = figures.worker_memory_bytes;
            writeln!(f, "{name}{{project=\"{project}\"}} {memory}")?;
        }
        let name = "fx_requests_waiting";
        head(f, name, "gauge", "Requests that wait for a worker.")?;
        for (project, figures) in &self.projects {
            for (slug, waiting) in &figures.requests_waiting {
                let labels = format_args!("project=\"{project}\",function=\"{slug}\"");
                writeln!(f, "{name}{{{labels}}} {waiting}")?;
            }
        }
        Ok(())
    }
}

fn head(f: &mut fmt::Formatter<'_>, name: &str, kind: &str, help: &str) -> fmt::Result {
    writeln!(f, "# HELP {name} {help}\n# TYPE {name} {kind}")
}

/// A count as a number with a fraction; more than it can hold is never counted.
fn whole(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
