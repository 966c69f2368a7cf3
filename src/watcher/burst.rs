//! [`Changes`]: what changed, gathered, deduplicated, and handed out when the time is right.
//!
//! The first change of a burst is handed out at once, for it is nearly always the only one. What follows within a
//! moment (an editor that saves in two writes, a checkout of hundreds of files) is gathered until it is quiet. A file
//! that is being written or was deleted is not handed out until it is closed, replaced, or left alone for that moment.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

/// After this time without a change a burst is over.
const QUIET: Duration = Duration::from_millis(15);
/// A burst that does not end is handed out in pieces of this length.
const LONGEST: Duration = Duration::from_millis(100);

/// What changed.
#[derive(Debug, Clone)]
pub(crate) struct ChangeSet {
    /// When the first of them came.
    pub(crate) since: Instant,
    /// Real places of files and directories.
    pub(crate) paths: Vec<PathBuf>,
    /// Changes were lost; anything may have changed.
    pub(crate) everything: bool,
}

impl ChangeSet {
    /// Whether something that `matters` says yes to may have changed.
    pub(crate) fn any(&self, matters: impl Fn(&Path) -> bool) -> bool {
        self.everything || self.paths.iter().any(|path| matters(path))
    }
}

/// Whether a file is as somebody wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It was closed after writing, or renamed into place.
    Settled,
    /// More is likely to follow.
    Unsettled,
}

/// Changes that nobody has taken yet.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    state: Mutex<State>,
    grown: Notify,
}

#[derive(Debug, Default)]
struct State {
    paths: BTreeMap<PathBuf, Stage>,
    lost: bool,
    /// When the oldest of `paths` came.
    first: Option<Instant>,
    last: Option<Instant>,
    /// Until when changes belong to a burst of which something was handed out.
    burst_until: Option<Instant>,
}

impl Gathering {
    /// Adds a change.
    pub(super) fn add(&self, path: PathBuf, stage: Stage) {
        self.change(|state| {
            state.paths.insert(path, stage);
        });
    }

    /// Changes were lost.
    pub(super) fn lose(&self) {
        self.change(|state| state.lost = true);
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let now = Instant::now();
            if state.in_burst(now) {
                state.burst_until = Some(now + QUIET);
            }
            state.last = Some(now);
            state.first.get_or_insert(now);
            change(&mut state);
        }
        self.grown.notify_one();
    }

    /// What is due now, or when to look again.
    fn take(&self) -> Result<ChangeSet, Option<Instant>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (Some(first), Some(last)) = (state.first, state.last) else {
            return Err(None);
        };
        let now = Instant::now();
        let due = (last + QUIET).min(first + LONGEST);
        let settled = state.paths.values().all(|stage| *stage == Stage::Settled);
        if now < due && (!settled || state.in_burst(now)) {
            return Err(Some(due));
        }
        state.burst_until = Some(now + QUIET);
        Ok(state.take_all(first))
    }
}

impl State {
    fn in_burst(&self, now: Instant) -> bool {
        self.burst_until.is_some_and(|until| now < until)
    }

    fn take_all(&mut self, since: Instant) -> ChangeSet {
        self.first = None;
        ChangeSet {
            since,
            paths: std::mem::take(&mut self.paths).into_keys().collect(),
            everything: std::mem::take(&mut self.lost),
        }
    }
}

/// Where changes come out.
#[derive(Debug)]
pub(crate) struct Changes {
    gathering: Arc<Gathering>,
}

impl Changes {
    pub(super) fn new(gathering: Arc<Gathering>) -> Self {
        Self { gathering }
    }

    /// Waits for the next changes. Cancel safe.
    pub(crate) async fn next(&mut self) -> ChangeSet {
        loop {
            match self.gathering.take() {
                Ok(changes) => return changes,
                Err(None) => self.gathering.grown.notified().await,
                Err(Some(due)) => tokio::select! {
                    () = sleep_until(due) => {}
                    () = self.gathering.grown.notified() => {}
                },
            }
        }
    }

    /// When the burst under way ends, if nothing more comes.
    pub(crate) fn quiet_at(&self) -> Instant {
        let state = self.gathering.state.lock();
        let state = state.unwrap_or_else(PoisonError::into_inner);
        state.last.map_or_else(Instant::now, |last| last + QUIET)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes() -> (Arc<Gathering>, Changes) {
        let gathering = Arc::new(Gathering::default());
        (Arc::clone(&gathering), Changes::new(gathering))
    }

    fn names(changes: ChangeSet) -> Vec<String> {
        let names = changes.paths.iter().map(|path| path.display().to_string());
        names.collect()
    }

    #[tokio::test]
    async fn a_settled_change_is_handed_out_at_once_and_the_rest_of_its_burst_together() {
        let (gathering, mut changes) = changes();
        gathering.add("a".into(), Stage::Settled);
        assert!(gathering.take().is_ok_and(|taken| names(taken) == ["a"]));
        gathering.add("b".into(), Stage::Settled);
        assert!(gathering.take().is_err());
        gathering.add("c".into(), Stage::Settled);
        assert_eq!(names(changes.next().await), ["b", "c"]);
    }

    #[tokio::test]
    async fn an_unsettled_change_waits_until_it_settles_or_is_left_alone() {
        let (gathering, mut changes) = changes();
        gathering.add("a".into(), Stage::Unsettled);
        let due = gathering.take().unwrap_err().unwrap();
        assert_eq!(names(changes.next().await), ["a"]);
        assert!(Instant::now() >= due);
    }

    #[tokio::test]
    async fn an_endless_burst_is_handed_out_in_pieces() {
        let (gathering, mut changes) = changes();
        let started = Instant::now();
        gathering.add("first".into(), Stage::Settled);
        changes.next().await;
        let piece = loop {
            gathering.add("again".into(), Stage::Settled);
            match gathering.take() {
                Ok(piece) => break piece,
                Err(_) => tokio::task::yield_now().await,
            }
        };
        assert_eq!(names(piece), ["again"]);
        assert!(started.elapsed() >= LONGEST);
    }

    #[tokio::test]
    async fn lost_changes_touch_everything() {
        let (gathering, mut changes) = changes();
        gathering.lose();
        assert!(changes.next().await.any(|_| false));
    }
}
