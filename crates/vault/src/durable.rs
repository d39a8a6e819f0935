//! A file that is whole after a crash at any instant: the old one or the new one. It knows nothing
//! of what is in the file but whether it is whole, and which generation it is.
//!
//! A write goes into a second file, which then takes the name of the first; the one before is kept
//! under a third name. What cannot be read is set aside under a fourth, and never overwritten.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::private::{absent_is_fine, create, sync_folder};
use crate::storage::Secret;

/// The most bytes that a file may have. A sealed client with its environment has some 40,000.
pub const MOST_BYTES: usize = 1 << 20;

/// An instant inside a save at which a test may end the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The new file is there, and empty.
    Created,
    /// Half of it is written.
    HalfWritten,
    /// All of it is written, perhaps not to the disk.
    Written,
    /// All of it is on the disk.
    Synced,
    /// The file before has its new name; the name of the newest is free.
    PreviousKept,
    /// The new file has the name of the newest.
    Renamed,
    /// The names are on the disk as well: the save is done.
    Done,
    /// A new key is in its place, and has sealed nothing yet.
    KeyStored,
    /// What a new key has sealed is on disk and opens; the key before is still in its place.
    Resealed,
}

/// Is told of each [`Point`] that a save reaches.
pub trait Checkpoint: Send + Sync {
    /// A save is at this point.
    fn reached(&self, point: Point);
}

/// Does nothing at any point.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Checkpoint for Unwatched {
    fn reached(&self, _point: Point) {}
}

type Judge = Box<dyn Fn(&[u8]) -> Option<u64> + Send + Sync>;

/// A file that survives a crash. There must be one writer at a time: see
/// [`Instance`](crate::Instance).
pub struct Durable {
    path: PathBuf,
    whole: Judge,
    checkpoint: Arc<dyn Checkpoint>,
}

/// Which of the two files that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one under the name itself.
    Current,
    /// The one before it.
    Previous,
}

/// A file that is whole.
pub struct Whole {
    /// What is in it.
    pub bytes: Secret,
    /// Its generation.
    pub generation: u64,
    /// Where it was found.
    pub which: Which,
}

/// What is on the disk.
#[derive(Default)]
pub struct Found {
    /// What is whole, the newest generation first. With equal ones the current file is first.
    pub whole: Vec<Whole>,
    /// Whether something was not whole. It has been set aside.
    pub damaged: bool,
}

impl Durable {
    /// The file at `path`, whose folder has to be there. `whole` says whether bytes are a whole
    /// file and of which generation; where there are no generations, it says the same number always.
    pub fn new(
        path: impl Into<PathBuf>,
        whole: impl Fn(&[u8]) -> Option<u64> + Send + Sync + 'static,
    ) -> Self {
        Self { path: path.into(), whole: Box::new(whole), checkpoint: Arc::new(Unwatched) }
    }

    /// The same, with somebody who is told of every point of a save.
    #[must_use]
    pub fn watched(self, checkpoint: Arc<dyn Checkpoint>) -> Self {
        Self { checkpoint, ..self }
    }

    /// Reads what is there, and sets aside what is not whole. An error means that the disk could
    /// not be read, or that something damaged could not be set aside.
    pub fn read(&self) -> io::Result<Found> {
        let mut found = Found::default();
        for which in [Which::Current, Which::Previous] {
            match self.read_one(which)? {
                Reading::Absent => {}
                Reading::Whole(whole) => found.whole.push(whole),
                Reading::Damaged => {
                    found.damaged = true;
                    self.set_aside(which)?;
                }
            }
        }
        // The sort is stable: the current file stays first among equals.
        found.whole.sort_by_key(|whole| std::cmp::Reverse(whole.generation));
        Ok(found)
    }

    /// Writes a new generation; when this returns it survives a crash. Bytes that are not whole, or
    /// of an older generation than what is there, are refused as [`io::ErrorKind::InvalidInput`].
    /// After any error the old generation is still there.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let refused = |why| Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        let Some(generation) = self.judge(bytes) else { return refused("it is not whole") };
        let found = self.read()?;
        let newest = found.whole.first();
        if newest.is_some_and(|newest| newest.generation > generation) {
            return refused("it is older than what is there");
        }
        let temporary = self.beside("new");
        let written = self.write_to(&temporary, bytes).and_then(|()| {
            // What is older than the one before is not worth taking its place.
            if newest.is_some_and(|newest| newest.which == Which::Current) {
                fs::rename(&self.path, self.path_of(Which::Previous))?;
                self.checkpoint.reached(Point::PreviousKept);
            }
            fs::rename(&temporary, &self.path)
        });
        if written.is_err() {
            // The next write removes it as well.
            drop(fs::remove_file(&temporary));
            return written;
        }
        self.checkpoint.reached(Point::Renamed);
        self.sync()?;
        self.checkpoint.reached(Point::Done);
        Ok(())
    }

    /// Deletes the file before the current one.
    pub fn remove_previous(&self) -> io::Result<()> {
        absent_is_fine(fs::remove_file(self.path_of(Which::Previous)))?;
        self.sync()
    }

    /// Renames a file so that it is never read or overwritten. The two newest that were set aside
    /// are kept. What is not there needs not to be set aside.
    pub fn set_aside(&self, which: Which) -> io::Result<()> {
        let path = self.path_of(which);
        // A link that leads nowhere is something to set aside as well.
        if fs::symlink_metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Ok(());
        }
        let [older, newer] = [1, 2].map(|number| self.beside(&format!("damaged-{number}")));
        if newer.exists() {
            fs::rename(&newer, &older)?;
        }
        let free = if older.exists() { newer } else { older };
        fs::rename(path, free)?;
        self.sync()
    }

    fn read_one(&self, which: Which) -> io::Result<Reading> {
        let mut file = match File::open(self.path_of(which)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Reading::Absent),
            // It stays as it is, under another name, for whoever may read it.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Ok(Reading::Damaged);
            }
            Err(error) => return Err(error),
        };
        let meta = file.metadata()?;
        let length = usize::try_from(meta.len()).unwrap_or(usize::MAX);
        if !meta.is_file() || length > MOST_BYTES {
            return Ok(Reading::Damaged);
        }
        // Of the right size at once: growing would leave copies behind in memory.
        let mut bytes = Zeroizing::new(Vec::with_capacity(length + 1));
        file.read_to_end(&mut bytes)?;
        Ok(match self.judge(&bytes) {
            Some(generation) => Reading::Whole(Whole { bytes, generation, which }),
            None => Reading::Damaged,
        })
    }

    fn judge(&self, bytes: &[u8]) -> Option<u64> {
        if bytes.len() > MOST_BYTES { None } else { (self.whole)(bytes) }
    }

    fn write_to(&self, temporary: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = create(temporary)?;
        self.checkpoint.reached(Point::Created);
        // In two halves, so that a test can end the process between them.
        let (first, second) = bytes.split_at(bytes.len() / 2);
        file.write_all(first)?;
        self.checkpoint.reached(Point::HalfWritten);
        file.write_all(second)?;
        self.checkpoint.reached(Point::Written);
        file.sync_all()?;
        self.checkpoint.reached(Point::Synced);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        self.path.parent().map_or(Ok(()), sync_folder)
    }

    fn path_of(&self, which: Which) -> PathBuf {
        match which {
            Which::Current => self.path.clone(),
            Which::Previous => self.beside("previous"),
        }
    }

    fn beside(&self, end: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(".");
        name.push(end);
        name.into()
    }
}

enum Reading {
    Absent,
    Whole(Whole),
    Damaged,
}
