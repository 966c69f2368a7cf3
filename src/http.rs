//! The one place that builds an HTTP client, and what makes a failure worth another try.
//!
//! The client trusts the system's certificate authorities, the bundled ones, and those of `--ca-cert`; it takes
//! proxies from the environment unless told otherwise. Reading the system's store costs milliseconds: build a client
//! where the first request is certain, never at start-up.

mod address;
mod body;
mod certificate;
#[cfg(test)]
pub(crate) mod fixtures;
mod guard;
mod tls;

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use reqwest::{Certificate, Client, StatusCode, redirect};
use tokio_rustls::rustls;
use url::Url;

pub(crate) use address::{is_loopback, lookup, refused_address};
pub(crate) use body::{BodyError, body_within};
pub(crate) use certificate::{explain_tls, explain_tls_below};
pub(crate) use guard::Guard;
pub(crate) use tls::tls_config;

use crate::{diagnostics::Hint, env_vars::EnvVars};

/// How long a connection may take to come about, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// What a client is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    /// PEM file with certificate authorities to trust as well.
    pub(crate) ca_cert: Option<PathBuf>,
    /// Whether redirects are followed.
    pub(crate) redirects: bool,
    /// Whether proxies that the environment names are used.
    pub(crate) proxies: bool,
    /// What keeps the client from private networks. It sees redirects and names that are resolved; URLs that are asked
    /// for are checked with [`Options::check`].
    pub(crate) guard: Option<Guard>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            ca_cert: None,
            redirects: true,
            proxies: true,
            guard: None,
        }
    }
}

impl Options {
    /// Refuses a URL that the client must not be sent to.
    pub(crate) fn check(&self, url: &Url) -> Result<(), impl std::error::Error + use<>> {
        self.guard.as_ref().map_or(Ok(()), |guard| guard.check(url))
    }
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The file of `--ca-cert` cannot be read.
    #[error("failed to read the certificate authorities in `{}`", path.display())]
    CaCertUnreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The file of `--ca-cert` holds something else.
    #[error("`{}` holds no certificate in PEM form", path.display())]
    CaCertNotPem {
        /// The file.
        path: PathBuf,
    },
    /// The TLS set-up or a proxy address was refused.
    #[error("failed to set up the HTTP client")]
    Build(#[source] reqwest::Error),
    /// The TLS set-up was refused.
    #[error("failed to set up TLS")]
    Tls(#[source] rustls::Error),
}

impl Hint for Error {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::CaCertUnreadable { .. } | Self::CaCertNotPem { .. } => vec![format!(
                "give `--ca-cert` (or `{}`) a PEM file with `-----BEGIN CERTIFICATE-----` blocks",
                EnvVars::DENO_CERT
            )],
            Self::Build(_) | Self::Tls(_) => vec![
                "check `HTTPS_PROXY`, `HTTP_PROXY` and, when given, the file of `--ca-cert`".into(),
            ],
        }
    }
}

/// A client for any number of requests; clones share its connections.
pub(crate) fn client(options: &Options) -> Result<Client, Error> {
    let mut roots = bundled_roots();
    if let Some(path) = &options.ca_cert {
        roots.extend(read_ca_cert(path)?);
    }
    let redirects = match (&options.guard, options.redirects) {
        (_, false) => redirect::Policy::none(),
        (None, true) => redirect::Policy::limited(10),
        (Some(guard), true) => guard.redirects(),
    };
    let builder = match &options.guard {
        Some(guard) => Client::builder().dns_resolver(guard.clone()),
        None => Client::builder(),
    };
    let builder = match options.proxies {
        true => builder,
        false => builder.no_proxy(),
    };
    builder
        .user_agent(concat!("fx/", env!("CARGO_PKG_VERSION")))
        .tls_certs_merge(roots)
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(redirects)
        .build()
        .map_err(Error::Build)
}

/// The variables that make the engine trust whom fx trusts.
pub(crate) fn engine_env(options: &Options) -> Vec<(&'static str, OsString)> {
    let mut variables = vec![(EnvVars::DENO_TLS_CA_STORE, OsString::from("system,mozilla"))];
    if let Some(path) = &options.ca_cert {
        variables.push((EnvVars::DENO_CERT, path.into()));
    }
    variables
}

/// Whether the same request may succeed when it is sent again.
pub(crate) fn is_transient(error: &reqwest::Error) -> bool {
    match error.status() {
        Some(status) => is_transient_status(status),
        None => !(error.is_builder() || error.is_redirect() || guard::is_refusal(error)),
    }
}

/// Whether an answer with this status asks for another try.
pub(crate) fn is_transient_status(status: StatusCode) -> bool {
    status.is_server_error()
        || matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT
        )
}

/// Whether the file of `--ca-cert` can be used.
pub(crate) fn check_ca_cert(path: Option<&Path>) -> Result<(), Error> {
    path.map_or(Ok(()), |path| read_ca_cert(path).map(drop))
}

/// What lies at the bottom of an error, in few words.
pub(crate) fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    match cause.downcast_ref::<io::Error>() {
        Some(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            "connection refused".to_owned()
        }
        _ => cause.to_string(),
    }
}

fn bundled_roots() -> Vec<Certificate> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|root| Certificate::from_der(root).expect("the bundled roots are certificates"))
        .collect()
}

fn read_ca_cert(path: &Path) -> Result<Vec<Certificate>, Error> {
    let not_pem = || Error::CaCertNotPem {
        path: path.to_owned(),
    };
    let pem = std::fs::read(path).map_err(|source| Error::CaCertUnreadable {
        path: path.to_owned(),
        source,
    })?;
    let certificates = Certificate::from_pem_bundle(&pem).map_err(|_| not_pem())?;
    if certificates.is_empty() {
        return Err(not_pem());
    }
    Ok(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn server_errors_and_rate_limits_are_worth_another_try() {
        let transient = [408, 429, 500, 502, 503, 504];
        let lasting = [200, 301, 400, 401, 403, 404, 410];
        let is_transient = |code: u16| is_transient_status(StatusCode::from_u16(code).unwrap());
        assert!(transient.into_iter().all(is_transient));
        assert!(!lasting.into_iter().any(is_transient));
    }

    #[test]
    fn a_client_trusts_the_bundled_roots() {
        client(&Options::default()).unwrap();
    }

    #[test]
    fn a_file_without_certificates_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ca.pem");
        for content in [
            "",
            "hello",
            "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----",
        ] {
            std::fs::write(&path, content).unwrap();
            let options = Options {
                ca_cert: Some(path.clone()),
                ..Options::default()
            };
            let error = client(&options).unwrap_err();
            assert!(
                matches!(error, Error::CaCertNotPem { .. }),
                "{content}: {error:?}"
            );
        }
    }

    #[test]
    fn the_engine_trusts_whom_fx_trusts() {
        let options = Options {
            ca_cert: Some("/ca.pem".into()),
            ..Options::default()
        };
        assert_eq!(
            engine_env(&options),
            [
                ("DENO_TLS_CA_STORE", "system,mozilla".into()),
                ("DENO_CERT", "/ca.pem".into())
            ]
        );
    }
}
