//! Every sentence that the page shows. Branching happens on values; the words are only here.

pub(crate) mod about;
pub(crate) mod account;
pub(crate) mod buttons;
pub(crate) mod devices;
pub(crate) mod errors;
pub(crate) mod factors;
pub(crate) mod mfa;
pub(crate) mod organizations;
pub(crate) mod password;
pub(crate) mod person_menu;
pub(crate) mod profile;
pub(crate) mod questions;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod step_up;
pub(crate) mod storage;
pub(crate) mod task;
pub(crate) mod this_device;
pub(crate) mod window;
pub(crate) mod wizard;

use latchkey_ipc::error::KeyProblem;
use latchkey_ipc::view::{
    CharacterClass, HelpSubject, HoldReason, IdentifierKind, InstanceKind, Notice, Screen,
    StoragePart,
};

use crate::password_rules::Rule;
use crate::said::quote;

/// Stands for the name of an account that has none.
pub(crate) const NOBODYS_NAME: &str = "Your account";

/// Stands for an instance whose name is not known, at the beginning of a sentence.
pub(crate) const NAMELESS_SERVICE: &str = "This service";

pub(crate) fn instance_kind(kind: InstanceKind) -> &'static str {
    match kind {
        InstanceKind::Development => "Development",
        InstanceKind::Production => "Production",
    }
}

/// Said about the key before there is one.
pub(crate) const KEY_HINT: &str = "It begins with pk_test_ or pk_live_";

pub(crate) fn key_problem(problem: KeyProblem) -> &'static str {
    match problem {
        KeyProblem::Empty => "Paste a publishable key here first.",
        KeyProblem::Prefix => {
            "A publishable key begins with pk_test_ or pk_live_. Copy it again from the Clerk Dashboard."
        }
        KeyProblem::SecretKey => {
            "This is a secret key. It must never be put into an app: use the publishable key, which begins with pk_. If you shared it anywhere, replace it in the Clerk Dashboard."
        }
        KeyProblem::Encoding => {
            "There are characters in it that no publishable key has. Copy it again, without anything around it."
        }
        KeyProblem::Terminator => {
            "Some characters at the end are missing. Copy the whole key again."
        }
        KeyProblem::Host => {
            "It doesn’t name a Clerk instance. Copy it again from the Clerk Dashboard."
        }
    }
}

pub(crate) fn notice(notice: Notice) -> &'static str {
    match notice {
        Notice::SignedOut => {
            "You’re signed out. This device stays trusted, so the next sign-in needs no new-device code."
        }
        Notice::SignedOutHere => {
            "You’re signed out on this device. The server couldn’t be told yet. This app tells it as soon as it can."
        }
        Notice::DeviceNotRecognised => {
            "This device is no longer recognised. Sign in again; you may be asked for a new-device code."
        }
        Notice::Forgotten => {
            "This device is forgotten: its sessions have ended, and nothing of it is kept here. The next sign-in counts as a new device."
        }
        Notice::ForgottenHere => {
            "This device is forgotten here, but the server couldn’t be told. Sign in on another device and end this one’s session there, under Devices."
        }
        Notice::NotAllDeleted { part: StoragePart::Key } => {
            "This device is forgotten, but its key couldn’t be deleted. Delete this app’s entry in your system’s credential store yourself."
        }
        Notice::NotAllDeleted { part: StoragePart::File } => {
            "This device is forgotten, but its sealed file couldn’t be deleted. Its key is gone, so nobody can read it."
        }
        Notice::StorageImproved => {
            "Your system’s credential store is used from now on to keep this device trusted."
        }
        Notice::SessionEnded => "Your session has ended. Sign in again to go on.",
        Notice::SignedOutOfOne => {
            "You’re signed out of that account. Another one of yours is shown now."
        }
        Notice::AccountEnded => {
            "That account was signed out elsewhere. Another one of yours is shown now."
        }
        Notice::OtherAccountEnded => {
            "Another account of this device was signed out elsewhere. Add it again to use it."
        }
        Notice::AddedMeanwhile => {
            "That account had been added before you went back. It is in the menu; sign out of it there."
        }
        Notice::SignedInAlready => "You’re signed in with this account already.",
        Notice::SignInRestarted => {
            "That sign-in took too long or was replaced by a newer one. Start again here."
        }
        Notice::AnswerLost => {
            "The connection broke before the answer arrived. Your last code counts as used, and the next sign-in may ask for a new-device code."
        }
        Notice::SignedInMeanwhile => {
            "Your code had already been accepted when you cancelled, so you’re signed in. Sign out if you don’t want that."
        }
        Notice::OrganizationSelected => "You use this account for something else now.",
        Notice::OrganizationJoined => "You’re a member of that organization now.",
        Notice::OrganizationRequested => "You asked to join. Somebody there has to let you in.",
        Notice::OrganizationLeft => "You left that organization.",
        Notice::DetailsCopied => "The details are on your clipboard. There is no secret in them.",
        Notice::CopyFailed => {
            "The clipboard couldn’t be used. Select the details and copy them by hand."
        }
        Notice::NotSaved => {
            "What should be there at the next start couldn’t be saved. It holds until this app is closed."
        }
        Notice::PasswordChanged => "Your new password is set.",
        Notice::PasswordRemoved => "Your password is removed.",
        Notice::NameChanged => "Your name is changed.",
        Notice::UsernameChanged => "Your username is changed.",
        Notice::PictureChanged => "Your picture is changed.",
        Notice::PictureRemoved => "Your picture was removed.",
        Notice::EmailVerified => "The email address is verified and on your account.",
        Notice::PrimaryEmailChanged => "Another email address is your primary one from now on.",
        Notice::EmailRemoved => "The email address was removed from your account.",
        Notice::PrimaryPhoneChanged => "Another phone number is your primary one from now on.",
        Notice::AccountDeleted => {
            "Your account is deleted, and you’re signed out. This device stays trusted for other accounts."
        }
        Notice::TotpRemoved => "The authenticator app was removed from your account.",
        Notice::PhoneRemoved => "The phone number was removed from your account.",
        Notice::PhoneDisabled => {
            "The phone number is no longer used for MFA. It stays on your account."
        }
        Notice::PhoneEnabled => "The phone number is used for MFA from now on.",
        Notice::DefaultPhoneChanged => "Codes go to another number first from now on.",
        Notice::ChangedElsewhere => {
            "Your second factors were changed elsewhere. This page shows them as they are now."
        }
        Notice::BackupCodesLost => {
            "The connection broke before your new backup codes arrived. The old ones may have stopped working: make new ones under Multi-factor."
        }
    }
}

/// The program around the page gave no answer that the page understands.
pub(crate) const CALL_FAILED: &str = "The app gave an answer that this window doesn’t understand. Try again; if it stays like this, close the window and open it again.";

/// Said while the server cannot be reached: what that means for the page that is shown.
pub(crate) fn offline(host: Option<&str>, screen: &Screen) -> String {
    let host = host.map_or_else(|| "The server".to_owned(), quote);
    let meaning = match screen {
        Screen::Loading | Screen::Connect(_) => "Check your connection, then try again.",
        Screen::SignIn(_)
        | Screen::Verify(_)
        | Screen::ResetPassword(_)
        | Screen::AddTotp(_)
        | Screen::AddPhone(_) => "Nothing you typed is lost.",
        Screen::Account(_)
        | Screen::ManageMfa(_)
        | Screen::Task(_)
        | Screen::Devices(_)
        | Screen::Organizations(_)
        | Screen::ThisDevice(_)
        | Screen::Help(_) => "What you see is what was known last.",
        Screen::Settings(_) | Screen::About(_) => "This page doesn’t need it.",
    };
    format!("{host} can’t be reached. {meaning}")
}

pub(crate) fn identifier(kinds: &[IdentifierKind]) -> String {
    let names: Vec<_> = kinds
        .iter()
        .map(|kind| match kind {
            IdentifierKind::EmailAddress => "email address",
            IdentifierKind::PhoneNumber => "phone number",
            IdentifierKind::Username => "username",
        })
        .collect();
    let text = match names.as_slice() {
        [] => "email address, phone number or username".to_owned(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    };
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(crate) fn rule(rule: Rule) -> String {
    match rule {
        Rule::AtLeast(1) => "At least 1 character".to_owned(),
        Rule::AtLeast(length) => format!("At least {length} characters"),
        Rule::AtMost(length) => format!("At most {length} characters"),
        Rule::OneOf(CharacterClass::Number) => "A digit".to_owned(),
        Rule::OneOf(CharacterClass::Uppercase) => "An upper-case letter".to_owned(),
        Rule::OneOf(CharacterClass::Lowercase) => "A lower-case letter".to_owned(),
        Rule::OneOf(CharacterClass::Special) => "A special character, such as ! or #".to_owned(),
    }
}

/// The label of a button that has to wait; the time follows it.
pub(crate) fn held(reason: HoldReason) -> &'static str {
    match reason {
        HoldReason::RateLimited => "Try again in",
        HoldReason::Locked => "Locked for",
    }
}

/// Said before a word of the server's that this version does not know.
pub(crate) const SERVER_SAID: &str = "The server said";

/// Said before the time of which the data are, while they are from an earlier run.
pub(crate) const AS_OF: &str = "As of ";

/// Said after that time: what becomes of it, and to who cannot see what waits for it, what that
/// means.
pub(crate) fn as_of_means(offline: bool) -> (&'static str, &'static str) {
    if offline {
        ("; can’t be checked while offline.", " Nothing can be changed until it is.")
    } else {
        (". Checking…", " You can make changes once that’s done.")
    }
}

/// What a button says that waits for it.
pub(crate) const NOT_CHECKED_YET: &str = "Waits until the server has said how things stand.";

/// What a button says that needs the server while it cannot be reached.
pub(crate) const NEEDS_SERVER: &str = "This needs the server, which can’t be reached now.";

/// Said before the time of which the data are.
pub(crate) const UPDATED_AT: &str = "Updated at ";

pub(crate) const LOCKED: &str = "Locked";

/// A length of time in words.
pub(crate) fn spoken(seconds: u64) -> String {
    let (amount, unit) = match seconds {
        0..60 => (seconds, "second"),
        60..3600 => (seconds.div_ceil(60), "minute"),
        _ => (seconds.div_ceil(3600), "hour"),
    };
    let plural = if amount == 1 { "" } else { "s" };
    format!("{amount} {unit}{plural}")
}

pub(crate) fn wait_milestone(left: u64) -> String {
    format!("{} left", spoken(left))
}

pub(crate) const WAIT_OVER: &str = "You can try again now.";

/// What is not known, and what can be done instead. `value` names it as the server did.
pub(crate) fn help_subject(subject: HelpSubject, value: &str) -> (&'static str, String) {
    let names: Vec<_> = value.split(", ").map(str::to_owned).collect();
    let has = if value.is_empty() {
        "something that came after this version".to_owned()
    } else {
        factors::all_unsupported(&names)
    };
    match subject {
        HelpSubject::SignInStatus => (
            "This sign-in is at a step that this app doesn’t know",
            "The server asks for something that came after this version. An update may know it."
                .to_owned(),
        ),
        HelpSubject::FirstFactor => (
            "This app can’t use this account’s way to sign in",
            format!(
                "This account signs in with {has}, which this app can’t do yet. Sign in to it in a web browser, and add a password or a code by email there."
            ),
        ),
        HelpSubject::SecondFactor => (
            "This app can’t use this account’s second factor",
            format!(
                "This account’s second factor is {has}, which this app can’t do yet. Sign in to it in a web browser, and add an authenticator app there."
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_identifier_is_named_by_what_the_instance_accepts() {
        use IdentifierKind::{EmailAddress, PhoneNumber, Username};
        for (kinds, label) in [
            (&[EmailAddress][..], "Email address"),
            (&[EmailAddress, PhoneNumber], "Email address or phone number"),
            (&[EmailAddress, PhoneNumber, Username], "Email address, phone number or username"),
            (&[], "Email address, phone number or username"),
        ] {
            assert_eq!(identifier(kinds), label);
        }
    }

    #[test]
    fn lengths_of_time_are_spoken_in_one_unit() {
        assert_eq!(spoken(10), "10 seconds");
        assert_eq!(spoken(60), "1 minute");
        assert_eq!(spoken(1800), "30 minutes");
        assert_eq!(spoken(3600), "1 hour");
    }
}
