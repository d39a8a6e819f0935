//! The words of organizations: their page, and the task that waits for one.

pub(crate) const TITLE: &str = "Organizations";
/// What the page is called on the account.
pub(crate) const ON_ACCOUNT: &str = "Organization";
pub(crate) const ON_ACCOUNT_ABOUT: &str = "What you use this account for at the moment.";
pub(crate) const SWITCH: &str = "Switch";
pub(crate) const LEAD: &str =
    "Choose what you use this account for. Members and billing are managed in the web app.";
/// Said in the task where there is nothing to choose, to join or to make.
pub(crate) const NOTHING: &str = "You’re in no organization, and you can’t make one here. Ask somebody in yours to invite you, then refresh.";
pub(crate) const YOURS: &str = "Your organizations";
pub(crate) const YOURS_ABOUT: &str = "Use one of them at a time.";
pub(crate) const NONE: &str = "You’re in no organization yet.";
pub(crate) const PERSONAL: &str = "Your own account";
pub(crate) const IN_USE: &str = "In use";
pub(crate) const USE: &str = "Use";
pub(crate) const LEAVE: &str = "Leave";
pub(crate) const INVITATIONS: &str = "Invitations";
pub(crate) const INVITATIONS_ABOUT: &str = "You’re a member as soon as you join.";
pub(crate) const JOIN: &str = "Join";
pub(crate) const SUGGESTIONS: &str = "You could join";
pub(crate) const SUGGESTIONS_ABOUT: &str =
    "Their members share your email’s domain. Somebody there has to let you in.";
pub(crate) const REQUEST: &str = "Ask to join";
pub(crate) const REQUESTED: &str = "Asked";
/// Announced while it is not known what there is to join.
pub(crate) const LOOKING: &str = "Looking for invitations…";
pub(crate) const NEW: &str = "New organization";
pub(crate) const NEW_ABOUT: &str = "You run it, and can invite others in the web app.";
pub(crate) const CREATE: &str = "Create one";
pub(crate) const NAME: &str = "Name";
pub(crate) const SLUG: &str = "Name in addresses (optional)";
pub(crate) const SLUG_ABOUT: &str = "Small letters, digits and hyphens.";
/// Leads back to the account.
pub(crate) const BACK: &str = "Back to account";
pub(crate) const SUBMIT: &str = "Create organization";
pub(crate) const CREATING: &str = "Creating…";
pub(crate) const LEAVE_MEANS: &str =
    "You lose what you can do and see there. Somebody there has to invite you to come back.";

/// The title of the question before one is left.
pub(crate) fn ask_leave(name: &str) -> String {
    format!("Leave {}?", crate::said::quote(name))
}
