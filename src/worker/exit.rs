//! How a worker ended, as the requests it left unanswered need to know it.

use std::{fmt, path::Path, sync::Arc};

use url::Url;

use super::watchdog::Limit;
use crate::{
    diagnostics::{in_fx_words, without_flags},
    events::{EndReason, Usage},
};

/// Why a worker is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExitKind {
    /// It never listened: module errors, or an end without a server.
    Boot,
    /// The function threw: while it was evaluated, or later with nobody to catch it.
    Error,
    /// It used more than it may.
    Limit,
    /// Something other than fx killed it.
    Killed,
    /// fx stopped it.
    Stopped,
    /// It never started: there are as many workers as there may be, and all are busy.
    Crowded,
}

/// The end of a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exit {
    /// Why.
    pub(crate) kind: ExitKind,
    /// What the engine or fx said about it, for people.
    pub(crate) message: String,
    /// The limit that ended it.
    pub(crate) limit: Option<Limit>,
    /// The same in the words of hosted functions.
    pub(super) reason: EndReason,
    /// The worker's id, if there was a worker.
    pub(crate) worker: Option<Arc<str>>,
    /// The request that the code worked for which ended it, as far as that is known.
    pub(super) request: Option<Arc<str>>,
    /// What it had used when that was last looked at.
    pub(super) usage: Option<Usage>,
}

impl Exit {
    /// An end with its message.
    pub(crate) fn new(kind: ExitKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            limit: None,
            reason: EndReason::EventLoopCompleted,
            worker: None,
            request: None,
            usage: None,
        }
    }

    /// An end that fx brought about.
    pub(super) fn because(mut self, reason: EndReason) -> Self {
        self.reason = reason;
        self
    }

    /// An end that code brought about which worked for a request.
    pub(super) fn in_request(mut self, request: Option<Arc<str>>) -> Self {
        self.request = request;
        self
    }

    /// An end by a limit.
    pub(super) fn limit(limit: Limit, message: String) -> Self {
        Self {
            limit: Some(limit),
            ..Self::new(ExitKind::Limit, message).because(limit.end_reason())
        }
    }

    /// The same end as people read it: the engine names files by URLs, and flags that fx does not have.
    pub(super) fn told(mut self, root: &Path) -> Self {
        self.message = seen_from(root, in_fx_words(self.message));
        self
    }
}

/// What a function logs as people read it.
pub(super) fn logged(text: String, root: &Path) -> String {
    seen_from(root, without_flags(text))
}

/// The text with files below `root` named as they are seen from there.
fn seen_from(root: &Path, text: String) -> String {
    if !text.contains("file://") {
        return text;
    }
    match Url::from_directory_path(root) {
        Ok(url) => text.replace(url.as_str(), ""),
        Err(()) => text,
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Exit {}
