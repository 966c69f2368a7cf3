//! Why a request to the Management API came to nothing.

use std::{borrow::Cow, time::Duration};

use reqwest::StatusCode;

use crate::{
    diagnostics::{ExitStatus, Hint},
    env_vars::EnvVars,
    redact::without_parts_of,
};

/// What was to be done, as a fragment that reads well after `failed to `.
pub(crate) type Operation = Cow<'static, str>;

/// Why a request came to nothing. Every variant but [`Error::Client`] names what was to be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// There is no HTTP client.
    #[error(transparent)]
    Client(#[from] crate::http::Error),
    /// The server cannot be reached, or the connection broke.
    #[error("failed to {operation}: no answer from `{server}`")]
    Transport {
        /// What was to be done.
        operation: Operation,
        /// Host and port.
        server: String,
        /// What the connection said; it names no URL.
        #[source]
        source: reqwest::Error,
    },
    /// There was no answer in time.
    #[error("failed to {operation}: `{server}` did not answer within {} s", after.as_secs())]
    TimedOut {
        /// What was to be done.
        operation: Operation,
        /// Host and port.
        server: String,
        /// How long was waited.
        after: Duration,
        /// Whether the server may have done it nevertheless.
        is_uncertain: bool,
    },
    /// The server said no.
    #[error("failed to {operation}: {}", said(*status, message))]
    Status {
        /// What was to be done.
        operation: Operation,
        /// The status.
        status: StatusCode,
        /// The server's own words, cleaned; may be empty.
        message: String,
    },
    /// Something answered that is not the API: a proxy, a captive portal, a wrong address.
    #[error(
        "failed to {operation}: `{server}` answered {status} with `{content_type}` rather than JSON"
    )]
    NotTheApi {
        /// What was to be done.
        operation: Operation,
        /// Host and port.
        server: String,
        /// The status as a number.
        status: u16,
        /// What came instead of JSON.
        content_type: String,
    },
    /// The answer is JSON of another shape, or stops in the middle.
    #[error("failed to {operation}: the answer of `{server}` is not what was expected")]
    Unreadable {
        /// What was to be done.
        operation: Operation,
        /// Host and port.
        server: String,
        /// Where it differs.
        #[source]
        source: serde_json::Error,
    },
    /// The answer is larger than anything useful.
    #[error("failed to {operation}: the answer of `{server}` is larger than {} MB", limit / 1_000_000)]
    TooLarge {
        /// What was to be done.
        operation: Operation,
        /// Host and port.
        server: String,
        /// The bound, in bytes.
        limit: usize,
    },
}

fn said(status: StatusCode, message: &str) -> String {
    let reason = status.canonical_reason().unwrap_or("status");
    if message.is_empty() {
        format!("the server answered {} ({reason})", status.as_u16())
    } else {
        format!("{message} ({} {reason})", status.as_u16())
    }
}

impl Error {
    /// The status the server refused with, when it did.
    pub(crate) fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Status { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The server's own words, when it refused.
    pub(crate) fn message(&self) -> Option<&str> {
        match self {
            Self::Status { message, .. } => Some(message),
            _ => None,
        }
    }

    /// Whether the server says that there is no such thing.
    pub(crate) fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// The same error with `secret`, and parts of it, masked in the server's words.
    pub(super) fn without(mut self, secret: &str) -> Self {
        if let Self::Status { message, .. } = &mut self {
            *message = without_parts_of(message, secret);
        }
        self
    }
}

impl Hint for Error {
    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Client(_) | Self::Unreadable { .. } | Self::TooLarge { .. } => return Vec::new(),
            Self::Transport { source, .. } if source.is_connect() => format!(
                "check the network; behind a proxy set `HTTPS_PROXY`, and `--ca-cert` when it has a certificate of its own; \
                 another server is chosen with `--api-url` or `{}`",
                EnvVars::FX_API_URL
            ),
            Self::Transport { .. } => "run the command again".to_owned(),
            Self::TimedOut {
                is_uncertain: true, ..
            } => {
                "the server may have done it nevertheless; run the command again to see".to_owned()
            }
            Self::TimedOut { .. } => {
                "run the command again, with more patience: `--timeout 120`".to_owned()
            }
            Self::NotTheApi { .. } => format!(
                "something between here and the API answers in its place: check `HTTPS_PROXY`, `--api-url` and `{}`",
                EnvVars::FX_API_URL
            ),
            Self::Status { status, .. } => return status_hint(*status),
        };
        vec![hint]
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::Client(error) => error.exit_status(),
            Self::Transport { .. } | Self::TimedOut { .. } | Self::NotTheApi { .. } => {
                ExitStatus::Network
            }
            Self::Unreadable { .. } | Self::TooLarge { .. } => ExitStatus::Network,
            Self::Status { status, .. } => match *status {
                StatusCode::UNAUTHORIZED => ExitStatus::NotAuthenticated,
                StatusCode::TOO_MANY_REQUESTS => ExitStatus::Network,
                status if status.is_server_error() => ExitStatus::Network,
                _ => ExitStatus::Failure,
            },
        }
    }
}

fn status_hint(status: StatusCode) -> Vec<String> {
    let hint = match status {
        StatusCode::UNAUTHORIZED => format!(
            "run `fx login`, or set `{}` to a valid access token",
            EnvVars::SUPABASE_ACCESS_TOKEN
        ),
        StatusCode::PAYMENT_REQUIRED => {
            "the plan of the organization does not allow it; `fx functions list` shows what is there".to_owned()
        }
        StatusCode::FORBIDDEN => {
            "the access token may not do that; `fx whoami` shows whose it is, `fx projects list` what it can see".to_owned()
        }
        StatusCode::CONFLICT => {
            "somebody else may be changing it at the same time; run the command again".to_owned()
        }
        StatusCode::TOO_MANY_REQUESTS => {
            "the API limits how often it may be asked; run the command again in a minute, or with `--timeout 120`".to_owned()
        }
        status if status.is_server_error() => "run the command again in a minute".to_owned(),
        _ => return Vec::new(),
    };
    vec![hint]
}
