//! One request on its way to a worker, or to the upstream, and its response on the way back.

use std::{
    future::poll_fn,
    io,
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};

use super::{
    activity::Activity,
    body::{Body, End, Ending, Finish, StreamedBody},
    compress::Compression,
    connection::{Connect, Connection, Connections, MAX_HEAD, SendError},
    headers, tunnel,
    upload::Upload,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, uri::PathAndQuery};
use hyper::{
    body::{Body as _, Incoming},
    upgrade::OnUpgrade,
};

/// How many headers hyper reads of a response, those that the engine adds included. Hosted functions are read by hyper too.
const MAX_HEADERS: usize = 100;

/// What forwarding needs besides the request.
pub(super) struct Proxy<'a, C: Connect> {
    /// Opens connections.
    pub(super) connect: &'a Arc<C>,
    /// Idle ones.
    pub(super) connections: &'a Arc<Connections>,
    /// How long the head of the response may take; zero for any time.
    pub(super) request_idle: Duration,
    /// The client's connection, whose timer says when that is over.
    pub(super) activity: &'a Arc<Activity>,
    /// What the client accepts.
    pub(super) compression: Compression,
}

/// Who gets a request.
pub(super) struct Receiver<L> {
    /// Its idle connections are kept by this.
    pub(super) id: Arc<str>,
    /// Keeps it alive.
    pub(super) lease: L,
}

/// A request as its receiver gets it.
pub(super) struct Outgoing {
    /// In a box, as it passes through many hands.
    request: Box<Request<Upload>>,
    /// The client's half of an upgrade, when it asks for one.
    upgrade: Option<OnUpgrade>,
}

impl Outgoing {
    /// The request with the path that its receiver sees; `prepare` makes its headers those that it may see.
    pub(super) fn new(
        mut request: Request<Incoming>,
        path_and_query: PathAndQuery,
        prepare: impl FnOnce(&mut HeaderMap),
    ) -> Self {
        let wants_upgrade = headers::upgrade(request.headers()).is_some();
        let upgrade = wants_upgrade.then(|| hyper::upgrade::on(&mut request));
        *request.uri_mut() = Uri::from(path_and_query);
        *request.version_mut() = http::Version::HTTP_11;
        prepare(request.headers_mut());
        let request = Box::new(request.map(Upload::new));
        Self { request, upgrade }
    }

    /// The same for a receiver whose time to answer does not begin before it has everything.
    pub(super) fn patient(mut self, activity: &Arc<Activity>, patience: Duration) -> Self {
        let body = self.request.body_mut();
        body.be_patient(Arc::clone(activity), patience);
        self
    }

    /// The headers that are sent.
    pub(super) fn headers_mut(&mut self) -> &mut HeaderMap {
        self.request.headers_mut()
    }
}

/// A response whose body is still on its way.
pub(super) struct Answered {
    response: Response<Incoming>,
    connection: Connection,
    /// The client's half of an upgrade, when it asked for one.
    upgrade: Option<OnUpgrade>,
}

impl Answered {
    /// The headers of the response.
    pub(super) fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }
}

/// Why there is no response.
pub(super) enum Unanswered {
    /// The receiver has not seen a byte of the request, so that another one can have it.
    Unseen(Outgoing),
    /// The receiver may have seen it.
    Failed(Failure),
}

/// How a request failed that its receiver may have seen.
#[derive(Debug)]
pub(super) enum Failure {
    /// fx cannot open a connection.
    Unconnected(io::Error),
    /// The receiver broke the connection.
    Broken,
    /// The answer is not HTTP, or its head is too large; the text says which.
    Unreadable(String),
    /// No head of a response came in time.
    Idle,
}

/// What became of a request.
enum Sent {
    /// Its response has begun.
    Answered(Connection, Response<Incoming>),
    /// Nothing was sent; the request is as it was.
    Unsent(Box<Request<Upload>>),
    /// It failed.
    Failed(Failure),
}

impl<C: Connect> Proxy<'_, C> {
    /// Sends the request to the receiver and waits for the head of its response.
    pub(super) async fn send(
        &self,
        outgoing: Outgoing,
        receiver: &Receiver<C::Lease>,
    ) -> Result<Answered, Unanswered> {
        let Outgoing { request, upgrade } = outgoing;
        self.activity.await_head(self.request_idle);
        let sent = self.send_somehow(request, receiver).await;
        self.activity.head_came();
        match sent {
            Sent::Answered(_, response) if is_unasked_switch(&response, upgrade.as_ref()) => {
                let why =
                    "the response switches to another protocol, which the request did not ask for";
                Err(Unanswered::Failed(Failure::Unreadable(why.to_owned())))
            }
            Sent::Answered(connection, response) => Ok(Answered {
                response,
                connection,
                upgrade,
            }),
            Sent::Unsent(request) => Err(Unanswered::Unseen(Outgoing { request, upgrade })),
            Sent::Failed(failure) => Err(Unanswered::Failed(failure)),
        }
    }

    /// The client's response. `finish` is called when its body has ended.
    pub(super) fn answer(
        &self,
        answered: Answered,
        receiver: Receiver<C::Lease>,
        finish: Finish,
    ) -> Response<Body> {
        let Answered {
            response,
            connection,
            upgrade,
        } = answered;
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            self.activity.switched();
            return switch(
                self.connect,
                response,
                connection,
                upgrade,
                receiver,
                finish,
            );
        }
        self.pass_on(response, connection, receiver, finish)
    }

    /// The response with its body, and with what happens at its end.
    fn pass_on(
        &self,
        response: Response<Incoming>,
        connection: Connection,
        receiver: Receiver<C::Lease>,
        finish: Finish,
    ) -> Response<Body> {
        let connections = Arc::clone(self.connections);
        let Receiver { id, lease } = receiver;
        let cut = is_event_stream(&response).then(|| self.connect.cut(&lease));
        let status = response.status().as_u16();
        let activity = Arc::clone(self.activity);
        let end: End = Box::new(move |ending, connection| {
            if ending != Ending::Complete {
                activity.cut_short();
            }
            if let Some(connection) = connection {
                connections.keep(id, connection);
            }
            drop(lease);
            finish(status, ending);
        });
        let (mut head, incoming) = response.into_parts();
        headers::remove_hop_by_hop(&mut head.headers);
        if head.status == StatusCode::RESET_CONTENT {
            // It has no body, which the engine's answer leaves open.
            end(Ending::Complete, None);
            return Response::from_parts(head, Body::empty());
        }
        let length = incoming.size_hint().exact();
        let encoder = self
            .compression
            .apply(head.status, &mut head.headers, length);
        let mut body = StreamedBody::new(incoming, connection, end);
        if let Some(cut) = cut {
            body = body.until(cut);
        }
        Response::from_parts(head, Body::streamed(body, encoder))
    }

    /// Sends over a kept connection; over a new one when the receiver had closed it.
    ///
    /// What a server does that closes a connection and then still takes new ones is that the connection had been idle
    /// for too long for its taste. A request that was on its way at that moment was not read. As the other cause, that
    /// the function itself closed it, cannot be told from that, only requests are sent again that ask for no change.
    async fn send_somehow(
        &self,
        mut request: Box<Request<Upload>>,
        receiver: &Receiver<C::Lease>,
    ) -> Sent {
        while let Some(connection) = self.connections.reuse(&receiver.id) {
            let copy = copy_of_question(&request);
            match (self.send_over(connection, request).await, copy) {
                (Sent::Unsent(unsent), _) => request = unsent,
                (Sent::Failed(Failure::Broken), Some(copy)) => {
                    return self.send_anew(copy, receiver).await;
                }
                (sent, _) => return sent,
            }
        }
        match Connection::open(&**self.connect, &receiver.lease).await {
            Ok(Some(connection)) => self.send_over(connection, request).await,
            Ok(None) => Sent::Unsent(request),
            Err(error) => Sent::Failed(Failure::Unconnected(error)),
        }
    }

    /// Sends a copy of a request that may have been sent.
    async fn send_anew(
        &self,
        request: Box<Request<Upload>>,
        receiver: &Receiver<C::Lease>,
    ) -> Sent {
        let connection = Connection::open(&**self.connect, &receiver.lease).await;
        let Some(connection) = connection.ok().flatten() else {
            return Sent::Failed(Failure::Broken);
        };
        match self.send_over(connection, request).await {
            Sent::Unsent(_) => Sent::Failed(Failure::Broken),
            sent => sent,
        }
    }

    async fn send_over(&self, mut connection: Connection, request: Box<Request<Upload>>) -> Sent {
        let answered = {
            let sent = pin!(connection.send(request));
            unless_overdue(sent, self.activity).await
        };
        match answered {
            None => Sent::Failed(Failure::Idle),
            Some(Ok(response)) => Sent::Answered(connection, response),
            Some(Err(error)) => Sent::of(error),
        }
    }
}

impl Sent {
    fn of(mut error: SendError) -> Self {
        match error.take_message() {
            Some(request) => Self::Unsent(Box::new(request)),
            None => Self::Failed(Failure::of(&error.into_error())),
        }
    }
}

impl Failure {
    fn of(error: &hyper::Error) -> Self {
        if error.is_parse_too_large() {
            let limit = MAX_HEAD / 1024;
            Self::Unreadable(format!(
                "the response has more than {MAX_HEADERS} headers, or they have more than {limit} KB"
            ))
        } else if error.is_parse() {
            Self::Unreadable(format!("the response is not HTTP: {error}"))
        } else {
            Self::Broken
        }
    }
}

/// Whether a response is 101 although its request asked for no other protocol.
fn is_unasked_switch<B>(response: &Response<B>, asked: Option<&OnUpgrade>) -> bool {
    asked.is_none() && response.status() == StatusCode::SWITCHING_PROTOCOLS
}

/// Whether a response is a stream of events, which goes on for as long as both sides are there.
fn is_event_stream<B>(response: &Response<B>) -> bool {
    let content_type = response.headers().get(http::header::CONTENT_TYPE);
    content_type.is_some_and(|value| value.as_bytes().starts_with(b"text/event-stream"))
}

/// The same request once more, if it has no body and asks for no change.
fn copy_of_question(request: &Request<Upload>) -> Option<Box<Request<Upload>>> {
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
    let mut copy = Box::new(Request::new(Upload::none()));
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

/// Answers 101 and joins the two sockets until either side closes, or the receiver has to go.
fn switch<C: Connect>(
    connect: &Arc<C>,
    mut response: Response<Incoming>,
    connection: Connection,
    client: Option<OnUpgrade>,
    receiver: Receiver<C::Lease>,
    finish: Finish,
) -> Response<Body> {
    let protocol = headers::upgrade(response.headers());
    let is_websocket = protocol
        .as_ref()
        .is_some_and(|protocol| protocol.as_bytes().eq_ignore_ascii_case(b"websocket"));
    let other = hyper::upgrade::on(&mut response);
    let connect = Arc::clone(connect);
    tokio::spawn(async move {
        connection.finish().await;
        if let Some(client) = client
            && let (Ok(client), Ok(other)) = tokio::join!(client, other)
        {
            let cut = connect.cut(&receiver.lease);
            tunnel::join(client, other, is_websocket, cut).await;
        }
        drop(receiver);
        finish(StatusCode::SWITCHING_PROTOCOLS.as_u16(), Ending::Complete);
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
