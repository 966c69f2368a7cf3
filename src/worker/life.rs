//! [`Life`]: where a worker is in its life, and what has to be done next. No I/O, no clock of its own.
//!
//! `Booting → Ready → Retired → Stopping → Exited`, and no way back. A worker that has retired finishes what it has; one
//! that is stopping has until a deadline. Both facts and wishes are levels rather than messages: whatever the order in
//! which they become known, [`Life::advance`] sees all of them each time, so none can be missed or come too late.

use std::time::{Duration, Instant};

use crate::events::EndReason;

/// How long a function may take to hear that it ends, and how long before its deadline it hears so at the latest.
pub(super) const UNLOAD_TIMEOUT: Duration = Duration::from_secs(1);
/// How long a worker that has retired and has nothing to do may take for its last words.
const FAREWELL_TIMEOUT: Duration = Duration::from_secs(5);
/// How long background work may keep a worker that has retired and has no requests.
const BACKGROUND_TIMEOUT: Duration = Duration::from_secs(400);

/// What others want of a worker. Later variants include what earlier ones ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Wish {
    /// That it goes on.
    #[default]
    Live,
    /// That it makes room for another one as soon as it has nothing to do.
    MakeRoom,
    /// That it takes no more requests, and ends when it has done what it has to do.
    Retire,
    /// That it ends, at `deadline` at the latest.
    Stop {
        deadline: Instant,
        reason: EndReason,
    },
}

impl Wish {
    /// Both wishes: the one that asks for more, and the earlier deadline.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (
                Self::Stop { deadline, reason },
                Self::Stop {
                    deadline: other, ..
                },
            ) => Self::Stop {
                deadline: deadline.min(other),
                reason,
            },
            _ if self.rank() >= other.rank() => self,
            _ => other,
        }
    }

    fn rank(self) -> u8 {
        match self {
            Self::Live => 0,
            Self::MakeRoom => 1,
            Self::Retire => 2,
            Self::Stop { .. } => 3,
        }
    }
}

/// Where a worker is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// It does not listen yet.
    Booting,
    /// It takes requests.
    Ready,
    /// It takes no more; since when it has had none.
    Retired { alone: Option<Instant> },
    /// It ends; when the function was told so.
    Stopping {
        deadline: Instant,
        reason: EndReason,
        told: Option<Instant>,
    },
    /// It has ended.
    Exited,
}

/// What is known about a worker at one moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    pub(super) now: Instant,
    pub(super) wish: Wish,
    /// It takes connections.
    pub(super) listens: bool,
    /// It reads what fx tells it.
    pub(super) heeds: bool,
    /// It has heard that it ends.
    pub(super) unloaded: bool,
    /// How many requests it has.
    pub(super) active: usize,
    /// Whether promises of `waitUntil` are unsettled.
    pub(super) background: bool,
}

/// What has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// Whoever waits for it may send requests.
    Open,
    /// It gets no more requests.
    Close,
    /// Connections that have no end of their own close.
    Cut,
    /// The function is told that it ends.
    Tell(EndReason),
    /// The process ends.
    Kill(EndReason),
}

/// The life of one worker.
#[derive(Debug)]
pub(super) struct Life {
    phase: Phase,
}

impl Life {
    pub(super) fn new() -> Self {
        Self {
            phase: Phase::Booting,
        }
    }

    /// Whether it takes requests no more.
    pub(super) fn is_leaving(&self) -> bool {
        !matches!(self.phase, Phase::Booting | Phase::Ready)
    }

    /// What follows from what is known. All of it is to be done, in this order.
    pub(super) fn advance(&mut self, facts: &Facts) -> Vec<Action> {
        let mut actions = Vec::new();
        loop {
            let before = self.phase;
            self.phase = self.next(facts, &mut actions);
            // Whether the function has heard of it shows later.
            let tells = matches!(actions.last(), Some(Action::Tell(_)));
            if tells || self.phase == before {
                return actions;
            }
        }
    }

    fn next(&self, facts: &Facts, actions: &mut Vec<Action>) -> Phase {
        match (self.phase, facts.wish) {
            (phase @ (Phase::Stopping { .. } | Phase::Exited), _) => {
                stopping(phase, facts, actions)
            }
            (_, Wish::Stop { deadline, reason }) => {
                actions.extend([Action::Close, Action::Cut]);
                let told = None;
                Phase::Stopping {
                    deadline,
                    reason,
                    told,
                }
            }
            (Phase::Booting, _) if facts.listens => {
                actions.push(Action::Open);
                Phase::Ready
            }
            (Phase::Ready, Wish::Retire) => retire(actions),
            (Phase::Ready, Wish::MakeRoom) if facts.is_idle() => retire(actions),
            (Phase::Retired { .. }, _) if facts.active > 0 => Phase::Retired { alone: None },
            (Phase::Retired { alone }, _) => {
                let since = alone.unwrap_or(facts.now);
                if facts.background && facts.now < since + BACKGROUND_TIMEOUT {
                    return Phase::Retired { alone: Some(since) };
                }
                Phase::Stopping {
                    deadline: facts.now + FAREWELL_TIMEOUT,
                    reason: EndReason::EarlyDrop,
                    told: None,
                }
            }
            (phase @ (Phase::Booting | Phase::Ready), _) => phase,
        }
    }
}

impl Facts {
    fn is_idle(&self) -> bool {
        self.active == 0 && !self.background
    }
}

fn retire(actions: &mut Vec<Action>) -> Phase {
    actions.push(Action::Close);
    Phase::Retired { alone: None }
}

/// What becomes of a worker that is stopping. The function hears of it when its requests have ended, or shortly before
/// the deadline; one that then does not react, or has no work left, has nothing to wait for.
fn stopping(phase: Phase, facts: &Facts, actions: &mut Vec<Action>) -> Phase {
    let Phase::Stopping {
        deadline,
        reason,
        told,
    } = phase
    else {
        return phase;
    };
    let deadline = match facts.wish {
        Wish::Stop {
            deadline: other, ..
        } => deadline.min(other),
        _ => deadline,
    };
    let is_alone = facts.active == 0;
    let is_done = match told {
        // Who does not read what fx says was never ready.
        None => is_alone && !facts.heeds,
        Some(_) if facts.unloaded => is_alone && !facts.background,
        // Nobody waits for the end of one that has retired, so that its limits decide.
        Some(at) => {
            let is_awaited = matches!(facts.wish, Wish::Stop { .. });
            is_alone && is_awaited && facts.now >= at + UNLOAD_TIMEOUT
        }
    };
    if is_done || facts.now >= deadline {
        actions.push(Action::Kill(reason));
        return Phase::Exited;
    }
    let is_time = is_alone || facts.now + UNLOAD_TIMEOUT >= deadline;
    let tells = told.is_none() && facts.heeds && is_time;
    if tells {
        actions.push(Action::Tell(reason));
    }
    Phase::Stopping {
        deadline,
        reason,
        told: if tells { Some(facts.now) } else { told },
    }
}

/// How long a worker with requests may answer none of them before it is asked whether it still runs.
const QUIET: Duration = Duration::from_secs(1);
/// How long it may take to say so.
const PROBE_TIMEOUT: Duration = Duration::from_secs(5);

/// Whether a worker that has requests still runs: one that is stopped, or blocked, answers nothing.
#[derive(Debug)]
pub(super) struct Liveness {
    /// When there was a sign of it.
    heard: Instant,
    /// When it was asked for one.
    asked: Option<Instant>,
    finished: u64,
}

/// What [`Liveness`] wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Probe {
    /// The worker is to be asked.
    Send,
    /// It did not answer.
    Failed,
}

impl Liveness {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            heard: now,
            asked: None,
            finished: 0,
        }
    }

    /// The worker has answered.
    pub(super) fn hear(&mut self, now: Instant) {
        (self.heard, self.asked) = (now, None);
    }

    /// What has to be done about a worker that has `active` requests and has answered `finished`.
    pub(super) fn look(&mut self, now: Instant, active: usize, finished: u64) -> Option<Probe> {
        if active == 0 || finished != self.finished {
            self.finished = finished;
            self.hear(now);
            return None;
        }
        match self.asked {
            None if now >= self.heard + QUIET => {
                self.asked = Some(now);
                Some(Probe::Send)
            }
            Some(at) => (now >= at + PROBE_TIMEOUT).then_some(Probe::Failed),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn facts(now: Instant) -> Facts {
        Facts {
            now,
            wish: Wish::Live,
            listens: true,
            heeds: true,
            unloaded: false,
            active: 0,
            background: false,
        }
    }

    fn stop(deadline: Instant) -> Wish {
        Wish::Stop {
            deadline,
            reason: EndReason::TerminationRequested,
        }
    }

    const SECOND: Duration = Duration::from_secs(1);
    const TOLD: Action = Action::Tell(EndReason::EarlyDrop);
    const KILLED: Action = Action::Kill(EndReason::EarlyDrop);

    #[test]
    fn a_worker_that_retires_finishes_its_requests_and_its_background_work() {
        let (mut life, start) = (Life::new(), Instant::now());
        let mut known = facts(start);
        assert_eq!(life.advance(&known), [Action::Open]);
        (known.wish, known.active, known.background) = (Wish::Retire, 2, true);
        assert_eq!(life.advance(&known), [Action::Close]);
        known.now += 1000 * SECOND;
        assert_eq!(life.advance(&known), []);
        known.active = 0;
        assert_eq!(life.advance(&known), []);
        known.now += 399 * SECOND;
        assert_eq!(life.advance(&known), []);
        known.background = false;
        assert_eq!(life.advance(&known), [TOLD]);
        known.unloaded = true;
        assert_eq!(life.advance(&known), [KILLED]);
        assert_eq!(life.advance(&known), []);
    }

    #[test]
    fn a_worker_that_makes_room_takes_requests_until_it_has_nothing_to_do() {
        let (mut life, start) = (Life::new(), Instant::now());
        let mut known = facts(start);
        (known.wish, known.background) = (Wish::MakeRoom, true);
        assert_eq!(life.advance(&known), [Action::Open]);
        (known.active, known.background) = (1, false);
        assert_eq!(life.advance(&known), []);
        known.active = 0;
        assert_eq!(life.advance(&known), [Action::Close, TOLD]);
    }

    #[test]
    fn the_function_hears_of_a_deadline_before_it_even_when_requests_do_not_end() {
        let (mut life, start) = (Life::new(), Instant::now());
        let mut known = facts(start);
        life.advance(&known);
        (known.active, known.wish) = (1, stop(start + 10 * SECOND));
        assert_eq!(life.advance(&known), [Action::Close, Action::Cut]);
        known.now = start + 9 * SECOND;
        let reason = EndReason::TerminationRequested;
        assert_eq!(life.advance(&known), [Action::Tell(reason)]);
        known.unloaded = true;
        assert_eq!(life.advance(&known), []);
        known.now = start + 10 * SECOND;
        assert_eq!(life.advance(&known), [Action::Kill(reason)]);
    }

    #[test]
    fn of_two_deadlines_the_earlier_one_holds_and_a_stop_during_boot_waits_for_nobody() {
        let (mut life, start) = (Life::new(), Instant::now());
        let mut known = facts(start);
        (known.listens, known.heeds) = (false, false);
        assert_eq!(life.advance(&known), []);
        known.wish = stop(start + 10 * SECOND).and(stop(start + SECOND));
        assert_eq!(known.wish, stop(start + SECOND));
        let reason = EndReason::TerminationRequested;
        let all = [Action::Close, Action::Cut, Action::Kill(reason)];
        assert_eq!(life.advance(&known), all);
    }

    #[test]
    fn a_function_that_is_too_busy_to_hear_is_not_waited_for() {
        let (mut life, start) = (Life::new(), Instant::now());
        let mut known = facts(start);
        life.advance(&known);
        (known.background, known.wish) = (true, stop(start + 100 * SECOND));
        assert!(matches!(life.advance(&known).last(), Some(Action::Tell(_))));
        known.now = start + SECOND;
        assert!(matches!(life.advance(&known)[..], [Action::Kill(_)]));
    }

    #[test]
    fn a_worker_that_answers_nothing_is_asked_and_then_given_up() {
        let start = Instant::now();
        let mut liveness = Liveness::new(start);
        assert_eq!(liveness.look(start + 9 * SECOND, 0, 0), None);
        assert_eq!(
            liveness.look(start + 9 * SECOND + QUIET, 1, 0),
            Some(Probe::Send)
        );
        liveness.hear(start + 11 * SECOND);
        assert_eq!(liveness.look(start + 12 * SECOND, 1, 0), Some(Probe::Send));
        assert_eq!(liveness.look(start + 13 * SECOND, 1, 0), None);
        assert_eq!(
            liveness.look(start + 14 * SECOND, 1, 1),
            None,
            "it has answered a request"
        );
        assert_eq!(liveness.look(start + 15 * SECOND, 1, 1), Some(Probe::Send));
        assert_eq!(
            liveness.look(start + 20 * SECOND, 1, 1),
            Some(Probe::Failed)
        );
    }

    /// What may happen to a worker, in any order.
    #[derive(Debug, Clone)]
    enum Happening {
        Time(u64),
        Listens,
        Heeds,
        Unloads,
        Request,
        Answer,
        Background(bool),
        MakeRoom,
        Retire,
        Stop(u64),
        Death,
    }

    fn happenings() -> impl Strategy<Value = Vec<Happening>> {
        let one = prop_oneof![
            (0..3000_u64).prop_map(Happening::Time),
            Just(Happening::Listens),
            Just(Happening::Heeds),
            Just(Happening::Unloads),
            Just(Happening::Request),
            Just(Happening::Answer),
            any::<bool>().prop_map(Happening::Background),
            Just(Happening::MakeRoom),
            Just(Happening::Retire),
            (0..20_000_u64).prop_map(Happening::Stop),
            Just(Happening::Death),
        ];
        prop::collection::vec(one, 0..60)
    }

    proptest! {
        #[test]
        fn in_any_order_a_life_goes_forward_only_and_ends_by_its_deadline(all in happenings()) {
            let (mut life, start) = (Life::new(), Instant::now());
            let mut known = Facts { listens: false, heeds: false, ..facts(start) };
            let (mut open, mut told, mut killed) = (false, 0, 0);
            let mut last = 0;
            for happening in all {
                match happening {
                    Happening::Time(passed) => known.now += Duration::from_millis(passed),
                    Happening::Listens => (known.listens, known.heeds) = (true, true),
                    Happening::Heeds => known.heeds = true,
                    Happening::Unloads => known.unloaded = told > 0,
                    Happening::Request => known.active += usize::from(open),
                    Happening::Answer => known.active = known.active.saturating_sub(1),
                    Happening::Background(has) => known.background = has,
                    Happening::MakeRoom => known.wish = known.wish.and(Wish::MakeRoom),
                    Happening::Retire => known.wish = known.wish.and(Wish::Retire),
                    Happening::Stop(within) => {
                        known.wish = known.wish.and(stop(known.now + Duration::from_millis(within)));
                    }
                    Happening::Death => life.phase = Phase::Exited,
                }
                for action in life.advance(&known) {
                    prop_assert_eq!(killed, 0, "nothing follows the end");
                    match action {
                        Action::Open => open = true,
                        Action::Close => open = false,
                        Action::Tell(_) => told += 1,
                        Action::Kill(_) => killed += 1,
                        Action::Cut => {}
                    }
                }
                let rank = match life.phase {
                    Phase::Booting => 0,
                    Phase::Ready => 1,
                    Phase::Retired { .. } => 2,
                    Phase::Stopping { .. } => 3,
                    Phase::Exited => 4,
                };
                prop_assert!(rank >= last && told <= 1);
                prop_assert!(rank != 1 || open, "what is ready takes requests");
                prop_assert!(rank < 2 || rank == 4 || !open, "what has retired takes none");
                if let Wish::Stop { deadline, .. } = known.wish {
                    prop_assert!(rank == 4 || known.now < deadline, "nobody outlives a deadline");
                }
                last = rank;
            }
        }
    }
}
