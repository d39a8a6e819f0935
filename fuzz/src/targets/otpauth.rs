//! The address of a new authenticator app, as a server sends it and a person sees it.

use latchkey_app::fuzzing;

use super::{first_line, text};

/// Only an address of this length is drawn: that takes so long that little else would be tried.
const DRAWN: usize = 12;

/// The key, then the address: whatever they are, they are shown as they are.
pub(crate) fn run(input: &[u8]) {
    let (key, uri) = first_line(input);
    let (key, uri) = (text(key), text(uri));
    let (names, digits, period) = fuzzing::otpauth(&uri);
    for name in names.iter().flatten() {
        assert!(!name.is_empty() && name.trim() == name, "{name:?}");
    }
    assert!((1..=10).contains(&digits), "no code has {digits} digits");
    assert!(period > 0, "no code is shown for no time");
    if uri.len() != DRAWN {
        return;
    }
    let shown = fuzzing::totp_key(&key, &uri);
    assert!(shown.is_some(), "a short address fits into a QR code");
    let Some(shown) = shown else { return };
    // EXPOSE: compared with what was given.
    assert_eq!(shown.uri.expose(), uri);
    // EXPOSE: compared with what was given.
    let grouped = shown.key.expose();
    let plain = |text: &str| -> String { text.chars().filter(|it| !it.is_whitespace()).collect() };
    assert_eq!(plain(grouped), plain(&key));
    assert!(grouped.split(' ').all(|group| group.chars().count() <= 4), "{grouped:?}");
    assert_eq!((shown.issuer, shown.account), names.into());
    assert_eq!((shown.digits, shown.period), (digits, period));
}
