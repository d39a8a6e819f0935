//! Waits that the server asks for: kept over a restart, and forgotten when they are over.

use std::time::Duration;

use latchkey_core::failure::Failure;
use latchkey_core::time::Timestamp;
use latchkey_ipc::view::{Activity, Screen};

use super::bench::*;
use crate::input::{Input, Reply};
use crate::ports::Saved;
use crate::work::Work;

/// Limited for ten seconds.
fn limited() -> Bench {
    let mut bench = Bench::signed_out();
    bench.submit();
    let ticket = bench.sign_in_ticket();
    let Failure::Refused { errors, .. } = refused("too_many_requests") else { unreachable!() };
    let retry_after = Some(Duration::from_secs(10));
    let failure = Failure::Refused { errors, trace_id: None, retry_after };
    bench.answer(ticket, Reply::SignIn(Err(failure)));
    bench
}

fn is_held(bench: &Bench) -> bool {
    let Screen::SignIn(page) = bench.view().screen else { panic!("another page") };
    matches!(page.activity, Activity::Held { .. })
}

#[test]
fn a_wait_is_kept_for_the_next_run_and_forgotten_when_it_is_over() {
    let mut bench = limited();
    assert!(is_held(&bench));
    let saved = bench.model.saved.clone();
    assert_eq!(saved.hold.as_ref().unwrap().identifier, "ada@example.com");
    assert!(is_held(&Bench::signed_out_with(saved)));

    let (ticket, duration) = bench
        .done(|work| match work {
            Work::Wait { ticket, duration } => Some((*ticket, *duration)),
            _ => None,
        })
        .expect("a clock for the end of the wait");
    bench.later(duration);
    bench.take(Input::TimeUp(ticket));
    assert!(!is_held(&bench));
    assert_eq!(bench.model.saved.hold, None, "it names whom it concerned");
}

#[test]
fn a_wait_of_the_last_run_that_is_over_is_forgotten_at_the_start() {
    let mut saved = limited().model.saved;
    let hold = saved.hold.as_mut().unwrap();
    hold.began -= 60_000;
    hold.until -= 60_000;
    let mut bench = Bench::signed_out_with(saved);
    assert!(!is_held(&bench));
    let written = bench.done(|work| match work {
        Work::Save(saved) => Some(saved.clone()),
        _ => None,
    });
    assert_eq!(written, Some(Saved::default()));
}

#[test]
fn a_clock_that_is_set_neither_prolongs_nor_ends_a_wait() {
    for wall in [0, 4_000_000_000_000] {
        let mut bench = limited();
        bench.now.wall = Timestamp::from_millis(wall);
        assert!(is_held(&bench));
        bench.now.instant = bench.now.instant.plus(Duration::from_secs(11));
        assert!(!is_held(&bench));
    }
}

#[test]
fn a_clock_that_was_an_hour_fast_and_is_corrected_holds_nobody_up_after_a_restart() {
    let mut saved = limited().model.saved;
    let hold = saved.hold.as_mut().unwrap();
    hold.began += 3_600_000;
    hold.until += 3_600_000;
    assert!(!is_held(&Bench::signed_out_with(saved)));
}

#[test]
fn a_wait_at_another_host_holds_nobody_up_here() {
    let mut saved = limited().model.saved;
    saved.hold.as_mut().unwrap().host = "clerk.example.com".to_owned();
    assert!(!is_held(&Bench::signed_out_with(saved)));
}

#[test]
fn a_wait_that_is_too_long_to_be_true_ends_all_the_same() {
    let mut saved = limited().model.saved;
    let hold = saved.hold.as_mut().unwrap();
    (hold.began, hold.until) = (i64::MIN, i64::MAX);
    let bench = Bench::signed_out_with(saved);
    assert!(is_held(&bench));
    let until = bench.model.saved.hold.as_ref().unwrap().until;
    assert_eq!(until, bench.now.wall.as_millis() + 3_600_000, "an hour at most");
}
