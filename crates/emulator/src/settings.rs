//! The settings of an instance. The control API reads and patches them as JSON.

mod attributes;
mod external;
mod organizations;
mod sign_up;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

pub use self::attributes::{Attribute, Attributes, Use, UsernameRules};
pub use self::external::{
    EnterpriseConnection, External, Identity, Provider, Providers, UnlistedRedirectUrl,
};
pub use self::organizations::Organizations;
pub use self::sign_up::{SignUpMode, SignUps};

/// All that can be set, with Clerk's documented defaults for a new instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
// A setting that a database of an older version lacks has its default.
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches, named as in the control API"
)]
pub struct Settings {
    /// Shown as the name of the application.
    pub application_name: String,
    /// Test addresses (`+clerk_test`, `+1XXX5550100`) get the code 424242 and no message.
    pub test_mode: bool,
    /// Whether native clients are served at all.
    pub native_api: bool,
    /// Refuse a request that lacks the `Authorization` header, even an empty one.
    pub require_authorization_header: bool,
    /// Answer the first `GET /v1/client` with a new client instead of null.
    pub client_on_first_get: bool,
    /// What a client token gets that is not the newest one of a client.
    pub stale_token: StaleToken,
    /// Refuse a call about the authenticator app or the backup codes that does not name its session.
    pub mfa_session_id_required: bool,
    /// The names of the JWT templates; a session token of any other is refused.
    pub jwt_templates: Vec<String>,
    /// Carry the client in `meta.client` of errors.
    pub client_on_errors: bool,
    /// Refuse a sign-in while somebody is signed in.
    pub single_session: bool,
    /// Sessions of users without a second factor are pending on `setup-mfa`.
    pub force_mfa: bool,
    /// Ask for a code when a user without MFA signs in with a password on a new client.
    pub device_trust: bool,
    /// Say `needs_second_factor` instead of `needs_client_trust`, as older applications do.
    pub legacy_device_trust_status: bool,
    /// Ask for a fresh verification before sensitive calls.
    pub reverification: bool,
    /// How long a verification counts as fresh.
    pub reverification_minutes: i64,
    /// Answer a wrong password in a reverification with `form_password_validation_failed`.
    pub reverification_password_validation_failed: bool,
    /// Mask addresses and numbers in factors.
    pub mask_identifiers: bool,
    /// Do not reveal whether an identifier exists.
    pub enumeration_protection: bool,
    /// How long a session lasts.
    pub session_days: i64,
    /// How long a code can be used.
    pub code_seconds: i64,
    /// How long a resend to the same address is refused.
    pub resend_seconds: i64,
    /// Wrong codes after which a verification has to be prepared anew.
    pub code_attempts: u32,
    /// SMS in 30 days, not counting those to test numbers and North America. No limit when null.
    pub monthly_sms_limit: Option<u32>,
    /// Countries whose phone numbers are refused.
    pub unsupported_countries: Vec<Country>,
    /// Email addresses and phone numbers that nobody may add.
    pub blocked_identifiers: Vec<String>,
    /// Addresses and numbers a user may have unverified at a time.
    pub max_unverified: usize,
    /// Passwords that count as found in a data breach.
    pub pwned_passwords: Vec<String>,
    /// Whether people may delete their own account.
    pub delete_self_enabled: bool,
    /// Whether everybody has to keep a password.
    pub password_required: bool,
    /// What a username has to be.
    pub username_rules: UsernameRules,
    /// What people cannot change themselves.
    pub immutable: Vec<Attribute>,
    /// Shortest and longest password that can be set.
    pub password_length: PasswordLength,
    /// Limits per address of the caller.
    pub rate_limits: RateLimits,
    /// Lockout after wrong passwords and codes.
    pub lockout: Lockout,
    /// How the last tries before it are told.
    pub lockout_warning: LockoutWarning,
    /// Who may make an account.
    pub sign_up: SignUps,
    /// Social providers, by strategy.
    pub social: Providers,
    /// Where the people of companies sign in.
    pub enterprise_connections: Vec<EnterpriseConnection>,
    /// How the way through a browser goes.
    pub external: External,
    /// Organizations.
    pub organizations: Organizations,
    /// What users can sign in and protect their account with.
    pub attributes: Attributes,
    /// Texts by the names of properties, such as `first_name` or `long_message`: they take the place of every text, and of
    /// null, that an answer has under that name. For what a hostile user or server says.
    pub texts: BTreeMap<String, String>,
}

/// What a client token gets that is not the newest one of a client. All three forms were seen with the real API (next-flows
/// §0.4); when it answers in which is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaleToken {
    /// The token of a client that is not there counts as none, and any other one is refused: the error catalogue words
    /// `cookie_invalid` for a rotating key that does not match, and official clients never recover from it (contract
    /// corrections 10), so a client that is merely gone must be able to start over.
    ByKind,
    /// 400 `cookie_invalid`.
    CookieInvalid,
    /// It counts as none: `GET /v1/client` answers null.
    NoClient,
    /// A new client without sessions takes its place. Every answer names its token, refusals too.
    NewClient,
}

/// Where `account_lockout_warning` is. The catalogue names it, and leaves open where it stands (contract §10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockoutWarning {
    /// Behind the error about the password or the code.
    Beside,
    /// In its place.
    Instead,
    /// It is never sent.
    Never,
}

/// Bounds of a new password, in characters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordLength {
    /// At least this many.
    pub min: usize,
    /// At most this many.
    pub max: usize,
}

/// A country by its calling code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// Two letters, ISO 3166-1.
    pub alpha2: String,
    /// The digits after the `+`.
    pub country_code: String,
}

/// Limits per address (contract: system limits).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimits {
    /// Off: nothing is counted.
    pub enabled: bool,
    /// Creating a sign-in.
    pub create_sign_in: RateLimit,
    /// Attempting a first or second factor.
    pub attempt: RateLimit,
}

/// So many requests in so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    /// Requests let through in a window.
    pub requests: usize,
    /// Length of the window.
    pub seconds: i64,
}

/// When an account is locked, and for how long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lockout {
    /// Off: wrong passwords and codes are not counted.
    pub enabled: bool,
    /// Failures that lock.
    pub max_attempts: u32,
    /// Duration of the lock.
    pub minutes: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            application_name: "Latchkey Emulator".to_owned(),
            test_mode: true,
            native_api: true,
            require_authorization_header: false,
            client_on_first_get: false,
            stale_token: StaleToken::ByKind,
            mfa_session_id_required: true,
            jwt_templates: Vec::new(),
            client_on_errors: true,
            single_session: true,
            force_mfa: false,
            device_trust: true,
            legacy_device_trust_status: false,
            reverification: true,
            reverification_minutes: 10,
            reverification_password_validation_failed: false,
            mask_identifiers: true,
            enumeration_protection: false,
            session_days: 7,
            code_seconds: 600,
            resend_seconds: 30,
            code_attempts: 5,
            monthly_sms_limit: None,
            unsupported_countries: Vec::new(),
            blocked_identifiers: Vec::new(),
            max_unverified: 5,
            pwned_passwords: ["password", "password123", "12345678", "qwertyuiop"]
                .map(str::to_owned)
                .to_vec(),
            delete_self_enabled: true,
            password_required: true,
            username_rules: UsernameRules::default(),
            immutable: Vec::new(),
            password_length: PasswordLength { min: 8, max: 72 },
            rate_limits: RateLimits {
                enabled: true,
                create_sign_in: RateLimit { requests: 5, seconds: 10 },
                attempt: RateLimit { requests: 3, seconds: 10 },
            },
            lockout: Lockout { enabled: true, max_attempts: 10, minutes: 60 },
            lockout_warning: LockoutWarning::Beside,
            sign_up: SignUps::default(),
            social: external::providers(),
            enterprise_connections: Vec::new(),
            external: External::default(),
            organizations: Organizations::default(),
            attributes: Attributes::default(),
            texts: BTreeMap::new(),
        }
    }
}

/// The patched settings are invalid: an unknown key, or a value of the wrong type.
#[derive(Debug, Error)]
#[error("not a setting: {0}")]
pub struct InvalidSettingsError(#[from] serde_json::Error);

impl Settings {
    /// The enterprise connections of an address's domain.
    pub(crate) fn connections_of(&self, address: &str) -> Vec<&EnterpriseConnection> {
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
        let connections = self.enterprise_connections.iter();
        connections.filter(|connection| connection.domain.eq_ignore_ascii_case(domain)).collect()
    }

    /// These settings with a JSON merge patch (RFC 7396) applied.
    pub fn patched(&self, patch: &Value) -> Result<Self, InvalidSettingsError> {
        let mut value = serde_json::to_value(self)?;
        merge(&mut value, patch);
        Ok(serde_json::from_value(value)?)
    }
}

/// Applies a JSON merge patch.
pub(crate) fn merge(target: &mut Value, patch: &Value) {
    match (target, patch) {
        (Value::Object(target), Value::Object(patch)) => {
            for (key, value) in patch {
                if value.is_null() {
                    target.remove(key);
                } else {
                    merge(target.entry(key.clone()).or_insert(Value::Null), value);
                }
            }
        }
        (target, patch) => *target = patch.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_changes_what_it_names_and_nothing_else() {
        let before = Settings::default();
        let after = before.patched(&json!({"lockout": {"max_attempts": 3}})).unwrap();
        assert_eq!(after.lockout, Lockout { max_attempts: 3, ..before.lockout.clone() });
        assert_eq!(Settings { lockout: before.lockout.clone(), ..after }, before);
    }

    #[test]
    fn what_an_older_version_did_not_store_is_as_in_a_new_instance() {
        let stored = json!({ "force_mfa": true, "attributes": { "totp": false } });
        let settings: Settings = serde_json::from_value(stored).unwrap();
        let attributes = Attributes { totp: false, ..Attributes::default() };
        assert_eq!(settings, Settings { force_mfa: true, attributes, ..Settings::default() });
    }

    #[test]
    fn an_unknown_setting_is_refused() {
        assert!(Settings::default().patched(&json!({"lockouts": {}})).is_err());
        assert!(Settings::default().patched(&json!({"stale_token": "nonsense"})).is_err());
    }
}
