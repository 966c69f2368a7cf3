//! The API's listener: connections from the first byte to the last, with TLS where there is a certificate.
//!
//! A client that is slow, or says nothing, holds up nobody else and not for ever: handshakes, heads of requests and
//! pauses between requests have their time, and bodies that of [`Patient`]. axum's own server has no such timers.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{
    Request,
    body::Incoming,
    server::conn::http1,
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::timeout,
};

use super::patient::Patient;
use crate::gateway::Tls;

/// How many connections are open at once; more wait in the system's queue.
const MAX_CONNECTIONS: usize = 2048;
/// The pause after a failure to accept, such as too many open files.
const PAUSE: Duration = Duration::from_millis(50);
/// How long a client may take for the head of a request, or leave a connection unused.
const SILENCE: Duration = Duration::from_secs(30);

/// Where clients connect to.
pub(super) struct Listener {
    listener: TcpListener,
    tls: Option<Tls>,
}

/// Where a client is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Client(pub(super) SocketAddr);

impl Listener {
    /// A listener that speaks HTTPS when there is a certificate.
    pub(super) fn new(listener: TcpListener, tls: Option<Tls>) -> Self {
        Self { listener, tls }
    }

    /// Serves until `stop` resolves, then lets open requests end for at most `grace`.
    pub(super) async fn serve(
        self,
        router: Router,
        stop: impl Future<Output = ()>,
        grace: Duration,
    ) {
        let graceful = GracefulShutdown::new();
        tokio::select! {
            () = self.accept(&router, &graceful) => {}
            () = stop => {}
        }
        drop(self.listener);
        // Whoever is still connected after the grace period is cut off.
        let _ = timeout(grace, graceful.shutdown()).await;
    }

    async fn accept(&self, router: &Router, graceful: &GracefulShutdown) {
        let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        loop {
            let permit = Arc::clone(&permits).acquire_owned().await;
            let permit = permit.expect("the semaphore is never closed");
            let Ok((socket, client)) = self.listener.accept().await else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let (router, tls) = (router.clone(), self.tls.clone());
            let watcher = graceful.watcher();
            tokio::spawn(async move {
                // A client that goes away, or speaks no TLS, is its own matter.
                let _ = serve_socket(socket, tls, router, Client(client), watcher).await;
                drop(permit);
            });
        }
    }
}

async fn serve_socket(
    socket: TcpStream,
    tls: Option<Tls>,
    router: Router,
    client: Client,
    watcher: Watcher,
) -> io::Result<()> {
    socket.set_nodelay(true)?;
    match tls {
        None => serve_connection(socket, router, client, watcher).await,
        Some(tls) => serve_connection(tls.accept(socket).await?, router, client, watcher).await,
    }
    Ok(())
}

async fn serve_connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    client: Client,
    watcher: Watcher,
) {
    let router = TowerToHyperService::new(router);
    let answer = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(|body| Body::new(Patient::new(body)));
        request.extensions_mut().insert(ConnectInfo(client));
        let answered = router.call(request);
        async move { Ok::<_, Infallible>(answered.await.unwrap_or_else(|never| match never {})) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(SILENCE)
        .serve_connection(TokioIo::new(stream), answer);
    // How it ended is of no interest: every request had its answer, or its client is gone.
    let _ = watcher.watch(connection).await;
}
