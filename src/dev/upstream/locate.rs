//! [`locate`]: where the services are when a session begins, and which port that leaves to fx.
//!
//! Only this machine is looked at, and only without keys. The usual port of a stack needs no confirmation; another one
//! that a project's file names does, for the file may be a stranger's.

use url::Url;

use super::{Probe, Recognised};
use crate::project::Upstream as Choice;

/// The port of every stack whose project says nothing else.
pub(crate) const USUAL_PORT: u16 = 54321;
/// How far from the stack's port fx listens when that is taken.
const DISTANCE: u16 = 10;

/// The local stack of a project.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stack {
    /// `[api].port`.
    pub(crate) port: u16,
    /// Whether somebody has confirmed that a stack at this port is the project's.
    pub(crate) is_confirmed: bool,
}

/// What a session begins with.
#[derive(Debug)]
pub(crate) struct Located {
    /// What was found.
    pub(crate) found: Found,
    /// The port that fx listens at, if it is left to fx.
    pub(crate) port: u16,
}

/// Where services are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// Where a person has said.
    Fixed(Url),
    /// At the local stack.
    Stack(Url),
    /// At the local stack, as soon as it runs.
    NoStack {
        /// Whether something else is at its port, or the stack is not ready.
        is_taken: bool,
    },
    /// A stack is there, and needs to be confirmed.
    Unconfirmed(Url),
    /// Nobody wants services.
    Off,
}

impl Stack {
    /// Its address.
    pub(crate) fn url(self) -> Url {
        let text = format!("http://127.0.0.1:{}", self.port);
        Url::parse(&text).expect("an address and a port are a URL")
    }

    /// Whether it may be found without asking anybody.
    pub(super) fn is_known(self) -> bool {
        self.port == USUAL_PORT || self.is_confirmed
    }

    /// Where fx listens beside it.
    pub(crate) fn port_beside(self) -> u16 {
        self.port
            .checked_add(DISTANCE)
            .unwrap_or(self.port - DISTANCE)
    }
}

/// Looks where the services are.
pub(crate) async fn locate(choice: &Choice, stack: Stack, probe: &Probe<'_>) -> Located {
    let found = match choice {
        Choice::Off => Found::Off,
        Choice::At(url) => Found::Fixed(url.clone()),
        Choice::Auto => look(stack, probe).await,
    };
    let takes_the_port = match &found {
        Found::Stack(_) => true,
        Found::Fixed(_) => choice.loopback_port() == Some(stack.port),
        Found::NoStack { .. } | Found::Unconfirmed(_) | Found::Off => false,
    };
    let port = if takes_the_port {
        stack.port_beside()
    } else {
        stack.port
    };
    Located { found, port }
}

async fn look(stack: Stack, probe: &Probe<'_>) -> Found {
    let url = stack.url();
    match probe.recognise(&url).await {
        Recognised::GoTrue if stack.is_known() => Found::Stack(url),
        Recognised::GoTrue => Found::Unconfirmed(url),
        Recognised::Other => Found::NoStack { is_taken: true },
        Recognised::Fx | Recognised::Nothing { .. } => Found::NoStack { is_taken: false },
    }
}
