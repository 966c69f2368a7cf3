//! [`Limiter`]: how many requests a token, or an address without one, may make in a minute, and the headers that say
//! what is left.

use std::{
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use axum::http::{HeaderMap, StatusCode};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
};

use super::Refused;

/// How often those are forgotten that have not come for a while.
const SWEEP: u32 = 4096;

/// Counts by the digest of a valid token, or by the client's address where there is none.
pub(super) struct Limiter {
    limiter: RateLimiter<
        String,
        governor::state::keyed::DefaultKeyedStateStore<String>,
        DefaultClock,
        StateInformationMiddleware,
    >,
    limit: NonZeroU32,
    counted: AtomicU32,
}

/// What is left of a minute's requests.
#[derive(Debug, Clone, Copy)]
pub(super) struct Left {
    limit: u32,
    remaining: u32,
    reset: u64,
}

impl Limiter {
    /// A limiter for `limit` requests in a minute.
    pub(super) fn new(limit: NonZeroU32) -> Self {
        let limiter: DefaultKeyedRateLimiter<String> = RateLimiter::keyed(Quota::per_minute(limit));
        Self {
            limiter: limiter.with_middleware::<StateInformationMiddleware>(),
            limit,
            counted: AtomicU32::new(0),
        }
    }

    /// Counts a request of `key`.
    pub(super) fn count(&self, key: &str) -> Result<Left, (Left, Refused)> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.limiter.retain_recent();
        }
        let left = |remaining, reset| Left {
            limit: self.limit.get(),
            remaining,
            reset,
        };
        match self.limiter.check_key(&key.to_owned()) {
            Ok(snapshot) => Ok(left(snapshot.remaining_burst_capacity(), 60)),
            Err(until) => {
                let wait = until.wait_time_from(DefaultClock::default().now());
                let seconds = wait.as_secs() + 1;
                let refused = Refused::new(StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded");
                Err((left(0, seconds), refused.retry_after(seconds)))
            }
        }
    }
}

impl Left {
    /// Says so in the headers of an answer.
    pub(super) fn tell(self, headers: &mut HeaderMap) {
        headers.insert("x-ratelimit-limit", self.limit.into());
        headers.insert("x-ratelimit-remaining", self.remaining.into());
        headers.insert("x-ratelimit-reset", self.reset.into());
    }
}
