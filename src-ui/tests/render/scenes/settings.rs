//! The settings, signed out and signed in.

use latchkey_ipc::view::{
    AppView, GivenBy, Screen, SettingsView, StoragePlace, StorageView, Theme,
};

use super::{account, app, elsewhere};

pub(crate) fn all() -> Vec<(&'static str, AppView)> {
    let over = app(Screen::Account(account()));
    vec![
        ("settings", app(Screen::Settings(settings()))),
        ("settings-signed-in", AppView { screen: Screen::Settings(settings()), ..over }),
        ("settings-no-instance", AppView { instance: None, ..app(Screen::Settings(settings())) }),
        ("settings-given", given(GivenBy::Start { place: "--publishable-key".to_owned() })),
        ("settings-built-in", elsewhere(given(GivenBy::Build))),
    ]
}

pub(crate) fn settings() -> SettingsView {
    SettingsView {
        theme: Theme::Dark,
        storage: StorageView { place: StoragePlace::SecretService, trouble: None, decided: false },
        leads_to_device: true,
        folder: "/home/ada/.local/share/app.latchkey.desktop".to_owned(),
        given_by: None,
        details: "Latchkey: 0.1.0\nRequests: 1, the newest last, by UTC\n2026-01-31 08:05:09 GET /v1/client: 200, 41 ms\n"
            .to_owned(),
    }
}

/// Where somebody else decided on the instance.
pub(crate) fn given(by: GivenBy) -> AppView {
    let view = app(Screen::Settings(SettingsView { given_by: Some(by), ..settings() }));
    let instance = view.instance.map(|mut instance| {
        instance.changeable = false;
        instance
    });
    AppView { instance, ..view }
}
