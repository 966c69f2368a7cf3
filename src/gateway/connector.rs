//! [`Connector`]: sockets to an upstream, directly or through the proxy that the environment names for it.
//!
//! The addresses of a name are tried beside each other (RFC 8305), so that one family of addresses that leads nowhere
//! does not use up the time. Those that no upstream has are left out, wherever they come from.

use std::{
    error::Error,
    io::{self, ErrorKind},
    net::{IpAddr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
    vec,
};

use http::{Uri, uri::Authority, uri::Scheme};
use hyper_util::client::{
    legacy::connect::{HttpConnector, dns::Name, proxy::Tunnel},
    proxy::matcher::{Intercept, Matcher},
};
use tokio::net::TcpStream;
use tower_service::Service;
use url::{Host, Url};

use crate::http::{is_loopback, lookup, refused_address, root_cause};

/// The way to one upstream.
pub(super) struct Connector {
    host: Host,
    /// Host and port, as an address that connectors understand.
    destination: Uri,
    proxy: Option<Intercept>,
    /// The variable that names a proxy for it.
    variable: &'static str,
}

/// The environment names a proxy that is not an HTTP proxy.
#[derive(Debug, thiserror::Error)]
#[error("cannot be reached through the proxy `{proxy}`: only `http://` proxies lead to services")]
pub(super) struct UnsupportedProxy {
    /// Its address, without what it is logged in with.
    proxy: String,
    /// What to do.
    pub(super) remedy: String,
}

impl Connector {
    /// The way to the host of `url`. One on this machine is reached directly.
    pub(super) fn new(url: &Url) -> io::Result<Self> {
        let unusable = || io::Error::new(ErrorKind::InvalidInput, "there is no host in the URL");
        let host = url.host().ok_or_else(unusable)?.to_owned();
        let port = url.port_or_known_default().ok_or_else(unusable)?;
        let destination = format!("http://{host}:{port}/");
        let destination = destination.parse().map_err(io::Error::other)?;
        let proxy = match is_loopback(&host) {
            true => None,
            false => proxy_for(&url.origin().ascii_serialization()),
        };
        let variable = match url.scheme() {
            "https" => "HTTPS_PROXY",
            _ => "HTTP_PROXY",
        };
        Ok(Self {
            host,
            destination,
            proxy,
            variable,
        })
    }

    /// A socket.
    pub(super) async fn connect(&self) -> io::Result<TcpStream> {
        match &self.proxy {
            None => self.direct().await,
            Some(proxy) => self.through(proxy).await,
        }
    }

    async fn direct(&self) -> io::Result<TcpStream> {
        // The resolver sees names only.
        match self.host {
            Host::Ipv4(address) => check(address.into())?,
            Host::Ipv6(address) => check(address.into())?,
            Host::Domain(_) => {}
        }
        let mut connector = HttpConnector::new_with_resolver(Resolver);
        // Small messages must not wait for each other.
        connector.set_nodelay(true);
        let connected = connector.call(self.destination.clone()).await;
        let stream = connected.map_err(|error| at_the_bottom(&error))?;
        Ok(stream.into_inner())
    }

    /// A connection through a proxy, which looks the name up itself.
    async fn through(&self, proxy: &Intercept) -> io::Result<TcpStream> {
        if proxy.uri().scheme() != Some(&Scheme::HTTP) {
            return Err(self.unsupported(proxy));
        }
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let mut tunnel = Tunnel::new(proxy.uri().clone(), connector);
        if let Some(auth) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(auth.clone());
        }
        let connected = tunnel.call(self.destination.clone()).await;
        let stream = connected.map_err(|error| {
            let (proxy, why) = (address_of(proxy), root_cause(&error));
            io::Error::other(format!("through the proxy {proxy}: {why}"))
        })?;
        Ok(stream.into_inner())
    }

    fn unsupported(&self, proxy: &Intercept) -> io::Error {
        let (host, variable) = (&self.host, self.variable);
        let refused = UnsupportedProxy {
            proxy: address_of(proxy),
            remedy: format!(
                "set `{variable}` or `ALL_PROXY` to an `http://` proxy, or add `{host}` to `NO_PROXY`"
            ),
        };
        io::Error::new(ErrorKind::Unsupported, refused)
    }
}

/// The proxy that the environment names for an origin.
fn proxy_for(origin: &str) -> Option<Intercept> {
    Matcher::from_env().intercept(&origin.parse::<Uri>().ok()?)
}

/// Scheme, host and port of a proxy, without what it is logged in with.
fn address_of(proxy: &Intercept) -> String {
    let authority = proxy.uri().authority().map_or("", Authority::as_str);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let scheme = proxy.uri().scheme_str().unwrap_or("http");
    format!("{scheme}://{host}")
}

/// Looks names up, and leaves out addresses that no upstream has.
#[derive(Debug, Clone)]
struct Resolver;

impl Service<Name> for Resolver {
    type Response = vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move { Ok(usable(lookup(name.as_str(), 0).await?)?.into_iter()) })
    }
}

/// The addresses that may be connected to; an error when there are none.
fn usable(found: Vec<SocketAddr>) -> io::Result<Vec<SocketAddr>> {
    let mut refusal = io::Error::new(ErrorKind::NotFound, "the host has no address");
    let mut usable = Vec::with_capacity(found.len());
    for address in found {
        match check(address.ip()) {
            Ok(()) => usable.push(address),
            Err(refused) => refusal = refused,
        }
    }
    match usable.is_empty() {
        true => Err(refusal),
        false => Ok(usable),
    }
}

fn check(address: IpAddr) -> io::Result<()> {
    let refused = |problem| {
        let text = format!("{address} is {problem}");
        Err(io::Error::new(ErrorKind::PermissionDenied, text))
    };
    refused_address(address).map_or(Ok(()), refused)
}

/// What went wrong at the bottom, with the kind that the system gave it.
fn at_the_bottom(error: &(dyn Error + 'static)) -> io::Error {
    let mut kind = ErrorKind::Other;
    let mut next = Some(error);
    while let Some(cause) = next {
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            if let Some(code) = error.raw_os_error() {
                return io::Error::from_raw_os_error(code);
            }
            kind = error.kind();
        }
        next = cause.source();
    }
    io::Error::new(kind, root_cause(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_addresses_of_a_name_those_that_no_upstream_has_are_left_out() {
        let at = |text: &str| SocketAddr::new(text.parse().unwrap(), 0);
        let found = ["169.254.169.254", "10.0.0.1", "0.0.0.0", "::1"].map(at);
        let usable_ones = ["10.0.0.1", "::1"].map(at);
        assert_eq!(usable(found.to_vec()).unwrap(), usable_ones);
        for (address, problem) in [
            ("169.254.169.254", "is a link-local address"),
            ("0.0.0.0", "is an address to listen on"),
            ("224.0.0.1", "is an address of many machines"),
        ] {
            let refusal = usable(vec![at(address)]).unwrap_err().to_string();
            assert!(
                refusal.starts_with(&format!("{address} {problem}")),
                "{refusal}"
            );
        }
        let nothing = usable(Vec::new()).unwrap_err();
        assert_eq!(nothing.to_string(), "the host has no address");
    }

    #[tokio::test]
    async fn an_address_that_no_upstream_has_is_not_connected_to() {
        for url in [
            "http://169.254.169.254",
            "http://[::ffff:0:0]:1",
            "https://0.0.0.0",
        ] {
            let connector = Connector::new(&Url::parse(url).unwrap()).unwrap();
            let refusal = connector.direct().await.unwrap_err();
            assert_eq!(refusal.kind(), ErrorKind::PermissionDenied, "{refusal}");
        }
    }

    #[tokio::test]
    async fn a_name_whose_first_address_refuses_is_reached_at_another() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        // `localhost` is `::1` as well where the machine has IPv6.
        let url = Url::parse(&format!("http://api.localhost:{port}")).unwrap();
        let socket = Connector::new(&url).unwrap().connect().await.unwrap();
        assert!(socket.nodelay().unwrap());
        drop(listener);
        let refused = Connector::new(&url).unwrap().connect().await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused, "{refused}");
    }
}
