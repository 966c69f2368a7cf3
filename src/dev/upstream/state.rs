//! [`State`]: where the services of the project are, as far as is known. No clock, no I/O.

use std::time::Duration;

/// How long it is taken to hold that the local stack is not there.
const FRESH: Duration = Duration::from_millis(250);

/// Where the services are. `U` is an upstream.
#[derive(Debug)]
pub(super) enum State<U> {
    /// Nobody wants them.
    Off,
    /// A person has said where.
    Fixed(U),
    /// At the local stack, if it runs.
    Auto { stack: U, presence: Presence },
}

/// What is known of the local stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// Nobody has looked.
    Unknown,
    /// It is there.
    There,
    /// It was there, and a request did not reach it.
    Doubted,
    /// It was not there at `since`, counted from the start of the session; `was_there` when it was before.
    Missing { since: Duration, was_there: bool },
}

/// What to do about a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step<U> {
    /// Send it there.
    Send(U),
    /// Look for the local stack, then ask again.
    Look,
    /// There is no stack; `was_there` when there once was.
    Nothing { was_there: bool },
    /// Nobody wants services.
    Off,
}

impl Presence {
    fn was_there(self) -> bool {
        match self {
            Self::Unknown => false,
            Self::There | Self::Doubted => true,
            Self::Missing { was_there, .. } => was_there,
        }
    }
}

impl<U: Clone> State<U> {
    /// What to do about a request at `now`.
    pub(super) fn step(&self, now: Duration) -> Step<U> {
        match self {
            Self::Off => Step::Off,
            Self::Fixed(upstream) => Step::Send(upstream.clone()),
            Self::Auto { stack, presence } => match *presence {
                Presence::There => Step::Send(stack.clone()),
                Presence::Missing { since, was_there } if now < since + FRESH => {
                    Step::Nothing { was_there }
                }
                Presence::Unknown | Presence::Doubted | Presence::Missing { .. } => Step::Look,
            },
        }
    }

    /// The local stack was looked for at `now`. Answers whether it has come. Whoever has said meanwhile where services
    /// are is right.
    pub(super) fn looked(&mut self, is_there: bool, now: Duration) -> bool {
        let Self::Auto { presence, .. } = self else {
            return false;
        };
        let before = *presence;
        *presence = match is_there {
            true => Presence::There,
            false => Presence::Missing {
                since: now,
                was_there: before.was_there(),
            },
        };
        is_there && matches!(before, Presence::Unknown | Presence::Missing { .. })
    }

    /// A request did not reach the upstream that `is_it` knows.
    pub(super) fn doubt(&mut self, is_it: impl Fn(&U) -> bool) {
        if let Self::Auto { stack, presence } = self
            && *presence == Presence::There
            && is_it(stack)
        {
            *presence = Presence::Doubted;
        }
    }

    /// The upstream, if there is one or may be one.
    pub(super) fn upstream(&self) -> Option<&U> {
        match self {
            Self::Off => None,
            Self::Fixed(upstream) => Some(upstream),
            Self::Auto { stack, .. } => Some(stack),
        }
    }

    /// The upstream, if there is one as far as is known.
    pub(super) fn present(&self) -> Option<&U> {
        match self {
            Self::Auto { presence, .. } if *presence != Presence::There => None,
            _ => self.upstream(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    fn auto(presence: Presence) -> State<u8> {
        State::Auto { stack: 7, presence }
    }

    #[test]
    fn what_was_said_is_never_looked_for() {
        let mut state = State::Fixed(1);
        assert_eq!(state.step(at(0)), Step::Send(1));
        assert!(!state.looked(true, at(0)));
        state.doubt(|_| true);
        assert_eq!(state.step(at(0)), Step::Send(1));
        let mut off = State::<u8>::Off;
        assert!(!off.looked(true, at(0)));
        assert_eq!((off.step(at(0)), off.present()), (Step::Off, None));
    }

    #[test]
    fn a_stack_that_is_not_there_is_looked_for_again_after_a_moment() {
        let mut state = auto(Presence::Unknown);
        assert_eq!(state.step(at(0)), Step::Look);
        assert!(!state.looked(false, at(10)));
        let nothing = Step::Nothing { was_there: false };
        assert_eq!(state.step(at(10)), nothing);
        assert_eq!(state.step(at(259)), nothing);
        assert_eq!(state.step(at(260)), Step::Look);
        assert_eq!(state.present(), None);
        assert!(state.looked(true, at(270)));
        assert_eq!(
            (state.step(at(270)), state.present()),
            (Step::Send(7), Some(&7))
        );
    }

    #[test]
    fn a_doubted_stack_is_looked_for_at_once() {
        let mut state = auto(Presence::There);
        state.doubt(|upstream| *upstream == 8);
        assert_eq!(state.step(at(0)), Step::Send(7));
        state.doubt(|upstream| *upstream == 7);
        assert_eq!(state.step(at(5)), Step::Look);
        // It was there all the time.
        assert!(!state.looked(true, at(6)));
        assert_eq!(state.step(at(7)), Step::Send(7));
        state.doubt(|_| true);
        assert!(!state.looked(false, at(8)));
        state.doubt(|_| true);
        assert_eq!(state.step(at(9)), Step::Nothing { was_there: true });
        assert!(state.looked(true, at(400)));
    }
}
