//! A credential store that does what a test says, and a vault on it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::future::Future;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, mpsc};
use std::time::Duration;

use latchkey_vault::{
    Choice, Claimed, First, Folder, Instance, Kept, KeyStore, Mode, Patience, Secret, Settings,
    Storage, StoreError, Unwatched, Vault,
};
use tempfile::TempDir;
use zeroize::Zeroizing;

pub(crate) const HOST: &str = "clerk.example.com";

/// Longer than anything takes, also on a machine that is busy.
pub(crate) const LONG: Duration = Duration::from_mins(1);

/// What a store does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Does {
    Work,
    /// Everything fails.
    Fail(StoreError),
    /// Reads work.
    RefuseWrites,
    /// A write succeeds and leaves nothing behind.
    ForgetWrites,
    /// Does not return until it does something else.
    Block,
}

#[derive(Clone)]
pub(crate) struct FakeStore(Arc<(Mutex<State>, Condvar)>);

pub(crate) struct State {
    does: Does,
    pub(crate) entries: BTreeMap<String, String>,
    /// Calls that may ask the person.
    pub(crate) calls: usize,
}

impl FakeStore {
    pub(crate) fn new(does: Does) -> Self {
        let state = State { does, entries: BTreeMap::new(), calls: 0 };
        Self(Arc::new((Mutex::new(state), Condvar::new())))
    }

    pub(crate) fn now(&self, does: Does) {
        self.state().does = does;
        self.0.1.notify_all();
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().expect("a lock")
    }

    fn call(&self) -> Result<MutexGuard<'_, State>, StoreError> {
        let mut state = self.state();
        state.calls += 1;
        let state = self.0.1.wait_while(state, |state| state.does == Does::Block).expect("a lock");
        match &state.does {
            Does::Fail(error) => Err(error.clone()),
            Does::Work | Does::RefuseWrites | Does::ForgetWrites | Does::Block => Ok(state),
        }
    }
}

impl KeyStore for FakeStore {
    fn probe(&self) -> Result<(), StoreError> {
        match &self.state().does {
            Does::Fail(error) => Err(error.clone()),
            Does::Block => Err(StoreError::Locked),
            Does::Work | Does::RefuseWrites | Does::ForgetWrites => Ok(()),
        }
    }

    fn get(&self, user: &str) -> Result<Zeroizing<String>, StoreError> {
        let value = self.call()?.entries.get(user).cloned();
        value.map(Zeroizing::new).ok_or(StoreError::Absent)
    }

    fn set(&self, user: &str, value: &str) -> Result<(), StoreError> {
        let mut state = self.call()?;
        match state.does {
            Does::RefuseWrites => return Err(StoreError::Refused("read only".to_owned())),
            Does::ForgetWrites => {}
            Does::Work | Does::Fail(_) | Does::Block => {
                drop(state.entries.insert(user.to_owned(), value.to_owned()));
            }
        }
        Ok(())
    }

    fn delete(&self, user: &str) -> Result<(), StoreError> {
        self.call()?.entries.remove(user).map(drop).ok_or(StoreError::Absent)
    }
}

/// A folder, a store, and how to open a vault on them as often as wanted.
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    pub(crate) store: FakeStore,
    pub(crate) mode: Mode,
    pub(crate) remembered: Option<Choice>,
    pub(crate) patience: Patience,
    pub(crate) _kept: TempDir,
}

/// An open vault, which has its folder for itself.
pub(crate) struct Open {
    pub(crate) vault: Vault,
    changes: mpsc::Receiver<Storage>,
    told: RefCell<Option<Storage>>,
    _first: First,
}

impl Place {
    pub(crate) fn new(mode: Mode, does: Does) -> Self {
        let kept = tempfile::tempdir().expect("a folder");
        Self {
            folder: kept.path().join("vault"),
            store: FakeStore::new(does),
            mode,
            remembered: None,
            patience: Patience {
                first: LONG,
                routine: LONG,
                pauses: vec![Duration::from_millis(20)],
            },
            _kept: kept,
        }
    }

    /// One that has kept this before.
    pub(crate) fn with(mode: Mode, does: Does, value: &str) -> Self {
        let place = Self::new(mode, does);
        assert_eq!(place.open().keep(value), Kept::OnDisk);
        place
    }

    pub(crate) fn open(&self) -> Open {
        self.open_as("latchkey.test")
    }

    pub(crate) fn open_as(&self, application: &str) -> Open {
        let first = claim(&self.folder);
        let settings = Settings {
            application: application.to_owned(),
            folder: Folder::Ours(first.hold()),
            mode: self.mode,
            patience: self.patience.clone(),
        };
        let open = Open::new(settings, self.store.clone(), first);
        open.vault.remember(self.remembered);
        open
    }

    /// The folder of the one name.
    pub(crate) fn shelf(&self) -> PathBuf {
        self.folder.join(format!("of-{HOST}"))
    }

    pub(crate) fn sealed(&self) -> PathBuf {
        self.shelf().join("sealed")
    }

    /// The names of the files of the one name, in order; those of keys end in `.key`.
    pub(crate) fn files(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.shelf()) else { return Vec::new() };
        let name = |entry: std::io::Result<fs::DirEntry>| {
            entry.expect("an entry").file_name().into_string().expect("a text")
        };
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }

    pub(crate) fn has_key_file(&self) -> bool {
        self.files().iter().any(|name| Path::new(name).extension().is_some_and(|end| end == "key"))
    }
}

/// The lock of a vault that was just dropped is free as soon as its thread has ended.
pub(crate) fn claim(folder: &Path) -> First {
    for _ in 0..2_000 {
        if let Claimed::First(first) = Instance::claim(folder).expect("a folder") {
            return first;
        }
        pause();
    }
    panic!("somebody has the folder");
}

#[expect(clippy::disallowed_methods, reason = "the end of a thread that nobody joins")]
pub(crate) fn pause() {
    std::thread::sleep(Duration::from_millis(5));
}

impl Open {
    pub(crate) fn new(settings: Settings, store: FakeStore, first: First) -> Self {
        let vault = Vault::open_with(settings, Box::new(store), Arc::new(Unwatched));
        let (sender, changes) = mpsc::channel();
        vault.watch(move |storage| drop(sender.send(storage)));
        Self { vault, changes, told: RefCell::new(None), _first: first }
    }

    pub(crate) fn load(&self) -> Option<String> {
        block_on(self.vault.load(HOST)).map(|value| text(&value))
    }

    pub(crate) fn keep(&self, value: &str) -> Kept {
        block_on(self.vault.keep(HOST, secret(value), true))
    }

    /// Keeps what is worth less than what is there and cannot be read.
    pub(crate) fn keep_for_now(&self, value: &str) -> Kept {
        block_on(self.vault.keep(HOST, secret(value), false))
    }

    /// How things are kept, once they are so.
    pub(crate) fn once(&self, is_so: impl Fn(&Storage) -> bool) -> Storage {
        loop {
            let storage = self.changes.recv_timeout(LONG).expect("it comes to that");
            self.told.replace(Some(storage.clone()));
            if is_so(&storage) {
                return storage;
            }
        }
    }

    /// The last that was told.
    pub(crate) fn last(&self) -> Storage {
        if let Some(storage) = self.changes.try_iter().last() {
            self.told.replace(Some(storage));
        }
        self.told.borrow().clone().expect("something was told")
    }
}

pub(crate) fn secret(value: &str) -> Secret {
    Secret::new(value.as_bytes().to_vec())
}

pub(crate) fn text(value: &Secret) -> String {
    String::from_utf8(value.to_vec()).expect("a text")
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

pub(crate) fn mode_of(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

/// Says that something was not tested. Where every check has to run, that is a failure.
pub(crate) fn skipped(what: &str) {
    assert!(std::env::var_os("CI").is_none(), "{what}");
    told(&format!("SKIPPED: {what}"));
}

/// Past the test harness, which would swallow it.
pub(crate) fn told(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).expect("a place to say so");
}
