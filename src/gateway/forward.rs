//! One request for a service: to the upstream and back, or the answer that there is none.
//!
//! It goes on as it came: the path byte for byte, bodies as streams, upgrades as sockets. No redirect is followed; one
//! that leads to the upstream itself leads the client to fx again.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use http::{Request, Response, uri::PathAndQuery};
use hyper::body::Incoming;

use super::{
    Dispatch, Failure, Found, Service, Upstream,
    activity::Busy,
    answer::Answers,
    body::{Body, Ending, Finish},
    compress::Compression,
    cors::{Preflight, unless_preflight},
    headers,
    proxy::{self, Answered, Outgoing, Proxy, Unanswered},
    request::{CLIENT_CLOSED_REQUEST, MAX_ATTEMPTS},
    trust::Peer,
    upstream,
};
use crate::events;

/// What forwarding needs besides the request.
pub(super) struct Forwarder {
    /// Whether clients come by HTTPS.
    pub(super) is_secure: bool,
}

/// A request that is for a service.
pub(super) struct Asked<'a, D> {
    pub(super) dispatch: &'a Arc<D>,
    pub(super) service: Service,
    /// How many bytes at the start of the path name the tenant.
    pub(super) prefix: usize,
    pub(super) peer: Peer,
    /// When it came.
    pub(super) started: Instant,
    pub(super) answers: Answers,
    pub(super) busy: Busy,
}

/// A forwarded request until its end. One that is dropped before was given up by its client.
struct Forwarding<D: Dispatch> {
    dispatch: Arc<D>,
    started: Instant,
    /// What is told at the end.
    event: Option<events::Forward>,
    preflight: Option<Box<Preflight>>,
    answers: Answers,
    busy: Busy,
}

impl Forwarder {
    /// The answer to a request for a service.
    pub(super) async fn answer<D: Dispatch>(
        &self,
        request: Request<Incoming>,
        asked: Asked<'_, D>,
        services: Found,
    ) -> Response<Body> {
        let (peer, prefix) = (asked.peer, asked.prefix);
        let forwarding = Forwarding::new(&request, asked);
        let is_of_fx = request.headers().contains_key(headers::GATEWAY);
        let mut response = match services {
            _ if is_of_fx => forwarding.fail(Failure::circle()),
            Found::Missing(failure) => forwarding.fail(failure),
            Found::At(upstream) => {
                self.send(request, &upstream, prefix, peer, forwarding)
                    .await
            }
        };
        let headers = response.headers_mut();
        headers.insert(headers::GATEWAY, headers::SERVE);
        response
    }

    async fn send<D: Dispatch>(
        &self,
        request: Request<Incoming>,
        upstream: &Arc<Upstream>,
        prefix: usize,
        peer: Peer,
        mut forwarding: Forwarding<D>,
    ) -> Response<Body> {
        let base = headers::Base::of(request.headers(), peer, self.is_secure);
        let path = below(request.uri(), prefix);
        let outgoing = Outgoing::new(request, path, |sent| {
            headers::prepare_forwarded(sent, peer, upstream.authority(), self.is_secure);
            sent.insert(headers::GATEWAY, headers::SERVE);
        });
        let activity = Arc::clone(forwarding.busy.activity());
        let outgoing = outgoing.patient(&activity, upstream::PATIENCE);
        let proxy = Proxy {
            connect: upstream,
            connections: upstream.connections(),
            request_idle: upstream::PATIENCE,
            activity: &activity,
            compression: Compression::Off,
        };
        forwarding.goes_to(upstream);
        let answered = match send_once(&proxy, outgoing).await {
            Ok(answered) => answered,
            Err(failure) => return forwarding.fail(upstream.explain(&failure)),
        };
        if answered.headers().contains_key(headers::GATEWAY) {
            return forwarding.fail(upstream.is_fx());
        }
        let whose = Arc::clone(upstream);
        let finish: Finish = Box::new(move |status, ending| forwarding.end(status, ending, &whose));
        let mut response = proxy.answer(answered, upstream.receiver(), finish);
        headers::prepare_answer(response.headers_mut(), upstream, &base);
        response
    }
}

/// Sends the request. One that found its connection closed before a byte of it was sent goes over another.
async fn send_once(
    proxy: &Proxy<'_, Upstream>,
    mut outgoing: Outgoing,
) -> Result<Answered, proxy::Failure> {
    let receiver = proxy.connect.receiver();
    for _ in 0..MAX_ATTEMPTS {
        match proxy.send(outgoing, &receiver).await {
            Ok(answered) => return Ok(answered),
            Err(Unanswered::Unseen(unseen)) => outgoing = unseen,
            Err(Unanswered::Failed(failure)) => return Err(failure),
        }
    }
    Err(proxy::Failure::Broken)
}

impl<D: Dispatch> Forwarding<D> {
    /// Nobody has answered yet.
    fn new(request: &Request<Incoming>, asked: Asked<'_, D>) -> Self {
        let tag = request.headers().get(headers::CALLER);
        let tag = tag.and_then(|tag| tag.to_str().ok());
        let event = events::Forward {
            caller: tag.and_then(|tag| asked.dispatch.caller(tag)),
            service: asked.service.name(),
            method: request.method().clone(),
            path: request.uri().path()[asked.prefix..].to_owned(),
            status: CLIENT_CLOSED_REQUEST,
            duration: Duration::ZERO,
            upstream: None,
            failure: None,
            broken_off: false,
        };
        Self {
            dispatch: Arc::clone(asked.dispatch),
            started: asked.started,
            event: Some(event),
            preflight: Preflight::of(request.method(), request.headers()).map(Box::new),
            answers: asked.answers,
            busy: asked.busy,
        }
    }

    fn goes_to(&mut self, upstream: &Upstream) {
        if let Some(event) = &mut self.event {
            event.upstream = Some(Arc::clone(upstream.origin()));
        }
    }

    /// The gateway's answer to what went wrong.
    fn fail(mut self, failure: Failure) -> Response<Body> {
        let response = self.answers.no_service(&failure);
        let response = unless_preflight(self.preflight.as_deref(), response);
        if self.busy.activity().is_broken() {
            // Nobody gets this: what failed is what the client itself broke off.
            self.tell(CLIENT_CLOSED_REQUEST, None);
        } else {
            self.tell(response.status().as_u16(), Some(failure));
        }
        response
    }

    /// The response has ended. One whose client broke off its request is no fault of the upstream's.
    fn end(mut self, status: u16, ending: Ending, upstream: &Upstream) {
        let is_fault = ending == Ending::BrokenOff && !self.busy.activity().is_broken();
        if let Some(event) = &mut self.event {
            event.broken_off = is_fault;
        }
        self.tell(status, is_fault.then(|| upstream.broke_off()));
    }

    fn tell(&mut self, status: u16, failure: Option<Failure>) {
        if let Some(mut event) = self.event.take() {
            event.status = status;
            event.duration = self.started.elapsed();
            event.failure = failure.as_ref().map(Failure::sentence);
            self.dispatch.forwarded(event, failure);
        }
    }
}

impl<D: Dispatch> Drop for Forwarding<D> {
    fn drop(&mut self) {
        self.tell(CLIENT_CLOSED_REQUEST, None);
    }
}

/// The path below the tenant's, with the query, byte for byte.
fn below(uri: &http::Uri, prefix: usize) -> PathAndQuery {
    let whole = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    whole[prefix..].parse().expect("a part of a path is a path")
}
