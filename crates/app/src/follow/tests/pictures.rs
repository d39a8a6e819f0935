//! Pictures: which of them the page can ask for.

use latchkey_core::failure::{Failure, Unreachable};
use latchkey_core::signed_in;
use latchkey_ipc::command::AccountRequest;
use latchkey_ipc::view::{Page, PictureKey, Screen};
use serde_json::{Value, json};

use super::bench::*;
use crate::input::Reply;
use crate::pictures::address;
use crate::ports::{Loaded, Saved};
use crate::work::Call;

const FACE: &str = "https://img.example.com/face";
const LOGO: &str = "https://img.example.com/logo";

fn pictured(has_image: bool) -> Value {
    let mut user = user();
    user["image_url"] = json!(FACE);
    user["has_image"] = json!(has_image);
    user["organization_memberships"] = json!([
        {"organization": {"id": "org_1", "name": "Acme", "image_url": LOGO, "has_image": has_image}},
        {"organization": {"id": "org_2", "name": "Plain"}},
    ]);
    user
}

fn bench() -> Bench {
    Bench::with(&session("sess_1", &pictured(true)))
}

/// With the page of the organizations, which the instance has to offer.
fn with_organizations() -> Bench {
    let mut bench = Bench::opening(Saved::default());
    bench.opened(Loaded::default());
    let ticket = bench.ticket_of(|call| matches!(call, Call::Environment));
    let environment = json!({ "organization_settings": { "enabled": true } });
    let environment = serde_json::from_value(environment).unwrap();
    bench.answer(ticket, Reply::Environment(Ok(Box::new(environment))));
    bench.hold(Some(&client(&[session("sess_1", &pictured(true))])));
    bench
}

fn shown(bench: &Bench) -> Option<PictureKey> {
    let view = bench.view();
    let Screen::Account(account) = view.screen else { panic!("{:?}", view.screen) };
    assert_eq!(account.picture, view.navigation.unwrap().picture, "the same picture of one person");
    account.picture
}

#[test]
fn a_view_names_a_picture_without_its_address() {
    let mut bench = with_organizations();
    let face = shown(&bench).unwrap();
    assert_eq!(address(&bench.model, face), Some(FACE));
    assert!(!format!("{:?}", bench.view()).contains(FACE));
    bench.open(Page::Organizations);
    let Screen::Organizations(view) = bench.view().screen else { panic!("another page") };
    let logos: Vec<_> = view.memberships.iter().map(|it| it.logo).collect();
    assert_eq!(address(&bench.model, logos[0].unwrap()), Some(LOGO));
    assert_eq!(logos[1], None);
}

#[test]
fn what_the_server_drew_itself_is_no_picture() {
    assert_eq!(shown(&Bench::with(&session("sess_1", &pictured(false)))), None);
    let mut claimed = user();
    claimed["has_image"] = json!(true);
    assert_eq!(shown(&Bench::with(&session("sess_1", &claimed))), None);
}

#[test]
fn nothing_is_fetched_that_the_account_does_not_name() {
    let mut bench = bench();
    let face = shown(&bench).unwrap();
    assert_eq!(address(&bench.model, PictureKey { of: face.of ^ 1, ..face }), None);
    bench.hold(None);
    assert_eq!(address(&bench.model, face), None, "the session has ended");
    assert_eq!(address(&Bench::choosing().model, face), None);
}

#[test]
fn a_picture_is_worth_another_try_after_a_refresh_and_when_the_server_is_reached_again() {
    let mut bench = bench();
    let first = shown(&bench).unwrap();
    bench.ask(AccountRequest::Refresh);
    let second = shown(&bench).unwrap();
    assert_eq!((second.of, second.round), (first.of, first.round + 1));
    bench.answer_session(
        &signed_in::Call::AskClient,
        Err(Failure::Unreachable(Unreachable::Offline)),
    );
    assert_eq!(shown(&bench), Some(second));
    bench.ask(AccountRequest::Refresh);
    let third = shown(&bench).unwrap();
    bench.answer_session(&signed_in::Call::AskClient, Err(Failure::OutcomeUnknown));
    assert_eq!(shown(&bench).unwrap().round, third.round + 1);
}
