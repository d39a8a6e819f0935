//! What each call of the Frontend API does, by the resource that it is about.

pub(crate) mod backup_codes;
pub(crate) mod client;
pub(crate) mod email_addresses;
pub(crate) mod enterprise;
pub(crate) mod external_accounts;
pub(crate) mod me;
pub(crate) mod me_sessions;
pub(crate) mod mfa;
pub(crate) mod nonces;
pub(crate) mod oauth_callback;
pub(crate) mod organizations;
pub(crate) mod password;
pub(crate) mod phone_numbers;
pub(crate) mod profile;
pub(crate) mod profile_image;
pub(crate) mod providers;
pub(crate) mod reverification;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod sign_up;
pub(crate) mod totp;
pub(crate) mod verification;
