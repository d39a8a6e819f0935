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
    /// By host. The vault and the store are asked for every change while this is locked: so they do
    /// what two threads want in the order in which it was decided here. Asking waits for nothing.
    known: Arc<Mutex<HashMap<String, Known>>>,
}

/// What is known here of what is kept of an instance.
#[derive(Default)]
struct Known {
    /// What would be sealed next.
    kept: Loaded,
    /// How often the client was replaced or forgotten. What was asked for before that and comes
    /// after it is older.
    changes: u64,
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

    /// Changes what is known of an instance, and seals it.
    fn seal(&self, host: &str, change: impl FnOnce(&mut Known)) -> PortFuture<Result<(), NotKept>> {
        let mut all = lock(&self.known);
        let known = all.entry(host.to_owned()).or_default();
        change(known);
        // Without a token nothing is trusted, and what the instance offers is no reason to open a
        // credential store.
        let Some(sealed) = sealed::written(&known.kept) else {
            return Box::pin(async { Ok(()) });
        };
        let keeping = self.vault.keep(host, sealed, is_precious(&known.kept));
        Box::pin(async {
            match keeping.await {
                vault::Kept::OnDisk => Ok(()),
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

/// As whom an instance knows this device, and since when, in milliseconds since 1970-01-01 UTC.
type Trust = (Option<String>, i64);

fn trust(kept: &Loaded) -> Option<Trust> {
    let kept = kept.client.as_ref()?;
    let client = kept.snapshot.client.as_ref().map(|client| client.id.as_str().to_owned());
    Some((client, kept.trusted_since.as_millis()))
}

/// Brings the record of an instance in line with how the vault keeps it. Nothing waits for it: what
/// counts is sealed.
fn write_record<R: Runtime>(
    store: &LocalStore<R>,
    storage: &vault::Storage,
    known: Option<&Known>,
) {
    let Some(host) = storage.name.clone() else { return };
    // What is in memory alone does not change what is on disk.
    if storage.kid.is_some() && storage.place == vault::Place::Session {
        return;
    }
    // What has just become readable is not known here before it is loaded.
    let known = known.filter(|_| !storage.readable_now).and_then(|known| trust(&known.kept));
    let (place, kid, generation) = (storage.place, storage.kid.clone(), storage.generation);
    let written = store.change(move |values| {
        let mut records: BTreeMap<String, Record> = values.read(TRUST).unwrap_or_default();
        let recorded = records.remove(&host).map(|record| (record.client, record.trusted_since));
        let trust = known.or(recorded).filter(|_| kid.is_some());
        if let Some((client, trusted_since)) = trust {
            records.insert(host, Record { client, trusted_since, place, kid, generation });
        }
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
        let (known, store) = (Arc::clone(&self.known), self.store.clone());
        self.vault.watch(move |storage| {
            let all = lock(&known);
            let of_this = storage.name.as_ref().and_then(|host| all.get(host));
            write_record(&store, &storage, of_this);
            drop(all);
            changed(told(&storage));
        });
    }

    fn load(&self, host: &str) -> PortFuture<Loaded> {
        let mut all = lock(&self.known);
        let before = all.entry(host.to_owned()).or_default().changes;
        let loading = self.vault.load(host);
        drop(all);
        let (known, host) = (Arc::clone(&self.known), host.to_owned());
        Box::pin(async move {
            let loaded = loading.await.and_then(|bytes| sealed::read(&bytes)).unwrap_or_default();
            let mut all = lock(&known);
            let known = all.entry(host).or_default();
            if known.changes == before {
                known.kept.client.clone_from(&loaded.client);
            }
            let known_at = |kept: &Option<KeptEnvironment>| kept.as_ref().map(|it| it.known_at);
            if known_at(&known.kept.environment) < known_at(&loaded.environment) {
                known.kept.environment.clone_from(&loaded.environment);
            }
            loaded
        })
    }

    fn keep_client(&self, host: &str, kept: Kept) -> PortFuture<Result<(), NotKept>> {
        self.seal(host, |known| {
            known.kept.client = Some(kept);
            known.changes += 1;
        })
    }

    fn keep_environment(
        &self,
        host: &str,
        kept: KeptEnvironment,
    ) -> PortFuture<Result<(), NotKept>> {
        self.seal(host, |known| known.kept.environment = Some(kept))
    }

    fn note_seen(&self, host: &str, at: Timestamp) {
        // It is done also if nobody waits.
        drop(self.seal(host, |known| {
            if let Some(kept) = &mut known.kept.client {
                kept.known_at = at;
            }
        }));
    }

    fn forget(&self, host: &str) -> PortFuture<Result<(), NotErased>> {
        let mut all = lock(&self.known);
        let known = all.entry(host.to_owned()).or_default();
        known.kept.client = None;
        known.changes += 1;
        let forgetting = self.vault.forget(host);
        drop(all);
        Box::pin(async {
            forgetting.await.map_err(|left| {
                NotErased(if left.key { StoragePart::Key } else { StoragePart::File })
            })
        })
    }

    fn remember(&self, choice: StorageChoice) {
        self.vault.remember(Some(chosen(choice)));
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

fn lock(known: &Mutex<HashMap<String, Known>>) -> MutexGuard<'_, HashMap<String, Known>> {
    // A thread that died here left a map behind, not half a value.
    known.lock().unwrap_or_else(PoisonError::into_inner)
}
