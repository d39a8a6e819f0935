//! Signing out without a network, and forgetting this device.

use latchkey_core::signed_in::{Call as Asked, Reply as Told};
use latchkey_core::ticket::Ticket;
use latchkey_fapi_types::id::SessionId;
use latchkey_ipc::command::{AccountRequest, ConnectRequest, DeviceRequest, WindowRequest};
use latchkey_ipc::view::{Notice, Screen, StoragePart};

use super::bench::*;
use super::trust::{asks, client_told, restarted_with};
use crate::input::{Holding, News, Reply};
use crate::work::{Call, Work};

/// The server ends all sessions of this device, which is being forgotten.
fn sessions_ended(bench: &mut Bench) {
    let ticket = bench.ticket_of(|call| matches!(call, Call::Session(_, Asked::SignOutAll)));
    bench.hold(Some(&client(&[])));
    bench.answer(ticket, Reply::Session(Ok(Told::SignedOut { proven: true })));
}

/// What was held is dropped, and this is left of it.
fn dropped(bench: &mut Bench, left: Holding) {
    let ticket = bench.ticket_of(|call| matches!(call, Call::Forget));
    bench.news(News::Held(Box::new(left)));
    bench.answer(ticket, Reply::Forgotten);
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
    bench.ask(ConnectRequest::Retry);
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
    sessions_ended(&mut bench);
    dropped(&mut bench, Holding::default());
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
    sessions_ended(&mut bench);
    dropped(&mut bench, Holding { not_erased: Some(StoragePart::Key), ..Holding::default() });
    assert_eq!(bench.view().notice, Some(Notice::NotAllDeleted { part: StoragePart::Key }));
}

/// Signed out without a network, started again, and asking to end that session at the server.
fn ending() -> (Bench, Ticket) {
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
        bench.ask(ConnectRequest::Retry);
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
    sessions_ended(&mut bench);
    assert!(!closes(&mut bench), "what is kept is still there");
    dropped(&mut bench, Holding::default());
    assert!(closes(&mut bench));
    let mut bench = forgetting();
    bench.ask(WindowRequest::Close);
    assert!(closes(&mut bench), "a second time it closes at once");
}
