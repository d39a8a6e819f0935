//! What is on disk of one name: a folder with the sealed file, the one before it and, where that
//! is the place of it, the key. It decides nothing.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::durable::{Checkpoint, Durable, Point, Which};
use crate::private::{absent_is_fine, create, make_folder, sync_folder};
use crate::sealed::{Binding, Header, Key, Kid, Sealed, hexadecimal, seal};
use crate::storage::Secret;

const KEY_ENDING: &str = "key";

/// The folder of one name.
pub(crate) struct Shelf {
    folder: PathBuf,
    file: Durable,
    binding: Binding,
    checkpoint: Arc<dyn Checkpoint>,
}

/// The sealed files of a name, the newest generation first.
pub(crate) struct Files {
    pub(crate) whole: Vec<(Sealed, Which)>,
    pub(crate) damaged: bool,
}

impl Shelf {
    pub(crate) fn new(all: &Path, binding: Binding, checkpoint: Arc<dyn Checkpoint>) -> Self {
        let folder = all.join(folder_name(&binding.name));
        let whole = |bytes: &[u8]| Some(Sealed::parse(bytes)?.header.generation);
        let file = Durable::new(folder.join("sealed"), whole).watched(Arc::clone(&checkpoint));
        Self { folder, file, binding, checkpoint }
    }

    /// What is there; what is damaged is set aside.
    pub(crate) fn files(&self) -> io::Result<Files> {
        let found = self.file.read()?;
        let parsed =
            |whole: &crate::durable::Whole| Some((Sealed::parse(&whole.bytes)?, whole.which));
        Ok(Files { whole: found.whole.iter().filter_map(parsed).collect(), damaged: found.damaged })
    }

    /// What is in a sealed file, if this key opens it.
    pub(crate) fn open(&self, sealed: &Sealed, key: &Key) -> Option<Secret> {
        sealed.open(&self.binding, key)
    }

    /// The value of this generation, read from the disk.
    pub(crate) fn value(&self, header: &Header, key: &Key) -> Option<Secret> {
        let files = self.files().ok()?;
        let (sealed, _) = files.whole.iter().find(|(sealed, _)| sealed.header == *header)?;
        self.open(sealed, key)
    }

    /// Renames one of the files so that it is never read again.
    pub(crate) fn set_aside(&self, which: Which) {
        if let Err(error) = self.file.set_aside(which) {
            tracing::warn!(%error, "a file could not be set aside");
        }
    }

    /// Seals and writes.
    pub(crate) fn write(&self, header: &Header, key: &Key, value: &[u8]) -> io::Result<()> {
        make_folder(&self.folder)?;
        let bytes = seal(&self.binding, header, key, value).map_err(io::Error::other)?;
        self.file.write(&bytes)
    }

    /// Deletes what the key of this header has made useless: the file before, and other keys.
    pub(crate) fn drop_older(&self, kept: Option<&Kid>) {
        let dropped = self.file.remove_previous().and_then(|()| {
            let kept = kept.map(|kid| self.key_path(kid));
            for entry in fs::read_dir(&self.folder)? {
                let path = entry?.path();
                if path.extension().is_some_and(|end| end == KEY_ENDING)
                    && Some(&path) != kept.as_ref()
                {
                    absent_is_fine(fs::remove_file(path))?;
                }
            }
            sync_folder(&self.folder)
        });
        if let Err(error) = dropped {
            tracing::warn!(%error, "an older key or file could not be deleted");
        }
    }

    /// The key in its file; none where there is no such file, or no key in it.
    pub(crate) fn key(&self, kid: &Kid) -> io::Result<Option<Key>> {
        let mut text = Zeroizing::new(String::with_capacity(64));
        match fs::File::open(self.key_path(kid)) {
            Ok(file) => drop(file.take(64).read_to_string(&mut text)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        }
        Ok(Key::from_text(&text))
    }

    /// Whether there is a file with a key, as far as can be seen.
    pub(crate) fn may_have_key(&self) -> bool {
        match fs::read_dir(&self.folder) {
            Ok(mut entries) => entries.any(|entry| {
                entry.map_or(true, |it| it.path().extension().is_some_and(|end| end == KEY_ENDING))
            }),
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }

    /// Puts a new key into its file, and reads it back.
    pub(crate) fn write_key(&self, kid: &Kid, key: &Key) -> io::Result<()> {
        make_folder(&self.folder)?;
        let mut file = create(&self.key_path(kid))?;
        file.write_all(key.text().as_bytes())?;
        file.sync_all()?;
        sync_folder(&self.folder)?;
        if self.key(kid)?.as_ref() == Some(key) {
            self.reached(Point::KeyStored);
            return Ok(());
        }
        Err(io::Error::other("the key is not what was written"))
    }

    /// Writes something, reads it back and takes it away.
    pub(crate) fn test(&self) -> io::Result<()> {
        const TEXT: &[u8] = b"a test of the disk";
        let path = self.folder.join("test");
        let mut file = create(&path)?;
        let read =
            file.write_all(TEXT).and_then(|()| file.sync_all()).and_then(|()| fs::read(&path));
        absent_is_fine(fs::remove_file(&path))?;
        if read? == TEXT { Ok(()) } else { Err(io::Error::other("not what was written")) }
    }

    /// Deletes all of the name, also what was set aside.
    pub(crate) fn remove(&self) -> io::Result<()> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        // One that cannot be deleted leaves none of the others behind.
        let mut outcome = Ok(());
        for entry in entries {
            let path = entry?.path();
            outcome = outcome.and(absent_is_fine(fs::remove_file(path)));
        }
        outcome?;
        absent_is_fine(fs::remove_dir(&self.folder))?;
        self.folder.parent().map_or(Ok(()), sync_folder)
    }

    /// Tells a test how far a save is.
    pub(crate) fn reached(&self, point: Point) {
        self.checkpoint.reached(point);
    }

    fn key_path(&self, kid: &Kid) -> PathBuf {
        self.folder.join(kid.as_str()).with_extension(KEY_ENDING)
    }
}

/// The name of a folder for any name, also where files are compared without regard to case. What
/// is unusual in the name of a host is written as its code, and what would be too long for a file
/// system ends in its hash.
fn folder_name(name: &str) -> String {
    const LONGEST: usize = 120;
    let mut text = String::from("of-");
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' => text.push(char::from(byte)),
            _ => {
                text.push('_');
                text.push_str(&hexadecimal(&[byte]));
            }
        }
    }
    if text.len() > LONGEST {
        let hash = Sha256::digest(name);
        text.truncate(LONGEST);
        text.push('~');
        text.push_str(&hexadecimal(hash.first_chunk::<16>().unwrap_or(&[0; 16])));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_folder_of_its_own() {
        let long = "a".repeat(300);
        let longer = "a".repeat(301);
        let names = [
            "clerk.example.com",
            "CLERK.example.com",
            "../x",
            "..",
            "",
            "a:1",
            "a_3a1",
            &long,
            &longer,
        ];
        let folders: std::collections::BTreeSet<String> =
            names.iter().map(|name| folder_name(name).to_lowercase()).collect();
        assert_eq!(folders.len(), names.len());
        assert!(
            folders.iter().all(|folder| folder.len() < 200 && !folder.contains(['/', '\\', ':']))
        );
        assert_eq!(folder_name("clerk.example.com"), "of-clerk.example.com");
    }
}
