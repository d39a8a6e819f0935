//! A store that does not return.

use std::time::Duration;

use latchkey_vault::{Kept, Mode, Place as KeyPlace, StoreError, Trouble};

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
