//! Who is first, and how the second tells the first.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

use latchkey_vault::{Claimed, Instance};

use crate::support::{LONG, claim, mode_of, pause};

/// A second start, which the first answers.
fn second(folder: &Path) {
    match Instance::claim(folder).expect("a folder") {
        Claimed::Second => {}
        Claimed::First(_) => panic!("it is taken"),
        Claimed::Silent(error) => panic!("{error}"),
    }
}

#[test]
fn the_second_shows_the_first_and_the_next_is_first_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().join("new/vault");
    let first = claim(&folder);
    assert_eq!(mode_of(&folder), 0o700);
    // Before anybody said what is to be done, and after.
    second(&folder);
    let (sender, shown) = mpsc::channel();
    first.on_show(move || sender.send(()).expect("it is awaited"));
    shown.recv_timeout(LONG).expect("it was asked");
    second(&folder);
    shown.recv_timeout(LONG).expect("it was asked");
    assert!(shown.try_recv().is_err());
    drop(first);
    drop(claim(&folder));
}

#[test]
fn one_that_takes_long_to_show_itself_answers_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = claim(folder.path());
    let (called, calls) = mpsc::channel();
    let (go_on, held_up) = mpsc::channel::<()>();
    first.on_show(move || {
        let _ = called.send(());
        let _ = held_up.recv();
    });
    second(folder.path());
    calls.recv_timeout(LONG).expect("it was asked");
    for _ in 0..5 {
        second(folder.path());
    }
    assert!(calls.try_recv().is_err(), "it is still showing itself");
    // The five are shown together.
    go_on.send(()).expect("it waits");
    calls.recv_timeout(LONG).expect("it was asked meanwhile");
    drop(go_on);
    assert!(calls.recv_timeout(LONG).is_err() || calls.try_recv().is_err());
}

#[test]
fn a_start_while_the_first_is_ending_takes_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = claim(folder.path());
    let hold = first.hold();
    // It listens no more, and still has the lock.
    drop(first);
    thread::scope(|scope| {
        let next = scope.spawn(|| Instance::claim(folder.path()).expect("a folder"));
        for _ in 0..20 {
            pause();
            assert!(!next.is_finished(), "it waits for the lock");
        }
        drop(hold);
        assert!(matches!(next.join(), Ok(Claimed::First(_))));
    });
}

#[test]
fn of_twenty_threads_exactly_one_is_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let (sender, claims) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..20 {
            let sender = sender.clone();
            scope.spawn(|| {
                let claimed = Instance::claim(folder.path()).expect("a folder");
                sender.send(claimed).expect("it is taken");
                drop(sender);
            });
        }
    });
    drop(sender);
    // All are alive until here, so nobody was first after somebody else.
    let claims: Vec<Claimed> = claims.into_iter().collect();
    assert_eq!(claims.len(), 20);
    assert_eq!(claims.iter().filter(|claim| matches!(claim, Claimed::First(_))).count(), 1);
    assert_eq!(claims.iter().filter(|claim| matches!(claim, Claimed::Second)).count(), 19);
}

#[test]
fn of_twenty_processes_exactly_one_is_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a text");
    let start = |_| {
        let mut saver = Command::new(env!("CARGO_BIN_EXE_vault-saver"));
        saver.args(["claim", path, "", ""]).stdin(Stdio::piped()).stdout(Stdio::piped());
        saver.spawn().expect("a program")
    };
    let started: Vec<_> = (0..20).map(start).collect();
    // Each says who it is, and stays until its standard input is closed. The first to end is read
    // first, so all inputs stay open until all have said it.
    let mut said = Vec::new();
    let mut alive = Vec::new();
    for mut child in started {
        let mut line = String::new();
        let output = child.stdout.take().expect("an output");
        std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut line).expect("one");
        said.push(line);
        alive.push(child);
    }
    assert_eq!(said.iter().filter(|line| *line == "first\n").count(), 1, "{said:?}");
    assert_eq!(said.iter().filter(|line| *line == "second, and told the first\n").count(), 19);
    for mut child in alive {
        drop(child.stdin.take());
        assert!(child.wait().expect("an end").success());
    }
}

#[test]
fn what_a_killed_one_leaves_behind_holds_nobody_up() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("lock"), "").expect("a file");
    // The socket of a process that is gone: its file is there, and nobody listens.
    drop(UnixListener::bind(folder.path().join("show")).expect("a socket"));
    let _first = claim(folder.path());
    second(folder.path());
}

#[test]
fn a_folder_with_something_else_in_it_stays_as_open_as_it_is() {
    let open = |folder: &Path| {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("a mode");
    };
    let folder = tempfile::tempdir().expect("a folder");
    open(folder.path());
    drop(claim(folder.path()));
    assert_eq!(mode_of(folder.path()), 0o700, "it was empty");
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a letter"), "to somebody").expect("a file");
    open(folder.path());
    for _ in 0..2 {
        let first = claim(folder.path());
        assert_eq!(mode_of(folder.path()), 0o755);
        let ours = ["lock", "show"].map(|name| mode_of(&folder.path().join(name)));
        assert_eq!(ours, [0o600, 0o600]);
        drop(first);
    }
}

#[test]
fn a_path_too_long_for_a_socket_is_no_reason_not_to_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().join("long".repeat(30));
    let _first = claim(&folder);
    assert!(matches!(Instance::claim(&folder), Ok(Claimed::Silent(_))));
}
