//! A store that does not return, and a vault that has died.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use latchkey_vault::{
    Checkpoint, Folder, Kept, Mode, NotErased, Place as KeyPlace, Point, Settings, StoreError,
    Trouble, Vault,
};

use crate::support::{Does, HOST, Place, block_on, secret, text};

/// Time enough to see that it is not waited for.
const SHORT: Duration = Duration::from_millis(50);

#[test]
fn no_call_waits_in_its_caller() {
    let place = Place::with(Mode::Ask, Does::Work, "1");
    place.store.now(Does::Block);
    let open = place.open();
    // These return although the store does not, and the vault waits for it.
    let load = open.vault.load(HOST);
    let keep = open.vault.keep("other", secret("2"), true);
    place.store.now(Does::Work);
    assert_eq!(block_on(load).map(|value| text(&value)).as_deref(), Some("1"));
    assert_eq!(block_on(keep), Kept::OnDisk);
}

#[test]
fn a_late_answer_to_a_load_makes_it_readable() {
    let mut place = Place::with(Mode::Ask, Does::Work, "1");
    place.patience.first = SHORT;
    place.store.now(Does::Block);
    let open = place.open();
    assert_eq!(open.load(), None);
    let told = open.once(|told| told.trouble.is_some());
    assert_eq!((told.place, told.trouble), (KeyPlace::SYSTEM, Some(Trouble::Locked)));
    place.store.now(Does::Work);
    let told = open.once(|told| told.readable_now);
    assert_eq!(told.trouble, None);
    assert_eq!(open.load().as_deref(), Some("1"));
    // A key was written and read back, and then asked for once: the late answer itself was used.
    // Whoever is asked by the store at every use is not asked twice.
    assert_eq!(place.store.state().calls, 3);
}

#[test]
fn a_late_answer_to_a_keep_seals_what_is_newest_in_memory() {
    let mut place = Place::new(Mode::Ask, Does::Block);
    place.patience.routine = SHORT;
    let open = place.open();
    assert_eq!(open.keep("1"), Kept::InMemory);
    // The thread is still in the first call, so the next one does not wait at all.
    assert_eq!(open.keep("2"), Kept::InMemory);
    assert_eq!(open.once(|told| told.trouble.is_some()).trouble, Some(Trouble::Locked));
    place.store.now(Does::Work);
    let told = open.once(|told| told.improved);
    assert_eq!(told.trouble, None);
    assert_eq!(place.store.state().entries.len(), 1);
    drop(open);
    place.patience.first = crate::support::LONG;
    assert_eq!(place.open().load().as_deref(), Some("2"));
}

#[test]
fn trying_again_while_the_store_is_busy_says_that_it_is() {
    let mut place = Place::with(Mode::Ask, Does::Work, "1");
    place.patience.first = SHORT;
    place.store.now(Does::Block);
    let open = place.open();
    assert_eq!(open.load(), None);
    block_on(open.vault.retry());
    assert_eq!(open.last().trouble, Some(Trouble::Locked));
    block_on(open.vault.forget(HOST)).expect_err("the key is still there");
    assert_eq!(open.keep("2"), Kept::InMemory);
    block_on(open.vault.retry());
    assert_eq!(open.last().trouble, Some(Trouble::Locked));
    place.store.now(Does::Work);
    assert!(open.once(|told| told.improved).trouble.is_none());
}

#[test]
fn a_late_refusal_leaves_all_as_it_is() {
    let mut place = Place::with(Mode::Ask, Does::Work, "1");
    place.patience.first = SHORT;
    place.store.now(Does::Block);
    let open = place.open();
    assert_eq!(open.load(), None);
    place.store.now(Does::Fail(StoreError::Locked));
    assert_eq!(open.keep("2"), Kept::InMemory);
    assert_eq!(open.last().trouble, Some(Trouble::Locked));
    assert_eq!(place.files(), ["sealed"]);
    place.store.now(Does::Work);
    assert_eq!(open.once(|told| told.improved).generation, Some(2));
}

/// Ends the vault's thread in its first save.
struct Fatal;

impl Checkpoint for Fatal {
    fn reached(&self, point: Point) {
        panic!("as a fault would: {point:?}");
    }
}

#[test]
fn a_vault_that_has_died_says_that_nothing_is_kept() {
    let place = Place::new(Mode::File, Does::Work);
    let first = crate::support::claim(&place.folder);
    let settings = Settings {
        application: "latchkey.test".to_owned(),
        folder: Folder::Ours(first.hold()),
        mode: Mode::File,
        patience: place.patience.clone(),
    };
    let vault = Vault::open_with(settings, Box::new(place.store.clone()), Arc::new(Fatal));
    assert_eq!(block_on(vault.keep(HOST, secret("1"), true)), Kept::InMemory);
    let (sender, told) = mpsc::channel();
    vault.watch(move |storage| drop(sender.send(storage)));
    let told = told.recv_timeout(crate::support::LONG).expect("it says so");
    assert_eq!((told.place, told.trouble), (KeyPlace::Session, Some(Trouble::NotWritten)));
    assert_eq!(block_on(vault.load(HOST)), None);
    assert_eq!(block_on(vault.keep(HOST, secret("2"), true)), Kept::InMemory);
    let still = Err(NotErased { key: true, file: true });
    assert_eq!(block_on(vault.forget(HOST)), still);
    block_on(vault.retry());
}

#[test]
fn the_end_waits_for_nobody() {
    let mut place = Place::with(Mode::Ask, Does::Work, "1");
    place.patience.first = SHORT;
    place.store.now(Does::Block);
    let open = place.open();
    assert_eq!(open.load(), None);
    drop(open);
    // The folder is free although the thread of the store is still in its call.
    drop(crate::support::claim(&place.folder));
    place.store.now(Does::Work);
}
