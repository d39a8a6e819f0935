//! The words of the dialog in which a factor is proven again.

use latchkey_ipc::view::StepUpAction;

pub(crate) const TITLE: &str = "Confirm it’s you";
/// Said while it is not known yet which factor is wanted.
pub(crate) const STARTING: &str = "Asking the server what it accepts…";
/// Said of a proof that this version cannot give.
pub(crate) const UNKNOWN: &str = "The server asks for a proof that this version of the app can’t give. Nothing was changed. Cancel, and make this change where you usually manage your account.";

/// What it is for begins with this.
pub(crate) const BEFORE: &str = "One more check before ";

/// What waits for it, as the end of that sentence: the number it is about, and the change.
pub(crate) fn change(action: &StepUpAction) -> (Option<&str>, &'static str) {
    match action {
        StepUpAction::AddTotp => (None, "an authenticator app is added."),
        StepUpAction::RemoveTotp => (None, "the authenticator app is removed."),
        StepUpAction::AddPhone => (None, "a phone number is added."),
        StepUpAction::UsePhone(number) => (Some(number), " is used for MFA."),
        StepUpAction::DisablePhone(number) => (Some(number), " is disabled for MFA."),
        StepUpAction::MakeDefaultPhone(number) => (Some(number), " becomes the default for MFA."),
        StepUpAction::RemovePhone(number) => (Some(number), " is removed from your account."),
        StepUpAction::GenerateBackupCodes => (None, "new backup codes are made."),
        StepUpAction::ChangeName => (None, "your name is changed."),
        StepUpAction::ChangeUsername => (None, "your username is changed."),
        StepUpAction::ChangePicture => (None, "your picture is changed."),
        StepUpAction::RemovePicture => (None, "your picture is removed."),
        StepUpAction::AddEmail => (None, "an email address is added."),
        StepUpAction::MakePrimaryEmail(address) => {
            (Some(address), " becomes your primary address.")
        }
        StepUpAction::RemoveEmail(address) => (Some(address), " is removed from your account."),
        StepUpAction::MakePrimaryPhone(number) => (Some(number), " becomes your primary number."),
        StepUpAction::DeleteAccount => (None, "your account is deleted."),
        StepUpAction::ChangePassword => (None, "your password is changed."),
        StepUpAction::RemovePassword => (None, "your password is removed."),
        StepUpAction::SignOutDevice => (None, "that device is signed out."),
        StepUpAction::SignOutOthers => (None, "all other devices are signed out."),
        StepUpAction::SelectOrganization => (None, "you switch to another organization."),
        StepUpAction::JoinOrganization => (None, "you join that organization."),
        StepUpAction::CreateOrganization => (None, "the organization is created."),
        StepUpAction::LeaveOrganization => (None, "you leave that organization."),
    }
}
