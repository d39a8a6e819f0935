//! The key of an authenticator app in each form that an app can take.

use std::fmt::Write as _;

use latchkey_fapi_types::{TotpSecret, TotpUri};
use latchkey_ipc::secret::Revealed;
use latchkey_ipc::view::{Copied, QrCode, TotpKeyView};
use percent_encoding::percent_decode_str;
use qrcode::{Color, EcLevel};
use url::Url;
use zeroize::Zeroizing;

/// Modules of white on each side, without which a camera does not find the code (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// What an `otpauth` address counts as said where it does not say it.
const DIGITS: u32 = 6;
const PERIOD: u32 = 30;

/// The key as the page shows it. None where the address is too long for a QR code.
pub(crate) fn totp_key(
    secret: &TotpSecret,
    uri: &TotpUri,
    copied: Option<Copied>,
) -> Option<TotpKeyView> {
    // EXPOSE: shown, as a QR code and as text; that is what the page is for.
    let uri = uri.expose();
    let said = Said::read(uri);
    Some(TotpKeyView {
        qr: qr_code(uri)?,
        uri: Revealed::new(uri),
        // EXPOSE: shown, for an app without a camera.
        key: Revealed::new(in_groups(secret.expose())),
        issuer: said.issuer,
        account: said.account,
        digits: said.digits,
        period: said.period,
        copied,
    })
}

/// What an `otpauth` address says besides the key.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    issuer: Option<String>,
    account: Option<String>,
    digits: u32,
    period: u32,
}

impl Said {
    fn read(uri: &str) -> Self {
        let mut said = Self { issuer: None, account: None, digits: DIGITS, period: PERIOD };
        let Ok(uri) = Url::parse(uri) else { return said };
        // The label: the account alone, or after the issuer and a colon.
        let label = percent_decode_str(uri.path().trim_start_matches('/')).decode_utf8_lossy();
        let (issuer, account) = match label.split_once(':') {
            Some((issuer, account)) => (issuer, account),
            None => ("", &*label),
        };
        let named = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        said.issuer = named(issuer);
        said.account = named(account);
        for (name, value) in uri.query_pairs() {
            match &*name {
                "issuer" => said.issuer = named(&value).or(said.issuer),
                "digits" => said.digits = value.parse().unwrap_or(DIGITS),
                "period" => said.period = value.parse().unwrap_or(PERIOD),
                _ => {}
            }
        }
        said
    }
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
