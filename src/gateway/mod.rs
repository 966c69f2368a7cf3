//! The listener in front of the workers: routes, authorization, errors, and the proxy that streams both ways.
//!
//! # Theory of operation
//!
//! Each connection is a task with hyper's HTTP/1 server. [`Tenants`] says whose functions a request is for, by its host or
//! the start of its path; `fx functions serve` has one tenant. The request is routed by the rest of its path, authorized,
//! and given to the tenant's [`Dispatch`], which answers with a [`LeasedWorker`]: where a worker listens, and a lease that is
//! held until the response has ended. The request goes on as it came, less its hop-by-hop headers, over a connection
//! that is kept for the next one. Bodies are never buffered, so back-pressure and aborts pass through, and are
//! compressed on their way where hosted ones are; an upgrade joins the two sockets.
//!
//! A path that belongs to one of the project's services ([`Service`]) leads to the [`Upstream`], if there is one, in the
//! same way (`forward`): everything that is said above of workers holds for it.
//!
//! The module knows nothing of processes, projects or module graphs, and `dev` and `platform` decide what is served.
//! Answers of the gateway's own are in `answer`, with the codes that hosted functions give.

mod activity;
mod answer;
mod auth;
mod body;
mod client_socket;
mod compress;
mod connection;
mod connector;
mod cors;
mod dispatch;
mod forward;
mod headers;
mod page;
mod proxy;
mod request;
mod server;
mod service;
mod tls;
mod trust;
mod tunnel;
mod upload;
mod upstream;
mod wakeup;

pub(crate) use answer::Problem;
pub(crate) use auth::{Authorizer, Keys, Unauthorized, UnknownKey, Verdict, Vouched};
pub(crate) use connection::Connect;
pub(crate) use dispatch::{
    Dispatch, Found, Html, LeasedWorker, MetricsFormat, Route, Tenant, Tenants,
};
pub(crate) use headers::{GATEWAY, SERVE};
pub(crate) use server::{Error, Gateway, Options, ServicesFor};
pub(crate) use service::Service;
pub(crate) use tls::{Tls, TlsError};
pub(crate) use trust::TrustedProxies;
pub(crate) use upstream::{Failure, FailureKind, Upstream};
