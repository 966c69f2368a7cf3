//! A fake npm registry on a loopback port: it plays a script of replies and remembers what was asked.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

/// How one request is answered.
#[derive(Debug, Clone)]
pub enum Reply {
    /// 200 with this body.
    Body(Vec<u8>),
    /// This status without a body.
    Status(u16),
    /// 200 with a part of this body; then the connection ends.
    Truncated(Vec<u8>),
    /// 200 with a few bytes; then nothing until [`Registry::release`].
    Stall,
}

/// What a client asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The path as it was sent.
    pub path: String,
    /// The `Authorization` header, or nothing.
    pub authorization: String,
}

/// The server; it stops when it is dropped.
pub struct Registry {
    address: SocketAddr,
    arrivals: mpsc::Receiver<Request>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    is_stopped: AtomicBool,
    is_released: Mutex<bool>,
    released: Condvar,
}

impl Registry {
    /// Answers with `replies` in turn; the last one is for all further requests.
    pub fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let mut replies = replies.into_iter().collect::<Vec<_>>().into_iter();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (tx, arrivals) = mpsc::channel();
        let shared = Arc::new(Shared::default());
        let state = Arc::clone(&shared);
        std::thread::spawn(move || {
            let mut reply = replies.next().expect("a script has a reply");
            for stream in listener.incoming() {
                if state.is_stopped.load(Ordering::SeqCst) {
                    break;
                }
                let (stream, tx, state) = (stream.unwrap(), tx.clone(), Arc::clone(&state));
                let this = reply.clone();
                reply = replies.next().unwrap_or(reply);
                // A client that goes away in the middle is what some tests are about.
                std::thread::spawn(move || drop(answer(stream, &this, &tx, &state)));
            }
        });
        Self {
            address,
            arrivals,
            shared,
        }
    }

    /// The base URL.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Waits for the next request; by then the first bytes of the reply are sent.
    pub fn next_request(&self) -> Request {
        let patience = Duration::from_secs(60);
        self.arrivals
            .recv_timeout(patience)
            .expect("a request arrives")
    }

    /// The requests that nobody has waited for.
    pub fn requests(&self) -> Vec<Request> {
        self.arrivals.try_iter().collect()
    }

    /// Ends every stalled reply.
    pub fn release(&self) {
        *self.shared.is_released.lock().unwrap() = true;
        self.shared.released.notify_all();
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        self.shared.is_stopped.store(true, Ordering::SeqCst);
        self.release();
        // Wakes the accepting thread, which then sees that it is over.
        drop(TcpStream::connect(self.address));
    }
}

fn answer(
    mut stream: TcpStream,
    reply: &Reply,
    tx: &mpsc::Sender<Request>,
    shared: &Shared,
) -> std::io::Result<()> {
    let request = read_request(&stream)?;
    match reply {
        Reply::Body(body) => send(&mut stream, 200, body.len(), body)?,
        Reply::Status(status) => send(&mut stream, *status, 0, b"")?,
        Reply::Truncated(body) => send(&mut stream, 200, body.len(), &body[..body.len() / 2])?,
        Reply::Stall => send(&mut stream, 200, 1_000_000, b"first bytes")?,
    }
    // The test may have ended already.
    let _ = tx.send(request);
    if matches!(reply, Reply::Stall) {
        let mut is_released = shared.is_released.lock().unwrap();
        while !*is_released {
            is_released = shared.released.wait(is_released).unwrap();
        }
    }
    stream.shutdown(Shutdown::Both)
}

fn send(stream: &mut TcpStream, status: u16, length: usize, body: &[u8]) -> std::io::Result<()> {
    let head =
        format!("HTTP/1.1 {status} -\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}

fn read_request(stream: &TcpStream) -> std::io::Result<Request> {
    let mut lines = BufReader::new(stream).lines();
    let start = lines.next().unwrap_or(Ok(String::new()))?;
    let path = start.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut authorization = String::new();
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(": ")
            && name.eq_ignore_ascii_case("authorization")
        {
            value.clone_into(&mut authorization);
        }
    }
    Ok(Request {
        path,
        authorization,
    })
}
