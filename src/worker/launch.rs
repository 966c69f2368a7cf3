//! [`Launcher`]: what all workers of one fx share, and the start of one.

use std::{
    io,
    num::NonZero,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::{ChildStderr, ChildStdin, ChildStdout},
    task::spawn_blocking,
    time::timeout,
};
use uuid::Uuid;

use super::{
    Debuggees, InspectMode,
    actor::{Actor, Process},
    caller::Callers,
    debuggee::Debuggee,
    frame::Parser,
    handle::{Inner, Worker},
    meter::{Figures, Meter},
    places::{Place, Places},
    room::{Home, Room},
    spec::{Engine, Sandbox, Spec},
    transport::Channel,
};
use crate::{
    dirs::PRELOADED,
    events::{Caller, Sink},
    fs,
    process::{self, Child, QuotaKeeper, Spawner},
};

/// The bootstrap, as it is compiled in.
const BOOTSTRAP: &str = concat!(
    include_str!("caller.js"),
    include_str!("bootstrap.js"),
    include_str!("turns.js"),
    include_str!("hosted.js"),
    include_str!("window.js"),
    "await start();\n"
);
/// The same for functions that may not reach private networks.
const PUBLIC_ONLY: &str = concat!(
    include_str!("caller.js"),
    include_str!("bootstrap.js"),
    include_str!("turns.js"),
    include_str!("hosted.js"),
    include_str!("window.js"),
    include_str!("egress.js"),
    "await start();\n"
);
/// The same for functions that may do what any program may.
const UNRESTRICTED: &str = concat!(
    include_str!("caller.js"),
    include_str!("bootstrap.js"),
    include_str!("turns.js"),
    "await start();\n"
);

/// How long the engine may take until the bootstrap reports in.
const REPORT_TIMEOUT: Duration = Duration::from_secs(60);
const MEGABYTE: u64 = 1024 * 1024;
/// What functions know as the directory for temporary files.
const TEMP: &str = "/tmp";

/// Starts workers; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Launcher {
    shared: Arc<Shared>,
    events: Sink,
    /// The workers that may be alive.
    workers: Arc<Mutex<Vec<Weak<Inner>>>>,
    callers: Callers,
}

#[derive(Debug)]
struct Shared {
    engine: Engine,
    home: Home,
    spawner: Spawner,
    places: Places,
}

impl Launcher {
    /// Makes the directory of this run and writes the bootstrap to `cache`, where the engine keeps its compiled form.
    /// There are never more than `places` workers at once.
    pub(crate) fn new(
        executable: PathBuf,
        cache: &Path,
        sandbox: Sandbox,
        debuggees: Option<Debuggees>,
        places: Option<NonZero<usize>>,
        events: Sink,
    ) -> io::Result<Self> {
        let bootstrap = match sandbox {
            Sandbox::On => BOOTSTRAP,
            Sandbox::PublicNetworks => PUBLIC_ONLY,
            Sandbox::Off => UNRESTRICTED,
        };
        let engine = Engine {
            executable,
            bootstrap: write_bootstrap(cache, bootstrap)?,
            sandbox,
            debuggees,
        };
        let shared = Shared {
            engine,
            home: Home::create()?,
            spawner: Spawner::start(tokio::runtime::Handle::current())?,
            places: Places::new(places),
        };
        Ok(Self {
            shared: Arc::new(shared),
            events,
            workers: Arc::default(),
            callers: Callers::default(),
        })
    }

    /// The same for workers of somebody else, who report elsewhere.
    pub(crate) fn with_events(&self, events: Sink) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            events,
            workers: Arc::default(),
            callers: Callers::default(),
        }
    }

    /// Where workers report what happens.
    pub(super) fn events(&self) -> &Sink {
        &self.events
    }

    /// The places that there are for workers.
    pub(super) fn places(&self) -> &Places {
        &self.shared.places
    }

    /// What workers do before they run the function's code, if they are debugged.
    pub(super) fn inspect_mode(&self) -> Option<InspectMode> {
        self.shared.engine.debuggees.as_ref().map(Debuggees::mode)
    }

    /// Spawns a process that can become a worker of `spec`: it has loaded nothing of the function.
    pub(super) async fn spawn(&self, spec: &Spec) -> io::Result<Embryo> {
        let Shared {
            engine, spawner, ..
        } = &*self.shared;
        let (shared, npmrc) = (Arc::clone(&self.shared), spec.npmrc.clone());
        let room = spawn_blocking(move || shared.home.room(&npmrc)).await??;
        let channel = Channel::open(room.home())?;
        let command = spec.command(engine, &room);
        let (mut child, keeper) = if engine.private_temp(&room).is_some() {
            let (child, keeper) = spawner.spawn_confined(command, room.confinement()).await?;
            (child, Some(keeper))
        } else {
            (spawner.spawn(command).await?, None)
        };
        let pipes = child.take_pipes();
        Ok(Embryo {
            child,
            pipes,
            channel,
            room,
            keeper,
        })
    }

    /// Makes the process load the function, and starts the task that looks after it.
    pub(super) async fn boot(
        &self,
        embryo: Embryo,
        spec: &Spec,
        place: Place,
    ) -> io::Result<Worker> {
        let Embryo {
            child,
            pipes,
            channel,
            room,
            keeper,
        } = embryo;
        let id: Arc<str> = Uuid::new_v4().to_string().into();
        let nonce = Uuid::new_v4().simple().to_string();
        let token = Uuid::new_v4().simple().to_string();
        let (mut stdin, mut stdout, stderr) = pipes;
        until_reported(&mut stdout).await?;
        // The function has no part in what is used by now.
        let meter = Meter::new(child.id());
        let at_start = meter.look();
        let limit = spec.limits.memory_mb * MEGABYTE;
        if let (Some(id), Some(sample), 1..) = (child.id(), at_start, limit) {
            // Some room above the limit, so that whoever looks sees it passed before the function gets an error.
            process::cap_data(id, sample.data + limit / 4 * 5);
        }
        let mut message = self.boot_message(spec, &room, &channel, &id);
        message["nonce"] = json!(nonce);
        message["calls"] = json!({ "token": token, "origins": spec.own_origins });
        stdin.write_all(format!("{message}\n").as_bytes()).await?;
        let debuggees = self.shared.engine.debuggees.clone();
        let debuggee = debuggees.map(|all| Debuggee::new(all, Arc::clone(&id), spec));
        let process = Process {
            child,
            ends: channel.split(stdin, stdout),
            stderr,
            room,
            keeper,
            meter,
            at_start,
            place,
        };
        let parser = Parser::new(&nonce);
        let worker = Actor::start(spec, id, process, parser, debuggee, self.events.clone());
        self.enter(&worker);
        self.callers.enter(token, &worker);
        self.places().enter(&worker);
        Ok(worker)
    }

    fn enter(&self, worker: &Worker) {
        let workers = self.workers.lock();
        let mut workers = workers.unwrap_or_else(PoisonError::into_inner);
        workers.retain(|other| other.strong_count() > 0);
        workers.push(Arc::downgrade(&worker.inner));
    }

    /// Whose tag it is.
    pub(super) fn caller(&self, tag: &str) -> Option<Caller> {
        self.callers.find(tag)
    }

    /// What every worker that is alive has used.
    pub(super) fn figures(&self) -> Vec<Figures> {
        let workers = self.workers.lock();
        let workers = workers.unwrap_or_else(PoisonError::into_inner).clone();
        let alive = workers.iter().filter_map(Weak::upgrade);
        let alive = alive.filter(|worker| !worker.meter.has_ended());
        let figures = alive.filter_map(|worker| {
            Some(Figures {
                usage: worker.meter.usage()?,
                slug: worker.slug.clone(),
                worker: Arc::clone(&worker.id),
            })
        });
        figures.collect()
    }

    fn boot_message(&self, spec: &Spec, room: &Room, channel: &Channel, id: &str) -> Value {
        let mut variables = spec.variables.clone();
        variables.insert("SB_EXECUTION_ID".into(), id.to_owned());
        json!({
            "channel": channel.to_boot_message(),
            "listen": room.endpoint().to_boot_message(),
            "tmp": self.shared.engine.private_temp(room),
            "ports": self.shared.engine.denied_ports(),
            "own": spec.files_below(Path::new(TEMP)),
            "root": spec.root,
            "packages": spec.package_roots(),
            "node": spec.node,
            "env": variables,
            "limited": spec.limits.memory_mb > 0,
            "inspect": self.inspect_mode().map(InspectMode::name),
        })
    }
}

/// An engine process that waits to be told what it is. It ends when dropped.
#[derive(Debug)]
pub(super) struct Embryo {
    child: Child,
    pipes: (ChildStdin, ChildStdout, ChildStderr),
    channel: Channel,
    room: Room,
    /// Who keeps it to what it may write in its `/tmp`, if it has one of its own.
    keeper: Option<QuotaKeeper>,
}

impl Embryo {
    /// Makes it load `node:` modules while it waits.
    pub(super) async fn warm(&mut self) -> io::Result<()> {
        self.pipes.0.write_all(b"{\"type\":\"warm\"}\n").await
    }
}

/// Waits until the bootstrap has reported in, which is all that a process says before it is told what it is. One that
/// ends before does not listen to what it is told either, which shows then.
async fn until_reported(stdout: &mut ChildStdout) -> io::Result<()> {
    let mut report = [0; 2];
    match timeout(REPORT_TIMEOUT, stdout.read_exact(&mut report)).await {
        Ok(Err(error)) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error),
        Ok(_) => Ok(()),
        Err(_) => Err(io::Error::new(
            io::ErrorKind::TimedOut,
            format!("it has done nothing for {} s", REPORT_TIMEOUT.as_secs()),
        )),
    }
}

/// The bootstrap as a file, named by its content, so that two versions of fx do not get in each other's way.
fn write_bootstrap(cache: &Path, text: &str) -> io::Result<PathBuf> {
    use sha2::{Digest as _, Sha256};

    let digest = Sha256::digest(text);
    let name = format!(
        "bootstrap-{:x}.js",
        u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
    );
    let directory = cache.join(PRELOADED);
    let path = directory.join(name);
    if std::fs::read(&path).is_ok_and(|content| content == text.as_bytes()) {
        return Ok(path);
    }
    fs::create_private_dir(&directory)?;
    fs::write_atomic(&path, text.as_bytes(), 0o600)?;
    Ok(path)
}
