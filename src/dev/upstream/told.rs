//! [`Told`]: which outages were told, so that each is told once.

use std::{
    collections::HashSet,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{events::Forward, gateway::FailureKind};

/// How many are remembered.
const MAX_TOLD: usize = 1024;

/// Whether the end of a request without a failure says that its service has answered just now: that a client or a socket
/// is gone says nothing.
pub(super) fn is_answer(forward: &Forward) -> bool {
    !matches!(forward.status, 101 | 499)
}

/// Outages that were told, of services that have not answered since.
#[derive(Debug, Default)]
pub(super) struct Told {
    outages: Mutex<HashSet<Outage>>,
    /// Whether there are any: most answers are no news.
    any: AtomicBool,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Outage {
    function: String,
    service: &'static str,
    kind: FailureKind,
}

impl Told {
    /// Whether this is the first time that the function hears of this outage.
    pub(super) fn is_news(&self, function: &str, service: &'static str, kind: FailureKind) -> bool {
        let outage = Outage {
            function: function.to_owned(),
            service,
            kind,
        };
        let mut outages = self.lock();
        self.any.store(true, Ordering::Relaxed);
        outages.len() < MAX_TOLD && outages.insert(outage)
    }

    /// The service has answered: its next outage is news again. Whom it is not for says nothing of it.
    pub(super) fn answered(&self, forward: &Forward) {
        if !self.any.load(Ordering::Relaxed) {
            return;
        }
        let mut outages = self.lock();
        let stays = |outage: &Outage| {
            outage.service != forward.service || outage.kind == FailureKind::Elsewhere
        };
        outages.retain(stays);
        self.any.store(!outages.is_empty(), Ordering::Relaxed);
    }

    /// Another upstream has taken the place of the one that was out.
    pub(super) fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<Outage>> {
        self.outages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::Method;

    use super::*;

    fn answered(service: &'static str, status: u16) -> Forward {
        Forward {
            caller: None,
            service,
            method: Method::GET,
            path: "/".into(),
            status,
            duration: Duration::ZERO,
            upstream: None,
            failure: None,
            broken_off: false,
        }
    }

    #[test]
    fn that_a_client_or_a_socket_is_gone_is_no_answer() {
        for (status, expected) in [
            (200, true),
            (404, true),
            (502, true),
            (101, false),
            (499, false),
        ] {
            assert_eq!(is_answer(&answered("rest", status)), expected, "{status}");
        }
    }

    #[test]
    fn an_outage_is_told_once_until_its_service_answers() {
        let told = Told::default();
        let is_news = |service| told.is_news("hello", service, FailureKind::Unreachable);
        assert!(is_news("rest") && is_news("auth") && !is_news("rest"));
        told.answered(&answered("storage", 200));
        assert!(!is_news("rest"));
        told.answered(&answered("rest", 404));
        assert!(is_news("rest") && !is_news("auth"));
        assert!(told.is_news("other", "rest", FailureKind::Unreachable));
        assert!(told.is_news("hello", "rest", FailureKind::Slow));
    }
}
