//! The pages of the account's factors: waiting for what they show, and what they asked for.

#![expect(clippy::panic, reason = "another page than the one asked for fails the test")]

use latchkey_ipc::command::AccountRequest;
use latchkey_ipc::view::{
    Activity, AddPhoneView, AddTotpStep, AddTotpView, AppView, ManageMfaView, Page, Screen,
};

use super::run::Run;

impl Run {
    pub(super) async fn open(&self, page: Page) -> AppView {
        self.ask(AccountRequest::Open { page }).await
    }

    pub(super) async fn manage(
        &mut self,
        what: &str,
        wanted: impl Fn(&ManageMfaView) -> bool,
    ) -> AppView {
        self.until(what, |view| {
            matches!(&view.screen, Screen::ManageMfa(page)
                if page.activity == Activity::Idle && page.busy.is_none() && wanted(page))
        })
        .await
    }

    pub(super) async fn add_totp(
        &mut self,
        what: &str,
        wanted: impl Fn(&AddTotpView) -> bool,
    ) -> AddTotpView {
        let view = self
            .until(what, |view| {
                matches!(&view.screen, Screen::AddTotp(page)
                    if page.activity == Activity::Idle && wanted(page))
            })
            .await;
        let Screen::AddTotp(page) = view.screen else { panic!("another page") };
        page
    }

    pub(super) async fn add_phone(
        &mut self,
        what: &str,
        wanted: impl Fn(&AddPhoneView) -> bool,
    ) -> AddPhoneView {
        let view = self
            .until(what, |view| {
                matches!(&view.screen, Screen::AddPhone(page)
                    if page.activity == Activity::Idle && wanted(page))
            })
            .await;
        let Screen::AddPhone(page) = view.screen else { panic!("another page") };
        page
    }

    /// The code that an app with the key on the screen would show.
    pub(super) async fn shown_code(&mut self) -> String {
        let page = self.add_totp("the key", |it| matches!(it.step, AddTotpStep::Key(_))).await;
        let AddTotpStep::Key(key) = page.step else { panic!("no key") };
        // EXPOSE: typed into an authenticator app.
        let secret = key.key.expose().replace(' ', "");
        self.api.running.totp_code(&secret).unwrap()
    }

    pub(super) fn changes(&self) -> Vec<String> {
        let log = self.api.running.emulator().requests();
        log.iter()
            .filter(|request| request.method != "GET")
            .map(|request| {
                let path = request.path.trim_start_matches("/v1/");
                let last = path.rsplit('/').next().unwrap_or_default();
                format!("{} {last}", request.method)
            })
            .collect()
    }

    pub(super) fn count_from_here(&self) {
        self.api.running.emulator().clear_requests();
    }

    pub(super) fn make_stale(&self, identifier: &str) {
        let emulator = self.api.running.emulator();
        let user = emulator.user_id(identifier).unwrap().unwrap();
        emulator.age_verification(&user, 20).unwrap();
    }

    pub(super) async fn refreshed(&mut self) {
        self.ask(AccountRequest::Refresh).await;
        self.account().await;
    }
}
