//! Step-up: a factor is proven again before a sensitive change (Clerk: reverification).

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::sign_in::VerifyView;
use crate::error::Problem;

/// The step-up dialog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepUpView {
    /// What waits for it.
    pub action: StepUpAction,
    /// What it shows.
    pub step: StepUpStep,
}

/// A change that waits for a proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepUpAction {
    /// Setting up an authenticator app.
    AddTotp,
    /// Removing the authenticator app.
    RemoveTotp,
    /// Adding a phone number.
    AddPhone,
    /// Using this number as a second factor.
    UsePhone(String),
    /// No longer using this number as a second factor.
    DisablePhone(String),
    /// Sending codes to this number first.
    MakeDefaultPhone(String),
    /// Taking this number off the account.
    RemovePhone(String),
    /// Making new backup codes.
    GenerateBackupCodes,
    /// Setting another password.
    ChangePassword,
    /// Taking the password away.
    RemovePassword,
    /// Changing the name.
    ChangeName,
    /// Changing the user name.
    ChangeUsername,
    /// Changing the picture.
    ChangePicture,
    /// Taking the picture away.
    RemovePicture,
    /// Adding an email address.
    AddEmail,
    /// Making this email address the primary one.
    MakePrimaryEmail(String),
    /// Taking this email address off the account.
    RemoveEmail(String),
    /// Making this phone number the primary one.
    MakePrimaryPhone(String),
    /// Deleting the account.
    DeleteAccount,
    /// Signing another device out.
    SignOutDevice,
    /// Signing out all devices but this one.
    SignOutOthers,
    /// Using the session for another organization.
    SelectOrganization,
    /// Joining an organization, or asking to.
    JoinOrganization,
    /// Making an organization.
    CreateOrganization,
    /// Leaving an organization.
    LeaveOrganization,
}

/// What the dialog shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepUpStep {
    /// The server is being asked what it accepts.
    Starting,
    /// A factor is asked for.
    Verify(VerifyView),
    /// The server could not be asked.
    Failed {
        /// What is wrong.
        problem: Problem,
        /// Whether it can be asked again.
        activity: Activity,
    },
    /// The server accepts nothing that this version knows.
    Unknown {
        /// What it accepts, or its status, by name.
        value: String,
    },
}
