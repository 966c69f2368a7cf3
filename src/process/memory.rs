//! How much memory the machine has left.

/// The share of the memory that is available, from 0 to 1; 1 where the system does not say.
#[cfg(target_os = "linux")]
pub(crate) fn available_memory() -> f64 {
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    };
    match (kilobytes("MemAvailable:"), kilobytes("MemTotal:")) {
        (Some(available), Some(total)) => available / total,
        _ => 1.0,
    }
}

/// The share of the memory that is available, from 0 to 1; 1 where the system does not say.
#[cfg(not(target_os = "linux"))]
pub(crate) fn available_memory() -> f64 {
    1.0
}
