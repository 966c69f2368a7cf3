//! [`Options`]: how deployed functions are served.

use std::path::PathBuf;

use url::Url;

use crate::function::{Limits, LimitsChoice, Policy, Strictness};

/// How deployed functions are served.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// The engine's executable.
    pub(crate) engine: PathBuf,
    /// Where bodies are unpacked; everything there can be made again.
    pub(crate) cache: PathBuf,
    /// What clients reach the gateway at.
    pub(crate) public_url: Url,
    /// What is different from the limits of hosted functions.
    pub(crate) limits: LimitsChoice,
    /// How workers and requests go together.
    pub(crate) policy: Policy,
    /// How many workers a function may have at once; `None` for one per core.
    pub(crate) max_workers: Option<usize>,
    /// Whether functions may reach loopback, link-local and private addresses.
    pub(crate) allow_private_net: bool,
}

impl Options {
    /// What each function may use.
    pub(super) fn limits(&self) -> Limits {
        self.limits.apply(Limits {
            strictness: Strictness::Strict,
            ..Limits::default()
        })
    }
}
