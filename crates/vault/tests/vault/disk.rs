//! Disks that are full or cannot be written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use latchkey_vault::{Choice, Kept, Mode, NotErased, Place as KeyPlace, StoreError, Trouble};

use crate::support::{Does, HOST, Place, block_on, skipped};

/// A small file system in memory, for as long as this lives.
pub(crate) struct Small(PathBuf);

impl Small {
    pub(crate) fn mounted_at(path: &Path) -> Option<Self> {
        fs::create_dir_all(path).expect("a folder");
        let options = ["-t", "tmpfs", "-o", "size=64k", "tmpfs"];
        let mounted = Command::new("mount").args(options).arg(path).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(path.to_owned()))
    }

    fn remount(&self, how: &str) {
        let options = format!("remount,{how}");
        let mounted = Command::new("mount").args(["-o", &options]).arg(&self.0).status();
        assert!(mounted.expect("mount").success());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // Lazily: a thread of the vault may still be at its end.
        drop(Command::new("umount").arg("--lazy").arg(&self.0).status());
    }
}

#[test]
fn a_full_disk_keeps_the_old_and_the_memory_the_new() {
    let place = Place::new(Mode::Ask, Does::Work);
    let Some(small) = Small::mounted_at(&place.folder) else {
        return not_mounted("a full disk");
    };
    let open = place.open();
    assert_eq!(open.keep("1"), Kept::OnDisk);
    let filling = small.0.join("filling");
    // All that fits is written before the error.
    fs::write(&filling, vec![0; 100_000]).expect_err("it does not fit");
    assert_eq!(open.keep("2"), Kept::InMemory);
    let told = open.last();
    assert_eq!((told.place, told.trouble), (KeyPlace::SYSTEM, Some(Trouble::NotWritten)));
    assert_eq!(open.load().as_deref(), Some("2"));
    assert_eq!(place.files(), ["sealed"]);
    drop(open);
    let open = place.open();
    assert_eq!(open.load().as_deref(), Some("1"));
    assert_eq!(open.keep("3"), Kept::InMemory);
    fs::remove_file(&filling).expect("a file");
    assert_eq!(open.keep("4"), Kept::OnDisk);
    assert_eq!(open.last().trouble, None);
    drop(open);
    assert_eq!(place.open().load().as_deref(), Some("4"));
}

#[test]
fn a_first_value_on_a_full_disk_uses_one_key_until_it_fits() {
    let place = Place::new(Mode::Ask, Does::Work);
    let Some(small) = Small::mounted_at(&place.folder) else {
        return not_mounted("a full disk at the first value");
    };
    let filling = small.0.join("filling");
    let open = place.open();
    fs::write(&filling, vec![0; 100_000]).expect_err("it does not fit");
    for value in ["1", "2", "3"] {
        assert_eq!(open.keep(value), Kept::InMemory);
        assert_eq!(open.last().trouble, Some(Trouble::NotWritten));
    }
    fs::remove_file(&filling).expect("a file");
    assert_eq!(open.keep("4"), Kept::OnDisk);
    assert_eq!(place.store.state().entries.len(), 1);
}

#[test]
fn a_disk_that_cannot_be_written_can_be_read() {
    let place = Place::new(Mode::Ask, Does::Work);
    let Some(small) = Small::mounted_at(&place.shelf()) else {
        return not_mounted("a disk that is read-only");
    };
    let open = place.open();
    assert_eq!(open.keep("1"), Kept::OnDisk);
    small.remount("ro");
    assert_eq!(open.load().as_deref(), Some("1"));
    assert_eq!(open.keep("2"), Kept::InMemory);
    assert_eq!(open.last().trouble, Some(Trouble::NotWritten));
    small.remount("rw");
    assert_eq!(open.keep("3"), Kept::OnDisk);
    assert_eq!(open.last().trouble, None);
}

#[test]
fn a_key_in_a_file_that_cannot_be_deleted_is_said_to_be_there() {
    let place = Place::new(Mode::File, Does::Work);
    let Some(small) = Small::mounted_at(&place.shelf()) else {
        return not_mounted("forgetting on a disk that is read-only");
    };
    let open = place.open();
    assert_eq!(open.keep("1"), Kept::OnDisk);
    small.remount("ro");
    let still = Err(NotErased { key: true, file: true });
    assert_eq!(block_on(open.vault.forget(HOST)), still);
    assert!(place.has_key_file());
}

/// The same where nothing can be mounted: the name of the temporary file is taken by a folder.
#[test]
fn a_file_that_cannot_be_made_keeps_the_old_and_the_memory_the_new() {
    let place = Place::with(Mode::File, Does::Work, "1");
    let open = place.open();
    fs::create_dir(place.shelf().join("sealed.new")).expect("a folder");
    assert_eq!(open.keep("2"), Kept::InMemory);
    let told = open.last();
    assert_eq!((told.place, told.trouble), (KeyPlace::File, Some(Trouble::NotWritten)));
    assert_eq!(open.load().as_deref(), Some("2"));
    fs::remove_dir(place.shelf().join("sealed.new")).expect("a folder");
    assert_eq!(open.keep("3"), Kept::OnDisk);
    drop(open);
    assert_eq!(place.open().load().as_deref(), Some("3"));
}

#[test]
fn trying_again_brings_what_is_in_memory_to_the_disk() {
    let away = Does::Fail(StoreError::Unavailable);
    for (mode, does, key) in [
        (Mode::Ask, Does::Work, KeyPlace::SYSTEM),
        (Mode::System, Does::Work, KeyPlace::SYSTEM),
        (Mode::File, Does::Work, KeyPlace::File),
        // The key stays in its file: there is no store to move it into.
        (Mode::Ask, away, KeyPlace::File),
    ] {
        let mut place = Place::new(mode, does);
        place.remembered = (key == KeyPlace::File).then_some(Choice::File);
        let open = place.open();
        assert_eq!(open.keep("1"), Kept::OnDisk);
        fs::create_dir(place.shelf().join("sealed.new")).expect("a folder");
        assert_eq!(open.keep("2"), Kept::InMemory);
        block_on(open.vault.retry());
        assert_eq!(open.last().trouble, Some(Trouble::NotWritten), "{mode:?}");
        fs::remove_dir(place.shelf().join("sealed.new")).expect("a folder");
        block_on(open.vault.retry());
        let told = open.last();
        assert_eq!((told.place, told.trouble), (key, None), "{mode:?}");
        drop(open);
        assert_eq!(place.open().load().as_deref(), Some("2"), "{mode:?}");
    }
}

/// Mounting takes rights that a person who builds this at home does not have.
pub(crate) fn not_mounted(what: &str) {
    let may = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    if may {
        skipped(&format!("{what} was not tested, nothing can be mounted"));
    } else {
        crate::support::told(&format!("SKIPPED: {what} needs the rights to mount"));
    }
}
