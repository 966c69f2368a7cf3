//! [`Callers`]: which worker made a call that its bootstrap has tagged.
//!
//! A tag is a token of the worker's own, which fx has made and no other worker knows, and the id of the request that the
//! code worked for, if there was one. The function has its worker's token as soon as it looks for it; with it, it can
//! say no more than that a call is its own. What the module does not know is what a tag is good for.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock, Weak},
};

use uuid::{Uuid, fmt::Hyphenated};

use super::handle::{Inner, Status, Worker};
use crate::events::Caller;

/// The workers that may be alive, by their tokens.
#[derive(Debug, Clone, Default)]
pub(super) struct Callers(Arc<RwLock<HashMap<String, Weak<Inner>>>>);

impl Callers {
    /// Calls with this token are the worker's.
    pub(super) fn enter(&self, token: String, worker: &Worker) {
        let mut workers = self.0.write().unwrap_or_else(PoisonError::into_inner);
        workers.retain(|_, other| other.strong_count() > 0);
        workers.insert(token, Arc::downgrade(&worker.inner));
    }

    /// Whose tag it is; `None` when it is nobody's who is there.
    pub(super) fn find(&self, tag: &str) -> Option<Caller> {
        let (token, request) = match tag.split_once('.') {
            Some((token, request)) => (token, Some(request)),
            None => (tag, None),
        };
        let workers = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let worker = workers.get(token)?.upgrade()?;
        if matches!(*worker.status.borrow(), Status::Exited(_)) {
            return None;
        }
        Some(Caller {
            slug: Arc::from(&*worker.slug),
            worker: Arc::clone(&worker.id),
            request: request.filter(|id| is_request_id(id)).map(Arc::from),
        })
    }
}

/// Whether a text that came out of a worker has the form that the gateway gives ids of requests.
pub(super) fn is_request_id(text: &str) -> bool {
    text.len() == Hyphenated::LENGTH
        && !text.bytes().any(|byte| byte.is_ascii_uppercase())
        && Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_the_id_of_a_request_is_taken_for_one() {
        let id = Uuid::from_u64_pair(0x0123_4567_89ab_cdef, 7).to_string();
        assert!(is_request_id(&id), "{id}");
        for text in [
            "",
            "7",
            &id.to_uppercase(),
            &id.replace('-', ""),
            &format!("{{{id}}}"),
            &format!("{id}\n"),
            &id.replace('0', "ä"),
            &id.replacen('0', "\"", 1),
        ] {
            assert!(!is_request_id(text), "{text}");
        }
    }

    #[test]
    fn a_tag_that_nobody_has_is_nobodys() {
        assert_eq!(Callers::default().find("a.b"), None);
    }
}
