//! [`Upstream`]: the server that has the services of a project, and connections to it.
//!
//! Who that is was decided elsewhere, and how it is reached is the business of its [`Connector`]. It owns its idle
//! connections. Whoever replaces an upstream calls [`Upstream::close`], which ends them and its WebSockets.

use std::{
    fmt,
    io::{self, ErrorKind},
    net::IpAddr,
    sync::Arc,
    time::Duration,
};

use futures_util::future::BoxFuture;
use http::HeaderValue;
use socket2::{SockRef, Socket};
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{ClientConfig, pki_types::ServerName},
};
use tokio_util::{
    either::Either,
    sync::CancellationToken,
    task::{TaskTracker, task_tracker::TaskTrackerToken},
};
use url::{Host, Url};

use super::{
    Connect,
    connection::Connections,
    connector::{Connector, UnsupportedProxy},
    proxy,
};
use crate::{
    http::{explain_tls, is_loopback, root_cause},
    process::{self, MORE_FILES},
};

/// How long a connection may take to come about, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the head of a response may take, as for functions.
pub(super) const PATIENCE: Duration = Duration::from_secs(150);
/// What to do about an upstream that has no services.
const NAME_IT: &str = "name the server that has them with `--upstream URL`";
/// How long WebSockets may take to be told that they end.
const FAREWELL: Duration = Duration::from_secs(1);

/// The server behind the paths of services.
pub(crate) struct Upstream {
    url: Url,
    /// Scheme, host and port, as messages name it, and its idle connections know it.
    origin: Arc<str>,
    host: Host,
    port: u16,
    connector: Connector,
    /// Idle ones. Every upstream has its own, for its certificates may differ.
    connections: Arc<Connections>,
    /// The `Host` that it wants; one on this machine gets the client's, which signatures cover.
    authority: Option<HeaderValue>,
    tls: Option<(TlsConnector, ServerName<'static>)>,
    /// What to do when it does not answer.
    remedy: String,
    closed: CancellationToken,
    open: TaskTracker,
}

/// Why fx answered for a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The cause, by which outages are told apart.
    pub(crate) kind: FailureKind,
    /// What is the matter.
    pub(crate) cause: String,
    /// What to do.
    pub(crate) remedy: String,
}

/// What kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FailureKind {
    /// There is no upstream.
    Missing,
    /// It cannot be connected to.
    Unreachable,
    /// It broke the connection.
    Broken,
    /// What it says is not HTTP.
    Unreadable,
    /// It takes too long.
    Slow,
    /// It is a fx itself.
    Loop,
    /// The caller is on another machine.
    Elsewhere,
}

impl Failure {
    /// Another fx has sent the request here, or this one.
    pub(super) fn circle() -> Self {
        Self {
            kind: FailureKind::Loop,
            cause: "fx has forwarded this request to fx, which only serves functions".to_owned(),
            remedy: NAME_IT.to_owned(),
        }
    }

    /// Services are for callers on this machine, and this one is at `client`.
    pub(super) fn elsewhere(client: IpAddr) -> Self {
        Self {
            kind: FailureKind::Elsewhere,
            cause: format!(
                "the caller at {client} is not on this machine, and services are for this machine only"
            ),
            remedy: "start fx with `--expose-services` if others may reach them".to_owned(),
        }
    }

    /// Cause and remedy in one sentence.
    pub(super) fn sentence(&self) -> String {
        format!("{}: {}", self.cause, self.remedy)
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Upstream").field(&self.origin).finish()
    }
}

impl Upstream {
    /// The upstream at the origin of `url`, over TLS if there is `tls`; `remedy` says what to do when it does not answer.
    ///
    /// # Errors
    /// When the URL has no host, or one that is no name of a server.
    pub(crate) fn new(
        url: &Url,
        tls: Option<Arc<ClientConfig>>,
        remedy: String,
    ) -> io::Result<Self> {
        let unusable = || io::Error::new(ErrorKind::InvalidInput, "there is no host in the URL");
        let host = url.host().ok_or_else(unusable)?.to_owned();
        let port = url.port_or_known_default().ok_or_else(unusable)?;
        let origin = url.origin().ascii_serialization();
        let name = |tls| Ok::<_, io::Error>((TlsConnector::from(tls), server_name(&host)?));
        let tls = tls.map(name).transpose()?;
        let is_local = is_loopback(&host);
        let authority = origin.split_once("://").map_or("", |(_, rest)| rest);
        let authority = HeaderValue::try_from(authority).map_err(io::Error::other)?;
        Ok(Self {
            connector: Connector::new(url)?,
            connections: Arc::new(Connections::to_upstream()),
            authority: (!is_local).then_some(authority),
            url: url.clone(),
            origin: origin.into(),
            host,
            port,
            tls,
            remedy,
            closed: CancellationToken::new(),
            open: TaskTracker::new(),
        })
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> &Arc<str> {
        &self.origin
    }

    /// Where it is.
    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// Whether it is at the origin of `url`.
    pub(crate) fn is_origin(&self, url: &Url) -> bool {
        self.url.origin() == url.origin()
    }

    /// Ends its WebSockets and idle connections; others end with their requests.
    pub(crate) fn cut_off(&self) {
        self.closed.cancel();
        self.open.close();
        self.connections.close();
    }

    /// The same, and waits a moment for them to be told.
    pub(crate) async fn close(&self) {
        self.cut_off();
        // Whoever does not take the news is cut off with the process.
        let _ = timeout(FAREWELL, self.open.wait()).await;
    }

    /// Connections to it that nobody uses.
    pub(super) fn connections(&self) -> &Arc<Connections> {
        &self.connections
    }

    /// What it is to one request.
    pub(super) fn receiver(&self) -> proxy::Receiver<TaskTrackerToken> {
        proxy::Receiver {
            id: Arc::clone(&self.origin),
            lease: self.open.token(),
        }
    }

    /// The `Host` of requests, unless it is the client's.
    pub(super) fn authority(&self) -> Option<&HeaderValue> {
        self.authority.as_ref()
    }

    /// Whether the domain of a cookie is the upstream's host, or one that it lies in.
    pub(super) fn is_in_domain(&self, domain: &str) -> bool {
        let domain = domain.trim_start_matches('.').to_ascii_lowercase();
        let own = self.host.to_string().to_ascii_lowercase();
        let parent = own.strip_suffix(&domain);
        self.is_host(&domain)
            || parent.is_some_and(|rest| !domain.is_empty() && rest.ends_with('.'))
    }

    fn is_host(&self, host: &str) -> bool {
        let own = self.host.to_string();
        let is_here = |host: &str| Host::parse(host).is_ok_and(|host| is_loopback(&host));
        own.eq_ignore_ascii_case(host) || (is_loopback(&self.host) && is_here(host))
    }

    /// Whether a URL in its answers leads to the upstream itself.
    pub(super) fn is_at(&self, url: &Url) -> bool {
        url.scheme() == self.url.scheme()
            && url.port_or_known_default() == Some(self.port)
            && url.host_str().is_some_and(|host| self.is_host(host))
    }

    /// Says how a request failed.
    pub(super) fn explain(&self, failure: &proxy::Failure) -> Failure {
        let (kind, cause) = match failure {
            proxy::Failure::Unconnected(error) => return self.unconnected(error),
            proxy::Failure::Broken => (
                FailureKind::Broken,
                "broke the connection before it answered".to_owned(),
            ),
            proxy::Failure::Unreadable(why) => (
                FailureKind::Unreadable,
                format!("sent an invalid HTTP response ({why})"),
            ),
            proxy::Failure::Idle => (
                FailureKind::Slow,
                format!("did not begin to answer within {} s", PATIENCE.as_secs()),
            ),
        };
        self.failure(kind, &cause)
    }

    fn unconnected(&self, error: &io::Error) -> Failure {
        let unreachable = |cause: &str| self.failure(FailureKind::Unreachable, cause);
        let proxy = error.get_ref().and_then(|error| error.downcast_ref());
        if let Some(refused @ UnsupportedProxy { remedy, .. }) = proxy {
            return Failure {
                remedy: remedy.clone(),
                ..unreachable(&refused.to_string())
            };
        }
        if process::is_out_of_files(error) {
            let whom = &self.origin;
            return Failure {
                kind: FailureKind::Unreachable,
                cause: format!("fx has too many open files to connect to the upstream {whom}"),
                remedy: MORE_FILES.to_owned(),
            };
        }
        match explain_tls(error, &self.host.to_string()) {
            Some((cause, remedy)) => Failure {
                remedy: remedy.to_owned(),
                ..unreachable(&cause)
            },
            None => unreachable(&format!("cannot be reached ({})", root_cause(error))),
        }
    }

    /// Its answer has no end.
    pub(super) fn broke_off(&self) -> Failure {
        let cause = "broke the connection in the middle of its answer";
        self.failure(FailureKind::Broken, cause)
    }

    /// It is a fx itself.
    pub(super) fn is_fx(&self) -> Failure {
        Failure {
            kind: FailureKind::Loop,
            cause: format!(
                "the upstream {} is another fx, which only serves functions",
                self.origin
            ),
            remedy: NAME_IT.to_owned(),
        }
    }

    fn failure(&self, kind: FailureKind, cause: &str) -> Failure {
        Failure {
            kind,
            cause: format!("the upstream {} {cause}", self.origin),
            remedy: self.remedy.clone(),
        }
    }

    async fn open(&self) -> io::Result<Stream> {
        let socket = self.connector.connect().await?;
        match &self.tls {
            None => Ok(Either::Left(socket)),
            Some((connector, name)) => {
                let stream = connector.connect(name.clone(), socket).await?;
                Ok(Either::Right(Box::new(stream)))
            }
        }
    }
}

/// A connection to an upstream.
pub(crate) type Stream = Either<TcpStream, Box<TlsStream<TcpStream>>>;

impl Connect for Upstream {
    type Lease = TaskTrackerToken;
    type Stream = Stream;

    async fn connect(&self, _: &TaskTrackerToken) -> io::Result<Option<Stream>> {
        let opened = timeout(CONNECT_TIMEOUT, self.open()).await;
        opened.map_err(|_| timed_out())?.map(Some)
    }

    fn probe(stream: &Stream) -> io::Result<Socket> {
        match stream {
            Either::Left(socket) => SockRef::from(socket).try_clone(),
            Either::Right(stream) => SockRef::from(stream.get_ref().0).try_clone(),
        }
    }

    fn cut(&self, _: &TaskTrackerToken) -> BoxFuture<'static, ()> {
        Box::pin(self.closed.clone().cancelled_owned())
    }

    /// Others may be answered all the same.
    fn is_overdue(&self, _: &TaskTrackerToken) {}
}

fn server_name(host: &Host) -> io::Result<ServerName<'static>> {
    Ok(match host {
        Host::Domain(name) => ServerName::try_from(name.clone()).map_err(io::Error::other)?,
        Host::Ipv4(address) => ServerName::from(IpAddr::V4(*address)),
        Host::Ipv6(address) => ServerName::from(IpAddr::V6(*address)),
    })
}

fn timed_out() -> io::Error {
    let seconds = CONNECT_TIMEOUT.as_secs();
    io::Error::new(
        ErrorKind::TimedOut,
        format!("no connection within {seconds} s"),
    )
}
