//! The words of the pages that add a factor, and of the backup codes.

use latchkey_ipc::command::Copyable;

use super::spoken;
use crate::said::quote;

/// The steps of adding an authenticator app.
pub(crate) const TOTP_STEPS: [&str; 3] = ["Scan", "Verify", "Finish"];
/// The steps of adding a phone number.
pub(crate) const PHONE_STEPS: [&str; 3] = ["Number", "Verify", "Finish"];

pub(crate) const DONE: &str = "Done";
pub(crate) const CONTINUE: &str = "Continue";

pub(crate) const STEPS: &str = "Steps";
/// After the name of a step, for those who do not see its mark.
pub(crate) const STEP_DONE: &str = ", done";

// Authenticator app.

pub(crate) const ADD_TOTP: &str = "Add an authenticator app";
pub(crate) const ADD_TOTP_LEAD: &str =
    "An app on your phone makes the codes that prove it’s you. It needs no signal.";
pub(crate) const TOTP_CODE: &str = "Enter the code from your authenticator app";
pub(crate) const TOTP_CODE_LEAD: &str =
    "This shows that it has the key. It’s turned on as soon as the code is right.";

pub(crate) const GETTING_KEY: &str = "Getting a key…";
pub(crate) const NEW_KEY: &str = "Get a new key";

/// How the key gets into the app: the two ways to show it.
pub(crate) const WAYS: &str = "How to show the key";
pub(crate) const SHOW_QR: &str = "Scan a QR code";
pub(crate) const SHOW_URI: &str = "Type or paste the key";

pub(crate) const QR_LABEL: &str =
    "QR code with the key for your authenticator app. The key is also there as text.";
pub(crate) const OPEN_APP: &str = "Open your authenticator app.";
pub(crate) const SCAN: &str = "Choose to add an account, and scan this code.";
pub(crate) const TYPE_KEY: &str =
    "Choose to add an account by hand, and type the key or paste the link.";
pub(crate) const KEEP_SECRET: &str =
    "Whoever has this key can make your codes. Don’t keep it anywhere else.";

pub(crate) const KEY: &str = "Key";
pub(crate) const URI: &str = "Setup link";
pub(crate) const ISSUER: &str = "Issuer";
pub(crate) const ACCOUNT: &str = "Account";
pub(crate) const CODES: &str = "Codes";

/// What the app will show.
pub(crate) fn code_shape(digits: u32, period: u32) -> String {
    format!("{digits} digits, new every {period} seconds")
}

/// What happens once the app has the key.
pub(crate) fn app_shows(
    issuer: Option<&str>,
    account: Option<&str>,
    digits: u32,
    period: u32,
) -> String {
    let codes = format!("{digits} digits that change every {period} seconds");
    match (issuer, account) {
        (Some(issuer), Some(account)) => {
            format!("It will show {codes}, under {} and {}.", quote(issuer), quote(account))
        }
        (Some(name), None) | (None, Some(name)) => {
            format!("It will show {codes}, under {}.", quote(name))
        }
        (None, None) => format!("It will show {codes}."),
    }
}

pub(crate) const BACK_TO_KEY: &str = "Show the key again";
pub(crate) const TOTP_ON: &str = "Your authenticator app is set up";
pub(crate) const TOTP_ON_ABOUT: &str =
    "From the next sign-in on, you’re asked for its code as the second step.";

// Copying.

pub(crate) const COPY: &str = "Copy";

/// What a button that copies is called.
pub(crate) fn copy_label(what: Copyable) -> &'static str {
    match what {
        Copyable::TotpUri => "Copy the setup link",
        Copyable::TotpKey => "Copy the key",
        Copyable::BackupCodes => "Copy the backup codes",
    }
}

/// What was copied and when the clipboard is cleared.
pub(crate) fn copied(left: u64) -> String {
    format!("Copied. The clipboard is cleared in {left} s.")
}

/// The same, as it is announced once.
pub(crate) fn copied_spoken(what: Copyable, wait: u64) -> String {
    let what = match what {
        Copyable::TotpUri => "The setup link is",
        Copyable::TotpKey => "The key is",
        Copyable::BackupCodes => "The backup codes are",
    };
    format!("{what} copied. The clipboard is cleared in {}.", spoken(wait))
}

// Backup codes.

pub(crate) const BACKUP_CODES: &str = "Backup codes";
pub(crate) const SAVE_CODES: &str = "Save your backup codes";
pub(crate) const SAVE_CODES_LEAD: &str = "They’re shown this once and never again.";
pub(crate) const BACKUP_ABOUT: &str =
    "Each code replaces your second factor once. Keep them apart from your other factor.";
pub(crate) const SAVE: &str = "Save to a file…";
pub(crate) const SAVING: &str = "Saving…";
pub(crate) const PRINT: &str = "Print…";
pub(crate) const SAVED_AS: &str = "Saved as ";
pub(crate) const HAVE_SAVED: &str = "I have saved them";
pub(crate) const SAVE_FIRST: &str = "Tick “I have saved them” to go on.";
/// On paper: whose account the codes are for.
pub(crate) fn paper_for(account: &str) -> String {
    format!("for {}", quote(account))
}

/// On paper, under the heading: which instance and account the codes are for, and of when they are.
pub(crate) fn paper_line(parts: [Option<String>; 4]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// On paper, under the codes.
pub(crate) const PAPER_ABOUT: &str = "Each code works once. Cross out the ones you’ve used.";

// Phone number.

pub(crate) const ADD_PHONE: &str = "Add a phone number";
pub(crate) const ADD_PHONE_LEAD: &str = "We’ll text you a code to make sure that it’s yours.";
pub(crate) const PHONE_CODE: &str = "Check your phone";
pub(crate) const COUNTRY: &str = "Country";
pub(crate) const COUNTRIES: &str = "Countries";
pub(crate) const COUNTRY_SEARCH: &str = "Search for a country";
pub(crate) const COUNTRY_SEARCH_HINT: &str = "Name, code or +number";
pub(crate) const PHONE: &str = "Phone number";
pub(crate) const SEND_CODE: &str = "Text me a code";
pub(crate) const SENDING_CODE: &str = "Sending…";
pub(crate) const CHANGE_PHONE: &str = "Change the number";

pub(crate) fn no_country(query: &str) -> String {
    format!("No country matches “{}”.", query.trim())
}

/// How many countries a search found, as it is announced.
pub(crate) fn countries_found(count: usize) -> String {
    match count {
        1 => "1 country".to_owned(),
        count => format!("{count} countries"),
    }
}

/// What is said about a number that could be one: the words around it.
pub(crate) const WILL_TEXT: (&str, &str) = ("We’ll text a code to ", ".");
/// What is said about the field before that.
pub(crate) const PHONE_HINT: &str =
    "Type or paste it; a number that begins with + sets the country.";

pub(crate) const PHONE_ADDED: &str = "Phone added";

/// What that means.
pub(crate) const PHONE_ADDED_ABOUT: &str = " is verified and on your account.";
pub(crate) const USE_FOR_MFA_ASKED: &str = "Use it for MFA?";
pub(crate) const USE_FOR_MFA_ABOUT: &str =
    "A code can then be texted to it when you sign in, as the second step.";
pub(crate) const USE_FOR_MFA: &str = "Use it for MFA";
pub(crate) const TURNING_ON: &str = "Turning it on…";
pub(crate) const NOT_NOW: &str = "Not now";
pub(crate) const PHONE_ON: &str = "Text messages are set up";
pub(crate) const PHONE_ON_ABOUT: (&str, &str) =
    ("From the next sign-in on, a code can be texted to ", ".");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::said::tame;

    #[test]
    fn the_app_is_told_by_as_much_as_is_known() {
        assert_eq!(
            tame(&app_shows(Some("Acme"), Some("a@example.com"), 6, 30)),
            "It will show 6 digits that change every 30 seconds, under Acme and a@example.com."
        );
        assert_eq!(
            tame(&app_shows(None, None, 8, 60)),
            "It will show 8 digits that change every 60 seconds."
        );
    }
}
