//! The value of `--trusted-proxy`: an address, or a network in CIDR notation.

use std::net::IpAddr;

use ipnet::IpNet;

/// The network, which is one address when only that is given.
pub(super) fn network(text: &str) -> Result<IpNet, &'static str> {
    let address = || text.parse::<IpAddr>().map(|it| it.to_canonical().into());
    text.parse()
        .or_else(|_| address())
        .map_err(|_| "it must be an IP address or a network, such as `127.0.0.1` or `10.0.0.0/8`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_networks_are_taken() {
        for (text, expected) in [
            ("127.0.0.1", "127.0.0.1/32"),
            ("::ffff:10.0.0.1", "10.0.0.1/32"),
            ("::1", "::1/128"),
            ("10.0.0.0/8", "10.0.0.0/8"),
        ] {
            assert_eq!(network(text).unwrap().to_string(), expected);
        }
        for text in ["", "localhost", "10.0.0.0/33", "127.0.0.1:80"] {
            assert!(network(text).is_err(), "{text}");
        }
    }
}
