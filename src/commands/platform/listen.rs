//! [`ListenError`]: why one of the platform's two listeners is not there, in the words of its flag.

use std::{io, net::SocketAddr};

use crate::diagnostics::Hint;

/// Why an address cannot be listened on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ListenError {
    /// Another program has the port.
    #[error("port {} of {} is in use (`{flag}`)", address.port(), address.ip())]
    InUse {
        /// The address.
        address: SocketAddr,
        /// The flag that says it.
        flag: &'static str,
    },
    /// The system refused for another reason.
    #[error("failed to listen on {address} (`{flag}`)")]
    Failed {
        /// The address.
        address: SocketAddr,
        /// The flag that says it.
        flag: &'static str,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl ListenError {
    /// What the system said of the address that `flag` gave.
    pub(super) fn new(address: SocketAddr, flag: &'static str, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::AddrInUse => Self::InUse { address, flag },
            _ => Self::Failed {
                address,
                flag,
                source,
            },
        }
    }
}

impl Hint for ListenError {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::InUse { address, flag } => vec![
                format!(
                    "see which program has it with `lsof -i :{}`",
                    address.port()
                ),
                format!(
                    "choose another, for example `fx platform start {flag} {}`, which takes a free one",
                    SocketAddr::new(address.ip(), 0)
                ),
            ],
            Self::Failed { flag, source, .. }
                if source.kind() == io::ErrorKind::PermissionDenied =>
            {
                vec![format!("choose a port above 1023 with `{flag}`")]
            }
            Self::Failed { flag, .. } => vec![format!(
                "give `{flag}` an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them"
            )],
        }
    }
}
