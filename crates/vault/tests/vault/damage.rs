//! Files that were changed, cut, exchanged or put back.

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, SystemTime};

use latchkey_vault::{Kept, Mode, Place as KeyPlace, Trouble};

use crate::support::{Does, HOST, Open, Place, block_on, secret, text};

/// Loads, and says what the trouble is.
fn load(open: &Open) -> (Option<String>, Option<Trouble>) {
    let loaded = open.load();
    (loaded, open.last().trouble)
}

/// Changes the one file that is there, and says what is loaded then.
fn after(place: &Place, bytes: &[u8]) -> (Option<String>, Option<Trouble>) {
    fs::write(place.sealed(), bytes).expect("a file");
    load(&place.open())
}

#[test]
fn no_byte_can_be_changed() {
    let place = Place::with(Mode::Ask, Does::Work, "the token");
    let whole = fs::read(place.sealed()).expect("a file");
    for index in 0..whole.len() {
        // Another letter or digit, and the other case of a letter. All eight bits are in the tests
        // of the seal itself, which need no disk.
        for bit in [0, 5] {
            let mut changed = whole.clone();
            changed[index] ^= 1 << bit;
            let found = after(&place, &changed);
            assert_eq!(found, (None, Some(Trouble::Damaged)), "byte {index}, bit {bit}");
        }
    }
    assert_eq!(after(&place, &whole), (Some("the token".to_owned()), None));
}

#[test]
fn no_file_can_be_cut_or_grow() {
    let place = Place::with(Mode::Ask, Does::Work, "the token");
    let whole = fs::read(place.sealed()).expect("a file");
    for length in 0..whole.len() {
        let found = after(&place, &whole[..length]);
        assert_eq!(found, (None, Some(Trouble::Damaged)), "{length} bytes");
    }
    for more in [" ", "\n", "{}", "\0"] {
        let grown = [&whole, more.as_bytes()].concat();
        assert_eq!(after(&place, &grown), (None, Some(Trouble::Damaged)));
    }
}

/// Whoever changes the file can make its sum right again; the seal stays broken.
#[test]
fn a_right_sum_does_not_help_a_changed_file() {
    use sha2::{Digest as _, Sha256};
    let place = Place::with(Mode::Ask, Does::Work, "the token");
    let whole = fs::read(place.sealed()).expect("a file");
    let text = String::from_utf8(whole.clone()).expect("JSON");
    let other_ct = {
        let (before, sealed) = text.split_once("\"ct\":\"").expect("a sealed part");
        let mut letters = sealed.chars();
        let letter = if letters.next() == Some('A') { "B" } else { "A" };
        format!("{before}\"ct\":\"{letter}{}", letters.as_str())
    };
    for changed in [text.replace("\"generation\":1", "\"generation\":9"), other_ct] {
        let fields: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&changed).expect("JSON");
        let listed = ["v", "alg", "place", "kid", "generation", "nonce", "ct"].map(|f| &fields[f]);
        let sum = Sha256::digest(serde_json::to_vec(&listed).expect("JSON"));
        let sum = sum.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        let old = fields["sum"].as_str().expect("a sum");
        assert_ne!(old, sum);
        let forged = changed.replace(old, &sum);
        assert_eq!(after(&place, forged.as_bytes()), (None, Some(Trouble::Damaged)));
    }
    // That the sum was made rightly above: the unchanged file has the same one.
    assert_eq!(after(&place, &whole).0.as_deref(), Some("the token"));
}

#[test]
fn what_is_damaged_is_set_aside_and_two_such_files_are_kept() {
    let place = Place::with(Mode::Ask, Does::Work, "the token");
    for text in ["first", "second", "third"] {
        assert_eq!(after(&place, text.as_bytes()).1, Some(Trouble::Damaged));
    }
    assert_eq!(place.files(), ["sealed.damaged-1", "sealed.damaged-2"]);
    let aside = place
        .files()
        .iter()
        .map(|name| fs::read_to_string(place.shelf().join(name)).expect("a file"))
        .collect::<Vec<_>>();
    assert_eq!(aside, ["second", "third"]);
    let open = place.open();
    assert_eq!(open.load(), None);
    assert_eq!(open.keep("anew"), Kept::OnDisk);
    assert_eq!(open.last().trouble, None);
    drop(open);
    assert_eq!(place.open().load().as_deref(), Some("anew"));
}

#[test]
fn the_generation_before_is_found_when_the_newest_is_damaged() {
    let place = Place::with(Mode::Ask, Does::Work, "older");
    assert_eq!(place.open().keep("newer"), Kept::OnDisk);
    fs::write(place.sealed(), "torn").expect("a file");
    let open = place.open();
    assert_eq!(load(&open), (Some("older".to_owned()), None));
    assert_eq!(open.keep("newest"), Kept::OnDisk);
    assert_eq!(open.last().generation, Some(2));
}

/// An older generation put back over the newest, while the newest is still there as the one before.
#[test]
fn an_older_generation_is_not_taken_for_the_newest_and_times_do_not_matter() {
    let place = Place::with(Mode::Ask, Does::Work, "1");
    let first = fs::read(place.sealed()).expect("a file");
    let open = place.open();
    open.load();
    open.keep("2");
    open.keep("3");
    drop(open);
    fs::rename(place.sealed(), place.shelf().join("sealed.previous")).expect("a file");
    fs::write(place.sealed(), &first).expect("a file");
    for (current, previous) in [(1, 2_000_000_000), (2_000_000_000, 1)] {
        for (name, seconds) in [("sealed", current), ("sealed.previous", previous)] {
            let file = fs::File::options().write(true).open(place.shelf().join(name));
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            file.and_then(|file| file.set_modified(time)).expect("a time");
        }
        let open = place.open();
        assert_eq!(load(&open), (Some("3".to_owned()), None));
        drop(open);
    }
    // What is written next is newer than both, and the newer of them is kept as the one before.
    let open = place.open();
    open.load();
    assert_eq!(open.keep("4"), Kept::OnDisk);
    assert_eq!(open.last().generation, Some(4));
    drop(open);
    fs::write(place.sealed(), "torn").expect("a file");
    assert_eq!(place.open().load().as_deref(), Some("3"));
}

#[test]
fn a_file_belongs_to_one_name_and_one_application() {
    let place = Place::with(Mode::Ask, Does::Work, "the token");
    let open = place.open();
    let other = place.folder.join("of-other.example.com");
    fs::create_dir(&other).expect("a folder");
    fs::copy(place.sealed(), other.join("sealed")).expect("a file");
    assert_eq!(block_on(open.vault.load("other.example.com")), None);
    assert_eq!(open.last().trouble, Some(Trouble::Damaged));
    assert_eq!(open.load().as_deref(), Some("the token"));
    drop(open);
    let open = place.open_as("another.application");
    assert_eq!(load(&open), (None, Some(Trouble::Damaged)));
}

#[test]
fn two_names_share_nothing() {
    let place = Place::with(Mode::Ask, Does::Work, "one");
    let open = place.open();
    assert_eq!(block_on(open.vault.keep("other", secret("two"), true)), Kept::OnDisk);
    assert_eq!(open.load().as_deref(), Some("one"));
    assert_eq!(
        block_on(open.vault.load("other")).map(|value| text(&value)).as_deref(),
        Some("two")
    );
    assert_eq!(place.store.state().entries.len(), 2);
    assert_eq!(block_on(open.vault.forget(HOST)), Ok(()));
    assert!(block_on(open.vault.load("other")).is_some());
    assert_eq!(place.store.state().entries.len(), 1);
}

#[test]
fn nothing_of_the_value_or_the_key_is_on_disk() {
    for mode in [Mode::Ask, Mode::File] {
        let place = Place::with(mode, Does::Work, "the token itself");
        let sealed = fs::read_to_string(place.sealed()).expect("JSON");
        assert!(!sealed.contains("token"));
        let expected = if mode == Mode::Ask { KeyPlace::SYSTEM } else { KeyPlace::File };
        let header: serde_json::Value = serde_json::from_str(&sealed).expect("JSON");
        assert_eq!(header["place"], serde_json::to_value(expected).expect("a word"));
        assert_eq!(place.has_key_file(), mode == Mode::File);
        for value in place.store.state().entries.values() {
            assert!(!sealed.contains(value));
        }
    }
}

#[test]
fn no_nonce_and_no_key_is_used_twice() {
    let place = Place::new(Mode::File, Does::Work);
    let mut nonces = BTreeSet::new();
    let open = place.open();
    for round in 0..20 {
        open.keep("the same");
        let text = fs::read_to_string(place.sealed()).expect("JSON");
        let header: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(header["generation"], round + 1);
        assert!(nonces.insert(header["nonce"].to_string()));
    }
}
