//! The view of the settings.

use latchkey_ipc::view::{AppView, GivenBy, Page, SettingsView};

use super::{details, device};
use crate::model::{Model, State};
use crate::startup::{Origin, Startup, Target};

/// The settings, over this view.
pub(super) fn settings(model: &Model, beneath: &AppView) -> SettingsView {
    let pages = beneath.navigation.as_ref().map_or(&[][..], |navigation| &navigation.pages);
    let storage = device::kept(model.storage);
    SettingsView {
        theme: model.saved.theme,
        storage,
        leads_to_device: pages.contains(&Page::ThisDevice),
        folder: model.startup.data_folder.clone(),
        given_by: given_by(model),
        details: details::of(model, storage),
    }
}

/// Who decided on the instance, where it was not the person.
fn given_by(model: &Model) -> Option<GivenBy> {
    let State::Connected(connection) = &model.state else { return None };
    let Startup { given_key, given_by, .. } = &model.startup;
    let by_start = match &connection.target {
        Target::Emulator(Origin::Given) => true,
        Target::Key(_, Origin::Given) => given_key.is_some(),
        Target::Emulator(_) | Target::Key(..) => return None,
    };
    let place = given_by.clone().filter(|_| by_start);
    Some(place.map_or(GivenBy::Build, |place| GivenBy::Start { place }))
}
