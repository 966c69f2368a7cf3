//! One request on its way to a worker and its response on the way back.

use std::{
    future::poll_fn,
    io,
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};

use super::{
    Dispatch, Problem, Upstream,
    activity::Activity,
    body::{Body, End, Finish, WorkerBody},
    compress::Compression,
    headers,
    trust::Peer,
    tunnel,
    upload::Upload,
    upstream::{Connection, Connections, MAX_HEAD, SendError},
};
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri, uri::PathAndQuery};
use hyper::{
    body::{Body as _, Incoming},
    ext::ReasonPhrase,
    upgrade::OnUpgrade,
};

/// What forwarding needs besides the request.
pub(super) struct Proxy<'a, D: Dispatch> {
    /// Owns the workers.
    pub(super) dispatch: &'a Arc<D>,
    /// Idle connections to them.
    pub(super) connections: &'a Arc<Connections>,
    /// How long the head of the response may take; zero for any time.
    pub(super) request_idle: Duration,
    /// The client's connection, whose timer says when that is over.
    pub(super) activity: &'a Activity,
    /// What the client accepts.
    pub(super) compression: Compression,
}

/// A request as the worker gets it.
pub(super) struct Outgoing {
    request: Request<Upload>,
    /// The client's half of an upgrade, when it asks for one.
    upgrade: Option<OnUpgrade>,
    /// Its id, of which the worker may be told.
    id: HeaderValue,
}

impl Outgoing {
    /// The request with the path that the function sees and the headers that it may see.
    pub(super) fn new(
        mut request: Request<Incoming>,
        path_and_query: PathAndQuery,
        peer: Peer,
        id: HeaderValue,
    ) -> Self {
        let wants_upgrade = headers::upgrade(request.headers()).is_some();
        let upgrade = wants_upgrade.then(|| hyper::upgrade::on(&mut request));
        *request.uri_mut() = Uri::from(path_and_query);
        *request.version_mut() = http::Version::HTTP_11;
        headers::prepare_request(request.headers_mut(), peer);
        let request = request.map(Upload::new);
        Self {
            request,
            upgrade,
            id,
        }
    }

    /// What only this worker gets: it may have to be shown a secret, and may be told the id of the request.
    fn address<L>(&mut self, upstream: &Upstream<L>) {
        let headers = self.request.headers_mut();
        if let Some(secret) = upstream.secret.as_deref() {
            let secret = HeaderValue::try_from(secret).expect("secrets are hexadecimal");
            headers.insert(headers::WORKER_SECRET, secret);
        }
        if upstream.follows {
            headers.insert(headers::WORKER_REQUEST, self.id.clone());
        } else {
            headers.remove(headers::WORKER_REQUEST);
        }
    }
}

/// A response whose body is still on its way.
pub(super) struct Answered {
    response: Response<Incoming>,
    connection: Connection,
    /// The client's half of an upgrade, when it asked for one.
    upgrade: Option<OnUpgrade>,
}

/// Why there is no response.
pub(super) enum Unanswered {
    /// The worker has not seen a byte of the request, so that another one can have it.
    Unseen(Box<Outgoing>),
    /// This is the answer.
    Problem(Problem),
}

/// How a forwarded request failed.
enum Failure {
    /// Nothing was sent; the request is as it was.
    Unsent(Box<Request<Upload>>),
    /// fx cannot open a connection.
    Unconnected(io::Error),
    /// The worker broke the connection.
    Broken,
    /// The worker's answer is no HTTP, or its head is too large; the text says which.
    Unreadable(String),
    /// No head of a response came in time.
    Idle,
}

impl<D: Dispatch> Proxy<'_, D> {
    /// Sends the request to the worker and waits for the head of its response.
    pub(super) async fn send(
        &self,
        mut outgoing: Outgoing,
        upstream: &Upstream<D::Lease>,
    ) -> Result<Answered, Unanswered> {
        outgoing.address(upstream);
        let Outgoing {
            request,
            upgrade,
            id,
        } = outgoing;
        self.activity.await_head(self.request_idle);
        let sent = self.send_somehow(request, upstream).await;
        self.activity.head_came();
        let unseen = |request: Box<Request<Upload>>, upgrade| {
            let request = *request;
            Unanswered::Unseen(Box::new(Outgoing {
                request,
                upgrade,
                id,
            }))
        };
        match sent {
            Ok((connection, response)) => Ok(Answered {
                response,
                connection,
                upgrade,
            }),
            Err(Failure::Unsent(request)) => Err(unseen(request, upgrade)),
            Err(failure) => Err(Unanswered::Problem(self.explain(failure, upstream).await)),
        }
    }

    async fn explain(&self, failure: Failure, upstream: &Upstream<D::Lease>) -> Problem {
        match failure {
            Failure::Idle => {
                let seconds = self.request_idle.as_secs_f32();
                Problem::Idle(format!("no response began within {seconds} s"))
            }
            Failure::Unreadable(why) => Problem::Worker(why),
            Failure::Unconnected(error) => {
                Problem::Internal(format!("failed to connect to the worker: {error}"))
            }
            Failure::Unsent(_) | Failure::Broken => self.dispatch.explain(&upstream.lease).await,
        }
    }

    /// The client's response. `finish` is called when its body has ended.
    pub(super) fn answer(
        &self,
        answered: Answered,
        upstream: Upstream<D::Lease>,
        finish: Finish,
    ) -> Response<Body> {
        let Answered {
            response,
            connection,
            upgrade,
        } = answered;
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            return switch(
                self.dispatch,
                response,
                connection,
                upgrade,
                upstream,
                finish,
            );
        }
        self.pass_on(response, connection, upstream, finish)
    }

    /// The response with its body, and with what happens at its end.
    fn pass_on(
        &self,
        response: Response<Incoming>,
        connection: Connection,
        upstream: Upstream<D::Lease>,
        finish: Finish,
    ) -> Response<Body> {
        let connections = Arc::clone(self.connections);
        let Upstream {
            execution_id,
            lease,
            ..
        } = upstream;
        let status = response.status().as_u16();
        let end: End = Box::new(move |connection: Option<Connection>| {
            if let Some(connection) = connection {
                connections.keep(execution_id, connection);
            }
            drop(lease);
            finish(status);
        });
        let (mut head, incoming) = response.into_parts();
        headers::remove_hop_by_hop(&mut head.headers);
        headers::blank_unprintable(&mut head.headers);
        // As hosted, what is said of the status is what everybody says.
        head.extensions.remove::<ReasonPhrase>();
        if head.status == StatusCode::RESET_CONTENT {
            // It has no body, which the engine's answer leaves open.
            end(None);
            return Response::from_parts(head, Body::empty());
        }
        let length = incoming.size_hint().exact();
        let encoder = self
            .compression
            .apply(head.status, &mut head.headers, length);
        let body = WorkerBody::new(incoming, connection, end);
        Response::from_parts(head, Body::worker(body, encoder))
    }

    /// Sends over a kept connection; over a new one when the worker had closed it.
    ///
    /// What a worker does that closes a connection and then still takes new ones is that the connection had been idle
    /// for too long for its taste. A request that was on its way at that moment was not read. As the other cause, that
    /// the function itself closed it, cannot be told from that, only requests are sent again that ask for no change.
    async fn send_somehow(
        &self,
        request: Request<Upload>,
        upstream: &Upstream<D::Lease>,
    ) -> Result<(Connection, Response<Incoming>), Failure> {
        let mut request = request;
        while let Some(mut connection) = self.connections.reuse(&upstream.execution_id) {
            let copy = copy_of_question(&request);
            match (self.send_over(&mut connection, request).await, copy) {
                (Ok(response), _) => return Ok((connection, response)),
                (Err(Failure::Unsent(unsent)), _) => request = *unsent,
                (Err(Failure::Broken), Some(copy)) => return self.send_anew(copy, upstream).await,
                (Err(failure), _) => return Err(failure),
            }
        }
        match Connection::open(&**self.dispatch, &upstream.lease).await {
            Ok(Some(connection)) => self.send_first(connection, request).await,
            Ok(None) => Err(Failure::Unsent(Box::new(request))),
            Err(error) => Err(Failure::Unconnected(error)),
        }
    }

    /// Sends a copy of a request that may have been sent.
    async fn send_anew(
        &self,
        request: Request<Upload>,
        upstream: &Upstream<D::Lease>,
    ) -> Result<(Connection, Response<Incoming>), Failure> {
        let connection = Connection::open(&**self.dispatch, &upstream.lease).await;
        let connection = connection.ok().flatten().ok_or(Failure::Broken)?;
        match self.send_first(connection, request).await {
            Err(Failure::Unsent(_)) => Err(Failure::Broken),
            sent => sent,
        }
    }

    async fn send_first(
        &self,
        mut connection: Connection,
        request: Request<Upload>,
    ) -> Result<(Connection, Response<Incoming>), Failure> {
        let response = self.send_over(&mut connection, request).await?;
        Ok((connection, response))
    }

    async fn send_over(
        &self,
        connection: &mut Connection,
        request: Request<Upload>,
    ) -> Result<Response<Incoming>, Failure> {
        let sent = pin!(connection.send(request));
        let answered = unless_overdue(sent, self.activity).await;
        let answered = answered.ok_or(Failure::Idle)?;
        answered.map_err(|mut error: SendError| match error.take_message() {
            Some(request) => Failure::Unsent(Box::new(request)),
            None => Failure::of(&error.into_error()),
        })
    }
}

impl Failure {
    fn of(error: &hyper::Error) -> Self {
        if error.is_parse_too_large() {
            let limit = MAX_HEAD / 1024;
            Self::Unreadable(format!("the response's headers have more than {limit} KB"))
        } else if error.is_parse() {
            Self::Unreadable(format!("the response is not HTTP: {error}"))
        } else {
            Self::Broken
        }
    }
}

/// The same request once more, if it has no body and asks for no change.
fn copy_of_question(request: &Request<Upload>) -> Option<Request<Upload>> {
    let is_question = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if !is_question
        || !request.body().is_end_stream()
        || headers::upgrade(request.headers()).is_some()
    {
        return None;
    }
    let mut copy = Request::new(Upload::none());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    Some(copy)
}

/// The outcome of `future`, or nothing when the connection's deadline has passed.
async fn unless_overdue<F: Future>(
    mut future: Pin<&mut F>,
    activity: &Activity,
) -> Option<F::Output> {
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if activity.is_overdue() => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    })
    .await
}

/// Answers 101 and joins the two sockets until either side closes, or the worker has to go.
fn switch<D: Dispatch>(
    dispatch: &Arc<D>,
    mut response: Response<Incoming>,
    connection: Connection,
    client: Option<OnUpgrade>,
    upstream: Upstream<D::Lease>,
    finish: Finish,
) -> Response<Body> {
    let protocol = headers::upgrade(response.headers());
    let is_websocket = protocol
        .as_ref()
        .is_some_and(|protocol| protocol.as_bytes().eq_ignore_ascii_case(b"websocket"));
    let worker = hyper::upgrade::on(&mut response);
    let dispatch = Arc::clone(dispatch);
    tokio::spawn(async move {
        connection.finish().await;
        if let Some(client) = client
            && let (Ok(client), Ok(worker)) = tokio::join!(client, worker)
        {
            let cut = dispatch.cut(&upstream.lease);
            tunnel::join(client, worker, is_websocket, cut).await;
        }
        drop(upstream);
        finish(StatusCode::SWITCHING_PROTOCOLS.as_u16());
    });
    let (mut head, _) = response.into_parts();
    headers::remove_hop_by_hop(&mut head.headers);
    if let Some(protocol) = protocol {
        let connection = HeaderValue::from_static("upgrade");
        head.headers.insert(http::header::CONNECTION, connection);
        head.headers.insert(http::header::UPGRADE, protocol);
    }
    Response::from_parts(head, Body::empty())
}
