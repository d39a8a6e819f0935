//! The organizations of a person: the page of their own, and the session task that waits for one.

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::picture::PictureKey;
use crate::error::Problem;

/// The organizations that a person is in and can join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationsView {
    /// Those that the person is in.
    pub memberships: Vec<MembershipView>,
    /// The account of the person alone; none where the session always is for an organization.
    pub personal: Option<PersonalView>,
    /// What there is to join; none until the server said so.
    pub offers: Option<OffersView>,
    /// The form for a new one; none where the person may make none.
    pub create: Option<CreateView>,
    /// Who is signed in, in the words of the server.
    pub identifier: Option<String>,
    /// Whether it is the end of the session that is under way.
    pub signing_out: bool,
    /// Whether a change is under way, or a look at what there is to join.
    pub activity: Activity,
    /// What failed, and belongs to no row.
    pub problem: Option<Problem>,
}

/// An organization that the person is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipView {
    /// Names it in requests.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its logo, where it has one.
    pub logo: Option<PictureKey>,
    /// What the person's role in it is called.
    pub role: Option<String>,
    /// Whether the session is for this one.
    pub selected: bool,
    /// Whether a change of it is under way, or failed.
    pub state: RowState,
}

/// The account of the person alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalView {
    /// Whether the session is for it.
    pub selected: bool,
    /// Whether going over to it is under way, or failed.
    pub state: RowState,
}

/// What there is to join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffersView {
    /// By an invitation.
    pub invitations: Vec<OfferView>,
    /// By asking whoever runs it.
    pub suggestions: Vec<OfferView>,
}

/// An organization that the person can join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferView {
    /// Names the invitation, or the suggestion, in requests.
    pub id: String,
    /// What the organization is called.
    pub name: String,
    /// Its logo, where it has one.
    pub logo: Option<PictureKey>,
    /// What the person's role in it will be called.
    pub role: Option<String>,
    /// Whether the person asked to join already.
    pub requested: bool,
    /// Whether joining is under way, or failed.
    pub state: RowState,
}

/// The form for a new organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateView {
    /// Whether it may be given a name in addresses.
    pub slug: bool,
    /// How many were made: with each, the form begins anew.
    pub made: u64,
    /// Whether making it is under way, or failed.
    pub state: RowState,
}

/// Where a change that belongs to a row stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowState {
    /// There is none.
    Idle,
    /// It is under way, or waits for a proof.
    Busy,
    /// Nothing is under way, and nobody knows what became of it: the client has to be seen.
    Unsettled,
    /// It failed.
    Failed(Problem),
}
