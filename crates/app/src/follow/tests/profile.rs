//! The profile, as the Account page shows it.

use std::time::Duration;

use latchkey_core::failure::{Failure, InputError, Unreachable};
use latchkey_core::profile::{Call, Reply, Upload};
use latchkey_core::signed_in;
use latchkey_core::ticket::Ticket;
use latchkey_ipc::command::{AccountRequest, ProfileRequest};
use latchkey_ipc::error::{ErrorCode, Field};
use latchkey_ipc::view::{
    AccountView, Activity, EmailId, EmailRemoval, Notice, ProfileForm, ProfileTarget, Screen,
    StepUpAction,
};
use serde_json::{Value, json};

use super::bench::*;
use crate::input::{Done, Input, Reply as Answer};
use crate::work::{Call as Asked, Work};

fn account_user() -> Value {
    let mut user = user();
    user["username"] = json!("ada");
    user["delete_self_enabled"] = json!(true);
    user["email_addresses"] = json!([
        {"id": "idn_2", "email_address": "b@example.com", "verification": {"status": "verified"}},
        {"id": "idn_1", "email_address": "a@example.com", "verification": {"status": "verified"},
            "linked_to": [{"type": "oauth_google", "id": "idn_7"}]},
    ]);
    user
}

/// On the account page, of an instance with these attributes and a word on deleting.
fn bench_with(attributes: &Value, delete_self: bool) -> Bench {
    let mut bench = Bench::opening(crate::ports::Saved::default());
    bench.opened(crate::ports::Loaded::default());
    let ticket = bench.ticket_of(|call| matches!(call, Asked::Environment));
    let environment = json!({ "user_settings": {
        "attributes": attributes,
        "username_settings": { "min_length": 6, "max_length": null },
        "actions": { "delete_self": delete_self },
    }});
    let environment = serde_json::from_value(environment).unwrap();
    bench.answer(ticket, Answer::Environment(Ok(Box::new(environment))));
    bench.hold(Some(&client(&[session("sess_1", &account_user())])));
    bench
}

fn bench() -> Bench {
    let on = json!({ "enabled": true });
    let attributes = json!({
        "email_address": on, "username": on, "last_name": on,
        "first_name": { "enabled": true, "immutable": true },
    });
    bench_with(&attributes, true)
}

fn shown(bench: &Bench) -> AccountView {
    match bench.view().screen {
        Screen::Account(view) => view,
        other => panic!("{other:?}"),
    }
}

fn ask(bench: &mut Bench, request: ProfileRequest) {
    bench.ask(AccountRequest::Profile(request));
}

fn answer(bench: &mut Bench, call: Call, answer: Result<Reply, Failure>) {
    bench.answer_session(&signed_in::Call::Profile(call), answer.map(signed_in::Reply::Profile));
}

fn named(last: &str) -> Call {
    Call::SetName { first: None, last: Some(last.to_owned()) }
}

#[test]
fn what_can_be_changed_is_what_the_instance_offers() {
    let view = shown(&bench());
    let name = view.profile.name.unwrap();
    assert!(!name.first.unwrap().editable && name.last.unwrap().editable);
    let username = view.profile.username.unwrap();
    assert_eq!((username.value.as_deref(), username.editable), (Some("ada"), true));
    assert_eq!((username.rules.min_length, username.rules.max_length), (6, 64));
    assert!(view.profile.can_add_email && view.profile.can_delete);
    let removals: Vec<_> = view.emails.iter().map(|it| (it.id.0.as_str(), it.removal)).collect();
    let expected = [("idn_1", EmailRemoval::Linked), ("idn_2", EmailRemoval::Allowed)];
    assert_eq!(removals, expected, "the primary one first");

    let view = shown(&bench_with(&json!({ "email_address": { "enabled": false } }), false));
    assert_eq!((view.profile.name, view.profile.username), (None, None));
    assert!(!view.profile.can_add_email && !view.profile.can_delete);
}

#[test]
fn a_name_is_busy_and_done_in_its_own_row() {
    let mut bench = bench();
    ask(&mut bench, ProfileRequest::EditName);
    assert_eq!(shown(&bench).profile.form, Some(ProfileForm::Name));
    let last = Some("Byron".to_owned());
    ask(&mut bench, ProfileRequest::SaveName { first: None, last });
    let profile = shown(&bench).profile;
    assert_eq!((profile.activity, profile.busy), (Activity::Busy, Some(ProfileTarget::Name)));
    answer(&mut bench, named("Byron"), Ok(Reply::User));
    let profile = shown(&bench).profile;
    assert_eq!((profile.activity, profile.busy, profile.form), (Activity::Idle, None, None));
    assert_eq!(bench.view().notice, Some(Notice::NameChanged));
}

#[test]
fn a_refusal_is_told_beside_the_field_that_it_is_about() {
    let mut bench = bench();
    ask(&mut bench, ProfileRequest::EditUsername);
    ask(&mut bench, ProfileRequest::SaveUsername { username: String::new() });
    let told = shown(&bench).profile.problem.unwrap();
    assert_eq!(told.target, ProfileTarget::Username);
    assert_eq!(told.problem.field, Some(Field::Username));
    ask(&mut bench, ProfileRequest::SaveUsername { username: "a b".to_owned() });
    let call = Call::SetUsername("a b".to_owned());
    answer(&mut bench, call, Err(refused("form_username_invalid_character")));
    let told = shown(&bench).profile.problem.unwrap();
    assert_eq!(told.problem.code, ErrorCode::FormUsernameInvalidCharacter);
    ask(&mut bench, ProfileRequest::DismissProblem);
    assert_eq!(shown(&bench).profile.problem, None);
}

#[test]
fn an_address_is_added_and_its_code_asked_for() {
    let mut bench = bench();
    ask(&mut bench, ProfileRequest::AddEmail);
    let address = "c@example.com".to_owned();
    ask(&mut bench, ProfileRequest::SubmitEmail { address: address.clone() });
    let added = json!({ "id": "idn_3", "email_address": address });
    let added = || Reply::Email(Box::new(serde_json::from_value(added.clone()).unwrap()));
    answer(&mut bench, Call::CreateEmail(address.clone()), Ok(added()));
    let form = shown(&bench).profile.form;
    let Some(ProfileForm::EmailCode { address: to, .. }) = form else { panic!("{form:?}") };
    assert_eq!(to, address);
    answer(&mut bench, Call::PrepareEmail("idn_3".into()), Err(refused("signed_out")));
    assert_eq!(shown(&bench).profile.busy, Some(ProfileTarget::NewEmail), "it has no row yet");
}

#[test]
fn a_step_up_says_what_it_is_for() {
    let mut bench = bench();
    let email = EmailId("idn_2".to_owned());
    ask(&mut bench, ProfileRequest::RemoveEmail { email: email.clone() });
    let refusal = Err(refused("session_reverification_required"));
    answer(&mut bench, Call::DeleteEmail("idn_2".into()), refusal);
    let action = bench.view().step_up.map(|it| it.action);
    assert_eq!(action, Some(StepUpAction::RemoveEmail("b@example.com".to_owned())));
    assert_eq!(shown(&bench).profile.busy, Some(ProfileTarget::Email(email)));
}

#[test]
fn a_deleted_account_signs_its_person_out_and_leaves_the_token() {
    let mut bench = bench();
    ask(&mut bench, ProfileRequest::DeleteAccount);
    bench.hold(Some(&client(&[])));
    assert_eq!(bench.session_shown(), None);
    assert_eq!(bench.view().notice, Some(Notice::AccountDeleted));
    let forgets = |work: &Work| matches!(work, Work::Call { call: Asked::Forget, .. });
    assert!(!bench.work.iter().any(forgets), "this device stays trusted");
}

/// With a deletion whose answer was lost, while the client could not be had.
fn unsettled() -> Bench {
    let mut bench = bench();
    ask(&mut bench, ProfileRequest::DeleteAccount);
    answer(&mut bench, Call::DeleteUser, Err(Failure::OutcomeUnknown));
    let offline = Failure::Unreachable(Unreachable::Offline);
    bench.answer_session(&signed_in::Call::AskClient, Err(offline));
    bench.later(Duration::from_secs(1));
    bench
}

fn deletions(bench: &Bench) -> usize {
    let deletes = |work: &&Work| {
        let call = signed_in::Call::Profile(Call::DeleteUser);
        matches!(work, Work::Call { call: Asked::Session(_, it), .. } if *it == call)
    };
    bench.work.iter().filter(deletes).count()
}

#[test]
fn an_account_that_may_be_deleted_stays_unsettled_and_is_told_as_deleted_once_it_is_gone() {
    let mut bench = unsettled();
    let profile = shown(&bench).profile;
    assert_eq!((profile.unsettled, profile.busy), (true, Some(ProfileTarget::Account)));
    assert_eq!((profile.activity, profile.problem), (Activity::Busy, None));
    let before = deletions(&bench);
    ask(&mut bench, ProfileRequest::DeleteAccount);
    assert_eq!(deletions(&bench), before, "it is not asked for again");
    bench.hold(Some(&client(&[])));
    assert_eq!(bench.view().notice, Some(Notice::AccountDeleted));
}

#[test]
fn an_account_that_is_still_there_is_told_as_not_deleted_once_the_client_is_seen() {
    let mut bench = unsettled();
    bench.ask(AccountRequest::Refresh);
    let described: latchkey_fapi_types::client::Client =
        serde_json::from_value(client(&[session("sess_1", &account_user())])).unwrap();
    let reply = signed_in::Reply::Client(Some(Box::new(described)));
    bench.answer_session(&signed_in::Call::AskClient, Ok(reply));
    let profile = shown(&bench).profile;
    assert_eq!((profile.unsettled, profile.activity), (false, Activity::Idle));
    let problem = profile.problem.unwrap();
    assert_eq!(problem.target, ProfileTarget::Account);
    assert_eq!(problem.problem.code, ErrorCode::OutcomeUnknown);
}

#[test]
fn whoever_signs_out_of_an_account_that_may_be_deleted_is_told_what_is_known() {
    let mut bench = unsettled();
    bench.ask(AccountRequest::SignOut);
    bench.hold(Some(&client(&[])));
    assert_eq!(bench.view().notice, Some(Notice::SignedOut));
}

/// The ticket of the dialog that is open, if one is.
fn choosing(bench: &mut Bench) -> Option<Ticket> {
    let place = bench.work.iter().position(|work| matches!(work, Work::ChoosePicture { .. }))?;
    match bench.work.remove(place) {
        Work::ChoosePicture { ticket } => Some(ticket),
        _ => None,
    }
}

#[test]
fn one_dialog_at_a_time_asks_for_a_picture_and_one_that_is_left_changes_nothing() {
    let mut bench = bench();
    let before = shown(&bench);
    ask(&mut bench, ProfileRequest::ChoosePicture);
    let ticket = choosing(&mut bench).unwrap();
    ask(&mut bench, ProfileRequest::ChoosePicture);
    assert_eq!(choosing(&mut bench), None, "one is open");
    bench.take(Input::Desktop(ticket, Done::Chosen(Ok(None))));
    assert_eq!(shown(&bench), before);
    ask(&mut bench, ProfileRequest::ChoosePicture);
    assert!(choosing(&mut bench).is_some());
}

#[test]
fn a_picture_is_sent_once_it_is_chosen_and_what_is_wrong_with_a_file_is_told_beside_it() {
    let mut bench = bench();
    ask(&mut bench, ProfileRequest::ChoosePicture);
    let ticket = choosing(&mut bench).unwrap();
    bench.take(Input::Desktop(ticket, Done::Chosen(Err(InputError::PictureTooLarge))));
    let told = shown(&bench).profile.problem.unwrap();
    assert_eq!(
        (told.target, told.problem.code),
        (ProfileTarget::Picture, ErrorCode::ImageTooLarge)
    );
    ask(&mut bench, ProfileRequest::ChoosePicture);
    assert_eq!(shown(&bench).profile.problem, None, "another try");
    let (ticket, picture) = (choosing(&mut bench).unwrap(), Upload::new(b"png".to_vec()));
    bench.take(Input::Desktop(ticket, Done::Chosen(Ok(Some(picture.clone())))));
    assert_eq!(shown(&bench).profile.busy, Some(ProfileTarget::Picture));
    answer(&mut bench, Call::SetPicture { picture, before: None }, Ok(Reply::Picture));
    assert_eq!(bench.view().notice, Some(Notice::PictureChanged));
}
