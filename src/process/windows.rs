//! Ties of life on Windows: every child is put into a job that ends with fx.
//!
//! Windows has no process groups of the Unix kind; the engine starts no processes of its own, so killing the child is
//! enough for a worker that fx stops itself.

use std::{io, process::ExitStatus, sync::OnceLock};

use tokio::process::Command;
use win32job::{ExtendedLimitInfo, Job};

use crate::events::StopReason;

/// The job of all children; its handle closes when fx ends, which kills them.
static JOB: OnceLock<Job> = OnceLock::new();

/// One child of the job.
#[derive(Debug)]
pub(super) struct Group {
    id: u32,
}

impl Group {
    /// Puts the child into the job.
    pub(super) fn of(child: &tokio::process::Child) -> io::Result<Self> {
        let id = child
            .id()
            .ok_or_else(|| io::Error::other("the process has already ended"))?;
        let handle = child
            .raw_handle()
            .ok_or_else(|| io::Error::other("the process has already ended"))?;
        job()?
            .assign_process(handle as isize)
            .map_err(io::Error::other)?;
        Ok(Self { id })
    }

    /// Kills the child. One that has ended is what we want, so errors are not.
    pub(super) fn kill(&self) {
        let _ = std::process::Command::new("taskkill")
            .args(["/F", "/T", "/PID", &self.id.to_string()])
            .output();
    }
}

fn job() -> io::Result<&'static Job> {
    if let Some(job) = JOB.get() {
        return Ok(job);
    }
    let mut limits = ExtendedLimitInfo::new();
    limits.limit_kill_on_job_close();
    let job = Job::create_with_limit_info(&limits).map_err(io::Error::other)?;
    Ok(JOB.get_or_init(|| job))
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
