//! [`Bounds`]: how much of what others send is kept, whatever they send.
//!
//! Anybody who knows the name of a function can send it requests, also without a token. So every field has a maximum
//! length, and requests that the gateway refuses are logged up to a rate; beyond it they are counted.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    api_types::{LogEntry, ProjectRef},
    events::{Level, Request},
};

/// How long a path is at most.
pub(super) const PATH: usize = 1024;
/// How long a method is at most; longer ones are no function's.
pub(super) const METHOD: usize = 32;
/// How long a message is at most. Those of functions are much shorter, unless their limits are off.
pub(super) const MESSAGE: usize = 64 * 1024;
/// How many refused requests of a function are kept in a window.
const REFUSED: u32 = 60;
/// How long a window is.
const WINDOW: Duration = Duration::from_secs(60);

/// Counts refused requests.
#[derive(Debug, Default)]
pub(super) struct Bounds(Mutex<BTreeMap<(ProjectRef, String), Window>>);

/// Refused requests of a function within some time.
#[derive(Debug)]
struct Window {
    began: Instant,
    kept: u32,
    /// How many were not kept, and nobody was told of.
    counted: u64,
}

impl Bounds {
    /// Whether the request is to be kept; otherwise it has been counted.
    pub(super) fn admit(&self, project: &ProjectRef, request: &Request, now: Instant) -> bool {
        if !is_refused(request) {
            return true;
        }
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let whose = (project.clone(), request.slug().to_owned());
        let window = windows.entry(whose).or_insert(Window {
            began: now,
            kept: 0,
            counted: 0,
        });
        if now.duration_since(window.began) >= WINDOW {
            (window.began, window.kept) = (now, 0);
        }
        let fits = window.kept < REFUSED;
        match fits {
            true => window.kept += 1,
            false => window.counted += 1,
        }
        fits
    }

    /// What there is to say of those that were not kept since this was asked last.
    pub(super) fn take(&self, timestamp: i64, now: Instant) -> Vec<(ProjectRef, LogEntry)> {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut told = Vec::new();
        for ((project, slug), window) in &mut *windows {
            let count = std::mem::take(&mut window.counted);
            if count > 0 {
                told.push((project.clone(), entry(slug, count, timestamp)));
            }
        }
        windows.retain(|_, window| now.duration_since(window.began) < WINDOW);
        told
    }
}

/// Whether the gateway answered by itself that it is not for this client: no token, no such method.
fn is_refused(request: &Request) -> bool {
    request.worker.is_none() && (400..499).contains(&request.status)
}

fn entry(slug: &str, count: u64, timestamp: i64) -> LogEntry {
    let requests = if count == 1 {
        "request was"
    } else {
        "requests were"
    };
    LogEntry {
        id: 0,
        timestamp,
        function: slug.to_owned(),
        level: Level::Warning.to_string(),
        kind: "log".to_owned(),
        worker: None,
        message: format!("{count} more {requests} refused by the gateway"),
    }
}

/// The text, cut where it is longer than `length` bytes.
pub(super) fn cut(text: &str, length: usize) -> String {
    const MARK: &str = "…";
    if text.len() <= length {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(length - MARK.len());
    format!("{}{MARK}", &text[..end])
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    fn request(status: u16, worker: Option<&str>) -> Request {
        Request {
            request: "1".into(),
            caller: None,
            method: Method::GET,
            path: "/hello/x".to_owned(),
            status,
            duration: Duration::ZERO,
            worker: worker.map(Into::into),
            cold: false,
        }
    }

    #[test]
    fn refused_requests_beyond_a_rate_are_counted() {
        let (bounds, now) = (Bounds::default(), Instant::now());
        let project: ProjectRef = "abcdefghijklmnopqrst".parse().unwrap();
        let admitted = |request: &Request, count: u32, now: Instant| {
            let all = (0..count).filter(|_| bounds.admit(&project, request, now));
            all.count()
        };
        assert_eq!(admitted(&request(401, None), 100, now), 60);
        assert_eq!(admitted(&request(405, None), 1, now), 0);
        assert_eq!(admitted(&request(401, Some("id")), 100, now), 100);
        assert_eq!(admitted(&request(503, None), 100, now), 100);
        let told = bounds.take(1, now);
        let messages: Vec<&str> = told.iter().map(|(_, entry)| &*entry.message).collect();
        assert_eq!(messages, ["41 more requests were refused by the gateway"]);
        assert!(bounds.take(2, now).is_empty(), "it is said once");
        let later = now + WINDOW;
        assert_eq!(admitted(&request(401, None), 61, later), 60);
        assert_eq!(bounds.take(3, later + WINDOW).len(), 1);
        let windows = bounds.0.lock().unwrap();
        assert!(windows.is_empty(), "what is over is forgotten");
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcdefgh", 7), "abcd…");
        assert_eq!(cut("žžžžž", 8), "žž…");
    }
}
