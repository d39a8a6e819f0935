//! What keeping costs, for people: figures of this machine, no test. `cargo bench -p latchkey-vault`
//! prints the median and the 95th percentile, and how keeping compares with a plain write that does
//! not survive a crash.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a program for the terminal")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::fs;
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use latchkey_vault::{
    Claimed, Folder, Instance, Kept, KeyStore, Mode, Patience, Secret, Settings, StoreError,
    Unwatched, Vault,
};
use zeroize::Zeroizing;

const ROUNDS: usize = 300;
/// A client with its environment is 8 to 30 kB.
const BYTES: usize = 30_000;

/// The key is in a file: the credential store has no part in what is measured.
struct NoStore;

impl KeyStore for NoStore {
    fn probe(&self) -> Result<(), StoreError> {
        Err(StoreError::Unavailable)
    }
    fn get(&self, _user: &str) -> Result<Zeroizing<String>, StoreError> {
        Err(StoreError::Unavailable)
    }
    fn set(&self, _user: &str, _value: &str) -> Result<(), StoreError> {
        Err(StoreError::Unavailable)
    }
    fn delete(&self, _user: &str) -> Result<(), StoreError> {
        Err(StoreError::Unavailable)
    }
}

fn main() {
    // On a disk: the usual place for temporary files is often memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let vault = vault(&folder.path().join("vault"));
    let value = value();
    let keep = |_| {
        let kept = block_on(vault.keep("host", Secret::new(value.clone()), true));
        assert_eq!(kept, Kept::OnDisk);
    };
    keep(0);
    let sealed = fs::read(folder.path().join("vault/of-host/sealed")).expect("it was kept");
    let plain = folder.path().join("plain");
    println!("{} bytes, {} sealed, {ROUNDS} rounds", value.len(), sealed.len());

    let load = |_| {
        let value = block_on(vault.load("host")).expect("it was kept");
        let parsed: serde_json::Value = serde_json::from_slice(&value).expect("JSON");
        assert!(parsed.is_object());
    };
    measure("read, unseal and parse", load);
    let kept = measure("keep", keep);
    let written = measure("fs::write", |_| fs::write(&plain, &sealed).expect("a disk"));
    let synced = measure("fs::write and sync", |_| {
        fs::write(&plain, &sealed).expect("a disk");
        fs::File::open(&plain).and_then(|file| file.sync_all()).expect("a disk");
    });
    println!("keep against fs::write: {:.1} times", ratio(kept, written));
    println!("keep against fs::write and sync: {:.1} times", ratio(kept, synced));
}

fn vault(folder: &Path) -> Vault {
    let Claimed::First(first) = Instance::claim(folder).expect("a folder") else {
        unreachable!("the folder is new");
    };
    let settings = Settings {
        application: "latchkey.bench".to_owned(),
        folder: Folder::Ours(first.hold()),
        mode: Mode::File,
        patience: Patience::default(),
    };
    Vault::open_with(settings, Box::new(NoStore), Arc::new(Unwatched))
}

fn value() -> Vec<u8> {
    let text = |index: usize| format!("a value as a server sends it, number {index}");
    let fields = (0..).map(|index| (format!("field_{index}"), text(index).into()));
    let object: serde_json::Map<String, serde_json::Value> = fields.take(BYTES / 60).collect();
    serde_json::to_vec(&object).expect("JSON")
}

/// Prints median and 95th percentile, and gives the median.
fn measure(what: &str, act: impl Fn(usize)) -> Duration {
    let mut took: Vec<Duration> = (0..ROUNDS)
        .map(|round| {
            let start = Instant::now();
            act(round);
            start.elapsed()
        })
        .collect();
    took.sort();
    let at = |share: usize| took.get(ROUNDS * share / 100).copied().unwrap_or_default();
    println!("{what}: median {:.3?}, p95 {:.3?}", at(50), at(95));
    at(50)
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}
