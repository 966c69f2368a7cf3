//! [`Missing`]: why there is nothing behind the paths of services, and what to do about it.

use crate::gateway::{Failure, FailureKind};

/// Why there are no services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Missing {
    /// `--upstream off`, or the same in the project's file.
    Off,
    /// fx itself listens at the port that the stack wants.
    PortTaken {
        /// The port.
        port: u16,
    },
    /// No stack answers where it is looked for.
    NotThere {
        /// Where.
        stack: String,
        /// Whether it was there before.
        was_there: bool,
    },
    /// A stack answers, at a port that nobody has confirmed.
    Unconfirmed {
        /// Where.
        stack: String,
    },
}

impl Missing {
    /// Cause and remedy.
    pub(super) fn to_failure(&self) -> Failure {
        let (cause, remedy) = match self {
            Self::Off => (
                "the project's services are switched off".to_owned(),
                "remove `--upstream off`, or `upstream = \"off\"` from `supabase/fx.toml`"
                    .to_owned(),
            ),
            Self::PortTaken { port } => (
                format!("no stack runs, and fx listens at port {port}, where it would be"),
                "stop fx, run `supabase start` and start fx again, which then listens at another port; or name the server that has the services with `--upstream URL`"
                    .to_owned(),
            ),
            Self::NotThere {
                stack,
                was_there: false,
            } => (
                format!("no stack answers at {stack}"),
                "run `supabase start`, which fx then finds, or name the server that has the services with `--upstream URL`"
                    .to_owned(),
            ),
            Self::NotThere {
                stack,
                was_there: true,
            } => (
                format!("the stack at {stack} does not answer any more"),
                "run `supabase start`; fx reconnects by itself".to_owned(),
            ),
            Self::Unconfirmed { stack } => (
                format!("{stack} is not confirmed as this project's stack"),
                format!("confirm it once with `--upstream {stack}`"),
            ),
        };
        Failure {
            kind: FailureKind::Missing,
            cause,
            remedy,
        }
    }
}
