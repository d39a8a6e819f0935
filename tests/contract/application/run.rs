//! The app without a window, its server, and the desktop around it.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use latchkey_app::ports::{
    Clipboard, Clock, FileKind, Files, LicenceList, ListFile, ListNotRead, NotCopied, NotPrinted,
    NotRead, NotSaved, NotWritten, PortFuture, Ports, Preferences, Printer, Saved, ViewSink,
    WindowControl,
};
use latchkey_app::{App, BaseUrl, Instant, Request, Startup, Timestamp};
use latchkey_fapi_types::key::PublishableKey;
use latchkey_ipc::command::{SignInRequest, ViewRequest};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::view::{Activity, AppView, Delivery, Screen, Theme};
use tokio::sync::{oneshot, watch};
use zeroize::Zeroizing;

use crate::api::{Api, PASSWORD};

/// The demo account with an authenticator app.
pub(crate) const TOTP: &str = "totp@latchkey.example";
pub(crate) const NO_MFA: &str = "no-mfa@latchkey.example";
pub(crate) const SMS: &str = "sms@latchkey.example";
pub(crate) const ORGANIZATIONS: &str = "organizations@latchkey.example";

pub(crate) struct EmulatorsClock(latchkey_emulator::EmulatorClock, Waits);

/// What the app waits for, until a test lets the time pass.
#[derive(Clone, Default)]
pub(crate) struct Waits(Arc<Mutex<Vec<Wait>>>);

/// What is left of a wait, and the end of it.
type Wait = (Duration, oneshot::Sender<()>);

impl Waits {
    /// Lets this much time pass for every wait, and the app take notice.
    pub(crate) async fn let_pass(&self, time: Duration) {
        let waits = std::mem::take(&mut *self.0.lock().unwrap());
        for (left, end) in waits {
            match left.checked_sub(time) {
                Some(left) if !left.is_zero() => self.0.lock().unwrap().push((left, end)),
                Some(_) | None => drop(end),
            }
        }
        // The wait, its task and the loop of the app: each is one turn.
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
    }
}

impl Clock for EmulatorsClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.now().seconds() * 1_000)
    }

    fn instant(&self) -> Instant {
        let seconds = u64::try_from(self.0.now().seconds()).unwrap();
        Instant::from_start(Duration::from_secs(seconds))
    }

    fn wait(&self, duration: Duration) -> PortFuture<()> {
        let (end, ended) = oneshot::channel();
        self.1.0.lock().unwrap().push((duration, end));
        Box::pin(async move {
            // Ends by the sender being dropped.
            let _ = ended.await;
        })
    }
}

pub(crate) struct LastView(watch::Sender<Option<AppView>>);

impl ViewSink for LastView {
    fn publish(&self, view: &AppView) {
        self.0.send_replace(Some(view.clone()));
    }
}

/// What is saved, shared between two runs of the app.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<Saved>>);

impl Memory {
    pub(crate) fn look(&self) -> Saved {
        self.0.lock().unwrap().clone()
    }
}

impl Preferences for Memory {
    fn load(&self) -> PortFuture<Saved> {
        let saved = self.look();
        Box::pin(async { saved })
    }

    fn save(&self, saved: Saved) -> PortFuture<Result<(), NotSaved>> {
        *self.0.lock().unwrap() = saved;
        Box::pin(async { Ok(()) })
    }
}

/// The desktop around the app: what is on its clipboard, in its files and on its printer.
#[derive(Clone, Default)]
pub(crate) struct Desk(Arc<Mutex<OnDesk>>);

/// How well a desktop does what it is asked for.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) enum Health {
    #[default]
    Well,
    /// It can do none of it, and says so.
    Broken,
    /// Its clipboard never answers.
    Hung,
}

#[derive(Default)]
pub(crate) struct OnDesk {
    pub(crate) clipboard: Option<String>,
    /// Whether what is on the clipboard is kept out of its history.
    pub(crate) secret: bool,
    pub(crate) health: Health,
    /// The file that the next dialog is answered with; cancelled without one.
    pub(crate) file: Option<String>,
    pub(crate) written: Option<String>,
    pub(crate) chosen: Chosen,
    pub(crate) printed: usize,
    pub(crate) closed: bool,
}

impl Desk {
    pub(crate) fn look(&self) -> MutexGuard<'_, OnDesk> {
        self.0.lock().unwrap()
    }
}

impl Desk {
    fn put(&self, text: &str, secret: bool) -> PortFuture<Result<(), NotCopied>> {
        let mut desk = self.look();
        if desk.health == Health::Hung {
            return Box::pin(std::future::pending());
        }
        let copied = if desk.health == Health::Broken { Err(NotCopied) } else { Ok(()) };
        if copied.is_ok() {
            (desk.clipboard, desk.secret) = (Some(text.to_owned()), secret);
        }
        Box::pin(async move { copied })
    }
}

impl Clipboard for Desk {
    fn copy(&self, text: String) -> PortFuture<Result<(), NotCopied>> {
        self.put(&text, false)
    }

    fn copy_secret(&self, text: Zeroizing<String>) -> PortFuture<Result<(), NotCopied>> {
        self.put(&text, true)
    }

    fn clear_if(&self, text: Zeroizing<String>) -> PortFuture<()> {
        let mut desk = self.look();
        if desk.health == Health::Hung {
            return Box::pin(std::future::pending());
        }
        desk.clipboard.take_if(|held| *held == *text);
        Box::pin(async {})
    }
}

impl Files for Desk {
    fn save(
        &self,
        _: &str,
        contents: Zeroizing<String>,
    ) -> PortFuture<Result<Option<String>, NotWritten>> {
        let desk = self.clone();
        Box::pin(async move {
            let mut desk = desk.look();
            if desk.health == Health::Broken {
                return Err(NotWritten);
            }
            let file = desk.file.clone();
            if file.is_some() {
                desk.written = Some(contents.to_string());
            }
            Ok(file)
        })
    }

    fn open(&self, _: &FileKind) -> PortFuture<Result<Option<Vec<u8>>, NotRead>> {
        let chosen = self.look().chosen.clone();
        Box::pin(async move {
            match chosen {
                Chosen::Nothing => Ok(None),
                Chosen::File(bytes) => Ok(Some(bytes)),
                Chosen::Unreadable => Err(NotRead),
            }
        })
    }
}

/// What the person chooses as a picture.
#[derive(Clone, Default)]
pub(crate) enum Chosen {
    /// Nothing: the dialog is left.
    #[default]
    Nothing,
    /// A file with these bytes.
    File(Vec<u8>),
    /// A file that cannot be read.
    Unreadable,
}

impl Printer for Desk {
    fn print(&self) -> PortFuture<Result<(), NotPrinted>> {
        let mut desk = self.look();
        let printed = if desk.health == Health::Broken { Err(NotPrinted) } else { Ok(()) };
        desk.printed += usize::from(printed.is_ok());
        Box::pin(async move { printed })
    }
}

impl LicenceList for Desk {
    fn read(&self) -> PortFuture<ListFile> {
        Box::pin(async {
            ListFile { path: "nowhere".to_owned(), contents: Err(ListNotRead::Missing) }
        })
    }
}

impl WindowControl for Desk {
    fn close(&self) {
        self.look().closed = true;
    }

    fn set_theme(&self, _: Theme) {}
}

/// The app and its server.
pub(crate) struct Run {
    pub(crate) api: Api,
    pub(crate) app: App,
    pub(crate) views: watch::Receiver<Option<AppView>>,
    pub(crate) saved: Memory,
    pub(crate) desk: Desk,
    pub(crate) waits: Waits,
}

impl Run {
    pub(crate) async fn start() -> Self {
        Self::on(Api::start().await, Memory::default())
    }

    /// Starts the app on this server, with what an earlier run saved.
    pub(crate) fn on(api: Api, saved: Memory) -> Self {
        let key = PublishableKey::parse(&api.running.publishable_key()).unwrap();
        let startup = Startup { given_key: Some(key), ..Self::at(&api) };
        Self::with(api, saved, startup)
    }

    pub(crate) fn at(api: &Api) -> Startup {
        let base_url = BaseUrl::parse(api.running.base_url()).unwrap();
        Startup { base_url: Some(base_url), ..Startup::default() }
    }

    pub(crate) fn with(api: Api, saved: Memory, startup: Startup) -> Self {
        let (sink, views) = watch::channel(None);
        let desk = Desk::default();
        let waits = Waits::default();
        let ports = Ports {
            clock: Arc::new(EmulatorsClock(api.clock.clone(), waits.clone())),
            views: Arc::new(LastView(sink)),
            preferences: Arc::new(saved.clone()),
            vault: None,
            clipboard: Arc::new(desk.clone()),
            files: Arc::new(desk.clone()),
            printer: Arc::new(desk.clone()),
            window: Arc::new(desk.clone()),
            licences: Arc::new(desk.clone()),
            emulator: None,
        };
        Self { app: App::start(ports, startup), api, views, saved, desk, waits }
    }

    pub(crate) async fn ask(&self, request: impl Into<Request>) -> AppView {
        self.app.request(request).await.unwrap()
    }

    /// The first view from now on for which this holds.
    pub(crate) async fn until(&mut self, what: &str, wanted: impl Fn(&AppView) -> bool) -> AppView {
        let now = self.ask(ViewRequest {}).await;
        if wanted(&now) {
            return now;
        }
        let newer = |view: &AppView| view.revision > now.revision;
        let found =
            self.views.wait_for(|view| view.as_ref().is_some_and(|it| newer(it) && wanted(it)));
        let found = tokio::time::timeout(Duration::from_secs(20), found).await;
        assert!(found.is_ok(), "never shown: {what}; shown: {now:?}");
        found.unwrap().unwrap().clone().unwrap()
    }

    pub(crate) async fn sign_in_page(&mut self) {
        self.until("the sign-in page", |view| matches!(view.screen, Screen::SignIn(_))).await;
    }

    pub(crate) async fn submit(&mut self, identifier: &str, password: &str) {
        self.sign_in_page().await;
        let password = Some(SecretText::new(password));
        let identifier = identifier.to_owned();
        self.ask(SignInRequest::Submit { identifier, password }).await;
    }

    pub(crate) async fn verify(&self, code: &str) {
        self.ask(SignInRequest::Verify { secret: SecretText::new(code) }).await;
    }

    pub(crate) async fn at_code(&mut self) -> AppView {
        self.until("the Verify page, idle", |view| {
            matches!(&view.screen, Screen::Verify(verify)
                if verify.activity == Activity::Idle && verify.delivery != Delivery::Sending)
        })
        .await
    }

    pub(crate) async fn account(&mut self) -> AppView {
        self.until("the account page, idle", |view| {
            matches!(&view.screen, Screen::Account(account) if account.activity == Activity::Idle)
        })
        .await
    }

    pub(crate) fn totp_code(&self) -> String {
        let accounts = latchkey_emulator::demo_accounts();
        let secret = accounts.iter().find(|account| account.identifier == TOTP).unwrap();
        self.api.running.totp_code(secret.totp_secret.unwrap()).unwrap()
    }

    pub(crate) fn newest_code(&self) -> String {
        self.api.running.inbox().unwrap().first().unwrap().code.clone()
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        let log = self.api.running.emulator().requests();
        log.iter().map(|request| format!("{} {}", request.method, request.path)).collect()
    }

    pub(crate) async fn signed_in(identifier: &str) -> Self {
        Self::start().await.signed_in_as(identifier).await
    }

    pub(crate) async fn signed_in_as(self, identifier: &str) -> Self {
        let mut run = self;
        run.submit(identifier, PASSWORD).await;
        run.at_code().await;
        let code = if identifier == TOTP { run.totp_code() } else { run.newest_code() };
        run.verify(&code).await;
        run.account().await;
        run
    }
}
