//! [`Upload`]: a client's body on its way to a worker. What a function leaves unread is read to its end all the same:
//! closing a socket that the client still writes to would lose it the answer.

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::timeout;

/// How long a client may go on sending what nobody reads.
const MAX_LEFTOVER: Duration = Duration::from_secs(30);

/// The body of a request.
#[derive(Debug)]
pub(super) struct Upload(Option<Incoming>);

impl Upload {
    /// The body as it comes.
    pub(super) fn new(body: Incoming) -> Self {
        Self(Some(body))
    }

    /// No body.
    pub(super) fn none() -> Self {
        Self(None)
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match &mut self.get_mut().0 {
            Some(body) => Pin::new(body).poll_frame(cx),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.as_ref().map(Body::size_hint).unwrap_or_default()
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let Some(mut body) = self.0.take().filter(|body| !body.is_end_stream()) else {
            return;
        };
        tokio::spawn(timeout(MAX_LEFTOVER, async move {
            while let Some(Ok(_)) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {}
        }));
    }
}
