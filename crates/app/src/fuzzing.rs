//! What the fuzzers call: the readers of what people type and of what comes from files and servers.
//! Nothing that ships has this module.

use latchkey_core::sign_in::Identifier;
use latchkey_fapi_types::environment::IdentifierKind;
use latchkey_fapi_types::{TotpSecret, TotpUri};
use latchkey_ipc::view::{LicencesView, PhoneEntry, TotpKeyView};

use crate::ports::ListFile;
use crate::{identifier, licences, phone, qr};

/// A phone number that is typed into its field.
pub fn phone_number(country: &str, text: &str) -> PhoneEntry {
    phone::entry(country, text)
}

/// What is typed into the form of a sign-in. Without kinds, as before the instance has said which it
/// accepts.
pub fn identifier(kinds: Option<&[IdentifierKind]>, country: &str, text: &str) -> Identifier {
    identifier::as_one_of(kinds, country, text)
}

/// The list of licences of a file.
pub fn licence_list(text: &str) -> LicencesView {
    licences::view(ListFile { path: String::new(), contents: Ok(text.to_owned()) })
}

/// The key of an authenticator app as it is shown. Drawing it takes long.
pub fn totp_key(secret: &str, uri: &str) -> Option<TotpKeyView> {
    qr::totp_key(&TotpSecret::new(secret), &TotpUri::new(uri), None)
}

/// What is told of its address: issuer and account, the digits of a code and the seconds of its life.
pub fn otpauth(uri: &str) -> ([Option<String>; 2], u32, u32) {
    let read = qr::Otpauth::read(uri);
    ([read.issuer, read.account], read.digits, read.period)
}
