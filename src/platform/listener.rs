//! [`Listener`]: connections of the API, with TLS where there is a certificate.

use std::{io, net::SocketAddr, pin::Pin};

use axum::{extract::connect_info::Connected, serve::IncomingStream};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

use crate::gateway::Tls;

/// How many connections may be ready that nobody serves yet.
const READY: usize = 64;
/// The pause after a failure to accept, such as too many open files.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(50);

/// A connection, whatever it is made of.
pub(super) type Stream = Pin<Box<dyn Connection>>;

/// What a connection can do.
pub(super) trait Connection: AsyncRead + AsyncWrite + Send {}

impl<T: AsyncRead + AsyncWrite + Send> Connection for T {}

/// Hands out connections that are ready for HTTP: a client that is slow with its handshake holds up nobody else.
pub(super) struct Listener {
    ready: mpsc::Receiver<(Stream, SocketAddr)>,
    address: SocketAddr,
}

/// Where a client is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Client(pub(super) SocketAddr);

impl Listener {
    /// Accepts connections from now on.
    pub(super) fn start(listener: TcpListener, tls: Option<Tls>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (sender, ready) = mpsc::channel(READY);
        tokio::spawn(async move {
            tokio::select! {
                () = accept(listener, tls, &sender) => {}
                () = sender.closed() => {}
            }
        });
        Ok(Self { ready, address })
    }
}

async fn accept(
    listener: TcpListener,
    tls: Option<Tls>,
    ready: &mpsc::Sender<(Stream, SocketAddr)>,
) {
    loop {
        let Ok((socket, client)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let (tls, ready) = (tls.clone(), ready.clone());
        tokio::spawn(async move {
            if let Ok(stream) = stream(socket, tls).await {
                // A server that stops takes no more.
                let _ = ready.send((stream, client)).await;
            }
        });
    }
}

async fn stream(socket: TcpStream, tls: Option<Tls>) -> io::Result<Stream> {
    socket.set_nodelay(true)?;
    Ok(match tls {
        None => Box::pin(socket),
        Some(tls) => Box::pin(tls.accept(socket).await?),
    })
}

impl axum::serve::Listener for Listener {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        match self.ready.recv().await {
            Some(accepted) => accepted,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, Listener>> for Client {
    fn connect_info(stream: IncomingStream<'_, Listener>) -> Self {
        Self(*stream.remote_addr())
    }
}
