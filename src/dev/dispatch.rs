//! The session as the gateway sees it.

use std::{borrow::Cow, io, sync::Arc, time::Duration};

use http::{HeaderMap, Uri};
use tokio::time::timeout;

use super::{Session, metrics::Gauges};
use crate::{
    events::{Advice, Event, Request},
    gateway::{Authorizer, Dispatch, MetricsFormat, Problem, Route, Tenant, Tenants, Upstream},
    process::{self, MORE_FILES},
    worker::{Exit, ExitKind, Lease, Refusal, Stream},
};

/// How long a worker that broke a connection may take to end.
const EXIT_TIMEOUT: Duration = Duration::from_secs(2);

impl Dispatch for Session {
    type Lease = Lease;
    type Stream = Stream;

    fn route(&self, slug: &str) -> Option<Route> {
        self.live.with(|serving| serving.route(slug))
    }

    fn authorizer(&self) -> Arc<Authorizer> {
        self.live.with(|serving| Arc::clone(&serving.authorizer))
    }

    async fn dispatch(&self, slug: &str) -> Result<Upstream<Lease>, Problem> {
        if let Some(why) = self.live.with(|serving| serving.why_broken(slug)) {
            return Err(Problem::Boot(why));
        }
        let lease = self
            .pool
            .lease(slug)
            .await
            .map_err(|refusal| match refusal {
                Refusal::Failed(exit) => problem(&exit),
                Refusal::Overloaded => Problem::Overloaded,
            })?;
        Ok(Upstream {
            execution_id: Arc::clone(lease.worker.id()),
            secret: lease.worker.endpoint().secret().cloned(),
            cold: lease.cold,
            lease,
        })
    }

    async fn connect(&self, lease: &Lease) -> io::Result<Option<Stream>> {
        lease.connect().await
    }

    async fn cut(&self, lease: &Lease) {
        lease.cut().await;
    }

    async fn explain(&self, lease: &Lease) -> Problem {
        match timeout(EXIT_TIMEOUT, lease.worker.exited()).await {
            Ok(exit) => problem(&exit),
            Err(_) => Problem::Worker("the worker closed the connection without an answer".into()),
        }
    }

    fn tell_html(&self, slug: &str) {
        self.events.advise(slug, Advice::Html);
    }

    fn observe(&self, request: Request) {
        self.events.send(Event::Request(request));
    }
}

impl Tenants for Arc<Session> {
    type Dispatch = Session;

    fn find(&self, _: &Uri, _: &HeaderMap) -> Option<Tenant<'_, Session>> {
        Some(Tenant {
            dispatch: Cow::Borrowed(self),
            prefix: 0,
        })
    }

    fn hindered(&self, error: &io::Error) {
        let hint = process::is_out_of_files(error).then(|| MORE_FILES.to_owned());
        self.events.send(Event::Warning {
            message: format!("clients have to wait, as connections cannot be accepted: {error}"),
            hint,
        });
    }

    fn metrics(&self, format: MetricsFormat) -> Option<String> {
        let now = Gauges {
            active_workers: self.pool.running(),
            workers: self.pool.figures(),
            waiting: self.pool.waiting(),
        };
        Some(match format {
            MetricsFormat::Prometheus => self.metrics.to_text(now),
            MetricsFormat::Json => self.metrics.to_json(now),
        })
    }
}

fn problem(exit: &Exit) -> Problem {
    let message = exit.message.clone();
    match exit.kind {
        ExitKind::Boot => Problem::Boot(message),
        ExitKind::Error | ExitKind::Killed => Problem::Worker(message),
        ExitKind::Limit => Problem::Limit(message),
        ExitKind::Stopped => Problem::Internal(message),
    }
}
