//! What users of the instance have, and what they sign in and protect their account with.

use serde_json::{Value, json};

use crate::settings::{Settings, Use};

pub(super) fn attributes(settings: &Settings) -> Value {
    let offered = &settings.attributes;
    let email = ["email_code"];
    let phone = ["phone_code"];
    let mut attributes = json!({
        "email_address": attribute(
            Offer { enabled: true, required: offered.email_required, verifications: &email },
            offered.email_code.then_some(&email),
            offered.email_second_factor.then_some(&email),
        ),
        "phone_number": attribute(
            Offer {
                enabled: offered.phone_number,
                required: offered.needs_phone(),
                verifications: &phone,
            },
            offered.by_phone().then_some(&phone),
            offered.by_phone_second().then_some(&phone),
        ),
        // A password is enabled but not listed as a first factor: captured environments are like this.
        "password": attribute(
            Offer { enabled: true, required: settings.password_required, verifications: &[] }, None, None),
        "authenticator_app": attribute(
            Offer { enabled: offered.totp, required: false, verifications: &["totp"] },
            None,
            offered.totp.then_some(&["totp"]),
        ),
        "backup_code": attribute(
            Offer { enabled: offered.backup_code, required: false, verifications: &[] },
            None,
            offered.backup_code.then_some(&["backup_code"]),
        ),
        "first_name": attribute(Offer::of(offered.first_name), None, None),
        "last_name": attribute(Offer::of(offered.last_name), None, None),
        "username": attribute(Offer::of(offered.username), None, None),
        "web3_wallet": attribute(Offer::of(Use::Off), None, None),
        "passkey": attribute(Offer::of(Use::Off), None, None),
        "ticket": attribute(Offer::of(Use::Off), None, None),
    });
    for name in &settings.immutable {
        if let Some(attribute) = attributes.get_mut(name.as_str()).and_then(Value::as_object_mut) {
            attribute.insert("immutable".to_owned(), true.into());
        }
    }
    attributes
}

/// What an attribute is apart from being a factor.
#[derive(Clone, Copy)]
struct Offer<'a> {
    enabled: bool,
    required: bool,
    verifications: &'a [&'a str],
}

impl Offer<'_> {
    fn of(how: Use) -> Self {
        Self { enabled: how != Use::Off, required: how == Use::Required, verifications: &[] }
    }
}

fn attribute(offer: Offer<'_>, first: Option<&[&str; 1]>, second: Option<&[&str; 1]>) -> Value {
    json!({
        "enabled": offer.enabled,
        "required": offer.required,
        "used_for_first_factor": first.is_some(),
        "first_factors": first.map(<[_; 1]>::as_slice).unwrap_or_default(),
        "used_for_second_factor": second.is_some(),
        "second_factors": second.map(<[_; 1]>::as_slice).unwrap_or_default(),
        "verifications": offer.verifications,
        "verify_at_sign_up": offer.required && !offer.verifications.is_empty(),
        "immutable": false,
    })
}
