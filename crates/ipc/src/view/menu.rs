//! The menu of the person who is signed in: what the session is for, who else is signed in on this
//! device, and the ways out.

use serde::{Deserialize, Serialize};

use super::organization::{MembershipView, PersonalView};
use super::picture::PictureKey;
use crate::error::Problem;

/// The menu of the person who is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu {
    /// What the session can be used for; none where there is nothing to choose.
    pub organizations: Option<OrganizationsMenu>,
    /// The accounts of this device; none where the instance lets one person be signed in at a time.
    pub accounts: Option<AccountsMenu>,
    /// Whether the end of the session is under way.
    pub signing_out: bool,
    /// What failed, and is not told on the page.
    pub problem: Option<Problem>,
}

/// What the session can be used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationsMenu {
    /// The account of the person alone; none where the session always is for an organization.
    pub personal: Option<PersonalView>,
    /// The organizations that the person is in.
    pub memberships: Vec<MembershipView>,
}

/// The accounts of this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsMenu {
    /// Those besides the one that is shown.
    pub others: Vec<OtherAccount>,
}

/// An account that is signed in on this device, and is not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherAccount {
    /// Names it in requests.
    pub id: String,
    /// First and last name; none where the account has neither.
    pub name: Option<String>,
    /// What the person signs in with.
    pub identifier: Option<String>,
    /// The picture, where there is one.
    pub picture: Option<PictureKey>,
    /// Whether something has to be done before it can be used.
    pub pending: bool,
}

/// Another account is being added on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddingView {
    /// What the person signs in with whose account was shown before.
    pub identifier: Option<String>,
}
