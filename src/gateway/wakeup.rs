//! [`Wakeup`]: wakes the task that uses a connection for what comes over it, and not for what that task takes from it.
//!
//! A connection is driven by the task that reads its responses. Whenever that task takes a piece of a body, hyper wakes
//! whoever drives the connection, as there is room for another piece. That is the task itself, which is at work: it would
//! be run once more in vain, and the runtime would wake another thread to share what looks like more to do.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Wake, Waker},
};

use futures_util::task::AtomicWaker;

/// Somebody takes from the connection.
const TAKING: u8 = 1;
/// Somebody has woken.
const WOKEN: u8 = 2;

/// Wakes whoever has driven a connection last.
#[derive(Debug)]
pub(super) struct Wakeup {
    shared: Arc<Shared>,
    waker: Waker,
}

#[derive(Debug, Default)]
struct Shared {
    task: AtomicWaker,
    state: AtomicU8,
}

impl Wakeup {
    /// Nobody drives the connection yet.
    pub(super) fn new() -> Self {
        let shared = Arc::new(Shared::default());
        let waker = Waker::from(Arc::clone(&shared));
        Self { shared, waker }
    }

    /// What to drive the connection with in a task, which is woken from now on.
    pub(super) fn drive_in(&self, task: &Context<'_>) -> Context<'_> {
        self.shared.task.register(task.waker());
        Context::from_waker(&self.waker)
    }

    /// Takes from the connection, and says whether to drive it again, for which nobody was woken meanwhile. Who does not
    /// must drive it later by itself, see `Connection::poll_body`.
    pub(super) fn taking<T>(&self, take: impl FnOnce() -> T) -> (T, bool) {
        self.shared.state.swap(TAKING, Ordering::AcqRel);
        let taken = take();
        let state = self.shared.state.swap(0, Ordering::AcqRel);
        (taken, state & WOKEN != 0)
    }
}

impl Wake for Shared {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.fetch_or(WOKEN, Ordering::AcqRel) & TAKING == 0 {
            self.task.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Count(AtomicU8);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn the_task_is_woken_by_all_but_what_it_takes_itself() {
        let count = Arc::new(Count::default());
        let task = Waker::from(Arc::clone(&count));
        let wakeup = Wakeup::new();
        let mine = wakeup.drive_in(&Context::from_waker(&task)).waker().clone();
        mine.wake_by_ref();
        assert_eq!(count.0.load(Ordering::Relaxed), 1);
        assert_eq!(wakeup.taking(|| "nothing woke"), ("nothing woke", false));
        assert_eq!(wakeup.taking(|| mine.wake_by_ref()), ((), true));
        assert_eq!(count.0.load(Ordering::Relaxed), 1);
        wakeup.drive_in(&Context::from_waker(&task));
        mine.wake();
        assert_eq!(count.0.load(Ordering::Relaxed), 2);
    }
}
