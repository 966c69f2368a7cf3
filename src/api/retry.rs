//! Whether a failed try is worth another one, and after which pause. Pure: it neither waits nor asks the time.

use std::time::Duration;

use chrono::DateTime;
use reqwest::{
    Method, StatusCode,
    header::{DATE, HeaderMap, RETRY_AFTER},
};

/// The pause before the second try; it doubles.
const FIRST: Duration = Duration::from_millis(250);
/// No pause of our own choice is longer.
const LONGEST: Duration = Duration::from_secs(4);

/// Whether sending it twice does what sending it once does.
pub(super) fn is_idempotent(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::PUT | Method::DELETE
    )
}

/// Whether an answer with this status asks for another try.
pub(super) fn is_worth_another(method: &Method, status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || (status.is_server_error() && is_idempotent(method))
}

/// The pause after try number `tries` (from 1) when nobody says how long: exponential, with jitter.
pub(super) fn backoff(tries: u32, jitter: f64) -> Duration {
    let doubled = FIRST.saturating_mul(1 << tries.saturating_sub(1).min(6));
    // Half of it is certain, so that a pause is a pause.
    doubled.min(LONGEST).mul_f64(0.5 + jitter / 2.0)
}

/// How long the server asks to wait, by `Retry-After`, else by `X-RateLimit-Reset`.
///
/// A date counts from the server's own `Date`, so that a wrong clock on either side does no harm; without that header
/// it counts from `now` (seconds since 1970).
pub(super) fn asked(headers: &HeaderMap, now: i64) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let now = text(DATE.as_str()).and_then(seconds_of_date).unwrap_or(now);
    let after = |text: &str| {
        if let Some(date) = seconds_of_date(text) {
            return Some(date.saturating_sub(now));
        }
        let seconds = text.parse::<f64>().ok().filter(|it| it.is_finite())?;
        // Some servers send the time of the reset rather than how far it is.
        let is_time = seconds > 1_000_000_000.0;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "saturating is what is wanted"
        )]
        let seconds = seconds.ceil() as i64;
        Some(if is_time {
            seconds.saturating_sub(now)
        } else {
            seconds
        })
    };
    let seconds = text(RETRY_AFTER.as_str())
        .and_then(after)
        .or_else(|| text("x-ratelimit-reset").and_then(after))?;
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

fn seconds_of_date(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc2822(text)
        .ok()
        .map(|date| date.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn writes_are_only_repeated_when_the_server_did_nothing() {
        let worth = |method: Method, status: u16| {
            is_worth_another(&method, StatusCode::from_u16(status).unwrap())
        };
        assert!(worth(Method::POST, 429) && worth(Method::PATCH, 429));
        assert!(!worth(Method::POST, 503) && !worth(Method::PATCH, 500));
        assert!(worth(Method::GET, 500) && worth(Method::PUT, 503) && worth(Method::DELETE, 502));
        assert!(!worth(Method::GET, 404) && !worth(Method::GET, 401));
    }

    #[test]
    fn pauses_grow_and_keep_within_their_bounds() {
        assert_eq!(backoff(1, 0.0), Duration::from_millis(125));
        assert_eq!(backoff(1, 1.0), Duration::from_millis(250));
        assert_eq!(backoff(3, 1.0), Duration::from_secs(1));
        assert_eq!(backoff(99, 1.0), LONGEST);
    }

    #[test]
    fn the_server_may_say_how_long_in_several_ways() {
        let seconds = |pairs| asked(&headers(pairs), 1_000_000_100).map(|it| it.as_secs());
        assert_eq!(seconds(&[]), None);
        assert_eq!(seconds(&[("retry-after", "7")]), Some(7));
        assert_eq!(
            seconds(&[("retry-after", "soon"), ("x-ratelimit-reset", "9")]),
            Some(9)
        );
        assert_eq!(seconds(&[("x-ratelimit-reset", "1000000103")]), Some(3));
        assert_eq!(seconds(&[("retry-after", "-5")]), Some(0));
        // The server's clock is years ahead.
        let skewed = [
            ("date", "Sun, 21 Oct 2035 07:28:00 GMT"),
            ("retry-after", "Sun, 21 Oct 2035 07:28:05 GMT"),
        ];
        assert_eq!(seconds(&skewed), Some(5));
    }
}
