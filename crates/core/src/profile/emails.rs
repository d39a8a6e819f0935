//! Which email addresses have to stay, worked out from the user and the instance.

use latchkey_fapi_types::environment::{EMAIL_ADDRESS, Environment};
use latchkey_fapi_types::user::{EmailAddress, User};

/// Why an email address cannot be taken off the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The instance lets nobody change their addresses.
    Immutable,
    /// It came with an account elsewhere, and goes with that.
    Linked,
    /// It is the last one, and the instance demands one.
    Required,
    /// Nothing else is left to sign in with.
    LastIdentifier,
}

/// Why this address has to stay, if it does. One that is not verified is of no use to sign in.
pub fn kept(user: &User, environment: &Environment, email: &EmailAddress) -> Option<Kept> {
    if !environment.lets_change(EMAIL_ADDRESS) && environment.has(EMAIL_ADDRESS) {
        return Some(Kept::Immutable);
    }
    if !email.linked_to.is_empty() {
        return Some(Kept::Linked);
    }
    let mut others = user.email_addresses.iter().filter(|other| other.id != email.id);
    if !email.is_verified() || others.any(EmailAddress::is_verified) {
        return None;
    }
    if environment.requires(EMAIL_ADDRESS) {
        return Some(Kept::Required);
    }
    let by_phone = user
        .phone_numbers
        .iter()
        .any(|phone| phone.is_verified() && !phone.reserved_for_second_factor);
    let by_name = user.username.is_some();
    (!by_phone && !by_name).then_some(Kept::LastIdentifier)
}

/// Whether an address can be added: users may change theirs, and prove them by a code, and no company of
/// this one is against it.
pub fn may_add(user: &User, environment: &Environment) -> bool {
    environment.lets_change(EMAIL_ADDRESS)
        && environment.verifies_emails_by_code()
        && !user.takes_no_identifiers()
}
