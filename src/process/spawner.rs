//! [`Spawner`]: the one long-lived thread that every child is spawned from.

use std::{io, sync::mpsc, thread};

use tokio::{process::Command, runtime::Handle, sync::oneshot};

use super::{
    Child, Confinement, QuotaKeeper,
    confine::{Confined, is_refused_for_good},
    os,
};

/// What is asked of the thread.
#[derive(Debug)]
struct Request {
    command: Command,
    confinement: Option<Confinement>,
    reply: oneshot::Sender<io::Result<(Child, QuotaKeeper)>>,
}

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
                let mut mounts = cfg!(target_os = "linux");
                for mut request in received {
                    let child = request.carry_out(&mut mounts);
                    // Whoever asked may be gone; dropping the child then kills it.
                    drop(request.reply.send(child));
                }
            })?;
        Ok(Self { requests })
    }

    /// Spawns `command` as the leader of a new process group.
    pub(crate) async fn spawn(&self, command: Command) -> io::Result<Child> {
        let (child, _) = self.send(command, None).await?;
        Ok(child)
    }

    /// The same for a child that is kept to what it may write, and who keeps it to that.
    pub(crate) async fn spawn_confined(
        &self,
        command: Command,
        confinement: Confinement,
    ) -> io::Result<(Child, QuotaKeeper)> {
        self.send(command, Some(confinement)).await
    }

    async fn send(
        &self,
        command: Command,
        confinement: Option<Confinement>,
    ) -> io::Result<(Child, QuotaKeeper)> {
        let (reply, answer) = oneshot::channel();
        let gone = || io::Error::other("the spawner thread has ended");
        let request = Request {
            command,
            confinement,
            reply,
        };
        self.requests.send(request).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

impl Request {
    /// Spawns the child, with a file system of its own if it is confined and the system does that. `mounts` remembers
    /// whether it does.
    fn carry_out(&mut self, mounts: &mut bool) -> io::Result<(Child, QuotaKeeper)> {
        let confined = self.confinement.as_ref();
        let confined = confined
            .map(|confinement| Confined::of(&mut self.command, confinement))
            .transpose()?;
        // The tie of life comes after the namespaces, which may undo it.
        os::prepare(&mut self.command);
        self.command.kill_on_drop(true);
        let Some(confined) = confined.filter(|_| *mounts) else {
            return Ok((self.spawn()?, QuotaKeeper::Spawner));
        };
        confined.mount(true);
        let error = match self.spawn() {
            Ok(child) => return Ok((child, QuotaKeeper::Kernel)),
            Err(error) => error,
        };
        confined.mount(false);
        // It failed because of the file system only if it starts without.
        let child = self.spawn()?;
        if is_refused_for_good(&error) {
            *mounts = false;
            tracing::warn!(
                "the system allows workers no file system of their own, so fx counts their files: {error}"
            );
        } else {
            tracing::debug!("no file system of its own for a worker this time: {error}");
        }
        Ok((child, QuotaKeeper::Spawner))
    }

    fn spawn(&mut self) -> io::Result<Child> {
        self.command.spawn().and_then(Child::new)
    }
}
