//! [`Tls`]: HTTPS with a certificate from files.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::timeout,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    },
    server::TlsStream,
};

use crate::diagnostics::Hint;

/// How long a client may take to agree on keys.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// A certificate with its key; cheap to clone.
#[derive(Clone)]
pub(crate) struct Tls(TlsAcceptor);

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls(***)")
    }
}

/// Why HTTPS cannot be served.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    /// A file does not hold what it should.
    #[error("`{}` holds no {what} in PEM form", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What was looked for.
        what: &'static str,
        /// Why it was not found.
        #[source]
        source: rustls::pki_types::pem::Error,
    },
    /// Key and certificate do not belong together, or cannot be used.
    #[error("the certificate in `{}` cannot be used with its key", path.display())]
    Pair {
        /// The file with the certificate.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: rustls::Error,
    },
}

impl Hint for TlsError {
    fn hints(&self) -> Vec<String> {
        vec![match self {
            Self::File { .. } => "give `--tls-cert` a file with the certificate chain and `--tls-key` one with its private key, both in PEM form".to_owned(),
            Self::Pair { .. } => "the first certificate of the chain must be the one that the key in `--tls-key` belongs to".to_owned(),
        }]
    }
}

impl Tls {
    /// The certificate chain in one file with the key in another.
    pub(crate) fn from_files(chain: &Path, key: &Path) -> Result<Self, TlsError> {
        let failed = |path: &Path, what| {
            let path = path.to_owned();
            move |source| TlsError::File { path, what, source }
        };
        let certificates = CertificateDer::pem_file_iter(chain)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(failed(chain, "certificate"))?;
        let private = PrivateKeyDer::from_pem_file(key).map_err(failed(key, "private key"))?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| {
                let builder = builder.with_no_client_auth();
                builder.with_single_cert(certificates, private)
            });
        let config = config.map_err(|source| TlsError::Pair {
            path: chain.to_owned(),
            source,
        })?;
        Ok(Self(TlsAcceptor::from(Arc::new(config))))
    }

    /// Agrees on keys with a client.
    pub(crate) async fn accept<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: S,
    ) -> io::Result<TlsStream<S>> {
        timeout(HANDSHAKE, self.0.accept(stream)).await?
    }
}
