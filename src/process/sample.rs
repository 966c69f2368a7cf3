//! What a process has used. Only Linux tells us; elsewhere nothing is known, and limits on it are the engine's own.

#[cfg(target_os = "linux")]
use std::ffi::OsString;
use std::{path::Path, time::Duration};

/// What a process has used so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sample {
    /// CPU time of the main thread.
    pub(crate) cpu: Duration,
    /// Resident memory in bytes.
    pub(crate) memory: u64,
}

/// What the process `id` has used; `None` when it is gone or the system does not say.
#[cfg(target_os = "linux")]
pub(crate) fn sample(id: u32) -> Option<Sample> {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/{id}/{name}")).ok();
    // The first field is the time on a CPU in nanoseconds (`Documentation/scheduler/sched-stats.rst`).
    let cpu = read("schedstat")?;
    let nanoseconds = cpu.split_whitespace().next()?.parse().ok()?;
    // The second field counts resident pages (`proc_pid_statm(5)`).
    let pages: u64 = read("statm")?.split_whitespace().nth(1)?.parse().ok()?;
    Some(Sample {
        cpu: Duration::from_nanos(nanoseconds),
        memory: pages * rustix::param::page_size() as u64,
    })
}

/// What the process `id` has used; `None` when it is gone or the system does not say.
#[cfg(not(target_os = "linux"))]
pub(crate) fn sample(_id: u32) -> Option<Sample> {
    None
}

/// Bytes of files that have no name any more and that the process `id` has open: they take room on the disk, and no
/// directory shows them. Those of the file system that the process sees at `apart` do not count. Blocks.
#[cfg(target_os = "linux")]
pub(crate) fn unnamed_bytes(id: u32, apart: Option<&Path>) -> u64 {
    use std::os::unix::fs::MetadataExt as _;

    let mut root = OsString::from(format!("/proc/{id}/root"));
    let apart = apart.map(|path| {
        root.push(path);
        std::fs::metadata(&root).map(|metadata| metadata.dev())
    });
    // Nothing is known of a process that has gone.
    let Ok(apart) = apart.transpose() else {
        return 0;
    };
    let entries = std::fs::read_dir(format!("/proc/{id}/fd"));
    let files = entries.into_iter().flatten().flatten();
    let files = files.filter_map(|entry| std::fs::metadata(entry.path()).ok());
    let unnamed = files.filter(|metadata| {
        metadata.is_file() && metadata.nlink() == 0 && apart != Some(metadata.dev())
    });
    unnamed.map(|metadata| metadata.blocks() * 512).sum()
}

/// Other systems do not tell.
#[cfg(not(target_os = "linux"))]
pub(crate) fn unnamed_bytes(_id: u32, _apart: Option<&Path>) -> u64 {
    0
}

/// Refuses the process more data memory than it has now plus `bytes`, so that a flood meets an error rather than the
/// machine's end. Where the system cannot do that, nothing happens.
#[cfg(target_os = "linux")]
pub(crate) fn cap_data(id: u32, bytes: u64) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};

    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let data = status.lines().find_map(|line| line.strip_prefix("VmData:"));
    let kilobytes = data.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    let process = i32::try_from(id).ok().and_then(Pid::from_raw);
    if let (Some(kilobytes), Some(process)) = (kilobytes, process) {
        let limit = Some(kilobytes * 1024 + bytes);
        let limit = Rlimit {
            current: limit,
            maximum: limit,
        };
        // It is a second line of defence; the first one does without.
        let _ = prlimit(Some(process), Resource::Data, limit);
    }
}

/// Refuses the process more data memory; not on this system.
#[cfg(not(target_os = "linux"))]
pub(crate) fn cap_data(_id: u32, _bytes: u64) {}
