//! A fake Management API on a loopback port, built to `openapi.json` beside this file.
//!
//! ```ignore
//! let api = Api::start();                            // the project `REF`, no functions, no secrets
//! api.state().add_function("old", b"EZBR…");         // something to find there
//! api.fault(Matcher::post("/functions"), Fault::Status(503, r#"{"message": "later"}"#.into())).times(1);
//! fx_snapshot!(cx, api.fx(&cx, ["functions", "list"]), @"…");
//! assert_eq!(api.lines(), ["GET /v1/projects/abcdefghijklmnopqrst/functions"]);
//! assert_eq!(api.state().function("hello").unwrap().version, 1);
//! ```
//!
//! - Every request is checked against the document: operation, parameters, content type, body, token. What it does not
//!   allow is answered with 400 and kept; dropping the server with such requests fails the test, unless
//!   [`Api::take_violations`] took them.
//! - [`Api::fault`] answers the requests that match in another way: always, or for the first [`FaultHandle::times`].
//!   Faults are looked at in the order they were added. [`Api::latency`] delays every answer.
//! - [`Api::requests`] is everything that was asked, [`Api::lines`] the same as `METHOD path?query`.
//! - [`Api::fx`] is a command that knows the address and the token; [`TOKEN`] is a canary: it must not be in any output.
//! - Versions grow with every write; a `bundleOnly` deploy changes nothing until the bulk `PUT` names it.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    net::SocketAddr,
    process::Command,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, StreamBody, combinators::BoxBody};
use hyper::{Method, Request, Response, body::Frame, body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::{net::TcpListener, sync::Notify};

use super::{TestContext, openapi};

/// The project that is there.
pub const REF: &str = "abcdefghijklmnopqrst";
/// The token that is valid.
pub const TOKEN: &str = "sbp_0102030405060708090a0b0c0d0e0f1011121314";

type Body = BoxBody<Bytes, std::io::Error>;

/// A function as it is stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoredFunction {
    pub id: String,
    pub slug: String,
    pub name: String,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub verify_jwt: Option<bool>,
    pub import_map: Option<bool>,
    pub entrypoint_path: Option<String>,
    pub import_map_path: Option<String>,
    pub ezbr_sha256: Option<String>,
    /// The `EZBR` file, when one was uploaded.
    pub body: Vec<u8>,
    /// The sources, when those were uploaded: path and content.
    pub files: Vec<(String, Vec<u8>)>,
    /// Members that the document does not know, or that replace others, for what a newer server may send.
    pub extra: serde_json::Map<String, Value>,
}

impl StoredFunction {
    fn json(&self) -> Value {
        let mut value = json!({
            "id": self.id, "slug": self.slug, "name": self.name, "status": "ACTIVE", "version": self.version,
            "created_at": self.created_at, "updated_at": self.updated_at,
        });
        let optional = [
            ("verify_jwt", self.verify_jwt.map(Value::from)),
            ("import_map", self.import_map.map(Value::from)),
            (
                "entrypoint_path",
                self.entrypoint_path.clone().map(Value::from),
            ),
            (
                "import_map_path",
                self.import_map_path.clone().map(Value::from),
            ),
            ("ezbr_sha256", self.ezbr_sha256.clone().map(Value::from)),
        ];
        for (name, member) in optional {
            if let Some(member) = member {
                value[name] = member;
            }
        }
        for (name, member) in &self.extra {
            value[name] = member.clone();
        }
        value
    }
}

/// What the server holds.
#[derive(Debug, Default)]
pub struct State {
    pub functions: BTreeMap<String, StoredFunction>,
    /// What `bundleOnly` deploys made and no bulk update has taken.
    pub pending: BTreeMap<String, StoredFunction>,
    /// Name and value.
    pub secrets: BTreeMap<String, String>,
    pub projects: Vec<Value>,
    pub api_keys: Vec<Value>,
    /// What `/platform/cli/login/<session>?device_code=` answers: session, code, record.
    pub logins: Vec<(String, String, Value)>,
    clock: i64,
}

impl State {
    /// Milliseconds, later with every call.
    fn now(&mut self) -> i64 {
        self.clock += 1000;
        1_700_000_000_000 + self.clock
    }

    /// A function that was deployed before, with this body.
    pub fn add_function(&mut self, slug: &str, body: &[u8]) -> &mut StoredFunction {
        let now = self.now();
        let function = StoredFunction {
            id: format!("00000000-0000-4000-8000-{:012}", now % 1_000_000_000_000),
            slug: slug.to_owned(),
            name: slug.to_owned(),
            version: 1,
            created_at: now,
            updated_at: now,
            verify_jwt: Some(true),
            ezbr_sha256: Some(hex_sha256(body)),
            body: body.to_vec(),
            ..StoredFunction::default()
        };
        self.functions
            .entry(slug.to_owned())
            .insert_entry(function)
            .into_mut()
    }

    /// A function by its slug.
    pub fn function(&self, slug: &str) -> Option<&StoredFunction> {
        self.functions.get(slug)
    }
}

/// A project as the API lists it.
pub fn project(reference: &str, name: &str) -> Value {
    json!({
        "id": reference, "ref": reference, "organization_id": "acme-id", "organization_slug": "acme",
        "name": name, "region": "eu-central-1", "created_at": "2026-01-02T03:04:05.678Z",
        "status": "ACTIVE_HEALTHY",
        "database": {"host": "db", "version": "17", "postgres_engine": "17", "release_channel": "ga"},
    })
}

fn hex_sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub headers: BTreeMap<String, String>,
    pub body: Bytes,
}

impl Seen {
    /// `METHOD path?query`, decoded.
    pub fn line(&self) -> String {
        let query: Vec<String> = self
            .query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{} {}{mark}{}", self.method, self.path, query.join("&"))
    }

    /// A parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(other, _)| other == name)?;
        Some(&found.1)
    }
}

/// Which requests a fault is for.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    method: Option<&'static str>,
    path_end: String,
    slug: Option<String>,
}

impl Matcher {
    /// Every request.
    pub fn any() -> Self {
        Self::default()
    }
    /// `GET` of a path that ends like this.
    pub fn get(path_end: &str) -> Self {
        Self::method("GET", path_end)
    }
    /// `POST`.
    pub fn post(path_end: &str) -> Self {
        Self::method("POST", path_end)
    }
    /// `PATCH`.
    pub fn patch(path_end: &str) -> Self {
        Self::method("PATCH", path_end)
    }
    /// `PUT`.
    pub fn put(path_end: &str) -> Self {
        Self::method("PUT", path_end)
    }
    /// `DELETE`.
    pub fn delete(path_end: &str) -> Self {
        Self::method("DELETE", path_end)
    }
    /// Only with `slug=` in the query.
    pub fn with_slug(mut self, slug: &str) -> Self {
        self.slug = Some(slug.to_owned());
        self
    }

    fn method(method: &'static str, path_end: &str) -> Self {
        Self {
            method: Some(method),
            path_end: path_end.to_owned(),
            slug: None,
        }
    }

    fn matches(&self, seen: &Seen) -> bool {
        self.method.is_none_or(|method| method == seen.method)
            && seen.path.ends_with(&self.path_end)
            && (self.slug.is_none() || seen.parameter("slug") == self.slug.as_deref())
    }
}

/// What happens instead of the right answer. Nothing is stored, unless it says so.
#[derive(Debug, Clone)]
pub enum Fault {
    /// This status with this JSON body.
    Status(u16, String),
    /// The same with headers, such as `retry-after`.
    StatusWith(u16, Vec<(&'static str, String)>, String),
    /// This status with a page, as proxies answer.
    Html(u16),
    /// 200 with this content type and body.
    Content(&'static str, Vec<u8>),
    /// The right answer, stored and all, but with this content type.
    ContentType(&'static str),
    /// The right answer, of which half arrives before the connection ends.
    Truncated,
    /// The connection ends without an answer; the server did what it was asked when `true`.
    Reset(bool),
    /// The right answer, this much later.
    Slow(Duration),
    /// No answer until the server is dropped.
    Stall,
}

/// A fault that was added.
pub struct FaultHandle(Arc<Planned>);

struct Planned {
    matcher: Matcher,
    fault: Fault,
    left: AtomicUsize,
    hits: AtomicUsize,
}

impl FaultHandle {
    /// Only for the first `count` requests that match.
    pub fn times(&self, count: usize) -> &Self {
        self.0.left.store(count, Ordering::SeqCst);
        self
    }

    /// How often it happened.
    pub fn hits(&self) -> usize {
        self.0.hits.load(Ordering::SeqCst)
    }
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    requests: Mutex<Vec<Seen>>,
    violations: Mutex<Vec<String>>,
    faults: Mutex<Vec<Arc<Planned>>>,
    latency: Mutex<Duration>,
    active: AtomicUsize,
    most: AtomicUsize,
}

/// The server; it stops when it is dropped.
pub struct Api {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Arc<Notify>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Api {
    /// A server with the project [`REF`] and nothing in it.
    pub fn start() -> Self {
        let shared = Arc::new(Shared::default());
        shared.state.lock().unwrap().projects = vec![project(REF, "acme-app")];
        shared.state.lock().unwrap().api_keys =
            vec![json!({"name": "anon", "api_key": "anon-key", "type": "legacy"})];
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let stop = Arc::new(Notify::new());
        let (state, stopped) = (Arc::clone(&shared), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener).unwrap();
                tokio::select! {
                    () = accept(listener, state) => {}
                    () = stopped.notified() => {}
                }
            });
            runtime.shutdown_background();
        });
        Self {
            address,
            shared,
            stop,
            thread: Some(thread),
        }
    }

    /// The base URL, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// `fx` with the address and the token in its environment.
    pub fn fx<'a>(&self, cx: &TestContext, args: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = cx.fx(args);
        command
            .env("FX_API_URL", self.url())
            .env("SUPABASE_ACCESS_TOKEN", TOKEN)
            .env("SUPABASE_NO_KEYRING", "1");
        command
    }

    /// What the server holds, to look at and to change. Hold it shortly: requests wait for it.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap()
    }

    /// Everything that was asked, in order.
    pub fn requests(&self) -> Vec<Seen> {
        self.shared.requests.lock().unwrap().clone()
    }

    /// Everything that was asked, as `METHOD path?query`.
    pub fn lines(&self) -> Vec<String> {
        self.requests().iter().map(Seen::line).collect()
    }

    /// Forgets what was asked.
    pub fn forget_requests(&self) {
        self.shared.requests.lock().unwrap().clear();
    }

    /// The most requests that were being answered at the same time.
    pub fn most_at_once(&self) -> usize {
        self.shared.most.load(Ordering::SeqCst)
    }

    /// Makes every answer this much later.
    pub fn latency(&self, latency: Duration) {
        *self.shared.latency.lock().unwrap() = latency;
    }

    /// Answers what matches with `fault`, always unless told otherwise.
    pub fn fault(&self, matcher: Matcher, fault: Fault) -> FaultHandle {
        let planned = Arc::new(Planned {
            matcher,
            fault,
            left: AtomicUsize::new(usize::MAX),
            hits: AtomicUsize::new(0),
        });
        self.shared
            .faults
            .lock()
            .unwrap()
            .push(Arc::clone(&planned));
        FaultHandle(planned)
    }

    /// Ends all faults.
    pub fn heal(&self) {
        self.shared.faults.lock().unwrap().clear();
    }

    /// The requests that the document does not allow; the test has then seen to them.
    pub fn take_violations(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.violations.lock().unwrap())
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        self.stop.notify_one();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
        if !std::thread::panicking() {
            let violations = self.take_violations();
            assert!(
                violations.is_empty(),
                "requests the API does not allow:\n{}",
                violations.join("\n")
            );
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let service = service_fn(|request| answer(request, Arc::clone(&shared)));
            // A client that goes away, or an answer that breaks off, is what some tests are about.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

/// Ends the connection without an answer.
#[derive(Debug)]
struct HangUp;

impl std::fmt::Display for HangUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection ends here")
    }
}

impl std::error::Error for HangUp {}

async fn answer(request: Request<Incoming>, shared: Arc<Shared>) -> Result<Response<Body>, HangUp> {
    let Ok(seen) = read(request).await else {
        return Err(HangUp);
    };
    let active = shared.active.fetch_add(1, Ordering::SeqCst) + 1;
    shared.most.fetch_max(active, Ordering::SeqCst);
    shared.requests.lock().unwrap().push(seen.clone());
    let latency = *shared.latency.lock().unwrap();
    tokio::time::sleep(latency).await;
    let answered = faulty(&seen, &shared).await;
    shared.active.fetch_sub(1, Ordering::SeqCst);
    answered
}

async fn read(request: Request<Incoming>) -> Result<Seen, hyper::Error> {
    let (head, body) = request.into_parts();
    let query = head.uri.query().unwrap_or_default();
    let headers = head.headers.iter().map(|(name, value)| {
        (
            name.as_str().to_owned(),
            String::from_utf8_lossy(value.as_bytes()).into_owned(),
        )
    });
    Ok(Seen {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect(),
        headers: headers.collect(),
        body: body.collect().await?.to_bytes(),
    })
}

async fn faulty(seen: &Seen, shared: &Shared) -> Result<Response<Body>, HangUp> {
    let fault = next_fault(seen, shared);
    match fault {
        None => Ok(regular(seen, shared).await),
        Some(Fault::Status(status, body)) => Ok(reply(status, "application/json", body)),
        Some(Fault::StatusWith(status, headers, body)) => {
            let mut response = reply(status, "application/json", body);
            for (name, value) in headers {
                response.headers_mut().insert(name, value.parse().unwrap());
            }
            Ok(response)
        }
        Some(Fault::Html(status)) => {
            let page = "<!DOCTYPE html>\n<html><body><h1>Proxy</h1></body></html>";
            Ok(reply(status, "text/html; charset=utf-8", page))
        }
        Some(Fault::Content(content_type, body)) => Ok(reply(200, content_type, body)),
        Some(Fault::ContentType(content_type)) => {
            let mut response = regular(seen, shared).await;
            let content_type = content_type.parse().unwrap();
            response.headers_mut().insert("content-type", content_type);
            Ok(response)
        }
        Some(Fault::Truncated) => Ok(truncated(regular(seen, shared).await).await),
        Some(Fault::Reset(is_done)) => {
            if is_done {
                regular(seen, shared).await;
            }
            Err(HangUp)
        }
        Some(Fault::Slow(delay)) => {
            tokio::time::sleep(delay).await;
            Ok(regular(seen, shared).await)
        }
        Some(Fault::Stall) => std::future::pending().await,
    }
}

fn next_fault(seen: &Seen, shared: &Shared) -> Option<Fault> {
    let faults = shared.faults.lock().unwrap();
    let planned = faults
        .iter()
        .find(|it| it.left.load(Ordering::SeqCst) > 0 && it.matcher.matches(seen))?;
    planned.left.fetch_sub(1, Ordering::SeqCst);
    planned.hits.fetch_add(1, Ordering::SeqCst);
    Some(planned.fault.clone())
}

async fn truncated(response: Response<Body>) -> Response<Body> {
    let (mut head, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    head.headers.insert("content-length", body.len().into());
    let half = body.slice(..body.len() / 2);
    let frames = [
        Ok(Frame::data(half)),
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
    ];
    let body = StreamBody::new(futures_util::stream::iter(frames));
    Response::from_parts(head, BoxBody::new(body))
}

fn reply(status: u16, content_type: &str, body: impl Into<Bytes>) -> Response<Body> {
    let body = Full::new(body.into()).map_err(|never: Infallible| match never {});
    Response::builder()
        .status(status)
        .header("content-type", content_type)
        .body(BoxBody::new(body))
        .unwrap()
}

fn reply_json(status: u16, value: &Value) -> Response<Body> {
    reply(status, "application/json; charset=utf-8", value.to_string())
}

fn refuse(status: u16, message: &str) -> Response<Body> {
    reply_json(status, &json!({"message": message}))
}

async fn regular(seen: &Seen, shared: &Shared) -> Response<Body> {
    if let Some(session) = seen.path.strip_prefix("/platform/cli/login/") {
        let code = seen.parameter("device_code").unwrap_or_default();
        let state = shared.state.lock().unwrap();
        let mut logins = state.logins.iter();
        return match logins
            .find(|(id, expected, _)| (id == session || id.is_empty()) && expected == code)
        {
            Some((_, _, record)) => reply_json(200, record),
            None => refuse(404, "Invalid verification code"),
        };
    }
    if seen.headers.get("authorization").map(String::as_str) != Some(&format!("Bearer {TOKEN}")) {
        return refuse(401, "Unauthorized");
    }
    // Only a platform of one's own has these.
    if seen.path.ends_with("/versions") || seen.path.ends_with("/config/auth/jwt-secret") {
        return refuse(404, &format!("Cannot GET {}", seen.path));
    }
    let operation = match openapi::check(seen).await {
        Ok(operation) => operation,
        Err(violation) => {
            let violation = format!("{}: {violation}", seen.line());
            shared.violations.lock().unwrap().push(violation.clone());
            return refuse(400, &violation);
        }
    };
    let mut state = shared.state.lock().unwrap();
    let reference = operation.parameter("ref");
    let is_known = |reference: &str| state.projects.iter().any(|it| it["ref"] == reference);
    if !reference.is_empty() && !is_known(reference) {
        return refuse(404, "Project not found");
    }
    state.perform(seen, &operation)
}

impl State {
    fn perform(&mut self, seen: &Seen, operation: &openapi::Operation) -> Response<Body> {
        let slug = operation.parameter("function_slug").to_owned();
        match operation.id.as_str() {
            "v1-get-profile" => reply_json(
                200,
                &json!({"gotrue_id": "1", "primary_email": "me@example.com", "username": "me"}),
            ),
            "v1-list-all-projects" => reply_json(200, &Value::from(self.projects.clone())),
            "v1-get-project" => {
                let reference = operation.parameter("ref");
                let found = self.projects.iter().find(|it| it["ref"] == reference);
                reply_json(200, found.unwrap())
            }
            "v1-get-project-api-keys" => reply_json(200, &Value::from(self.api_keys.clone())),
            "v1-list-all-functions" => {
                let functions = self.functions.values().map(StoredFunction::json);
                reply_json(200, &functions.collect())
            }
            "v1-get-a-function" => match self.functions.get(&slug) {
                Some(function) => reply_json(200, &function.json()),
                None => refuse(404, "Function not found"),
            },
            "v1-create-a-function" => self.create(seen),
            "v1-update-a-function" => self.update(&slug, seen),
            "v1-delete-a-function" => match self.functions.remove(&slug) {
                Some(_) => reply(200, "application/json", ""),
                None => refuse(404, "Function not found"),
            },
            "v1-get-a-function-body" => self.body(&slug, seen),
            "v1-deploy-a-function" => self.deploy(seen, &operation.form),
            "v1-bulk-update-functions" => self.bulk_update(&operation.body),
            "v1-list-all-secrets" => {
                let secrets = self.secrets.iter().map(|(name, value)| {
                    json!({"name": name, "value": hex_sha256(value.as_bytes()), "updated_at": "2026-01-02T03:04:05.678Z"})
                });
                reply_json(200, &secrets.collect())
            }
            "v1-bulk-create-secrets" => {
                for secret in operation.body.as_array().unwrap() {
                    let text = |key: &str| secret[key].as_str().unwrap().to_owned();
                    self.secrets.insert(text("name"), text("value"));
                }
                reply(201, "application/json", "")
            }
            "v1-bulk-delete-secrets" => {
                for name in operation.body.as_array().unwrap() {
                    self.secrets.remove(name.as_str().unwrap());
                }
                reply(200, "application/json", "")
            }
            other => unreachable!("`{other}` has no answer"),
        }
    }

    fn create(&mut self, seen: &Seen) -> Response<Body> {
        let slug = seen.parameter("slug").unwrap_or_default().to_owned();
        if self.functions.contains_key(&slug) {
            return refuse(409, "Duplicated function slug");
        }
        self.add_function(&slug, &seen.body);
        let function = self.functions.get_mut(&slug).unwrap();
        apply(function, seen);
        reply_json(201, &function.json())
    }

    fn update(&mut self, slug: &str, seen: &Seen) -> Response<Body> {
        let now = self.now();
        let Some(function) = self.functions.get_mut(slug) else {
            return refuse(404, "Function not found");
        };
        function.version += 1;
        function.updated_at = now;
        function.body = seen.body.to_vec();
        function.files.clear();
        function.ezbr_sha256 = Some(hex_sha256(&seen.body));
        apply(function, seen);
        reply_json(200, &function.json())
    }

    fn deploy(&mut self, seen: &Seen, form: &openapi::Form) -> Response<Body> {
        let slug = seen.parameter("slug").unwrap_or_default().to_owned();
        let old = self.functions.get(&slug).cloned();
        let now = self.now();
        let mut function = old.unwrap_or_else(|| StoredFunction {
            id: format!("00000000-0000-4000-8000-{:012}", now % 1_000_000_000_000),
            slug: slug.clone(),
            name: slug.clone(),
            created_at: now,
            verify_jwt: Some(true),
            ..StoredFunction::default()
        });
        let text = |key: &str| {
            form.metadata[key]
                .as_str()
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
        };
        function.version += 1;
        function.updated_at = now;
        function.verify_jwt = form.metadata["verify_jwt"]
            .as_bool()
            .or(function.verify_jwt);
        function.entrypoint_path = text("entrypoint_path");
        function.import_map_path = text("import_map_path");
        function.name = text("name").unwrap_or(function.name);
        function.files.clone_from(&form.files);
        function.body.clear();
        function.ezbr_sha256 = None;
        let answer = reply_json(201, &function.json());
        if seen.parameter("bundleOnly") == Some("true") {
            self.pending.insert(slug, function);
        } else {
            self.functions.insert(slug, function);
        }
        answer
    }

    fn bulk_update(&mut self, functions: &Value) -> Response<Body> {
        for sent in functions.as_array().unwrap() {
            let slug = sent["slug"].as_str().unwrap();
            let pending = self.pending.remove(slug);
            let Some(mut function) = pending.or_else(|| self.functions.get(slug).cloned()) else {
                return refuse(400, &format!("nothing was deployed for `{slug}`"));
            };
            function.version = sent["version"].as_i64().unwrap();
            self.functions.insert(slug.to_owned(), function);
        }
        let functions: Value = self.functions.values().map(StoredFunction::json).collect();
        reply_json(200, &json!({"functions": functions}))
    }

    fn body(&self, slug: &str, seen: &Seen) -> Response<Body> {
        let Some(function) = self.functions.get(slug) else {
            return refuse(404, "Function not found");
        };
        let wants_form = seen
            .headers
            .get("accept")
            .is_some_and(|it| it.contains("multipart/form-data"));
        if !wants_form || function.files.is_empty() {
            return reply(200, "application/octet-stream", function.body.clone());
        }
        let mut body = Vec::new();
        let metadata = json!({"deno2_entrypoint_path": function.entrypoint_path});
        let head = "--xyz\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n";
        body.extend_from_slice(format!("{head}{metadata}\r\n").as_bytes());
        for (path, content) in &function.files {
            let head = format!(
                "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{path}\"\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--xyz--\r\n");
        reply(200, "multipart/form-data; boundary=xyz", body)
    }
}

/// The settings in the query.
fn apply(function: &mut StoredFunction, seen: &Seen) {
    let text = |name: &str| seen.parameter(name).map(str::to_owned);
    let flag = |name: &str| seen.parameter(name).map(|value| value == "true");
    function.name = text("name").unwrap_or(function.name.clone());
    function.verify_jwt = flag("verify_jwt").or(function.verify_jwt);
    function.import_map = flag("import_map").or(function.import_map);
    function.entrypoint_path = text("entrypoint_path").or(function.entrypoint_path.clone());
    function.import_map_path = text("import_map_path").or(function.import_map_path.clone());
    function.ezbr_sha256 = text("ezbr_sha256").or(function.ezbr_sha256.clone());
}

/// The method as hyper has it, for matching in tests.
pub fn is_write(seen: &Seen) -> bool {
    seen.method != Method::GET.as_str()
}
