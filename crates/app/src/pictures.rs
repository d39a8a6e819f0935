//! Pictures of people and logos of organizations: under which keys the page asks for them, and where they are.
//!
//! A key says nothing of the address, so the page cannot have anything fetched that the server did not name.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use latchkey_fapi_types::organization::Organization;
use latchkey_fapi_types::user::User;
use latchkey_ipc::view::PictureKey;

use crate::connection::Connection;
use crate::model::{Model, State};

/// The key of a user's own picture.
pub(crate) fn of_user(user: &User, connection: &Connection) -> Option<PictureKey> {
    user.picture().map(|address| key(address, connection.picture_round))
}

/// The key of an organization's own logo.
pub(crate) fn of_organization(of: &Organization, connection: &Connection) -> Option<PictureKey> {
    of.logo().map(|address| key(address, connection.picture_round))
}

fn key(address: &str, round: u32) -> PictureKey {
    let mut hasher = DefaultHasher::new();
    address.hash(&mut hasher);
    PictureKey { of: hasher.finish(), round }
}

/// Where the picture with this key is, if what is known still names it.
pub(crate) fn address(model: &Model, wanted: PictureKey) -> Option<&str> {
    let State::Connected(connection) = &model.state else { return None };
    let is_wanted = |address: &&str| key(address, wanted.round) == wanted;
    let (open, session) = connection.session()?;
    let user = session.user.as_ref();
    let sessions = connection.holding.client.iter().flat_map(|client| &client.sessions);
    let people = sessions.filter_map(|session| session.user.as_ref()?.picture());
    let memberships = user.into_iter().flat_map(|user| &user.organization_memberships);
    let offers = open.machine.organizations().offers();
    let offered = offers.into_iter().flat_map(|offers| {
        let invitations = offers.invitations.iter().map(|it| &it.organization);
        invitations.chain(offers.suggestions.iter().map(|it| &it.organization))
    });
    let logos =
        memberships.map(|it| &it.organization).chain(offered).filter_map(Organization::logo);
    people.chain(logos).find(is_wanted)
}
