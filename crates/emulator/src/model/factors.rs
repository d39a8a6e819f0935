//! Which factors a user can be asked for, given the instance.

use crate::model::{SignInStatus, User};
use crate::rules::identifier::Identifier;
use crate::rules::strategy::{Channel, Strategy};
use crate::settings::Settings;

/// A strategy that a user may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Factor {
    pub(crate) strategy: Strategy,
    pub(crate) target: Option<Target>,
}

/// Where a code would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) id: String,
    pub(crate) identifier: Identifier,
    /// The user's primary address, for factors that say so.
    pub(crate) primary: Option<bool>,
    /// The user's default second factor, for factors that say so.
    pub(crate) default: Option<bool>,
}

impl Factor {
    fn plain(strategy: Strategy) -> Self {
        Self { strategy, target: None }
    }
}

/// First factors of a known user.
pub(crate) fn first(user: &User, settings: &Settings) -> Vec<Factor> {
    let has_password = user.password_hash.is_some();
    let mut factors = Vec::new();
    if has_password {
        factors.push(Factor::plain(Strategy::Password));
    }
    if settings.attributes.email_code {
        factors.extend(emails(user, Strategy::EmailCode));
    }
    if settings.attributes.by_phone() {
        factors.extend(phones(user, Strategy::PhoneCode));
    }
    if has_password {
        factors.extend(emails(user, Strategy::ResetPasswordEmailCode));
        if settings.attributes.by_phone() {
            factors.extend(phones(user, Strategy::ResetPasswordPhoneCode));
        }
    }
    factors
}

/// First factors for an identifier that no user has. They look like those of a real user (enumeration protection).
pub(crate) fn decoy(identifier: &Identifier, sign_in_id: &str) -> Vec<Factor> {
    let id = format!("idn_{}", sign_in_id.trim_start_matches("sia_"));
    let channel = match identifier {
        Identifier::Email(_) => Channel::Email,
        Identifier::Phone(_) => Channel::Sms,
    };
    let target = Target { id, identifier: identifier.clone(), primary: Some(true), default: None };
    let coded = [
        Strategy::EmailCode,
        Strategy::PhoneCode,
        Strategy::ResetPasswordEmailCode,
        Strategy::ResetPasswordPhoneCode,
    ];
    std::iter::once(Factor::plain(Strategy::Password))
        .chain(
            coded
                .into_iter()
                .filter(|strategy| strategy.channel() == Some(channel))
                .map(|strategy| Factor { strategy, target: Some(target.clone()) }),
        )
        .collect()
}

/// Second factors of a user, empty without MFA.
pub(crate) fn second(user: &User, settings: &Settings) -> Vec<Factor> {
    let offered = &settings.attributes;
    let mut factors = Vec::new();
    if offered.totp && user.totp_enabled() {
        factors.push(Factor::plain(Strategy::Totp));
    }
    if offered.by_phone_second() {
        factors.extend(user.second_factor_phones().map(|phone| Factor {
            strategy: Strategy::PhoneCode,
            target: Some(Target {
                id: phone.id.clone(),
                identifier: Identifier::Phone(phone.number.clone()),
                primary: None,
                default: Some(phone.default_second_factor),
            }),
        }));
    }
    if factors.is_empty() {
        return factors;
    }
    if offered.email_second_factor {
        factors.extend(emails(user, Strategy::EmailCode));
    }
    if offered.backup_code && user.has_backup_codes {
        factors.push(Factor::plain(Strategy::BackupCode));
    }
    factors
}

/// Factors of the second step of a sign-in: those that make a client trusted where the user has no MFA.
pub(crate) fn second_step(status: SignInStatus, user: &User, settings: &Settings) -> Vec<Factor> {
    if status == SignInStatus::NeedsClientTrust {
        client_trust(user, settings)
    } else {
        second(user, settings)
    }
}

/// First factors of a reverification (contract §6.3).
pub(crate) fn first_for_reverification(user: &User, settings: &Settings) -> Vec<Factor> {
    let mut factors = first(user, settings);
    factors.retain(|factor| !factor.strategy.resets_password());
    factors
}

/// Second factors of a reverification: an email code is none of them (contract §6.3).
pub(crate) fn second_for_reverification(user: &User, settings: &Settings) -> Vec<Factor> {
    let mut factors = second(user, settings);
    factors.retain(|factor| factor.strategy != Strategy::EmailCode);
    factors
}

/// Factors by which a user makes a new client trusted (contract: client trust).
pub(crate) fn client_trust(user: &User, settings: &Settings) -> Vec<Factor> {
    let mut factors = emails(user, Strategy::EmailCode);
    if settings.attributes.phone_number {
        factors.extend(phones(user, Strategy::PhoneCode));
    }
    factors
}

fn emails(user: &User, strategy: Strategy) -> Vec<Factor> {
    user.emails
        .iter()
        .filter(|email| email.verified)
        .map(|email| Factor {
            strategy,
            target: Some(Target {
                id: email.id.clone(),
                identifier: Identifier::Email(email.address.clone()),
                primary: Some(user.primary_email_address_id.as_ref() == Some(&email.id)),
                default: None,
            }),
        })
        .collect()
}

fn phones(user: &User, strategy: Strategy) -> Vec<Factor> {
    user.phones
        .iter()
        .filter(|phone| phone.verified)
        .map(|phone| Factor {
            strategy,
            target: Some(Target {
                id: phone.id.clone(),
                identifier: Identifier::Phone(phone.number.clone()),
                primary: Some(user.primary_phone_number_id.as_ref() == Some(&phone.id)),
                default: None,
            }),
        })
        .collect()
}
