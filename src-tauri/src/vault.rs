//! Where what makes this device trusted is kept: the client token, the client and what the instance
//! offers, sealed by `latchkey-vault`, and beside it the record of what is trusted.
//!
//! What is sealed is a file of its own and no value of the store, because the store's own saving can
//! lose what was there, and because it tells every window what is put into it.

mod sealed;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use latchkey_app::Timestamp;
use latchkey_app::ports::{
    Kept, KeptEnvironment, Loaded, NotErased, NotKept, PortFuture, Storage, StorageChoice, Tested,
    Vault,
};
use latchkey_ipc::view::{StoragePart, StoragePlace, StorageTrouble};
use latchkey_vault as vault;
use serde::{Deserialize, Serialize};
use tauri::Runtime;

use crate::local_store::LocalStore;

/// The record's name in the local store.
const TRUST: &str = "trust";

/// Keeps the trust of each instance in the vault, and a record of it in the local store.
pub(crate) struct StoredTrust<R: Runtime> {
    vault: vault::Vault,
    store: LocalStore<R>,
    known: Arc<Mutex<Known>>,
}

/// What is known here of what is kept.
#[derive(Default)]
struct Known {
    /// By host: what is sealed of it, as it would be sealed next.
    kept: HashMap<String, Loaded>,
    /// How the vault keeps the name that was used last.
    storage: Option<vault::Storage>,
}

/// What is trusted, for anybody who wants to know; nothing in it opens anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Record {
    /// As whom the instance knows this device.
    client: Option<String>,
    /// Since when, in milliseconds since 1970-01-01 UTC.
    trusted_since: i64,
    /// Where the key is that opens the sealed file.
    place: vault::Place,
    /// Which key that is.
    kid: Option<String>,
    /// Grows with each change of the sealed file.
    generation: Option<u64>,
}

impl<R: Runtime> StoredTrust<R> {
    pub(crate) fn new(vault: vault::Vault, store: LocalStore<R>) -> Self {
        Self { vault, store, known: Arc::default() }
    }

    /// Seals what is known of an instance, after what was asked for before.
    fn seal(&self, host: &str) -> PortFuture<Result<(), NotKept>> {
        let sealed = lock(&self.known)
            .kept
            .get(host)
            .and_then(|kept| Some((sealed::written(kept)?, is_precious(kept))));
        // Without a token nothing is trusted, and what the instance offers is no reason to open a
        // credential store.
        let Some((sealed, precious)) = sealed else { return Box::pin(async { Ok(()) }) };
        let keeping = self.vault.keep(host, sealed, precious);
        let (known, store, host) = (Arc::clone(&self.known), self.store.clone(), host.to_owned());
        Box::pin(async move {
            match keeping.await {
                vault::Kept::OnDisk => {
                    let record = record(&lock(&known), &host);
                    write_record(&store, host, record);
                    Ok(())
                }
                vault::Kept::InMemory => Err(NotKept),
            }
        })
    }
}

/// Whether somebody is signed in: a token without a session is worth less than one of an earlier run
/// that cannot be read yet.
fn is_precious(kept: &Loaded) -> bool {
    let client = kept.client.as_ref().and_then(|kept| kept.snapshot.client.as_ref());
    client.is_some_and(|client| !client.sessions.is_empty())
}

/// The record of an instance, as the vault last told of it.
fn record(known: &Known, host: &str) -> Option<Record> {
    let kept = known.kept.get(host)?.client.as_ref()?;
    let storage = known.storage.as_ref().filter(|it| it.name.as_deref() == Some(host))?;
    Some(Record {
        client: kept.snapshot.client.as_ref().map(|client| client.id.as_str().to_owned()),
        trusted_since: kept.trusted_since.as_millis(),
        place: storage.place,
        kid: storage.kid.clone(),
        generation: storage.generation,
    })
}

/// Writes the record of an instance, or takes it away. Nothing waits for it: what counts is sealed.
fn write_record<R: Runtime>(store: &LocalStore<R>, host: String, record: Option<Record>) {
    let written = store.change(move |values| {
        let mut records: BTreeMap<String, Record> = values.read(TRUST).unwrap_or_default();
        match record {
            Some(record) => records.insert(host, record),
            None => records.remove(&host),
        };
        values.write(TRUST, &records);
    });
    tauri::async_runtime::spawn(async move {
        if written.await.is_err() {
            tracing::warn!("the record of what is trusted could not be written");
        }
    });
}

impl<R: Runtime> Vault for StoredTrust<R> {
    fn watch(&self, changed: Box<dyn Fn(Storage) + Send + Sync>) {
        let known = Arc::clone(&self.known);
        self.vault.watch(move |storage| {
            let told = told(&storage);
            lock(&known).storage = Some(storage);
            changed(told);
        });
    }

    fn load(&self, host: &str) -> PortFuture<Loaded> {
        let loading = self.vault.load(host);
        let (known, host) = (Arc::clone(&self.known), host.to_owned());
        Box::pin(async move {
            let loaded = loading.await.and_then(|bytes| sealed::read(&bytes)).unwrap_or_default();
            lock(&known).kept.insert(host, loaded.clone());
            loaded
        })
    }

    fn keep_client(&self, host: &str, kept: Kept) -> PortFuture<Result<(), NotKept>> {
        lock(&self.known).kept.entry(host.to_owned()).or_default().client = Some(kept);
        self.seal(host)
    }

    fn keep_environment(
        &self,
        host: &str,
        kept: KeptEnvironment,
    ) -> PortFuture<Result<(), NotKept>> {
        lock(&self.known).kept.entry(host.to_owned()).or_default().environment = Some(kept);
        self.seal(host)
    }

    fn note_seen(&self, host: &str, at: Timestamp) {
        let mut known = lock(&self.known);
        let Some(kept) = known.kept.get_mut(host).and_then(|kept| kept.client.as_mut()) else {
            return;
        };
        kept.known_at = at;
        drop(known);
        tauri::async_runtime::spawn(self.seal(host));
    }

    fn forget(&self, host: &str) -> PortFuture<Result<(), NotErased>> {
        if let Some(kept) = lock(&self.known).kept.get_mut(host) {
            kept.client = None;
        }
        let forgetting = self.vault.forget(host);
        write_record(&self.store, host.to_owned(), None);
        Box::pin(async move {
            forgetting.await.map_err(|left| {
                NotErased(if left.key { StoragePart::Key } else { StoragePart::File })
            })
        })
    }

    fn remember(&self, choice: Option<StorageChoice>) {
        self.vault.remember(choice.map(chosen));
    }

    fn choose(&self, choice: StorageChoice) {
        // It is done also if nobody waits, and the vault tells what came of it.
        drop(self.vault.choose(chosen(choice)));
    }

    fn retry(&self) {
        drop(self.vault.retry());
    }

    fn test(&self, host: &str) -> PortFuture<Tested> {
        let testing = self.vault.self_test(host);
        Box::pin(async move {
            match testing.await {
                vault::SelfTest::Passed => Tested::Passed,
                vault::SelfTest::NothingToTest => Tested::Nothing,
                vault::SelfTest::KeyFailed => Tested::Failed(StoragePart::Key),
                vault::SelfTest::FileFailed => Tested::Failed(StoragePart::File),
            }
        })
    }
}

/// The vault's word for what a person chose.
fn chosen(choice: StorageChoice) -> vault::Choice {
    match choice {
        StorageChoice::Session => vault::Choice::Session,
        StorageChoice::File => vault::Choice::File,
    }
}

/// The application's words for how things are kept.
fn told(storage: &vault::Storage) -> Storage {
    Storage {
        place: match storage.place {
            vault::Place::SecretService => StoragePlace::SecretService,
            vault::Place::Keychain => StoragePlace::Keychain,
            vault::Place::CredentialManager => StoragePlace::CredentialManager,
            vault::Place::File => StoragePlace::File,
            vault::Place::Session => StoragePlace::Session,
        },
        trouble: storage.trouble.map(|trouble| match trouble {
            vault::Trouble::Unavailable => StorageTrouble::Unavailable,
            vault::Trouble::Locked => StorageTrouble::Locked,
            vault::Trouble::Refused => StorageTrouble::Refused,
            vault::Trouble::PlaceChanged => StorageTrouble::PlaceChanged,
            vault::Trouble::KeyGone => StorageTrouble::KeyGone,
            vault::Trouble::Damaged => StorageTrouble::Damaged,
            vault::Trouble::NotWritten => StorageTrouble::NotWritten,
            vault::Trouble::InUse => StorageTrouble::InUse,
        }),
        decided: storage.decided,
        readable: storage.readable_now,
        improved: storage.improved,
    }
}

fn lock(known: &Mutex<Known>) -> MutexGuard<'_, Known> {
    // A thread that died here left a map behind, not half a value.
    known.lock().unwrap_or_else(PoisonError::into_inner)
}
