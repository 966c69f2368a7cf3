//! A fake registry on a loopback port: it plays a script of replies, or has a reply for each path (`site`), and
//! remembers what was asked. With a certificate it speaks TLS.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
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
    /// This status with headers and a body.
    Full(u16, Vec<(&'static str, String)>, Vec<u8>),
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
    is_tls: bool,
    arrivals: mpsc::Receiver<Request>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    is_stopped: AtomicBool,
    connections: AtomicUsize,
    most_connections: AtomicUsize,
    is_released: Mutex<bool>,
    released: Condvar,
}

/// Where replies come from.
enum Source {
    Script(Reply, std::vec::IntoIter<Reply>),
    Routes(Arc<Routes>),
}

/// A reply per path, and what clients have to say to get one.
#[derive(Debug, Default)]
pub struct Routes {
    /// Replies by path and query; any other is 404.
    pub replies: HashMap<String, Reply>,
    /// The `Authorization` header without which the answer is 401.
    pub authorization: Option<String>,
    /// How long each reply takes.
    pub pause: Duration,
}

/// How one connection is answered.
enum Chosen {
    Reply(Reply),
    Routes(Arc<Routes>),
}

impl Chosen {
    fn reply(&self, request: &Request) -> Reply {
        let routes = match self {
            Self::Reply(reply) => return reply.clone(),
            Self::Routes(routes) => routes,
        };
        let wanted = routes.authorization.as_ref();
        if wanted.is_some_and(|wanted| *wanted != request.authorization) {
            return Reply::Status(401);
        }
        std::thread::sleep(routes.pause);
        // A proxy is asked for whole URLs.
        let path = match request.path.strip_prefix("http://") {
            Some(rest) => rest
                .split_once('/')
                .map_or("", |(host, _)| &rest[host.len()..]),
            None => &request.path,
        };
        let reply = routes.replies.get(path).cloned();
        reply.unwrap_or(Reply::Status(404))
    }
}

impl Source {
    fn next(&mut self) -> Chosen {
        match self {
            Self::Script(reply, rest) => {
                let this = reply.clone();
                *reply = rest.next().unwrap_or(this.clone());
                Chosen::Reply(this)
            }
            Self::Routes(routes) => Chosen::Routes(Arc::clone(routes)),
        }
    }
}

impl Registry {
    /// Answers with `replies` in turn; the last one is for all further requests.
    pub fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let mut replies = replies.into_iter().collect::<Vec<_>>().into_iter();
        let first = replies.next().expect("a script has a reply");
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        Self::listen(listener, Source::Script(first, replies), None)
    }

    /// Answers paths with what `routes` has for them once the base URL is known.
    pub fn with_routes(routes: impl FnOnce(&str) -> Routes) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let routes = routes(&format!("http://{}/", listener.local_addr().unwrap()));
        Self::listen(listener, Source::Routes(Arc::new(routes)), None)
    }

    /// The same over TLS.
    pub fn with_tls(tls: rustls::ServerConfig, routes: impl FnOnce(&str) -> Routes) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let routes = routes(&format!("https://{}/", listener.local_addr().unwrap()));
        Self::listen(
            listener,
            Source::Routes(Arc::new(routes)),
            Some(Arc::new(tls)),
        )
    }

    fn listen(
        listener: TcpListener,
        mut source: Source,
        tls: Option<Arc<rustls::ServerConfig>>,
    ) -> Self {
        let address = listener.local_addr().unwrap();
        let (tx, arrivals) = mpsc::channel();
        let shared = Arc::new(Shared::default());
        let state = Arc::clone(&shared);
        let is_tls = tls.is_some();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if state.is_stopped.load(Ordering::SeqCst) {
                    break;
                }
                let (stream, tx, state) = (stream.unwrap(), tx.clone(), Arc::clone(&state));
                let (chosen, tls) = (source.next(), tls.clone());
                // A client that goes away in the middle is what some tests are about.
                std::thread::spawn(move || {
                    let now = state.connections.fetch_add(1, Ordering::SeqCst) + 1;
                    state.most_connections.fetch_max(now, Ordering::SeqCst);
                    drop(serve(stream, tls, &chosen, &tx, &state));
                    state.connections.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self {
            address,
            is_tls,
            arrivals,
            shared,
        }
    }

    /// The base URL.
    pub fn url(&self) -> String {
        let scheme = if self.is_tls { "https" } else { "http" };
        format!("{scheme}://{}/", self.address)
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

    /// How many requests were under way at once, at most.
    pub fn most_connections(&self) -> usize {
        self.shared.most_connections.load(Ordering::SeqCst)
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

fn serve(
    stream: TcpStream,
    tls: Option<Arc<rustls::ServerConfig>>,
    chosen: &Chosen,
    tx: &mpsc::Sender<Request>,
    shared: &Shared,
) -> std::io::Result<()> {
    let end = stream.try_clone()?;
    match tls {
        None => answer(stream, chosen, tx, shared)?,
        Some(config) => {
            let connection = rustls::ServerConnection::new(config).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream);
            answer(&mut stream, chosen, tx, shared)?;
            stream.conn.send_close_notify();
            stream.flush()?;
        }
    }
    end.shutdown(Shutdown::Both)
}

fn answer(
    mut stream: impl Read + Write,
    chosen: &Chosen,
    tx: &mpsc::Sender<Request>,
    shared: &Shared,
) -> std::io::Result<()> {
    let request = read_request(&mut stream)?;
    let reply = chosen.reply(&request);
    match &reply {
        Reply::Body(body) => send(&mut stream, 200, body.len(), body)?,
        Reply::Status(status) => send(&mut stream, *status, 0, b"")?,
        Reply::Full(status, headers, body) => {
            let headers = headers.iter();
            let headers = headers.map(|(name, value)| format!("{name}: {value}\r\n"));
            let headers: String = headers.collect();
            send_with(&mut stream, *status, &headers, body.len(), body)?;
        }
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
    Ok(())
}

fn send(stream: &mut impl Write, status: u16, length: usize, body: &[u8]) -> std::io::Result<()> {
    send_with(stream, status, "", length, body)
}

fn send_with(
    stream: &mut impl Write,
    status: u16,
    headers: &str,
    length: usize,
    body: &[u8],
) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status} -\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    stream.flush()
}

fn read_request(stream: &mut impl Read) -> std::io::Result<Request> {
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
