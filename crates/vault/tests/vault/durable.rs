//! The file that is whole after a crash, used for something that is no secret.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use latchkey_vault::{Durable, Which};

/// JSON is whole; there are no generations.
fn preferences(path: &Path) -> Durable {
    Durable::new(path, |bytes| {
        serde_json::from_slice::<serde_json::Value>(bytes).is_ok().then_some(0)
    })
}

fn texts(durable: &Durable) -> Vec<String> {
    let found = durable.read().expect("a disk");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("a text");
    found.whole.iter().map(|whole| text(&whole.bytes)).collect()
}

#[test]
fn the_newest_and_the_one_before_are_found_in_this_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("preferences.json");
    let durable = preferences(&path);
    assert!(texts(&durable).is_empty());
    for text in ["1", "2", "3"] {
        durable.write(text.as_bytes()).expect("a disk");
    }
    assert_eq!(texts(&durable), ["3", "2"]);
    assert_eq!(fs::read_to_string(&path).expect("a file"), "3");
    durable.remove_previous().expect("a disk");
    assert_eq!(texts(&durable), ["3"]);
}

#[test]
fn what_is_not_whole_is_neither_written_nor_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("preferences.json");
    let durable = preferences(&path);
    let refused = durable.write(b"{").expect_err("it is not whole");
    assert_eq!(refused.kind(), ErrorKind::InvalidInput);
    durable.write(b"1").expect("a disk");
    durable.write(b"2").expect("a disk");
    fs::write(&path, "{").expect("a file");
    durable.write(b"3").expect("a disk");
    assert_eq!(texts(&durable), ["3", "1"]);
    let aside = fs::read_to_string(folder.path().join("preferences.json.damaged-1"));
    assert_eq!(aside.expect("a file"), "{");
}

#[test]
fn a_generation_never_goes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.parse().ok();
    let durable = Durable::new(folder.path().join("number"), number);
    durable.write(b"5").expect("a disk");
    durable.write(b"7").expect("a disk");
    assert_eq!(durable.write(b"6").expect_err("it is older").kind(), ErrorKind::InvalidInput);
    assert_eq!(texts(&durable), ["7", "5"]);
    // The newest counts wherever it is.
    let newest = durable.read().expect("a disk").whole.remove(0);
    assert_eq!((newest.generation, newest.which), (7, Which::Current));
    fs::rename(folder.path().join("number"), folder.path().join("number.previous")).expect("one");
    assert_eq!(durable.write(b"6").expect_err("it is older").kind(), ErrorKind::InvalidInput);
    durable.write(b"8").expect("a disk");
    assert_eq!(texts(&durable), ["8", "7"]);
}

#[test]
fn what_is_too_large_or_no_file_is_set_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("preferences.json");
    let durable = preferences(&path);
    fs::write(&path, vec![b' '; latchkey_vault::MOST_BYTES + 1]).expect("a file");
    assert!(durable.read().expect("a disk").damaged);
    fs::create_dir(&path).expect("a folder");
    assert!(durable.read().expect("a disk").damaged);
    assert!(!path.exists());
    durable.write(b"1").expect("a disk");
    assert_eq!(texts(&durable), ["1"]);
}
