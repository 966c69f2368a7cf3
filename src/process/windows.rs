//! Ties of life on Windows: every child is put into a job, which ends with its handle, and the handle ends with fx.
//!
//! Windows has no process groups of the Unix kind. A job takes their place: what a child starts is in it, too.

use std::{
    io,
    process::ExitStatus,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use tokio::process::Command;
use win32job::{ExtendedLimitInfo, Job};

use crate::events::StopReason;

/// A job until it is closed.
type Handle = Mutex<Option<Job>>;

/// The jobs that may be open.
static JOBS: Mutex<Vec<Weak<Handle>>> = Mutex::new(Vec::new());

/// A child with all that it starts.
#[derive(Debug)]
pub(super) struct Group {
    job: Arc<Handle>,
}

impl Group {
    /// Puts the child into a job of its own.
    pub(super) fn of(child: &tokio::process::Child) -> io::Result<Self> {
        let handle = child
            .raw_handle()
            .ok_or_else(|| io::Error::other("the process has already ended"))?;
        let mut limits = ExtendedLimitInfo::new();
        limits.limit_kill_on_job_close();
        let job = Job::create_with_limit_info(&limits).map_err(io::Error::other)?;
        job.assign_process(handle as isize)
            .map_err(io::Error::other)?;
        let job = Arc::new(Mutex::new(Some(job)));
        let mut jobs = lock(&JOBS);
        jobs.retain(|other| other.strong_count() > 0);
        jobs.push(Arc::downgrade(&job));
        Ok(Self { job })
    }

    /// Kills every process of the job: it closes.
    pub(super) fn kill(&self) {
        drop(lock(&self.job).take());
    }

    /// Nobody else can be mistaken for a job.
    pub(super) fn forget(&self) {}
}

/// Keeps all children and what they have started from doing anything more: they end.
pub(super) fn freeze_all() {
    let jobs = std::mem::take(&mut *lock(&JOBS));
    for job in jobs.iter().filter_map(Weak::upgrade) {
        drop(lock(&job).take());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Nothing to prepare: the job is joined after the start.
pub(super) fn prepare(_command: &mut Command) {}

/// Windows knows no signals.
pub(super) fn signal(_status: ExitStatus) -> Option<i32> {
    None
}

/// Windows has no such limit.
pub(super) fn is_cpu_limit(_status: ExitStatus) -> bool {
    false
}

/// Windows has no such limit.
pub(crate) fn raise_file_limit() {}

/// Programs are told their path on Windows.
pub(crate) fn name_program(_command: &mut Command, _name: &str) {}

/// Files in a user's directories are the user's only anyway.
pub(crate) fn keep_files_private() {}

/// Whether an operation failed because too many files are open, which does not happen on Windows.
pub(crate) fn is_out_of_files(_error: &io::Error) -> bool {
    false
}

/// What asks a program to end: Ctrl-C, Ctrl-Break, a console that closes.
#[derive(Debug)]
pub(crate) struct Interrupts {
    ctrl_c: tokio::signal::windows::CtrlC,
    ctrl_break: tokio::signal::windows::CtrlBreak,
    ctrl_close: tokio::signal::windows::CtrlClose,
}

impl Interrupts {
    /// Takes them over from the system.
    pub(crate) fn listen() -> io::Result<Self> {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};

        Ok(Self {
            ctrl_c: ctrl_c()?,
            ctrl_break: ctrl_break()?,
            ctrl_close: ctrl_close()?,
        })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) -> StopReason {
        tokio::select! {
            _ = self.ctrl_c.recv() => StopReason::Interrupt,
            _ = self.ctrl_break.recv() => StopReason::Interrupt,
            _ = self.ctrl_close.recv() => StopReason::Interrupt,
        }
    }
}

/// Windows has no such limits for a process itself.
pub(crate) fn limit_self(_memory: u64, _cpu_seconds: u64, _file: u64) -> io::Result<()> {
    Ok(())
}
