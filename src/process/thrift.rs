//! Gives memory back that a burst of requests, sockets or functions has left behind.

use std::time::Duration;

use super::{release_memory, sample};

/// How often memory is looked at.
const INTERVAL: Duration = Duration::from_secs(5);
/// How often while giving back was of little use.
const LONGEST_INTERVAL: Duration = Duration::from_secs(40);
/// What is worth the pause of some milliseconds that giving back costs.
const WORTH: u64 = 4 * 1024 * 1024;

/// Goes on until it is aborted. Where the system does not say how much memory there is, nothing happens.
pub(crate) async fn keep_memory_small() {
    let mut smallest = u64::MAX;
    let mut interval = INTERVAL;
    while let Some(before) = memory() {
        smallest = smallest.min(before);
        if before >= smallest + WORTH {
            // A runtime that ends meanwhile has no use for it.
            let _ = tokio::task::spawn_blocking(release_memory).await;
            let given_back = before.saturating_sub(memory().unwrap_or(before));
            interval = if given_back >= WORTH {
                INTERVAL
            } else {
                LONGEST_INTERVAL.min(interval * 2)
            };
        }
        tokio::time::sleep(interval).await;
    }
}

fn memory() -> Option<u64> {
    sample(std::process::id(), &[]).map(|sample| sample.memory)
}
