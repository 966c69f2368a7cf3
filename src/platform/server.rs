//! The two listeners, from the first request to the last.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use tokio::{net::TcpListener, sync::watch};

use super::{App, api, listener::Listener};
use crate::gateway::{Gateway, Tls};

/// How long requests of the API may go on at most when the platform stops; an upload that takes longer is sent again.
const API_GRACE: Duration = Duration::from_secs(30);

/// Serves functions and the API until `stop` resolves, then lets what is under way end, for at most `grace`.
pub(crate) async fn serve(
    app: Arc<App>,
    functions: Gateway,
    api: TcpListener,
    tls: Option<Tls>,
    stop: impl Future<Output = ()>,
    grace: Duration,
) -> anyhow::Result<()> {
    let (stopping, stopped) = watch::channel(false);
    let cleaning = {
        let app = Arc::clone(&app);
        tokio::spawn(async move { app.keep_clean().await })
    };
    let listener = Listener::new(api, tls.clone());
    let functions = functions.with_tls(tls);
    let serving = Arc::clone(&app.serving).serve(functions, until(stopped.clone()), grace);
    let router = api::router(&app);
    let answering = tokio::spawn(listener.serve(router, until(stopped), grace.min(API_GRACE)));
    let stop = async {
        stop.await;
        // Both listeners are there to hear it.
        let _ = stopping.send(true);
    };
    tokio::join!(serving, stop);
    cleaning.abort();
    answering.await.context("the API's task ended")
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // Whoever would say it is gone: that says it, too.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}
