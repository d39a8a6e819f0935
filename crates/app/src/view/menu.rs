//! The view of the person's menu.

use latchkey_fapi_types::client::Session;
use latchkey_fapi_types::enums::SessionStatus;
use latchkey_fapi_types::user::User;
use latchkey_ipc::view::{AccountsMenu, Menu, OrganizationsMenu, OtherAccount};

use super::organizations;
use super::shown::Shown;
use crate::connection::{Connection, identifier};
use crate::ports::SavedSession;
use crate::{pictures, problem};

/// The menu of the person who is signed in.
pub(super) fn menu(shown: Shown<'_>, endings: &[SavedSession]) -> Menu {
    let Shown { connection, open, session, .. } = shown;
    let offers = connection.settings.environment.organizations.enabled
        && session.status != SessionStatus::Pending;
    let organizations = offers.then(|| OrganizationsMenu {
        personal: organizations::personal(shown),
        memberships: organizations::membership_views(shown),
    });
    let accounts = connection.allows_several().then(|| AccountsMenu {
        others: connection.others(endings).into_iter().map(|it| other(it, connection)).collect(),
    });
    Menu {
        organizations: organizations.filter(|menu| !menu.memberships.is_empty()),
        accounts,
        signing_out: open.machine.is_signing_out(),
        problem: open.machine.sign_out_failure().map(problem::of_account),
    }
}

fn other(session: &Session, connection: &Connection) -> OtherAccount {
    let user = session.user.as_ref();
    OtherAccount {
        id: session.id.as_str().to_owned(),
        name: user.and_then(User::full_name),
        identifier: user.and_then(identifier),
        picture: user.and_then(|user| pictures::of_user(user, connection)),
        pending: session.status == SessionStatus::Pending,
    }
}
