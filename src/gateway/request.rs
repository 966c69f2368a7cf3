//! One request from its path to its answer: routes, authorization, what the gateway answers itself.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, header, uri::PathAndQuery};
use hyper::body::Incoming;
use serde_json::json;
use uuid::Uuid;

use super::{
    Dispatch, Failure, Found, Html, LeasedWorker, Options, Problem, Route,
    Service as ProjectService, ServicesFor, Tenant, Tenants,
    activity::{Activity, Busy},
    answer::{self, Answers},
    auth::Unauthorized,
    body::{Body, Finish},
    compress::Compression,
    connection::Connections,
    cors::{Preflight, is_allowed, unless_preflight},
    forward::{Asked, Forwarder},
    headers,
    proxy::{self, Outgoing, Proxy, Receiver, Unanswered},
    trust::{Client, Peer, TrustedProxies, is_for_own_name, is_from_here},
};
use crate::events;

/// What is told of a request whose client went away before the answer; nobody is answered with it.
pub(super) const CLIENT_CLOSED_REQUEST: u16 = 499;
/// To how many workers a request goes whose worker turns out to be gone before it was sent anything.
pub(super) const MAX_ATTEMPTS: usize = 3;
/// Where functions of a tenant are.
const PREFIX: &str = "/functions/v1/";

/// Answers requests; all connections share it.
pub(super) struct Service<T> {
    tenants: T,
    connections: Arc<Connections>,
    answers: Answers,
    /// Whether answers of functions are compressed for clients that accept it.
    compress: bool,
    trusted: TrustedProxies,
    services_for: ServicesFor,
    request_ids: RequestIds,
    /// Whether clients come by HTTPS.
    is_secure: bool,
}

/// Where a request goes.
struct Target<'a, D> {
    tenant: Tenant<'a, D>,
    slug: &'a str,
    route: Route,
}

/// A request that is being answered. One that is dropped before its end was given up by its client.
struct Pending<D: Dispatch> {
    dispatch: Arc<D>,
    started: Instant,
    /// The request's id.
    id: HeaderValue,
    /// What is told at the end.
    event: Option<events::Request>,
    /// A browser asks whether it may send the real request: an error is for that one.
    preflight: Option<Box<Preflight>>,
    answers: Answers,
    busy: Busy,
}

impl<T: Tenants> Service<T> {
    /// A service for the functions of `tenants`.
    pub(super) fn new(tenants: T, options: &Options, is_secure: bool) -> Self {
        Self {
            tenants,
            connections: Arc::new(Connections::to_workers()),
            answers: Answers::new(options.detail),
            compress: options.compress,
            trusted: options.trusted.clone(),
            services_for: options.services_for,
            request_ids: RequestIds::new(),
            is_secure,
        }
    }

    /// Clients cannot be let in.
    pub(super) fn hindered(&self, error: &io::Error) {
        self.tenants.hindered(error);
    }

    /// These requests are waited for until fx ends.
    pub(super) fn waits_for(&self, requests: Vec<String>) {
        self.tenants.waits_for(requests);
    }

    /// The answer to a request that came over the connection of `activity`.
    pub(super) async fn answer(
        &self,
        mut request: Request<Incoming>,
        client: Client,
        activity: Arc<Activity>,
    ) -> Response<Body> {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let busy = Busy::new(activity, method, uri);
        headers::settle_tag(request.headers_mut());
        let id = self.request_ids.next();
        let peer = self.trusted.peer(client);
        let mut response = self.route(request, peer, busy, &id).await;
        // The answer of an upstream may have its own, by which its logs have the request.
        let told = response.headers_mut().entry(headers::REQUEST_ID);
        told.or_insert(id.header);
        response
    }

    async fn route(
        &self,
        request: Request<Incoming>,
        peer: Peer,
        busy: Busy,
        id: &RequestId,
    ) -> Response<Body> {
        let answers = self.answers.to(request.headers(), peer);
        let Some(tenant) = self.tenants.find(request.uri(), request.headers()) else {
            return self.to_nobody(&request, peer, answers);
        };
        let path = &request.uri().path()[tenant.prefix..];
        let Some(below) = path.strip_prefix(PREFIX) else {
            if let Some(document) = tenant.dispatch.document(path) {
                return answer::document(&document);
            }
            return match ProjectService::at(path) {
                Some(service) => {
                    self.serve(service, request, peer, &tenant, (answers, busy))
                        .await
                }
                None => self.internal(&request, peer, answers),
            };
        };
        let slug = below.split('/').next().unwrap_or_default().to_owned();
        let path = path[PREFIX.len() - 1..].to_owned();
        let event = events::Request {
            request: Arc::clone(&id.text),
            caller: caller(&**tenant.dispatch, request.headers()),
            method: request.method().clone(),
            path,
            status: CLIENT_CLOSED_REQUEST,
            duration: Duration::ZERO,
            worker: None,
            cold: false,
        };
        let pending = Pending {
            dispatch: Arc::clone(&tenant.dispatch),
            started: Instant::now(),
            id: id.header.clone(),
            event: Some(event),
            preflight: Preflight::of(request.method(), request.headers()).map(Box::new),
            answers,
            busy,
        };
        let region = asked_region(&request);
        let mut response = self.call(request, peer, tenant, &slug, pending).await;
        if let Some(region) = region {
            response.headers_mut().insert(headers::EDGE_REGION, region);
        }
        response
    }

    /// The answer to a request for a function of the tenant's.
    async fn call(
        &self,
        request: Request<Incoming>,
        peer: Peer,
        tenant: Tenant<'_, T::Dispatch>,
        slug: &str,
        pending: Pending<T::Dispatch>,
    ) -> Response<Body> {
        let answers = pending.answers;
        let refused = match tenant.dispatch.route(slug) {
            None => answers.no_function(),
            Some(_) if !is_allowed(request.method()) => answers.method_not_allowed(),
            Some(route) => {
                let (method, headers) = (request.method(), request.headers());
                match authorize(&**tenant.dispatch, method, headers, route).await {
                    Err(refused) => answers.unauthorized(&refused),
                    Ok(()) => {
                        let target = Target {
                            tenant,
                            slug,
                            route,
                        };
                        return self.forward(request, peer, &target, pending).await;
                    }
                }
            }
        };
        own_answer(pending, refused)
    }

    /// The answer to a request for a service of the tenant's.
    async fn serve(
        &self,
        service: ProjectService,
        request: Request<Incoming>,
        peer: Peer,
        tenant: &Tenant<'_, T::Dispatch>,
        (answers, busy): (Answers, Busy),
    ) -> Response<Body> {
        if request.method() == Method::CONNECT {
            return answers.method_not_allowed();
        }
        let started = Instant::now();
        let found = match self.services_for {
            ServicesFor::ThisMachine if !peer.is_here => {
                Some(Found::Missing(Failure::elsewhere(peer.address)))
            }
            ServicesFor::ThisMachine | ServicesFor::Everybody => tenant.dispatch.services().await,
        };
        let Some(found) = found else {
            return self.internal(&request, peer, answers);
        };
        let forwarder = Forwarder {
            is_secure: self.is_secure,
        };
        let asked = Asked {
            dispatch: &tenant.dispatch,
            service,
            prefix: tenant.prefix,
            peer,
            started,
            answers,
            busy,
        };
        forwarder.answer(request, asked, found).await
    }

    /// The answer to a request that is for no tenant.
    fn to_nobody(
        &self,
        request: &Request<Incoming>,
        peer: Peer,
        answers: Answers,
    ) -> Response<Body> {
        if !request.uri().path().contains(PREFIX) {
            return self.internal(request, peer, answers);
        }
        let preflight = Preflight::of(request.method(), request.headers());
        unless_preflight(preflight.as_ref(), answers.no_function())
    }

    fn internal(
        &self,
        request: &Request<Incoming>,
        peer: Peer,
        answers: Answers,
    ) -> Response<Body> {
        match request.uri().path() {
            "/_internal/health" => answer::ok(&json!({ "message": "ok" })),
            "/_internal/metric" => {
                let format = answer::metrics_format(request.headers());
                let headers = request.headers();
                match self.tenants.metrics(format) {
                    None => answers.no_route(),
                    Some(_) if !is_from_here(peer, headers) || !is_for_own_name(headers) => {
                        answers.only_here()
                    }
                    Some(figures) => answer::metrics(figures, format),
                }
            }
            _ => {
                let preflight = Preflight::of(request.method(), request.headers());
                unless_preflight(preflight.as_ref(), answers.no_route())
            }
        }
    }

    async fn forward(
        &self,
        request: Request<Incoming>,
        peer: Peer,
        target: &Target<'_, T::Dispatch>,
        pending: Pending<T::Dispatch>,
    ) -> Response<Body> {
        let compression = match self.compress {
            true => Compression::of(request.method(), request.headers()),
            false => Compression::Off,
        };
        let html = match *request.method() {
            Method::GET => target.route.html,
            _ => Html::Pass,
        };
        let path = function_path(request.uri(), target.tenant.prefix);
        let outgoing = Outgoing::new(request, path, |sent| headers::prepare_request(sent, peer));
        let activity = Arc::clone(pending.busy.activity());
        let proxy = Proxy {
            connect: &target.tenant.dispatch,
            connections: &self.connections,
            request_idle: target.route.request_idle,
            activity: &activity,
            compression,
        };
        send(&proxy, outgoing, target.slug, html, pending).await
    }
}

/// The function that makes this call, if one does.
fn caller<D: Dispatch>(dispatch: &D, headers: &HeaderMap) -> Option<events::Caller> {
    dispatch.caller(headers.get(headers::CALLER)?.to_str().ok()?)
}

async fn authorize<D: Dispatch>(
    dispatch: &D,
    method: &Method,
    headers: &HeaderMap,
    route: Route,
) -> Result<(), Unauthorized> {
    if !route.verify_jwt || method == Method::OPTIONS {
        return Ok(());
    }
    dispatch.authorize(headers, SystemTime::now()).await
}

/// Sends the request to a worker. One that turns out to be gone has seen nothing of it, so that another can have it.
async fn send<D: Dispatch>(
    proxy: &Proxy<'_, D>,
    mut outgoing: Outgoing,
    slug: &str,
    html: Html,
    mut pending: Pending<D>,
) -> Response<Body> {
    for attempts_left in (0..MAX_ATTEMPTS).rev() {
        let worker = match proxy.connect.dispatch(slug).await {
            Ok(worker) => worker,
            Err(problem) => return pending.fail(&problem),
        };
        let id = HeaderValue::try_from(&*worker.execution_id).expect("an id is hexadecimal");
        pending.leased(&worker);
        address(outgoing.headers_mut(), &worker, &pending.id);
        let receiver = Receiver {
            id: worker.execution_id,
            lease: worker.lease,
        };
        let mut response = match proxy.send(outgoing, &receiver).await {
            Ok(answered) => {
                let preflight = pending.preflight.take();
                let finish: Finish = Box::new(move |status, _| pending.end(status));
                let mut response = proxy.answer(answered, receiver, finish);
                headers::prepare_response(&mut response);
                if let Some(refused) =
                    preflight.and_then(|asked| asked.refused(response.status(), response.headers()))
                {
                    proxy.connect.tell_refused(slug, refused);
                }
                treat_html(&**proxy.connect, html, slug, response.headers_mut());
                response
            }
            Err(Unanswered::Unseen(unseen)) if attempts_left > 0 => {
                outgoing = unseen;
                unaddress(outgoing.headers_mut());
                continue;
            }
            Err(Unanswered::Unseen(_)) => {
                pending.fail(&proxy.connect.explain(&receiver.lease).await)
            }
            Err(Unanswered::Failed(failure)) => {
                pending.fail(&explain(proxy, failure, &receiver.lease).await)
            }
        };
        response.headers_mut().insert(headers::EXECUTION_ID, id);
        return response;
    }
    unreachable!("the last attempt returns")
}

/// Adds what only this worker gets: it may have to be shown a secret, and may be told the id of the request.
fn address<L>(headers: &mut HeaderMap, worker: &LeasedWorker<L>, id: &HeaderValue) {
    if let Some(secret) = worker.secret.as_deref() {
        let secret = HeaderValue::try_from(secret).expect("secrets are hexadecimal");
        headers.insert(headers::WORKER_SECRET, secret);
    }
    if worker.follows {
        headers.insert(headers::WORKER_REQUEST, id.clone());
    }
}

/// Removes that again, for another worker.
fn unaddress(headers: &mut HeaderMap) {
    headers.remove(headers::WORKER_SECRET);
    headers.remove(headers::WORKER_REQUEST);
}

/// Why a worker gave no answer.
async fn explain<D: Dispatch>(
    proxy: &Proxy<'_, D>,
    failure: proxy::Failure,
    lease: &D::Lease,
) -> Problem {
    match failure {
        proxy::Failure::Idle => {
            proxy.connect.is_overdue(lease);
            let seconds = proxy.request_idle.as_secs_f32();
            Problem::Idle(format!("no response began within {seconds} s"))
        }
        proxy::Failure::Unreadable(why) => Problem::Worker(why),
        proxy::Failure::Unconnected(error) => {
            Problem::Internal(format!("failed to connect to the worker: {error}"))
        }
        proxy::Failure::Broken => proxy.connect.explain(lease).await,
    }
}

/// Does with a function's `text/html` what the route says.
fn treat_html<D: Dispatch>(dispatch: &D, html: Html, slug: &str, headers: &mut HeaderMap) {
    if html == Html::Pass {
        return;
    }
    let Some(plain) = headers::plain_for_html(headers) else {
        return;
    };
    if html == Html::Plain {
        headers.insert(header::CONTENT_TYPE, plain);
    } else {
        dispatch.tell_html(slug);
    }
}

impl<D: Dispatch> Pending<D> {
    /// A worker has the request.
    fn leased(&mut self, worker: &LeasedWorker<D::Lease>) {
        if let Some(event) = &mut self.event {
            event.worker = Some(Arc::clone(&worker.execution_id));
            event.cold = worker.cold;
        }
    }

    /// The gateway's answer to what went wrong.
    fn fail(self, problem: &Problem) -> Response<Body> {
        let response = self.answers.problem(problem);
        own_answer(self, response)
    }

    /// The response has ended.
    fn end(mut self, status: u16) {
        self.tell(status);
    }

    fn tell(&mut self, status: u16) {
        if let Some(mut event) = self.event.take() {
            event.status = status;
            event.duration = self.started.elapsed();
            self.dispatch.observe(event);
        }
    }
}

impl<D: Dispatch> Drop for Pending<D> {
    fn drop(&mut self) {
        self.tell(CLIENT_CLOSED_REQUEST);
    }
}

/// An answer of the gateway's own.
fn own_answer<D: Dispatch>(pending: Pending<D>, response: Response<Body>) -> Response<Body> {
    let response = unless_preflight(pending.preflight.as_deref(), response);
    pending.end(response.status().as_u16());
    response
}

/// The path below the tenant's `/functions/v1`, with the query, byte for byte.
fn function_path(uri: &http::Uri, prefix: usize) -> PathAndQuery {
    let whole = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let below = &whole[prefix + PREFIX.len() - 1..];
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

    fn next(&self) -> RequestId {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let mut text = Uuid::encode_buffer();
        let text = Uuid::from_u64_pair(self.run, number)
            .hyphenated()
            .encode_lower(&mut text);
        RequestId::new(Arc::from(&*text))
    }
}

/// The id of a request: the same bytes as text and as the value of headers.
struct RequestId {
    text: Arc<str>,
    header: HeaderValue,
}

impl RequestId {
    fn new(text: Arc<str>) -> Self {
        let bytes = Bytes::from_owner(Shared(Arc::clone(&text)));
        let header = HeaderValue::from_maybe_shared(bytes).expect("an id is hexadecimal");
        Self { text, header }
    }
}

/// Text that several own, as bytes.
struct Shared(Arc<str>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}
