//! What is wrong with the TLS of a server, in words.

use std::{error, io, iter::successors};

use tokio_rustls::rustls::{CertificateError, Error};

/// What to do about a certificate that nobody vouches for.
const TRUST_IT: &str =
    "name the file with the certificate authority that signed it with `--ca-cert`";

/// What is the matter, and what to do about it; `None` for errors of another kind.
pub(crate) fn explain_tls(error: &io::Error, host: &str) -> Option<(String, &'static str)> {
    let error = error.get_ref()?.downcast_ref::<Error>()?;
    Some(explain(error, host))
}

/// The same of an error that has it among its causes.
pub(crate) fn explain_tls_below(
    error: &(dyn error::Error + 'static),
    host: &str,
) -> Option<(String, &'static str)> {
    let mut causes = successors(Some(error), |error| error.source());
    causes.find_map(|cause| {
        if let Some(error) = cause.downcast_ref::<Error>() {
            return Some(explain(error, host));
        }
        // What an error of the system wraps is none of its causes.
        let first = cause.downcast_ref::<io::Error>();
        let mut wrapped = successors(first, |error| error.get_ref()?.downcast_ref());
        wrapped.find_map(|error| explain_tls(error, host))
    })
}

fn explain(error: &Error, host: &str) -> (String, &'static str) {
    match error {
        Error::InvalidCertificate(why) => {
            let (why, remedy) = problem(why, host);
            (format!("is not trusted ({why})"), remedy)
        }
        Error::InvalidMessage(_) => (
            "does not speak TLS".to_owned(),
            "check whether its address begins with `http://`",
        ),
        Error::AlertReceived(_) => (
            "refused the TLS handshake".to_owned(),
            "check which versions of TLS it speaks, and whether it wants a client certificate, which fx has not",
        ),
        _ => (
            "failed the TLS handshake".to_owned(),
            "check its TLS set-up",
        ),
    }
}

fn problem(error: &CertificateError, host: &str) -> (String, &'static str) {
    let (why, remedy) = match error {
        CertificateError::UnknownIssuer => (
            "its certificate is signed by an unknown authority",
            TRUST_IT,
        ),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => (
            "its certificate has expired",
            "renew the certificate, or set this machine's clock",
        ),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => (
            "its certificate is not valid yet",
            "set the clocks of both machines",
        ),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            return (
                format!("its certificate is not for `{host}`"),
                "name the server as its certificate does",
            );
        }
        CertificateError::Revoked => ("its certificate was revoked", "replace the certificate"),
        _ => (
            "its certificate is not valid",
            "replace it with a server certificate; that of a certificate authority is not one",
        ),
    };
    (why.to_owned(), remedy)
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use tokio_rustls::rustls::{AlertDescription, InvalidMessage, OtherError, pki_types::UnixTime};

    use super::*;

    #[test]
    fn every_reason_is_told_in_words_with_what_to_do() {
        let time = UnixTime::since_unix_epoch(Duration::from_secs(1));
        let why = io::Error::other("CaUsedAsEndEntity");
        let other = CertificateError::Other(OtherError(Arc::new(why)));
        let bad = Error::InvalidCertificate;
        for (error, cause, remedy) in [
            (
                bad(CertificateError::UnknownIssuer),
                "is not trusted (its certificate is signed by an unknown authority)",
                "--ca-cert",
            ),
            (
                bad(CertificateError::ExpiredContext {
                    time,
                    not_after: time,
                }),
                "is not trusted (its certificate has expired)",
                "renew",
            ),
            (
                bad(CertificateError::NotValidForName),
                "is not trusted (its certificate is not for `h`)",
                "name the server",
            ),
            (
                bad(other),
                "is not trusted (its certificate is not valid)",
                "server certificate",
            ),
            (
                Error::InvalidMessage(InvalidMessage::InvalidContentType),
                "does not speak TLS",
                "http://",
            ),
            (
                Error::AlertReceived(AlertDescription::HandshakeFailure),
                "refused the TLS handshake",
                "versions",
            ),
        ] {
            let error = io::Error::new(io::ErrorKind::InvalidData, error);
            let found = explain_tls(&error, "h").unwrap();
            let wrapped = io::Error::other(error);
            assert_eq!(explain_tls_below(&wrapped, "h").as_ref(), Some(&found));
            assert_eq!(found.0, cause);
            assert!(found.1.contains(remedy), "{found:?}");
        }
        assert_eq!(explain_tls(&io::Error::other("x"), "h"), None);
    }
}
