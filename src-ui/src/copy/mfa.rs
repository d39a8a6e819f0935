//! The words of Manage MFA, apart from its questions.

use crate::said::quote;

/// The heading of the page.
pub(crate) const TITLE: &str = "Multi-factor authentication";

/// The same where there is less room.
pub(crate) const SHORT_TITLE: &str = "Multi-factor";

/// What it is, in a line.
pub(crate) fn lead(password: bool) -> &'static str {
    if password {
        "A second proof that it’s you, asked for after your password."
    } else {
        "A second proof that it’s you, asked for after your first step."
    }
}

/// Said while the session cannot be used without a second factor.
pub(crate) fn required(service: &str) -> String {
    format!(
        "{service} demands a second factor before you can go on. Add an authenticator app, or use a phone number for MFA."
    )
}

/// The heading while new backup codes are shown.
pub(crate) const CODES_TITLE: &str = "Your backup codes";

/// What is special about them.
pub(crate) const CODES_LEAD: &str = "Shown only this once. Any that you had before no longer work.";

/// Why the last second factor cannot be removed.
pub(crate) const KEPT: &str =
    "This service demands MFA and this is your last second factor. Add another one first.";

/// Said while an authenticator app is on, where phone numbers can be ordered.
pub(crate) const TOTP_FIRST: &str = "Your authenticator app is asked for first. A text message stays a choice, and goes to the default number.";

/// Announced while a change is under way.
pub(crate) const CHANGING: &str = "Making the change…";

// The ways back in.

pub(crate) const WAYS: &str = "Ways back in";
/// Stands where MFA is off.
pub(crate) const OFF: &str = "Off";

/// What the ways are good for, or that there are none.
pub(crate) fn ways_about(any: bool, password: bool) -> &'static str {
    match (any, password) {
        (true, true) => "Any one of these, after your password, gets you in.",
        (true, false) => "Any one of these, after your first step, gets you in.",
        (false, true) => "Nothing yet: MFA is off, and your password alone is enough to sign in.",
        (false, false) => "Nothing yet: MFA is off, and a single step is enough to sign in.",
    }
}

/// How many there are.
pub(crate) fn ways_count(count: usize) -> String {
    match count {
        1 => "1 way".to_owned(),
        several => format!("{several} ways"),
    }
}

/// A phone number as a way back in.
pub(crate) fn text_to(number: &str) -> String {
    format!("Text to {}", quote(number))
}

// The authenticator app.

pub(crate) const TOTP: &str = "Authenticator app";
pub(crate) const TOTP_ADD: &str = "Add";
pub(crate) const TOTP_REMOVE: &str = "Remove";
/// What those two concern.
pub(crate) const TOTP_THING: &str = "authenticator app";

/// Whether it is on, and what it is.
pub(crate) fn totp_about(on: bool) -> &'static str {
    if on {
        "On. Its code is asked for first when you sign in."
    } else {
        "Off. An app on your phone that shows a new code every 30 seconds, even without a network."
    }
}

// The phone numbers.

pub(crate) const FACTOR_PHONES: &str = "Phone numbers used for MFA";
pub(crate) const NO_FACTOR_PHONES: &str = "No phone number is used for MFA.";

/// What they are for, or why there can be none.
pub(crate) fn factor_phones_about(used: bool) -> &'static str {
    if used {
        "A code goes to one of them by text message when you sign in."
    } else {
        "This service doesn’t take text messages as a second factor."
    }
}

pub(crate) const OTHER_PHONES: &str = "Other verified phone numbers";
pub(crate) const OTHER_PHONES_ABOUT: &str = "They’re on your account, but not used for MFA.";
pub(crate) const NO_OTHER_PHONES: &str = "There are no other verified numbers.";
pub(crate) const UNVERIFIED_PHONES: &str = "Waiting to be verified";
pub(crate) const UNVERIFIED_PHONES_ABOUT: &str =
    "They can’t be used until you prove that they’re yours.";
pub(crate) const DEFAULT: &str = "Default";
pub(crate) const UNVERIFIED: &str = "Unverified";
pub(crate) const ADD_PHONE: &str = "Add a new phone number";
pub(crate) const MAKE_DEFAULT: &str = "Make default";
pub(crate) const DISABLE: &str = "Disable for MFA";
pub(crate) const REMOVE_PHONE: &str = "Remove from account";

// The backup codes.

pub(crate) const BACKUP_CODES: &str = "Backup codes";

/// Whether there are any, and the button that makes new ones.
pub(crate) fn backup_codes(exist: bool) -> (&'static str, &'static str) {
    if exist {
        (
            "On. Each works once. Keep them for when you can’t use your other factor.",
            "Generate new codes",
        )
    } else {
        ("None yet. Each works once, for when you can’t use your other factor.", "Generate codes")
    }
}

// The clock, and the time left.

/// By how much this computer's clock is wrong.
pub(crate) fn clock_difference(ahead_ms: i64) -> String {
    let direction = if ahead_ms < 0 { "behind" } else { "ahead of" };
    let seconds = ahead_ms.unsigned_abs() / 1000;
    // Below two minutes the seconds count: an app's code is good for thirty of them. Above, the
    // nearest minute or hour does.
    let length = match seconds {
        0..120 => format!("{seconds} seconds"),
        120..7200 => format!("{} minutes", (seconds + 30) / 60),
        _ => format!("{} hours", (seconds + 1800) / 3600),
    };
    format!("This computer’s clock is {length} {direction} the server’s.")
}

/// What to do about a wrong clock.
pub(crate) const CLOCK_ADVICE: &str = "Codes depend on the time. Turn on automatic time in the settings of this computer and of your phone, then use the next code.";

/// How long the last proof still counts, in seconds: a change within that time asks for no other.
pub(crate) fn verified_for(left: u64) -> String {
    if left < 60 {
        "Confirmed: no new check for under a minute".to_owned()
    } else {
        format!("Confirmed: no new check for {} min", left.div_ceil(60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_told_to_the_second_where_seconds_count() {
        for (ahead_ms, part) in [
            (94_000, "94 seconds ahead of the"),
            (-21_900, "21 seconds behind the"),
            (184_000, "3 minutes ahead of the"),
            (-7_200_000, "2 hours behind the"),
        ] {
            let text = clock_difference(ahead_ms);
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn the_time_left_is_told_in_started_minutes() {
        assert_eq!(verified_for(541), "Confirmed: no new check for 10 min");
        assert_eq!(verified_for(60), "Confirmed: no new check for 1 min");
        assert_eq!(verified_for(59), "Confirmed: no new check for under a minute");
    }
}
