//! The words of the Account page.

pub(crate) const TITLE: &str = "Account";
/// Said before the time of the last sign-in.
pub(crate) const LAST_SIGN_IN: &str = "Last sign-in: ";
pub(crate) const BY_BACKUP_CODE: &str = "You signed in with a backup code";
pub(crate) const BY_BACKUP_CODE_ABOUT: &str = "It won’t work again. If you lost your authenticator app or your phone, remove it and set up another one. Then make new backup codes.";
/// Leads to the page of the factors.
pub(crate) const REPLACE: &str = "Replace it";
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
