//! [`TrustedProxies`]: whose word is taken for where a request came from.
//!
//! A proxy in front of fx says in headers who its client is, which host that asked for and how. Anybody can send such
//! headers, so they count only when they come from an address that whoever runs fx has named.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use http::HeaderMap;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::headers::{self, FORWARDED_FOR};

/// The addresses of proxies; nobody's by default.
#[derive(Debug, Clone, Default)]
pub(crate) struct TrustedProxies(Vec<IpNet>);

/// Who sent a request over a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Peer {
    /// Its address.
    pub(super) address: IpAddr,
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

    /// The other end of a connection.
    pub(super) fn peer(&self, address: SocketAddr) -> Peer {
        let address = address.ip().to_canonical();
        Peer {
            address,
            is_trusted: self.contains(address),
        }
    }

    /// Who a request is from: the last address before those of trusted proxies.
    pub(crate) fn client(&self, address: SocketAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = address.ip().to_canonical();
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
            let found = proxies().client(peer.parse().unwrap(), &headers);
            assert_eq!(found, client.parse::<IpAddr>().unwrap(), "{peer} {chain}");
        }
    }

    #[test]
    fn this_machine_is_trusted_only_when_that_is_said() {
        let local: SocketAddr = "[::ffff:127.0.0.1]:1".parse().unwrap();
        assert!(!proxies().peer(local).is_trusted);
        assert!(proxies().with_loopback().peer(local).is_trusted);
    }
}
