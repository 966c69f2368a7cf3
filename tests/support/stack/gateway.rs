//! What stands in front of the services of a stub stack: connections, faults, keys, CORS and routes.

use std::{convert::Infallible, io, net::TcpStream as StdTcpStream, sync::Arc};

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::{HeaderValue, Method, Request, Response, header, request::Parts};
use http_body_util::{BodyExt as _, Full, StreamBody, combinators::BoxBody};
use hyper::{
    body::{Frame, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::{Fault, Project, Reply, auth, keys::Refusal, realtime, record::Watched, rest, storage};

/// The body of an answer.
pub type Body = BoxBody<Bytes, io::Error>;

/// What a service says.
pub type Answer = Response<Body>;

/// One request, as a service gets it.
pub struct Call {
    /// The path below the service's prefix, with a slash at its start.
    pub path: String,
    /// The decoded parameters of the query.
    pub query: Vec<(String, String)>,
    /// The head; the body is [`Call::body`].
    pub head: Parts,
    /// `Authorization` after the gateway.
    pub authorization: Option<String>,
    /// The body, recorded as it is read.
    pub body: Watched,
}

impl Call {
    /// The parts of the path, still encoded.
    pub fn segments(&self) -> Vec<&str> {
        self.path
            .split('/')
            .filter(|part| !part.is_empty())
            .collect()
    }

    /// A parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A header of the request.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name)?.to_str().ok()
    }

    /// The token of the request.
    pub fn token(&self) -> Option<&str> {
        self.authorization.as_deref()?.strip_prefix("Bearer ")
    }

    /// The claims of the request's token; without one, those of nobody.
    pub fn claims(&self, project: &Project) -> Result<Value, Refusal> {
        match self.token() {
            Some(token) => project.keys.verify(token),
            None => Ok(json!({ "role": "anon" })),
        }
    }

    /// The whole body.
    pub async fn bytes(self) -> Result<Bytes, Answer> {
        let whole = self.body.collect().await;
        whole
            .map(|body| body.to_bytes())
            .map_err(|error| json_answer(400, &json!({ "message": error.to_string() })))
    }

    /// The whole body as JSON.
    pub async fn json(self) -> Result<Value, Answer> {
        let bytes = self.bytes().await?;
        if bytes.is_empty() {
            return Ok(json!({}));
        }
        serde_json::from_slice(&bytes)
            .map_err(|error| json_answer(400, &json!({ "message": error.to_string() })))
    }
}

/// An answer with a body of a type.
pub fn answer(status: u16, kind: &str, body: impl Into<Bytes>) -> Answer {
    let body = Full::new(body.into()).map_err(|never| match never {});
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .body(body.boxed())
        .unwrap()
}

/// An answer that is JSON.
pub fn json_answer(status: u16, value: &Value) -> Answer {
    answer(status, "application/json; charset=utf-8", value.to_string())
}

/// An answer without a body.
pub fn empty(status: u16) -> Answer {
    let mut answer = answer(status, "", Bytes::new());
    answer.headers_mut().remove(header::CONTENT_TYPE);
    answer
}

/// Takes connections until it is dropped.
pub async fn listen(
    listener: TcpListener,
    tls: Option<Arc<rustls::ServerConfig>>,
    project: Arc<Project>,
) {
    let tls = tls.map(TlsAcceptor::from);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        tokio::spawn(connection(stream, tls.clone(), Arc::clone(&project)));
    }
}

async fn connection(stream: TcpStream, tls: Option<TlsAcceptor>, project: Arc<Project>) {
    stream.set_nodelay(true).unwrap();
    let stream = stream.into_std().unwrap();
    // Faults go past HTTP, straight to the socket.
    let socket = Arc::new(stream.try_clone().unwrap());
    let stream = TcpStream::from_std(stream).unwrap();
    let service = service_fn(move |request| {
        let (project, socket) = (Arc::clone(&project), Arc::clone(&socket));
        async move { serve(request, project, &socket).await }
    });
    let mut builder = http1::Builder::new();
    builder.max_buf_size(1 << 20);
    // How a connection ends is a matter for the test that made it.
    let _ = match tls {
        Some(tls) => match tls.accept(stream).await {
            Ok(stream) => {
                let connection = builder.serve_connection(TokioIo::new(stream), service);
                connection.with_upgrades().await
            }
            Err(_) => return,
        },
        None => {
            let connection = builder.serve_connection(TokioIo::new(stream), service);
            connection.with_upgrades().await
        }
    };
}

async fn serve(
    mut request: Request<Incoming>,
    project: Arc<Project>,
    socket: &StdTcpStream,
) -> Result<Answer, io::Error> {
    let upgrade = hyper::upgrade::on(&mut request);
    let (head, body) = request.into_parts();
    let entry = project.recorder.begin(&head);
    let body = Watched::new(body, entry.clone());
    let fault = *project.fault.lock().unwrap();
    match fault {
        Some(Fault::Hang) => std::future::pending().await,
        Some(Fault::Slow(time)) => tokio::time::sleep(time).await,
        Some(Fault::Reset) => return Err(reset(socket)),
        Some(Fault::Garbage) => {
            io::Write::write_all(&mut &*socket, b"\x16\x03\x01 no HTTP at all\r\n\r\n\0\0")?;
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        _ => {}
    }
    let origin = head.headers.get(header::ORIGIN).is_some();
    let canned = project
        .replies
        .lock()
        .unwrap()
        .get(head.uri.path())
        .cloned();
    let mut answer = match canned {
        Some(reply) => canned_answer(reply),
        None if is_preflight(&head) => preflight(&head),
        None if head.uri.path() == "/realtime/v1/websocket" => {
            realtime::connect(&project, &head, entry, upgrade)
        }
        None => route(&project, head, body).await,
    };
    if origin {
        let all = HeaderValue::from_static("*");
        answer
            .headers_mut()
            .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, all);
    }
    Ok(match fault {
        Some(Fault::LargeHead(length)) => {
            let value = HeaderValue::try_from("a".repeat(length)).unwrap();
            answer.headers_mut().insert("x-large", value);
            answer
        }
        Some(Fault::Truncate) => truncated(answer, socket).await,
        _ => answer,
    })
}

/// Makes the end of a connection a reset.
fn reset(socket: &StdTcpStream) -> io::Error {
    let no_wait = Some(std::time::Duration::ZERO);
    socket2::SockRef::from(socket).set_linger(no_wait).unwrap();
    io::ErrorKind::ConnectionReset.into()
}

async fn truncated(answer: Answer, socket: &StdTcpStream) -> Answer {
    let (mut head, body) = answer.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    head.headers
        .insert(header::CONTENT_LENGTH, body.len().into());
    let half = body.slice(..body.len() / 2);
    let parts = [Ok(Frame::data(half)), Err(reset(socket))];
    // The half has to be on its way before the reset.
    let parts = stream::iter(parts).then(async |part| {
        if part.is_err() {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        part
    });
    let body = StreamBody::new(Box::pin(parts));
    Response::from_parts(head, http_body_util::BodyExt::boxed(body))
}

fn canned_answer(reply: Reply) -> Answer {
    let mut answer = empty(reply.status);
    for (name, value) in reply.headers {
        let value = HeaderValue::try_from(value).unwrap();
        answer.headers_mut().append(name, value);
    }
    let body = Full::new(Bytes::from(reply.body)).map_err(|never: Infallible| match never {});
    *answer.body_mut() = body.boxed();
    answer
}

fn is_preflight(head: &Parts) -> bool {
    let asked = header::ACCESS_CONTROL_REQUEST_METHOD;
    head.method == Method::OPTIONS && head.headers.contains_key(asked)
}

fn preflight(head: &Parts) -> Answer {
    let mut answer = empty(200);
    let methods = HeaderValue::from_static("GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS");
    let asked = head.headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS);
    let headers = answer.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    if let Some(asked) = asked {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    answer
}

/// The prefixes of services; a path is a service's own from there on.
const SERVICES: &[&str] = &[
    "/auth/v1",
    "/rest/v1",
    "/storage/v1",
    "/realtime/v1",
    "/graphql/v1",
    "/functions/v1",
    "/analytics/v1",
    "/pg",
    "/sso",
    "/.well-known/oauth-authorization-server",
];

async fn route(project: &Project, head: Parts, body: Watched) -> Answer {
    let whole = head.uri.path();
    let service = SERVICES.iter().find(|prefix| {
        let rest = whole.strip_prefix(**prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let Some(&service) = service else {
        return json_answer(
            404,
            &json!({ "message": "no Route matched with those values" }),
        );
    };
    let text = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    let authorization = project
        .keys
        .translate(text("authorization"), text("apikey"));
    let call = Call {
        path: whole[service.len()..].to_owned(),
        query: url::form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes())
            .into_owned()
            .collect(),
        authorization,
        head,
        body,
    };
    let answer = match service {
        "/auth/v1" => auth::answer(project, call).await,
        "/rest/v1" => rest::answer(project, call).await,
        "/storage/v1" => storage::answer(project, call).await,
        "/realtime/v1" => realtime::answer(project, call).await,
        "/pg" => postgres_meta(project, call).await,
        "/analytics/v1" if call.path == "/echo" => Ok(echo(call)),
        _ => read(service, call).await,
    };
    answer.unwrap_or_else(|refusal| refusal)
}

/// The answer of a service that is not built here: it says what it got.
async fn read(service: &str, call: Call) -> Result<Answer, Answer> {
    let (path, method) = (call.path.clone(), call.head.method.to_string());
    let length = call.bytes().await?.len();
    let said = json!({ "service": service, "method": method, "path": path, "length": length });
    Ok(json_answer(200, &said))
}

/// Gives the body back while it comes, with its trailers.
fn echo(call: Call) -> Answer {
    let kind = call.head.headers.get(header::CONTENT_TYPE).cloned();
    let trailer = call.head.headers.get(header::TRAILER).cloned();
    let mut answer = Response::new(call.body.map_err(io::Error::other).boxed());
    for (name, value) in [(header::CONTENT_TYPE, kind), (header::TRAILER, trailer)] {
        if let Some(value) = value {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}

/// `/pg` is for holders of the secret key, and leads to a real postgres-meta where a test runs one.
async fn postgres_meta(project: &Project, call: Call) -> Result<Answer, Answer> {
    let role = call.claims(project).ok();
    if role.is_none_or(|claims| claims["role"] != "service_role") {
        let body = json!({ "message": "You cannot consume this service" });
        return Err(json_answer(403, &body));
    }
    let address = *project.postgres_meta.lock().unwrap();
    let Some(address) = address else {
        return read("/pg", call).await;
    };
    let query = call.head.uri.query();
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    let url = format!("http://{address}{}{query}", call.path);
    let mut request = reqwest::Client::new().request(call.head.method.clone(), url);
    if let Some(kind) = call.head.headers.get(header::CONTENT_TYPE) {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    let unreachable = |error: reqwest::Error| json_answer(502, &json!(error.to_string()));
    let response = request.body(call.bytes().await?).send().await;
    let response = response.map_err(unreachable)?;
    let (status, kind) = (
        response.status(),
        response.headers().get(header::CONTENT_TYPE).cloned(),
    );
    let body = response.bytes().await.map_err(unreachable)?;
    let kind = kind.as_ref().and_then(|kind| kind.to_str().ok());
    Ok(answer(status.as_u16(), kind.unwrap_or_default(), body))
}
