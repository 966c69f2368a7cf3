//! The HTTP client that asks an upstream for something on fx's own behalf, and where its services are.
//!
//! What functions send goes through the gateway, not through this client.

use std::path::Path;

use reqwest::Client;
use url::Url;

use crate::http::{self, Guard};

/// A client for the upstream at `base`: it follows no redirect, keeps no cookie and reaches no address that is refused. The
/// environment's proxies are for other machines; what is meant for this one must not leave it.
pub(super) fn client(base: &Url, ca_cert: Option<&Path>) -> Result<Client, http::Error> {
    http::client(&options(base, ca_cert))
}

/// Refuses an upstream at an address that none has.
pub(super) fn check(base: &Url) -> Result<(), impl std::error::Error + use<>> {
    options(base, None).check(base)
}

/// What such a client is like.
pub(super) fn options(base: &Url, ca_cert: Option<&Path>) -> http::Options {
    http::Options {
        ca_cert: ca_cert.map(Path::to_owned),
        redirects: false,
        proxies: !is_loopback(base),
        guard: Some(Guard::of_upstreams()),
    }
}

/// The URL of a service's `path` at the upstream, without the credentials that `base` may hold.
pub(super) fn service(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    // Both fail only for URLs that can have no host, which have no services either.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
    url
}

/// Whether the URL is of this machine, whatever a resolver says.
pub(super) fn is_loopback(url: &Url) -> bool {
    url.host().is_some_and(|host| http::is_loopback(&host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_of_a_service_has_the_path_of_its_upstream_and_no_credentials() {
        let url = |base: &str| service(&Url::parse(base).unwrap(), "/auth/v1/health");
        for (base, expected) in [
            (
                "http://127.0.0.1:54321",
                "http://127.0.0.1:54321/auth/v1/health",
            ),
            ("https://a:b@host/?x#y", "https://host/auth/v1/health"),
            ("https://host/under/", "https://host/under/auth/v1/health"),
        ] {
            assert_eq!(url(base).as_str(), expected);
        }
    }

    #[test]
    fn what_is_meant_for_this_machine_never_goes_to_a_proxy() {
        let uses = |base: &str| options(&Url::parse(base).unwrap(), None).proxies;
        for here in [
            "127.0.0.1",
            "127.9.9.9",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "localhost",
            "api.localhost",
        ] {
            assert!(!uses(&format!("http://{here}:54321")), "{here}");
        }
        assert!(uses("https://10.0.0.1") && uses("https://localhost.example.com"));
    }
}
