//! The world of one end-to-end test: an emulator, the wire to it, a desktop, the program's window.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test without its world fails"
)]

mod lifetime;

use std::any::type_name_of_val;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

use futures_util::FutureExt as _;
use latchkey_emulator::LoggedRequest;
use rustix::process::Pid;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{Mutex, Semaphore};

use crate::display::Display;
use crate::emulated::Emulated;
use crate::page::Page;
use crate::person::Person;
use crate::window::{Desktop, Launch, Window};
use crate::wire::Wire;
use crate::{authenticator, environment, process, wait};

/// Windows open at once: more of them only wait for each other on a machine of two cores.
static WINDOWS: Semaphore = Semaphore::const_new(2);

/// How long a test may take: none is to hold up all others for ever.
const LONGEST: Duration = Duration::from_mins(3);

/// How a test's world differs from the usual one.
#[derive(Clone, Debug)]
pub struct Setup {
    settings: Value,
    rate_limits: bool,
    with_key: bool,
    online: bool,
    user: Option<u32>,
    /// The list of licences, for a program that is installed.
    installed: Option<Vec<u8>>,
    launch: Launch,
}

impl Default for Setup {
    /// A program that is given the key of a running emulator.
    fn default() -> Self {
        let launch = Launch {
            program: PathBuf::new(),
            args: Vec::new(),
            env: vec![("LATCHKEY_LOG".to_owned(), "debug".to_owned())],
            card: false,
            dark: false,
            bus: true,
        };
        Self {
            settings: json!({}),
            rate_limits: true,
            with_key: true,
            online: true,
            user: None,
            installed: None,
            launch,
        }
    }
}

impl Setup {
    /// Changes settings of the emulator, by a merge patch.
    #[must_use]
    pub fn with_settings(mut self, patch: Value) -> Self {
        self.settings = patch;
        self
    }

    /// Lifts the limits per address: the test asks more in a few seconds than a person does.
    #[must_use]
    pub fn without_rate_limits(mut self) -> Self {
        self.rate_limits = false;
        self
    }

    /// Gives the program no key, so that it asks for one.
    #[must_use]
    pub fn without_key(mut self) -> Self {
        self.with_key = false;
        self
    }

    /// Starts the program while the server cannot be reached.
    #[must_use]
    pub fn offline(mut self) -> Self {
        self.online = false;
        self
    }

    /// Runs the program as this user, which only root can.
    #[must_use]
    pub fn as_user(mut self, id: u32) -> Self {
        self.user = Some(id);
        self
    }

    /// Starts the program from a folder that it is installed in, with this list of licences.
    #[must_use]
    pub fn installed_with(mut self, licences: &[u8]) -> Self {
        self.installed = Some(licences.to_vec());
        self
    }

    /// Gives the program arguments.
    #[must_use]
    pub fn with_args(mut self, args: &[&str]) -> Self {
        self.launch.args = args.iter().map(|&arg| arg.to_owned()).collect();
        self
    }

    /// Gives the program a variable of its environment, in place of the usual one.
    #[must_use]
    pub fn with_env(mut self, name: &str, value: &str) -> Self {
        self.launch.env.retain(|(known, _)| known != name);
        self.launch.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Keeps the session's message bus from the program.
    #[must_use]
    pub fn without_bus(mut self) -> Self {
        self.launch.bus = false;
        self
    }

    /// Has the window drawn as on people's computers, so that pictures can be taken of it.
    #[must_use]
    pub fn for_pictures(mut self) -> Self {
        self.launch.card = true;
        self
    }

    /// Gives the desktop a dark theme.
    #[must_use]
    pub fn dark(mut self, dark: bool) -> Self {
        self.launch.dark = dark;
        self
    }
}

/// Everything that one test has to itself.
#[derive(Debug)]
pub struct World {
    /// What goes over the wire.
    pub wire: Wire,
    emulated: Emulated,
    launch: Launch,
    window: Mutex<Option<Window>>,
    desktop: Desktop,
    home: TempDir,
}

/// Runs a test in a world of its own. When it fails, the page, what went over the wire, the program's log
/// and, where one can be taken, a picture of the window are left under `target/e2e`.
pub fn in_a_window(setup: Setup, test: impl AsyncFnOnce(&World, &Page)) {
    let name = type_name_of_val(&test).trim_end_matches("::{{closure}}").to_owned();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("threads for the test");
    runtime.block_on(async {
        let _place = WINDOWS.acquire().await.expect("the semaphore is never closed");
        let world = World::open(setup).await;
        let page = world.start().await;
        let in_time = async {
            let test = tokio::time::timeout(LONGEST, test(&world, &page));
            test.await.expect("the test ends in time");
        };
        let outcome = AssertUnwindSafe(in_time).catch_unwind().await;
        if outcome.is_err() {
            world.keep_evidence(&name).await;
        }
        world.end().await;
        match outcome {
            Ok(()) => world.emulated.assert_true_to_the_description(),
            Err(panic) => resume_unwind(panic),
        }
    });
}

impl World {
    async fn open(setup: Setup) -> Self {
        let home = tempfile::tempdir().unwrap();
        let emulated = Emulated::start(&setup.settings).await;
        if !setup.rate_limits {
            emulated.set(&json!({ "rate_limits": { "enabled": false } }));
        }
        let wire = Wire::to(&emulated.base_url());
        if setup.online {
            wire.connect();
        }
        let mut launch = setup.launch;
        launch.program = environment::program();
        if let Some(licences) = &setup.installed {
            launch.program = install(&launch.program, home.path(), licences);
        }
        if setup.with_key {
            launch.env.push(("LATCHKEY_PUBLISHABLE_KEY".to_owned(), emulated.publishable_key()));
        }
        launch.env.push(("LATCHKEY_FAPI_URL".to_owned(), wire.base_url()));
        let desktop = Desktop::open(home.path(), setup.user);
        Self { wire, emulated, launch, window: Mutex::default(), desktop, home }
    }

    async fn start(&self) -> Page {
        self.start_as(&self.launch).await
    }

    async fn start_as(&self, launch: &Launch) -> Page {
        let window = Window::open(&self.desktop, launch).await;
        let driver = window.driver.clone();
        *self.window.lock().await = Some(window);
        Page::of(driver).await
    }

    async fn end(&self) {
        if let Some(window) = self.window.lock().await.take() {
            window.close().await;
        }
    }

    /// Ends the program and starts it anew with what it kept.
    pub async fn restart(&self) -> Page {
        self.end().await;
        self.desktop.wait_until_left().await;
        self.start().await
    }

    /// Starts the program while it runs, and gives how the second one ended.
    pub async fn start_a_second_time(&self) -> ExitStatus {
        self.desktop.run_to_end(&self.launch).await
    }

    /// Asks the program to end, as the end of a desktop's session does.
    pub fn end_session(&self) {
        self.desktop.end_session();
    }

    /// The process of the program, and those that it started: the webview's.
    pub fn processes(&self) -> Vec<Pid> {
        let programs = self.desktop.programs();
        let children = programs.iter().copied().flat_map(process::children);
        programs.iter().copied().chain(children).collect()
    }

    /// Gives somebody an account.
    pub fn add(&self, person: Person) -> Person {
        self.emulated.add(&person);
        person
    }

    /// The emulator.
    pub fn server(&self) -> &Emulated {
        &self.emulated
    }

    /// Where a program that is installed looks for its list of licences.
    pub fn licence_list(&self) -> PathBuf {
        licence_list(self.home.path())
    }

    /// The display of the window.
    pub fn display(&self) -> &Display {
        self.desktop.display()
    }

    /// The desktop of the window.
    pub fn desktop(&self) -> &Desktop {
        &self.desktop
    }

    /// A folder of the test's own.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// How often a change was made by the server: requests of that method whose path ends so.
    pub fn applied(&self, method: &str, path_end: &str) -> usize {
        let made =
            |it: &&LoggedRequest| it.applied && it.method == method && it.path.ends_with(path_end);
        self.emulated.requests().iter().filter(made).count()
    }

    /// The key of the emulator.
    pub fn publishable_key(&self) -> String {
        self.emulated.publishable_key()
    }

    /// Moves the server's clock forward.
    pub fn advance(&self, seconds: i64) {
        self.emulated.advance(seconds);
    }

    /// What the person's authenticator app shows at the server's time.
    pub fn totp_code(&self, person: &Person) -> String {
        let secret = person.totp_secret.as_deref().expect("somebody with an authenticator app");
        authenticator::code_at(secret, self.emulated.now())
    }

    /// What it shows half a minute later, when that has gone by: each code counts once.
    pub fn next_totp_code(&self, person: &Person) -> String {
        self.advance(30);
        self.totp_code(person)
    }

    /// A code that the person's authenticator app does not show for a long time.
    pub fn wrong_totp_code(&self, person: &Person) -> String {
        let secret = person.totp_secret.as_deref().expect("somebody with an authenticator app");
        authenticator::code_at(secret, self.emulated.now() + 86_400)
    }

    /// How many messages were sent to anybody.
    pub fn sent(&self) -> usize {
        self.emulated.inbox().len()
    }

    /// Waits until so many messages were sent.
    pub async fn wait_until_sent(&self, messages: usize) {
        let sent = wait::until(async || (self.sent() >= messages).then_some(())).await;
        sent.unwrap_or_else(|_| panic!("{} messages were sent, not {messages}", self.sent()));
    }

    /// The code that was sent last to anybody.
    pub fn newest_code(&self) -> String {
        self.emulated.inbox().pop().expect("something was sent").code
    }

    /// The code that was sent last to the address or number, as soon as there is one.
    pub async fn newest_code_to(&self, to: &str) -> String {
        let newest = async || {
            self.emulated.inbox().into_iter().rev().find(|sent| sent.to == to).map(|sent| sent.code)
        };
        wait::until(newest).await.unwrap_or_else(|_| panic!("nothing was sent to {to}"))
    }

    /// Everything the program wrote to its log.
    pub async fn log(&self) -> String {
        self.window.lock().await.as_ref().map(Window::log).unwrap_or_default()
    }

    async fn keep_evidence(&self, name: &str) {
        let folder = environment::evidence();
        let file = |end: &str| folder.join(format!("{}.{end}", name.replace("::", "-")));
        if let Some(window) = &*self.window.lock().await {
            let page = Page { driver: window.driver.clone() };
            // The evidence is what can still be had; the test has failed already.
            let _ = std::fs::create_dir_all(&folder);
            let _ = std::fs::write(file("log"), window.log());
            let _ = std::fs::write(file("html"), page.source().await);
            if self.launch.card
                && let Ok(picture) = window.driver.screenshot().await
            {
                let _ = std::fs::write(file("png"), picture);
            }
            let asked: Vec<_> = self
                .wire
                .exchanges()
                .iter()
                .map(|one| {
                    let body = String::from_utf8_lossy(&one.body);
                    format!("{} -> {}\n{body}\n", one.name(), one.status)
                })
                .collect();
            let _ = std::fs::write(file("wire"), asked.join("\n"));
        }
    }
}

/// Puts the program where a package would, and gives that place. What it is started from is what it
/// takes for its place, so a symbolic link would not do.
fn install(program: &Path, home: &Path, licences: &[u8]) -> PathBuf {
    let installed = home.join("usr/bin/latchkey");
    std::fs::create_dir_all(home.join("usr/bin")).unwrap();
    // A copy where the two are not on the same disk.
    if std::fs::hard_link(program, &installed).is_err() {
        std::fs::copy(program, &installed).unwrap();
    }
    let list = licence_list(home);
    std::fs::create_dir_all(list.parent().unwrap()).unwrap();
    std::fs::write(list, licences).unwrap();
    installed
}

fn licence_list(home: &Path) -> PathBuf {
    home.join("usr/share/doc/latchkey/THIRD-PARTY-LICENSES.txt")
}

/// The seconds of a countdown, written as `12`, `0:12` or `59:48`.
pub fn seconds(countdown: &str) -> u64 {
    countdown
        .split(':')
        .map(|part| part.trim().trim_end_matches('s').trim().parse::<u64>().expect(countdown))
        .fold(0, |total, part| total * 60 + part)
}
