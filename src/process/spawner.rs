//! [`Spawner`]: the one long-lived thread that every child is spawned from.

use std::{io, sync::mpsc, thread};

use tokio::{process::Command, runtime::Handle, sync::oneshot};

use super::{Child, os};

type Request = (Command, oneshot::Sender<io::Result<Child>>);

/// Spawns children from a thread that lives as long as the last clone of this handle.
#[derive(Debug, Clone)]
pub(crate) struct Spawner {
    requests: mpsc::Sender<Request>,
}

impl Spawner {
    /// Starts the thread. Children report their end through the runtime of `handle`.
    pub(crate) fn start(handle: Handle) -> io::Result<Self> {
        let (requests, received) = mpsc::channel::<Request>();
        thread::Builder::new()
            .name("spawner".into())
            .spawn(move || {
                let _runtime = handle.enter();
                for (mut command, reply) in received {
                    os::prepare(&mut command);
                    let child = command.kill_on_drop(true).spawn().and_then(Child::new);
                    // Whoever asked may be gone; dropping the child then kills it.
                    drop(reply.send(child));
                }
            })?;
        Ok(Self { requests })
    }

    /// Spawns `command` as the leader of a new process group.
    pub(crate) async fn spawn(&self, command: Command) -> io::Result<Child> {
        let (reply, answer) = oneshot::channel();
        let gone = || io::Error::other("the spawner thread has ended");
        self.requests.send((command, reply)).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}
