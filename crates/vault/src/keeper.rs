//! The vault's thread: takes one thing after the other, and decides what is kept where. The rules
//! are in the README beside this crate.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use crate::durable::Checkpoint;
use crate::inbox::{Command, Message, Watcher, now};
use crate::keys::{Access, Keys};
use crate::place::Place;
use crate::sealed::Binding;
use crate::settings::{Folder, Settings};
use crate::shelf::Shelf;
use crate::slot::{Disk, Slot};
use crate::storage::{Choice, Kept, Mode, NotErased, Patience, Secret, SelfTest, Storage, Trouble};

mod sealing;

/// Owns files, generations and keys.
pub(crate) struct Keeper {
    application: String,
    folder: Folder,
    mode: Mode,
    /// What the person chose, in this run or an earlier one.
    remembered: Option<Choice>,
    /// Whether the person has chosen in this run.
    chosen_now: bool,
    patience: Patience,
    keys: Keys,
    checkpoint: Arc<dyn Checkpoint>,
    slots: BTreeMap<String, Slot>,
    /// The name that was used last.
    current: Option<String>,
    watchers: Vec<Watcher>,
    told: Option<Storage>,
    /// What is told once.
    readable_now: bool,
    improved: bool,
    /// When to come back to a store that fails.
    again_at: Option<Instant>,
    /// How often that has been done.
    retries: usize,
}

/// How an attempt to reach the credential store may go about it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effort {
    /// It may ask the person.
    Full,
    /// It must not.
    Quiet,
}

impl Keeper {
    pub(crate) fn new(settings: Settings, keys: Keys, checkpoint: Arc<dyn Checkpoint>) -> Self {
        let Settings { application, folder, mode, patience } = settings;
        Self {
            application,
            folder,
            mode,
            remembered: None,
            chosen_now: false,
            patience,
            keys,
            checkpoint,
            slots: BTreeMap::new(),
            current: None,
            watchers: Vec::new(),
            told: None,
            readable_now: false,
            improved: false,
            again_at: None,
            retries: 0,
        }
    }

    /// Goes on until the last handle is dropped.
    pub(crate) fn run(mut self) {
        loop {
            match self.keys.inbox.next(self.again_at) {
                Some(Message::Command(command)) => self.obey(command),
                Some(Message::Answer(answer)) => {
                    if self.keys.late(answer) {
                        self.improve(Effort::Full);
                    }
                }
                Some(Message::End) => return,
                None => {
                    self.retries += 1;
                    self.again_at = None;
                    self.improve(Effort::Quiet);
                }
            }
            self.schedule();
            self.tell();
        }
    }

    /// Answers as soon as the answer is known: a credential store that is slow holds nobody up who
    /// does not need it.
    fn obey(&mut self, command: Command) {
        match command {
            Command::Watch(watcher) => {
                watcher.tell(self.status());
                self.watchers.push(watcher);
            }
            Command::Load(name, reply) => {
                let value = self.with(name, Self::load).flatten();
                // How things are kept is known before what is kept.
                self.tell();
                let _ = reply.send(value);
                if self.keys.access == Access::Unknown || self.may_move() {
                    self.improve(Effort::Quiet);
                }
            }
            Command::Keep(name, value, precious, reply) => {
                let failed = matches!(self.keys.access, Access::Fails(_));
                let kept = self.keep(name, value, precious);
                self.tell();
                let _ = reply.send(kept);
                if failed {
                    self.improve(Effort::Quiet);
                }
            }
            Command::Forget(name, reply) => {
                let unknown = Err(NotErased { key: true, file: true });
                let forgotten = self.with(name, Self::forget).unwrap_or(unknown);
                let _ = reply.send(forgotten);
            }
            Command::SelfTest(name, reply) => {
                let outcome = self.with(name, Self::self_test).unwrap_or(SelfTest::NothingToTest);
                let _ = reply.send(outcome);
            }
            Command::Remember(choice) => {
                self.remembered = choice;
                self.chosen_now = false;
            }
            Command::Choose(choice, reply) => {
                self.choose(choice);
                self.tell();
                let _ = reply.send(());
            }
            Command::Retry(reply) => {
                self.retry();
                self.tell();
                let _ = reply.send(());
            }
        }
    }

    fn load(&mut self, slot: &mut Slot) -> Option<Secret> {
        let unread = std::mem::take(&mut slot.unread);
        if slot.memory.is_some() && !unread {
            return slot.memory.clone();
        }
        let value = self.look(slot, self.patience.first);
        if value.is_some() {
            slot.memory = None;
        }
        value.or_else(|| slot.memory.clone())
    }

    fn keep(&mut self, name: String, value: Secret, precious: bool) -> Kept {
        let kept = self.with(name, |keeper, slot| {
            slot.precious = precious || slot.precious && slot.memory.is_some();
            slot.unread &= !slot.precious;
            slot.memory = Some(value);
            keeper.settle(slot);
            if slot.memory.is_some() { Kept::InMemory } else { Kept::OnDisk }
        });
        kept.unwrap_or(Kept::InMemory)
    }

    fn forget(&mut self, slot: &mut Slot) -> Result<(), NotErased> {
        slot.memory = None;
        slot.unread = false;
        // The headers say which keys there are, before the files go.
        let files = slot.shelf.files().map(|files| files.whole).unwrap_or_default();
        let headers = files.into_iter().map(|(sealed, _)| sealed.header);
        let mut kids: Vec<_> = headers
            .chain(slot.header().cloned())
            .filter(|header| header.place == Place::SYSTEM)
            .map(|header| header.kid)
            .collect();
        kids.dedup();
        let in_file = slot.shelf.may_have_key();
        let removed = slot.shelf.remove();
        if let Err(error) = &removed {
            tracing::warn!(%error, "what is kept could not be deleted");
        }
        let patience = self.patience.routine;
        // Which of the files are left is not looked into: the key may be among them.
        let mut key = removed.is_err() && in_file;
        for kid in kids {
            key |= !self.uses_system() || !self.keys.delete(&kid, patience);
        }
        slot.disk = if removed.is_ok() { Disk::Empty } else { Disk::Unknown };
        slot.trouble = None;
        if removed.is_ok() && !key {
            Ok(())
        } else {
            Err(NotErased { key, file: removed.is_err() })
        }
    }

    fn self_test(&mut self, slot: &mut Slot) -> SelfTest {
        let Disk::Open { header, key } = &slot.disk else { return SelfTest::NothingToTest };
        if !self.key_passes(slot, header, key) {
            SelfTest::KeyFailed
        } else if slot.shelf.test().is_err() || slot.shelf.value(header, key).is_none() {
            SelfTest::FileFailed
        } else {
            SelfTest::Passed
        }
    }

    fn choose(&mut self, choice: Choice) {
        self.remembered = Some(choice);
        self.chosen_now = true;
        match choice {
            Choice::Session => {
                if self.mode == Mode::Ask {
                    self.each(|_, slot| sealing::leave_the_disk(slot));
                }
            }
            Choice::File => {
                self.each(|keeper, slot| {
                    if slot.memory.is_some() {
                        keeper.settle(slot);
                    }
                });
            }
        }
    }

    fn retry(&mut self) {
        self.retries = 0;
        self.again_at = None;
        self.keys.access = Access::Unknown;
        self.improve(Effort::Full);
        // Nothing had to be opened or sealed, so nothing has asked the store.
        let ours = matches!(self.folder, Folder::Ours(_));
        if ours && self.keys.access == Access::Unknown && self.uses_system() {
            self.keys.test(self.patience.routine);
        }
    }

    /// Comes back to what failed: opens what was closed, and seals what was in memory or
    /// in a file.
    fn improve(&mut self, effort: Effort) {
        if !matches!(self.folder, Folder::Ours(_)) {
            return;
        }
        if effort == Effort::Quiet
            && (!self.uses_system() || self.keys.probe(self.patience.routine).is_err())
        {
            return;
        }
        self.each(|keeper, slot| {
            let was = slot.open_in();
            let had_value = slot.memory.is_some();
            keeper.advance(slot);
            let is = slot.open_in();
            let moved = slot.memory.is_none() && (had_value || was == Some(Place::File));
            keeper.improved |= was != is && is == Some(Place::SYSTEM) && moved;
        });
    }

    /// Whether the name that was used last is in a file, and the store works.
    fn may_move(&self) -> bool {
        let slot = self.current.as_ref().and_then(|name| self.slots.get(name));
        self.keys.access == Access::Works && slot.and_then(Slot::open_in) == Some(Place::File)
    }

    /// Comes back with growing pauses for as long as the store fails.
    fn schedule(&mut self) {
        let fails = matches!(self.keys.access, Access::Fails(_));
        if !fails || !self.uses_system() {
            self.again_at = None;
            self.retries = 0;
        } else if self.again_at.is_none() {
            let pauses = &self.patience.pauses;
            let pause = pauses.get(self.retries).or(pauses.last());
            self.again_at = pause.map(|pause| now() + *pause);
        }
    }

    fn tell(&mut self) {
        let status = self.status();
        if self.told.as_ref() != Some(&status) {
            self.watchers.iter().for_each(|watcher| watcher.tell(status.clone()));
        }
        (self.readable_now, self.improved) = (false, false);
        // What is told once is no difference to the next time.
        self.told = Some(Storage { readable_now: false, improved: false, ..status });
    }

    fn status(&self) -> Storage {
        let name = self.current.clone();
        let slot = name.as_ref().and_then(|name| self.slots.get(name));
        let header = slot.and_then(Slot::header);
        Storage {
            place: self.place(slot),
            trouble: self.trouble(slot),
            decided: self.mode != Mode::Ask,
            kid: header.map(|header| header.kid.as_str().to_owned()),
            generation: header.map(|header| header.generation),
            readable_now: self.readable_now,
            improved: self.improved,
            name,
        }
    }

    /// Where the key is, or would be put.
    fn place(&self, slot: Option<&Slot>) -> Place {
        let in_memory = slot.is_some_and(|slot| slot.memory.is_some());
        match slot.map(|slot| &slot.disk) {
            Some(Disk::Open { header, .. }) if !in_memory || self.stays(header.place) => {
                header.place
            }
            Some(Disk::Closed { header, .. }) if !in_memory => header.place,
            slot if matches!(slot, Some(Disk::Closed { .. }))
                || !matches!(self.folder, Folder::Ours(_)) =>
            {
                Place::Session
            }
            _ => match (self.mode, self.keys.access, self.remembered) {
                (Mode::File, ..) | (Mode::Ask, Access::Fails(_), Some(Choice::File)) => Place::File,
                (Mode::Session, ..) | (_, Access::Fails(_), _) => Place::Session,
                (_, Access::Unknown | Access::Works, _) => Place::SYSTEM,
            },
        }
    }

    fn trouble(&self, slot: Option<&Slot>) -> Option<Trouble> {
        match self.folder {
            Folder::InUse => return Some(Trouble::InUse),
            Folder::Unusable => return Some(Trouble::NotWritten),
            Folder::Ours(_) => {}
        }
        let of_the_disk = slot.and_then(|slot| match slot.disk {
            Disk::Closed { why, .. } => Some(why),
            Disk::Gone { .. } => slot.trouble.or(Some(Trouble::KeyGone)),
            Disk::Unknown | Disk::Empty | Disk::Open { .. } => slot.trouble,
        });
        let wanted = self.mode == Mode::Session
            || self.mode == Mode::Ask && self.remembered == Some(Choice::Session);
        of_the_disk.or(match self.keys.access {
            Access::Fails(why) if self.place(slot) == Place::Session && !wanted => Some(why),
            Access::Unknown | Access::Works | Access::Fails(_) => None,
        })
    }

    /// Whether the credential store may be used at all.
    fn uses_system(&self) -> bool {
        matches!(self.mode, Mode::Ask | Mode::System)
    }

    /// Whether what is sealed with a key in this place may go on being so.
    fn stays(&self, place: Place) -> bool {
        match self.mode {
            Mode::Ask => true,
            Mode::System => place == Place::SYSTEM,
            Mode::File => place == Place::File,
            Mode::Session => false,
        }
    }

    /// Does something with a name; none where the folder is not ours.
    fn with<T>(&mut self, name: String, act: impl FnOnce(&mut Self, &mut Slot) -> T) -> Option<T> {
        self.current = Some(name.clone());
        let Folder::Ours(hold) = &self.folder else { return None };
        let mut slot = self.slots.remove(&name).unwrap_or_else(|| {
            let binding = Binding { application: self.application.clone(), name: name.clone() };
            Slot::new(Shelf::new(hold.folder(), binding, Arc::clone(&self.checkpoint)))
        });
        let outcome = act(self, &mut slot);
        self.slots.insert(name, slot);
        Some(outcome)
    }

    fn each(&mut self, act: impl Fn(&mut Self, &mut Slot)) {
        let mut slots = std::mem::take(&mut self.slots);
        for slot in slots.values_mut() {
            act(self, slot);
        }
        self.slots = slots;
    }
}
