//! Connections to workers and to the upstream, kept between requests.
//!
//! A connection is driven by whoever uses it, in the task of the client's connection, rather than by a task of its
//! own: two tasks would wake each other four times per request, often across cores, which cost a third of the
//! throughput. An idle connection is driven by nobody; that the worker has closed it shows at its next use.

use std::{
    collections::HashMap,
    io,
    mem::MaybeUninit,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use hyper::{
    body::{Body as _, Frame, Incoming},
    client::conn::{TrySendError, http1},
};
use hyper_util::rt::TokioIo;
use socket2::Socket;
use tokio::io::{AsyncRead, AsyncWrite};

use super::{upload::Upload, wakeup::Wakeup};

/// How many idle connections are kept per worker.
const MAX_IDLE: usize = 128;
/// How long a connection may be idle when another one, or another worker, appears. It holds some 30 KB, and a new one
/// takes less than a millisecond.
const MAX_REST: Duration = Duration::from_secs(5);

/// For how long an idle connection to a worker is taken to be open without asking again.
const MAX_TRUST: Duration = Duration::from_millis(5);

/// How large the head of a message may be.
pub(super) const MAX_HEAD: usize = 64 * 1024;

/// Opens connections to where requests go: to the workers of functions, or to the upstream.
pub(crate) trait Connect: Send + Sync + 'static {
    /// Held for as long as a request is answered.
    type Lease: Send + Sync + 'static;
    /// A connection.
    type Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static;

    /// Opens a connection for the holder of a lease; `None` when there is nobody to connect to any more.
    fn connect(
        &self,
        lease: &Self::Lease,
    ) -> impl Future<Output = io::Result<Option<Self::Stream>>> + Send;

    /// Another handle of the connection's socket, to look whether the other side has closed it.
    fn probe(stream: &Self::Stream) -> io::Result<Socket>;

    /// Ready when connections that have no end of their own, such as WebSockets, must close.
    fn cut(&self, lease: &Self::Lease) -> BoxFuture<'static, ()>;

    /// A request was not answered in time.
    fn is_overdue(&self, lease: &Self::Lease);
}

/// Moves the bytes of a connection.
type Driver = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A connection that sends one request at a time.
pub(super) struct Connection {
    sender: http1::SendRequest<Upload>,
    /// Moves bytes when polled; `None` when it has ended.
    driver: Option<Driver>,
    wakeup: Wakeup,
    /// The same socket.
    probe: Socket,
}

/// Why a request has no response: it comes back when nothing of it was sent.
pub(super) type SendError = TrySendError<Request<Upload>>;

impl Connection {
    /// Connects for the holder of a lease; `None` when there is nobody to connect to any more.
    pub(super) async fn open<C: Connect>(
        connect: &C,
        lease: &C::Lease,
    ) -> io::Result<Option<Self>> {
        let Some(stream) = connect.connect(lease).await? else {
            return Ok(None);
        };
        let probe = C::probe(&stream)?;
        let (sender, connection) = http1::Builder::new()
            .max_buf_size(MAX_HEAD)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(io::Error::other)?;
        let driver = async move {
            // What goes wrong here is told to whoever waits for the response.
            let _ = connection.with_upgrades().await;
        };
        Ok(Some(Self {
            sender,
            driver: Some(Box::pin(driver)),
            wakeup: Wakeup::new(),
            probe,
        }))
    }

    /// Sends a request and waits for the head of the response.
    pub(super) async fn send(
        &mut self,
        request: Box<Request<Upload>>,
    ) -> Result<Response<Incoming>, SendError> {
        let response = self.sender.try_send_request(*request);
        tokio::pin!(response);
        std::future::poll_fn(|cx| {
            drive(&mut self.driver, &self.wakeup, cx);
            // It comes from driving only.
            response.as_mut().poll(&mut nobody())
        })
        .await
    }

    /// Moves bytes in both directions as far as they go.
    pub(super) fn drive(&mut self, cx: &mut Context<'_>) {
        drive(&mut self.driver, &self.wakeup, cx);
    }

    /// The next frame of a body that comes over this connection.
    ///
    /// With a frame that is ready, what else has come for the connection may have woken nobody. Whoever gets one must
    /// therefore ask again, or hand the connection to [`Connections::keep`] or [`Self::finish`]: all of them drive it.
    pub(super) fn poll_body(
        &mut self,
        body: &mut Incoming,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let mut was_asked = false;
        loop {
            let take = || Pin::new(&mut *body).poll_frame(&mut nobody());
            let (frame, was_woken) = self.wakeup.taking(take);
            if frame.is_ready() || (was_asked && !was_woken) {
                return frame;
            }
            // The connection reads on only after it was asked to, which polling the body does.
            was_asked = true;
            self.drive(cx);
        }
    }

    /// Moves bytes until the connection has ended, or has become one of another protocol.
    pub(super) async fn finish(mut self) {
        std::future::poll_fn(|cx| {
            self.drive(cx);
            match self.driver {
                Some(_) => Poll::Pending,
                None => Poll::Ready(()),
            }
        })
        .await;
    }

    /// Whether the other side has neither closed the connection nor said anything unasked. What the runtime knows of its
    /// sockets may be older than that.
    fn is_quiet(&self) -> bool {
        let peeked = self.probe.peek(&mut [MaybeUninit::uninit()]);
        peeked.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }

    /// Whether the next request can be sent.
    fn is_usable(&mut self) -> bool {
        self.drive(&mut nobody());
        self.driver.is_some() && self.sender.is_ready()
    }
}

/// A task that needs not be woken.
fn nobody() -> Context<'static> {
    Context::from_waker(Waker::noop())
}

fn drive(driver: &mut Option<Driver>, wakeup: &Wakeup, cx: &Context<'_>) {
    let mut cx = wakeup.drive_in(cx);
    let ended = driver
        .as_mut()
        .map(|driver| driver.as_mut().poll(&mut cx).is_ready());
    if ended == Some(true) {
        *driver = None;
    }
}

/// A connection that nobody uses. [`Connections::keep`], which is the only one to make it, has found it usable: as nobody
/// drives it, it remains so until the other side closes it or says something.
struct Idle {
    connection: Connection,
    since: Instant,
}

/// Idle connections by the id of whom they lead to, the one that was used last at the end.
pub(super) struct Connections {
    idle: Mutex<HashMap<Arc<str>, Vec<Idle>>>,
    /// For how long one is taken to be open without asking again.
    trust: Duration,
    /// Set under the lock of `idle`.
    closed: AtomicBool,
}

impl Connections {
    /// None yet, to workers, which close no connection that fx keeps.
    pub(super) fn to_workers() -> Self {
        Self::trusted_for(MAX_TRUST)
    }

    /// None yet, to an upstream, which may close one as soon as it has answered.
    pub(super) fn to_upstream() -> Self {
        Self::trusted_for(Duration::ZERO)
    }

    fn trusted_for(trust: Duration) -> Self {
        Self {
            idle: Mutex::default(),
            trust,
            closed: AtomicBool::new(false),
        }
    }

    /// A connection that has served before and can send the next request.
    pub(super) fn reuse(&self, id: &str) -> Option<Connection> {
        loop {
            let Idle {
                mut connection,
                since,
            } = self.pop(id)?;
            let is_open = match since.elapsed() < self.trust {
                true => connection.is_usable(),
                // It was usable when it was kept, see `Idle`.
                false => connection.is_quiet(),
            };
            if is_open {
                return Some(connection);
            }
        }
    }

    /// Keeps a connection whose response has ended.
    pub(super) fn keep(&self, id: Arc<str>, mut connection: Connection) {
        if !connection.is_usable() {
            return;
        }
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if self.closed.load(Ordering::Relaxed) {
            return;
        }
        if !idle.contains_key(&id) {
            forget_unused(&mut idle);
        }
        let kept = idle.entry(id).or_default();
        // More than are needed came with many requests at once.
        let is_old = |idle: &&Idle| idle.since.elapsed() >= MAX_REST;
        let old = kept.iter().take_while(is_old).count();
        kept.drain(..old);
        if kept.len() < MAX_IDLE {
            let since = Instant::now();
            kept.push(Idle { connection, since });
        }
    }

    /// Drops all, and keeps none from now on.
    pub(super) fn close(&self) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        self.closed.store(true, Ordering::Relaxed);
        idle.clear();
    }

    fn pop(&self, id: &str) -> Option<Idle> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.get_mut(id)?.pop()
    }
}

/// Drops connections to workers that are gone, or that have not been wanted for a while. Called when a new worker
/// appears, which is when old ones go.
fn forget_unused(idle: &mut HashMap<Arc<str>, Vec<Idle>>) {
    for connections in idle.values_mut() {
        connections.retain(|idle| idle.since.elapsed() < MAX_REST && idle.connection.is_quiet());
    }
    idle.retain(|_, connections| !connections.is_empty());
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::AsyncWriteExt as _,
        net::{TcpListener, TcpStream},
    };

    use super::*;

    /// Connects to an address.
    struct To(std::net::SocketAddr);

    impl Connect for To {
        type Lease = ();
        type Stream = TcpStream;

        async fn connect(&self, _: &()) -> io::Result<Option<TcpStream>> {
            TcpStream::connect(self.0).await.map(Some)
        }

        fn probe(stream: &TcpStream) -> io::Result<Socket> {
            socket2::SockRef::from(stream).try_clone()
        }

        fn cut(&self, _: &()) -> BoxFuture<'static, ()> {
            Box::pin(std::future::pending())
        }

        fn is_overdue(&self, _: &()) {}
    }

    #[tokio::test]
    async fn a_wake_while_a_frame_was_taken_is_made_up_for_by_the_next_poll() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let to = To(listener.local_addr().unwrap());
        let (opened, accepted) = tokio::join!(Connection::open(&to, &()), listener.accept());
        let (mut connection, (mut socket, _)) = (opened.unwrap().unwrap(), accepted.unwrap());
        let answer = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n";
        socket.write_all(answer).await.unwrap();
        let request = Box::new(Request::new(Upload::none()));
        let mut body = connection.send(request).await.unwrap().into_body();
        let first = std::future::poll_fn(|cx| connection.poll_body(&mut body, cx)).await;
        assert_eq!(first.unwrap().unwrap().into_data().unwrap(), "a");
        // Both came at once, so that there was room for the second one when the first one was taken.
        let second = connection.poll_body(&mut body, &mut nobody());
        let Poll::Ready(Some(Ok(frame))) = second else {
            panic!("{second:?}");
        };
        assert_eq!(frame.into_data().unwrap(), "b");
    }
}
