//! The names for automation: the value of `data-testid` on every control and status text. They are
//! part of what the app promises to people who drive it; docs/automation.md lists them.

macro_rules! test_ids {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal;)+) => {
        $($(#[doc = $doc])+ pub const $name: &str = $id;)+

        /// All of them, in the order of the pages.
        pub const ALL: &[&str] = &[$($id,)+];
    };
}

test_ids! {
    /// Connect: the page.
    PAGE_CONNECT = "page-connect";
    /// Connect: the key.
    PUBLISHABLE_KEY = "publishable-key";
    /// Connect: what the offline check says about the key.
    KEY_CHECK = "key-check";
    /// Connect: go on with the key.
    CONNECT_SUBMIT = "connect-submit";
    /// Connect: what is wrong.
    CONNECT_ERROR = "connect-error";
    /// Connect: go on with the emulator.
    USE_EMULATOR = "use-emulator";
    /// Loading: the page.
    PAGE_LOADING = "page-loading";
    /// Sign in: the page.
    PAGE_SIGN_IN = "page-sign-in";
    /// Sign in: the name of the instance, once it is known.
    INSTANCE_NAME = "instance-name";
    /// Sign in: the address that requests go to, where it is not the one that the key names.
    INSTANCE_ADDRESS = "instance-address";
    /// Sign in: email address, phone number or user name.
    IDENTIFIER = "identifier";
    /// Sign in and step-up: the password.
    PASSWORD = "password";
    /// Sign in, step-up and reset: show what is typed as a password.
    SHOW_PASSWORD = "show-password";
    /// Sign in: send.
    SIGN_IN_SUBMIT = "sign-in-submit";
    /// Any form: what is wrong.
    FORM_ERROR = "form-error";
    /// Sign in: reset the password.
    FORGOT_PASSWORD = "forgot-password";
    /// Sign in: get a code by email.
    USE_EMAIL_CODE = "use-email-code";
    /// Sign in: get a code by text message.
    USE_PHONE_CODE = "use-phone-code";
    /// Any signed-out page and Settings: choose another instance.
    CHANGE_INSTANCE = "change-instance";
    /// Verify: the page.
    PAGE_VERIFY = "page-verify";
    /// Verify: the code, one input.
    CODE = "code";
    /// Verify: send.
    VERIFY_SUBMIT = "verify-submit";
    /// Verify: send the code again.
    RESEND = "resend";
    /// Verify: where the code went.
    CODE_DESTINATION = "code-destination";
    /// Verify: show the other methods.
    USE_ANOTHER_METHOD = "use-another-method";
    /// Verify: the authenticator app.
    METHOD_TOTP = "method-totp";
    /// Verify: a text message.
    METHOD_PHONE_CODE = "method-phone_code";
    /// Verify: a backup code.
    METHOD_BACKUP_CODE = "method-backup_code";
    /// Verify: an email.
    METHOD_EMAIL_CODE = "method-email_code";
    /// Verify: the password.
    METHOD_PASSWORD = "method-password";
    /// Verify: what helps who has lost what is asked for.
    LOST_ACCESS = "lost-access";
    /// Verify: where to ask for help, where the instance says so.
    SUPPORT_EMAIL = "support-email";
    /// Verify, wizards and dialogs: leave.
    CANCEL = "cancel";
    /// Reset password: the page.
    PAGE_RESET_PASSWORD = "page-reset-password";
    /// Reset password: the new one.
    NEW_PASSWORD = "new-password";
    /// Reset password: end the other sessions. Devices: sign out all others.
    SIGN_OUT_OTHERS = "sign-out-others";
    /// Reset password: send.
    RESET_SUBMIT = "reset-submit";
    /// Session task: the page.
    PAGE_TASK = "page-task";
    /// Session task: what the task is called.
    TASK_NAME = "task-name";
    /// Session task: the task is `setup-mfa`.
    TASK_SETUP_MFA = "task-setup-mfa";
    /// Session task: the task is `choose-organization`.
    TASK_CHOOSE_ORGANIZATION = "task-choose-organization";
    /// Session task: the task is `reset-password`.
    TASK_RESET_PASSWORD = "task-reset-password";
    /// Session task and account: sign out.
    SIGN_OUT = "sign-out";
    /// Account: the page.
    PAGE_ACCOUNT = "page-account";
    /// Account: an email address.
    ACCOUNT_EMAIL = "account-email";
    /// Account: a phone number.
    ACCOUNT_PHONE = "account-phone";
    /// Account: the name, in its row.
    PROFILE_NAME = "profile-name";
    /// Account: edit the name.
    EDIT_NAME = "edit-name";
    /// Account: the first name.
    FIRST_NAME = "first-name";
    /// Account: the last name.
    LAST_NAME = "last-name";
    /// Account: save the name.
    NAME_SAVE = "name-save";
    /// Account: the user name, in its row.
    PROFILE_USERNAME = "profile-username";
    /// Account: edit the user name.
    EDIT_USERNAME = "edit-username";
    /// Account: the user name while it is edited.
    USERNAME = "username";
    /// Account: save the user name.
    USERNAME_SAVE = "username-save";
    /// Account: close the form that is open.
    EDIT_CANCEL = "edit-cancel";
    /// Account: the row of an email address.
    EMAIL_ROW = "email-row";
    /// Account, in a row: verify the address.
    EMAIL_VERIFY = "email-verify";
    /// Account, in a row: make the address or the number the primary one.
    MAKE_PRIMARY = "make-primary";
    /// Account, in a row: take the address off the account.
    REMOVE_EMAIL = "remove-email";
    /// Account, in a row: why the address has to stay.
    EMAIL_KEPT = "email-kept";
    /// Account: add an email address.
    ADD_EMAIL = "add-email";
    /// Account: the address to add.
    EMAIL = "email";
    /// Account: add it and send a code.
    ADD_EMAIL_SUBMIT = "add-email-submit";
    /// Account: to the page where phone numbers are added and removed.
    MANAGE_PHONES = "manage-phones";
    /// Account: delete the account.
    DELETE_ACCOUNT = "delete-account";
    /// Account: after a sign-in with a backup code, to the factors.
    REPLACE_FACTORS = "replace-factors";
    /// Account: the name.
    ACCOUNT_NAME = "account-name";
    /// Any page: the picture of a person or the logo of an organization, where it is shown.
    PICTURE = "picture";
    /// Account: choose a picture.
    PICTURE_CHANGE = "picture-change";
    /// Account: take the picture away.
    PICTURE_REMOVE = "picture-remove";
    /// Account: when the person last signed in.
    LAST_SIGN_IN = "last-sign-in";
    /// Account: when it was last fetched.
    ACCOUNT_REFRESHED = "account-refreshed";
    /// Session task: set up an authenticator app.
    TASK_CHOOSE_TOTP = "task-choose-totp";
    /// Session task: set up text messages.
    TASK_CHOOSE_SMS = "task-choose-sms";
    /// Navigation: the account page.
    NAV_ACCOUNT = "nav-account";
    /// Navigation: the factors of the account.
    NAV_MFA = "nav-mfa";
    /// Navigation: the sessions of the person.
    NAV_DEVICES = "nav-devices";
    /// Navigation: this device.
    NAV_THIS_DEVICE = "nav-this-device";
    /// Navigation, Connect and Sign in: the settings.
    NAV_SETTINGS = "nav-settings";
    /// Navigation: who is signed in; opens the person's menu.
    ACCOUNT_MENU = "account-menu";
    /// Person's menu: something to use the session for, with its id in `data-id`; the person alone has none.
    MENU_ORGANIZATION = "menu-organization";
    /// In such a row: uses the session for it.
    MENU_ORGANIZATION_SELECT = "menu-organization-select";
    /// Person's menu: another account of this device, with what the person signs in with in `data-identifier`.
    ACCOUNT_ROW = "account-row";
    /// In such a row: shows that account.
    SWITCH_ACCOUNT = "switch-account";
    /// Person's menu: adds an account.
    ADD_ACCOUNT = "add-account";
    /// Person's menu: ends the session.
    MENU_SIGN_OUT = "menu-sign-out";
    /// Person's menu: ends the sessions of all accounts of this device.
    SIGN_OUT_ALL = "sign-out-all";
    /// Above a sign-in: it adds an account.
    ADDING_ACCOUNT = "adding-account";
    /// There: leads back to the account in use.
    CANCEL_ADDING = "cancel-adding";
    /// Organizations: the page.
    PAGE_ORGANIZATIONS = "page-organizations";
    /// Organizations, and the task: a row of an organization that the person is in, with its id in `data-id`.
    ORGANIZATION = "organization";
    /// In such a row: uses the session for it.
    ORGANIZATION_SELECT = "organization-select";
    /// In such a row: leaves it.
    ORGANIZATION_LEAVE = "organization-leave";
    /// Organizations: the row of the account of the person alone.
    PERSONAL_ACCOUNT = "personal-account";
    /// In that row: uses the session for it.
    ORGANIZATION_PERSONAL = "organization-personal";
    /// Organizations, and the task: a row of an invitation, with its id in `data-id`.
    INVITATION = "invitation";
    /// In such a row: accepts it.
    INVITATION_ACCEPT = "invitation-accept";
    /// Organizations, and the task: a row of one that the person could join, with its id in `data-id`.
    SUGGESTION = "suggestion";
    /// In such a row: asks to join.
    SUGGESTION_REQUEST = "suggestion-request";
    /// Organizations, and the task: shows the form for a new one.
    ORGANIZATION_CREATE = "organization-create";
    /// In that form: the name.
    ORGANIZATION_NAME = "organization-name";
    /// In that form: the name in addresses.
    ORGANIZATION_SLUG = "organization-slug";
    /// In that form: makes it.
    ORGANIZATION_SUBMIT = "organization-submit";
    /// Account: leads to the organizations.
    ORGANIZATION_SWITCH = "organization-switch";
    /// Account: what the session is for.
    ORGANIZATION_IN_USE = "organization-in-use";
    /// Devices: the page.
    PAGE_DEVICES = "page-devices";
    /// Devices: one of them; `data-current` is `true` on this one.
    DEVICE = "device";
    /// Devices, in the row of a device: sign it out.
    DEVICE_SIGN_OUT = "device-sign-out";
    /// Devices, in the row of a device: it is signed out.
    DEVICE_SIGNED_OUT = "device-signed-out";
    /// Devices: what became of signing out all others.
    OTHERS_OUTCOME = "others-outcome";
    /// This device: the page.
    PAGE_THIS_DEVICE = "page-this-device";
    /// This device: since when it is trusted.
    TRUST_STATE = "trust-state";
    /// This device: where its trust is kept; `data-place` holds the place.
    STORAGE_BACKEND = "storage-backend";
    /// This device: what is wrong with that; `data-trouble` holds what.
    STORAGE_TROUBLE = "storage-trouble";
    /// This device: whether that place works; `data-outcome` holds the outcome.
    SELF_TEST = "self-test";
    /// This device: test the place again.
    SELF_TEST_RUN = "self-test-run";
    /// This device: forget it.
    FORGET_DEVICE = "forget-device";
    /// Anywhere but on This device: what is wrong with where its trust is kept; `data-trouble` holds
    /// what, where there is something.
    STORAGE_BANNER = "storage-banner";
    /// Storage banner and This device: try the credential store again.
    STORAGE_RETRY = "storage-retry";
    /// Storage banner and This device: keep nothing on disk.
    STORAGE_SESSION = "storage-session";
    /// Storage banner and This device: keep the key in a file.
    STORAGE_FILE = "storage-file";
    /// Manage MFA: the page.
    PAGE_MANAGE_MFA = "page-manage-mfa";
    /// Manage MFA: whether an authenticator app is on.
    TOTP_STATUS = "totp-status";
    /// Manage MFA: set up an authenticator app.
    TOTP_ADD = "totp-add";
    /// Manage MFA: remove the authenticator app.
    TOTP_REMOVE = "totp-remove";
    /// Manage MFA: why the authenticator app cannot be removed.
    TOTP_REQUIRED = "totp-required";
    /// Manage MFA: a number used as a second factor; `data-phone` holds it in E.164 form.
    MFA_PHONE = "mfa-phone";
    /// Manage MFA: a verified number that is not used; `data-phone` holds it in E.164 form.
    OTHER_PHONE = "other-phone";
    /// Manage MFA: a number that is not verified; `data-phone` holds it in E.164 form.
    UNVERIFIED_PHONE = "unverified-phone";
    /// Manage MFA, in the row of a phone: codes go to it first.
    PHONE_DEFAULT = "phone-default";
    /// Manage MFA, in the row of a phone: stop using it as a second factor.
    PHONE_DISABLE = "phone-disable";
    /// Manage MFA, in the row of a phone: send codes to it first.
    PHONE_MAKE_DEFAULT = "phone-make-default";
    /// Manage MFA and session task, in the row of a phone: use it as a second factor.
    PHONE_USE = "phone-use";
    /// Manage MFA, in the row of a phone: verify it.
    PHONE_VERIFY = "phone-verify";
    /// Manage MFA, in the row of a phone: take it off the account.
    PHONE_REMOVE = "phone-remove";
    /// Manage MFA, in the row of a phone: why it cannot be disabled or removed.
    PHONE_REQUIRED = "phone-required";
    /// Manage MFA: with an authenticator app on, that it is asked for first.
    TOTP_FIRST = "totp-first";
    /// Manage MFA: add a phone number.
    ADD_PHONE = "add-phone";
    /// Manage MFA: make new backup codes.
    BACKUP_GENERATE = "backup-generate";
    /// Manage MFA: whether there are backup codes.
    BACKUP_STATUS = "backup-status";
    /// Account: the card of the password.
    PASSWORD_CARD = "password-card";
    /// Account: set a password, or another one.
    CHANGE_PASSWORD = "change-password";
    /// Account: take the password away; opens a form that says what will be left.
    REMOVE_PASSWORD = "remove-password";
    /// Account: the present password, where it is asked for.
    CURRENT_PASSWORD = "current-password";
    /// Account: take it away.
    REMOVE_SUBMIT = "remove-submit";
    /// Account: why the password has to stay.
    PASSWORD_KEPT = "password-kept";
    /// Account, Manage MFA and Devices, in a row: what failed.
    ROW_ERROR = "row-error";
    /// Account and organizations, in a row or a form: nobody knows yet what became of a change.
    UNSETTLED = "unsettled";
    /// The same: ask how the account stands.
    CHECK_AGAIN = "check-again";
    /// Manage MFA and the wizards: how long the last proof still counts.
    VERIFIED_FOR = "verified-for";
    /// Dialogs: one that asks before something is done.
    DIALOG_CONFIRM = "dialog-confirm";
    /// Dialogs: do it.
    CONFIRM = "confirm";
    /// Dialogs: the second, explicit confirmation of removing the last factor.
    CONFIRM_LAST = "confirm-last";
    /// Dialogs: what has to be typed before an account is deleted; `data-word` says what.
    CONFIRM_WORD = "confirm-word";
    /// Dialogs: what will be left to sign in with.
    WAYS_LEFT = "ways-left";
    /// Dialogs: the step-up.
    DIALOG_STEP_UP = "dialog-step-up";
    /// Add phone: the page.
    PAGE_ADD_PHONE = "page-add-phone";
    /// Add phone: the country chosen; opens the list.
    PHONE_COUNTRY = "phone-country";
    /// Add phone: search in the list of countries.
    COUNTRY_SEARCH = "country-search";
    /// Add phone: a country of the list; `data-country` holds its ISO code.
    COUNTRY_OPTION = "country-option";
    /// Add phone: the number.
    PHONE = "phone";
    /// Add phone: send the code.
    ADD_PHONE_SUBMIT = "add-phone-submit";
    /// Add phone: go back to the number.
    CHANGE_PHONE = "change-phone";
    /// Add phone: the number is on the account.
    PHONE_ADDED = "phone-added";
    /// Add phone: use it as a second factor.
    USE_FOR_MFA = "use-for-mfa";
    /// Add phone: it is a second factor.
    PHONE_SUCCESS = "phone-success";
    /// Add authenticator: the page.
    PAGE_ADD_TOTP = "page-add-totp";
    /// Add authenticator: the QR code, an svg.
    TOTP_QR = "totp-qr";
    /// Add authenticator: the `otpauth` address.
    TOTP_URI = "totp-uri";
    /// Add authenticator: the key, in groups of four.
    TOTP_KEY = "totp-key";
    /// Add authenticator: show address and key in place of the QR code.
    SHOW_URI = "show-uri";
    /// Add authenticator: show the QR code.
    SHOW_QR = "show-qr";
    /// Add authenticator: copy the address.
    TOTP_URI_COPY = "totp-uri-copy";
    /// Add authenticator: copy the key.
    TOTP_KEY_COPY = "totp-key-copy";
    /// Add authenticator: get another key.
    TOTP_RESET = "totp-reset";
    /// Add authenticator: the app has the key.
    TOTP_CONTINUE = "totp-continue";
    /// Add authenticator: show the key again.
    TOTP_BACK = "totp-back";
    /// Add authenticator: it is on.
    TOTP_SUCCESS = "totp-success";
    /// Add authenticator and Verify: this computer's clock is wrong.
    CLOCK_WARNING = "clock-warning";
    /// Any wizard: leave it, or go on from its end.
    WIZARD_DONE = "wizard-done";
    /// Backup codes: the list.
    BACKUP_CODES = "backup-codes";
    /// Backup codes: each.
    BACKUP_CODE = "backup-code";
    /// Backup codes: copy them.
    BACKUP_COPY = "backup-copy";
    /// Backup codes: save them to a file.
    BACKUP_SAVE = "backup-save";
    /// Backup codes: the name of the file.
    BACKUP_FILE = "backup-file";
    /// Backup codes: print them.
    BACKUP_PRINT = "backup-print";
    /// Backup codes: 'I have saved them'.
    BACKUP_SAVED = "backup-saved";
    /// Backup codes: go on; they are never shown again.
    BACKUP_DONE = "backup-done";
    /// Anywhere: what was copied, and when the clipboard is cleared.
    COPIED = "copied";
    /// Settings: the page.
    PAGE_SETTINGS = "page-settings";
    /// Settings: go back to what was shown before.
    SETTINGS_BACK = "settings-back";
    /// Settings: the colours of the system.
    THEME_SYSTEM = "theme-system";
    /// Settings: light colours.
    THEME_LIGHT = "theme-light";
    /// Settings: dark colours.
    THEME_DARK = "theme-dark";
    /// Settings: the host of the instance in use.
    SETTINGS_INSTANCE = "settings-instance";
    /// Settings: by what the instance was given; `data-place` holds it.
    INSTANCE_GIVEN = "instance-given";
    /// Settings: where this device's trust is kept; `data-place` holds the place.
    SETTINGS_STORAGE = "settings-storage";
    /// Settings: to the page of this device.
    SETTINGS_DEVICE = "settings-device";
    /// Settings: the folder for all that is stored.
    DATA_FOLDER = "data-folder";
    /// Settings: the page about the program.
    NAV_ABOUT = "nav-about";
    /// About: the page.
    PAGE_ABOUT = "page-about";
    /// About: go back to the settings.
    ABOUT_BACK = "about-back";
    /// About: the version.
    APP_VERSION = "app-version";
    /// About: search among what others made.
    LICENCES_SEARCH = "licences-search";
    /// About: how much of it is listed.
    LICENCES_COUNT = "licences-count";
    /// About: why there is no list; `data-trouble` holds what is wrong.
    LICENCES_ERROR = "licences-error";
    /// About: ask for the list again.
    LICENCES_RETRY = "licences-retry";
    /// About: something that others made; `data-part` holds its name.
    THIRD_PARTY = "third-party";
    /// About, in the row of such a thing: show its licence.
    THIRD_PARTY_SHOW = "third-party-show";
    /// About, in the row of such a thing: the text of a licence.
    LICENCE_TEXT = "licence-text";
    /// Help: the page.
    PAGE_HELP = "page-help";
    /// Help: what is not known.
    HELP_SUBJECT = "help-subject";
    /// Help: start the sign-in over.
    START_OVER = "start-over";
    /// Settings, Help and session task: what to tell somebody who can help.
    DETAILS = "details";
    /// Settings, Help and session task: copy the details.
    COPY_DETAILS = "copy-details";
    /// Any page of a signed-in person: of when what it shows is, until the server has said how things
    /// stand.
    AS_OF = "as-of";
    /// Anywhere: the server cannot be reached.
    OFFLINE_BANNER = "offline-banner";
    /// Anywhere: try again.
    RETRY = "retry";
    /// Anywhere: seconds left.
    COUNTDOWN = "countdown";
    /// Anywhere: something to be told once.
    NOTICE = "notice";
    /// Anywhere: take the notice away.
    NOTICE_DISMISS = "notice-dismiss";
    /// Anywhere: the app runs on the local emulator.
    EMULATOR_BANNER = "emulator-banner";
    /// Anywhere: the newest code the emulator 'sent'.
    INBOX_CODE = "inbox-code";
    /// Emulator banner: show the accounts to try.
    DEMO_ACCOUNTS = "demo-accounts";
    /// Emulator banner: an account to try.
    DEMO_ACCOUNT = "demo-account";
    /// Emulator banner: put this account into the sign-in form.
    DEMO_ACCOUNT_USE = "demo-account-use";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn no_name_is_given_twice() {
        let unique: BTreeSet<_> = super::ALL.iter().collect();
        assert_eq!(unique.len(), super::ALL.len());
    }
}
