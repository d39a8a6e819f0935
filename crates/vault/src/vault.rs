//! The handle of the vault: it hands over what is asked and never waits.

use std::future::Future;
use std::sync::{Arc, mpsc};
use std::thread;

use tokio::sync::oneshot;

use crate::durable::{Checkpoint, Unwatched};
use crate::inbox::{Command, Inbox, Message, Watcher};
use crate::keeper::Keeper;
use crate::key_thread::KeyThread;
use crate::keys::Keys;
use crate::place::KeyStore;
use crate::settings::Settings;
use crate::storage::{Choice, Kept, NotErased, Secret, SelfTest, Storage};
use crate::system_store::SystemStore;

/// Keeps bytes sealed on disk, by name. All is done on a thread of its own, in the order in which it
/// was asked; the thread ends after the last handle is dropped. The futures need no runtime, and
/// what was asked is done also if they are dropped. If the thread did not start or has died, nothing
/// is kept, loaded or deleted, and the futures say so.
#[derive(Clone)]
pub struct Vault(Arc<Sender>);

struct Sender(mpsc::Sender<Message>);

impl Drop for Sender {
    fn drop(&mut self) {
        // The thread of the credential store holds the queue as well, so its end has to be said.
        drop(self.0.send(Message::End));
    }
}

impl Vault {
    /// Starts a vault on the credential store of the system.
    pub fn open(settings: Settings) -> Self {
        let store = SystemStore::new(settings.application.clone());
        Self::open_with(settings, Box::new(store), Arc::new(Unwatched))
    }

    /// Starts a vault on another store, with somebody who is told of every point of a save.
    pub fn open_with(
        settings: Settings,
        store: Box<dyn KeyStore + Send>,
        checkpoint: Arc<dyn Checkpoint>,
    ) -> Self {
        let (sender, queue) = mpsc::channel();
        let answers = sender.clone();
        let run = move || {
            let tell = move |answer| answers.send(Message::Answer(answer)).is_ok();
            let keys = Keys::new(KeyThread::start(store, tell), Inbox::new(queue));
            Keeper::new(settings, keys, checkpoint).run();
        };
        if let Err(error) = thread::Builder::new().name("vault".to_owned()).spawn(run) {
            tracing::error!(%error, "the vault did not start: nothing is kept");
        }
        Self(Arc::new(Sender(sender)))
    }

    /// From now on `changed` is called with how things are kept: soon, and whenever that changes.
    /// It is called on the vault's thread, so it must not wait for the vault. Where that thread did not
    /// start or has died, it is called at once with [`Trouble::NotWritten`](crate::Trouble::NotWritten).
    pub fn watch(&self, changed: impl Fn(Storage) + Send + 'static) {
        self.send(Command::Watch(Watcher::new(Box::new(changed))));
    }

    /// What is kept under this name. None also where it cannot be read now: the watcher is told why
    /// and, with [`Storage::readable_now`], when it can.
    pub fn load(&self, name: &str) -> impl Future<Output = Option<Secret>> + Send + use<> {
        let name = name.to_owned();
        let answer = self.ask(|reply| Command::Load(name, reply));
        async { answer.await.unwrap_or(None) }
    }

    /// Keeps this under the name from now on. What is not `precious` is worth less than what is
    /// already kept under the name and cannot be read now: it gives way as soon as that can be read
    /// ([`Storage::readable_now`]), and until that has been loaded it stays in memory.
    pub fn keep(
        &self,
        name: &str,
        value: Secret,
        precious: bool,
    ) -> impl Future<Output = Kept> + Send + use<> {
        let name = name.to_owned();
        let answer = self.ask(|reply| Command::Keep(name, value, precious, reply));
        async { answer.await.unwrap_or(Kept::InMemory) }
    }

    /// Deletes all that is kept under this name: the sealed file, the ones set aside, and the key.
    pub fn forget(&self, name: &str) -> impl Future<Output = Result<(), NotErased>> + Send + use<> {
        let name = name.to_owned();
        let answer = self.ask(|reply| Command::Forget(name, reply));
        async { answer.await.unwrap_or(Err(NotErased { key: true, file: true })) }
    }

    /// Tries whether the place of the key and the disk do what they should for this name.
    pub fn self_test(&self, name: &str) -> impl Future<Output = SelfTest> + Send + use<> {
        let name = name.to_owned();
        let answer = self.ask(|reply| Command::SelfTest(name, reply));
        async { answer.await.unwrap_or(SelfTest::FileFailed) }
    }

    /// Says what the person chose in an earlier run, for a store that does not work. It is used when
    /// something is kept next; nothing is tried or asked for because of it.
    pub fn remember(&self, choice: Option<Choice>) {
        self.send(Command::Remember(choice));
    }

    /// Does what the person wants now of a store that does not work. The caller remembers it for the
    /// next run.
    pub fn choose(&self, choice: Choice) -> impl Future<Output = ()> + Send + use<> {
        let answer = self.ask(|reply| Command::Choose(choice, reply));
        async { answer.await.unwrap_or(()) }
    }

    /// Tries again now whatever could not be read or written. The credential store may ask the person
    /// to unlock it.
    pub fn retry(&self) -> impl Future<Output = ()> + Send + use<> {
        let answer = self.ask(Command::Retry);
        async { answer.await.unwrap_or(()) }
    }

    fn send(&self, command: Command) {
        // Without the thread the way back is closed, which is how the caller knows.
        drop(self.0.0.send(Message::Command(command)));
    }

    fn ask<T>(&self, command: impl FnOnce(oneshot::Sender<T>) -> Command) -> oneshot::Receiver<T> {
        let (reply, answer) = oneshot::channel();
        self.send(command(reply));
        answer
    }
}
