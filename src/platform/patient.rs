//! [`Patient`]: a request's body that must go on coming, and come to its end.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

/// How long nothing of a body may come.
const SILENCE: Duration = Duration::from_secs(30);
/// How long a whole body may take: the largest one, over a line that carries 25 kB in a second.
const WHOLE: Duration = Duration::from_secs(15 * 60);

/// A body with the time that it has.
pub(super) struct Patient<B> {
    body: B,
    silence: Duration,
    end: Instant,
    /// Runs while something is awaited.
    waiting: Option<Pin<Box<Sleep>>>,
}

/// Why a body ends too early.
#[derive(Debug, thiserror::Error)]
#[error("the body comes too slowly")]
pub(super) struct TooSlow;

impl<B> Patient<B> {
    /// A body that begins to come now.
    pub(super) fn new(body: B) -> Self {
        Self::within(body, SILENCE, WHOLE)
    }

    fn within(body: B, silence: Duration, whole: Duration) -> Self {
        Self {
            body,
            silence,
            end: Instant::now() + whole,
            waiting: None,
        }
    }

    /// The timer, which is set when the wait begins.
    fn timer(&mut self) -> Pin<&mut Sleep> {
        let deadline = (Instant::now() + self.silence).min(self.end);
        let timer = self
            .waiting
            .get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        timer.as_mut()
    }
}

impl<B: Body + Unpin> Body for Patient<B>
where
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Data = B::Data;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, Self::Error>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.waiting = None;
            let is_late = frame.is_some() && Instant::now() >= this.end;
            return Poll::Ready(match is_late {
                true => Some(Err(TooSlow.into())),
                false => frame.map(|frame| frame.map_err(Into::into)),
            });
        }
        this.timer().poll(cx).map(|()| Some(Err(TooSlow.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::stream;
    use http_body_util::{BodyExt as _, StreamBody};

    use super::*;

    const SHORT: Duration = Duration::from_millis(40);
    const LONG: Duration = Duration::from_secs(3600);

    /// A body of one byte per `pause`, `count` of them.
    fn slow(
        pause: Duration,
        count: usize,
    ) -> impl Body<Data = Bytes, Error = std::io::Error> + Unpin {
        let bytes = stream::unfold(0, move |sent| async move {
            tokio::time::sleep(pause).await;
            let frame = Ok(Frame::data(Bytes::from_static(b"x")));
            (sent < count).then_some((frame, sent + 1))
        });
        StreamBody::new(Box::pin(bytes))
    }

    #[tokio::test]
    async fn a_body_that_goes_on_coming_is_read_to_its_end() {
        let body = Patient::within(slow(SHORT / 8, 16), LONG, LONG);
        assert_eq!(body.collect().await.unwrap().to_bytes().len(), 16);
    }

    #[tokio::test]
    async fn a_body_that_stops_or_never_ends_is_given_up() {
        let silent = Patient::within(slow(LONG, 1), SHORT, LONG);
        assert!(silent.collect().await.unwrap_err().is::<TooSlow>());
        let endless = Patient::within(slow(SHORT / 8, usize::MAX), LONG, SHORT);
        assert!(endless.collect().await.unwrap_err().is::<TooSlow>());
    }
}
