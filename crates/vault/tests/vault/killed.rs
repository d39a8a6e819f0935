//! A process that is killed at every named point of a save: what is found after it is what was
//! there before, or what was being kept.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use latchkey_vault::{
    Folder, Kept, Mode, Patience, Place as KeyPlace, Point, Settings, Trouble, Unwatched, Vault,
};

use crate::folder_store::FolderStore;
use crate::number;
use crate::support::{block_on, claim};

/// The points of every save, and whether the new value is what is found from there on.
const SAVE: [(Point, bool); 7] = [
    (Point::Created, false),
    (Point::HalfWritten, false),
    (Point::Written, false),
    (Point::Synced, false),
    (Point::PreviousKept, false),
    (Point::Renamed, true),
    (Point::Done, true),
];

fn saver(action: &str, folder: &Path, point: &str) -> Output {
    let vault = folder.join("vault");
    let mut saver = Command::new(env!("CARGO_BIN_EXE_vault-saver"));
    saver.arg(action).arg(vault).arg(folder.join("store")).arg(point);
    saver.output().expect("a program")
}

fn killed(action: &str, folder: &Path, point: Point) {
    let output = saver(action, folder, &format!("{point:?}"));
    assert_eq!(output.status.signal(), Some(9), "{action} at {point:?}: {output:?}");
}

/// Opens what is there, and says what is in it and what was told of it.
fn found(folder: &Path, mode: Mode) -> (Option<u64>, Option<Trouble>, KeyPlace) {
    // A lock or a socket that was left behind holds nobody up.
    let first = claim(&folder.join("vault"));
    let settings = Settings {
        application: "latchkey.test".to_owned(),
        folder: Folder::Ours(first.hold()),
        mode,
        patience: Patience::default(),
    };
    let store = Box::new(FolderStore(folder.join("store")));
    let vault = Vault::open_with(settings, store, Arc::new(Unwatched));
    let value = block_on(vault.load("host"));
    let (sender, told) = std::sync::mpsc::channel();
    vault.watch(move |storage| drop(sender.send(storage)));
    let storage = told.recv().expect("something is told");
    drop((vault, first));
    // The folder is free again once the thread of the vault has ended.
    drop(claim(&folder.join("vault")));
    (value.map(|value| number::read(&value)), storage.trouble, storage.place)
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("vault/of-host")).expect("a folder");
    entries.map(|entry| entry.expect("one").file_name().into_string().expect("a name")).collect()
}

#[test]
fn a_save_that_is_killed_anywhere_leaves_the_old_or_the_new() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    assert_eq!(saver("keep", folder, "none").stdout, b"OnDisk\n");
    let mut newest = 1;
    for _ in 0..24 {
        for (point, is_new) in SAVE {
            killed("keep", folder, point);
            newest += u64::from(is_new);
            assert_eq!(
                found(folder, Mode::File),
                (Some(newest), None, KeyPlace::File),
                "{point:?}"
            );
        }
        // Nothing was damaged, and nothing is left over but the one that the next save removes.
        assert!(files(folder).len() <= 4, "{:?}", files(folder));
        assert!(!files(folder).iter().any(|name| name.contains("damaged")));
    }
    assert_eq!(saver("keep", folder, "none").stdout, b"OnDisk\n");
    assert_eq!(found(folder, Mode::File).0, Some(newest + 1));
}

#[test]
fn a_first_save_that_is_killed_anywhere_leaves_nothing_or_all() {
    for (point, value) in [
        (Point::KeyStored, None),
        (Point::Created, None),
        (Point::HalfWritten, None),
        (Point::Written, None),
        (Point::Synced, None),
        (Point::Renamed, Some(1)),
        (Point::Done, Some(1)),
        (Point::Resealed, Some(1)),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        killed("keep", folder.path(), point);
        let (is, trouble, _) = found(folder.path(), Mode::File);
        assert_eq!((is, trouble), (value, None), "{point:?}");
        assert_eq!(saver("keep", folder.path(), "none").stdout, b"OnDisk\n");
        assert_eq!(found(folder.path(), Mode::File).0, Some(value.unwrap_or(0) + 1), "{point:?}");
    }
}

/// The key moves from a file into the credential store: at each point one of them opens what is
/// there.
#[test]
fn a_move_that_is_killed_anywhere_loses_nothing() {
    let points = [Point::KeyStored, Point::Resealed].into_iter();
    for point in SAVE.into_iter().map(|(point, _)| point).chain(points) {
        for _ in 0..3 {
            let folder = tempfile::tempdir().expect("a folder");
            let folder = folder.path();
            assert_eq!(
                saver("keep", folder, "none").stdout,
                format!("{:?}\n", Kept::OnDisk).as_bytes()
            );
            fs::create_dir(folder.join("store")).expect("a folder");
            killed("move", folder, point);
            let (is, trouble, _) = found(folder, Mode::Ask);
            assert_eq!((is, trouble), (Some(1), None), "{point:?}");
            let moved = found_once_moved(folder);
            assert_eq!((moved.0, moved.2), (Some(1), KeyPlace::SYSTEM), "{point:?}");
        }
    }
}

/// What is found by a start that comes after one that had time to finish the move.
fn found_once_moved(folder: &Path) -> (Option<u64>, Option<Trouble>, KeyPlace) {
    loop {
        let found = found(folder, Mode::Ask);
        assert_eq!(found.0, Some(1));
        if found.2 == KeyPlace::SYSTEM {
            return found;
        }
    }
}
