//! One name's way onto the disk and back.

use std::time::Duration;

use super::Keeper;
use crate::durable::{Point, Which};
use crate::keys::{Access, Sought, new_key};
use crate::place::Place;
use crate::sealed::{Header, Key, Kid};
use crate::slot::{Disk, Slot};
use crate::storage::{Choice, Mode, Secret, Trouble};

impl Keeper {
    /// Finds the newest whole generation that a key opens, and what stands in the way if there is
    /// none.
    pub(super) fn look(&mut self, slot: &mut Slot, patience: Duration) -> Option<Secret> {
        let files = match slot.shelf.files() {
            Ok(files) => files,
            Err(error) => {
                tracing::warn!(%error, "what is kept could not be read");
                slot.disk = Disk::Unknown;
                slot.trouble = Some(Trouble::NotWritten);
                return None;
            }
        };
        let mut damaged = files.damaged;
        let mut gone = None;
        for (sealed, which) in files.whole {
            let header = sealed.header.clone();
            match self.seek(slot, &header, patience) {
                Sought::Found(key) => {
                    if let Some(value) = slot.shelf.open(&sealed, &key) {
                        if let Some((_, newer)) = gone {
                            slot.shelf.set_aside(newer);
                        }
                        slot.disk = Disk::Open { header, key };
                        slot.trouble = None;
                        return Some(value);
                    }
                    tracing::warn!("a sealed file is not what was sealed");
                    damaged = true;
                    slot.shelf.set_aside(which);
                }
                Sought::Gone => {
                    gone.get_or_insert((header, which));
                }
                Sought::Away(why) => {
                    slot.disk = Disk::Closed { header, why };
                    slot.trouble = None;
                    return None;
                }
            }
        }
        slot.disk = gone.map_or(Disk::Empty, |(header, _)| Disk::Gone { header });
        slot.trouble = damaged.then_some(Trouble::Damaged);
        None
    }

    /// Looks for what could not be read when it was asked for. It stays if it opens, unless what is
    /// in memory is precious.
    fn look_again(&mut self, slot: &mut Slot) {
        let opened = self.look(slot, self.patience.routine).is_some();
        if opened && !(slot.memory.is_some() && slot.precious) {
            slot.unread = true;
            self.readable_now = true;
        }
    }

    fn seek(&mut self, slot: &Slot, header: &Header, patience: Duration) -> Sought {
        if let Disk::Open { header: known, key } = &slot.disk
            && (known.place, &known.kid) == (header.place, &header.kid)
        {
            return Sought::Found(key.clone());
        }
        match header.place {
            Place::File if self.mode != Mode::Session => match slot.shelf.key(&header.kid) {
                Ok(Some(key)) => Sought::Found(key),
                Ok(None) => Sought::Gone,
                Err(error) => {
                    tracing::warn!(%error, "the file with the key could not be read");
                    Sought::Away(Trouble::PlaceChanged)
                }
            },
            place if place == Place::SYSTEM && self.uses_system() => {
                match self.keys.seek(&header.kid, patience) {
                    // There was one, or the file would not be here.
                    Sought::Away(Trouble::Unavailable) => Sought::Away(Trouble::PlaceChanged),
                    sought @ (Sought::Found(_) | Sought::Gone | Sought::Away(_)) => sought,
                }
            }
            Place::File
            | Place::SecretService
            | Place::Keychain
            | Place::CredentialManager
            | Place::Session => Sought::Away(Trouble::PlaceChanged),
        }
    }

    /// Brings what is in memory to where it belongs, as far as that can be done now.
    pub(super) fn settle(&mut self, slot: &mut Slot) {
        if self.mode == Mode::Session {
            if matches!(slot.disk, Disk::Unknown) {
                self.look_again(slot);
            }
            return;
        }
        let unreachable = self.uses_system() && matches!(self.keys.access, Access::Fails(_));
        if matches!(slot.disk, Disk::Unknown)
            || matches!(&slot.disk, Disk::Closed { header, .. }
                if header.place != Place::SYSTEM || !unreachable)
        {
            self.look_again(slot);
        }
        if slot.unread {
            return;
        }
        match &slot.disk {
            Disk::Unknown => {}
            Disk::Open { header, .. } if self.stays(header.place) => slot.write(),
            Disk::Closed { header, .. } if !self.may_replace(header) => {}
            Disk::Empty | Disk::Open { .. } | Disk::Closed { .. } | Disk::Gone { .. } => {
                self.enrol(slot);
            }
        }
    }

    /// Whether a file whose key cannot be reached may be set aside for a new one: its place does
    /// not exist on this system, whoever started the program decided on another, or the person just
    /// did.
    fn may_replace(&self, header: &Header) -> bool {
        let of_this_system = header.place == Place::File || header.place == Place::SYSTEM;
        !of_this_system
            || self.mode == Mode::File
            || self.chosen_now && self.remembered == Some(Choice::File)
    }

    /// Seals with a new key in the best place that there is.
    fn enrol(&mut self, slot: &mut Slot) {
        if self.uses_system()
            && !matches!(self.keys.access, Access::Fails(_))
            && let Ok((kid, key)) = self.keys.enrol(self.patience.routine)
        {
            self.checkpoint.reached(Point::KeyStored);
            if seal_anew(slot, Place::SYSTEM, &kid, &key) {
                // What was chosen has served: a store that is locked one day is no reason to go back
                // to a file.
                self.improved |= self.remembered.take().is_some();
                self.chosen_now = false;
            } else {
                self.keys.keep_spare(kid, key);
            }
            return;
        }
        let file = match self.mode {
            Mode::File => true,
            Mode::Ask => self.remembered == Some(Choice::File),
            Mode::System | Mode::Session => false,
        };
        if !file || slot.open_in() == Some(Place::File) {
            return;
        }
        let Some((kid, key)) = new_key() else { return };
        if let Err(error) = slot.shelf.write_key(&kid, &key) {
            tracing::warn!(%error, "the file with the key could not be written");
            slot.trouble = Some(Trouble::NotWritten);
            return;
        }
        seal_anew(slot, Place::File, &kid, &key);
    }

    /// Tries again what could not be done before, and moves what is in a file.
    pub(super) fn advance(&mut self, slot: &mut Slot) {
        if matches!(slot.disk, Disk::Unknown | Disk::Closed { .. } | Disk::Gone { .. }) {
            self.look_again(slot);
        }
        // The value moves by way of the memory, and leaves it again if it did not move.
        let borrowed = match &slot.disk {
            Disk::Open { header, key }
                if header.place == Place::File && slot.memory.is_none() && self.uses_system() =>
            {
                slot.memory = slot.shelf.value(header, key);
                slot.memory.is_some()
            }
            Disk::Unknown
            | Disk::Empty
            | Disk::Open { .. }
            | Disk::Closed { .. }
            | Disk::Gone { .. } => false,
        };
        match slot.open_in() {
            _ if slot.memory.is_none() => {}
            Some(Place::File) if self.uses_system() && (borrowed || !slot.unread) => {
                self.enrol(slot);
            }
            _ => self.settle(slot),
        }
        if borrowed {
            slot.memory = None;
        } else if slot.memory.is_some() && slot.open_in() == Some(Place::File) {
            // It did not move, and may not be on disk at all.
            self.settle(slot);
        }
    }

    /// Whether the place of the key does what it should, and has this key.
    pub(super) fn key_passes(&mut self, slot: &Slot, header: &Header, key: &Key) -> bool {
        if header.place == Place::File {
            return slot.shelf.key(&header.kid).is_ok_and(|read| read.as_ref() == Some(key));
        }
        let patience = self.patience.routine;
        self.keys.test(patience)
            && matches!(self.keys.seek(&header.kid, patience), Sought::Found(read) if read == *key)
    }
}

/// Seals what is in memory with a new key that is in its place, opens it again, and only then
/// drops what it replaces. False if the disk could not be written.
fn seal_anew(slot: &mut Slot, place: Place, kid: &Kid, key: &Key) -> bool {
    let (Some(value), Some(generation)) = (&slot.memory, slot.next_generation()) else {
        return false;
    };
    // What no key opens goes out of the way, and stays for whoever finds the key.
    if matches!(slot.disk, Disk::Closed { .. } | Disk::Gone { .. }) {
        slot.shelf.set_aside(Which::Previous);
        slot.shelf.set_aside(Which::Current);
    }
    let header = Header { place, kid: kid.clone(), generation };
    if let Err(error) = slot.shelf.write(&header, key, value) {
        tracing::warn!(%error, "what is kept could not be written");
        slot.trouble = Some(Trouble::NotWritten);
        return false;
    }
    if slot.shelf.value(&header, key).as_ref() != Some(value) {
        tracing::warn!("what was sealed does not open");
        slot.trouble = Some(Trouble::NotWritten);
        return false;
    }
    slot.shelf.reached(Point::Resealed);
    slot.shelf.drop_older((place == Place::File).then_some(kid));
    slot.disk = Disk::Open { header, key: key.clone() };
    slot.memory = None;
    slot.trouble = None;
    true
}

/// Moves what is in a file into memory: the person wants nothing on disk.
pub(super) fn leave_the_disk(slot: &mut Slot) {
    let Disk::Open { header, key } = &slot.disk else { return };
    if header.place != Place::File {
        return;
    }
    let newer = slot.memory.take();
    let value = if slot.unread { None } else { newer.clone() };
    slot.memory = value.or_else(|| slot.shelf.value(header, key)).or(newer);
    slot.unread = false;
    match slot.shelf.remove() {
        Ok(()) => {
            slot.disk = Disk::Empty;
            slot.trouble = None;
        }
        Err(error) => {
            tracing::warn!(%error, "what is kept could not be deleted");
            slot.trouble = Some(Trouble::NotWritten);
        }
    }
}
