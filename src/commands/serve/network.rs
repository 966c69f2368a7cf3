//! What other machines reach when fx listens beyond loopback, and by which addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use url::Url;

use crate::{diagnostics::Warning, gateway::ServicesFor};

/// The name of this machine in containers, in Docker Desktop by itself, elsewhere with `--add-host`.
const FROM_CONTAINERS: &str = "host.docker.internal";

/// What whoever listens at `host` should know.
pub(super) fn warning(host: IpAddr, services_for: ServicesFor, is_well_known: bool) -> Warning {
    let address = match (host.is_unspecified(), own_address(host)) {
        (false, _) => host.to_string(),
        (true, Some(own)) => format!("every address of this one, such as {own}"),
        (true, None) => "every address of this one".to_owned(),
    };
    let (what, keys) = match services_for {
        ServicesFor::ThisMachine => ("call functions", ", with keys that everybody knows"),
        ServicesFor::Everybody => (
            "call functions and use the project's services",
            ", as `service_role` too, with keys that everybody knows",
        ),
    };
    let keys = if is_well_known { keys } else { "" };
    let text = format!("other machines can {what} at {address}{keys}");
    let hint = match services_for {
        ServicesFor::Everybody if is_well_known => {
            "give `[auth]` in `supabase/config.toml` keys of its own, or leave `--expose-services` out"
        }
        _ => "leave `--host` out when only this machine calls them",
    };
    Warning::new(text).with_hint(hint)
}

/// Where callers that are not on this machine find fx, which listens at `host` and has `base_url` on this machine.
pub(super) fn addresses(host: Option<IpAddr>, base_url: &str) -> Vec<(&'static str, String)> {
    let Some(host) = host.filter(IpAddr::is_unspecified) else {
        return Vec::new();
    };
    let port = Url::parse(base_url).ok().and_then(|url| url.port());
    let port = port.unwrap_or(80);
    let containers = format!("http://{FROM_CONTAINERS}:{port}");
    let mut found = vec![("from containers ", containers)];
    if let Some(own) = own_address(host) {
        let address = SocketAddr::new(own, port);
        found.push(("from the network", format!("http://{address}")));
    }
    found
}

/// The address that this machine has in its network: that from which it would send to the internet. Nothing is sent.
fn own_address(host: IpAddr) -> Option<IpAddr> {
    // Both are reserved for documentation.
    let four = || {
        sender_to(
            Ipv4Addr::UNSPECIFIED.into(),
            Ipv4Addr::new(192, 0, 2, 1).into(),
        )
    };
    let six = || {
        let anybody = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);
        sender_to(Ipv6Addr::UNSPECIFIED.into(), anybody.into())
    };
    let found = match host {
        IpAddr::V4(_) => four(),
        IpAddr::V6(_) => four().or_else(six),
    };
    found.filter(|address| !address.is_loopback() && !address.is_unspecified())
}

fn sender_to(from: IpAddr, to: IpAddr) -> Option<IpAddr> {
    let socket = UdpSocket::bind((from, 0)).ok()?;
    socket.connect((to, 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}
