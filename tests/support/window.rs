//! The program in a window of its own: on its own message bus, with its own folders, driven by its
//! own driver.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot open its window fails"
)]

use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use crate::display::Display;
use crate::process::ProcessGroup;
use crate::wait::until;
use crate::webdriver::WebDriver;

/// How the program is started.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<String>,
    /// Its environment, beside what every window gets. An empty value takes a variable out of that.
    pub env: Vec<(String, String)>,
    /// Whether it can reach the session's message bus.
    pub bus: bool,
    /// Whether the webview draws for a graphics card, which Latchkey has it do only where it is told to. A
    /// virtual display has none: the processor does a card's work too, which is two fifths of all that a
    /// test costs. The driver can take a picture at any time only of a window that is drawn so.
    pub card: bool,
    /// Whether the desktop's theme is a dark one.
    pub dark: bool,
}

/// A session bus that starts no services: the desktop's portals and keyrings take their time to
/// fail where there is no desktop, and a test that wants one starts it. Every user may use it: a test
/// that runs the program as somebody else still asks as itself. `HOME` stands for the folder of the test.
const BUS: &str = "<!DOCTYPE busconfig PUBLIC '-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN'
  'http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd'>
<busconfig>
  <type>session</type>
  <listen>unix:dir=HOME</listen>
  <policy context='default'>
    <allow send_destination='*' eavesdrop='true'/>
    <allow eavesdrop='true'/>
    <allow own='*'/>
    <allow user='*'/>
  </policy>
</busconfig>
";

/// How the names begin that the program takes on the bus.
const OWN_NAMES: &str = "app.latchkey.";

/// What windows share that belong to one desktop: display, message bus and home.
#[derive(Debug)]
pub struct Desktop {
    home: PathBuf,
    user: Option<u32>,
    display: Display,
    bus_address: String,
    _bus: ProcessGroup,
}

impl Desktop {
    /// Opens one with an empty home in the folder: for this user where one is named, which takes root,
    /// else for the one who runs the tests.
    pub fn open(home: &Path, user: Option<u32>) -> Self {
        let display = Display::open();
        let config = home.join("bus.conf");
        std::fs::write(&config, BUS.replace("HOME", &home.to_string_lossy()))
            .expect("the folder is the test's own");
        for folder in ["data", "config", "cache", "runtime", "latchkey"] {
            std::fs::create_dir_all(home.join(folder)).expect("the folder is the test's own");
        }
        give(home, user);
        let mut bus = ProcessGroup::spawn(
            become_user(&mut Command::new("dbus-daemon"), user)
                .args(["--nofork", "--print-address=1"])
                .arg(format!("--config-file={}", config.display()))
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let stdout = bus.leader().stdout.take().expect("its output is a pipe");
        let mut address = String::new();
        BufReader::new(stdout).read_line(&mut address).expect("the bus says where it is");
        let bus_address = address.trim().to_owned();
        Self { home: home.to_owned(), user, display, bus_address, _bus: bus }
    }

    /// The folder that the program keeps its things in.
    pub fn data_dir(&self) -> PathBuf {
        self.home.join("latchkey")
    }

    /// Waits until no program is left: until then another start would only show the window of the
    /// one that is about to be gone.
    pub async fn wait_until_left(&self) {
        let left = async || {
            (self.programs_on_the_bus().is_empty() && self.processes().is_empty()).then_some(())
        };
        let (left, on_bus) = (until(left).await, self.programs_on_the_bus());
        assert!(left.is_ok(), "{:?} and {on_bus:?} never left", self.processes());
    }

    /// The names that the program has on the bus.
    fn programs_on_the_bus(&self) -> Vec<String> {
        self.ask_the_bus(&["org.freedesktop.DBus.ListNames"])
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|name| name.starts_with(OWN_NAMES))
            .map(str::to_owned)
            .collect()
    }

    /// Asks the programs to end, as the end of a desktop's session does.
    pub fn end_session(&self) {
        for pid in self.programs() {
            kill_process(pid, Signal::TERM).expect("the program runs");
        }
    }

    /// The programs that have a name on the bus: ours, once it has started.
    pub fn programs(&self) -> Vec<Pid> {
        let pid = |name: &String| {
            let method = "org.freedesktop.DBus.GetConnectionUnixProcessID";
            let answer = self.ask_the_bus(&[method, &format!("string:{name}")]);
            let pid = answer.split_whitespace().last().and_then(|pid| pid.parse().ok());
            pid.and_then(Pid::from_raw).expect("the bus knows whose name it is")
        };
        self.programs_on_the_bus().iter().map(pid).collect()
    }

    fn ask_the_bus(&self, question: &[&str]) -> String {
        let answer = Command::new("dbus-send")
            .arg(format!("--bus={}", self.bus_address))
            .args(["--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"])
            .args(question)
            .output()
            .expect("dbus-send comes with the bus");
        assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
        String::from_utf8_lossy(&answer.stdout).into_owned()
    }

    /// Where the message bus is.
    pub fn bus_address(&self) -> &str {
        &self.bus_address
    }

    /// The display.
    pub fn display(&self) -> &Display {
        &self.display
    }

    /// Starts the program without a driver.
    pub fn run(&self, launch: &Launch) -> ProcessGroup {
        ProcessGroup::spawn(
            self.command(&launch.program, launch)
                .args(&launch.args)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )
    }

    /// Starts the program without a driver and waits for its end.
    pub async fn run_to_end(&self, launch: &Launch) -> std::process::ExitStatus {
        let mut process = self.run(launch);
        until(async || process.leader().try_wait().unwrap()).await.expect("the program ends")
    }

    /// A command with the environment of this desktop and nothing of the one that the tests run in
    /// that could show through.
    fn command(&self, program: &Path, launch: &Launch) -> Command {
        let mut command = Command::new(program);
        if self.user.is_some() {
            become_user(&mut command, self.user).env("HOME", &self.home);
        }
        command
            .env("DISPLAY", self.display.name())
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            .env("XDG_DATA_HOME", self.home.join("data"))
            .env("XDG_CONFIG_HOME", self.home.join("config"))
            .env("XDG_CACHE_HOME", self.home.join("cache"))
            .env("LATCHKEY_DATA_DIR", self.data_dir())
            // Without a word of it the banner about a missing credential store is on every page.
            .env("LATCHKEY_CREDENTIAL_STORE", "file")
            .env("GTK_THEME", if launch.dark { "Adwaita:dark" } else { "Adwaita" })
            .env("LC_ALL", "C.UTF-8")
            .env("NO_AT_BRIDGE", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", if launch.card { "0" } else { "1" })
            .env("WEBKIT_FORCE_COMPOSITING_MODE", if launch.card { "1" } else { "0" })
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("LATCHKEY_PUBLISHABLE_KEY")
            .env_remove("LATCHKEY_FAPI_URL");
        for (name, value) in &launch.env {
            if value.is_empty() {
                command.env_remove(name);
            } else {
                command.env(name, value);
            }
        }
        if !launch.bus {
            // Where no variable names a bus, libraries start one by themselves, which several tests share.
            let nowhere = format!("unix:path={}", self.home.join("nowhere").display());
            command
                .env("DBUS_SESSION_BUS_ADDRESS", nowhere)
                .env("XDG_RUNTIME_DIR", self.home.join("runtime"));
        }
        command
    }
}

/// Has a command run as the user.
fn become_user(command: &mut Command, user: Option<u32>) -> &mut Command {
    match user {
        Some(id) => command.uid(id).gid(id),
        None => command,
    }
}

/// Gives the user the folder and all that is in it.
fn give(folder: &Path, user: Option<u32>) {
    let Some(id) = user else { return };
    chown(folder, Some(id), Some(id)).expect("only root starts programs as somebody else");
    for entry in std::fs::read_dir(folder).expect("the folder is there").flatten() {
        if entry.path().is_dir() {
            give(&entry.path(), user);
        } else {
            chown(entry.path(), Some(id), Some(id)).expect("it is the test's own");
        }
    }
}

/// A running program. It ends when this is dropped.
#[derive(Debug)]
pub struct Window {
    /// Drives it.
    pub driver: WebDriver,
    log: PathBuf,
    process: ProcessGroup,
}

impl Window {
    /// Starts the program and waits until it can be driven. No other may be on the desktop's bus.
    pub async fn open(desktop: &Desktop, launch: &Launch) -> Self {
        let log = desktop.home.join("stderr.log");
        let port = free_port();
        let process = ProcessGroup::spawn(
            desktop
                .command(Path::new("WebKitWebDriver"), launch)
                .arg(format!("--port={port}"))
                .env("TAURI_AUTOMATION", "true")
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        until(async || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok())
            .await
            .expect("the driver listens");
        // The driver throws away what the program writes, so a shell puts it into the log first.
        let mut args = vec![
            "-c".to_owned(),
            "log=$1; shift; exec \"$@\" 2>>\"$log\"".to_owned(),
            "latchkey".to_owned(),
            log.display().to_string(),
            launch.program.display().to_string(),
        ];
        args.extend(launch.args.iter().cloned());
        let capabilities =
            json!({ "webkitgtk:browserOptions": { "binary": "/bin/sh", "args": args } });
        let driver = WebDriver::open(&format!("http://127.0.0.1:{port}"), &capabilities).await;
        match driver {
            Ok(driver) => Self { driver, log, process },
            Err(error) => {
                let said = std::fs::read_to_string(&log).unwrap_or_default();
                panic!("the program opens no window: {error}\n{said}")
            }
        }
    }

    /// Everything the programs of this desktop wrote so far.
    pub fn log(&self) -> String {
        // No file means that nothing was written yet.
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Ends the program as closing its window does.
    pub async fn close(self) {
        // What matters is that it ended, and its process group ends in any case.
        let _ = self.driver.close().await;
        drop(self.process);
    }
}

/// A port on which nobody listens.
fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}
