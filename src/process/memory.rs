//! How much memory the machine has left, and giving back what this process no longer uses.

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

/// Gives memory back to the system that is free within this process: the allocator keeps what lies below anything that
/// is still in use, which after a burst is nearly all.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "no crate offers a safe form of `malloc_trim`")]
pub(crate) fn release_memory() {
    // SAFETY: the function takes the allocator's own locks and touches nothing that is in use.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Gives memory back to the system; other allocators do so by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn release_memory() {}
