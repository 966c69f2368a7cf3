//! [`TrustedProxies`]: whose word is taken for where a request came from; and [`is_from_here`], whether that is this
//! machine.
//!
//! A proxy in front of fx says in headers who its client is, which host that asked for and how. Anybody can send such
//! headers, so they count only when they come from an address that whoever runs fx has named. That a request comes from
//! elsewhere is believed of everybody, for it only takes something away.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use http::{HeaderMap, HeaderName, header};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::headers::{self, FORWARDED_FOR, REAL_IP};

/// The addresses of proxies; nobody's by default.
#[derive(Debug, Clone, Default)]
pub(crate) struct TrustedProxies(Vec<IpNet>);

/// The other end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Client {
    address: SocketAddr,
    /// Whether it is on this machine.
    is_here: bool,
}

impl Client {
    /// Who has connected from `address` to `own`, if that is known. Who has the same address as fx is on its machine.
    pub(super) fn new(address: SocketAddr, own: Option<SocketAddr>) -> Self {
        let ip = address.ip().to_canonical();
        let is_own = || own.is_some_and(|own| own.ip().to_canonical() == ip);
        Self {
            address,
            is_here: ip.is_loopback() || is_own(),
        }
    }
}

/// Who sent a request over a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Peer {
    /// Its address.
    pub(super) address: IpAddr,
    /// Whether it is on this machine.
    pub(super) is_here: bool,
    /// Whether it is a proxy whose headers count.
    pub(super) is_trusted: bool,
}

impl TrustedProxies {
    /// Proxies at these addresses.
    pub(crate) fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// These and whatever runs on this machine.
    pub(crate) fn with_loopback(mut self) -> Self {
        let four = Ipv4Net::new_assert([127, 0, 0, 0].into(), 8);
        let six = Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128);
        self.0.extend([IpNet::V4(four), IpNet::V6(six)]);
        self
    }

    /// What the other end of a connection is to requests.
    pub(super) fn peer(&self, client: Client) -> Peer {
        let address = client.address.ip().to_canonical();
        Peer {
            address,
            is_here: client.is_here,
            is_trusted: self.contains(address),
        }
    }

    /// Who a request is from: the last address before those of trusted proxies.
    pub(crate) fn client(&self, address: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = address.to_canonical();
        let hops: Vec<&str> = headers::header_list(headers, &FORWARDED_FOR).collect();
        for hop in hops.into_iter().rev() {
            if !self.contains(client) {
                break;
            }
            let Some(earlier) = hop_address(hop) else {
                break;
            };
            client = earlier;
        }
        client
    }

    fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// Whether a request comes from this machine: over a connection from here, and not from a tunnel or proxy that has it
/// from elsewhere, or does not know.
pub(super) fn is_from_here(peer: Peer, headers: &HeaderMap) -> bool {
    let is_here = |hop: &str| hop_address(hop).is_some_and(|address| address.is_loopback());
    let are_here = |name: &HeaderName| {
        let mut values = headers.get_all(name).into_iter();
        values.all(|value| {
            let hops = value.to_str();
            hops.is_ok_and(|hops| hops.split(',').map(str::trim).all(is_here))
        })
    };
    peer.is_here
        && are_here(&FORWARDED_FOR)
        && are_here(&REAL_IP)
        && !headers.contains_key(header::FORWARDED)
}

/// Whether a request asks for a name of this machine, or none. Those that the public DNS has are not among them: a page
/// from anywhere can have its name lead here. `.internal` is reserved for names like `host.docker.internal`.
pub(super) fn is_for_own_name(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST) else {
        return true;
    };
    let host = host.to_str().ok().and_then(|host| host.parse().ok());
    let Some(host) = host.and_then(|authority: http::uri::Authority| {
        url::Host::parse(authority.host().trim_end_matches('.')).ok()
    }) else {
        return false;
    };
    match host {
        url::Host::Domain(name) => {
            !name.contains('.') || name.ends_with(".localhost") || name.ends_with(".internal")
        }
        url::Host::Ipv4(_) | url::Host::Ipv6(_) => true,
    }
}

/// An address as proxies write it, some of them with a port.
fn hop_address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    let address = bare.parse().ok().or_else(with_port)?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn proxies() -> TrustedProxies {
        let networks = ["10.0.0.0/8", "2001:db8::/32"];
        TrustedProxies::new(networks.map(|it| it.parse().unwrap()).to_vec())
    }

    #[test]
    fn the_client_is_the_last_address_that_no_trusted_proxy_has() {
        for (peer, chain, client) in [
            ("192.0.2.1:1", "203.0.113.9", "192.0.2.1"),
            ("10.0.0.1:1", "203.0.113.9", "203.0.113.9"),
            (
                "10.0.0.1:1",
                "1.1.1.1, 203.0.113.9, 10.2.3.4",
                "203.0.113.9",
            ),
            ("[::ffff:10.0.0.1]:1", "203.0.113.9:4711", "203.0.113.9"),
            ("[2001:db8::1]:1", "[2001:db9::2]:80", "2001:db9::2"),
            ("10.0.0.1:1", "unknown", "10.0.0.1"),
            ("10.0.0.1:1", "", "10.0.0.1"),
            ("10.0.0.1:1", "10.0.0.2", "10.0.0.2"),
        ] {
            let value = HeaderValue::from_static(chain);
            let headers = HeaderMap::from_iter([(FORWARDED_FOR, value)]);
            let peer: SocketAddr = peer.parse().unwrap();
            let found = proxies().client(peer.ip(), &headers);
            assert_eq!(found, client.parse::<IpAddr>().unwrap(), "{peer} {chain}");
        }
    }

    #[test]
    fn this_machine_is_trusted_only_when_that_is_said() {
        let local: SocketAddr = "[::ffff:127.0.0.1]:1".parse().unwrap();
        let local = Client::new(local, None);
        assert!(!proxies().peer(local).is_trusted);
        assert!(proxies().with_loopback().peer(local).is_trusted);
    }

    #[test]
    fn a_request_is_from_here_when_nobody_says_otherwise() {
        let peer = |address: &str, own: &str| {
            let client = Client::new(address.parse().unwrap(), own.parse().ok());
            proxies().with_loopback().peer(client)
        };
        let is_here = |peer, name: HeaderName, value: &'static str| {
            let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
            is_from_here(peer, &headers)
        };
        for (address, own, expected) in [
            ("127.0.0.1:9", "", true),
            ("127.9.9.9:9", "127.0.0.1:80", true),
            ("[::1]:9", "", true),
            ("[::ffff:127.0.0.1]:9", "", true),
            ("192.168.1.5:9", "192.168.1.5:80", true),
            ("[::ffff:192.168.1.5]:9", "[::ffff:192.168.1.5]:80", true),
            ("192.168.1.6:9", "192.168.1.5:80", false),
            ("192.168.1.5:9", "", false),
            ("172.17.0.2:9", "172.17.0.1:80", false),
        ] {
            let found = is_from_here(peer(address, own), &HeaderMap::new());
            assert_eq!(found, expected, "{address} {own}");
        }
        let local = peer("127.0.0.1:9", "");
        for (name, value, expected) in [
            (FORWARDED_FOR, "127.0.0.1", true),
            (FORWARDED_FOR, "::1, [::1]:5", true),
            (FORWARDED_FOR, "203.0.113.9", false),
            (FORWARDED_FOR, "127.0.0.1, 203.0.113.9", false),
            (FORWARDED_FOR, "203.0.113.9, 127.0.0.1", false),
            (FORWARDED_FOR, "unknown", false),
            (REAL_IP, "203.0.113.9", false),
            (REAL_IP, "127.0.0.1", true),
            (header::FORWARDED, "for=203.0.113.9", false),
            (header::VIA, "1.1 tunnel", true),
        ] {
            assert_eq!(is_here(local, name, value), expected, "{value}");
        }
        for name in [FORWARDED_FOR, REAL_IP] {
            for value in [&b"\xff"[..], b"\xff, 203.0.113.9", b"127.0.0.1, \xc3\xa4"] {
                let value = HeaderValue::from_bytes(value).unwrap();
                let headers = HeaderMap::from_iter([(name.clone(), value)]);
                assert!(!is_from_here(local, &headers), "{headers:?}");
            }
        }
        let elsewhere = peer("10.0.0.1:9", "10.0.0.2:80");
        assert!(!is_here(elsewhere, FORWARDED_FOR, "127.0.0.1"));
    }

    #[test]
    fn names_that_a_stranger_may_own_are_not_this_machines() {
        for (host, expected) in [
            ("localhost:54321", true),
            ("127.0.0.1", true),
            ("[::1]:54321", true),
            ("192.168.1.5:1", true),
            ("api.localhost", true),
            ("host.docker.internal:54321", true),
            ("gateway.containers.internal.", true),
            ("fx:54321", true),
            ("evil.test:54321", false),
            ("127.0.0.1.nip.io", false),
            ("localhost.evil.test", false),
            ("internal.evil.test", false),
            ("", false),
            ("a b", false),
        ] {
            let headers = HeaderMap::from_iter([(header::HOST, host.parse().unwrap())]);
            assert_eq!(is_for_own_name(&headers), expected, "{host}");
        }
        assert!(is_for_own_name(&HeaderMap::new()));
    }
}
