//! [`Inspector`]: the one address that debuggers attach to, in front of the inspectors of all workers.
//!
//! `GET /json/list` names a target per running worker, the one that started last first, and a WebSocket at
//! `/ws/<token>/<target>` is passed on to the worker's own inspector, byte for byte. Pages in a browser get nothing:
//! what names another host than this machine, or comes from an origin other than DevTools, is refused. The token keeps
//! others from attaching who did not ask for the list.

use std::{
    convert::Infallible,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use http_body_util::{Empty, Full};
use hyper::{
    body::Incoming, client::conn::http1 as client, server::conn::http1, service::service_fn,
    upgrade::OnUpgrade,
};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use url::Url;
use uuid::Uuid;

use crate::{
    diagnostics::Hint,
    worker::{Debuggees, InspectMode, Target},
};

/// The pause after a failure to accept, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// Origins that may attach: DevTools. Other debuggers send none.
const ORIGIN: &str = "devtools://";

type Answer = Response<Full<Bytes>>;

/// Why there is no address to attach to.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InspectorError {
    /// Another program has the port.
    #[error("port {port} is in use")]
    PortInUse {
        /// The port.
        port: u16,
    },
    /// The system refused for another reason.
    #[error("failed to listen on {address} for debuggers")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl Hint for InspectorError {
    fn hints(&self) -> Vec<String> {
        let other =
            "choose another with `inspector_port` below `[edge_runtime]`; 0 takes a free one";
        match self {
            Self::PortInUse { port } => vec![
                format!("see which program has it with `lsof -i :{port}`"),
                other.to_owned(),
            ],
            Self::Listen { .. } => vec![other.to_owned()],
        }
    }
}

/// A socket that debuggers attach to, before anything is answered.
#[derive(Debug)]
pub(crate) struct Inspector {
    listener: TcpListener,
    desk: Arc<Desk>,
}

/// What answers.
#[derive(Debug)]
struct Desk {
    address: SocketAddr,
    token: String,
    debuggees: Debuggees,
}

impl Inspector {
    /// Binds the socket; port 0 takes a free one.
    pub(crate) async fn bind(port: u16, mode: InspectMode) -> Result<Self, InspectorError> {
        let address = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port);
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => InspectorError::PortInUse { port },
            _ => InspectorError::Listen { address, source },
        };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let desk = Desk {
            address,
            token: Uuid::new_v4().simple().to_string(),
            debuggees: Debuggees::new(mode, address.port()),
        };
        Ok(Self {
            listener,
            desk: Arc::new(desk),
        })
    }

    /// The address.
    pub(crate) fn address(&self) -> SocketAddr {
        self.desk.address
    }

    /// The workers; whoever starts one lists it there.
    pub(super) fn debuggees(&self) -> Debuggees {
        self.desk.debuggees.clone()
    }

    /// Answers until it is dropped.
    pub(super) async fn serve(self) {
        let mut connections = JoinSet::new();
        loop {
            let Ok((stream, _)) = self.listener.accept().await else {
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            };
            while connections.try_join_next().is_some() {}
            connections.spawn(serve_connection(Arc::clone(&self.desk), stream));
        }
    }
}

async fn serve_connection(desk: Arc<Desk>, stream: TcpStream) {
    // Steps in a debugger are many small messages. A connection that is gone shows below.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(move |request| {
        let desk = Arc::clone(&desk);
        async move { Ok::<_, Infallible>(desk.answer(request).await) }
    });
    let connection = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), answer)
        .with_upgrades();
    // A debugger that goes away is nothing to tell of.
    let _ = connection.await;
}

impl Desk {
    async fn answer(&self, request: Request<Incoming>) -> Answer {
        if !is_for_this_machine(request.headers()) || !is_from_a_debugger(request.headers()) {
            let text = "only debuggers on this machine are answered\n";
            return plain(StatusCode::FORBIDDEN, text);
        }
        if request.method() != Method::GET {
            return plain(StatusCode::METHOD_NOT_ALLOWED, "only GET is answered\n");
        }
        let path = request.uri().path();
        match path.trim_end_matches('/') {
            "/json" | "/json/list" => json_answer(&self.list()),
            "/json/version" => json_answer(&json!({
                "Browser": concat!("fx/", env!("CARGO_PKG_VERSION")),
                "Protocol-Version": "1.3",
            })),
            _ => match self.target(path) {
                Some(target) => self.attach(request, target).await,
                None => plain(StatusCode::NOT_FOUND, "there is no such target\n"),
            },
        }
    }

    fn list(&self) -> Value {
        let targets = self.debuggees.list();
        targets.iter().map(|target| self.describe(target)).collect()
    }

    fn describe(&self, target: &Target) -> Value {
        let Target { id, slug, .. } = target;
        let socket = format!("{}/ws/{}/{id}", self.address, self.token);
        let frontend = "devtools://devtools/bundled/js_app.html";
        json!({
            "id": id,
            "type": "node",
            "title": slug,
            "description": "fx",
            "url": Url::from_file_path(&target.entrypoint).map_or(String::new(), String::from),
            "webSocketDebuggerUrl": format!("ws://{socket}"),
            "devtoolsFrontendUrl": format!("{frontend}?ws={socket}&experiments=true&v8only=true"),
        })
    }

    /// The target that `/ws/<token>/<target>` names.
    fn target(&self, path: &str) -> Option<Target> {
        let (token, id) = path.strip_prefix("/ws/")?.split_once('/')?;
        (token == self.token)
            .then(|| self.debuggees.find(id))
            .flatten()
    }

    /// Joins a debugger to the inspector of a worker.
    async fn attach(&self, mut request: Request<Incoming>, target: Target) -> Answer {
        if !request.headers().contains_key(header::UPGRADE) {
            return plain(StatusCode::UPGRADE_REQUIRED, "a WebSocket is wanted here\n");
        }
        let debugger = hyper::upgrade::on(&mut request);
        let Ok((response, worker)) = open(request.headers(), &target).await else {
            return plain(StatusCode::BAD_GATEWAY, "the worker has ended\n");
        };
        let (head, _) = response.into_parts();
        if head.status == StatusCode::SWITCHING_PROTOCOLS {
            let debuggees = self.debuggees.clone();
            // It ends with the debugger's connection, the worker, or the session.
            tokio::spawn(async move {
                tokio::select! {
                    () = join(debugger, worker) => {}
                    () = debuggees.until_released(&target) => {}
                }
            });
        }
        Response::from_parts(head, Full::default())
    }
}

/// Asks the worker's inspector for a WebSocket as the debugger has asked for one.
async fn open(
    asked: &HeaderMap,
    target: &Target,
) -> anyhow::Result<(Response<Incoming>, OnUpgrade)> {
    let stream = TcpStream::connect(target.address).await?;
    stream.set_nodelay(true)?;
    let (mut sender, connection) = client::handshake(TokioIo::new(stream)).await?;
    // It ends with the upgrade, or with the sender.
    tokio::spawn(connection.with_upgrades());
    let mut request = Request::new(Empty::<Bytes>::new());
    *request.uri_mut() = Uri::try_from(&target.path)?;
    *request.headers_mut() = asked.clone();
    let host = HeaderValue::from_str(&target.address.to_string())?;
    request.headers_mut().insert(header::HOST, host);
    request.headers_mut().remove(header::ORIGIN);
    let mut response = sender.send_request(request).await?;
    let worker = hyper::upgrade::on(&mut response);
    Ok((response, worker))
}

async fn join(debugger: OnUpgrade, worker: OnUpgrade) {
    if let (Ok(debugger), Ok(worker)) = tokio::join!(debugger, worker) {
        let (mut debugger, mut worker) = (TokioIo::new(debugger), TokioIo::new(worker));
        // Whichever side breaks off, the other one sees the end.
        let _ = copy_bidirectional(&mut debugger, &mut worker).await;
    }
}

/// Whether the client knows this machine by a name of its own. A page whose name leads here by trickery does not.
fn is_for_this_machine(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST);
    let Some(host) = host.and_then(|host| host.to_str().ok()) else {
        return false;
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

fn is_from_a_debugger(headers: &HeaderMap) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    origins.all(|origin| origin.as_bytes().starts_with(ORIGIN.as_bytes()))
}

fn json_answer(value: &Value) -> Answer {
    let mut answer = Response::new(Full::from(value.to_string()));
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}

fn plain(status: StatusCode, text: &'static str) -> Answer {
    let mut answer = Response::new(Full::from(text));
    *answer.status_mut() = status;
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for good in [
            "localhost:8083",
            "127.0.0.1",
            "127.0.0.1:1",
            "[::1]:8083",
            "[::1]",
        ] {
            assert!(is_for_this_machine(&headers(header::HOST, good)), "{good}");
        }
        for bad in [
            "evil.test:8083",
            "localhost.evil.test",
            "",
            ":8083",
            "127.0.0.1.nip.io",
            "0",
        ] {
            assert!(!is_for_this_machine(&headers(header::HOST, bad)), "{bad}");
        }
        assert!(!is_for_this_machine(&HeaderMap::new()));
    }

    #[test]
    fn only_devtools_has_an_origin() {
        assert!(is_from_a_debugger(&HeaderMap::new()));
        let devtools = headers(header::ORIGIN, "devtools://devtools");
        assert!(is_from_a_debugger(&devtools));
        for bad in ["http://localhost:8083", "null", "https://evil.test"] {
            assert!(!is_from_a_debugger(&headers(header::ORIGIN, bad)), "{bad}");
        }
    }
}
