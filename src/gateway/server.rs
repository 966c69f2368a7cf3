//! [`Gateway`]: sockets, connections, and the way of a request through them.

use std::{
    convert::Infallible,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use http::{HeaderValue, Method, Request, Response, uri::PathAndQuery};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    time::timeout,
};
use uuid::Uuid;

use super::{
    Authorizer, Dispatch, Route,
    answer::{self, Answers},
    auth::Unauthorized,
    body::{Body, Finish},
    headers,
    proxy::{Outgoing, Proxy},
    upstream::Connections,
};
use crate::{diagnostics::Hint, events};

/// Where functions are.
const PREFIX: &str = "/functions/v1/";
/// How long the head of a request may take.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// How many connections are open at once; more wait in the system's queue.
const MAX_CONNECTIONS: u32 = 8192;
/// The pause after a failure to accept, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// What a gateway is like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    /// The address to listen on; both loopback addresses when `None`.
    pub(crate) host: Option<IpAddr>,
    /// The port; 0 for a free one.
    pub(crate) port: u16,
    /// Whether errors say why.
    pub(crate) detail: bool,
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
        })
    }

    /// The address of the first socket.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` resolves, then lets open requests end for at most `grace`.
    pub(crate) async fn serve<D: Dispatch>(
        self,
        dispatch: Arc<D>,
        authorizer: Authorizer,
        stop: impl Future<Output = ()>,
        grace: Duration,
    ) {
        let shared = Arc::new(Shared {
            dispatch,
            authorizer,
            connections: Arc::default(),
            answers: Answers {
                detail: self.options.detail,
            },
            request_ids: RequestIds::new(),
        });
        let (closing, _) = watch::channel(false);
        let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS as usize));
        let accepting = async {
            loop {
                let permit = Arc::clone(&permits).acquire_owned().await;
                let permit = permit.expect("the semaphore is never closed");
                let Ok((stream, client)) = accept(&self.listeners).await else {
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                };
                let (shared, closing) = (Arc::clone(&shared), closing.subscribe());
                tokio::spawn(async move {
                    serve_connection(shared, stream, client, closing).await;
                    drop(permit);
                });
            }
        };
        tokio::select! {
            () = accepting => {}
            () = stop => {}
        }
        drop(self.listeners);
        closing.send_replace(true);
        // Whoever is still connected after the grace period is cut off.
        let _ = timeout(grace, permits.acquire_many(MAX_CONNECTIONS)).await;
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => Error::PortInUse {
                port: address.port(),
            },
            _ => Error::Listen { address, source },
        })
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

async fn serve_connection<D: Dispatch>(
    shared: Arc<Shared<D>>,
    stream: TcpStream,
    client: SocketAddr,
    mut closing: watch::Receiver<bool>,
) {
    // Small writes of a stream must not wait for each other. A connection that is gone shows below.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let shared = Arc::clone(&shared);
        async move { Ok::<_, Infallible>(shared.answer(request, client).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(connection);
    // A client that breaks its connection is nobody's error.
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = closing.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// What all connections share.
struct Shared<D: Dispatch> {
    dispatch: Arc<D>,
    authorizer: Authorizer,
    connections: Arc<Connections>,
    answers: Answers,
    request_ids: RequestIds,
}

/// What is known of a request for its record.
struct Record {
    started: Instant,
    method: Method,
    path: String,
}

impl<D: Dispatch> Shared<D> {
    async fn answer(&self, request: Request<Incoming>, client: SocketAddr) -> Response<Body> {
        let request_id = self.request_ids.next();
        let region = asked_region(&request);
        let mut response = self.route(request, client).await;
        let headers = response.headers_mut();
        headers.insert(headers::REQUEST_ID, request_id);
        if let Some(region) = region {
            headers.insert(headers::EDGE_REGION, region);
        }
        response
    }

    async fn route(&self, request: Request<Incoming>, client: SocketAddr) -> Response<Body> {
        let path = request.uri().path();
        let Some(below) = path.strip_prefix(PREFIX) else {
            return self.internal(path);
        };
        let slug = below.split('/').next().unwrap_or_default().to_owned();
        let record = Record {
            started: Instant::now(),
            method: request.method().clone(),
            path: path[PREFIX.len() - 1..].to_owned(),
        };
        let refused = match self.dispatch.route(&slug) {
            None => answer::no_function(),
            Some(_) if !is_allowed(request.method()) => answer::method_not_allowed(),
            Some(route) => match self.authorize(&request, route) {
                Err(refused) => self.answers.unauthorized(&refused),
                Ok(()) => return self.forward(request, client, &slug, route, record).await,
            },
        };
        let response = own_answer(&request_head(&request), refused);
        record.observe(&*self.dispatch, &response, false);
        response
    }

    fn internal(&self, path: &str) -> Response<Body> {
        match path {
            "/_internal/health" => answer::ok(&json!({ "message": "ok" })),
            "/_internal/metric" if self.answers.detail => answer::ok(&self.dispatch.metrics()),
            _ => answer::no_route(),
        }
    }

    fn authorize(&self, request: &Request<Incoming>, route: Route) -> Result<(), Unauthorized> {
        if !route.verify_jwt || request.method() == Method::OPTIONS {
            return Ok(());
        }
        self.authorizer
            .authorize(request.headers(), SystemTime::now())
    }

    async fn forward(
        &self,
        request: Request<Incoming>,
        client: SocketAddr,
        slug: &str,
        route: Route,
        record: Record,
    ) -> Response<Body> {
        let head = request_head(&request);
        let upstream = match self.dispatch.dispatch(slug).await {
            Ok(upstream) => upstream,
            Err(problem) => {
                let response = own_answer(&head, self.answers.problem(&problem));
                record.observe(&*self.dispatch, &response, true);
                return response;
            }
        };
        let (cold, execution_id) = (upstream.cold, Arc::clone(&upstream.execution_id));
        let path = function_path(request.uri());
        let outgoing = Outgoing::new(request, path, client, upstream.secret.as_deref());
        let proxy = Proxy {
            dispatch: &self.dispatch,
            connections: &self.connections,
            request_idle: route.request_idle,
        };
        let status = Arc::new(AtomicU64::new(0));
        let finish = record.into_finish(Arc::clone(&self.dispatch), Arc::clone(&status), cold);
        let mut response = match proxy.forward(outgoing, upstream, finish).await {
            Ok(response) => {
                status.store(response.status().as_u16().into(), Ordering::Relaxed);
                response
            }
            Err((problem, finish)) => {
                let response = own_answer(&head, self.answers.problem(&problem));
                status.store(response.status().as_u16().into(), Ordering::Relaxed);
                finish(true);
                response
            }
        };
        let id = HeaderValue::try_from(&*execution_id).expect("an id is hexadecimal");
        response.headers_mut().insert(headers::EXECUTION_ID, id);
        response
    }
}

impl Record {
    fn observe<D: Dispatch>(self, dispatch: &D, response: &Response<Body>, cold: bool) {
        dispatch.observe(self.into_event(response.status().as_u16(), cold));
    }

    /// Reports the request when its response has ended. The status is known by then.
    fn into_finish<D: Dispatch>(
        self,
        dispatch: Arc<D>,
        status: Arc<AtomicU64>,
        cold: bool,
    ) -> Finish {
        Box::new(move |_complete| {
            let status = u16::try_from(status.load(Ordering::Relaxed)).unwrap_or_default();
            dispatch.observe(self.into_event(status, cold));
        })
    }

    fn into_event(self, status: u16, cold: bool) -> events::Request {
        events::Request {
            method: self.method.to_string(),
            path: self.path,
            status,
            duration: self.started.elapsed(),
            cold,
        }
    }
}

/// What an answer of our own depends on: a preflight is let through, so that the browser sees the real answer.
struct Head {
    preflight: bool,
}

fn request_head(request: &Request<Incoming>) -> Head {
    Head {
        preflight: answer::is_preflight(request.method(), request.headers()),
    }
}

fn own_answer(head: &Head, response: Response<Body>) -> Response<Body> {
    if head.preflight {
        answer::preflight()
    } else {
        response
    }
}

fn is_allowed(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET
            | Method::POST
            | Method::PUT
            | Method::PATCH
            | Method::DELETE
            | Method::OPTIONS
            | Method::HEAD
    )
}

/// The path below `/functions/v1`, with the query, byte for byte.
fn function_path(uri: &http::Uri) -> PathAndQuery {
    let whole = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let below = &whole[PREFIX.len() - 1..];
    below.parse().expect("a part of a path is a path")
}

/// The region that the client asks for.
fn asked_region(request: &Request<Incoming>) -> Option<HeaderValue> {
    if let Some(region) = request.headers().get(headers::REGION) {
        return Some(region.clone());
    }
    let query = request.uri().query()?;
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let (_, region) = pairs.find(|(name, _)| name == "forceFunctionRegion")?;
    HeaderValue::try_from(&*region).ok()
}

/// Makes ids that differ between requests and runs, without asking the system for randomness each time.
struct RequestIds {
    run: u64,
    requests: AtomicU64,
}

impl RequestIds {
    fn new() -> Self {
        let (run, _) = Uuid::new_v4().as_u64_pair();
        Self {
            run,
            requests: AtomicU64::new(0),
        }
    }

    fn next(&self) -> HeaderValue {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let mut text = Uuid::encode_buffer();
        let text = Uuid::from_u64_pair(self.run, number)
            .hyphenated()
            .encode_lower(&mut text);
        HeaderValue::try_from(&*text).expect("an id is hexadecimal")
    }
}
