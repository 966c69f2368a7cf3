//! Which addresses are this machine's, and which fx connects to for nobody.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use tokio::net::lookup_host;
use url::Host;

/// Whether a host is this machine, whatever a resolver says: [`lookup`] takes these names for nothing else.
pub(crate) fn is_loopback<S: AsRef<str>>(host: &Host<S>) -> bool {
    match host {
        Host::Domain(name) => is_localhost(name.as_ref()),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => IpAddr::V6(*address).to_canonical().is_loopback(),
    }
}

/// The addresses of a name. `localhost` and what is below it are this machine (RFC 6761 §6.3), which not every resolver
/// knows.
pub(crate) async fn lookup(name: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    let name = if is_localhost(name) { LOCALHOST } else { name };
    Ok(lookup_host((name, port)).await?.collect())
}

const LOCALHOST: &str = "localhost";

/// Whether a name is `localhost` or lies below it, with or without the dot of the root.
fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let top = name.rsplit('.').next().unwrap_or(name);
    top.eq_ignore_ascii_case(LOCALHOST)
}

/// What an address is that fx never connects to for an upstream, in words that follow it; `None` for any other.
///
/// Link-local addresses are where machines in a cloud ask for their own credentials.
pub(crate) fn refused_address(address: IpAddr) -> Option<&'static str> {
    let embedded = match address {
        IpAddr::V4(address) => Some(address),
        IpAddr::V6(address) => embedded(address),
    };
    let is_link_local = embedded.is_some_and(|address| address.is_link_local())
        || matches!(address, IpAddr::V6(address) if address.is_unicast_link_local());
    if is_link_local {
        return Some("a link-local address, which fx never connects to");
    }
    let is_unspecified =
        address.is_unspecified() || embedded.is_some_and(|address| address.is_unspecified());
    if is_unspecified {
        return Some("an address to listen on; write `127.0.0.1` for this machine");
    }
    let is_for_many = address.is_multicast()
        || embedded.is_some_and(|address| address.is_multicast() || address.is_broadcast());
    is_for_many.then_some("an address of many machines, not of one")
}

/// The address of version 4 that one of version 6 stands for: mapped, compatible, or by way of a translator.
pub(super) fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let of = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Some(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // `::` and `::1` stand for themselves.
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => None,
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => of(high, low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_by_its_names_and_addresses() {
        let is_loopback = |host: &str| is_loopback(&Host::parse(host).unwrap());
        for host in [
            "localhost",
            "LocalHost",
            "api.localhost",
            "a.b.LOCALHOST",
            "localhost.",
            "api.localhost.",
            "127.0.0.1",
            "127.9.9.9",
            "0x7f.1",
            "[::1]",
            "[::ffff:127.0.0.1]",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "localhost.example.com",
            "notlocalhost",
            "localhost.com.",
            "128.0.0.1",
            "[::2]",
            "[::127.0.0.1]",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[tokio::test]
    async fn names_below_localhost_lead_to_this_machine() {
        for name in ["localhost", "localhost.", "api.localhost", "a.b.Localhost"] {
            let found = lookup(name, 7).await.unwrap();
            assert!(!found.is_empty());
            for address in found {
                assert!(address.ip().is_loopback() && address.port() == 7, "{name}");
            }
        }
    }

    #[test]
    fn addresses_that_no_upstream_has_are_known_in_every_form() {
        for text in [
            "169.254.0.0",
            "169.254.169.254",
            "fe80::1",
            "febf:ffff::",
            "::ffff:169.254.169.254",
            "::169.254.169.254",
            "::ffff:0:169.254.169.254",
            "64:ff9b::169.254.169.254",
            "2002:a9fe:a9fe::1",
            "0.0.0.0",
            "::",
            "::ffff:0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "ff02::1",
            "::ffff:224.0.0.1",
        ] {
            assert!(refused_address(text.parse().unwrap()).is_some(), "{text}");
        }
        for text in [
            "127.0.0.1",
            "169.253.255.255",
            "10.0.0.1",
            "192.168.1.1",
            "8.8.8.8",
            "::1",
            "fec0::1",
            "fd00::1",
            "2606:4700::1111",
            "::ffff:127.0.0.1",
            "64:ff9b::8.8.8.8",
        ] {
            assert_eq!(refused_address(text.parse().unwrap()), None, "{text}");
        }
    }
}
