//! The words of the pages before anybody is signed in, apart from Verify.

use latchkey_ipc::error::ErrorCode;

use crate::said::quote;

// Connect.

pub(crate) const CONNECT_TITLE: &str = "Connect to Clerk";
pub(crate) const CONNECT_LEAD: &str = "Paste the publishable key of your Clerk instance. The Clerk Dashboard shows it under API keys.";
pub(crate) const PUBLISHABLE_KEY: &str = "Publishable key";
pub(crate) const CONNECT: &str = "Connect";
pub(crate) const CONNECTING: &str = "Connecting…";
/// Stands between two ways to go on.
pub(crate) const OR: &str = "or";
pub(crate) const USE_EMULATOR: &str = "Use the local emulator";
pub(crate) const USE_EMULATOR_ABOUT: &str =
    "Demo accounts to try everything with. Nothing leaves this computer.";
/// The way back to Connect.
pub(crate) const CHANGE_INSTANCE: &str = "Use another instance";

// Loading.

pub(crate) const NOT_CONNECTED: &str = "Not connected";

/// The heading while the instance is being asked.
pub(crate) fn loading(instance: Option<&str>) -> String {
    match instance {
        Some(name) => format!("Connecting to {}…", quote(name)),
        None => "One moment…".to_owned(),
    }
}

// Sign in.

pub(crate) const TITLE: &str = "Sign in";
/// The heading before the name of the instance.
pub(crate) const TITLE_TO: &str = "Sign in to ";
/// Before the address that was given in the place of the one that the key names.
pub(crate) const REQUESTS_GO_TO: &str = "Requests go to ";
pub(crate) const PASSWORD: &str = "Password";
pub(crate) const SHOW_PASSWORD: &str = "Show password";
pub(crate) const FORGOT_PASSWORD: &str = "Forgot password?";
pub(crate) const EMAIL_CODE: &str = "Email me a code";
pub(crate) const PHONE_CODE: &str = "Text me a code";
pub(crate) const CONTINUE: &str = "Continue";
pub(crate) const SIGNING_IN: &str = "Signing in…";

// Reset password.

/// Why a password has to be replaced that the person did not forget.
pub(crate) fn demanded(why: ErrorCode) -> &'static str {
    if why == ErrorCode::FormPasswordPwned {
        "Your password was found in a data breach, so it can’t be used any more."
    } else if why == ErrorCode::FormPasswordCompromised {
        "Your password may be known to others, so it can’t be used any more."
    } else {
        "This account needs a new password before you can sign in."
    }
}
pub(crate) const RESET: &str = "Reset your password";
pub(crate) const CHECKING: &str = "Checking…";
pub(crate) const CHOOSE_PASSWORD: &str = "Choose a new password";
pub(crate) const CHOOSE_PASSWORD_LEAD: &str = "You’ll use it from the next sign-in on.";
pub(crate) const NEW_PASSWORD: &str = "New password";
pub(crate) const SIGN_OUT_OTHERS: &str = "Sign out my other devices";
pub(crate) const SET_PASSWORD: &str = "Set new password";
pub(crate) const SETTING_PASSWORD: &str = "Setting it…";
/// Before a rule that the new password meets, for those who do not see its mark.
pub(crate) const RULE_MET: &str = "met: ";

// Help.

pub(crate) const START_OVER: &str = "Start over";
pub(crate) const STARTING_OVER: &str = "Starting over…";
pub(crate) const DETAILS: &str = "Details";
pub(crate) const COPY_DETAILS: &str = "Copy details";
