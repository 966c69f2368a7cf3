//! Where a worker listens: at a unix socket in its private directory, or at loopback where there are none.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

mod channel;

pub(super) use channel::{Channel, Control, Ends, Hold};

/// How long to wait for a place in the queue of a worker's socket.
#[cfg(unix)]
const QUEUE_TIMEOUT: Duration = Duration::from_secs(10);
/// How often to look for one.
#[cfg(unix)]
const QUEUE_PAUSE: Duration = Duration::from_millis(5);

/// A connection to a worker.
#[cfg(unix)]
pub(crate) type Stream = tokio::net::UnixStream;
/// A connection to a worker.
#[cfg(not(unix))]
pub(crate) type Stream = tokio::net::TcpStream;

/// Where to reach a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// The path of a unix socket.
    #[cfg_attr(
        windows,
        expect(dead_code, reason = "Windows workers listen on loopback")
    )]
    Unix(PathBuf),
    /// A loopback port; requests carry the secret.
    #[cfg_attr(unix, expect(dead_code, reason = "Unix workers listen on sockets"))]
    Tcp {
        /// The port on 127.0.0.1.
        port: u16,
        /// What proves that a request comes from fx.
        secret: Arc<str>,
    },
}

impl Endpoint {
    /// What the bootstrap is told.
    pub(super) fn to_boot_message(&self) -> Value {
        match self {
            Endpoint::Unix(path) => json!({ "path": path }),
            Endpoint::Tcp { port, secret } => {
                json!({ "hostname": "127.0.0.1", "port": port, "secret": &**secret })
            }
        }
    }

    /// The value of the engine's `DENO_SERVE_ADDRESS`, which redirects servers of `node:http`.
    pub(super) fn to_serve_address(&self) -> String {
        match self {
            Endpoint::Unix(path) => format!("unix:{}", path.display()),
            Endpoint::Tcp { port, .. } => format!("tcp:127.0.0.1:{port}"),
        }
    }

    /// Opens a connection. A unix socket whose queue is full says so at once instead of making one wait, as TCP does.
    #[cfg(unix)]
    pub(crate) async fn connect(&self) -> io::Result<Stream> {
        let Endpoint::Unix(path) = self else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let until = Instant::now() + QUEUE_TIMEOUT;
        loop {
            match Stream::connect(path).await {
                Err(error)
                    if error.kind() == io::ErrorKind::WouldBlock && Instant::now() < until =>
                {
                    tokio::time::sleep(QUEUE_PAUSE).await;
                }
                connected => return connected,
            }
        }
    }

    /// Opens a connection.
    #[cfg(not(unix))]
    pub(crate) async fn connect(&self) -> io::Result<Stream> {
        match self {
            Endpoint::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
            Endpoint::Tcp { port, .. } => Stream::connect(("127.0.0.1", *port)).await,
        }
    }

    /// What requests must carry, where others can connect too.
    pub(crate) fn secret(&self) -> Option<&Arc<str>> {
        match self {
            Endpoint::Unix(_) => None,
            Endpoint::Tcp { secret, .. } => Some(secret),
        }
    }

    /// Whether something accepts connections there.
    pub(super) async fn accepts(&self) -> bool {
        self.connect().await.is_ok()
    }
}

/// Where a worker with this directory will listen.
#[cfg(unix)]
pub(super) fn endpoint(directory: &Path) -> io::Result<Endpoint> {
    Ok(Endpoint::Unix(directory.join("s")))
}

/// Where a worker will listen.
#[cfg(not(unix))]
pub(super) fn endpoint(_directory: &Path) -> io::Result<Endpoint> {
    // The port is free again when the listener is dropped; the secret guards against whoever takes it first.
    let port = std::net::TcpListener::bind(("127.0.0.1", 0))?
        .local_addr()?
        .port();
    let secret = uuid::Uuid::new_v4().simple().to_string().into();
    Ok(Endpoint::Tcp { port, secret })
}
