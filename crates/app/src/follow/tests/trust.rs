//! A device that stays trusted: what an earlier run kept, coming back by itself, and what the server no
//! longer knows.

use std::time::Duration;

use latchkey_core::signed_in::{Call as Asked, Reply as Told};
use latchkey_core::time::Timestamp;
use latchkey_ipc::command::{MfaRequest, WindowRequest};
use latchkey_ipc::view::{Notice, Page, Screen};
use serde_json::{Value, json};

use super::bench::*;
use crate::input::{Holding, Input, News, Reply};
use crate::ports::{Loaded, Saved};
use crate::work::{Call, Work};

/// Started again after a run in which somebody was signed in.
pub(super) fn restarted() -> Bench {
    restarted_with(&client(&[session("sess_1", &user())]), Saved::default())
}

pub(super) fn restarted_with(client: &Value, saved: Saved) -> Bench {
    let mut bench = Bench::opening(saved);
    bench.opened(kept(client));
    bench
}

/// Answers the question how the client stands.
pub(super) fn client_told(bench: &mut Bench, client: Option<&Value>) {
    let ticket = bench.ticket_of(|call| matches!(call, Call::Client));
    if let Some(client) = client {
        bench.hold(Some(client));
    }
    let client = client.map(|client| serde_json::from_value(client.clone()).unwrap());
    bench.answer(ticket, Reply::Client(Ok(client)));
}

pub(super) fn unreachable(bench: &mut Bench) {
    let ticket = bench.ticket_of(|call| matches!(call, Call::Client));
    bench.answer(ticket, Reply::Client(Err(offline())));
}

pub(super) fn asks(bench: &Bench, wanted: impl Fn(&Call) -> bool) -> usize {
    let is_it = |work: &&Work| matches!(work, Work::Call { call, .. } if wanted(call));
    bench.work.iter().filter(is_it).count()
}

/// The wait that was asked for last, and that nobody has ended yet.
pub(super) fn wait(bench: &mut Bench) -> Option<(latchkey_core::ticket::Ticket, Duration)> {
    bench.done(|work| match work {
        Work::Wait { ticket, duration } => Some((*ticket, *duration)),
        _ => None,
    })
}

#[test]
fn what_an_earlier_run_kept_is_shown_at_once_with_its_date() {
    let mut bench = restarted();
    let view = bench.view();
    assert!(matches!(view.screen, Screen::Account(_)), "{:?}", view.screen);
    assert_eq!(view.as_of, Some(KEPT_AT.as_millis()));
    assert_eq!(asks(&bench, |call| matches!(call, Call::Client)), 1);
    assert_eq!(asks(&bench, |call| matches!(call, Call::Environment)), 0, "it is of today");

    bench.open(Page::ManageMfa);
    bench.ask(MfaRequest::GenerateBackupCodes);
    assert_eq!(asks(&bench, |call| matches!(call, Call::Session(_, Asked::Factors(_)))), 0);

    client_told(&mut bench, Some(&client(&[session("sess_1", &user())])));
    assert_eq!(bench.view().as_of, None);
    assert_eq!(bench.view().notice, None);
}

#[test]
fn settings_of_yesterday_are_asked_for_again() {
    let mut loaded = kept(&client(&[session("sess_1", &user())]));
    let day = Duration::from_hours(24);
    loaded.environment.as_mut().unwrap().known_at =
        Timestamp::from_millis(KEPT_AT.as_millis() - i64::try_from(day.as_millis()).unwrap());
    let mut bench = Bench::opening(Saved::default());
    bench.opened(loaded);
    assert!(matches!(bench.view().screen, Screen::Account(_)), "and shown meanwhile");
    bench.environment_known();
}

#[test]
fn without_a_network_the_account_stays_readable_and_the_app_comes_back_by_itself() {
    let mut bench = restarted();
    unreachable(&mut bench);
    let view = bench.view();
    assert!(!view.online && matches!(view.screen, Screen::Account(_)));
    assert_eq!(view.as_of, Some(KEPT_AT.as_millis()));
    let mut pauses = Vec::new();
    for _ in 0..7 {
        let (ticket, pause) = wait(&mut bench).expect("another try is waited for");
        pauses.push(pause.as_secs());
        bench.later(pause);
        bench.take(Input::TimeUp(ticket));
        unreachable(&mut bench);
    }
    assert_eq!(pauses, [2, 5, 10, 30, 60, 60, 60]);
    let (ticket, _) = wait(&mut bench).unwrap();
    bench.take(Input::TimeUp(ticket));
    client_told(&mut bench, Some(&client(&[session("sess_1", &user())])));
    assert!(bench.view().online && bench.view().as_of.is_none());
    assert_eq!(wait(&mut bench), None);
}

#[test]
fn a_hidden_window_asks_nothing() {
    let mut bench = restarted();
    unreachable(&mut bench);
    bench.ask(WindowRequest::Hidden);
    let (ticket, _) = wait(&mut bench).unwrap();
    bench.take(Input::TimeUp(ticket));
    assert_eq!(asks(&bench, |_| true), 0);
    assert_eq!(wait(&mut bench), None);
    bench.ask(WindowRequest::Focused);
    assert_eq!(asks(&bench, |_| true), 1);
}

#[test]
fn a_client_that_the_server_does_not_know_is_forgotten_once_it_has_said_so_twice() {
    let mut bench = restarted();
    client_told(&mut bench, None);
    assert_eq!(bench.session_shown().as_deref(), Some("sess_1"), "it may be an older answer");
    client_told(&mut bench, None);
    assert_eq!(bench.session_shown(), None);
    assert_eq!(bench.view().notice, Some(Notice::DeviceNotRecognised));
    let ticket = bench.ticket_of(|call| matches!(call, Call::Forget));
    bench.news(News::Held(Box::default()));
    bench.answer(ticket, Reply::Forgotten);
    assert!(matches!(bench.view().screen, Screen::SignIn(_)));
    assert_eq!(bench.view().notice, Some(Notice::DeviceNotRecognised));
    assert_eq!(asks(&bench, |_| true), 0, "no loop of requests");
}

#[test]
fn a_token_that_the_server_refuses_is_told_as_a_device_that_it_does_not_know() {
    let mut bench = restarted();
    let refused = Holding { refused: true, ..Holding::default() };
    bench.news(News::Held(Box::new(refused)));
    assert!(matches!(bench.view().screen, Screen::SignIn(_)));
    assert_eq!(bench.view().notice, Some(Notice::DeviceNotRecognised));
}

#[test]
fn another_client_is_another_device_to_the_server() {
    let mut bench = restarted();
    bench.hold(Some(&json!({ "id": "client_2", "sessions": [] })));
    assert!(matches!(bench.view().screen, Screen::SignIn(_)));
    assert_eq!(bench.view().notice, Some(Notice::DeviceNotRecognised));
}

#[test]
fn a_session_that_aged_out_leaves_the_device_trusted() {
    let mut bench = restarted();
    client_told(&mut bench, Some(&client(&[])));
    assert!(matches!(bench.view().screen, Screen::SignIn(_)));
    assert_eq!(bench.view().notice, Some(Notice::SessionEnded));
    assert_eq!(asks(&bench, |call| matches!(call, Call::Forget)), 0);
}

#[test]
fn the_sign_in_of_an_earlier_run_goes_on_where_the_server_says_that_it_stands() {
    let mut with_attempt = client(&[]);
    with_attempt["sign_in"] = attempt("needs_second_factor", None);
    let mut bench = restarted_with(&with_attempt, Saved::default());
    assert!(matches!(bench.view().screen, Screen::Loading), "until the server has said so");
    client_told(&mut bench, Some(&with_attempt));
    assert!(matches!(bench.view().screen, Screen::Verify(_)), "{:?}", bench.view().screen);
    assert_eq!(asks(&bench, |call| matches!(call, Call::SignIn(_))), 0, "nothing is sent for it");

    let mut bench = restarted_with(&with_attempt, Saved::default());
    unreachable(&mut bench);
    assert!(matches!(bench.view().screen, Screen::SignIn(_)), "nobody waits for a dead network");
    let mut bench = restarted_with(&with_attempt, Saved::default());
    client_told(&mut bench, Some(&client(&[])));
    assert!(matches!(bench.view().screen, Screen::SignIn(_)), "the server has no such sign-in");
}

#[test]
fn nothing_kept_leaves_nobody_signed_in() {
    let mut bench = Bench::opening(Saved::default());
    bench.opened(Loaded::default());
    assert_eq!(
        asks(&bench, |call| matches!(call, Call::Client)),
        0,
        "there is no client to ask for"
    );
    assert_eq!(bench.view().as_of, None);
}

#[test]
fn a_list_of_devices_does_not_confirm_what_is_shown_of_the_account() {
    let mut bench = restarted();
    bench.open(Page::Devices);
    let list = latchkey_core::devices::Call::List;
    let answer = latchkey_core::devices::Reply::List(Vec::new());
    bench.answer_session(&Asked::Devices(list), Ok(Told::Devices(answer)));
    assert_eq!(bench.view().as_of, Some(KEPT_AT.as_millis()));
}

#[test]
fn the_list_of_devices_is_asked_for_again_while_it_is_looked_at() {
    let mut bench = Bench::signed_in();
    bench.open(Page::Devices);
    let lists = |call: &Call| {
        matches!(call, Call::Session(_, Asked::Devices(latchkey_core::devices::Call::List)))
    };
    let list = latchkey_core::devices::Call::List;
    let answer = latchkey_core::devices::Reply::List(Vec::new());
    bench.answer_session(&Asked::Devices(list), Ok(Told::Devices(answer)));
    let (ticket, pause) = wait(&mut bench).expect("a look is waited for");
    bench.later(pause);
    bench.take(Input::TimeUp(ticket));
    assert_eq!(asks(&bench, lists), 1);
    bench.ask(WindowRequest::Hidden);
    let (ticket, pause) = wait(&mut bench).expect("the next look is waited for");
    bench.later(pause);
    bench.take(Input::TimeUp(ticket));
    assert_eq!(asks(&bench, lists), 1, "a hidden window asks nothing");
    assert_eq!(wait(&mut bench), None);
}
