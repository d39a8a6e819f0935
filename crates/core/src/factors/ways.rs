//! What is left to sign in with after a removal, worked out from the user and the instance.

use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::user::{PhoneNumber, User};

/// A way to prove a factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// How.
    pub strategy: Strategy,
    /// The address, or the number in E.164 form, that a code goes to.
    pub detail: Option<String>,
}

/// What one can sign in with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaysIn {
    /// First factors.
    pub first: Vec<Way>,
    /// Second factors that the instance takes; empty where none is asked for.
    pub second: Vec<Way>,
}

/// What is to be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removing<'a> {
    /// The authenticator app.
    Totp,
    /// The password.
    Password,
    /// A phone number, from the second factors.
    DisablePhone(&'a IdentificationId),
    /// A phone number, from the account.
    RemovePhone(&'a IdentificationId),
}

/// What a removal would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// False where the instance demands a second factor and this is the last one. The server counts
    /// those too that the instance no longer takes.
    pub allowed: bool,
    /// Whether no second factor that the instance takes is left after it.
    pub last_factor: bool,
    /// Whether the backup codes go with it.
    pub backup_codes_go: bool,
    /// What is left to sign in with.
    pub left: WaysIn,
}

/// What removing this would do. Backup codes are no second factor of their own: they go with the
/// last one (contract §9).
pub fn removal(user: &User, environment: &Environment, removing: Removing<'_>) -> Removal {
    let taken = |way: &Way| environment.may_offer_second_factor(&way.strategy);
    let before = second_factors(user, None);
    let mut second = second_factors(user, Some(removing));
    let all_gone = second.is_empty() && !before.is_empty();
    second.retain(taken);
    let last_factor = second.is_empty() && (all_gone || before.iter().any(taken));
    let codes = Way { strategy: Strategy::BackupCode, detail: None };
    if user.backup_code_enabled && !second.is_empty() && taken(&codes) {
        second.push(codes);
    }
    Removal {
        allowed: !(all_gone && environment.mfa_required),
        last_factor,
        backup_codes_go: all_gone && user.backup_code_enabled,
        left: WaysIn { first: first_factors(user, environment, removing), second },
    }
}

fn first_factors(user: &User, environment: &Environment, removing: Removing<'_>) -> Vec<Way> {
    let mut ways = Vec::new();
    let has_password = user.password_enabled && removing != Removing::Password;
    if has_password && environment.password_enabled() {
        ways.push(Way { strategy: Strategy::Password, detail: None });
    }
    if environment.offers_first_factor(&Strategy::EmailCode) {
        let addresses = user.email_addresses.iter().filter(|email| email.is_verified());
        ways.extend(addresses.map(|email| Way {
            strategy: Strategy::EmailCode,
            detail: Some(email.email_address.clone()),
        }));
    }
    if environment.offers_first_factor(&Strategy::PhoneCode) {
        let stays = |phone: &&PhoneNumber| match removing {
            Removing::RemovePhone(id) => phone.id != *id,
            Removing::Totp | Removing::Password | Removing::DisablePhone(_) => true,
        };
        let numbers = user.phone_numbers.iter().filter(|phone| phone.is_verified()).filter(stays);
        ways.extend(numbers.map(by_phone));
    }
    ways
}

/// The second factors besides backup codes.
fn second_factors(user: &User, removing: Option<Removing<'_>>) -> Vec<Way> {
    let mut ways = Vec::new();
    if user.totp_enabled && removing != Some(Removing::Totp) {
        ways.push(Way { strategy: Strategy::Totp, detail: None });
    }
    let stays = |phone: &&PhoneNumber| match removing {
        Some(Removing::DisablePhone(id) | Removing::RemovePhone(id)) => phone.id != *id,
        Some(Removing::Totp | Removing::Password) | None => true,
    };
    let counts = |phone: &&PhoneNumber| phone.is_verified() && phone.reserved_for_second_factor;
    ways.extend(user.phone_numbers.iter().filter(counts).filter(stays).map(by_phone));
    ways
}

fn by_phone(phone: &PhoneNumber) -> Way {
    Way { strategy: Strategy::PhoneCode, detail: Some(phone.phone_number.clone()) }
}
