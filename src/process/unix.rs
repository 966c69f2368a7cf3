//! Process groups, signals and ties of life on Unix.

use std::{io, os::unix::process::ExitStatusExt as _, process::ExitStatus};

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::Command;

use crate::events::StopReason;

/// A process group led by a child.
#[derive(Debug)]
pub(super) struct Group {
    leader: Pid,
    #[cfg(not(target_os = "linux"))]
    _guard: guard::Guard,
}

impl Group {
    /// The group of a child that [`prepare`] was applied to.
    pub(super) fn of(child: &tokio::process::Child) -> io::Result<Self> {
        let leader = child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(Pid::from_raw)
            .ok_or_else(|| io::Error::other("the process has already ended"))?;
        Ok(Self {
            leader,
            #[cfg(not(target_os = "linux"))]
            _guard: guard::Guard::of(leader)?,
        })
    }

    /// Sends SIGKILL to every process of the group. A group that has ended is what we want, so errors are not.
    pub(super) fn kill(&self) {
        let _ = kill_process_group(self.leader, Signal::KILL);
    }
}

/// Makes the command start as a group leader that dies with the spawning thread.
pub(super) fn prepare(command: &mut Command) {
    command.process_group(0);
    #[cfg(target_os = "linux")]
    die_with_parent(command);
}

#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "`pre_exec` is the only way to run code between fork and exec"
)]
fn die_with_parent(command: &mut Command) {
    use rustix::process::{getpid, getppid, set_parent_process_death_signal};

    let parent = getpid();
    let tie = move || {
        set_parent_process_death_signal(Some(Signal::KILL))?;
        // fx may have died before the tie was made.
        if getppid() != Some(parent) {
            return Err(io::Error::other("fx has ended"));
        }
        Ok(())
    };
    // SAFETY: the closure makes three system calls and touches neither the heap nor a lock, so it is sound in a
    // child forked from a process with threads.
    unsafe {
        command.pre_exec(tie);
    }
}

/// The signal that ended a process.
pub(super) fn signal(status: ExitStatus) -> Option<i32> {
    status.signal()
}

/// Whether a process ended because it used more CPU time than it may.
pub(super) fn is_cpu_limit(status: ExitStatus) -> bool {
    status.signal() == Some(Signal::XCPU.as_raw())
}

#[cfg(not(target_os = "linux"))]
mod guard {
    //! A shell that waits for fx's end, which closes its stdin, and then kills the group.

    use std::{
        io,
        process::{Child, Command, Stdio},
    };

    use rustix::process::Pid;

    /// Ends with fx or with the group, whichever is first.
    #[derive(Debug)]
    pub(super) struct Guard(Child);

    impl Guard {
        pub(super) fn of(leader: Pid) -> io::Result<Self> {
            Command::new("/bin/sh")
                .args(["-c", "read -r _; kill -KILL -- \"-$1\" 2>/dev/null", "sh"])
                .arg(leader.as_raw_nonzero().to_string())
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .map(Self)
        }
    }

    impl Drop for Guard {
        fn drop(&mut self) {
            // The group is gone by now; killing the guard first keeps it from a recycled process id.
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}

/// Lets this process and its children have as many files open as the system allows without asking anybody.
pub(crate) fn raise_file_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum {
        let raised = Rlimit {
            current: maximum,
            maximum,
        };
        // With what there is fx works too, for fewer clients.
        let _ = setrlimit(Resource::Nofile, raised);
    }
}

/// Whether an operation failed because too many files are open.
pub(crate) fn is_out_of_files(error: &io::Error) -> bool {
    use rustix::io::Errno;

    let errors = [Errno::MFILE, Errno::NFILE].map(|errno| Some(errno.raw_os_error()));
    errors.contains(&error.raw_os_error())
}

/// What asks a program to end: Ctrl-C, `kill`, a terminal that closes.
#[derive(Debug)]
pub(crate) struct Interrupts {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
}

impl Interrupts {
    /// Takes the signals over from the system.
    pub(crate) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) -> StopReason {
        tokio::select! {
            _ = self.interrupt.recv() => StopReason::Interrupt,
            _ = self.terminate.recv() => StopReason::Terminate,
            _ = self.hangup.recv() => StopReason::Hangup,
        }
    }
}

/// Limits this process and all that it starts: bytes of data memory, seconds of CPU time, bytes of any one file. The
/// system ends a process that goes beyond the last two; memory beyond the first is refused to it.
pub(crate) fn limit_self(memory: u64, cpu_seconds: u64, file: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    for (resource, limit) in [
        (Resource::Data, memory),
        (Resource::Cpu, cpu_seconds),
        (Resource::Fsize, file),
        (Resource::Core, 0),
    ] {
        let limit = Rlimit {
            current: Some(limit),
            // At the same time as the signal that says why, the one that says nothing would come.
            maximum: Some(limit + u64::from(resource == Resource::Cpu)),
        };
        setrlimit(resource, limit)?;
    }
    Ok(())
}
