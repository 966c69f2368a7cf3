//! A server on loopback in place of a stack: it records what it gets, and answers with the bytes that a test gives it.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};

use tokio::{
    io::{
        AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _,
        BufReader,
    },
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
};

/// A port of loopback that no other test gets, whether or not anything listens at it.
pub struct Port {
    number: u16,
    /// Bound, and not listening: connections are refused, and a server may listen all the same.
    _held: Option<TcpSocket>,
}

impl Port {
    pub fn reserve() -> Self {
        Self::at(0).unwrap()
    }

    pub fn at(port: u16) -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        let number = socket.local_addr()?.port();
        // After it was bound, so that the port is nobody else's. Other systems let nobody listen beside it.
        socket.set_reuseaddr(true)?;
        let held = cfg!(target_os = "linux").then_some(socket);
        Ok(Self {
            number,
            _held: held,
        })
    }

    pub fn number(&self) -> u16 {
        self.number
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.number)
    }

    /// Nothing else may listen at it.
    pub async fn listen(&self) -> TcpListener {
        TcpListener::bind((Ipv4Addr::LOCALHOST, self.number))
            .await
            .unwrap()
    }
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// `GET /rest/v1/todos HTTP/1.1`.
    pub line: String,
    /// Header lines, names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Seen {
    /// The values of a header, joined.
    pub fn header(&self, name: &str) -> String {
        let found = self.headers.iter().filter(|(known, _)| known == name);
        let values: Vec<&str> = found.map(|(_, value)| value.as_str()).collect();
        values.join("|")
    }
}

/// Ends with its test.
pub struct Server {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    serving: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Server {
    /// Answers every request with what `answer` makes of it.
    pub async fn start(answer: impl Fn(&Seen) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::on(listener, answer)
    }

    /// The same on a listener that is there.
    pub fn on(
        listener: TcpListener,
        answer: impl Fn(&Seen) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let (recorded, answer) = (Arc::clone(&seen), Arc::new(answer));
        let serving = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                let (recorded, answer) = (Arc::clone(&recorded), Arc::clone(&answer));
                connections.spawn(async move {
                    serve(socket, &recorded, &*answer).await;
                });
            }
        });
        Self { url, seen, serving }
    }

    /// Gives each connection to `handle`.
    pub async fn raw<F: Future<Output = ()> + Send + 'static>(
        handle: impl Fn(TcpStream) -> F + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                connections.spawn(handle(socket));
            }
        });
        let seen = Arc::default();
        Self { url, seen, serving }
    }

    /// Returns when nothing listens at its port any more.
    pub async fn stop(mut self) {
        self.serving.abort();
        let _ = (&mut self.serving).await;
    }

    /// Every request so far but those of fx itself, which asks for its health and tries the anon key.
    pub fn seen(&self) -> Vec<Seen> {
        let seen = self.seen.lock().unwrap();
        let is_probe = |seen: &&Seen| {
            seen.line.starts_with("GET /auth/v1/health ") || seen.line.contains("fx_probe")
        };
        seen.iter()
            .filter(|seen| !is_probe(seen))
            .cloned()
            .collect()
    }

    /// Every request so far.
    pub fn all(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

/// 200 with text.
pub fn ok(body: &str) -> Vec<u8> {
    answer("200 OK", "", body)
}

/// An answer with more header lines, each with its line break.
pub fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes()
}

/// What the auth service of a stack says of itself; 404 for the rest, which a stack says of tables it has not.
pub fn stack(seen: &Seen) -> Vec<u8> {
    if seen.line.starts_with("GET /auth/v1/health ") {
        return ok(
            r#"{"version":"v2.180.0","name":"GoTrue","description":"GoTrue is a user registration and authentication API"}"#,
        );
    }
    answer("404 Not Found", "", r#"{"code":"PGRST205"}"#)
}

/// Answers the requests of a connection.
pub async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    socket: S,
    recorded: &Mutex<Vec<Seen>>,
    answer: &(dyn Fn(&Seen) -> Vec<u8> + Send + Sync),
) {
    let mut socket = BufReader::new(socket);
    while let Some(seen) = read(&mut socket).await {
        let answer = answer(&seen);
        recorded.lock().unwrap().push(seen);
        if answer.is_empty() || socket.write_all(&answer).await.is_err() {
            return;
        }
        let _ = socket.flush().await;
    }
}

/// The next request; `None` at the end.
pub async fn read<S: AsyncRead + Unpin>(socket: &mut BufReader<S>) -> Option<Seen> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if socket.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut lines = lines.into_iter();
    let line = lines.next()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        })
        .collect();
    let mut seen = Seen {
        line,
        headers,
        body: Vec::new(),
    };
    if seen.header("transfer-encoding") == "chunked" {
        seen.body = read_chunks(socket).await?;
    } else if let Ok(length) = seen.header("content-length").parse() {
        seen.body = vec![0; length];
        socket.read_exact(&mut seen.body).await.ok()?;
    }
    Some(seen)
}

/// A chunked body, as it is on the wire.
async fn read_chunks<S: AsyncRead + Unpin>(socket: &mut BufReader<S>) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let start = body.len();
        socket.read_until(b'\n', &mut body).await.ok()?;
        let size = std::str::from_utf8(&body[start..]).ok()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            break;
        }
        let mut chunk = vec![0; size + 2];
        socket.read_exact(&mut chunk).await.ok()?;
        body.extend(chunk);
    }
    loop {
        let start = body.len();
        socket.read_until(b'\n', &mut body).await.ok()?;
        if body[start..] == *b"\r\n" {
            return Some(body);
        }
    }
}
