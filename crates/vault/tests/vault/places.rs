//! Where the key goes, and what is told of that.

use std::fs;

use latchkey_vault::{
    Choice, Folder, Kept, Mode, NotErased, Place as KeyPlace, SelfTest, Settings, StoreError,
    Trouble, Vault,
};

use crate::support::{Does, HOST, Open, Place, block_on, mode_of, secret};

const AWAY: Does = Does::Fail(StoreError::Unavailable);
const LOCKED: Does = Does::Fail(StoreError::Locked);

/// Everything in the folder but the lock and the socket.
fn is_empty(place: &Place) -> bool {
    place.files().is_empty()
}

#[test]
fn a_store_that_works_has_the_key() {
    let place = Place::new(Mode::Ask, Does::Work);
    let open = place.open();
    assert_eq!(open.load(), None);
    assert_eq!(open.keep("1"), Kept::OnDisk);
    let told = open.last();
    assert_eq!((told.place, told.trouble, told.decided), (KeyPlace::SYSTEM, None, false));
    assert_eq!((told.name.as_deref(), told.generation), (Some(HOST), Some(1)));
    let entry = format!("vault-key:{}", told.kid.expect("a key"));
    assert_eq!(place.store.state().entries.keys().collect::<Vec<_>>(), [&entry]);
    assert!(!place.has_key_file());
    // The store is asked once for a key, not for every value.
    let calls = place.store.state().calls;
    assert_eq!(open.keep("2"), Kept::OnDisk);
    assert_eq!(open.load().as_deref(), Some("2"));
    assert_eq!(place.store.state().calls, calls);
    drop(open);
    assert_eq!(place.open().load().as_deref(), Some("2"));
}

#[test]
fn all_is_closed_to_other_users() {
    let place = Place::with(Mode::File, Does::Work, "1");
    assert_eq!(place.open().keep("2"), Kept::OnDisk);
    assert_eq!((mode_of(&place.folder), mode_of(&place.shelf())), (0o700, 0o700));
    let files = place.files();
    assert_eq!(files.len(), 3, "{files:?}");
    assert!(files.iter().all(|name| mode_of(&place.shelf().join(name)) == 0o600));
    assert_eq!(mode_of(&place.folder.join("lock")), 0o600);
}

#[test]
fn without_a_store_nothing_is_on_disk_until_the_person_says_so() {
    let place = Place::new(Mode::Ask, AWAY);
    let open = place.open();
    assert_eq!(open.load(), None);
    assert_eq!(open.keep("1"), Kept::InMemory);
    let told = open.last();
    assert_eq!((told.place, told.trouble), (KeyPlace::Session, Some(Trouble::Unavailable)));
    assert!(is_empty(&place));
    assert_eq!(open.load().as_deref(), Some("1"));
    block_on(open.vault.choose(Choice::File));
    let told = open.last();
    assert_eq!((told.place, told.trouble, told.generation), (KeyPlace::File, None, Some(1)));
    assert!(place.has_key_file());
    drop(open);
    assert_eq!(place.open().load().as_deref(), Some("1"));
}

#[test]
fn what_is_in_a_file_moves_when_a_store_appears() {
    let mut place = Place::new(Mode::Ask, AWAY);
    place.remembered = Some(Choice::File);
    let open = place.open();
    assert_eq!(open.keep("1"), Kept::OnDisk);
    assert_eq!(open.keep("2"), Kept::OnDisk);
    place.store.now(Does::Work);
    let told = open.once(|told| told.improved);
    assert_eq!((told.place, told.trouble, told.generation), (KeyPlace::SYSTEM, None, Some(3)));
    assert_eq!(place.files(), ["sealed"]);
    block_on(open.vault.retry());
    assert_eq!(open.keep("3"), Kept::OnDisk);
    assert!(!open.last().improved);
    drop(open);
    assert_eq!(place.open().load().as_deref(), Some("3"));
}

#[test]
fn what_is_in_a_file_moves_at_a_start_at_which_the_store_is_there() {
    let place = Place::with(Mode::File, Does::Work, "1");
    let place = Place { mode: Mode::Ask, ..place };
    let open = place.open();
    assert_eq!(open.load().as_deref(), Some("1"));
    assert_eq!(open.once(|told| told.improved).place, KeyPlace::SYSTEM);
    assert_eq!(place.files(), ["sealed"]);
}

#[test]
fn what_is_in_memory_moves_when_a_store_appears() {
    for mode in [Mode::Ask, Mode::System] {
        let place = Place::new(mode, AWAY);
        let open = place.open();
        assert_eq!(open.keep("1"), Kept::InMemory);
        place.store.now(Does::Work);
        let told = open.once(|told| told.improved);
        assert_eq!((told.place, told.trouble), (KeyPlace::SYSTEM, None));
        drop(open);
        assert_eq!(place.open().load().as_deref(), Some("1"));
    }
}

#[test]
fn who_chose_the_session_is_told_of_no_trouble_and_moves_all_the_same() {
    let mut place = Place::new(Mode::Ask, AWAY);
    place.remembered = Some(Choice::Session);
    let open = place.open();
    assert_eq!(open.keep("1"), Kept::InMemory);
    let told = open.last();
    assert_eq!((told.place, told.trouble), (KeyPlace::Session, None));
    assert!(is_empty(&place));
    place.store.now(Does::Work);
    open.once(|told| told.improved);
}

#[test]
fn whoever_starts_the_program_can_decide() {
    for (mode, does, kept, told_place, trouble) in [
        (Mode::System, AWAY, Kept::InMemory, KeyPlace::Session, Some(Trouble::Unavailable)),
        (Mode::File, LOCKED, Kept::OnDisk, KeyPlace::File, None),
        (Mode::Session, Does::Work, Kept::InMemory, KeyPlace::Session, None),
    ] {
        let mut place = Place::new(mode, does);
        place.remembered = Some(Choice::File);
        let open = place.open();
        assert_eq!(open.load(), None);
        assert_eq!(open.keep("1"), kept);
        let told = open.last();
        assert_eq!((told.place, told.trouble, told.decided), (told_place, trouble, true));
        block_on(open.vault.retry());
        assert_eq!(open.keep("2"), kept);
        if mode != Mode::System {
            assert_eq!(place.store.state().calls, 0, "{mode:?}");
        }
        assert_eq!(is_empty(&place), mode != Mode::File);
    }
}

#[test]
fn a_locked_store_leaves_the_file_alone_until_it_is_unlocked() {
    let place = Place::with(Mode::Ask, Does::Work, "1");
    let before = fs::read(place.sealed()).expect("a file");
    place.store.now(LOCKED);
    let open = place.open();
    assert_eq!(open.load(), None);
    let told = open.last();
    assert_eq!((told.place, told.trouble), (KeyPlace::SYSTEM, Some(Trouble::Locked)));
    assert_eq!(fs::read(place.sealed()).expect("a file"), before);
    // Coming back asks nobody: the prompt of the load is the only one.
    assert_eq!(place.store.state().calls - calls_of_an_enrolment(), 1);
    place.store.now(Does::Work);
    let told = open.once(|told| told.readable_now);
    assert_eq!((told.place, told.trouble, told.improved), (KeyPlace::SYSTEM, None, false));
    assert_eq!(open.load().as_deref(), Some("1"));
}

/// A key is written and read back.
fn calls_of_an_enrolment() -> usize {
    2
}

#[test]
fn who_signs_in_while_the_store_is_locked_is_sealed_once_it_is_not() {
    let place = Place::with(Mode::Ask, Does::Work, "1");
    let before = fs::read(place.sealed()).expect("a file");
    place.store.now(LOCKED);
    let open = place.open();
    assert_eq!(open.load(), None);
    assert_eq!(open.keep("anew"), Kept::InMemory);
    let told = open.last();
    assert_eq!((told.place, told.trouble), (KeyPlace::Session, Some(Trouble::Locked)));
    assert_eq!(fs::read(place.sealed()).expect("a file"), before);
    place.store.now(Does::Work);
    let told = open.once(|told| told.improved);
    assert_eq!((told.generation, told.readable_now), (Some(2), false));
    drop(open);
    assert_eq!(place.open().load().as_deref(), Some("anew"));
}

#[test]
fn a_key_that_is_gone_is_told_and_its_file_is_set_aside_when_something_is_kept() {
    let place = Place::with(Mode::Ask, Does::Work, "1");
    let before = fs::read(place.sealed()).expect("a file");
    place.store.state().entries.clear();
    let open = place.open();
    assert_eq!(open.load(), None);
    assert_eq!(open.last().trouble, Some(Trouble::KeyGone));
    assert_eq!(fs::read(place.sealed()).expect("a file"), before);
    assert_eq!(open.keep("anew"), Kept::OnDisk);
    assert_eq!(open.last().trouble, None);
    assert_eq!(fs::read(place.shelf().join("sealed.damaged-1")).expect("a file"), before);
    drop(open);
    assert_eq!(place.open().load().as_deref(), Some("anew"));
}

#[test]
fn a_change_of_the_place_is_told_and_the_file_stays_until_something_is_kept() {
    for mode in [Mode::File, Mode::Session] {
        let place = Place { mode, ..Place::with(Mode::Ask, Does::Work, "1") };
        let before = fs::read(place.sealed()).expect("a file");
        let open = place.open();
        assert_eq!(open.load(), None);
        assert_eq!(open.last().trouble, Some(Trouble::PlaceChanged));
        assert_eq!(fs::read(place.sealed()).expect("a file"), before);
        open.keep("anew");
        let name = if mode == Mode::File { "sealed.damaged-1" } else { "sealed" };
        assert_eq!(fs::read(place.shelf().join(name)).expect("a file"), before);
    }
    let place = Place::with(Mode::Ask, Does::Work, "1");
    place.store.now(AWAY);
    let open = place.open();
    assert_eq!(open.load(), None);
    assert_eq!(open.last().trouble, Some(Trouble::PlaceChanged));
    place.store.now(Does::Work);
    open.once(|told| told.readable_now);
    assert_eq!(open.load().as_deref(), Some("1"));
}

#[test]
fn a_store_that_fails_on_every_write_ends_nothing() {
    for does in [Does::RefuseWrites, Does::ForgetWrites] {
        let place = Place::new(Mode::Ask, does);
        let open = place.open();
        assert_eq!(open.load(), None);
        for value in ["1", "2", "3"] {
            assert_eq!(open.keep(value), Kept::InMemory);
            let told = open.last();
            assert_eq!((told.place, told.trouble), (KeyPlace::Session, Some(Trouble::Refused)));
            assert_eq!(open.load().as_deref(), Some(value));
        }
        assert!(is_empty(&place));
    }
}

#[test]
fn forgetting_leaves_nothing_and_says_what_it_leaves() {
    let place = Place::with(Mode::Ask, Does::Work, "1");
    fs::write(place.shelf().join("sealed.damaged-1"), "an older one").expect("a file");
    let open = place.open();
    assert_eq!(block_on(open.vault.forget(HOST)), Ok(()));
    assert!(!place.shelf().exists() && place.store.state().entries.is_empty());
    assert_eq!(open.load(), None);
    assert_eq!((open.last().kid, open.keep("2")), (None, Kept::OnDisk));
    place.store.now(LOCKED);
    let still = Err(NotErased { key: true, file: false });
    assert_eq!(block_on(open.vault.forget(HOST)), still);
    assert!(!place.shelf().exists());
    drop(open);
    let place = Place::with(Mode::File, Does::Work, "1");
    fs::create_dir(place.shelf().join("not ours")).expect("a folder");
    let still = Err(NotErased { key: true, file: true });
    let open = place.open();
    assert_eq!(block_on(open.vault.forget(HOST)), still);
    assert_eq!(place.files(), ["not ours"]);
    // Now it is known that no key is there.
    let still = Err(NotErased { key: false, file: true });
    assert_eq!(block_on(open.vault.forget(HOST)), still);
}

#[test]
fn the_self_test_finds_what_does_not_work() {
    let test = |open: &Open| block_on(open.vault.self_test(HOST));
    let place = Place::new(Mode::Ask, Does::Work);
    let open = place.open();
    assert_eq!(test(&open), SelfTest::NothingToTest);
    open.keep("1");
    assert_eq!(test(&open), SelfTest::Passed);
    assert_eq!(place.store.state().entries.len(), 1);
    let entries = std::mem::take(&mut place.store.state().entries);
    assert_eq!(test(&open), SelfTest::KeyFailed);
    place.store.state().entries = entries;
    place.store.now(Does::RefuseWrites);
    assert_eq!(test(&open), SelfTest::KeyFailed);
    place.store.now(Does::Work);
    fs::create_dir(place.shelf().join("test")).expect("a folder");
    assert_eq!(test(&open), SelfTest::FileFailed);
    fs::remove_dir(place.shelf().join("test")).expect("a folder");
    fs::write(place.sealed(), "torn").expect("a file");
    assert_eq!(test(&open), SelfTest::FileFailed);
    let place = Place::with(Mode::File, Does::Work, "1");
    let open = place.open();
    open.load();
    assert_eq!(test(&open), SelfTest::Passed);
}

#[test]
fn a_vault_without_its_folder_keeps_nothing() {
    for (folder, trouble) in
        [(Folder::InUse, Trouble::InUse), (Folder::Unusable, Trouble::NotWritten)]
    {
        let place = Place::with(Mode::Ask, Does::Work, "1");
        let first = crate::support::claim(&place.folder);
        let settings = Settings {
            application: "latchkey.test".to_owned(),
            folder,
            mode: Mode::Ask,
            patience: place.patience.clone(),
        };
        let open = Open::new(settings, place.store.clone(), first);
        assert_eq!(open.load(), None);
        let told = open.last();
        assert_eq!((told.place, told.trouble), (KeyPlace::Session, Some(trouble)));
        assert_eq!(open.keep("2"), Kept::InMemory);
        let still = Err(NotErased { key: true, file: true });
        assert_eq!(block_on(open.vault.forget(HOST)), still);
        drop(open);
        assert_eq!(place.open().load().as_deref(), Some("1"));
    }
}

#[test]
fn what_is_asked_is_done_in_order_also_when_nobody_waits() {
    fn is_send_and_sync<T: Send + Sync + Clone>(_: &T) {}
    let place = Place::new(Mode::Ask, Does::Work);
    let open = place.open();
    is_send_and_sync(&open.vault);
    for value in ["1", "2"] {
        drop(open.vault.keep(HOST, secret(value), true));
    }
    assert_eq!(open.load().as_deref(), Some("2"));
    let vault: Vault = open.vault.clone();
    assert_eq!(block_on(vault.load(HOST)).map(|value| value.len()), Some(1));
}
