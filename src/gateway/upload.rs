//! [`Upload`]: a client's body on its way to a worker. What a function leaves unread is read to its end all the same:
//! closing a socket that the client still writes to would lose it the answer.

use std::{
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::timeout;

use super::activity::Activity;

/// How long a client may go on sending what nobody reads.
const MAX_LEFTOVER: Duration = Duration::from_secs(30);

/// The body of a request.
#[derive(Debug)]
pub(super) struct Upload {
    body: Option<Incoming>,
    /// Where the time for the response begins anew with each piece, and how long that is.
    patience: Option<(Arc<Activity>, Duration)>,
}

impl Upload {
    /// The body as it comes.
    pub(super) fn new(body: Incoming) -> Self {
        Self {
            body: Some(body),
            patience: None,
        }
    }

    /// No body.
    pub(super) fn none() -> Self {
        Self {
            body: None,
            patience: None,
        }
    }

    /// The time that its receiver has to answer does not begin before it has everything.
    pub(super) fn be_patient(&mut self, activity: Arc<Activity>, patience: Duration) {
        self.patience = Some((activity, patience));
    }

    fn pass(&self, frame: Option<&Result<Frame<Bytes>, hyper::Error>>) {
        if let Some((activity, patience)) = &self.patience {
            activity.await_head(*patience);
            if let Some(Err(_)) = frame {
                activity.client_broke_off();
            }
        }
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let upload = self.get_mut();
        let Some(body) = &mut upload.body else {
            return Poll::Ready(None);
        };
        let frame = ready!(Pin::new(body).poll_frame(cx));
        upload.pass(frame.as_ref());
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(Body::size_hint).unwrap_or_default()
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let Some(mut body) = self.body.take().filter(|body| !body.is_end_stream()) else {
            return;
        };
        tokio::spawn(timeout(MAX_LEFTOVER, async move {
            while let Some(Ok(_)) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {}
        }));
    }
}
