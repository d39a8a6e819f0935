//! The emulator and the client against the official description of the API.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]
#![expect(clippy::indexing_slicing, reason = "JSON that is not there reads as null")]

mod account;
mod api;
mod application;
mod backup_codes;
mod change_password;
mod choose_organization;
mod client_trust;
mod control;
mod create_organization;
mod delete_me;
mod description;
mod devices;
mod elsewhere;
mod email_addresses;
mod email_addresses_refused;
mod enterprise;
mod enumeration;
mod environment;
mod external_accounts;
mod faults;
mod first_factor;
mod limits;
mod me;
mod me_sessions;
mod no_phone_numbers;
mod organization_offers;
mod organizations;
mod phone_numbers;
mod profile;
mod profile_image;
mod providers;
mod providers_failed;
mod reset_password;
mod reverification;
mod reverification_refused;
mod second_factor;
mod sessions;
mod setup_mfa;
mod several_sessions;
mod sign_ups;
mod sms_mfa;
mod stale_token;
mod start;
mod texts;
mod tokens;
mod totp;
mod wire;
