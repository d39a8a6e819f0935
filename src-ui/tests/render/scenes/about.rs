//! The page about the program, signed out and signed in.

use latchkey_ipc::view::{AboutView, AppView, Licences, LicencesView, Part, Screen};

use super::{account, app};

pub(crate) fn all() -> Vec<(&'static str, AppView)> {
    let over = app(Screen::Account(account()));
    vec![
        ("about", app(Screen::About(about()))),
        ("about-signed-in", AppView { screen: Screen::About(about()), ..over }),
    ]
}

pub(crate) fn about() -> AboutView {
    AboutView {
        version: "1.2.3".to_owned(),
        commit: "0123456789ab".to_owned(),
        built: "2026-01-31".to_owned(),
        licence: "MIT OR Apache-2.0".to_owned(),
    }
}

/// A short list.
pub(crate) fn licences() -> LicencesView {
    let part = |name: &str, licence: &str| Part {
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        licence: licence.to_owned(),
        source: format!("https://example.com/{name}"),
        texts: vec![0],
    };
    LicencesView::Listed(Licences {
        parts: vec![part("ring", "Apache-2.0 AND ISC"), part("url", "MIT OR Apache-2.0")],
        texts: vec!["Permission is hereby granted.".to_owned()],
    })
}
