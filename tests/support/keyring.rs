//! The credential store of a desktop: GNOME Keyring on the bus of the test.

#![expect(clippy::expect_used, reason = "a test without its credential store fails")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::ProcessGroup;
use crate::wait::until;
use crate::window::Desktop;

const SERVICE: &str = "org.freedesktop.secrets";
const SERVICE_PATH: &str = "/org/freedesktop/secrets";
const COLLECTION: &str = "/org/freedesktop/secrets/collection/login";
const PASSWORD: &[u8] = b"opens the keyring";

/// A running keyring. Its files stay in the desktop's home when it ends.
#[derive(Debug)]
pub struct Keyring {
    bus_address: String,
    _daemon: ProcessGroup,
}

impl Keyring {
    /// Starts the keyring, unlocked; a new one where the home has none.
    pub async fn open(desktop: &Desktop, home: &Path) -> Self {
        let mut daemon = ProcessGroup::spawn(
            Command::new("gnome-keyring-daemon")
                .args(["--foreground", "--unlock", "--components=secrets"])
                .arg(format!("--control-directory={}", home.join("runtime").display()))
                .env("DBUS_SESSION_BUS_ADDRESS", desktop.bus_address())
                .env("HOME", home)
                .env("XDG_DATA_HOME", home.join("data"))
                .env("XDG_RUNTIME_DIR", home.join("runtime"))
                // There is nobody who could answer a question.
                .env_remove("DISPLAY")
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        let mut stdin = daemon.leader().stdin.take().expect("its input is a pipe");
        stdin.write_all(PASSWORD).expect("it reads its password");
        drop(stdin);
        let keyring = Self { bus_address: desktop.bus_address().to_owned(), _daemon: daemon };
        let ready = until(async || keyring.is_ready().then_some(())).await;
        ready.expect("the keyring offers a collection");
        keyring
    }

    /// Locks it. Nobody can be asked for the password, so it stays so.
    pub fn lock(&self) {
        let method = "org.freedesktop.Secret.Service.Lock";
        let locked = self.call(SERVICE_PATH, &[method, &format!("array:objpath:{COLLECTION}")]);
        assert!(locked.contains(COLLECTION), "{locked}");
    }

    /// How many things the program keeps in it.
    pub fn entries(&self) -> usize {
        let found = self.call(
            SERVICE_PATH,
            &[
                "org.freedesktop.Secret.Service.SearchItems",
                "dict:string:string:service,app.latchkey.desktop",
            ],
        );
        found.matches(COLLECTION).count()
    }

    fn is_ready(&self) -> bool {
        let alias = ["org.freedesktop.Secret.Service.ReadAlias", "string:default"];
        self.call(SERVICE_PATH, &alias).contains(COLLECTION)
    }

    /// What the keyring answers; empty where it does not.
    fn call(&self, path: &str, words: &[&str]) -> String {
        let answer = Command::new("dbus-send")
            .arg(format!("--bus={}", self.bus_address))
            .args(["--print-reply", &format!("--dest={SERVICE}"), path])
            .args(words)
            .output()
            .expect("dbus-send comes with the bus");
        String::from_utf8_lossy(&answer.stdout).into_owned()
    }
}
