//! [`Guard`]: which hosts a client may reach for somebody who is not trusted, and which none may reach.
//!
//! [`Guard::of_upstreams`] refuses only what no upstream has, above all link-local addresses, where machines in a cloud
//! are told their credentials. Any other guard lets nothing through but the internet: addresses of this machine, of
//! private networks and of other special kinds are refused wherever they come from: the host of a URL in any spelling,
//! a redirect, a name that resolves to one. Registries that the caller names and proxies that the environment names are
//! the operator's choice and are reached wherever they are. Behind a proxy, names are resolved by the proxy, whose
//! business it then is.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use reqwest::{
    dns::{Addrs, Name, Resolve, Resolving},
    redirect,
};
use url::{Host, Url};

use super::address::{embedded, lookup, refused_address};
use crate::env_vars::EnvVars;

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 10;

/// What may be reached, and what may be reached besides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Guard {
    reach: Reach,
    /// Scheme, host and port of registries.
    origins: BTreeSet<String>,
    /// Names that may resolve to anything: those of registries and proxies.
    names: BTreeSet<String>,
}

/// The addresses that a guard lets through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Reach {
    /// Those of the internet.
    #[default]
    Public,
    /// All that an upstream may have.
    Upstreams,
}

/// A host that is not reached.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{host}` is {problem}")]
pub(super) struct Refused {
    host: String,
    problem: &'static str,
}

const PRIVATE: &str = "in a private network, which is not reached from here";
const OPERATORS: &str =
    "a proxy or a registry of this machine's, which is reached for nothing else";

/// Redirects that lead around in circles.
#[derive(Debug, thiserror::Error)]
#[error("too many redirects")]
struct TooManyRedirects;

impl Guard {
    /// The guard that lets `registries` through, and the proxies of the environment.
    pub(crate) fn new(registries: &[Url]) -> Self {
        Self::of(registries, |name| std::env::var(name).ok())
    }

    fn of(registries: &[Url], variable: impl Fn(&str) -> Option<String>) -> Self {
        let proxies = EnvVars::PROXIES.iter();
        let proxies = proxies.filter_map(|name| proxy(&variable(name)?));
        let all = registries.iter().cloned().chain(proxies);
        Self {
            reach: Reach::Public,
            names: all
                .filter_map(|url| url.host_str().map(str::to_owned))
                .collect(),
            origins: registries.iter().map(origin).collect(),
        }
    }

    /// The guard that refuses the addresses that no upstream has, and nothing else.
    pub(crate) fn of_upstreams() -> Self {
        Self {
            reach: Reach::Upstreams,
            ..Self::default()
        }
    }

    /// Refuses a URL that names what must not be reached.
    pub(super) fn check(&self, url: &Url) -> Result<(), Refused> {
        if self.origins.contains(&origin(url)) {
            return Ok(());
        }
        let problem = match url.host() {
            Some(Host::Ipv4(address)) => self.reach.problem(address.into()),
            Some(Host::Ipv6(address)) => self.reach.problem(address.into()),
            // The resolver lets these through, so that nothing else of theirs may be asked for.
            Some(Host::Domain(name)) => self.names.contains(name).then_some(OPERATORS),
            None => None,
        };
        problem.map_or(Ok(()), |problem| {
            let host = url.host_str().unwrap_or_default().to_owned();
            Err(Refused { host, problem })
        })
    }

    /// Follows redirects to what may be reached.
    pub(super) fn redirects(&self) -> redirect::Policy {
        let guard = self.clone();
        redirect::Policy::custom(move |attempt| {
            if attempt.previous().len() > MAX_REDIRECTS {
                return attempt.error(TooManyRedirects);
            }
            match guard.check(attempt.url()) {
                Ok(()) => attempt.follow(),
                Err(refused) => attempt.error(refused),
            }
        })
    }
}

impl Reach {
    /// What is wrong with an address that is not reached.
    fn problem(self, address: IpAddr) -> Option<&'static str> {
        match self {
            Self::Public => (!is_public(address)).then_some(PRIVATE),
            Self::Upstreams => refused_address(address),
        }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.reach;
        let is_free = self.names.contains(name.as_str());
        Box::pin(async move {
            let mut fine = lookup(name.as_str(), 0).await?;
            let mut problem = None;
            fine.retain(|address| {
                let found = reach.problem(address.ip()).filter(|_| !is_free);
                problem = problem.or(found);
                found.is_none()
            });
            if let Some(problem) = problem.filter(|_| fine.is_empty()) {
                let host = name.as_str().to_owned();
                return Err(Refused { host, problem }.into());
            }
            let addresses: Addrs = Box::new(fine.into_iter());
            Ok(addresses)
        })
    }
}

/// Whether a request failed because of a guard.
pub(super) fn is_refusal(error: &reqwest::Error) -> bool {
    let first = std::error::Error::source(error);
    let mut causes = std::iter::successors(first, |cause| cause.source());
    causes.any(|cause| cause.is::<Refused>())
}

/// The address of a proxy, which may be written without a scheme.
fn proxy(value: &str) -> Option<Url> {
    let with_host = |text: &str| Url::parse(text).ok().filter(Url::has_host);
    with_host(value).or_else(|| with_host(&format!("http://{value}")))
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Whether it is an address of the internet, by the registry of special ones (RFC 6890 and its successors).
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || matches!(
            (a, b, c),
            (0 | 240.., ..) | (100, 64..128, _) | (198, 18 | 19, _)
        )
        || matches!((a, b, c), (192, 0, 0) | (192, 88, 99));
    !is_special
}

/// Only global unicast addresses are, and those that stand for a public one of version 4.
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] | [0x2002, ..] => {
            embedded(address).is_some_and(is_public_v4)
        }
        // Teredo and other protocols of the IETF; documentation.
        [0x2001, 0..0x200, ..] | [0x2001, 0xdb8, ..] | [0x3fff, ..0x1000, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn addresses_of_private_networks_are_refused_in_any_spelling() {
        let guard = Guard::default();
        for refused in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "017700000001",
            "0x7f.1",
            "0",
            "0.0.0.0",
            "10.1.2.3",
            "172.31.255.255",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.19.0.1",
            "192.0.0.8",
            "224.0.0.1",
            "255.255.255.255",
            "[::]",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:a00:1]",
            "[::127.0.0.1]",
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b:1::1]",
            "[2002:7f00:1::]",
            "[2001::1]",
            "[2001:db8::1]",
            "[fe80::1]",
            "[fd00::1]",
            "[ff02::1]",
        ] {
            let checked = guard.check(&url(&format!("http://{refused}:8080/x.ts")));
            assert!(checked.is_err(), "{refused}");
        }
        for fine in [
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "[2606:4700::1111]",
            "[::ffff:8.8.8.8]",
            "[64:ff9b::8.8.8.8]",
            "example.com",
        ] {
            assert_eq!(guard.check(&url(&format!("https://{fine}/"))), Ok(()));
        }
    }

    #[test]
    fn registries_and_proxies_are_reached_and_nothing_else_of_their_hosts() {
        let registries = ["http://10.0.0.1:4873/npm/", "https://jsr.internal/"].map(url);
        let guard = Guard::of(&registries, |name| {
            (name == "HTTPS_PROXY").then(|| "proxy.internal:3128".to_owned())
        });
        let is_fine = |text| guard.check(&url(text)).is_ok();
        assert!(is_fine("http://10.0.0.1:4873/npm/x") && is_fine("https://jsr.internal/@a/b"));
        assert!(!is_fine("http://10.0.0.1/x") && !is_fine("http://10.0.0.1:4874/x"));
        assert!(!is_fine("https://jsr.internal:8443/x") && !is_fine("http://proxy.internal/x"));
        assert!(guard.names.contains("proxy.internal"));
    }

    #[tokio::test]
    async fn a_name_that_resolves_to_this_machine_is_refused() {
        let name = || "localhost".parse().unwrap();
        let resolved = Guard::default().resolve(name()).await;
        let error = resolved.err().unwrap();
        assert!(error.is::<Refused>(), "{error}");
        let guard = Guard::of(&[url("http://localhost:4873/")], |_| None);
        assert!(guard.resolve(name()).await.is_ok());
    }

    #[tokio::test]
    async fn a_guard_of_upstreams_refuses_what_no_upstream_has_and_nothing_else() {
        let guard = Guard::of_upstreams();
        for (refused, problem) in [
            ("169.254.169.254", "a link-local address"),
            ("0xa9fea9fe", "a link-local address"),
            ("[::ffff:a9fe:a9fe]", "a link-local address"),
            ("0.0.0.0", "an address to listen on"),
            ("[ff02::1]", "an address of many machines"),
        ] {
            let checked = guard.check(&url(&format!("http://{refused}/")));
            let refusal = checked.unwrap_err().to_string();
            assert!(refusal.contains(&format!("is {problem}")), "{refusal}");
        }
        for fine in ["127.0.0.1", "10.0.0.1", "[::1]", "example.com"] {
            assert_eq!(guard.check(&url(&format!("http://{fine}/"))), Ok(()));
        }
        assert!(guard.resolve("localhost".parse().unwrap()).await.is_ok());
    }
}
