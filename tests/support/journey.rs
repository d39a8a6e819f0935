//! What a person does on several pages in a row.

use latchkey_ipc::test_id;

use crate::authenticator;
use crate::page::Page;
use crate::person::Person;
use crate::world::World;

impl World {
    /// Signs somebody in with password and whatever is asked for first after that.
    pub async fn sign_in(&self, page: &Page, person: &Person) {
        let sent = self.sent();
        page.sign_in(&person.email, &person.password).await;
        page.wait_for(test_id::PAGE_VERIFY).await;
        let code = if person.totp_secret.is_some() {
            self.totp_code(person)
        } else {
            self.wait_until_sent(sent + 1).await;
            self.newest_code()
        };
        page.enter_code(&code).await;
    }

    /// The same, and goes to the page of factors.
    pub async fn manage_mfa(&self, page: &Page, person: &Person) {
        self.sign_in(page, person).await;
        page.wait_for_account(&person.email).await;
        page.open_manage_mfa().await;
    }

    /// The same, when the last proof is too old for changes; the page knows of it.
    pub async fn manage_mfa_late(&self, page: &Page, person: &Person) {
        self.sign_in(page, person).await;
        page.wait_for_account(&person.email).await;
        self.server().age_verification(person, 11);
        page.click(test_id::RETRY).await;
        page.wait_for_state(test_id::PAGE_ACCOUNT, "ready").await;
        page.open_manage_mfa().await;
        page.wait_until_gone(test_id::VERIFIED_FOR).await;
    }

    /// The code of an app that was given this key.
    pub fn code_of(&self, key: &str) -> String {
        let key: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
        authenticator::code_at(&key, self.server().now())
    }
}

impl Page {
    /// Opens the settings.
    pub async fn open_settings(&self) {
        self.wait_for(test_id::NAV_SETTINGS).await;
        self.click(test_id::NAV_SETTINGS).await;
        self.wait_for(test_id::PAGE_SETTINGS).await;
    }

    /// Opens the page about the program, which the settings lead to.
    pub async fn open_about(&self) {
        self.open_settings().await;
        self.click(test_id::NAV_ABOUT).await;
        self.wait_for(test_id::PAGE_ABOUT).await;
    }

    /// Goes to the page of factors and waits until nothing is under way there.
    pub async fn open_manage_mfa(&self) {
        self.click(test_id::NAV_MFA).await;
        self.wait_for_state(test_id::PAGE_MANAGE_MFA, "ready").await;
    }

    /// Opens the wizard of the authenticator app and waits for the key.
    pub async fn open_add_totp(&self) {
        self.click(test_id::TOTP_ADD).await;
        self.wait_for(test_id::PAGE_ADD_TOTP).await;
        self.wait_for(test_id::TOTP_QR).await;
    }

    /// The key as text, from the wizard that shows it as a picture.
    pub async fn totp_key(&self) -> String {
        self.click(test_id::SHOW_URI).await;
        self.text(test_id::TOTP_KEY).await
    }

    /// Types a code of six digits where one is asked for; the page sends it by itself.
    pub async fn type_code(&self, code: &str) {
        self.wait_until_open(test_id::CODE).await;
        self.fill(test_id::CODE, code).await;
    }

    /// Types a number in the wizard of phones and has a code sent to it.
    pub async fn submit_phone(&self, number: &str) {
        self.wait_for(test_id::PAGE_ADD_PHONE).await;
        self.fill(test_id::PHONE, number).await;
        self.click(test_id::ADD_PHONE_SUBMIT).await;
    }

    /// Reads the backup codes, says that they are saved, and goes on.
    pub async fn take_backup_codes(&self) -> Vec<String> {
        self.wait_for(test_id::BACKUP_CODES).await;
        let codes = self.texts(test_id::BACKUP_CODE).await;
        assert!(codes.len() > 1, "{codes:?}");
        self.click(test_id::BACKUP_SAVED).await;
        self.click(test_id::BACKUP_DONE).await;
        self.wait_until_gone(test_id::BACKUP_CODES).await;
        codes
    }

    /// Answers the question of a dialog with yes.
    pub async fn confirm(&self) {
        self.wait_for(test_id::DIALOG_CONFIRM).await;
        self.click(test_id::CONFIRM).await;
        self.wait_until_gone(test_id::DIALOG_CONFIRM).await;
    }

    /// Answers the question about the last second factor, which has to be agreed to first.
    pub async fn confirm_last(&self) {
        self.wait_for(test_id::DIALOG_CONFIRM).await;
        assert!(!self.is_open(test_id::CONFIRM).await, "the last factor is asked about twice");
        self.click(test_id::CONFIRM_LAST).await;
        self.confirm().await;
    }

    /// Signs out and waits for the first page.
    pub async fn sign_out(&self) {
        self.click(test_id::NAV_ACCOUNT).await;
        self.wait_for(test_id::PAGE_ACCOUNT).await;
        self.click(test_id::SIGN_OUT).await;
        self.wait_for(test_id::PAGE_SIGN_IN).await;
    }

    /// The numbers in rows of that name, in their order.
    pub async fn numbers(&self, row: &str) -> Vec<String> {
        self.attributes(row, "data-phone").await
    }

    /// Waits until the rows of that name are about exactly these numbers.
    pub async fn wait_for_numbers(&self, row: &str, numbers: &[&str]) {
        let reached =
            crate::wait::until(async || (self.numbers(row).await == numbers).then_some(()));
        let reached = reached.await;
        assert!(reached.is_ok(), "{row} never became {numbers:?}: {:?}", self.numbers(row).await);
    }
}
