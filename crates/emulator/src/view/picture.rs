//! Where pictures are served.

use crate::model::User;
use crate::model::organizations::Organization;
use crate::work::Work;

pub(crate) fn url(work: &Work<'_>, id: &str) -> String {
    format!("{}/pictures/{id}", work.base_url)
}

/// The logo of an organization; empty if there is none.
pub(crate) fn of_organization(work: &Work<'_>, organization: &Organization) -> String {
    organization.logo_id.as_deref().map(|id| url(work, id)).unwrap_or_default()
}

/// The picture of a user; empty if there is none.
pub(crate) fn of_user(work: &Work<'_>, user: &User) -> String {
    user.picture_id.as_deref().map(|id| url(work, id)).unwrap_or_default()
}
