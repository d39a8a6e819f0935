//! What buttons say that stand on more than one page.

use crate::said::tame;

pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const DISMISS: &str = "Dismiss";
pub(crate) const REFRESH: &str = "Refresh";
pub(crate) const SIGN_OUT: &str = "Sign out";
pub(crate) const TRY_AGAIN: &str = "Try again";
pub(crate) const USE_FOR_MFA: &str = "Use for MFA";
pub(crate) const VERIFY: &str = "Verify";
pub(crate) const VERIFYING: &str = "Verifying…";
/// Asks how the account stands.
pub(crate) const CHECK_AGAIN: &str = "Check again";
/// Said while nobody knows what became of a change.
pub(crate) const UNSETTLED: &str =
    "The answer was lost, so we don’t know yet whether this was done.";
/// Said while a change is under way.
pub(crate) const WORKING: &str = "Working…";

/// What a button is called by who does not see beside what it stands. It begins with what can be
/// seen, so that it can be called by that (WCAG 2.5.3).
pub(crate) fn of(label: &str, thing: &str) -> String {
    format!("{label}: {}", tame(thing))
}
