//! The one queue that the vault's thread takes from: what it is asked, and what the credential
//! store answers. While an answer is awaited, what it is asked waits in order.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::key_thread::Answer;
use crate::storage::{Choice, Kept, NotErased, Secret, SelfTest, Storage};

/// Who wants to know how things are kept. One whom no vault has ever told anything is told so when
/// this is dropped: the vault's thread did not start, or has died.
pub(crate) struct Watcher {
    changed: Box<dyn Fn(Storage) + Send>,
    told: Cell<bool>,
}

impl Watcher {
    pub(crate) fn new(changed: Box<dyn Fn(Storage) + Send>) -> Self {
        Self { changed, told: Cell::new(false) }
    }

    pub(crate) fn tell(&self, storage: Storage) {
        self.told.set(true);
        (self.changed)(storage);
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        if !self.told.get() {
            self.tell(Storage::without_a_vault());
        }
    }
}

/// What the vault is asked, each with the way back. Nobody may be listening there any more.
pub(crate) enum Command {
    Watch(Watcher),
    Load(String, oneshot::Sender<Option<Secret>>),
    /// The flag says that the value is precious.
    Keep(String, Secret, bool, oneshot::Sender<Kept>),
    Forget(String, oneshot::Sender<Result<(), NotErased>>),
    SelfTest(String, oneshot::Sender<SelfTest>),
    Remember(Option<Choice>),
    Choose(Choice, oneshot::Sender<()>),
    Retry(oneshot::Sender<()>),
}

/// What is in the queue.
pub(crate) enum Message {
    Command(Command),
    Answer(Answer),
    /// The last handle is gone.
    End,
}

/// The end of the queue that is read.
pub(crate) struct Inbox {
    queue: Receiver<Message>,
    /// What came while an answer was awaited.
    waiting: VecDeque<Message>,
}

impl Inbox {
    pub(crate) fn new(queue: Receiver<Message>) -> Self {
        Self { queue, waiting: VecDeque::new() }
    }

    /// The next message; none once `until` has come.
    pub(crate) fn next(&mut self, until: Option<Instant>) -> Option<Message> {
        if let Some(message) = self.waiting.pop_front() {
            return Some(message);
        }
        match until {
            None => Some(self.queue.recv().unwrap_or(Message::End)),
            Some(until) => match self.queue.recv_timeout(left(until)) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Message::End),
            },
        }
    }

    /// The answer with this ticket, if it comes in time.
    pub(crate) fn answer(&mut self, ticket: u64, patience: Duration) -> Option<Answer> {
        let until = now() + patience;
        loop {
            match self.queue.recv_timeout(left(until)) {
                Ok(Message::Answer(answer)) if answer.ticket == ticket => return Some(answer),
                Ok(message) => self.waiting.push_back(message),
                Err(_) => return None,
            }
        }
    }
}

fn left(until: Instant) -> Duration {
    until.saturating_duration_since(now())
}

/// A clock that nobody can set. Nothing that is kept depends on it, only how long the vault waits.
#[expect(clippy::disallowed_methods, reason = "the vault's thread waits by itself, on no runtime")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
