//! The words around the pages: the window's title, the navigation, the emulator's banner.

use latchkey_ipc::view::{Page, Screen};

use super::{about, account, mfa, organizations, settings, sign_in, task, wizard};
use crate::said::quote;

pub(crate) const DEVICES: &str = "Devices";
pub(crate) const THIS_DEVICE: &str = "This device";

/// The window's title.
pub(crate) fn title(screen: &Screen, product: &str) -> String {
    let page = match screen {
        Screen::Loading => "Connecting",
        Screen::Connect(_) => sign_in::CONNECT,
        Screen::SignIn(_) => sign_in::TITLE,
        Screen::Verify(_) => "Verify",
        Screen::ResetPassword(_) => "Reset password",
        Screen::Task(_) => task::TITLE,
        Screen::Account(_) => account::TITLE,
        Screen::ManageMfa(_) => mfa::SHORT_TITLE,
        Screen::AddTotp(_) => wizard::ADD_TOTP,
        Screen::AddPhone(_) => wizard::ADD_PHONE,
        Screen::Devices(_) => DEVICES,
        Screen::Organizations(_) => organizations::TITLE,
        Screen::ThisDevice(_) => THIS_DEVICE,
        Screen::Settings(_) => settings::TITLE,
        Screen::About(_) => about::ENTRY,
        Screen::Help(_) => "Help",
    };
    format!("{page} · {product}")
}

/// What the navigation is called.
pub(crate) const NAVIGATION: &str = "Main";

/// A page in the navigation. While the session waits until a second factor is set up, the choice of
/// one stands in the place of the account.
pub(crate) fn entry(page: Page, setup: bool) -> &'static str {
    match page {
        Page::Account if setup => "Set up MFA",
        Page::Account => account::TITLE,
        Page::ManageMfa => mfa::SHORT_TITLE,
        Page::AddTotp => wizard::ADD_TOTP,
        Page::AddPhone => wizard::ADD_PHONE,
        Page::Devices => DEVICES,
        Page::Organizations => organizations::TITLE,
        Page::ThisDevice => THIS_DEVICE,
    }
}

// The emulator.

pub(crate) const EMULATOR: &str = "Local emulator";
pub(crate) const EMULATOR_ABOUT: &str = "Nothing here leaves this computer.";
/// Stands between those two.
pub(crate) const DASH: &str = " — ";
pub(crate) const NEWEST_CODE: &str = "Newest code";

/// Whom the newest code went to.
pub(crate) fn newest_to(to: &str) -> String {
    format!(" to {}", quote(to))
}

pub(crate) const DEMO_ACCOUNTS: &str = "Demo accounts";
pub(crate) const DEMO_USE: &str = "Use";

/// What the button that takes a demo account is called.
pub(crate) fn demo_use(identifier: &str) -> String {
    format!("{DEMO_USE} {identifier}")
}

pub(crate) const DEMO_IDENTIFIER: &str = "Sign in as";
pub(crate) const DEMO_PASSWORD: &str = "Password";
pub(crate) const DEMO_TOTP_CODE: &str = "Authenticator code";
pub(crate) const DEMO_BACKUP_CODE: &str = "Backup code";
