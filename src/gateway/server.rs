//! [`Gateway`]: sockets and connections, from `bind` to the end of the last one.

use std::{
    convert::Infallible,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::{Pin, pin},
    sync::Arc,
    time::{Duration, Instant},
};

use hyper::{
    server::conn::http1::{self, UpgradeableConnection},
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use socket2::SockRef;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::{timeout, timeout_at},
};

use super::{
    Tenants,
    activity::{Activity, Closing, SILENCE, watch},
    client_socket::ClientSocket,
    connection::MAX_HEAD,
    request::Service,
    tls::Tls,
    trust::{Client, TrustedProxies},
};
use crate::diagnostics::Hint;

/// How many connections are served at once, WebSockets not counted; one more is open, and others wait in the system's
/// queue. Those that only wait for another request make room.
const MAX_CONNECTIONS: u32 = 8192;
/// How many connections wait in the system's queue, as `TcpListener::bind` has it.
const BACKLOG: u32 = 1024;
/// The pause after a failure to accept, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// How long nothing more is said about such failures.
const ACCEPT_SILENCE: Duration = Duration::from_secs(60);

/// How often connections that only wait for another request are ended while clients have to wait.
const RELIEF_PAUSE: Duration = Duration::from_millis(500);

/// Requests that take no longer than this are not spoken of when they are waited for.
const QUICK: Duration = Duration::from_millis(100);

/// What a gateway is like.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// The address to listen on; both loopback addresses when `None`.
    pub(crate) host: Option<IpAddr>,
    /// The port; 0 for a free one.
    pub(crate) port: u16,
    /// Whether errors say why.
    pub(crate) detail: bool,
    /// Whether answers of functions are compressed for clients that accept it, as hosted ones are.
    pub(crate) compress: bool,
    /// Whose word is taken for where requests come from.
    pub(crate) trusted: TrustedProxies,
    /// Who reaches the project's services.
    pub(crate) services_for: ServicesFor,
}

/// Who reaches the services of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ServicesFor {
    /// Whoever connects from this machine, proxies and tunnels for others included. All others are refused without a
    /// look at what services there are, so that this is for projects that have some.
    ThisMachine,
    /// Whoever reaches the gateway.
    Everybody,
}

/// Why the gateway does not listen.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Another program has the port.
    #[error("port {port} is in use")]
    PortInUse {
        /// The port.
        port: u16,
    },
    /// The system refused for another reason.
    #[error("failed to listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl Hint for Error {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::PortInUse { port } => vec![
                format!("see which program has it with `lsof -i :{port}`"),
                "choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one"
                    .to_owned(),
            ],
            Self::Listen { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
                vec!["choose a port above 1023 with `--port`".to_owned()]
            }
            Self::Listen { .. } => vec!["check `--host` and `--port`".to_owned()],
        }
    }
}

/// Sockets that are listened on, before anything is served.
#[derive(Debug)]
pub(crate) struct Gateway {
    listeners: Vec<TcpListener>,
    address: SocketAddr,
    options: Options,
    tls: Option<Tls>,
}

impl Gateway {
    /// Binds the sockets.
    pub(crate) async fn bind(options: Options) -> Result<Self, Error> {
        let first = options.host.unwrap_or(Ipv4Addr::LOCALHOST.into());
        let listener = listen(SocketAddr::new(first, options.port)).await?;
        let address = listener.local_addr().map_err(|source| Error::Listen {
            address: SocketAddr::new(first, options.port),
            source,
        })?;
        let mut listeners = vec![listener];
        if options.host.is_none() {
            let second = SocketAddr::new(Ipv6Addr::LOCALHOST.into(), address.port());
            // A machine without IPv6 has no second address; a program that has the port there is another matter.
            match listen(second).await {
                Ok(listener) => listeners.push(listener),
                Err(error @ Error::PortInUse { .. }) => return Err(error),
                Err(Error::Listen { .. }) => {}
            }
        }
        Ok(Self {
            listeners,
            address,
            options,
            tls: None,
        })
    }

    /// The same with HTTPS, if there is a certificate.
    pub(crate) fn with_tls(self, tls: Option<Tls>) -> Self {
        Self { tls, ..self }
    }

    /// The address of the first socket.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` resolves, then lets open requests end for at most `grace`, and resets the connections of those
    /// that are left. Returns when that is, or would have been.
    pub(crate) async fn serve<T: Tenants>(
        self,
        tenants: T,
        stop: impl Future<Output = ()>,
        grace: Duration,
    ) -> Instant {
        let service = Arc::new(Service::new(tenants, &self.options, self.tls.is_some()));
        let closing = Closing::default();
        let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS as usize));
        // Dropped, it ends every connection that is left.
        let mut connections = JoinSet::new();
        let accepting = async {
            let mut crowd = Crowd::new(|error: &_| service.hindered(error), &closing);
            loop {
                let (stream, client, permit) = crowd.next(&self.listeners, &permits).await;
                while connections.try_join_next().is_some() {}
                let (service, closing) = (Arc::clone(&service), closing.clone());
                let tls = self.tls.clone();
                connections.spawn(async move {
                    serve_socket(service, stream, tls, client, closing).await;
                    drop(permit);
                });
            }
        };
        tokio::select! {
            () = accepting => {}
            () = stop => {}
        }
        let deadline = Instant::now() + grace;
        drop(self.listeners);
        closing.close();
        let mut drained = pin!(permits.acquire_many(MAX_CONNECTIONS));
        if timeout(grace.min(QUICK), drained.as_mut()).await.is_err() {
            let under_way = closing.take_under_way();
            if !under_way.is_empty() {
                service.waits_for(under_way);
            }
            // Whoever is still connected then is cut off.
            let _ = timeout_at(deadline.into(), drained).await;
        }
        deadline
    }
}

/// What is done when more clients come than can be let in.
struct Crowd<'a, F> {
    /// Says that clients cannot be let in.
    hindered: F,
    closing: &'a Closing,
    told: Option<Instant>,
    relieved: Option<Instant>,
}

impl<'a, F: Fn(&io::Error)> Crowd<'a, F> {
    fn new(hindered: F, closing: &'a Closing) -> Self {
        Self {
            hindered,
            closing,
            told: None,
            relieved: None,
        }
    }

    /// The next client, with its place. Nobody gives one up before there is a client.
    async fn next(
        &mut self,
        listeners: &[TcpListener],
        permits: &Arc<Semaphore>,
    ) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
        loop {
            match accept(listeners).await {
                Ok((stream, client)) => return (stream, client, self.place(permits).await),
                Err(error) => {
                    self.tell(&error);
                    self.relieve();
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    /// Waits for the place of a connection.
    async fn place(&mut self, permits: &Arc<Semaphore>) -> OwnedSemaphorePermit {
        let mut permit = Arc::clone(permits).try_acquire_owned().ok();
        while permit.is_none() {
            self.relieve();
            let waiting = timeout(RELIEF_PAUSE, Arc::clone(permits).acquire_owned());
            match waiting.await {
                Ok(place) => permit = place.ok(),
                Err(_) => self.tell(&io::Error::other(format!(
                    "{MAX_CONNECTIONS} are open, as many as fx serves at once"
                ))),
            }
        }
        permit.expect("the loop ends with one")
    }

    /// Says that clients have to wait, once in a while.
    fn tell(&mut self, error: &io::Error) {
        if is_due(&mut self.told, ACCEPT_SILENCE) {
            (self.hindered)(error);
        }
    }

    /// Ends connections that only wait for another request.
    fn relieve(&mut self) {
        if is_due(&mut self.relieved, RELIEF_PAUSE) {
            self.closing.relieve();
        }
    }
}

/// Whether `pause` has passed since the last time, which now is this one.
fn is_due(last: &mut Option<Instant>, pause: Duration) -> bool {
    let is_due = last.is_none_or(|at| at.elapsed() >= pause);
    if is_due {
        *last = Some(Instant::now());
    }
    is_due
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    let bound = match address.ip() {
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => listen_everywhere(address),
        _ => TcpListener::bind(address).await,
    };
    bound.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => Error::PortInUse {
            port: address.port(),
        },
        _ => Error::Listen { address, source },
    })
}

/// Listens at all IPv6 addresses and all IPv4 ones, which not every system takes `::` to mean.
fn listen_everywhere(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v6()?;
    SockRef::from(&socket).set_only_v6(false)?;
    // As `TcpListener::bind` has it. On Windows it would mean that others may take the port as well.
    socket.set_reuseaddr(!cfg!(windows))?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

async fn accept(listeners: &[TcpListener]) -> io::Result<(TcpStream, SocketAddr)> {
    match listeners {
        [first, second] => tokio::select! {
            accepted = first.accept() => accepted,
            accepted = second.accept() => accepted,
        },
        [only, ..] => only.accept().await,
        [] => std::future::pending().await,
    }
}

async fn serve_socket<T: Tenants>(
    service: Arc<Service<T>>,
    socket: TcpStream,
    tls: Option<Tls>,
    client: SocketAddr,
    closing: Closing,
) {
    let client = Client::new(client, socket.local_addr().ok());
    let activity = Arc::new(Activity::new(SILENCE));
    // Small writes of a stream must not wait for each other. A connection that is gone shows below.
    let _ = socket.set_nodelay(true);
    let socket = ClientSocket::new(socket, Arc::clone(&activity));
    let Some(tls) = tls else {
        return serve_connection(service, socket, client, activity, closing).await;
    };
    // A client that does not get through the handshake was told there.
    if let Ok(stream) = tls.accept(socket).await {
        serve_connection(service, stream, client, activity, closing).await;
    }
}

async fn serve_connection<T: Tenants>(
    service: Arc<Service<T>>,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    client: Client,
    activity: Arc<Activity>,
    closing: Closing,
) {
    let of_connection = Arc::clone(&activity);
    let answer = service_fn(move |request| {
        let (service, activity) = (Arc::clone(&service), Arc::clone(&of_connection));
        async move { Ok::<_, Infallible>(service.answer(request, client, activity).await) }
    });
    let connection = http1::Builder::new()
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), answer);
    let connection = pin!(connection.with_upgrades());
    let shut_down = |connection: Pin<&mut _>| UpgradeableConnection::graceful_shutdown(connection);
    watch(connection, shut_down, &activity, closing).await;
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn places_are_asked_for_only_when_a_client_waits() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let permits = Arc::new(Semaphore::new(1));
        let taken = Arc::clone(&permits).try_acquire_owned().unwrap();
        let (closing, told) = (Closing::default(), Cell::new(false));
        let mut crowd = Crowd::new(|_: &_| told.set(true), &closing);
        let listeners = [listener];
        let mut next = pin!(crowd.next(&listeners, &permits));
        assert!(timeout(RELIEF_PAUSE * 2, &mut next).await.is_err());
        assert!(!told.get(), "nobody waits");
        let _client = TcpStream::connect(address).await.unwrap();
        assert!(timeout(RELIEF_PAUSE * 2, &mut next).await.is_err());
        assert!(told.get());
        drop(taken);
        let (_stream, _client, _place) = next.await;
    }
}
