//! Keeps one thing and ends itself at a named point of that, as a crash would. It is started by
//! the tests of this crate:
//!
//! `vault-saver ACTION FOLDER STORE POINT`
//!
//! - `keep` keeps the number after the one that is there, with the key in a file.
//! - `move` waits until what is there has moved into the store.
//! - `claim` says whether it is first, and stays until its standard input ends.
//! - `system` does what its standard input says, on the credential store of the system.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "it serves tests")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, mpsc};
use std::thread;

use latchkey_vault::{
    Checkpoint, Claimed, Folder, Instance, Mode, Patience, Point, Settings, Vault,
};

#[path = "folder_store.rs"]
mod folder_store;
#[path = "number.rs"]
mod number;
mod system;

struct End(String);

impl Checkpoint for End {
    fn reached(&self, point: Point) {
        if format!("{point:?}") == self.0 {
            let me = std::process::id().to_string();
            // Nothing of this program runs after that: no destructor, no buffer.
            Command::new("kill").args(["-9", &me]).status().expect("it is killed before");
            loop {
                thread::park();
            }
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [action, folder, store, point] = arguments.as_slice() else {
        println!("ACTION FOLDER STORE POINT");
        return;
    };
    let claimed = Instance::claim(Path::new(folder)).expect("a folder");
    if action == "claim" {
        return claim(&claimed);
    }
    let Claimed::First(first) = claimed else {
        println!("second");
        return;
    };
    if action == "system" {
        return system::run(&first);
    }
    let settings = Settings {
        application: "latchkey.test".to_owned(),
        folder: Folder::Ours(first.hold()),
        mode: if action == "keep" { Mode::File } else { Mode::Ask },
        patience: Patience::default(),
    };
    let store = folder_store::FolderStore(PathBuf::from(store));
    let vault = Vault::open_with(settings, Box::new(store), Arc::new(End(point.clone())));
    let (sender, changes) = mpsc::channel();
    vault.watch(move |storage| drop(sender.send(storage)));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let value = runtime.block_on(vault.load("host"));
    if action == "keep" {
        let next = value.map_or(1, |value| number::read(&value) + 1);
        let kept = runtime.block_on(vault.keep("host", number::write(next), true));
        println!("{kept:?}");
    } else {
        let moved = changes.into_iter().find(|storage| storage.improved);
        println!("{:?}", moved.map(|storage| storage.place));
    }
}

fn claim(claimed: &Claimed) {
    match claimed {
        Claimed::First(_) => println!("first"),
        Claimed::Second => println!("second, and told the first"),
        Claimed::Silent(error) => println!("second, and {error}"),
    }
    drop(std::io::stdin().lines().last());
}
