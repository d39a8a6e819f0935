//! The words of the Account page.

pub(crate) const TITLE: &str = "Account";
/// Said before the time of the last sign-in.
pub(crate) const LAST_SIGN_IN: &str = "Last sign-in: ";
pub(crate) const EMAILS: &str = "Email addresses";
pub(crate) const EMAILS_ABOUT: &str = "Where codes and messages about your account go.";
pub(crate) const NO_EMAILS: &str = "This account has no email address.";
pub(crate) const PHONES: &str = "Phone numbers";
pub(crate) const PHONES_ABOUT: &str = "Numbers that belong to your account.";
pub(crate) const NO_PHONES: &str = "This account has no phone number.";
pub(crate) const PRIMARY: &str = "Primary";
pub(crate) const SECOND_FACTOR: &str = "Used for MFA";
pub(crate) const VERIFIED: &str = "Verified";
pub(crate) const UNVERIFIED: &str = "Unverified";
