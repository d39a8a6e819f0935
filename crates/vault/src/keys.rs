//! The credential store as the vault sees it: calls with a deadline, and what is known of how it
//! does. A call that was not answered in time counts as locked, and its answer is used when it comes.

use std::time::Duration;

use crate::inbox::Inbox;
use crate::key_thread::{Answer, KeyThread, Request};
use crate::place::StoreError;
use crate::sealed::{Key, Kid};
use crate::storage::Trouble;

/// How the credential store does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nobody has asked it yet.
    Unknown,
    /// It did what it was asked last.
    Works,
    /// It did not.
    Fails(Trouble),
}

/// Where a key is that was looked for.
pub(crate) enum Sought {
    Found(Key),
    /// The place answered that it does not have it.
    Gone,
    /// The place did not answer.
    Away(Trouble),
}

/// Calls of the credential store.
pub(crate) struct Keys {
    thread: KeyThread,
    pub(crate) inbox: Inbox,
    pub(crate) access: Access,
    tickets: u64,
    /// The call that was not answered in time.
    pending: Option<u64>,
    /// A key that came too late, for whoever asks for it again.
    late: Option<(Kid, Key)>,
    /// A key that the store has, and that has sealed nothing.
    spare: Option<(Kid, Key)>,
}

impl Keys {
    pub(crate) fn new(thread: KeyThread, inbox: Inbox) -> Self {
        Self {
            thread,
            inbox,
            access: Access::Unknown,
            tickets: 0,
            pending: None,
            late: None,
            spare: None,
        }
    }

    /// Whether the store works, asked without a prompt.
    pub(crate) fn probe(&mut self, patience: Duration) -> Result<(), Trouble> {
        self.ask(Request::Probe, patience).map(drop).map_err(|error| trouble(&error))
    }

    /// Looks for a key.
    pub(crate) fn seek(&mut self, kid: &Kid, patience: Duration) -> Sought {
        if let Some((_, key)) = self.late.take_if(|(late, _)| late == kid) {
            return Sought::Found(key);
        }
        match self.ask(Request::Get(kid.clone()), patience) {
            Ok(Some(key)) => Sought::Found(key),
            Ok(None) | Err(StoreError::Absent) => Sought::Gone,
            Err(error) => Sought::Away(trouble(&error)),
        }
    }

    /// Puts a new key into the store, and reads it back.
    pub(crate) fn enrol(&mut self, patience: Duration) -> Result<(Kid, Key), Trouble> {
        let (kid, key) = if let Some(spare) = self.spare.take() {
            spare
        } else {
            let (kid, key) = new_key().ok_or(Trouble::Refused)?;
            let set = Request::Set(kid.clone(), key.clone());
            self.ask(set, patience).map_err(|error| trouble(&error))?;
            (kid, key)
        };
        match self.seek(&kid, patience) {
            Sought::Found(read) if read == key => Ok((kid, key)),
            Sought::Found(_) | Sought::Gone => {
                tracing::warn!("the credential store did not give back what it was given");
                self.access = Access::Fails(Trouble::Refused);
                Err(Trouble::Refused)
            }
            Sought::Away(trouble) => {
                self.keep_spare(kid, key);
                Err(trouble)
            }
        }
    }

    /// Keeps a key for the next enrolment that could not be used in this one.
    pub(crate) fn keep_spare(&mut self, kid: Kid, key: Key) {
        self.spare = Some((kid, key));
    }

    /// Deletes a key; false if it may still be there.
    pub(crate) fn delete(&mut self, kid: &Kid, patience: Duration) -> bool {
        self.late.take_if(|(late, _)| late == kid);
        matches!(self.ask(Request::Delete(kid.clone()), patience), Ok(_) | Err(StoreError::Absent))
    }

    /// Writes a key, reads it back and takes it away.
    pub(crate) fn test(&mut self, patience: Duration) -> bool {
        match self.enrol(patience) {
            Ok((kid, _)) => self.delete(&kid, patience),
            Err(_) => false,
        }
    }

    /// Takes an answer that nobody waits for any more; true if the store works after all.
    pub(crate) fn late(&mut self, answer: Answer) -> bool {
        self.pending.take_if(|pending| *pending == answer.ticket);
        self.note(&answer.outcome);
        match (answer.request, answer.outcome) {
            (Request::Get(kid), Ok(Some(key))) => self.late = Some((kid, key)),
            (Request::Set(kid, key), Ok(_)) => self.spare = Some((kid, key)),
            _ => {}
        }
        self.access == Access::Works
    }

    fn ask(&mut self, request: Request, patience: Duration) -> Result<Option<Key>, StoreError> {
        // The thread is still busy with a call that was given up.
        if self.pending.is_some() {
            self.access = Access::Fails(Trouble::Locked);
            return Err(StoreError::Locked);
        }
        self.tickets += 1;
        let ticket = self.tickets;
        let outcome = if self.thread.send(ticket, request) {
            if let Some(answer) = self.inbox.answer(ticket, patience) {
                answer.outcome
            } else {
                self.pending = Some(ticket);
                Err(StoreError::Locked)
            }
        } else {
            Err(StoreError::Unavailable)
        };
        self.note(&outcome);
        outcome
    }

    fn note(&mut self, outcome: &Result<Option<Key>, StoreError>) {
        self.access = match outcome {
            Ok(_) | Err(StoreError::Absent) => Access::Works,
            Err(error) => Access::Fails(trouble(error)),
        };
    }
}

/// A new key with its name; none where there is no randomness.
pub(crate) fn new_key() -> Option<(Kid, Key)> {
    Some((Kid::new().ok()?, Key::new().ok()?))
}

fn trouble(error: &StoreError) -> Trouble {
    match error {
        StoreError::Locked => Trouble::Locked,
        StoreError::Unavailable => Trouble::Unavailable,
        StoreError::Absent | StoreError::Refused(_) => Trouble::Refused,
    }
}
