//! A device that stays trusted: what an earlier run kept, what the server no longer knows, signing out
//! without a network, forgetting, and where all of it is kept.

use std::time::Duration;

use latchkey_core::signed_in::{Call as Asked, Reply as Told};
use latchkey_core::time::Timestamp;
use latchkey_fapi_types::id::SessionId;
use latchkey_ipc::command::{AccountRequest, DeviceRequest, MfaRequest, WindowRequest};
use latchkey_ipc::view::{
    Notice, Page, Screen, SelfTest, StoragePart, StoragePlace, StorageTrouble,
};
use serde_json::{Value, json};

use super::bench::*;
use crate::input::{Holding, Input, News, Reply};
use crate::ports::{Loaded, Saved, Storage, StorageChoice, Tested};
use crate::work::{Call, StorageOrder, Work};

/// Started again after a run in which somebody was signed in.
fn restarted() -> Bench {
    restarted_with(&client(&[session("sess_1", &user())]), Saved::default())
}

fn restarted_with(client: &Value, saved: Saved) -> Bench {
    let mut bench = Bench::opening(saved);
    bench.opened(kept(client));
    bench
}

/// Answers the question how the client stands.
fn client_told(bench: &mut Bench, client: Option<&Value>) {
    let ticket = bench.ticket_of(|call| matches!(call, Call::Client));
    if let Some(client) = client {
        bench.hold(Some(client));
    }
    let client = client.map(|client| serde_json::from_value(client.clone()).unwrap());
    bench.answer(ticket, Reply::Client(Ok(client)));
}

fn unreachable(bench: &mut Bench) {
    let ticket = bench.ticket_of(|call| matches!(call, Call::Client));
    bench.answer(ticket, Reply::Client(Err(offline())));
}

fn asks(bench: &Bench, wanted: impl Fn(&Call) -> bool) -> usize {
    let is_it = |work: &&Work| matches!(work, Work::Call { call, .. } if wanted(call));
    bench.work.iter().filter(is_it).count()
}

/// The wait that was asked for last, and that nobody has ended yet.
fn wait(bench: &mut Bench) -> Option<(latchkey_core::ticket::Ticket, Duration)> {
    bench.done(|work| match work {
        Work::Wait { ticket, duration } => Some((*ticket, *duration)),
        _ => None,
    })
}

fn keyring(trouble: Option<StorageTrouble>) -> Storage {
    Storage {
        place: if trouble.is_some() { StoragePlace::Session } else { StoragePlace::SecretService },
        trouble,
        decided: false,
        readable: false,
        improved: false,
    }
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
fn signing_out_without_a_network_holds_here_and_is_told_to_the_server_later() {
    let there = client(&[session("sess_1", &user())]);
    let mut bench = Bench::with(&session("sess_1", &user()));
    bench.ask(AccountRequest::SignOut);
    bench.answer_session(&Asked::SignOut, Err(offline()));
    assert!(matches!(bench.view().screen, Screen::SignIn(_)));
    assert_eq!(bench.view().notice, Some(Notice::SignedOutHere));
    assert_eq!(bench.model.saved.endings.len(), 1, "it outlives a restart");

    // After a restart the session is still in the client, and still over.
    let mut bench = restarted_with(&there, bench.model.saved.clone());
    assert_eq!(bench.session_shown(), None);
    assert_eq!(
        asks(&bench, |call| matches!(call, Call::End(_))),
        0,
        "not before the server is there"
    );
    client_told(&mut bench, Some(&there));
    assert_eq!(bench.session_shown(), None);
    let ending = |call: &Call| matches!(call, Call::End(id) if id.as_str() == "sess_1");
    let ticket = bench.ticket_of(ending);
    bench.answer(ticket, Reply::Ended(SessionId::new("sess_1"), Err(lost())));
    assert_eq!(asks(&bench, ending), 0, "not again at once");
    assert_eq!(bench.model.saved.endings.len(), 1);
    bench.ask(WindowRequest::Focused);
    bench.ask(latchkey_ipc::command::ConnectRequest::Retry);
    client_told(&mut bench, Some(&there));
    let ticket = bench.ticket_of(ending);
    bench.hold(Some(&client(&[])));
    bench.answer(ticket, Reply::Ended(SessionId::new("sess_1"), Ok(true)));
    assert!(bench.model.saved.endings.is_empty());
}

#[test]
fn another_session_is_shown_although_one_is_still_to_be_ended() {
    let mut bench = Bench::with(&session("sess_1", &user()));
    bench.ask(AccountRequest::SignOut);
    bench.answer_session(&Asked::SignOut, Err(offline()));
    bench.hold(Some(&client(&[session("sess_1", &user()), session("sess_2", &user())])));
    assert_eq!(bench.session_shown().as_deref(), Some("sess_2"));
}

#[test]
fn forgetting_this_device_ends_its_sessions_and_then_drops_the_token() {
    let mut bench = Bench::signed_in();
    bench.ask(DeviceRequest::Forget);
    let ticket = bench.ticket_of(|call| matches!(call, Call::Session(_, Asked::SignOutAll)));
    bench.hold(Some(&client(&[])));
    bench.answer(ticket, Reply::Session(Ok(Told::SignedOut { proven: true })));
    let ticket = bench.ticket_of(|call| matches!(call, Call::Forget));
    bench.news(News::Held(Box::default()));
    bench.answer(ticket, Reply::Forgotten);
    assert!(matches!(bench.view().screen, Screen::SignIn(_)));
    assert_eq!(bench.view().notice, Some(Notice::Forgotten));
}

#[test]
fn forgetting_without_a_network_says_that_the_server_was_not_told() {
    let mut bench = Bench::signed_in();
    bench.ask(DeviceRequest::Forget);
    bench.answer_session(&Asked::SignOutAll, Err(offline()));
    let ticket = bench.ticket_of(|call| matches!(call, Call::Session(_, Asked::Forget)));
    bench.news(News::Held(Box::default()));
    bench.answer(ticket, Reply::Session(Ok(Told::Forgotten)));
    assert!(matches!(bench.view().screen, Screen::SignIn(_)));
    assert_eq!(bench.view().notice, Some(Notice::ForgottenHere));
    assert!(bench.model.saved.endings.is_empty(), "without a token nothing could be ended");
}

#[test]
fn what_could_not_be_deleted_is_told() {
    let mut bench = Bench::signed_in();
    bench.ask(DeviceRequest::Forget);
    let ticket = bench.ticket_of(|call| matches!(call, Call::Session(_, Asked::SignOutAll)));
    bench.hold(Some(&client(&[])));
    bench.answer(ticket, Reply::Session(Ok(Told::SignedOut { proven: true })));
    let ticket = bench.ticket_of(|call| matches!(call, Call::Forget));
    let left = Holding { not_erased: Some(StoragePart::Key), ..Holding::default() };
    bench.news(News::Held(Box::new(left)));
    bench.answer(ticket, Reply::Forgotten);
    assert_eq!(bench.view().notice, Some(Notice::NotAllDeleted { part: StoragePart::Key }));
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
fn a_place_that_works_is_not_spoken_of() {
    let mut bench = Bench::signed_in();
    bench.take(Input::Storage(keyring(None)));
    assert_eq!(bench.view().storage, None);
    bench.open(Page::ThisDevice);
    let Screen::ThisDevice(page) = bench.view().screen else { panic!("another page") };
    assert_eq!(page.storage.place, StoragePlace::SecretService);
}

#[test]
fn without_a_credential_store_the_person_chooses_and_is_not_asked_again() {
    let mut bench = Bench::signed_out();
    bench.take(Input::Storage(keyring(Some(StorageTrouble::Unavailable))));
    let shown = bench.view().storage.unwrap();
    assert_eq!(shown.trouble, Some(StorageTrouble::Unavailable));
    let chosen = |bench: &mut Bench| {
        bench.done(|work| match work {
            Work::Storage(StorageOrder::Choose(choice) | StorageOrder::Remember(choice)) => {
                Some(*choice)
            }
            _ => None,
        })
    };
    bench.ask(DeviceRequest::KeepInMemory);
    assert_eq!(chosen(&mut bench), Some(StorageChoice::Session));
    bench.ask(DeviceRequest::KeepInFile);
    assert_eq!(chosen(&mut bench), Some(StorageChoice::File));
    let saved = bench.model.saved.clone();
    assert_eq!(saved.storage, Some(StorageChoice::File));
    assert_eq!(chosen(&mut Bench::opening(saved)), Some(StorageChoice::File), "before any reading");

    bench.take(Input::Storage(Storage { improved: true, ..keyring(None) }));
    assert_eq!(bench.model.saved.storage, None, "the choice has served");
    assert_eq!(bench.view().notice, Some(Notice::StorageImproved));
}

#[test]
fn where_whoever_started_the_program_decided_there_is_nothing_to_choose() {
    let mut bench = Bench::signed_out();
    let decided = Storage { decided: true, ..keyring(Some(StorageTrouble::Unavailable)) };
    bench.take(Input::Storage(decided));
    bench.ask(DeviceRequest::KeepInFile);
    assert_eq!(bench.model.saved.storage, None);
}

#[test]
fn what_becomes_readable_later_is_read_then() {
    let unlocked = Storage { readable: true, ..keyring(None) };
    let opens = |bench: &mut Bench| {
        bench.work.clear();
        bench.take(Input::Storage(unlocked));
        bench.done(|work| matches!(work, Work::Open { .. }).then_some(())).is_some()
    };
    let mut bench = Bench::signed_out();
    assert!(opens(&mut bench));
    bench.opened(kept(&client(&[session("sess_1", &user())])));
    assert!(matches!(bench.view().screen, Screen::Account(_)));
    assert!(!opens(&mut bench), "somebody is signed in");
    let mut bench = Bench::signed_out();
    bench.submit();
    assert!(!opens(&mut bench), "a sign-in is under way");
}

#[test]
fn the_place_is_tested_when_the_person_wants_to_know() {
    let mut bench = Bench::signed_in();
    bench.open(Page::ThisDevice);
    let self_test = |bench: &Bench| {
        let Screen::ThisDevice(page) = bench.view().screen else { panic!("another page") };
        page.self_test
    };
    let ask = |bench: &mut Bench| {
        bench.ask(DeviceRequest::SelfTest);
        bench.done(|work| match work {
            Work::TestStorage { ticket, host } if host == HOST => Some(*ticket),
            _ => None,
        })
    };
    let ticket = ask(&mut bench).unwrap();
    assert_eq!(self_test(&bench), SelfTest::Running);
    assert_eq!(ask(&mut bench), None, "one at a time");
    bench.take(Input::StorageTested(ticket, Tested::Failed(StoragePart::Key)));
    assert_eq!(self_test(&bench), SelfTest::Failed { part: StoragePart::Key });
    let ticket = ask(&mut bench).unwrap();
    bench.take(Input::StorageTested(ticket, Tested::Passed));
    assert_eq!(self_test(&bench), SelfTest::Passed);
}

#[test]
fn what_is_kept_is_noted_as_seen_now_and_then() {
    let mut bench = restarted();
    let seen = |bench: &mut Bench| {
        bench.done(|work| matches!(work, Work::NoteSeen { host, .. } if host == HOST).then_some(()))
    };
    assert!(seen(&mut bench).is_none(), "the server has said nothing yet");
    client_told(&mut bench, Some(&client(&[session("sess_1", &user())])));
    assert!(seen(&mut bench).is_some());
    bench.later(Duration::from_mins(1));
    bench.ask(AccountRequest::Refresh);
    let answer = serde_json::from_value(client(&[session("sess_1", &user())])).unwrap();
    bench.answer_session(&Asked::AskClient, Ok(Told::Client(Some(Box::new(answer)))));
    assert!(seen(&mut bench).is_none(), "a file is not written for every answer");
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

/// Signed out without a network, started again, and asking to end that session at the server.
fn ending() -> (Bench, latchkey_core::ticket::Ticket) {
    let there = client(&[session("sess_1", &user())]);
    let mut bench = Bench::with(&session("sess_1", &user()));
    bench.ask(AccountRequest::SignOut);
    bench.answer_session(&Asked::SignOut, Err(offline()));
    let mut bench = restarted_with(&there, bench.model.saved.clone());
    client_told(&mut bench, Some(&there));
    let ticket = bench.ticket_of(|call| matches!(call, Call::End(_)));
    (bench, ticket)
}

#[test]
fn an_end_that_is_not_proven_leaves_the_session_hidden_and_is_tried_by_the_next_run() {
    for answer in [Ok(false), Err(refused("signed_out")), Err(refused("zzz_new"))] {
        let (mut bench, ticket) = ending();
        bench.answer(ticket, Reply::Ended(SessionId::new("sess_1"), answer));
        assert_eq!(bench.session_shown(), None);
        assert_eq!(bench.model.saved.endings.len(), 1);
        bench.ask(latchkey_ipc::command::ConnectRequest::Retry);
        client_told(&mut bench, Some(&client(&[session("sess_1", &user())])));
        assert_eq!(asks(&bench, |call| matches!(call, Call::End(_))), 0, "not again in this run");
    }
    let (mut bench, ticket) = ending();
    let gone = Err(refused("resource_not_found"));
    bench.answer(ticket, Reply::Ended(SessionId::new("sess_1"), gone));
    assert!(bench.model.saved.endings.is_empty(), "there is no such session any more");
}

#[test]
fn a_session_that_the_client_has_no_more_need_not_be_ended() {
    let mut bench = Bench::with(&session("sess_1", &user()));
    bench.ask(AccountRequest::SignOut);
    bench.answer_session(&Asked::SignOut, Err(offline()));
    let there = client(&[session("sess_1", &user())]);
    let mut bench = restarted_with(&there, bench.model.saved.clone());
    client_told(&mut bench, Some(&client(&[])));
    assert!(bench.model.saved.endings.is_empty());
    assert_eq!(asks(&bench, |call| matches!(call, Call::End(_))), 0);
}

#[test]
fn a_window_that_closes_while_somebody_signs_out_does_not_show_them_again() {
    let mut bench = Bench::signed_in();
    bench.ask(AccountRequest::SignOut);
    assert_eq!(bench.model.saved.endings.len(), 1);
    bench.ask(WindowRequest::Close);
    assert!(bench.done(|work| matches!(work, Work::Close { .. }).then_some(())).is_some());

    let mut bench = Bench::signed_in();
    bench.ask(AccountRequest::SignOut);
    bench.answer_session(&Asked::SignOut, Err(refused("user_locked")));
    assert!(bench.model.saved.endings.is_empty(), "what the server refused is no sign-out");
    let mut bench = Bench::signed_in();
    bench.ask(AccountRequest::SignOut);
    bench.hold(Some(&client(&[])));
    assert!(bench.model.saved.endings.is_empty());
    assert_eq!(bench.view().notice, Some(Notice::SignedOut));
}

#[test]
fn a_window_that_closes_while_this_device_is_forgotten_waits_until_it_is() {
    let closes = |bench: &mut Bench| {
        bench.done(|work| matches!(work, Work::Close { .. }).then_some(())).is_some()
    };
    let forgetting = || {
        let mut bench = Bench::signed_in();
        bench.ask(DeviceRequest::Forget);
        bench.ask(WindowRequest::Close);
        bench
    };
    let mut bench = forgetting();
    assert!(!closes(&mut bench));
    let ticket = bench.ticket_of(|call| matches!(call, Call::Session(_, Asked::SignOutAll)));
    bench.hold(Some(&client(&[])));
    bench.answer(ticket, Reply::Session(Ok(Told::SignedOut { proven: true })));
    assert!(!closes(&mut bench), "what is kept is still there");
    let ticket = bench.ticket_of(|call| matches!(call, Call::Forget));
    bench.news(News::Held(Box::default()));
    bench.answer(ticket, Reply::Forgotten);
    assert!(closes(&mut bench));
    let mut bench = forgetting();
    bench.ask(WindowRequest::Close);
    assert!(closes(&mut bench), "a second time it closes at once");
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

#[test]
fn what_is_kept_for_one_address_is_not_sent_to_another() {
    let place = |address: Option<&str>| {
        let startup = crate::startup::Startup {
            given_key: Some(latchkey_fapi_types::key::PublishableKey::parse(KEY).unwrap()),
            base_url: address.map(|it| latchkey_fapi_client::BaseUrl::parse(it).unwrap()),
            ..crate::startup::Startup::default()
        };
        let opened = Bench::begun(startup, Saved::default()).done(|work| match work {
            Work::Open { host, .. } => Some(host.clone()),
            _ => None,
        });
        opened.unwrap()
    };
    assert_eq!(place(None), HOST);
    let (one, other) = (place(Some("http://127.0.0.1:4010")), place(Some("http://127.0.0.1:4011")));
    assert!(one != other && one != HOST && other != HOST, "{one} {other}");
}
