//! The key of an authenticator app in each form that an app can take.

use std::fmt::Write as _;

use latchkey_fapi_types::{TotpSecret, TotpUri};
use latchkey_ipc::secret::Revealed;
use latchkey_ipc::view::{Copied, QrCode, TotpKeyView};
use percent_encoding::percent_decode_str;
use qrcode::{Color, EcLevel};
use zeroize::Zeroizing;

/// Modules of white on each side, without which a camera does not find the code (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// What an app takes for granted where the `otpauth` address does not give it.
const DIGITS: u32 = 6;
const PERIOD: u32 = 30;

/// The most digits that a code can have: it is cut from a number of 31 bits (RFC 4226).
const MOST_DIGITS: u32 = 10;

/// The key on the screen. Its QR code is made once, when the key comes, and dropped with it.
#[derive(Debug, Default)]
pub(crate) struct QrCache(Option<Shown>);

#[derive(Debug)]
struct Shown {
    uri: TotpUri,
    view: Option<TotpKeyView>,
}

impl QrCache {
    /// Takes the key that is on the screen now; none where there is none.
    pub(crate) fn follow(&mut self, key: Option<(&TotpSecret, &TotpUri)>) {
        if self.0.as_ref().map(|shown| &shown.uri) != key.map(|(_, uri)| uri) {
            self.0 = key.map(|(secret, uri)| {
                let view = totp_key(secret, uri, None);
                Shown { uri: uri.clone(), view }
            });
        }
    }

    /// The key as the page shows it. None where its address is too long for a QR code, or there is
    /// no key.
    pub(crate) fn view(&self, copied: Option<Copied>) -> Option<TotpKeyView> {
        let view = self.0.as_ref()?.view.clone()?;
        Some(TotpKeyView { copied, ..view })
    }
}

/// The key as the page shows it. None where the address is too long for a QR code.
pub(crate) fn totp_key(
    secret: &TotpSecret,
    uri: &TotpUri,
    copied: Option<Copied>,
) -> Option<TotpKeyView> {
    // EXPOSE: shown, as a QR code and as text; that is what the page is for.
    let uri = uri.expose();
    let otpauth = Otpauth::read(uri);
    Some(TotpKeyView {
        qr: qr_code(uri)?,
        uri: Revealed::new(uri),
        // EXPOSE: shown, for an app without a camera.
        key: Revealed::new(in_groups(secret.expose())),
        issuer: otpauth.issuer,
        account: otpauth.account,
        digits: otpauth.digits,
        period: otpauth.period,
        copied,
    })
}

/// What an `otpauth` address has in it beside the key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Otpauth {
    pub(crate) issuer: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) digits: u32,
    pub(crate) period: u32,
}

impl Otpauth {
    /// Copies no more of the address than these, so that the key in it is left in one place.
    pub(crate) fn read(uri: &str) -> Self {
        let mut read = Self { issuer: None, account: None, digits: DIGITS, period: PERIOD };
        let Some((_kind, rest)) = uri.strip_prefix("otpauth://").and_then(|it| it.split_once('/'))
        else {
            return read;
        };
        let (label, query) = rest.split_once('?').unwrap_or((rest, ""));
        // The label: the account alone, or after the issuer and a colon.
        let label = percent_decode_str(label).decode_utf8_lossy();
        let (issuer, account) = match label.split_once(':') {
            Some((issuer, account)) => (issuer, account),
            None => ("", &*label),
        };
        let named = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        read.issuer = named(issuer);
        read.account = named(account);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "issuer" => read.issuer = named(&value).or(read.issuer),
                "digits" => read.digits = number(&value, MOST_DIGITS).unwrap_or(DIGITS),
                "period" => read.period = number(&value, u32::MAX).unwrap_or(PERIOD),
                _ => {}
            }
        }
        read
    }
}

/// A number from 1 to the most that there can be. An app takes any other for one that is not given.
fn number(text: &str, most: u32) -> Option<u32> {
    text.parse().ok().filter(|number| (1..=most).contains(number))
}

/// The key in groups of four, as it is read out or typed.
fn in_groups(key: &str) -> String {
    let mut groups = String::with_capacity(key.len() * 2);
    for (place, character) in key.chars().filter(|it| !it.is_whitespace()).enumerate() {
        if place > 0 && place % 4 == 0 {
            groups.push(' ');
        }
        groups.push(character);
    }
    groups
}

/// The QR code of a text, in one svg path of horizontal bars. None where the text is too long.
fn qr_code(text: &str) -> Option<QrCode> {
    let code = qrcode::QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let colors = code.into_colors();
    let mut path = Zeroizing::new(String::with_capacity(width * width * 4));
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        for bar in row.chunk_by(|left, right| left == right) {
            if bar.first() == Some(&Color::Dark) {
                // Writing into a text does not fail.
                let _ = write!(
                    path,
                    "M{} {}h{}v1h-{}z",
                    x + QUIET_ZONE,
                    y + QUIET_ZONE,
                    bar.len(),
                    bar.len(),
                );
            }
            x += bar.len();
        }
    }
    Some(QrCode {
        size: u32::try_from(width + 2 * QUIET_ZONE).ok()?,
        path: Revealed::new(path.as_str()),
    })
}

#[cfg(test)]
mod tests;
