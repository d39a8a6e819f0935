//! An account at a provider.

use serde_json::{Value, json};

use super::verification;
use crate::clock::Timestamp;
use crate::model::external::ExternalAccount;
use crate::rules::external::Person;

pub(crate) fn view(account: &ExternalAccount, now: Timestamp) -> Value {
    let told = |of: fn(&Person) -> &str| account.check.person.as_ref().map_or("", of);
    json!({
        "object": "external_account",
        "id": account.id,
        "provider": account.check.strategy,
        "identification_id": account.identification_id,
        "provider_user_id": told(|person| &person.id),
        "approved_scopes": "email profile",
        "email_address": told(|person| &person.email_address),
        "first_name": told(|person| &person.first_name),
        "last_name": told(|person| &person.last_name),
        "username": null,
        "phone_number": null,
        "image_url": null,
        "label": null,
        "public_metadata": {},
        "created_at": account.created_at.millis(),
        "updated_at": account.updated_at.millis(),
        "verification": verification::external(&account.check, now),
    })
}
