//! What the vault knows of one name.

use crate::place::Place;
use crate::sealed::{Header, Key};
use crate::shelf::Shelf;
use crate::storage::{Secret, Trouble};

/// One name.
pub(crate) struct Slot {
    pub(crate) shelf: Shelf,
    pub(crate) disk: Disk,
    /// The newest value, while it is not on disk.
    pub(crate) memory: Option<Secret>,
    /// Whether what is in memory is worth more than what could not be read when it was kept.
    pub(crate) precious: bool,
    /// Whether what is on disk could be opened only after it had been asked for, and has not been
    /// given out since. What is in memory is worth less then, and stays there.
    pub(crate) unread: bool,
    /// What is wrong with the disk.
    pub(crate) trouble: Option<Trouble>,
}

/// What is on disk of a name.
pub(crate) enum Disk {
    /// Nobody has looked, or the disk could not be read.
    Unknown,
    /// Nothing.
    Empty,
    /// A file, and its key is known.
    Open { header: Header, key: Key },
    /// A file whose key cannot be reached now.
    Closed { header: Header, why: Trouble },
    /// A file whose key is gone.
    Gone { header: Header },
}

impl Slot {
    pub(crate) fn new(shelf: Shelf) -> Self {
        Self {
            shelf,
            disk: Disk::Unknown,
            memory: None,
            precious: false,
            unread: false,
            trouble: None,
        }
    }

    pub(crate) fn header(&self) -> Option<&Header> {
        match &self.disk {
            Disk::Unknown | Disk::Empty => None,
            Disk::Open { header, .. } | Disk::Closed { header, .. } | Disk::Gone { header } => {
                Some(header)
            }
        }
    }

    /// Where the key of an opened file is.
    pub(crate) fn open_in(&self) -> Option<Place> {
        match &self.disk {
            Disk::Open { header, .. } => Some(header.place),
            Disk::Unknown | Disk::Empty | Disk::Closed { .. } | Disk::Gone { .. } => None,
        }
    }

    /// The number of the next generation; none at the end of all numbers.
    pub(crate) fn next_generation(&self) -> Option<u64> {
        self.header().map_or(Some(1), |header| header.generation.checked_add(1))
    }

    /// Writes what is in memory under the key that is known; what was written leaves the memory.
    pub(crate) fn write(&mut self) {
        let Some(generation) = self.next_generation() else { return };
        let (Some(value), Disk::Open { header, key }) = (&self.memory, &mut self.disk) else {
            return;
        };
        let next = Header { generation, ..header.clone() };
        match self.shelf.write(&next, key, value) {
            Ok(()) => {
                *header = next;
                self.memory = None;
                self.trouble = None;
            }
            Err(error) => {
                tracing::warn!(%error, "what is kept could not be written");
                self.trouble = Some(Trouble::NotWritten);
            }
        }
    }
}
