//! What a stub stack was asked: every request with its head, and its body as it came.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::{HeaderMap, Method, request::Parts};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::sync::Notify;

/// How much of a body is kept.
const KEPT: usize = 1 << 20;

/// One request.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    /// The method.
    pub method: Method,
    /// Path and query as they were sent.
    pub target: String,
    /// The head.
    pub headers: HeaderMap,
    /// The first mebibyte of the body; of a WebSocket, the payloads of what the client sent.
    pub body: Vec<u8>,
    /// How long the body was, as far as it was read.
    pub length: u64,
    /// Whether the body was read to its end.
    pub is_whole: bool,
    /// What followed the body.
    pub trailers: Option<HeaderMap>,
}

impl Recorded {
    /// A header; the empty text when it is not there.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// Whether `text` is anywhere in the head or the kept part of the body.
    pub fn mentions(&self, text: &str) -> bool {
        let has = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
        self.target.contains(text)
            || self.headers.values().any(|value| has(value.as_bytes()))
            || has(&self.body)
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = KEPT.saturating_sub(self.body.len());
        self.body.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.length += bytes.len() as u64;
    }
}

/// All requests of a stack, in the order in which their heads came.
#[derive(Default)]
pub struct Recorder {
    entries: Mutex<Vec<Entry>>,
    changed: Notify,
}

/// One request that is still coming.
#[derive(Clone)]
pub struct Entry(Arc<Mutex<Recorded>>);

impl Recorder {
    /// Begins the record of a request.
    pub fn begin(&self, head: &Parts) -> Entry {
        let target = head.uri.path_and_query();
        let entry = Entry(Arc::new(Mutex::new(Recorded {
            method: head.method.clone(),
            target: target.map_or_else(|| head.uri.to_string(), ToString::to_string),
            headers: head.headers.clone(),
            ..Recorded::default()
        })));
        self.entries.lock().unwrap().push(entry.clone());
        self.changed.notify_waiters();
        entry
    }

    /// Everything so far.
    pub fn all(&self) -> Vec<Recorded> {
        let entries = self.entries.lock().unwrap();
        entries
            .iter()
            .map(|entry| entry.0.lock().unwrap().clone())
            .collect()
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.entries.lock().unwrap().clear();
    }

    /// The first request that `fits`, as soon as there is one.
    pub async fn first(&self, fits: impl Fn(&Recorded) -> bool) -> Recorded {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if let Some(found) = self.all().into_iter().find(&fits) {
                return found;
            }
            changed.await;
        }
    }
}

impl Entry {
    /// Adds to the body.
    pub fn keep(&self, bytes: &[u8]) {
        self.0.lock().unwrap().keep(bytes);
    }
}

/// A body that is recorded as it is read.
pub struct Watched {
    inner: Incoming,
    entry: Entry,
}

impl Watched {
    /// Records `inner` in `entry`.
    pub fn new(inner: Incoming, entry: Entry) -> Self {
        entry.0.lock().unwrap().is_whole = inner.is_end_stream();
        Self { inner, entry }
    }
}

impl Body for Watched {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(cx));
        let mut recorded = self.entry.0.lock().unwrap();
        match &frame {
            Some(Ok(frame)) => {
                if let Some(data) = frame.data_ref() {
                    recorded.keep(data);
                }
                recorded.is_whole = self.inner.is_end_stream();
                if let Some(trailers) = frame.trailers_ref() {
                    recorded.trailers = Some(trailers.clone());
                    recorded.is_whole = true;
                }
            }
            Some(Err(_)) => {}
            None => recorded.is_whole = true,
        }
        drop(recorded);
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
