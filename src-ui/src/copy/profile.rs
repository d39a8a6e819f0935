//! The words of what can be changed on the Account page.

use latchkey_ipc::view::EmailRemoval;

use crate::username_rules::Rule;

pub(crate) const TITLE: &str = "Profile";
pub(crate) const ABOUT: &str = "What people see of you in this service.";
pub(crate) const NAME: &str = "Name";
pub(crate) const FIRST_NAME: &str = "First name";
pub(crate) const LAST_NAME: &str = "Last name";
pub(crate) const USERNAME: &str = "Username";
pub(crate) const NONE_YET: &str = "None yet";
pub(crate) const EDIT: &str = "Edit";
pub(crate) const SAVE: &str = "Save";
pub(crate) const SAVING: &str = "Saving…";
/// Said in an open form, and of every button that would open another.
pub(crate) const ONE_FORM: &str = "To edit something else, save or cancel this first.";
/// Said beside what the instance does not let people change.
pub(crate) const IMMUTABLE: &str = "Whoever manages this service has to change this.";

/// Said beside what a company keeps.
const MANAGED: &str = "Your company keeps this. Ask whoever manages it to change it.";

/// Why the person cannot change something themselves.
pub(crate) fn fixed(managed: bool) -> &'static str {
    if managed { MANAGED } else { IMMUTABLE }
}

pub(crate) const CHANGE_PICTURE: &str = "Change picture";
pub(crate) const ADD_PICTURE: &str = "Add picture";
pub(crate) const REMOVE_PICTURE: &str = "Remove picture";
pub(crate) const ASK_REMOVE_PICTURE: &str = "Remove your picture?";
pub(crate) const REMOVE_PICTURE_MEANS: &str =
    "Your initials are shown in its place, to you and to others.";

pub(crate) const ADD_EMAIL: &str = "Add an address";
pub(crate) const EMAIL: &str = "Email address";
pub(crate) const SEND_CODE: &str = "Add and send a code";
pub(crate) const ADDING: &str = "Adding…";
/// The words around the address that a code goes to.
pub(crate) const CODE_GOES: (&str, &str) = ("A code goes to ", ". Type it here.");
pub(crate) const MAKE_PRIMARY: &str = "Make primary";
pub(crate) const REMOVE: &str = "Remove";
/// The words around the address.
pub(crate) const REMOVE_EMAIL: (&str, &str) = ("Remove ", " from your account?");
pub(crate) const REMOVE_EMAIL_MEANS: &str = "It can’t be used to sign in any more, and no codes or messages go to it. To use it again, you would have to add and verify it anew.";
pub(crate) const REMOVE_PRIMARY_MEANS: &str = "It is your primary address: another one takes its place. It can’t be used to sign in any more, and no codes or messages go to it.";
pub(crate) const MANAGE_PHONES: &str = "Manage numbers";

pub(crate) const DELETE: &str = "Delete account";
pub(crate) const DELETE_ABOUT: &str = "Ends this account for good, here and on every other device.";
pub(crate) const ASK_DELETE: &str = "Delete your account for good?";
pub(crate) const DELETE_MEANS: &str = "Your name, addresses, phone numbers and second factors are deleted, and every device is signed out. What the service keeps for you goes too. Nobody can bring it back.";
/// What has to be typed before an account is deleted.
pub(crate) const DELETE_WORD: &str = "DELETE";
/// Asks for that word.
pub(crate) const TYPE_WORD: &str = "Type DELETE to go on";

/// Why an address has to stay, where it does.
pub(crate) fn kept(removal: EmailRemoval) -> Option<&'static str> {
    match removal {
        EmailRemoval::Allowed => None,
        EmailRemoval::Immutable => Some(IMMUTABLE),
        EmailRemoval::Linked => {
            Some("It came with an account elsewhere that is connected to yours, and stays with it.")
        }
        EmailRemoval::Required => Some(
            "Your account has to keep a verified address. Add and verify another one to remove this.",
        ),
        EmailRemoval::LastIdentifier => Some(
            "It’s all you can sign in with. Add and verify another address to remove this one.",
        ),
    }
}

/// A rule for user names.
pub(crate) fn rule(rule: Rule) -> String {
    match rule {
        Rule::AtLeast(1) => "At least 1 character".to_owned(),
        Rule::AtLeast(length) => format!("At least {length} characters"),
        Rule::AtMost(length) => format!("At most {length} characters"),
        Rule::Letter => "A letter".to_owned(),
        Rule::Characters => "Only letters from a to z, digits, - and _".to_owned(),
        Rule::NoBlanks => "No blanks".to_owned(),
    }
}
