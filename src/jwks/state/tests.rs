//! Tests of `state`: each rule by itself, and what holds in any order of events.

use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

use super::{Duration, FIRST_BACK_OFF, Instant, MAX_AGE, MAX_BACK_OFF, PAUSE, State, Step};

const SECOND: Duration = Duration::from_secs(1);

/// A state with a set that came at `now`.
fn fetched_at(now: Instant) -> State<&'static str> {
    let mut state = State::new();
    assert!(matches!(state.ask(now, None), Step::Fetch));
    state.fetched(now, Ok("first"));
    state
}

fn tried(state: &mut State<&'static str>, now: Instant) -> (&'static str, u64) {
    match state.ask(now, None) {
        Step::Try(known) => (*known.keys, known.generation),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_fetch_is_for_all_who_wait() {
    let now = Instant::now();
    let mut state = State::new();
    assert!(matches!(state.ask(now, None), Step::Fetch));
    assert!(matches!(state.ask(now, None), Step::Wait));
    assert!(matches!(state.ask(now + MAX_AGE, None), Step::Wait));
    state.fetched(now, Ok("first"));
    assert_eq!(tried(&mut state, now), ("first", 1));
}

#[test]
fn known_keys_need_no_fetch_until_they_are_too_old() {
    let now = Instant::now();
    let mut state = fetched_at(now);
    assert_eq!(tried(&mut state, now + MAX_AGE - SECOND), ("first", 1));
    assert!(matches!(state.ask(now + MAX_AGE, None), Step::Fetch));
    // There is nothing to check with in the meantime.
    assert!(matches!(state.ask(now + MAX_AGE, None), Step::Wait));
}

#[test]
fn an_unknown_key_is_looked_for_once_in_a_while() {
    let now = Instant::now();
    let mut state = fetched_at(now);
    assert!(matches!(state.ask(now, Some(1)), Step::Unknown));
    let soon = now + PAUSE - SECOND;
    assert!(matches!(state.ask(soon, Some(1)), Step::Unknown));
    assert!(matches!(state.ask(now + PAUSE, Some(1)), Step::Fetch));
    // Tokens of known keys pass while the set is fetched again, and when that fails.
    assert_eq!(tried(&mut state, now + PAUSE), ("first", 1));
    state.fetched(now + PAUSE, Err("refused".to_owned()));
    assert_eq!(tried(&mut state, now + PAUSE), ("first", 1));
    assert!(matches!(
        state.ask(now + PAUSE, Some(1)),
        Step::Failed { .. }
    ));
    let later = now + PAUSE + FIRST_BACK_OFF;
    assert!(matches!(state.ask(later, Some(1)), Step::Fetch));
    state.fetched(later, Ok("second"));
    // Whoever tried the first set tries the second.
    assert!(matches!(state.ask(later, Some(1)), Step::Try(known) if known.generation == 2));
    assert!(matches!(state.ask(later, Some(2)), Step::Unknown));
}

#[test]
fn failures_make_the_pauses_longer_and_a_success_short_again() {
    let mut now = Instant::now();
    let mut state: State<&str> = State::new();
    let pauses: Vec<u64> = (0..40)
        .map(|_| {
            assert!(matches!(state.ask(now, None), Step::Fetch));
            state.fetched(now, Err("refused".to_owned()));
            let Step::Failed { why, pause } = state.ask(now, None) else {
                panic!("it has just failed");
            };
            assert_eq!(&*why, "refused");
            now += pause;
            pause.as_secs()
        })
        .collect();
    assert_eq!(pauses[..6], [1, 2, 4, 8, 10, 10]);
    assert_eq!(pauses[39], MAX_BACK_OFF.as_secs());
    assert!(matches!(state.ask(now, None), Step::Fetch));
    state.fetched(now, Ok("keys"));
    now += MAX_AGE;
    assert!(matches!(state.ask(now, None), Step::Fetch));
    state.fetched(now, Err("refused".to_owned()));
    let failed = state.ask(now, None);
    assert!(matches!(failed, Step::Failed { pause, .. } if pause == FIRST_BACK_OFF));
}

#[test]
fn an_end_that_belongs_to_no_fetch_changes_nothing() {
    let now = Instant::now();
    let mut state = fetched_at(now);
    state.fetched(now + SECOND, Ok("second"));
    assert_eq!(tried(&mut state, now + SECOND), ("first", 1));
}

/// What happens to a state.
#[derive(Debug, Clone, Copy)]
enum Happens {
    Passes(u64),
    Asked { has_tried: bool },
    Came,
    Failed,
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        (0_u64..20).prop_map(Happens::Passes),
        Just(Happens::Passes(MAX_AGE.as_secs())),
        any::<bool>().prop_map(|has_tried| Happens::Asked { has_tried }),
        Just(Happens::Came),
        Just(Happens::Failed),
    ]
}

/// What a state may do, kept apart from it.
struct Model {
    now: Instant,
    /// When the set came last, and how many came.
    came: Option<Instant>,
    sets: u64,
    is_under_way: bool,
    /// When the last fetch ended, and whether its set came.
    ended: Option<(Instant, bool)>,
}

impl Model {
    fn check(&self, step: &Step<u64>, tried: Option<u64>) {
        let since = |at: Instant| self.now - at;
        match step {
            Step::Try(known) => {
                assert!(self.came.is_some_and(|came| since(came) < MAX_AGE));
                assert_eq!((*known.keys, known.generation), (self.sets, self.sets));
                assert!(tried.is_none_or(|tried| tried < known.generation));
            }
            Step::Fetch => {
                assert!(!self.is_under_way);
                let (ended, has_come) = self.ended.unzip();
                let pause = match has_come {
                    Some(true) => PAUSE,
                    Some(false) => FIRST_BACK_OFF,
                    None => Duration::ZERO,
                };
                assert!(ended.is_none_or(|ended| since(ended) >= pause));
            }
            Step::Wait => assert!(self.is_under_way),
            Step::Unknown => {
                assert_eq!(tried, Some(self.sets));
                assert!(
                    self.ended
                        .is_some_and(|(ended, came)| came && since(ended) < PAUSE)
                );
            }
            Step::Failed { pause, .. } => {
                assert!(*pause > Duration::ZERO && *pause <= MAX_BACK_OFF);
                assert!(self.ended.is_some_and(|(_, came)| !came));
            }
        }
    }
}

proptest! {
    #[test]
    fn in_any_order_of_events_one_fetch_at_a_time_is_made_and_no_old_key_is_used(
        events in proptest::collection::vec(happens(), 1..60)
    ) {
        let mut state: State<u64> = State::new();
        let mut model = Model {
            now: Instant::now(),
            came: None,
            sets: 0,
            is_under_way: false,
            ended: None,
        };
        for event in events {
            match event {
                Happens::Passes(seconds) => model.now += SECOND * u32::try_from(seconds).unwrap(),
                Happens::Asked { has_tried } => {
                    let tried = (has_tried && model.sets > 0).then_some(model.sets);
                    let step = state.ask(model.now, tried);
                    model.check(&step, tried);
                    model.is_under_way |= matches!(step, Step::Fetch);
                }
                Happens::Came => {
                    state.fetched(model.now, Ok(model.sets + 1));
                    if std::mem::take(&mut model.is_under_way) {
                        model.sets += 1;
                        model.came = Some(model.now);
                        model.ended = Some((model.now, true));
                    }
                }
                Happens::Failed => {
                    state.fetched(model.now, Err("refused".to_owned()));
                    if std::mem::take(&mut model.is_under_way) {
                        model.ended = Some((model.now, false));
                    }
                }
            }
        }
    }
}
