//! The words of multi-factor authentication, apart from its wizards.

use latchkey_ipc::view::{Removal, StepUpAction, Strategy, Way};

/// The heading of the page.
pub(crate) const TITLE: &str = "Multi-factor authentication";

/// What it is, in a line.
pub(crate) const LEAD: &str = "A second proof that it’s you, asked for after your password.";

/// Said while the session cannot be used without a second factor.
pub(crate) const REQUIRED: &str = "The app demands a second factor before you can go on. Add an authenticator app, or use a phone number for MFA.";

/// The heading while new backup codes are shown.
pub(crate) const CODES_TITLE: &str = "Your backup codes";

/// What is special about them.
pub(crate) const CODES_LEAD: &str = "Shown only this once. Any that you had before no longer work.";

/// Why the last second factor cannot be removed.
pub(crate) const KEPT: &str =
    "The app demands MFA and this is your last second factor. Add another one first.";

/// Said while an authenticator app is on, where phone numbers can be ordered.
pub(crate) const TOTP_FIRST: &str = "Your authenticator app is asked for first. A text message stays a choice, and goes to the default number.";

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

/// How long the last proof still counts, in seconds.
pub(crate) fn verified_for(left: u64) -> String {
    if left < 60 {
        "Identity confirmed · less than a minute left".to_owned()
    } else {
        format!("Identity confirmed · {} min left", left.div_ceil(60))
    }
}

/// A way to sign in.
pub(crate) fn way(way: &Way) -> String {
    let to = |what: &str, otherwise: &str| match &way.detail {
        Some(detail) => format!("{what} to {detail}"),
        None => otherwise.to_owned(),
    };
    match way.strategy {
        Strategy::Password => "Password".to_owned(),
        Strategy::Totp => "Authenticator app".to_owned(),
        Strategy::PhoneCode => to("Text message", "Text message"),
        Strategy::EmailCode => to("Email", "Email code"),
        Strategy::BackupCode => "Backup code".to_owned(),
    }
}

/// Said where a removal leaves no way in.
pub(crate) const LOCKED_OUT: &str = "Nothing: you would be locked out.";

/// Said where a removal leaves no second factor.
pub(crate) const NO_SECOND_LEFT: &str = "Nothing more is asked for after that.";

/// What a removal does beside what its name says.
pub(crate) fn consequences(removal: &Removal) -> Option<&'static str> {
    match (removal.last_factor, removal.backup_codes_go) {
        (true, true) => Some(
            "It’s your last second factor, so MFA will be off and your backup codes stop working.",
        ),
        (true, false) => Some("It’s your last second factor, so MFA will be off."),
        (false, true) => Some("Your backup codes stop working too."),
        (false, false) => None,
    }
}

/// What has to be ticked before the last second factor is removed.
pub(crate) const LAST_FACTOR: &str =
    "I understand that a single step, such as my password, will be enough to sign in.";

/// Asked of a person who leaves backup codes that were not saved.
pub(crate) const LEAVING: &str = "Leave without saving your backup codes?";

/// What that means.
pub(crate) const LEAVING_MEANS: &str = "They are shown only this once, and Latchkey can’t bring them back. You could only make new ones later.";

/// What waits for a step-up, as the end of a sentence: the number it is about, and the change.
pub(crate) fn step_up(action: &StepUpAction) -> (Option<&str>, &'static str) {
    match action {
        StepUpAction::AddTotp => (None, "an authenticator app is added."),
        StepUpAction::RemoveTotp => (None, "the authenticator app is removed."),
        StepUpAction::AddPhone => (None, "a phone number is added."),
        StepUpAction::UsePhone(number) => (Some(number), " is used for MFA."),
        StepUpAction::DisablePhone(number) => (Some(number), " is disabled for MFA."),
        StepUpAction::MakeDefaultPhone(number) => (Some(number), " becomes the default for MFA."),
        StepUpAction::RemovePhone(number) => (Some(number), " is removed from your account."),
        StepUpAction::GenerateBackupCodes => (None, "new backup codes are made."),
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
        assert_eq!(verified_for(541), "Identity confirmed · 10 min left");
        assert_eq!(verified_for(60), "Identity confirmed · 1 min left");
        assert_eq!(verified_for(59), "Identity confirmed · less than a minute left");
    }
}
