//! What a process has used. Only Linux tells us; elsewhere nothing is known, and limits on it are the engine's own.

#[cfg(target_os = "linux")]
use std::ffi::OsString;
use std::{path::Path, time::Duration};

/// What a process has used so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sample {
    /// CPU time of all its threads but those that were left out.
    pub(crate) cpu: Duration,
    /// Resident memory in bytes.
    pub(crate) memory: u64,
    /// Memory that is its own, in use or not, in bytes.
    pub(crate) data: u64,
}

/// What the process `id` has used, its threads `without` left out; `None` when it is gone or the system does not say.
#[cfg(target_os = "linux")]
pub(crate) fn sample(id: u32, without: &[u32]) -> Option<Sample> {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/{id}/{name}")).ok();
    // The first field is the time on a CPU in nanoseconds (`Documentation/scheduler/sched-stats.rst`).
    let of_thread = |thread| {
        let text = read(&format!("task/{thread}/schedstat"))?;
        text.split_whitespace().next()?.parse::<u64>().ok()
    };
    let others: u64 = without.iter().copied().filter_map(of_thread).sum();
    let cpu = cpu_time(id)?.saturating_sub(Duration::from_nanos(others));
    // The second field counts resident pages, the sixth those of data and stack (`proc_pid_statm(5)`).
    let statm = read("statm")?;
    let bytes = |field| {
        let pages: u64 = statm.split_whitespace().nth(field)?.parse().ok()?;
        Some(pages * rustix::param::page_size() as u64)
    };
    Some(Sample {
        cpu,
        memory: bytes(1)?,
        data: bytes(5)?,
    })
}

/// CPU time of all threads of the process, ended ones included.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "rustix has no clocks of other processes")]
fn cpu_time(id: u32) -> Option<Duration> {
    let mut clock = 0;
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let id = libc::pid_t::try_from(id).ok()?;
    // SAFETY: both calls write to what they are given, which outlives them, and read nothing else.
    let found = unsafe {
        libc::clock_getcpuclockid(id, &raw mut clock) == 0
            && libc::clock_gettime(clock, &raw mut time) == 0
    };
    let (seconds, rest) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    found.then(|| Some(Duration::new(seconds.ok()?, rest.ok()?)))?
}

/// The threads of the process `id` that bear this name, of which Linux keeps 15 bytes.
#[cfg(target_os = "linux")]
pub(crate) fn threads_named(id: u32, name: &str) -> Vec<u32> {
    let entries = std::fs::read_dir(format!("/proc/{id}/task"));
    let threads = entries.into_iter().flatten().flatten();
    let named = threads.filter(|thread| {
        let comm = std::fs::read_to_string(thread.path().join("comm"));
        comm.is_ok_and(|comm| comm.trim_end() == name)
    });
    named
        .filter_map(|thread| thread.file_name().to_str()?.parse().ok())
        .collect()
}

/// What the process `id` has used; `None` when it is gone or the system does not say.
#[cfg(not(target_os = "linux"))]
pub(crate) fn sample(_id: u32, _without: &[u32]) -> Option<Sample> {
    None
}

/// The threads of the process `id` that bear this name; none where nobody says.
#[cfg(not(target_os = "linux"))]
pub(crate) fn threads_named(_id: u32, _name: &str) -> Vec<u32> {
    Vec::new()
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

/// Refuses the process more data memory than `bytes` in all, so that a flood meets an error rather than the
/// machine's end. Where the system cannot do that, nothing happens.
#[cfg(target_os = "linux")]
pub(crate) fn cap_data(id: u32, bytes: u64) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};

    let process = i32::try_from(id).ok().and_then(Pid::from_raw);
    if let Some(process) = process {
        let limit = Rlimit {
            current: Some(bytes),
            maximum: Some(bytes),
        };
        // It is a second line of defence; the first one does without.
        let _ = prlimit(Some(process), Resource::Data, limit);
    }
}

/// Refuses the process more data memory; not on this system.
#[cfg(not(target_os = "linux"))]
pub(crate) fn cap_data(_id: u32, _bytes: u64) {}
