//! `--stop-timeout`, as several commands have it.

use std::time::Duration;

/// Nobody waits longer for a server to end.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// A time such as `10s`.
pub(super) fn stop_timeout(text: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(text)
        .map_err(|error| format!("it must be a time such as `10s` or `2m`: {error}"))?;
    match time <= LONGEST {
        true => Ok(time),
        false => Err("it must be a day at most, such as `10s` or `2m`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_of_a_day_at_most_and_may_be_none() {
        assert_eq!(stop_timeout("0s"), Ok(Duration::ZERO));
        assert_eq!(stop_timeout("2m"), Ok(Duration::from_secs(120)));
        for wrong in ["", "10", "soon", "-1s", "25h", "100000years"] {
            assert!(
                stop_timeout(wrong).unwrap_err().contains("`10s`"),
                "{wrong}"
            );
        }
    }
}
