//! [`Body`]: what the gateway answers with, its own bytes or the worker's stream, as it is or compressed, and what
//! happens at its end.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http_body_util::Full;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};

use super::{
    compress::{Compressed, Encoder},
    connection::Connection,
};

/// A response body.
pub(super) enum Body {
    /// Bytes of the gateway's own.
    Full(Full<Bytes>),
    /// A body that comes over a connection.
    Streamed(StreamedBody),
    /// One that the client gets in fewer bytes.
    Compressed(Box<Compressed>),
}

/// A body with the connection that it comes over, and what to do at its end.
pub(super) struct StreamedBody {
    incoming: Incoming,
    connection: Option<Connection>,
    end: Option<End>,
    /// Ready when it has to end, for it has no end of its own.
    cut: Option<BoxFuture<'static, ()>>,
}

/// How a body ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// All of it came.
    Complete,
    /// Whoever sent it stopped before its end.
    BrokenOff,
    /// The client wanted no more of it.
    GivenUp,
}

/// Told the status once a response has ended, and how.
pub(super) type Finish = Box<dyn FnOnce(u16, Ending) + Send>;
/// Called once: with the connection when the body is complete, so that the next one can come over it.
pub(super) type End = Box<dyn FnOnce(Ending, Option<Connection>) + Send>;

impl Body {
    /// No bytes.
    pub(super) fn empty() -> Self {
        Self::Full(Full::default())
    }

    /// A body as it comes, through the encoder if there is one.
    pub(super) fn streamed(body: StreamedBody, encoder: Option<Encoder>) -> Self {
        match encoder {
            None => Self::Streamed(body),
            Some(encoder) => Self::Compressed(Box::new(Compressed::new(body, encoder))),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self::Full(Full::new(bytes.into()))
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match self.get_mut() {
            Self::Full(full) => match ready!(Pin::new(full).poll_frame(cx)) {
                Some(Ok(frame)) => Poll::Ready(Some(Ok(frame))),
                Some(Err(never)) => match never {},
                None => Poll::Ready(None),
            },
            Self::Streamed(body) => body.poll_frame(cx),
            Self::Compressed(body) => body.poll_bytes(cx).map_ok(Frame::data),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Full(full) => full.is_end_stream(),
            Self::Streamed(body) => body.incoming.is_end_stream(),
            Self::Compressed(body) => body.is_at_end(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Full(full) => full.size_hint(),
            Self::Streamed(body) => body.incoming.size_hint(),
            Self::Compressed(_) => SizeHint::default(),
        }
    }
}

impl StreamedBody {
    /// A body that comes over `connection`.
    pub(super) fn new(incoming: Incoming, connection: Connection, end: End) -> Self {
        Self {
            incoming,
            connection: Some(connection),
            end: Some(end),
            cut: None,
        }
    }

    /// The same, complete as far as it has come once `cut` is ready.
    pub(super) fn until(mut self, cut: BoxFuture<'static, ()>) -> Self {
        self.cut = Some(cut);
        self
    }

    /// The next frame, or the end as soon as it is known: after the last byte of a body of known length.
    pub(super) fn poll_to_end(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        if self.incoming.is_end_stream() {
            self.end(Ending::Complete);
            return Poll::Ready(None);
        }
        self.poll_frame(cx)
    }

    fn poll_frame(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let is_cut = |cut: &mut BoxFuture<'_, ()>| cut.as_mut().poll(cx).is_ready();
        if self.cut.as_mut().is_some_and(is_cut) {
            self.connection = None;
            self.end(Ending::Complete);
            return Poll::Ready(None);
        }
        let frame = ready!(self.poll_incoming(cx));
        match &frame {
            None => self.end(Ending::Complete),
            Some(Err(_)) => self.end(Ending::BrokenOff),
            Some(Ok(_)) => {}
        }
        Poll::Ready(frame)
    }

    fn poll_incoming(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match &mut self.connection {
            Some(connection) => connection.poll_body(&mut self.incoming, cx),
            None => Pin::new(&mut self.incoming).poll_frame(cx),
        }
    }

    fn end(&mut self, ending: Ending) {
        if let Some(end) = self.end.take() {
            let connection = self.connection.take();
            end(ending, connection.filter(|_| ending == Ending::Complete));
        }
    }
}

impl Drop for StreamedBody {
    fn drop(&mut self) {
        // A body of known length is not polled again after its last byte.
        self.end(match self.incoming.is_end_stream() {
            true => Ending::Complete,
            false => Ending::GivenUp,
        });
    }
}
