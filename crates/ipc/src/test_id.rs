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
    /// Any signed-out page: choose another instance.
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
    /// Verify: leave.
    CANCEL = "cancel";
    /// Reset password: the page.
    PAGE_RESET_PASSWORD = "page-reset-password";
    /// Reset password: the new one.
    NEW_PASSWORD = "new-password";
    /// Reset password: end the other sessions.
    SIGN_OUT_OTHERS = "sign-out-others";
    /// Reset password: send.
    RESET_SUBMIT = "reset-submit";
    /// Session task: the page.
    PAGE_TASK = "page-task";
    /// Session task: what the task is called.
    TASK_NAME = "task-name";
    /// Session task: the task is `setup-mfa`.
    TASK_SETUP_MFA = "task-setup-mfa";
    /// Session task and account: sign out.
    SIGN_OUT = "sign-out";
    /// Account: the page.
    PAGE_ACCOUNT = "page-account";
    /// Account: an email address.
    ACCOUNT_EMAIL = "account-email";
    /// Account: a phone number.
    ACCOUNT_PHONE = "account-phone";
    /// Account: the name.
    ACCOUNT_NAME = "account-name";
    /// Account: when the person last signed in.
    LAST_SIGN_IN = "last-sign-in";
    /// Account: when the server last said all this.
    ACCOUNT_REFRESHED = "account-refreshed";
    /// Navigation: the account page.
    NAV_ACCOUNT = "nav-account";
    /// Help: the page.
    PAGE_HELP = "page-help";
    /// Help: what is not known.
    HELP_SUBJECT = "help-subject";
    /// Help: start the sign-in over.
    START_OVER = "start-over";
    /// Help and session task: copy the details.
    COPY_DETAILS = "copy-details";
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
