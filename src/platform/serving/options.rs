//! [`Options`]: how deployed functions are served.

use std::{num::NonZero, path::PathBuf, time::Duration};

use url::Url;

use crate::{
    api_types::LimitsRecord,
    function::{Limits, LimitsChoice, Policy, Strictness},
};

/// How deployed functions are served.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// The engine's executable.
    pub(crate) engine: PathBuf,
    /// Where bodies are unpacked; everything there can be made again.
    pub(crate) cache: PathBuf,
    /// What clients reach the gateway at.
    pub(crate) public_url: Url,
    /// What is different from the limits of hosted functions: what a function gets that says nothing, and the most
    /// that others get of memory, CPU time and wall clock time.
    pub(crate) limits: LimitsChoice,
    /// How workers and requests go together.
    pub(crate) policy: Policy,
    /// How many workers a function may have at once; `None` for one per core.
    pub(crate) max_workers: Option<usize>,
    /// How many workers all functions may have at once; `None` for any number.
    pub(crate) max_total_workers: Option<NonZero<usize>>,
    /// Whether functions may reach loopback, link-local and private addresses.
    pub(crate) allow_private_net: bool,
}

impl Options {
    /// What a function may use that says nothing.
    pub(super) fn limits(&self) -> Limits {
        self.limits.apply(Limits {
            strictness: Strictness::Strict,
            ..Limits::default()
        })
    }
}

/// What a function may use that says `own`: of memory, CPU time and wall clock time not more than `most`.
pub(super) fn limits_of(most: &Limits, own: Option<&LimitsRecord>) -> Limits {
    let Some(own) = own else {
        return most.clone();
    };
    let time = |own: Option<u64>, most: Duration| {
        own.map_or(most, |own| at_most(Duration::from_millis(own), most))
    };
    let memory = own.memory_limit_mb;
    Limits {
        memory_mb: memory.map_or(most.memory_mb, |own| at_most(own, most.memory_mb)),
        worker_timeout: time(own.worker_timeout_ms, most.worker_timeout),
        cpu_soft: time(own.cpu_time_soft_limit_ms, most.cpu_soft),
        cpu_hard: time(own.cpu_time_hard_limit_ms, most.cpu_hard),
        request_idle: request_idle(most, Some(own)),
        ..*most
    }
}

/// How long a response of a function may take to begin that says `own`.
pub(super) fn request_idle(usual: &Limits, own: Option<&LimitsRecord>) -> Duration {
    let own = own.and_then(|own| own.request_idle_timeout_ms);
    own.map_or(usual.request_idle, Duration::from_millis)
}

/// The smaller one, where the default, which is zero, means no limit.
fn at_most<T: Ord + Default>(own: T, most: T) -> T {
    let none = T::default();
    if own == none || (most != none && most < own) {
        most
    } else {
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_gets_less_than_the_platform_allows_and_no_more() {
        let most = Limits {
            worker_timeout: Duration::ZERO,
            ..Limits::default()
        };
        assert_eq!(limits_of(&most, None), most);
        assert_eq!(limits_of(&most, Some(&LimitsRecord::default())), most);
        let own = LimitsRecord {
            memory_limit_mb: Some(64),
            worker_timeout_ms: Some(900_000),
            cpu_time_soft_limit_ms: Some(0),
            cpu_time_hard_limit_ms: Some(9_000),
            request_idle_timeout_ms: Some(300_000),
        };
        let expected = Limits {
            memory_mb: 64,
            worker_timeout: Duration::from_secs(900),
            request_idle: Duration::from_secs(300),
            ..most
        };
        assert_eq!(limits_of(&most, Some(&own)), expected);
    }
}
