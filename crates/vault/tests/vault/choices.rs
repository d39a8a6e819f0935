//! What a person chooses, and what gives way to what.

use std::fs;
use std::time::Duration;

use latchkey_vault::{Choice, Kept, Mode, Place as KeyPlace, StoreError, Trouble};

use crate::support::{Does, Place, block_on};

const AWAY: Does = Does::Fail(StoreError::Unavailable);
const LOCKED: Does = Does::Fail(StoreError::Locked);

#[test]
fn what_was_chosen_earlier_asks_for_nothing() {
    let place = Place::with(Mode::Ask, Does::Work, "1");
    let before = fs::read(place.sealed()).expect("a file");
    place.store.now(LOCKED);
    let open = place.open();
    assert_eq!(open.load(), None);
    assert_eq!(open.keep("anew"), Kept::InMemory);
    let calls = place.store.state().calls;
    for choice in [Some(Choice::File), Some(Choice::Session), None, Some(Choice::File)] {
        open.vault.remember(choice);
    }
    assert_eq!(open.load().as_deref(), Some("anew"));
    assert_eq!(place.store.state().calls, calls);
    assert_eq!(place.files(), ["sealed"]);
    assert_eq!(fs::read(place.sealed()).expect("a file"), before);
}

#[test]
fn a_choice_has_served_once_anything_is_sealed_with_a_key_in_the_store() {
    for choice in [Choice::File, Choice::Session] {
        let mut place = Place::new(Mode::Ask, Does::Work);
        place.remembered = Some(choice);
        let open = place.open();
        assert_eq!(open.load(), None);
        assert_eq!(open.keep("1"), Kept::OnDisk);
        let told = open.last();
        assert_eq!((told.place, told.improved), (KeyPlace::SYSTEM, true));
        assert_eq!(open.keep("2"), Kept::OnDisk);
        assert!(!open.last().improved);
    }
}

#[test]
fn trying_again_finds_a_key_that_was_gone() {
    for mode in [Mode::Ask, Mode::File] {
        let place = Place::with(mode, Does::Work, "1");
        let entries = std::mem::take(&mut place.store.state().entries);
        let key = fs::read_dir(place.shelf()).expect("a folder").find_map(|entry| {
            let path = entry.expect("an entry").path();
            path.extension().is_some_and(|end| end == "key").then_some(path)
        });
        let hidden = place.folder.join("hidden");
        if let Some(key) = &key {
            fs::rename(key, &hidden).expect("a file");
        }
        let open = place.open();
        assert_eq!(open.load(), None);
        assert_eq!(open.last().trouble, Some(Trouble::KeyGone));
        place.store.state().entries = entries;
        if let Some(key) = &key {
            fs::rename(&hidden, key).expect("a file");
        }
        block_on(open.vault.retry());
        let told = open.last();
        assert_eq!((told.trouble, told.readable_now), (None, true), "{mode:?}");
        assert_eq!(open.load().as_deref(), Some("1"));
    }
}

#[test]
fn what_is_kept_for_now_gives_way_to_a_file_that_opens() {
    let mut slow = Place::with(Mode::Ask, Does::Work, "1");
    slow.patience.first = Duration::from_millis(50);
    for (place, does) in [(Place::with(Mode::Ask, Does::Work, "1"), LOCKED), (slow, Does::Block)] {
        let before = fs::read(place.sealed()).expect("a file");
        place.store.now(does);
        let open = place.open();
        assert_eq!(open.load(), None);
        assert_eq!(open.keep_for_now("begun"), Kept::InMemory);
        assert_eq!(open.load().as_deref(), Some("begun"));
        place.store.now(Does::Work);
        let told = open.once(|told| told.readable_now);
        assert_eq!((told.generation, told.trouble, told.improved), (Some(1), None, false));
        // Whoever has not loaded it yet does not write over it either.
        assert_eq!(open.keep_for_now("begun, later"), Kept::InMemory);
        block_on(open.vault.retry());
        assert_eq!(fs::read(place.sealed()).expect("a file"), before);
        assert_eq!(open.load().as_deref(), Some("1"));
        assert_eq!(open.keep_for_now("2"), Kept::OnDisk);
        drop(open);
        assert_eq!(place.open().load().as_deref(), Some("2"));
    }
}

#[test]
fn what_is_precious_replaces_a_file_that_opened_meanwhile() {
    let place = Place::with(Mode::Ask, Does::Work, "1");
    place.store.now(LOCKED);
    let open = place.open();
    assert_eq!(open.load(), None);
    assert_eq!(open.keep_for_now("begun"), Kept::InMemory);
    place.store.now(Does::Work);
    open.once(|told| told.readable_now);
    assert_eq!(open.keep("signed in"), Kept::OnDisk);
    assert_eq!(open.last().generation, Some(2));
    assert_eq!(open.keep_for_now("signed out"), Kept::OnDisk);
    // And before it opens: what is precious stays so when it changes.
    place.store.now(LOCKED);
    drop(open);
    let open = place.open();
    assert_eq!(open.load(), None);
    assert_eq!(open.keep("signed in"), Kept::InMemory);
    assert_eq!(open.keep_for_now("signed out again"), Kept::InMemory);
    place.store.now(Does::Work);
    assert!(!open.once(|told| told.improved).readable_now);
    drop(open);
    assert_eq!(place.open().load().as_deref(), Some("signed out again"));
}

#[test]
fn choosing_a_file_sets_aside_what_is_locked() {
    let mut place = Place::with(Mode::Ask, Does::Work, "1");
    // What was chosen once, before there was a store, does not count.
    place.remembered = Some(Choice::File);
    let before = fs::read(place.sealed()).expect("a file");
    place.store.now(LOCKED);
    let open = place.open();
    assert_eq!(open.load(), None);
    assert_eq!(open.keep("anew"), Kept::InMemory);
    block_on(open.vault.choose(Choice::File));
    let told = open.last();
    assert_eq!((told.place, told.trouble, told.generation), (KeyPlace::File, None, Some(2)));
    let aside = fs::read(place.shelf().join("sealed.damaged-1")).expect("a file");
    assert_eq!(aside, before);
    drop(open);
    assert_eq!(place.open().load().as_deref(), Some("anew"));
}

#[test]
fn choosing_the_session_takes_the_file_away() {
    let mut place = Place::new(Mode::Ask, AWAY);
    place.remembered = Some(Choice::File);
    let open = place.open();
    assert_eq!(open.keep("1"), Kept::OnDisk);
    block_on(open.vault.choose(Choice::Session));
    assert_eq!(open.last().place, KeyPlace::Session);
    assert!(place.files().is_empty());
    assert_eq!(open.load().as_deref(), Some("1"));
}
