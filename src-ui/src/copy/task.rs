//! The words of the session tasks: what the server wants done before the session can be used.

use crate::said::quote;

/// The heading, and the window's title.
pub(crate) const TITLE: &str = "One more step";

/// What is said before the task.
pub(crate) fn asks(service: &str) -> String {
    format!("{service} asks you to ")
}

/// What is said after it.
pub(crate) const AFTER: &str = " before you can go on.";
pub(crate) const UNKNOWN: &str = "This version of the app can’t do that yet. Do it where you usually sign in, then sign in here again.";
pub(crate) const SIGNED_IN_AS: &str = "Signed in as ";
pub(crate) const SIGNING_OUT: &str = "Signing out…";

/// What is said after the task `setup-mfa`.
pub(crate) const SETUP_MFA_AFTER: &str =
    " before you can go on: a second proof that it’s you, asked for when you sign in.";
pub(crate) const TOTP: &str = "Authenticator app";
pub(crate) const TOTP_ABOUT: &str =
    "An app on your phone shows a new code every 30 seconds. It works without a network.";
pub(crate) const SMS: &str = "Text message";
pub(crate) const SMS_ABOUT: &str = "A code is sent to a phone number of yours each time.";
/// Said where there is no choice.
pub(crate) fn no_method(service: &str) -> String {
    format!("{service} offers no method that this app can set up. Ask whoever manages it.")
}

pub(crate) const PHONES: &str = "Numbers you could use at once";
pub(crate) const PHONES_ABOUT: &str = "They are verified and on your account already.";
pub(crate) const NOT_NOW: &str = "Not now? Sign out and come back: you’ll go on from here.";

/// A session task by Clerk's key: what it is called, as the end of a sentence.
pub(crate) fn name(key: &str) -> String {
    match key {
        "setup-mfa" => "set up multi-factor authentication".to_owned(),
        "reset-password" => "choose a new password".to_owned(),
        "choose-organization" => "choose an organization".to_owned(),
        unknown => format!("complete “{}”", quote(unknown)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::said::tame;

    #[test]
    fn an_unknown_task_is_named_by_its_key() {
        assert_eq!(tame(&name("sign-a-waiver")), "complete “sign-a-waiver”");
    }
}
