//! The TLS of connections that are not the client's: whom they trust is whom [`client`](super::client) trusts.

use std::{path::Path, sync::Arc};

use rustls_platform_verifier::Verifier;
use tokio_rustls::rustls::{
    self, ClientConfig,
    pki_types::{CertificateDer, pem::PemObject as _},
};

use super::Error;

/// Trusts the system's certificate authorities, the bundled ones, and those in the file of `--ca-cert`.
pub(crate) fn tls_config(ca_cert: Option<&Path>) -> Result<Arc<ClientConfig>, Error> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let bundled = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned();
    let mut roots: Vec<CertificateDer<'static>> = bundled.collect();
    if let Some(path) = ca_cert {
        super::check_ca_cert(Some(path))?;
        let found =
            CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        roots.extend(found.map_err(|_| Error::CaCertNotPem {
            path: path.to_owned(),
        })?);
    }
    let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider));
    let verifier = verifier.map_err(Error::Tls)?;
    let versions =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = versions.map_err(Error::Tls)?;
    // The verifier is the one of the HTTP client, and no weaker than the usual one.
    let config = builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_trusts_the_bundled_roots() {
        tls_config(None).unwrap();
    }
}
