//! The vault on a real GNOME Keyring, on a bus of its own.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::disk::{Small, not_mounted};
use crate::support::skipped;

const PROGRAMS: [&str; 3] = ["dbus-daemon", "dbus-send", "gnome-keyring-daemon"];

/// A home, a bus that starts nothing by itself, and perhaps a keyring on it.
struct Desktop {
    home: TempDir,
    bus: Option<(Child, String)>,
    keyring: Option<Child>,
}

/// The vault in a program that lives on that desktop.
struct Program {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Desktop {
    /// None where there is nothing to make one of.
    fn new(with_bus: bool) -> Option<Self> {
        for program in PROGRAMS {
            if Command::new(program).arg("--version").output().is_err() {
                skipped(&format!("nothing on a real credential store, there is no {program}"));
                return None;
            }
        }
        let home = tempfile::tempdir().expect("a folder");
        let bus = with_bus.then(|| bus(home.path()));
        Some(Self { home, bus, keyring: None })
    }

    /// Starts the keyring, unlocked if it is given its password.
    fn keyring(&mut self, password: Option<&str>) {
        self.no_keyring();
        let mut keyring = self.command("gnome-keyring-daemon");
        keyring.args(["--foreground", "--components=secrets"]);
        if password.is_some() {
            keyring.arg("--unlock");
        }
        keyring.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut keyring = keyring.spawn().expect("a keyring");
        let mut input = keyring.stdin.take().expect("an input");
        input.write_all(password.unwrap_or_default().as_bytes()).expect("an input");
        drop(input);
        self.keyring = Some(keyring);
        self.wait_for("true");
    }

    fn no_keyring(&mut self) {
        if let Some(mut keyring) = self.keyring.take() {
            end(&mut keyring);
            self.wait_for("false");
        }
    }

    /// Until the bus says of the service that somebody has it, or nobody.
    fn wait_for(&self, owned: &str) {
        for _ in 0..1_000 {
            let mut ask = self.command("dbus-send");
            ask.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]);
            ask.args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]);
            let answer = ask.output().expect("an answer").stdout;
            if String::from_utf8_lossy(&answer).contains(&format!("boolean {owned}")) {
                return;
            }
            pause();
        }
        panic!("the bus never said {owned} of the service");
    }

    fn program(&self) -> Program {
        let mut program = self.command(env!("CARGO_BIN_EXE_vault-saver"));
        program.arg("system").arg(self.vault()).args(["", ""]);
        program.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = program.spawn().expect("a program");
        let input = child.stdin.take().expect("an input");
        let output = BufReader::new(child.stdout.take().expect("an output"));
        Program { child, input, output }
    }

    fn vault(&self) -> std::path::PathBuf {
        self.home.path().join("vault")
    }

    fn sealed(&self) -> Vec<u8> {
        fs::read(self.vault().join("of-clerk.example.com/sealed")).expect("a file")
    }

    /// A command that sees nothing of the desktop on which the tests run.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let nowhere = format!("unix:path={}/nowhere", self.home.path().display());
        let address = self.bus.as_ref().map_or(nowhere, |(_, address)| address.clone());
        command.env("DBUS_SESSION_BUS_ADDRESS", address);
        for variable in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"] {
            command.env(variable, self.home.path());
        }
        for variable in ["DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL"] {
            command.env_remove(variable);
        }
        command
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        let bus = self.bus.as_mut().map(|(bus, _)| bus);
        self.keyring.iter_mut().chain(bus).for_each(end);
    }
}

impl Program {
    fn says(&mut self, line: &str) -> String {
        writeln!(self.input, "{line}").expect("an input");
        let mut answer = String::new();
        self.output.read_line(&mut answer).expect("an answer");
        answer.trim_end().to_owned()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn bus(home: &Path) -> (Child, String) {
    let configuration = format!(
        "<busconfig><type>session</type><listen>unix:path={}/bus</listen>\
         <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy>\
         </busconfig>",
        home.display()
    );
    let file = home.join("bus.conf");
    fs::write(&file, configuration).expect("a file");
    let mut bus = Command::new("dbus-daemon");
    bus.arg(format!("--config-file={}", file.display())).args(["--nofork", "--print-address"]);
    let mut bus = bus.stdout(Stdio::piped()).spawn().expect("a bus");
    let mut address = String::new();
    let output = bus.stdout.take().expect("an output");
    BufReader::new(output).read_line(&mut address).expect("an address");
    (bus, address.trim().to_owned())
}

fn end(child: &mut Child) {
    drop(child.kill());
    drop(child.wait());
}

#[expect(clippy::disallowed_methods, reason = "another program, which tells nobody that it is up")]
fn pause() {
    std::thread::sleep(Duration::from_millis(20));
}

#[test]
fn an_unlocked_keyring_has_the_key() {
    let Some(mut desktop) = Desktop::new(true) else { return };
    desktop.keyring(Some("password"));
    let mut program = desktop.program();
    assert_eq!(program.says("load"), "none");
    assert_eq!(program.says("keep the token"), "OnDisk");
    assert_eq!(program.says("test"), "Passed");
    drop(program);
    // Not only in the memory of the keyring.
    desktop.keyring(Some("password"));
    let mut program = desktop.program();
    assert_eq!(program.says("load"), "the token");
    assert_eq!(
        program.says("until readable=false"),
        "SecretService None readable=false improved=false"
    );
    assert_eq!(program.says("forget"), "Ok(())");
    assert_eq!(program.says("load"), "none");
}

#[test]
fn a_keyring_that_is_started_anew_is_found_by_a_program_that_goes_on() {
    let Some(mut desktop) = Desktop::new(true) else { return };
    desktop.keyring(Some("password"));
    let mut program = desktop.program();
    assert_eq!(program.says("keep the token"), "OnDisk");
    desktop.keyring(Some("password"));
    assert_eq!(program.says("test"), "Passed");
}

#[test]
fn a_locked_keyring_leaves_the_file_alone_until_it_is_unlocked() {
    let Some(mut desktop) = Desktop::new(true) else { return };
    desktop.keyring(Some("password"));
    assert_eq!(desktop.program().says("keep the token"), "OnDisk");
    let before = desktop.sealed();
    desktop.keyring(None);
    let mut program = desktop.program();
    assert_eq!(program.says("load"), "none");
    let locked = "SecretService Some(Locked) readable=false improved=false";
    assert_eq!(program.says("until Some"), locked);
    assert_eq!(desktop.sealed(), before);
    desktop.keyring(Some("password"));
    assert!(program.says("until readable=true").starts_with("SecretService None"));
    assert_eq!(program.says("load"), "the token");
}

#[test]
fn who_signs_in_while_the_keyring_is_locked_is_sealed_once_it_is_not() {
    let Some(mut desktop) = Desktop::new(true) else { return };
    desktop.keyring(Some("password"));
    assert_eq!(desktop.program().says("keep old"), "OnDisk");
    desktop.keyring(None);
    let mut program = desktop.program();
    assert_eq!(program.says("load"), "none");
    assert_eq!(program.says("keep new"), "InMemory");
    assert!(program.says("until Session").contains("Locked"));
    desktop.keyring(Some("password"));
    assert!(program.says("until improved=true").starts_with("SecretService None"));
    drop(program);
    assert_eq!(desktop.program().says("load"), "new");
}

#[test]
fn without_a_bus_all_stays_in_memory() {
    let Some(desktop) = Desktop::new(false) else { return };
    let mut program = desktop.program();
    assert_eq!(program.says("load"), "none");
    assert_eq!(program.says("keep the token"), "InMemory");
    assert!(program.says("until Session").contains("Unavailable"));
    assert_eq!(program.says("load"), "the token");
    assert!(!desktop.vault().join("of-clerk.example.com").exists());
}

#[test]
fn a_keyring_that_appears_later_is_used() {
    let Some(mut desktop) = Desktop::new(true) else { return };
    let mut program = desktop.program();
    assert_eq!(program.says("load"), "none");
    assert_eq!(program.says("keep the token"), "InMemory");
    assert!(program.says("until Session").contains("Unavailable"));
    desktop.keyring(Some("password"));
    assert!(program.says("until improved=true").starts_with("SecretService None"));
    drop(program);
    assert_eq!(desktop.program().says("load"), "the token");
}

#[test]
fn a_keyring_that_cannot_write_ends_nothing_and_nothing_is_on_disk() {
    let Some(mut desktop) = Desktop::new(true) else { return };
    let keyrings = desktop.home.path().join("keyrings");
    let Some(_small) = Small::mounted_at(&keyrings) else {
        return not_mounted("a keyring that cannot write");
    };
    desktop.keyring(Some("password"));
    // It makes its own files at the start, and its disk is full after that.
    fs::write(keyrings.join("full"), vec![0; 128 * 1024]).expect_err("the disk is small");
    let mut program = desktop.program();
    assert_eq!(program.says("load"), "none");
    assert_eq!(program.says("keep the token"), "InMemory");
    assert!(program.says("until Session").contains("Refused"));
    assert_eq!(program.says("load"), "the token");
    assert!(!desktop.vault().join("of-clerk.example.com").exists());
}
