//! A body that says how far it was sent, so that patience depends on whether it still moves.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::watch;

/// Small enough to tell that a slow connection moves, large enough to cost nothing.
const CHUNK: usize = 64 * 1024;

/// How many bytes the connection has still to take; a new value each time it took some.
pub(super) type Remaining = watch::Receiver<usize>;

/// The body.
pub(super) struct Upload {
    rest: Bytes,
    remaining: watch::Sender<usize>,
}

impl Upload {
    /// A body of `bytes`, and where to see how far it is.
    pub(super) fn new(bytes: Bytes) -> (Self, Remaining) {
        let (remaining, seen) = watch::channel(bytes.len());
        (
            Self {
                rest: bytes,
                remaining,
            },
            seen,
        )
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = &mut *self;
        if this.rest.is_empty() {
            return Poll::Ready(None);
        }
        let chunk = this.rest.split_to(this.rest.len().min(CHUNK));
        let _ = this.remaining.send(this.rest.len());
        Poll::Ready(Some(Ok(Frame::data(chunk))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
