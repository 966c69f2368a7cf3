//! [`Child`]: one running process and its group.

use std::{io, process::ExitStatus};

use tokio::process::{ChildStderr, ChildStdin, ChildStdout};

use super::os;

/// A running process, the leader of its group. Dropping it kills the group.
#[derive(Debug)]
pub(crate) struct Child {
    inner: tokio::process::Child,
    group: os::Group,
}

impl Child {
    /// Takes over a process that was spawned as the leader of a group.
    pub(super) fn new(inner: tokio::process::Child) -> io::Result<Self> {
        let group = os::Group::of(&inner)?;
        Ok(Self { inner, group })
    }

    /// The pipes, which were asked for when it was spawned.
    pub(crate) fn take_pipes(&mut self) -> (ChildStdin, ChildStdout, ChildStderr) {
        let taken = "pipes are asked for at spawn and taken once";
        (
            self.inner.stdin.take().expect(taken),
            self.inner.stdout.take().expect(taken),
            self.inner.stderr.take().expect(taken),
        )
    }

    /// Waits for its end. Cancel safe.
    pub(crate) async fn wait(&mut self) -> io::Result<ExitStatus> {
        let status = self.inner.wait().await?;
        self.group.forget();
        Ok(status)
    }

    /// Its id; `None` when it has ended.
    pub(crate) fn id(&self) -> Option<u32> {
        self.inner.id()
    }

    /// Kills the whole group at once.
    pub(crate) fn kill(&self) {
        if self.inner.id().is_some() {
            self.group.kill();
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The signal that ended a process, where there are signals.
pub(crate) fn signal(status: ExitStatus) -> Option<i32> {
    os::signal(status)
}

/// How a process ended, as text: `exit code 1`, `signal 9`.
pub(crate) fn describe(status: ExitStatus) -> String {
    match (status.code(), os::signal(status)) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => "an unknown end".to_owned(),
    }
}

/// Whether a process ended because it used more CPU time than it may; where there are no signals, nobody knows.
pub(crate) fn is_cpu_limit(status: ExitStatus) -> bool {
    os::is_cpu_limit(status)
}
