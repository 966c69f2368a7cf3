//! The session as the gateway sees it.

use std::{borrow::Cow, io, sync::Arc, time::SystemTime};

use futures_util::future::BoxFuture;
use http::{HeaderMap, Uri};
use socket2::Socket;

use super::{Session, metrics::Gauges, third_party::Decision};
use crate::{
    events::{Advice, Caller, Event, Forward, Refused, Request},
    gateway::{
        Authorizer, Connect, Dispatch, Failure, Found, LeasedWorker, MetricsFormat, Problem, Route,
        Tenant, Tenants, Unauthorized, Verdict,
    },
    hosting,
    process::{self, MORE_FILES},
    worker::{Lease, Stream},
};

/// What the paths of all functions begin with.
const FUNCTIONS: &str = "/functions/v1/";

impl Connect for Session {
    type Lease = Lease;
    type Stream = Stream;

    async fn connect(&self, lease: &Lease) -> io::Result<Option<Stream>> {
        lease.connect().await
    }

    fn probe(stream: &Stream) -> io::Result<Socket> {
        hosting::probe(stream)
    }

    fn cut(&self, lease: &Lease) -> BoxFuture<'static, ()> {
        Box::pin(lease.cut())
    }

    fn is_overdue(&self, lease: &Lease) {
        lease.is_overdue();
    }
}

impl Dispatch for Session {
    fn route(&self, slug: &str) -> Option<Route> {
        self.live.with(|serving| serving.route(slug))
    }

    fn authorizer(&self) -> Arc<Authorizer> {
        self.live.with(|serving| Arc::clone(&serving.authorizer))
    }

    async fn authorize(&self, headers: &HeaderMap, now: SystemTime) -> Result<(), Unauthorized> {
        let (authorizer, wanted) = self.live.with(|serving| {
            let authorizer = Arc::clone(&serving.authorizer);
            (authorizer, serving.third_party().cloned())
        });
        let mut why_not = None;
        if let Some(issuer) = self.third_parties.of(wanted.as_ref()) {
            let unknown = match authorizer.judge(headers, now) {
                Verdict::Pass => return Ok(()),
                Verdict::Refuse(refusal) => return Err(refusal),
                Verdict::UnknownKey(unknown) => unknown,
            };
            match issuer.decide(&unknown, now).await {
                Decision::Vouched(vouched) => {
                    authorizer.vouch(unknown.token, vouched, now);
                    return Ok(());
                }
                Decision::Refused(detail) => return Err(unknown.refuse_because(detail)),
                Decision::NotTheirs(why) => why_not = why,
            }
        }
        let decided = self.upstreams.authorize(&authorizer, headers, now).await;
        decided.map_err(|refusal| match why_not {
            Some(why) => Unauthorized {
                detail: format!("{}; {why}", refusal.detail),
                ..refusal
            },
            None => refusal,
        })
    }

    async fn dispatch(&self, slug: &str) -> Result<LeasedWorker<Lease>, Problem> {
        if let Some(why) = self.live.with(|serving| serving.why_broken(slug)) {
            return Err(Problem::Boot(why));
        }
        hosting::lease(&self.pool, slug).await
    }

    async fn explain(&self, lease: &Lease) -> Problem {
        hosting::explain(lease).await
    }

    fn tell_html(&self, slug: &str) {
        self.events.advise(slug, Advice::Html);
    }

    fn tell_refused(&self, slug: &str, refused: Refused) {
        self.events.advise(slug, Advice::Preflight(refused));
    }

    fn caller(&self, tag: &str) -> Option<Caller> {
        self.pool.caller(tag)
    }

    fn observe(&self, request: Request) {
        self.events.send(Event::Request(request));
    }

    async fn services(&self) -> Option<Found> {
        Some(self.upstreams.find().await)
    }

    fn forwarded(&self, forward: Forward, failure: Option<Failure>) {
        self.upstreams.ended(forward, failure);
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

    fn waits_for(&self, requests: Vec<String>) {
        let requests = requests.iter().map(|text| text.replacen(FUNCTIONS, "/", 1));
        let requests = requests.collect();
        self.events.send(Event::Draining { requests });
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
