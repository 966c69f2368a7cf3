//! [`State`]: where the services of the project are, as far as is known. No clock, no I/O.

use std::time::Duration;

/// How long an answer of the local stack's port is taken to hold.
const FRESH: Duration = Duration::from_millis(250);

/// Where the services are. `U` is an upstream.
#[derive(Debug)]
pub(super) enum State<U> {
    /// Nobody wants them.
    Off,
    /// A person has said where.
    Fixed(U),
    /// At the local stack, if it runs.
    Auto(Auto<U>),
}

/// What is known of the local stack.
#[derive(Debug)]
pub(super) struct Auto<U> {
    found: Option<U>,
    /// When it was looked for last, since the session began.
    looked: Option<Duration>,
    /// Whether it was ever there.
    was_there: bool,
}

/// What to do about a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step<U> {
    /// Send it there.
    Send(U),
    /// Look for the local stack, then ask again.
    Look,
    /// There is nothing; `was_there` when there once was.
    Nothing { was_there: bool },
    /// Nobody wants services.
    Off,
}

impl<U> Auto<U> {
    /// The local stack as it was found when the session began, or not.
    pub(super) fn new(found: Option<U>) -> Self {
        Self {
            was_there: found.is_some(),
            found,
            looked: None,
        }
    }
}

impl<U: Clone> State<U> {
    /// What to do about a request at `now`.
    pub(super) fn step(&self, now: Duration) -> Step<U> {
        match self {
            Self::Off => Step::Off,
            Self::Fixed(upstream) => Step::Send(upstream.clone()),
            Self::Auto(auto) => match &auto.found {
                Some(upstream) => Step::Send(upstream.clone()),
                None if auto.looked.is_some_and(|at| now < at + FRESH) => Step::Nothing {
                    was_there: auto.was_there,
                },
                None => Step::Look,
            },
        }
    }

    /// The local stack was looked for at `now`. Whoever has said meanwhile where services are is right.
    pub(super) fn looked(&mut self, found: Option<U>, now: Duration) {
        if let Self::Auto(auto) = self {
            auto.was_there |= found.is_some();
            auto.found = found;
            auto.looked = Some(now);
        }
    }

    /// The local stack, if `is_it` knows it, is not reached any more. It is given out, and looked for with the next request.
    pub(super) fn lost(&mut self, is_it: impl Fn(&U) -> bool) -> Option<U> {
        match self {
            Self::Auto(auto) if auto.found.as_ref().is_some_and(is_it) => {
                auto.looked = None;
                auto.found.take()
            }
            _ => None,
        }
    }

    /// The upstream, if there is one.
    pub(super) fn upstream(&self) -> Option<&U> {
        match self {
            Self::Off => None,
            Self::Fixed(upstream) => Some(upstream),
            Self::Auto(auto) => auto.found.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn what_was_said_is_never_looked_for() {
        let mut state = State::Fixed(1);
        assert_eq!(state.step(at(0)), Step::Send(1));
        state.looked(None, at(0));
        assert_eq!(state.lost(|_| true), None);
        assert_eq!(state.step(at(0)), Step::Send(1));
        assert_eq!(State::<u8>::Off.step(at(0)), Step::Off);
    }

    #[test]
    fn a_stack_that_is_not_there_is_looked_for_again_after_a_moment() {
        let mut state = State::Auto(Auto::<u8>::new(None));
        assert_eq!(state.step(at(0)), Step::Look);
        state.looked(None, at(10));
        let nothing = Step::Nothing { was_there: false };
        assert_eq!(state.step(at(10)), nothing);
        assert_eq!(state.step(at(259)), nothing);
        assert_eq!(state.step(at(260)), Step::Look);
        state.looked(Some(7), at(270));
        assert_eq!(state.step(at(270)), Step::Send(7));
    }

    #[test]
    fn a_stack_that_went_away_is_looked_for_at_once_and_remembered() {
        let mut state = State::Auto(Auto::new(Some(7)));
        assert_eq!(state.lost(|upstream| *upstream == 8), None);
        assert_eq!(state.lost(|upstream| *upstream == 7), Some(7));
        assert_eq!(state.lost(|_| true), None);
        assert_eq!(state.step(at(5)), Step::Look);
        state.looked(None, at(6));
        assert_eq!(state.step(at(7)), Step::Nothing { was_there: true });
        state.looked(Some(9), at(400));
        assert_eq!(state.step(at(401)), Step::Send(9));
    }
}
