//! Several people signed in on one device.

use latchkey_core::factors;
use latchkey_core::failure::Failure;
use latchkey_core::signed_in::{Call as Asked, Reply as Told};
use latchkey_fapi_types::error::ErrorBody;
use latchkey_fapi_types::id::SessionId;
use latchkey_ipc::command::{
    AccountRequest, AccountsRequest, DeviceRequest, MfaRequest, WindowRequest,
};
use latchkey_ipc::view::{AccountsMenu, AppView, Menu, Notice, Page, Screen};
use serde_json::{Value, json};

use super::bench::*;
use super::trust::{asks, client_told, restarted_with};
use crate::input::{News, Reply};
use crate::model::State;
use crate::ports::Saved;
use crate::work::{Call, Work};

const ADA: &str = "sess_ada";
const BOB: &str = "sess_bob";

fn person(name: &str) -> Value {
    json!({
        "id": format!("user_{name}"), "first_name": name, "password_enabled": true,
        "primary_email_address_id": "idn_1", "totp_enabled": true, "two_factor_enabled": true,
        "backup_code_enabled": true,
        "email_addresses": [{ "id": "idn_1", "email_address": format!("{name}@example.com") }],
    })
}

/// A client with both, of which the server takes this one for the one in use.
fn both(last: &str) -> Value {
    let sessions = [session(ADA, &person("ada")), session(BOB, &person("bob"))];
    json!({ "id": "client_1", "sessions": sessions, "last_active_session_id": last })
}

fn alone(id: &str, name: &str) -> Value {
    json!({ "id": "client_1", "sessions": [session(id, &person(name))], "last_active_session_id": id })
}

/// Ada is shown, and Bob is signed in as well.
fn two() -> Bench {
    let mut bench = Bench::signed_out();
    bench.hold(Some(&both(ADA)));
    assert_eq!(bench.session_shown().as_deref(), Some(ADA));
    bench
}

fn switch(bench: &mut Bench, to: &str) -> AppView {
    bench.ask(AccountRequest::Accounts(AccountsRequest::Switch { account: to.to_owned() }))
}

fn ask(bench: &mut Bench, request: AccountsRequest) -> AppView {
    bench.ask(AccountRequest::Accounts(request))
}

fn menu(view: &AppView) -> Menu {
    view.navigation.clone().expect("somebody is signed in").menu
}

fn others(view: &AppView) -> Vec<String> {
    let accounts = menu(view).accounts.unwrap_or(AccountsMenu { others: Vec::new() });
    accounts.others.into_iter().map(|other| other.id).collect()
}

fn selects(call: &Call) -> bool {
    matches!(call, Call::Session(_, Asked::Select))
}

fn single(bench: &mut Bench) {
    let State::Connected(connection) = &mut bench.model.state else { return };
    connection.settings.environment.auth.single_session_mode = true;
}

#[test]
fn an_instance_for_one_person_at_a_time_shows_none_of_it() {
    let mut bench = Bench::signed_in();
    assert_eq!(menu(&bench.view()).accounts, Some(AccountsMenu { others: Vec::new() }));
    single(&mut bench);
    assert_eq!(menu(&bench.view()).accounts, None);
    let view = ask(&mut bench, AccountsRequest::Add);
    assert!(matches!(view.screen, Screen::Account(_)));
}

#[test]
fn turning_to_another_account_shows_it_at_once_and_is_one_call() {
    let mut bench = two();
    assert_eq!(others(&bench.view()), [BOB]);
    let before = bench.work.len();
    let view = switch(&mut bench, BOB);
    assert_eq!(bench.session_shown().as_deref(), Some(BOB));
    assert_eq!(others(&view), [ADA]);
    let calls = bench.work.iter().skip(before).filter(|work| matches!(work, Work::Call { .. }));
    assert_eq!(calls.count(), 1);
    let ticket = bench.ticket_of(selects);
    bench.hold(Some(&both(BOB)));
    bench.answer(ticket, Reply::Session(Ok(Told::Selected)));
    assert_eq!(bench.session_shown().as_deref(), Some(BOB));
    // What is not there, or is shown already, is nothing to turn to.
    for nothing in [BOB, "sess_3", ""] {
        switch(&mut bench, nothing);
        assert_eq!(bench.session_shown().as_deref(), Some(BOB));
    }
    assert_eq!(asks(&bench, selects), 0);
}

#[test]
fn what_is_under_way_for_one_account_is_told_on_its_page_alone() {
    let mut bench = two();
    bench.open(Page::ManageMfa);
    bench.ask(MfaRequest::RemoveTotp);
    switch(&mut bench, BOB);
    bench.answer_factors(&factors::Call::DeleteTotp, Err(refused("zzz_new")));
    let view = bench.view();
    assert_eq!(view.notice, None);
    bench.open(Page::ManageMfa);
    let Screen::ManageMfa(mfa) = bench.view().screen else { panic!("the factors of Bob") };
    assert_eq!(mfa.problem, None);
    switch(&mut bench, ADA);
    assert!(matches!(bench.view().screen, Screen::Account(_)), "and each begins at its account");
    // A change that was refused for want of a proof shows its question to nobody else.
    bench.open(Page::ManageMfa);
    bench.ask(MfaRequest::RemoveTotp);
    switch(&mut bench, BOB);
    let wanted = refused("session_reverification_required");
    bench.answer_factors(&factors::Call::DeleteTotp, Err(wanted));
    assert_eq!(bench.view().step_up, None);
    assert_eq!(switch(&mut bench, ADA).step_up, None);
}

#[test]
fn unsaved_codes_are_asked_about_before_another_account_is_shown_or_added() {
    for request in [
        AccountsRequest::Switch { account: BOB.to_owned() },
        AccountsRequest::Add,
        AccountsRequest::SignOutAll,
    ] {
        let mut bench = two();
        bench.open(Page::ManageMfa);
        bench.ask(MfaRequest::GenerateBackupCodes);
        bench.answer_factors(&factors::Call::CreateBackupCodes, Ok(codes()));
        let view = ask(&mut bench, request.clone());
        assert!(view.leaving, "{request:?}");
        assert_eq!(bench.session_shown().as_deref(), Some(ADA));
        assert_eq!(view.adding, None);
        bench.ask(AccountRequest::Stay);
        ask(&mut bench, request.clone());
        let view = bench.ask(AccountRequest::Leave);
        match request {
            AccountsRequest::Switch { .. } => {
                assert_eq!(bench.session_shown().as_deref(), Some(BOB));
            }
            AccountsRequest::Add => assert!(view.adding.is_some()),
            _ => assert_eq!(
                asks(&bench, |call| matches!(call, Call::Session(_, Asked::SignOutAll))),
                1
            ),
        }
    }
}

#[test]
fn another_account_is_added_while_one_is_signed_in() {
    let mut bench = Bench::signed_out();
    bench.hold(Some(&alone(ADA, "ada")));
    let view = ask(&mut bench, AccountsRequest::Add);
    assert!(matches!(view.screen, Screen::SignIn(_)) && view.navigation.is_none());
    let back_to = view.adding.map(|adding| adding.identifier);
    assert_eq!(back_to, Some(Some("ada@example.com".to_owned())));
    bench.submit();
    bench.hold(Some(&both(BOB)));
    bench.answer_sign_in(&attempt("complete", Some(BOB)));
    let view = bench.view();
    assert_eq!(bench.session_shown().as_deref(), Some(BOB));
    assert_eq!((others(&view), view.adding), (vec![ADA.to_owned()], None));
    assert_eq!(asks(&bench, selects), 0, "the server takes the new one for the one in use");
}

#[test]
fn adding_an_account_can_be_given_up_at_every_step() {
    let mut bench = Bench::signed_out();
    bench.hold(Some(&alone(ADA, "ada")));
    ask(&mut bench, AccountsRequest::Add);
    bench.submit();
    bench.answer_sign_in(&attempt("needs_second_factor", None));
    let view = bench.view();
    assert!(matches!(view.screen, Screen::Verify(_)) && view.adding.is_some());
    let view = ask(&mut bench, AccountsRequest::CancelAdding);
    assert!(matches!(view.screen, Screen::Account(_)) && view.adding.is_none());
    // The next one begins at the beginning.
    let view = ask(&mut bench, AccountsRequest::Add);
    assert!(matches!(view.screen, Screen::SignIn(_)));
    // One that is answered all the same adds its account, which is told.
    bench.submit();
    ask(&mut bench, AccountsRequest::CancelAdding);
    bench.hold(Some(&both(BOB)));
    let view = bench.view();
    assert_eq!(bench.session_shown().as_deref(), Some(ADA));
    let told = Some(Notice::AddedMeanwhile);
    assert_eq!((others(&view), view.notice), (vec![BOB.to_owned()], told));
}

#[test]
fn whoever_is_signed_in_already_is_shown_in_the_place_of_an_error() {
    let mut bench = two();
    ask(&mut bench, AccountsRequest::Add);
    bench.submit();
    refuse_as(&mut bench, ADA);
    bench.answer_sign_in_client(&both(ADA));
    let view = bench.view();
    assert_eq!((view.notice, view.adding), (Some(Notice::SignedInAlready), None));
    assert_eq!(bench.session_shown().as_deref(), Some(ADA));
}

/// The server refuses a sign-in, as this session is of the same account.
fn refuse_as(bench: &mut Bench, session: &str) {
    let ticket = bench.sign_in_ticket();
    let error = json!({
        "code": "identifier_already_signed_in", "message": "", "meta": { "session_id": session },
    });
    let body: ErrorBody = serde_json::from_value(json!({ "errors": [error] })).unwrap();
    let failure = Failure::Refused { errors: body.errors, trace_id: None, retry_after: None };
    bench.answer(ticket, Reply::SignIn(Err(failure)));
}

#[test]
fn whoever_was_signed_out_unheard_is_not_taken_for_somebody_else() {
    let mut bench = two();
    switch(&mut bench, BOB);
    bench.ask(AccountRequest::SignOut);
    bench.answer_session(&Asked::SignOut, Err(offline()));
    assert_eq!(bench.session_shown().as_deref(), Some(ADA));
    ask(&mut bench, AccountsRequest::Add);
    for _ in 0..2 {
        // Begun anew once by itself, and then told in its place.
        if matches!(bench.view().screen, Screen::SignIn(_)) {
            bench.submit();
        }
        refuse_as(&mut bench, BOB);
        bench.answer_sign_in_client(&both(ADA));
    }
    let view = bench.view();
    assert!(matches!(view.screen, Screen::SignIn(_)) && view.adding.is_some());
    assert_ne!(view.notice, Some(Notice::SignedInAlready));
}

#[test]
fn nobody_is_turned_to_or_added_while_somebody_signs_out() {
    for request in [AccountRequest::SignOut, AccountRequest::Accounts(AccountsRequest::SignOutAll)]
    {
        let mut bench = two();
        bench.ask(request);
        switch(&mut bench, BOB);
        assert_eq!(bench.session_shown().as_deref(), Some(ADA));
        assert_eq!(ask(&mut bench, AccountsRequest::Add).adding, None);
        assert_eq!(asks(&bench, |call| matches!(call, Call::End(_))), 0, "one call ends them");
    }
}

#[test]
fn what_was_signed_out_before_stays_so_where_signing_out_of_all_is_refused() {
    let mut bench = two();
    switch(&mut bench, BOB);
    bench.ask(AccountRequest::SignOut);
    bench.answer_session(&Asked::SignOut, Err(offline()));
    ask(&mut bench, AccountsRequest::SignOutAll);
    bench.answer_session(&Asked::SignOutAll, Err(refused("zzz_new")));
    let kept: Vec<_> = bench.model.saved.endings.iter().map(|it| it.session.as_str()).collect();
    assert_eq!(kept, [BOB]);
    assert!(others(&bench.view()).is_empty());
}

#[test]
fn a_sign_in_that_adds_an_account_goes_on_where_the_one_behind_it_ends() {
    let mut bench = two();
    ask(&mut bench, AccountsRequest::Add);
    bench.submit();
    bench.answer_sign_in(&attempt("needs_second_factor", None));
    bench.hold(Some(&alone(BOB, "bob")));
    let view = bench.view();
    assert!(matches!(view.screen, Screen::Verify(_)), "{:?}", view.screen);
    assert_eq!(view.notice, Some(Notice::AccountEnded));
    let view = ask(&mut bench, AccountsRequest::CancelAdding);
    assert_eq!(bench.session_shown().as_deref(), Some(BOB));
    assert!(view.adding.is_none());
}

#[test]
fn one_end_that_is_refused_does_not_hold_up_the_others() {
    let mut bench = two();
    ask(&mut bench, AccountsRequest::SignOutAll);
    bench.answer_session(&Asked::SignOutAll, Err(offline()));
    let mut bench = restarted_with(&both(ADA), bench.model.saved.clone());
    client_told(&mut bench, Some(&both(ADA)));
    for id in [ADA, BOB] {
        let ticket = bench.ticket_of(|call| matches!(call, Call::End(it) if it.as_str() == id));
        bench.answer(ticket, Reply::Ended(SessionId::new(id), Err(refused("zzz_new"))));
    }
    assert_eq!(asks(&bench, |call| matches!(call, Call::End(_))), 0, "not again in this run");
    assert_eq!(bench.model.saved.endings.len(), 2);
}

#[test]
fn forgetting_without_a_network_leaves_nothing_of_the_others_either() {
    let mut bench = two();
    switch(&mut bench, BOB);
    bench.ask(DeviceRequest::Forget);
    bench.answer_session(&Asked::SignOutAll, Err(offline()));
    let ticket = bench.ticket_of(|call| matches!(call, Call::Session(_, Asked::Forget)));
    bench.news(News::Held(Box::default()));
    bench.answer(ticket, Reply::Session(Ok(Told::Forgotten)));
    assert_eq!(bench.model.saved, Saved::default());
}

#[test]
fn an_account_that_ends_elsewhere_leaves_the_one_in_front_alone() {
    let mut bench = two();
    bench.open(Page::ThisDevice);
    bench.hold(Some(&alone(ADA, "ada")));
    let view = bench.view();
    assert!(matches!(view.screen, Screen::ThisDevice(_)));
    assert_eq!((view.notice, others(&view).len()), (Some(Notice::OtherAccountEnded), 0));
    bench.ask(WindowRequest::DismissNotice);
    bench.hold(Some(&alone(ADA, "ada")));
    assert_eq!(bench.view().notice, None, "it is told once");
}

#[test]
fn the_end_of_the_account_in_front_shows_the_other() {
    let mut bench = two();
    bench.hold(Some(&alone(BOB, "bob")));
    assert_eq!(bench.session_shown().as_deref(), Some(BOB));
    assert_eq!(bench.view().notice, Some(Notice::AccountEnded));
    assert_eq!(asks(&bench, selects), 0);

    let mut bench = two();
    bench.ask(AccountRequest::SignOut);
    let ticket = bench.ticket_of(|call| matches!(call, Call::Session(_, Asked::SignOut)));
    bench.hold(Some(&alone(BOB, "bob")));
    bench.answer(ticket, Reply::Session(Ok(Told::SignedOut { proven: true })));
    assert_eq!(bench.session_shown().as_deref(), Some(BOB));
    assert_eq!(bench.view().notice, Some(Notice::SignedOutOfOne));
    assert!(bench.model.saved.endings.is_empty());
}

#[test]
fn all_accounts_are_signed_out_by_one_call_also_where_the_server_cannot_be_told() {
    let mut bench = two();
    ask(&mut bench, AccountsRequest::SignOutAll);
    assert_eq!(bench.model.saved.endings.len(), 2, "from the moment that the person asks for it");
    assert_eq!(asks(&bench, |call| matches!(call, Call::End(_))), 0);
    bench.answer_session(&Asked::SignOutAll, Err(offline()));
    assert_eq!(bench.session_shown(), None);
    assert_eq!(bench.view().notice, Some(Notice::SignedOutHere));

    let mut bench = restarted_with(&both(ADA), bench.model.saved.clone());
    assert_eq!(bench.session_shown(), None);
    client_told(&mut bench, Some(&both(ADA)));
    assert_eq!(bench.session_shown(), None);
    assert_eq!(asks(&bench, |call| matches!(call, Call::End(_))), 1, "one after the other");

    let mut bench = two();
    ask(&mut bench, AccountsRequest::SignOutAll);
    bench.answer_session(&Asked::SignOutAll, Err(refused("zzz_new")));
    assert_eq!(bench.session_shown().as_deref(), Some(ADA));
    assert!(bench.model.saved.endings.is_empty(), "what the server refused is no sign-out");
    assert_eq!(others(&bench.view()), [BOB]);
    assert!(menu(&bench.view()).problem.is_some());
}

#[test]
fn the_account_that_was_shown_last_is_shown_after_a_restart() {
    let mut bench = two();
    switch(&mut bench, BOB);
    // The server was never told.
    bench.answer_session(&Asked::Select, Err(offline()));
    assert_eq!(bench.session_shown().as_deref(), Some(BOB));
    let saved = bench.model.saved.clone();
    let bench = restarted_with(&both(ADA), saved.clone());
    assert_eq!(bench.session_shown().as_deref(), Some(BOB));
    // One that is there no more is not waited for.
    let bench = restarted_with(&alone(ADA, "ada"), saved);
    assert_eq!(bench.session_shown().as_deref(), Some(ADA));
    assert!(bench.model.saved.selected.is_empty(), "there is nothing to choose");
    // Whoever is alone on the device leaves no trace of it.
    assert_eq!(Bench::signed_in().model.saved, Saved::default());
}

#[test]
fn a_session_that_waits_for_a_task_can_be_left_for_another_account() {
    let mut pending = session(BOB, &person("bob"));
    pending["status"] = json!("pending");
    pending["tasks"] = json!([{ "key": "reset-password" }]);
    let there = json!({
        "id": "client_1", "sessions": [session(ADA, &person("ada")), pending],
        "last_active_session_id": BOB,
    });
    let mut bench = Bench::signed_out();
    bench.hold(Some(&there));
    assert!(matches!(bench.view().screen, Screen::Task(_)));
    let view = switch(&mut bench, ADA);
    assert!(matches!(view.screen, Screen::Account(_)));
    let accounts = menu(&view).accounts.unwrap();
    assert!(accounts.others[0].pending, "its task waits");
    assert!(matches!(switch(&mut bench, BOB).screen, Screen::Task(_)));
}
