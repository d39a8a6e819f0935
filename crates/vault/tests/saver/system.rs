//! A vault on the credential store of the system: does what a line says, and answers with one.

use std::sync::mpsc;
use std::time::Duration;

use latchkey_vault::{First, Folder, Mode, Patience, Settings, Storage, Vault};
use zeroize::Zeroizing;

const HOST: &str = "clerk.example.com";

/// Goes on until the standard input ends.
pub(crate) fn run(first: &First) {
    let pauses = vec![Duration::from_millis(200)];
    // As the program has it but for the pauses: what is slow is to be seen.
    let settings = Settings {
        application: "latchkey.test".to_owned(),
        folder: Folder::Ours(first.hold()),
        mode: Mode::Ask,
        patience: Patience { pauses, ..Patience::default() },
    };
    let vault = Vault::open(settings);
    let (sender, changes) = mpsc::channel();
    vault.watch(move |storage| drop(sender.send(storage)));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    for line in std::io::stdin().lines() {
        let line = line.expect("a text");
        let answer = match line.split_once(' ').unwrap_or((&line, "")) {
            ("load", _) => {
                let value = runtime.block_on(vault.load(HOST));
                value.map_or("none".to_owned(), |value| String::from_utf8_lossy(&value).into())
            }
            ("keep", value) => {
                let value = Zeroizing::new(value.as_bytes().to_vec());
                format!("{:?}", runtime.block_on(vault.keep(HOST, value, true)))
            }
            ("forget", _) => format!("{:?}", runtime.block_on(vault.forget(HOST))),
            ("test", _) => format!("{:?}", runtime.block_on(vault.self_test(HOST))),
            ("retry", _) => format!("{:?}", runtime.block_on(vault.retry())),
            ("until", what) => told(&changes, what),
            (other, _) => format!("what is {other}?"),
        };
        println!("{answer}");
    }
}

/// The next time that something is told which has this word.
fn told(changes: &mpsc::Receiver<Storage>, what: &str) -> String {
    loop {
        let Ok(Storage { place, trouble, readable_now, improved, .. }) = changes.recv() else {
            return "nothing".to_owned();
        };
        let words = format!("{place:?} {trouble:?} readable={readable_now} improved={improved}");
        if words.contains(what) {
            return words;
        }
    }
}
