//! Where this device's trust is kept.

use std::time::Duration;

use latchkey_core::signed_in::{Call as Asked, Reply as Told};
use latchkey_ipc::command::{AccountRequest, DeviceRequest};
use latchkey_ipc::view::{
    Notice, Page, Screen, SelfTest, StoragePart, StoragePlace, StorageTrouble,
};

use super::bench::*;
use super::trust::{client_told, restarted};
use crate::input::Input;
use crate::ports::{Saved, Storage, StorageChoice, Tested};
use crate::work::{StorageOrder, Work};

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
    assert!(!opens(&mut Bench::at_code()), "a sign-in has got somewhere");
    let mut bench = Bench::signed_out();
    bench.hold(Some(&client(&[])));
    assert!(opens(&mut bench), "a token of a try that failed is worth less");
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
