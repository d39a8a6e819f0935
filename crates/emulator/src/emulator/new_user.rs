//! Adding a user from outside of the API.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::config::PasswordCost;
use crate::error::ControlError;
use crate::model::{EmailAddress, PhoneNumber, Totp, User};
use crate::random::Random;
use crate::rules::backup::StoredBackupCode;
use crate::rules::identifier::Identifier;
use crate::rules::lockout::Failures;
use crate::rules::{password, totp, username};
use crate::store;

/// A user to add, fully specified. Everything but the first address or number may be left out.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewUser {
    /// Username, which is kept in lower case.
    pub username: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// The password in clear; it is hashed at once.
    pub password: Option<String>,
    /// An argon2id hash in PHC form, instead of `password`.
    pub password_hash: Option<String>,
    /// Email addresses, the first one primary.
    pub email_addresses: Vec<NewEmailAddress>,
    /// Phone numbers, the first one primary.
    pub phone_numbers: Vec<NewPhoneNumber>,
    /// The base32 secret of an enrolled authenticator app.
    pub totp_secret: Option<String>,
    /// Backup codes in clear; they are hashed at once.
    pub backup_codes: Vec<String>,
    /// Whether this user's sessions are pending on `setup-mfa` until a second factor is there.
    pub force_mfa: bool,
    /// Session tasks of this user, whatever the instance asks for.
    pub tasks: Vec<String>,
    /// Whether this user is banned.
    pub banned: bool,
}

/// An email address of a new user.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NewEmailAddress {
    /// The address.
    pub email_address: String,
    /// Whether it is verified, as it is unless said otherwise.
    #[serde(default = "yes")]
    pub verified: bool,
}

/// A phone number of a new user.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NewPhoneNumber {
    /// The number in E.164.
    pub phone_number: String,
    /// Whether it is verified, as it is unless said otherwise.
    #[serde(default = "yes")]
    pub verified: bool,
    /// Whether it is a second factor.
    #[serde(default)]
    pub reserved_for_second_factor: bool,
    /// Whether it is the default second factor; the first reserved one is, unless another one says so.
    #[serde(default)]
    pub default_second_factor: bool,
}

fn yes() -> bool {
    true
}

/// The ids of a user that was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AddedUser {
    /// The user.
    pub id: String,
    /// The addresses, in the order given.
    pub email_address_ids: Vec<String>,
    /// The numbers, in the order given.
    pub phone_number_ids: Vec<String>,
}

/// Adds a user; the caller owns the transaction.
pub(crate) fn add(
    db: &Connection,
    random: &Random,
    cost: PasswordCost,
    now: Timestamp,
    new: &NewUser,
) -> Result<AddedUser, ControlError> {
    let user = build(random, cost, now, new)?;
    store::users::insert(db, &user)?;
    for code in &new.backup_codes {
        let stored = StoredBackupCode::new(code, random.salt());
        store::backup_codes::add(db, &user.id, &stored)?;
    }
    Ok(AddedUser {
        email_address_ids: user.emails.into_iter().map(|email| email.id).collect(),
        phone_number_ids: user.phones.into_iter().map(|phone| phone.id).collect(),
        id: user.id,
    })
}

fn build(
    random: &Random,
    cost: PasswordCost,
    now: Timestamp,
    new: &NewUser,
) -> Result<User, ControlError> {
    let emails = emails(random, now, &new.email_addresses)?;
    let phones = phones(random, now, &new.phone_numbers)?;
    if emails.is_empty() && phones.is_empty() {
        return Err(invalid("give an email address or a phone number"));
    }
    if new.totp_secret.as_deref().is_some_and(|secret| !totp::is_secret(secret)) {
        return Err(not_base32());
    }
    let password_hash = match &new.password {
        Some(clear) => Some(
            password::hash(clear, &random.salt(), cost)
                .ok_or_else(|| invalid("the password cost is out of range"))?,
        ),
        None => new.password_hash.clone(),
    };
    let has_second_factor =
        new.totp_secret.is_some() || phones.iter().any(PhoneNumber::is_second_factor);
    Ok(User {
        id: random.id("user"),
        username: new.username.as_deref().map(username::kept),
        first_name: new.first_name.clone(),
        last_name: new.last_name.clone(),
        password_updated_at: password_hash.is_some().then_some(now),
        password_hash,
        primary_email_address_id: emails.first().map(|email| email.id.clone()),
        primary_phone_number_id: phones
            .iter()
            .find(|phone| phone.verified)
            .map(|phone| phone.id.clone()),
        banned: new.banned,
        force_mfa: new.force_mfa,
        extra_tasks: new.tasks.clone(),
        failures: Failures::default(),
        mfa_enabled_at: has_second_factor.then_some(now),
        mfa_disabled_at: None,
        last_sign_in_at: None,
        last_active_at: None,
        created_at: now,
        updated_at: now,
        memberships: Vec::new(),
        picture_id: None,
        emails,
        phones,
        external_accounts: Vec::new(),
        totp: new.totp_secret.as_deref().map(|secret| enrolled_totp(random, now, secret)),
        has_backup_codes: !new.backup_codes.is_empty(),
    })
}

fn invalid(what: &str) -> ControlError {
    ControlError::InvalidUser(what.to_owned())
}

/// A key for an authenticator app that is none. It is not repeated.
pub(crate) fn not_base32() -> ControlError {
    invalid("totp_secret is not base32")
}

/// An authenticator app that is verified already.
pub(crate) fn enrolled_totp(random: &Random, now: Timestamp, secret: &str) -> Totp {
    Totp {
        id: random.id("totp"),
        secret: secret.to_owned(),
        verified: true,
        last_step: 0,
        created_at: now,
        updated_at: now,
    }
}

fn emails(
    random: &Random,
    now: Timestamp,
    new: &[NewEmailAddress],
) -> Result<Vec<EmailAddress>, ControlError> {
    new.iter()
        .map(|email| match Identifier::parse(&email.email_address) {
            Some(Identifier::Email(address)) => Ok(EmailAddress {
                id: random.id("idn"),
                address,
                verified: email.verified,
                verification: None,
                linked_to: Vec::new(),
                created_at: now,
                updated_at: now,
            }),
            Some(Identifier::Phone(_)) | None => {
                Err(invalid(&format!("'{}' is not an email address", email.email_address)))
            }
        })
        .collect()
}

fn phones(
    random: &Random,
    now: Timestamp,
    new: &[NewPhoneNumber],
) -> Result<Vec<PhoneNumber>, ControlError> {
    let default = new
        .iter()
        .position(|phone| phone.default_second_factor)
        .or_else(|| new.iter().position(|phone| phone.reserved_for_second_factor));
    new.iter()
        .enumerate()
        .map(|(index, phone)| match Identifier::parse(&phone.phone_number) {
            Some(Identifier::Phone(number)) => Ok(PhoneNumber {
                id: random.id("idn"),
                number,
                verified: phone.verified,
                reserved_for_second_factor: phone.reserved_for_second_factor,
                default_second_factor: default == Some(index) && phone.reserved_for_second_factor,
                verification: None,
                created_at: now,
                updated_at: now,
            }),
            Some(Identifier::Email(_)) | None => Err(invalid(&format!(
                "'{}' is not a phone number in E.164, such as +447700900180",
                phone.phone_number
            ))),
        })
        .collect()
}
