//! [`Watchdog`]: what a worker has used against what it may use, and what follows. No I/O, no clock of its own.
//!
//! As hosted: at half of the wall clock or of the memory, or at the soft CPU limit, a worker takes no new requests; at nine
//! tenths of a limit the function hears of it; at the limit it ends. Unlike hosted, CPU time counts from the last answer,
//! so a runaway dies and a busy, healthy worker does not; who wants it gets it added up over the worker's whole life,
//! and who is to be warned hears when that would have ended it.
//!
//! Limits hold from the moment at which the bootstrap reports in until the end: what the process had used by then is the
//! engine's, and all that comes on top, packages included, is the function's. Half of the memory counts from where the
//! worker was when it was ready, since one that retires as it gets ready would serve nobody.

use std::time::Duration;

use crate::{
    events::EndReason,
    function::{Limits, Strictness},
    process::Sample,
};

/// At which part of a limit the function hears of it.
const WARN_AT: f64 = 0.9;
/// At which part of the wall clock a worker takes no new requests.
const RETIRE_AT: f64 = 0.5;
/// A worker that nobody wants for this long ends.
const MAX_IDLE: Duration = Duration::from_secs(200);
/// How long a worker without requests is not looked into, first and at most. It is longer each time that it has used no
/// CPU time meanwhile.
const IDLE_LOOK: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(2)];
/// How much CPU time tells of work; the engine's own threads need some of their own.
const QUIET: Duration = Duration::from_millis(5);
/// Which part of the memory limit must be in use as data for a death without a word to come of it.
const FULL_AT: f64 = 0.95;

/// A limit that was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// CPU time.
    Cpu,
    /// Wall clock time.
    WallClock,
    /// Memory.
    Memory,
    /// What it has written.
    Storage,
}

/// What a worker is doing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Activity {
    /// Time since it was started.
    pub(super) age: Duration,
    /// Requests that it has.
    pub(super) active: usize,
    /// Requests that it has ended.
    pub(super) finished: u64,
    /// What it has used, where the system says.
    pub(super) sample: Option<Sample>,
}

/// What has to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It takes no new requests.
    Retire,
    /// The function hears that it is about to end.
    Warn(&'static str),
    /// Its CPU time, added up, is over the limit; nothing else comes of that.
    Advise(Duration),
    /// It ends now.
    Kill(Limit, String),
}

/// Judges one worker.
#[derive(Debug)]
pub(super) struct Watchdog {
    limits: Limits,
    /// What it had used when the bootstrap reported in; nothing is known where the system does not say.
    at_start: Option<Sample>,
    /// Memory when it was ready.
    memory_when_ready: Option<u64>,
    /// CPU time at the last moment at which it was not at fault.
    cpu_at_rest: Duration,
    finished: u64,
    idle_since: Duration,
    /// When a worker without requests was looked into, what CPU time it had used, and when it is the next time.
    idle_look: (Duration, Duration, Duration),
    retired: bool,
    advised: bool,
    warned: Vec<Limit>,
}

impl Watchdog {
    /// For a worker that had used `at_start` before the function's code was loaded.
    pub(super) fn new(limits: Limits, at_start: Option<Sample>) -> Self {
        Self {
            limits,
            at_start,
            memory_when_ready: None,
            cpu_at_rest: at_start.unwrap_or_default().cpu,
            finished: 0,
            idle_since: Duration::ZERO,
            idle_look: Default::default(),
            retired: false,
            advised: false,
            warned: Vec::new(),
        }
    }

    /// The function listens.
    pub(super) fn ready(&mut self, sample: Option<Sample>) {
        let sample = sample.or(self.at_start).unwrap_or_default();
        self.memory_when_ready = Some(sample.memory);
        self.cpu_at_rest = sample.cpu;
    }

    /// Whether it is time to look at what the worker has used: at an idle one, less and less often.
    pub(super) fn wants_sample(&self, now: &Activity) -> bool {
        let is_idle = now.active == 0 && now.finished == self.finished;
        let is_known = self.memory_when_ready.is_some();
        !is_idle || !is_known || self.limits.cpu_adds_up || now.age >= self.idle_look.2
    }

    /// Whether a process that was like this when it was last looked at had no memory left to get.
    pub(super) fn is_full(&self, last: Option<Sample>) -> bool {
        let (Some(start), Some(last)) = (self.at_start, last) else {
            return false;
        };
        let limit = self.limits.memory_mb * MEGABYTE;
        let used = last.data.saturating_sub(start.data) as f64;
        limit > 0 && used >= limit as f64 * FULL_AT
    }

    /// What has to happen now, each thing once.
    pub(super) fn look(&mut self, now: &Activity) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        self.judge_wall_clock(now, &mut verdicts);
        if let Some(sample) = &now.sample {
            self.judge_cpu(now, sample, &mut verdicts);
            self.judge_memory(sample, &mut verdicts);
        }
        self.finished = now.finished;
        verdicts
    }

    fn judge_wall_clock(&mut self, now: &Activity, verdicts: &mut Vec<Verdict>) {
        if now.active > 0 || now.finished != self.finished {
            self.idle_since = now.age;
        }
        if now.age.saturating_sub(self.idle_since) >= MAX_IDLE {
            self.retire(verdicts);
        }
        let limit = self.limits.worker_timeout;
        if limit.is_zero() {
            return;
        }
        if now.age >= limit.mul_f64(RETIRE_AT) {
            self.retire(verdicts);
        }
        self.judge(Limit::WallClock, now.age, limit, "wall_clock", verdicts);
    }

    fn judge_cpu(&mut self, now: &Activity, sample: &Sample, verdicts: &mut Vec<Verdict>) {
        if self.memory_when_ready.is_some()
            && !self.limits.cpu_adds_up
            && now.finished != self.finished
        {
            self.cpu_at_rest = sample.cpu;
        }
        self.plan_idle_look(now, sample);
        let used = sample.cpu.saturating_sub(self.cpu_at_rest);
        let soft = self.limits.cpu_soft;
        if !soft.is_zero() && used >= soft {
            self.retire(verdicts);
        }
        let hard = self.limits.cpu_hard;
        self.judge(Limit::Cpu, used, hard, "cpu", verdicts);
        let at_start = self.at_start.unwrap_or_default().cpu;
        let in_all = sample.cpu.saturating_sub(at_start);
        let is_over = !hard.is_zero() && used < hard && in_all >= hard;
        if is_over && self.limits.strictness == Strictness::Warn && !self.advised {
            self.advised = true;
            verdicts.push(Verdict::Advise(hard));
        }
    }

    fn plan_idle_look(&mut self, now: &Activity, sample: &Sample) {
        let (at, cpu, _) = self.idle_look;
        let [first, longest] = IDLE_LOOK;
        let is_quiet = now.active == 0 && sample.cpu.saturating_sub(cpu) < QUIET;
        let pause = if is_quiet { (now.age - at) * 2 } else { first };
        self.idle_look = (now.age, sample.cpu, now.age + pause.clamp(first, longest));
    }

    fn judge(
        &mut self,
        which: Limit,
        used: Duration,
        limit: Duration,
        reason: &'static str,
        verdicts: &mut Vec<Verdict>,
    ) {
        if limit.is_zero() {
            return;
        }
        if used >= limit {
            let what = match which {
                Limit::Cpu => "CPU time",
                Limit::WallClock | Limit::Memory | Limit::Storage => "wall clock time",
            };
            let (used, limit) = (seconds(used), seconds(limit));
            let key = which.key();
            let text = format!("{used} of {what} used, the limit is {limit} (`{key}`)");
            verdicts.push(Verdict::Kill(which, text));
        } else if used >= limit.mul_f64(WARN_AT) {
            self.warn(which, reason, verdicts);
        }
    }

    fn judge_memory(&mut self, sample: &Sample, verdicts: &mut Vec<Verdict>) {
        let Some(start) = self.at_start else {
            return;
        };
        let limit = self.limits.memory_mb * MEGABYTE;
        let used = sample.memory.saturating_sub(start.memory);
        if limit == 0 {
            return;
        }
        let when_ready = self.memory_when_ready.unwrap_or(start.memory);
        let packages = when_ready.saturating_sub(start.memory).min(limit);
        if used >= packages + (limit - packages) / 2 {
            self.retire(verdicts);
        }
        if used >= limit {
            let text = out_of_memory(&self.limits, Some(used));
            verdicts.push(Verdict::Kill(Limit::Memory, text));
        } else if used as f64 >= limit as f64 * WARN_AT {
            self.warn(Limit::Memory, "memory", verdicts);
        }
    }

    fn retire(&mut self, verdicts: &mut Vec<Verdict>) {
        // One that is not ready yet takes no requests anyway.
        if !self.retired && self.memory_when_ready.is_some() {
            self.retired = true;
            verdicts.push(Verdict::Retire);
        }
    }

    fn warn(&mut self, which: Limit, reason: &'static str, verdicts: &mut Vec<Verdict>) {
        if !self.warned.contains(&which) {
            self.warned.push(which);
            verdicts.push(Verdict::Warn(reason));
        }
    }
}

impl Limit {
    /// Why a worker ended that hit it.
    pub(super) fn end_reason(self) -> EndReason {
        match self {
            Self::Cpu => EndReason::CpuTime,
            Self::WallClock => EndReason::WallClockTime,
            Self::Memory => EndReason::Memory,
            // Hosted functions get an error, and no reason has a name for this.
            Self::Storage => EndReason::TerminationRequested,
        }
    }

    /// The key that sets it, or what has a limit that nothing sets.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Cpu => "cpu_time_hard_limit_ms",
            Self::WallClock => "worker_timeout_ms",
            Self::Memory => "memory_limit_mb",
            Self::Storage => "tmp",
        }
    }
}

const MEGABYTE: u64 = 1024 * 1024;

/// Says that the memory limit was hit; how much was used when that is known.
pub(super) fn out_of_memory(limits: &Limits, used: Option<u64>) -> String {
    let (limit, key) = (limits.memory_mb, Limit::Memory.key());
    match used {
        Some(used) => format!(
            "{} MB of memory used, the limit is {limit} MB (`{key}`)",
            used / MEGABYTE
        ),
        None => format!("more memory wanted than the limit of {limit} MB (`{key}`)"),
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(age: u64, active: usize, finished: u64, cpu: u64, memory_mb: u64) -> Activity {
        Activity {
            age: Duration::from_millis(age),
            active,
            finished,
            sample: Some(Sample {
                cpu: Duration::from_millis(cpu),
                memory: memory_mb * MEGABYTE,
                data: 0,
            }),
        }
    }

    fn ready() -> Watchdog {
        let mut watchdog = Watchdog::new(Limits::default(), at(0, 0, 0, 60, 40).sample);
        watchdog.ready(at(0, 0, 0, 100, 40).sample);
        watchdog
    }

    #[test]
    fn a_runaway_retires_hears_of_it_and_ends() {
        let mut watchdog = ready();
        assert_eq!(watchdog.look(&at(10, 0, 0, 100, 40)), []);
        assert_eq!(watchdog.look(&at(900, 1, 0, 1000, 40)), []);
        assert_eq!(watchdog.look(&at(1100, 1, 0, 1100, 40)), [Verdict::Retire]);
        assert_eq!(watchdog.look(&at(1200, 1, 0, 1200, 40)), []);
        assert_eq!(
            watchdog.look(&at(2000, 1, 0, 2000, 40)),
            [Verdict::Warn("cpu")]
        );
        let text = "2.00 s of CPU time used, the limit is 2.00 s (`cpu_time_hard_limit_ms`)";
        let kill = Verdict::Kill(Limit::Cpu, text.into());
        assert_eq!(watchdog.look(&at(2100, 1, 0, 2100, 40)), [kill]);
    }

    #[test]
    fn a_busy_worker_whose_requests_end_lives() {
        let mut watchdog = ready();
        for request in 1..100 {
            let time = request * 900;
            let advice = Verdict::Advise(Duration::from_secs(2));
            let said: Vec<_> = (request == 3).then_some(advice).into_iter().collect();
            assert_eq!(watchdog.look(&at(0, 3, request, time, 40)), said);
        }
    }

    #[test]
    fn cpu_time_adds_up_where_that_is_wanted() {
        let limits = Limits {
            cpu_adds_up: true,
            ..Limits::default()
        };
        let mut watchdog = Watchdog::new(limits, at(0, 0, 0, 60, 40).sample);
        watchdog.ready(at(0, 0, 0, 100, 40).sample);
        assert_eq!(watchdog.look(&at(0, 1, 1, 900, 40)), []);
        assert_eq!(watchdog.look(&at(0, 0, 2, 1050, 40)), []);
        assert_eq!(watchdog.look(&at(0, 1, 2, 1200, 40)), [Verdict::Retire]);
    }

    #[test]
    fn the_wall_clock_has_three_stages() {
        let mut watchdog = ready();
        assert_eq!(watchdog.look(&at(199_000, 1, 0, 100, 40)), []);
        assert_eq!(
            watchdog.look(&at(200_000, 1, 0, 100, 40)),
            [Verdict::Retire]
        );
        let warning = Verdict::Warn("wall_clock");
        assert_eq!(watchdog.look(&at(360_000, 1, 0, 100, 40)), [warning]);
        let last = watchdog.look(&at(400_000, 1, 0, 100, 40));
        assert!(
            matches!(&last[..], [Verdict::Kill(Limit::WallClock, _)]),
            "{last:?}"
        );
    }

    #[test]
    fn what_burns_cpu_after_the_last_answer_ends_and_what_is_quiet_is_looked_into_rarely() {
        let mut watchdog = ready();
        assert_eq!(watchdog.look(&at(100, 1, 0, 600, 40)), []);
        assert_eq!(
            watchdog.look(&at(200, 0, 1, 900, 40)),
            [],
            "it counts from the answer"
        );
        assert_eq!(watchdog.look(&at(300, 0, 1, 1900, 40)), [Verdict::Retire]);
        assert!(matches!(
            watchdog.look(&at(400, 0, 1, 2900, 40))[..],
            [Verdict::Kill(Limit::Cpu, _)]
        ));
        let mut watchdog = ready();
        let looks = (0..600)
            .map(|tick| at(tick * 100, 0, 0, 100, 40))
            .filter(|now| {
                let wanted = watchdog.wants_sample(now);
                if wanted {
                    watchdog.look(now);
                }
                wanted
            });
        assert!((25..50).contains(&looks.count()), "in a minute");
    }

    #[test]
    fn packages_count_and_half_is_half_of_what_they_leave() {
        let mut watchdog = Watchdog::new(Limits::default(), at(0, 0, 0, 60, 40).sample);
        assert_eq!(watchdog.look(&at(1, 0, 0, 100, 200)), [], "it is not ready");
        watchdog.ready(at(2, 0, 0, 100, 196).sample);
        assert_eq!(watchdog.look(&at(3, 1, 0, 100, 240)), []);
        assert_eq!(watchdog.look(&at(4, 1, 0, 100, 250)), [Verdict::Retire]);
        let mut watchdog = Watchdog::new(Limits::default(), at(0, 0, 0, 60, 40).sample);
        assert!(matches!(
            watchdog.look(&at(1, 0, 0, 100, 297))[..],
            [Verdict::Kill(Limit::Memory, _)]
        ));
    }

    #[test]
    fn memory_counts_from_when_the_bootstrap_reported_in() {
        let mut watchdog = ready();
        assert_eq!(watchdog.look(&at(1, 1, 0, 100, 160)), []);
        assert_eq!(watchdog.look(&at(1, 1, 0, 100, 170)), [Verdict::Retire]);
        assert_eq!(watchdog.look(&at(1, 1, 0, 100, 260)), []);
        assert_eq!(
            watchdog.look(&at(2, 1, 0, 100, 280)),
            [Verdict::Warn("memory")]
        );
        let text = "260 MB of memory used, the limit is 256 MB (`memory_limit_mb`)";
        let kill = Verdict::Kill(Limit::Memory, text.into());
        assert_eq!(watchdog.look(&at(3, 1, 0, 100, 300)), [kill]);
    }

    #[test]
    fn a_worker_is_idle_after_requests_that_nobody_saw() {
        let limits = Limits {
            worker_timeout: Duration::ZERO,
            ..Limits::default()
        };
        let mut watchdog = Watchdog::new(limits, at(0, 0, 0, 0, 0).sample);
        watchdog.ready(None);
        let unseen = |age| Activity {
            sample: None,
            ..at(age, 0, 1, 0, 0)
        };
        assert!(watchdog.wants_sample(&unseen(0)));
        assert_eq!(watchdog.look(&unseen(0)), []);
        assert_eq!(watchdog.look(&unseen(199_000)), []);
        assert_eq!(watchdog.look(&unseen(200_000)), [Verdict::Retire]);
    }

    #[test]
    fn zero_is_no_limit_and_an_idle_worker_retires_all_the_same() {
        let limits = Limits {
            memory_mb: 0,
            strictness: Strictness::Off,
            ..Limits::default().untimed()
        };
        let mut watchdog = Watchdog::new(limits, at(0, 0, 0, 0, 0).sample);
        watchdog.ready(at(0, 0, 0, 0, 0).sample);
        assert_eq!(watchdog.look(&at(1_000_000, 1, 0, 900_000, 9000)), []);
        assert_eq!(
            watchdog.look(&at(1_200_000, 0, 0, 900_000, 9000)),
            [Verdict::Retire]
        );
    }
}
