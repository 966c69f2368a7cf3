//! How much memory the machine has left, and giving back what this process no longer uses.

/// The share of the memory that is available, from 0 to 1; 1 where the system does not say.
pub(crate) fn available_memory() -> f64 {
    let share = || Some(meminfo("MemAvailable:")? as f64 / meminfo("MemTotal:")? as f64);
    share().unwrap_or(1.0)
}

/// How many bytes of memory there are, for the group of processes that fx is in if that has less than the machine.
pub(crate) fn total_memory() -> Option<u64> {
    let machine = meminfo("MemTotal:")?;
    let group = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
    let group = group.and_then(|text| text.trim().parse().ok());
    Some(machine.min(group.unwrap_or(u64::MAX)))
}

/// Bytes of one kind; nothing where the system is not Linux.
fn meminfo(name: &str) -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
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
