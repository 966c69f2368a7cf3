//! What a client's connection is waiting for, and the timer that goes with it.
//!
//! A timer per request would be set and cleared for each one, which costs as much as the routing. So a connection has
//! one timer, which is only moved when it fires or when an earlier deadline appears; deadlines are numbers.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use http::{Method, Uri};
use tokio::{
    sync::Notify,
    time::{Instant, Sleep, sleep_until},
};

/// How long a client's connection may be silent, or take for the head of a request.
pub(super) const SILENCE: Duration = Duration::from_secs(30);
/// How long a connection has waited for its next request when others that need its place end it.
const REST: Duration = Duration::from_secs(2);
/// How many characters are shown of the path of a request that is waited for.
const SHOWN_PATH: usize = 200;
/// No deadline.
const NEVER: u64 = u64::MAX;

/// The deadline of a connection, in milliseconds since it was opened.
#[derive(Debug)]
pub(super) struct Activity {
    opened: Instant,
    silence: Duration,
    deadline: AtomicU64,
    /// Whether a request is being answered; otherwise the deadline is for the next one.
    busy: AtomicBool,
    /// Whether the client broke the connection while it sent a body.
    broken: AtomicBool,
    /// Whether an answer has ended before its time.
    cut_short: AtomicBool,
    /// What the connection's last request wants; nothing when it is a connection of another protocol now.
    asked: Mutex<Option<(Method, Uri)>>,
}

impl Activity {
    /// A connection on which nothing has come yet.
    pub(super) fn new(silence: Duration) -> Self {
        let activity = Self {
            opened: Instant::now(),
            silence,
            deadline: AtomicU64::new(NEVER),
            busy: AtomicBool::new(false),
            broken: AtomicBool::new(false),
            cut_short: AtomicBool::new(false),
            asked: Mutex::default(),
        };
        activity.expect_within(silence);
        activity
    }

    /// The client has broken the connection while it sent a body.
    pub(super) fn client_broke_off(&self) {
        self.broken.store(true, Ordering::Relaxed);
    }

    /// Whether it has.
    pub(super) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// An answer has ended before its time.
    pub(super) fn cut_short(&self) {
        self.cut_short.store(true, Ordering::Relaxed);
    }

    /// The connection has become one of another protocol, which has an end of its own.
    pub(super) fn switched(&self) {
        *self.asked() = None;
    }

    /// Whether an answer is under way or has ended before its time.
    pub(super) fn is_unfinished(&self) -> bool {
        let is_busy = self.busy.load(Ordering::Relaxed);
        let is_unfinished = is_busy || self.cut_short.load(Ordering::Relaxed);
        is_unfinished && self.asked().is_some()
    }

    /// The request that is being answered: method and path.
    fn under_way(&self) -> Option<String> {
        let asked = self.asked();
        let (method, uri) = asked
            .as_ref()
            .filter(|_| self.busy.load(Ordering::Relaxed))?;
        let path: String = uri.path().chars().take(SHOWN_PATH).collect();
        Some(format!("{method} {path}"))
    }

    fn asked(&self) -> MutexGuard<'_, Option<(Method, Uri)>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether what was expected has not come in time.
    pub(super) fn is_overdue(&self) -> bool {
        self.deadline()
            .is_some_and(|deadline| deadline <= Instant::now())
    }

    /// The head of the response must come within `timeout`; zero for any time.
    pub(super) fn await_head(&self, timeout: Duration) {
        if !timeout.is_zero() {
            self.expect_within(timeout);
        }
    }

    /// The head of the response has come.
    pub(super) fn head_came(&self) {
        self.expect_nothing();
    }

    /// Whether no request is being answered, and none has begun for a while.
    fn is_at_rest(&self) -> bool {
        let rested_since = self.deadline().map(|deadline| deadline - self.silence);
        let is_old = rested_since.is_some_and(|since| since.elapsed() >= REST.min(self.silence));
        is_old && !self.busy.load(Ordering::Relaxed)
    }

    fn expect_within(&self, timeout: Duration) {
        let deadline = self.opened.elapsed() + timeout;
        let milliseconds = u64::try_from(deadline.as_millis()).unwrap_or(NEVER);
        self.deadline.store(milliseconds, Ordering::Relaxed);
    }

    fn expect_nothing(&self) {
        self.deadline.store(NEVER, Ordering::Relaxed);
    }

    fn deadline(&self) -> Option<Instant> {
        match self.deadline.load(Ordering::Relaxed) {
            NEVER => None,
            milliseconds => Some(self.opened + Duration::from_millis(milliseconds)),
        }
    }
}

/// A request of a connection, until its response has ended.
#[derive(Debug)]
pub(super) struct Busy(Arc<Activity>);

impl Busy {
    /// A request has come.
    pub(super) fn new(activity: Arc<Activity>, method: Method, uri: Uri) -> Self {
        *activity.asked() = Some((method, uri));
        activity.cut_short.store(false, Ordering::Relaxed);
        activity.busy.store(true, Ordering::Relaxed);
        activity.expect_nothing();
        Self(activity)
    }

    /// The connection that the request came over.
    pub(super) fn activity(&self) -> &Arc<Activity> {
        &self.0
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.busy.store(false, Ordering::Relaxed);
        self.0.expect_within(self.0.silence);
    }
}

/// Tells every connection to end: after its current request, or now if it has been at rest for a while.
#[derive(Debug, Clone, Default)]
pub(super) struct Closing(Arc<Told>);

#[derive(Debug, Default)]
struct Told {
    closed: AtomicBool,
    /// How often those at rest were told, twice; odd while they are being told.
    reliefs: AtomicU32,
    notify: Notify,
    /// What was under way when all were told.
    under_way: Mutex<Vec<String>>,
}

impl Closing {
    /// Tells all of them.
    pub(super) fn close(&self) {
        self.0.closed.store(true, Ordering::Release);
        self.0.notify.notify_waiters();
    }

    /// Tells those that only wait for another request, for others wait for their places.
    pub(super) fn relieve(&self) {
        self.0.reliefs.fetch_add(1, Ordering::AcqRel);
        self.0.notify.notify_waiters();
        self.0.reliefs.fetch_add(1, Ordering::AcqRel);
    }

    /// The requests that were under way when connections heard that they end.
    pub(super) fn take_under_way(&self) -> Vec<String> {
        std::mem::take(&mut *self.under_way())
    }

    fn under_way(&self) -> MutexGuard<'_, Vec<String>> {
        self.0
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn is_closed(&self) -> bool {
        self.0.closed.load(Ordering::Acquire)
    }

    fn reliefs(&self) -> u32 {
        self.0.reliefs.load(Ordering::Acquire)
    }
}

/// Drives a connection to its end: it is dropped when it is silent for too long, and told to shut down when the
/// gateway closes.
pub(super) async fn watch<C: Future>(
    mut connection: Pin<&mut C>,
    shut_down: impl Fn(Pin<&mut C>),
    activity: &Activity,
    closing: Closing,
) {
    let mut timer = pin!(Timer::new(activity.silence));
    let mut notified = pin!(closing.0.notify.notified());
    let (mut reliefs, mut told) = (None, false);
    poll_fn(|cx| {
        // The task is always woken by the same waker, so it is left with the timer and the notifier only once, and again
        // when the notifier may have used it: while a relief is being told, nobody knows. One that is missed in between
        // is followed by another.
        let now = closing.reliefs();
        let mut is_asked_for_its_place = false;
        if reliefs != Some(now) || now % 2 == 1 {
            is_asked_for_its_place = reliefs.is_some_and(|before| before != now);
            reliefs = Some(now);
            notified.set(closing.0.notify.notified());
            let _ = notified.as_mut().poll(cx);
        }
        let must_end = closing.is_closed() || is_asked_for_its_place && activity.is_at_rest();
        if must_end && !told {
            told = true;
            closing.under_way().extend(activity.under_way());
            shut_down(connection.as_mut());
        }
        if connection.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        timer.as_mut().poll(activity, cx)
    })
    .await;
}

/// The one timer of a connection.
struct Timer {
    sleep: Pin<Box<Sleep>>,
    /// Whether the task's waker is with it.
    armed: bool,
}

impl Timer {
    fn new(timeout: Duration) -> Self {
        Self {
            sleep: Box::pin(sleep_until(Instant::now() + timeout)),
            armed: false,
        }
    }

    /// Ready when the connection is silent for too long. A request that is overdue sees to itself.
    fn poll(&mut self, activity: &Activity, cx: &mut Context<'_>) -> Poll<()> {
        let deadline = activity.deadline();
        if deadline.is_some_and(|deadline| deadline < self.sleep.deadline()) {
            self.set(deadline, activity.silence);
        }
        while !self.armed || self.sleep.is_elapsed() {
            if self.sleep.as_mut().poll(cx).is_pending() {
                self.armed = true;
                break;
            }
            if activity.is_overdue() && !activity.busy.load(Ordering::Relaxed) {
                return Poll::Ready(());
            }
            let deadline = activity
                .deadline()
                .filter(|deadline| *deadline > Instant::now());
            self.set(deadline, activity.silence);
        }
        Poll::Pending
    }

    fn set(&mut self, deadline: Option<Instant>, silence: Duration) {
        let latest = Instant::now() + silence;
        let deadline = deadline.map_or(latest, |deadline| deadline.min(latest));
        self.sleep.as_mut().reset(deadline);
        self.armed = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(20);

    async fn lifetime(activity: &Activity) -> Duration {
        let started = Instant::now();
        let never = pin!(std::future::pending::<()>());
        watch(never, |_| {}, activity, Closing::default()).await;
        started.elapsed()
    }

    #[tokio::test]
    async fn a_connection_at_rest_gives_its_place_up_and_no_other_does() {
        let old = || Activity {
            opened: Instant::now() - REST,
            ..Activity::new(SILENCE)
        };
        let (fresh, rests, works) = (Activity::new(SILENCE), old(), Arc::new(old()));
        let _busy = Busy::new(Arc::clone(&works), Method::GET, Uri::default());
        let closing = Closing::default();
        let ended = async |activity: &Activity| {
            let (tx, rx) = tokio::sync::oneshot::channel::<()>();
            let tx = std::cell::Cell::new(Some(tx));
            watch(pin!(rx), |_| drop(tx.take()), activity, closing.clone()).await;
        };
        let (mut fresh, mut rests, mut works) = (
            pin!(ended(&fresh)),
            pin!(ended(&rests)),
            pin!(ended(&works)),
        );
        let mut have_ended = async || {
            let fresh = tokio::time::timeout(SHORT, &mut fresh).await.is_ok();
            let rests = tokio::time::timeout(SHORT, &mut rests).await.is_ok();
            let works = tokio::time::timeout(SHORT, &mut works).await.is_ok();
            (fresh, rests, works)
        };
        assert_eq!(have_ended().await, (false, false, false));
        closing.relieve();
        assert_eq!(have_ended().await, (false, true, false));
    }

    #[tokio::test]
    async fn closing_is_heard_though_another_event_came_while_a_relief_was_told() {
        #[derive(Default)]
        struct Woken(AtomicBool);
        impl std::task::Wake for Woken {
            fn wake(self: Arc<Self>) {
                self.0.store(true, Ordering::Relaxed);
            }
        }
        let woken = Arc::new(Woken::default());
        let waker = Arc::clone(&woken).into();
        let mut cx = Context::from_waker(&waker);
        let closing = Closing::default();
        let activity = Activity::new(SILENCE);
        let told = AtomicBool::new(false);
        let shut_down = |_: Pin<&mut _>| told.store(true, Ordering::Relaxed);
        let never = pin!(std::future::pending::<()>());
        let mut watched = pin!(watch(never, shut_down, &activity, closing.clone()));
        assert!(watched.as_mut().poll(&mut cx).is_pending());
        // What `relieve` does, with the connection at work between its steps.
        closing.0.reliefs.fetch_add(1, Ordering::AcqRel);
        assert!(watched.as_mut().poll(&mut cx).is_pending());
        closing.0.notify.notify_waiters();
        assert!(watched.as_mut().poll(&mut cx).is_pending());
        closing.0.reliefs.fetch_add(1, Ordering::AcqRel);
        woken.0.store(false, Ordering::Relaxed);
        closing.close();
        assert!(woken.0.load(Ordering::Relaxed));
        assert!(watched.as_mut().poll(&mut cx).is_pending());
        assert!(told.load(Ordering::Relaxed));
    }

    #[tokio::test]
    async fn a_silent_connection_ends() {
        assert!(lifetime(&Activity::new(SHORT)).await >= SHORT);
    }

    #[tokio::test]
    async fn a_connection_is_not_silent_while_a_request_is_answered() {
        let activity = Arc::new(Activity::new(SHORT));
        let busy = Busy::new(Arc::clone(&activity), Method::GET, Uri::default());
        let answered = tokio::spawn(async move {
            tokio::time::sleep(SHORT * 4).await;
            drop(busy);
        });
        assert!(lifetime(&activity).await >= SHORT * 5);
        answered.await.unwrap();
    }

    #[tokio::test]
    async fn an_overdue_request_is_woken_though_the_timer_was_set_for_later() {
        let activity = Arc::new(Activity::new(Duration::from_secs(3600)));
        let busy = Busy::new(Arc::clone(&activity), Method::GET, Uri::default());
        busy.activity().await_head(SHORT);
        let request = pin!(poll_fn(|_| match activity.is_overdue() {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }));
        watch(request, |_| {}, &activity, Closing::default()).await;
    }

    #[tokio::test]
    async fn closing_shuts_connections_down() {
        let closing = Closing::default();
        let told = Arc::new(AtomicBool::new(false));
        let (other, flag) = (closing.clone(), Arc::clone(&told));
        let watched = tokio::spawn(async move {
            let connection = pin!(poll_fn(|_| match flag.load(Ordering::Relaxed) {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }));
            let shut_down = |_: Pin<&mut _>| flag.store(true, Ordering::Relaxed);
            let activity = Activity::new(Duration::from_secs(3600));
            watch(connection, shut_down, &activity, other).await;
        });
        tokio::task::yield_now().await;
        closing.close();
        watched.await.unwrap();
        assert!(told.load(Ordering::Relaxed));
    }
}
