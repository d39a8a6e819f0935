//! Demo accounts, one for each situation of a sign-in. Their codes are random and go to the inbox.

use serde::Serialize;

use crate::emulator::new_user::{NewEmailAddress, NewPhoneNumber, NewUser};
use crate::model::organizations::Role;

/// The password of every demo account.
const PASSWORD: &str = "correct-horse-battery";
/// The hash of that password at the OWASP cost, made beforehand so that starting does not wait for argon2.
const PASSWORD_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$bGF0Y2hrZXktZGVtby0wMQ$xYeVFo0R7DrGTDwAq2GMV7xNGwFvvrMrXpCauX5KN/I";
const TOTP_SECRET: &str = "LATCHKEYDEMOTOTPSECRETBASE32ABCD";
const ALL_FACTORS_SECRET: &str = "LATCHKEYALLFACTORSECRETBASE32ABC";
const TOTP_BACKUP_CODES: [&str; 3] = ["k3v9x2mz", "7q2m4k9p", "h5t8w1zc"];
const ALL_FACTORS_BACKUP_CODES: [&str; 3] = ["b4n8r2yd", "m9c3x7wt", "p6k1z5gs"];

/// Who is in organizations.
pub(crate) const ORGANIZATIONS: &str = "organizations@latchkey.example";
/// Those organizations, with what the account is in them; None where it is invited.
pub(crate) const MEMBERSHIPS: [(&str, Option<Role>); 3] = [
    ("Latchkey Works", Some(Role::Admin)),
    ("Latchkey Studio", Some(Role::Member)),
    ("Latchkey Archive", None),
];

/// An account that is there from the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DemoAccount {
    /// What to sign in with.
    pub identifier: &'static str,
    /// The password.
    pub password: &'static str,
    /// The situation that the account shows, in words for people.
    pub situation: &'static str,
    /// The base32 secret of its authenticator app.
    pub totp_secret: Option<&'static str>,
    /// Its backup codes; each works once.
    pub backup_codes: &'static [&'static str],
    /// Its phone numbers, the default second factor first.
    pub phone_numbers: &'static [&'static str],
    #[serde(skip)]
    first_name: &'static str,
    #[serde(skip)]
    force_mfa: bool,
}

const ACCOUNTS: [DemoAccount; 6] = [
    DemoAccount {
        identifier: "no-mfa@latchkey.example",
        password: PASSWORD,
        situation: "No MFA: a new device is confirmed by email code",
        totp_secret: None,
        backup_codes: &[],
        phone_numbers: &[],
        first_name: "No MFA",
        force_mfa: false,
    },
    DemoAccount {
        identifier: "totp@latchkey.example",
        password: PASSWORD,
        situation: "Authenticator app and backup codes",
        totp_secret: Some(TOTP_SECRET),
        backup_codes: &TOTP_BACKUP_CODES,
        phone_numbers: &[],
        first_name: "TOTP",
        force_mfa: false,
    },
    DemoAccount {
        identifier: "sms@latchkey.example",
        password: PASSWORD,
        situation: "SMS code, two phones",
        totp_secret: None,
        backup_codes: &[],
        phone_numbers: &["+447700900101", "+447700900102"],
        first_name: "SMS",
        force_mfa: false,
    },
    DemoAccount {
        identifier: "all-factors@latchkey.example",
        password: PASSWORD,
        situation: "Authenticator app, SMS code and backup codes",
        totp_secret: Some(ALL_FACTORS_SECRET),
        backup_codes: &ALL_FACTORS_BACKUP_CODES,
        phone_numbers: &["+447700900103"],
        first_name: "All Factors",
        force_mfa: false,
    },
    DemoAccount {
        identifier: "forced-mfa@latchkey.example",
        password: PASSWORD,
        situation: "MFA is required and has to be set up",
        totp_secret: None,
        backup_codes: &[],
        phone_numbers: &[],
        first_name: "Forced MFA",
        force_mfa: true,
    },
    DemoAccount {
        identifier: ORGANIZATIONS,
        password: PASSWORD,
        situation: "In two organizations, and invited to a third",
        totp_secret: None,
        backup_codes: &[],
        phone_numbers: &[],
        first_name: "Organizations",
        force_mfa: false,
    },
];

/// The demo accounts, in the order to list them.
pub fn demo_accounts() -> &'static [DemoAccount] {
    &ACCOUNTS
}

/// A demo account as a user to add.
pub(crate) fn new_user(account: &DemoAccount) -> NewUser {
    NewUser {
        first_name: Some(account.first_name.to_owned()),
        last_name: Some("Demo".to_owned()),
        password_hash: Some(PASSWORD_HASH.to_owned()),
        email_addresses: vec![NewEmailAddress {
            email_address: account.identifier.to_owned(),
            verified: true,
        }],
        phone_numbers: account
            .phone_numbers
            .iter()
            .map(|number| NewPhoneNumber {
                phone_number: (*number).to_owned(),
                verified: true,
                reserved_for_second_factor: true,
                default_second_factor: false,
            })
            .collect(),
        totp_secret: account.totp_secret.map(str::to_owned),
        backup_codes: account.backup_codes.iter().map(|code| (*code).to_owned()).collect(),
        force_mfa: account.force_mfa,
        ..NewUser::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{password, totp};

    #[test]
    fn the_prepared_hash_is_that_of_the_password() {
        assert!(password::matches(PASSWORD, PASSWORD_HASH));
        assert!(PASSWORD_HASH.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    #[test]
    fn every_secret_is_base32() {
        for account in demo_accounts() {
            assert!(account.totp_secret.is_none_or(totp::is_secret), "{}", account.identifier);
        }
    }
}
