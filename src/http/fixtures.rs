//! A server for tests: it answers every request with the same bytes and keeps what it was sent.

use std::sync::Arc;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinHandle,
};
use url::Url;

/// More answers than any test asks for.
const PLENTY: usize = 10_000;

/// A server on the loopback interface. It ends when it is dropped.
pub(crate) struct Server {
    /// Where it is, without a path.
    pub(crate) base: Url,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    answer: String,
    requests: watch::Sender<Vec<String>>,
    /// How many more requests are answered.
    permits: Semaphore,
}

/// A response that ends the connection. `head` is the status, and may have lines with headers.
pub(crate) fn response(head: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

impl Server {
    /// A server that answers with these bytes.
    pub(crate) async fn answering(answer: String) -> Self {
        Self::with_permits(answer, PLENTY).await
    }

    /// A server that does not answer before [`Self::release`].
    pub(crate) async fn holding(answer: String) -> Self {
        Self::with_permits(answer, 0).await
    }

    async fn with_permits(answer: String, permits: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let shared = Arc::new(Shared {
            answer,
            requests: watch::Sender::new(Vec::new()),
            permits: Semaphore::new(permits),
        });
        let of_task = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(Arc::clone(&of_task).answer(stream));
            }
        });
        Self { base, shared, task }
    }

    /// Answers what waits, and everything from now on.
    pub(crate) fn release(&self) {
        self.shared.permits.add_permits(PLENTY);
    }

    /// The requests that came, in lower case.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.shared.requests.borrow().clone()
    }

    /// Waits until there are so many requests.
    pub(crate) async fn has_requests(&self, count: usize) {
        let mut requests = self.shared.requests.subscribe();
        let enough = requests.wait_for(|requests| requests.len() >= count);
        enough.await.unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    async fn answer(self: Arc<Self>, mut stream: TcpStream) {
        let mut received = Vec::new();
        while !received.ends_with(b"\r\n\r\n") {
            let mut buffer = [0; 4096];
            match stream.read(&mut buffer).await {
                Ok(count) if count > 0 => received.extend_from_slice(&buffer[..count]),
                // Somebody who only looks whether there is a server.
                _ => return,
            }
        }
        let request = String::from_utf8(received).unwrap().to_lowercase();
        self.requests.send_modify(|requests| requests.push(request));
        self.permits.acquire().await.unwrap().forget();
        let _ = stream.write_all(self.answer.as_bytes()).await;
    }
}
