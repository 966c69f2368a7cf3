//! Process groups, signals and ties of life on Unix.

use std::{
    collections::BTreeSet,
    io,
    os::unix::process::ExitStatusExt as _,
    process::ExitStatus,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rustix::{
    fs::Mode,
    process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process_group, setrlimit, umask},
};
use tokio::process::Command;

use crate::events::StopReason;

/// The groups that may be alive.
static LEADERS: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());

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
        leaders().insert(leader.as_raw_nonzero().get());
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

    /// Its leader has ended: the id may become somebody else's.
    pub(super) fn forget(&self) {
        leaders().remove(&self.leader.as_raw_nonzero().get());
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.forget();
    }
}

/// Keeps all children and their groups from doing anything more. Their end comes with fx's.
pub(super) fn freeze_all() {
    let leaders = std::mem::take(&mut *leaders());
    for leader in leaders.into_iter().filter_map(Pid::from_raw) {
        // One that has ended does nothing, either.
        let _ = kill_process_group(leader, Signal::STOP);
    }
}

fn leaders() -> MutexGuard<'static, BTreeSet<i32>> {
    LEADERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes the command start as a group leader that dies with the spawning thread, has no files of ours open, and leaves
/// no image of its memory when it crashes.
pub(super) fn prepare(command: &mut Command) {
    command.process_group(0);
    inherit_nothing(command);
    #[cfg(target_os = "linux")]
    die_with_parent(command);
}

/// Children inherit no files that were open when fx was started, and leave no core files.
#[expect(
    unsafe_code,
    reason = "`pre_exec` is the only way to run code between fork and exec"
)]
fn inherit_nothing(command: &mut Command) {
    let nothing = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let highest = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let highest = i32::try_from(highest.min(MAX_INHERITED)).expect("it is small");
    let inherit = move || {
        close_on_exec(highest);
        setrlimit(Resource::Core, nothing)?;
        Ok(())
    };
    // SAFETY: the closure makes system calls, and touches neither the heap nor a lock, so it is sound in a child forked
    // from a process with threads.
    unsafe {
        command.pre_exec(inherit);
    }
}

/// Up to which number files are looked for that fx has inherited, where the kernel does not close all at once.
const MAX_INHERITED: u64 = 4096;

/// Has exec close all files but the three standard ones.
#[expect(unsafe_code, reason = "descriptors of others have no owner here")]
fn close_on_exec(highest: i32) {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: the call takes no pointers, and only marks descriptors.
        let marked = unsafe {
            libc::syscall(
                libc::SYS_close_range,
                3,
                libc::c_uint::MAX,
                libc::CLOSE_RANGE_CLOEXEC,
            )
        };
        if marked == 0 {
            return;
        }
    }
    for descriptor in 3..highest {
        // SAFETY: the call takes no pointers, and only marks a descriptor; for one that is not open it fails.
        unsafe {
            libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC);
        }
    }
}

/// Has a program run under another name than its path, which it would be told.
pub(crate) fn name_program(command: &mut Command, name: &str) {
    command.arg0(name);
}

/// Has this process make files and directories that are its user's only, unless a mode is asked for.
pub(crate) fn keep_files_private() {
    umask(Mode::RWXG | Mode::RWXO);
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
            // An error with a text would allocate.
            return Err(io::ErrorKind::NotFound.into());
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
