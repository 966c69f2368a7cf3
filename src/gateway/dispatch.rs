//! [`Tenants`] and [`Dispatch`]: what the gateway asks of whoever owns the functions.

use std::{
    borrow::Cow,
    future::{Future, ready},
    io,
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::{HeaderMap, Uri};

use super::{Authorizer, Connect, Problem, Upstream, auth::Unauthorized, upstream::Failure};
use crate::events::{Caller, Forward, Refused, Request};

/// Everybody whose functions the gateway serves.
pub(crate) trait Tenants: Send + Sync + 'static {
    /// The functions of one of them.
    type Dispatch: Dispatch;

    /// Whose functions a request with this head is for; `None` when there is nobody.
    fn find(&self, uri: &Uri, headers: &HeaderMap) -> Option<Tenant<'_, Self::Dispatch>>;

    /// Clients cannot be let in.
    fn hindered(&self, error: &io::Error);

    /// The gateway closes, and waits for these requests: method and path of each.
    fn waits_for(&self, requests: Vec<String>);

    /// Figures for `/_internal/metric`; `None` when clients get none.
    fn metrics(&self, format: MetricsFormat) -> Option<String>;
}

/// One of the [`Tenants`], for one request.
#[derive(Debug)]
pub(crate) struct Tenant<'a, D> {
    /// Its functions.
    pub(crate) dispatch: Cow<'a, Arc<D>>,
    /// How many bytes at the start of the path name the tenant. What follows is a path of its own.
    pub(crate) prefix: usize,
}

/// Owns functions that the gateway serves.
pub(crate) trait Dispatch: Connect {
    /// How to treat requests of `slug`; `None` when there is no such function.
    fn route(&self, slug: &str) -> Option<Route>;

    /// What decides about requests that need a token.
    fn authorizer(&self) -> Arc<Authorizer>;

    /// Whether a request with these headers may pass a function that wants a token. Others than the project may have
    /// the key of its token.
    fn authorize(
        &self,
        headers: &HeaderMap,
        now: SystemTime,
    ) -> impl Future<Output = Result<(), Unauthorized>> + Send {
        ready(self.authorizer().authorize(headers, now))
    }

    /// A worker for one request of `slug`, started if need be.
    fn dispatch(
        &self,
        slug: &str,
    ) -> impl Future<Output = Result<LeasedWorker<Self::Lease>, Problem>> + Send;

    /// Why a worker broke a connection: waits until it knows.
    fn explain(&self, lease: &Self::Lease) -> impl Future<Output = Problem> + Send;

    /// A function answered GET with `text/html`, and its route says to tell.
    fn tell_html(&self, slug: &str);

    /// A browser does not send a page's request after what a function answered its preflight.
    fn tell_refused(&self, _slug: &str, _refused: Refused) {}

    /// Whose worker has tagged a call so; `None` when no present one has.
    fn caller(&self, _tag: &str) -> Option<Caller> {
        None
    }

    /// A request has ended.
    fn observe(&self, request: Request);

    /// What is at a path that leads to no function.
    fn document(&self, _path: &str) -> Option<serde_json::Value> {
        None
    }

    /// What is at the paths of services; `None` where such a path is like any other that leads nowhere.
    fn services(&self) -> impl Future<Output = Option<Found>> + Send {
        ready(None)
    }

    /// A request to a service has ended; `failure` says why fx had to answer it.
    fn forwarded(&self, _forward: Forward, _failure: Option<Failure>) {}
}

/// What was found behind the paths of a project's services.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    /// The upstream.
    At(Arc<Upstream>),
    /// Nothing now, for this reason.
    Missing(Failure),
}

/// How figures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MetricsFormat {
    /// Prometheus' text format.
    Prometheus,
    /// One JSON object.
    Json,
}

/// How requests of one function are treated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    /// Whether a valid token is needed.
    pub(crate) verify_jwt: bool,
    /// How long the head of a response may take; zero for any time.
    pub(crate) request_idle: Duration,
    /// What becomes of `text/html` in answers to GET.
    pub(crate) html: Html,
}

/// Hosted functions cannot answer GET with `text/html`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Html {
    /// These can.
    Pass,
    /// These can, and [`Dispatch::tell_html`] is called.
    Tell,
    /// The client gets it as `text/plain`.
    Plain,
}

/// A worker for one request.
#[derive(Debug)]
pub(crate) struct LeasedWorker<L> {
    /// Its id, which clients see.
    pub(crate) execution_id: Arc<str>,
    /// What requests must carry to be let in, where its socket is not private.
    pub(crate) secret: Option<Arc<str>>,
    /// Whether it wants to know the ids of requests.
    pub(crate) follows: bool,
    /// Whether it was started for this request.
    pub(crate) cold: bool,
    /// Keeps it alive.
    pub(crate) lease: L,
}
