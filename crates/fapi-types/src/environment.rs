//! What the instance offers (contract §2). Nothing in it is required: an instance that says nothing is taken for one
//! with email addresses and passwords, and the sign-in attempt itself tells the rest.

mod organization_settings;
mod username_settings;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::enums::Strategy;
use crate::lenient;

pub use organization_settings::{OrganizationSettings, OrganizationSlugs};
pub use username_settings::UsernameSettings;

/// What the instance offers. Written, it reads back as equal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Body", into = "Body")]
pub struct Environment {
    /// What to show.
    pub display: DisplayConfig,
    /// What to expect when signing in.
    pub auth: AuthConfig,
    /// What a user has, by name: `email_address`, `phone_number`, `username`, `password`, `authenticator_app`,
    /// `backup_code` and more.
    pub attributes: BTreeMap<String, Attribute>,
    /// The rules for passwords.
    pub password_settings: PasswordSettings,
    /// The rules for user names.
    pub username_settings: UsernameSettings,
    /// Whether users may delete their accounts; the user has a say as well.
    pub delete_self: bool,
    /// When an account locks.
    pub user_lockout: UserLockout,
    /// Whether users are in organizations, and how.
    pub organizations: OrganizationSettings,
    /// Whether every user must have a second factor.
    pub mfa_required: bool,
    /// Whether the instance is being worked on.
    pub maintenance_mode: bool,
}

/// The names of the attributes that can be second factors (contract §2).
const AUTHENTICATOR_APP: &str = "authenticator_app";
const PHONE_NUMBER: &str = "phone_number";
const BACKUP_CODE: &str = "backup_code";

/// The email addresses, as an attribute.
pub const EMAIL_ADDRESS: &str = "email_address";
/// The password.
pub const PASSWORD: &str = "password";
/// The user name.
pub const USERNAME: &str = "username";
/// The first name.
pub const FIRST_NAME: &str = "first_name";
/// The last name.
pub const LAST_NAME: &str = "last_name";

/// A kind of identifier that one can sign in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentifierKind {
    /// An email address.
    EmailAddress,
    /// A phone number.
    PhoneNumber,
    /// A user name.
    Username,
}

impl IdentifierKind {
    /// The name of its attribute on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EmailAddress => EMAIL_ADDRESS,
            Self::PhoneNumber => PHONE_NUMBER,
            Self::Username => USERNAME,
        }
    }
}

impl Environment {
    /// What one can sign in with, the usual one first. Never empty.
    pub fn identifier_kinds(&self) -> Vec<IdentifierKind> {
        let all =
            [IdentifierKind::EmailAddress, IdentifierKind::PhoneNumber, IdentifierKind::Username];
        let kinds: Vec<_> = all
            .into_iter()
            .filter(|kind| {
                self.attribute(kind.as_str()).is_some_and(|it| it.used_for_first_factor)
                    || self.auth.identification_strategies.iter().any(|it| it == kind.as_str())
            })
            .collect();
        if kinds.is_empty() { vec![IdentifierKind::EmailAddress] } else { kinds }
    }

    /// Whether users have passwords. `used_for_first_factor` is false on this attribute even where they do.
    pub fn password_enabled(&self) -> bool {
        self.has(PASSWORD)
    }

    /// Whether the instance offers this first factor; which user has it, only the attempt tells.
    pub fn offers_first_factor(&self, strategy: &Strategy) -> bool {
        if *strategy == Strategy::Password {
            return self.password_enabled();
        }
        self.auth.first_factors.contains(strategy)
            || self.attributes.values().any(|it| {
                it.enabled && it.used_for_first_factor && it.first_factors.contains(strategy)
            })
    }

    /// Whether users can have this second factor: its attribute is on and meant for it (contract §2). The lists of
    /// strategies are not asked, since they may be left empty. Strategies without an attribute are never offered, and
    /// neither is anything by an instance that could not be asked.
    pub fn offers_second_factor(&self, strategy: &Strategy) -> bool {
        let name = if *strategy == Strategy::Totp {
            AUTHENTICATOR_APP
        } else if *strategy == Strategy::PhoneCode {
            PHONE_NUMBER
        } else if *strategy == Strategy::BackupCode {
            BACKUP_CODE
        } else {
            return false;
        };
        self.attribute(name).is_some_and(|it| it.used_for_second_factor)
    }

    /// Whether users may have this second factor: the instance offers it, or did not say what it offers.
    pub fn may_offer_second_factor(&self, strategy: &Strategy) -> bool {
        self.offers_second_factor(strategy) || !self.tells_second_factors()
    }

    /// Whether users may have phone numbers, whatever for: they do, or the instance did not say so.
    pub fn may_have_phone_numbers(&self) -> bool {
        self.attribute(PHONE_NUMBER).is_some() || !self.tells_second_factors()
    }

    /// Whether the instance has any word on what users can have as a second factor. One that could not be asked has
    /// none.
    fn tells_second_factors(&self) -> bool {
        [AUTHENTICATOR_APP, PHONE_NUMBER, BACKUP_CODE]
            .iter()
            .any(|name| self.attributes.contains_key(*name))
    }

    /// Whether users have this at all.
    pub fn has(&self, attribute: &str) -> bool {
        self.attribute(attribute).is_some()
    }

    /// Whether users have this and may change it themselves.
    pub fn lets_change(&self, attribute: &str) -> bool {
        self.attribute(attribute).is_some_and(|it| !it.immutable)
    }

    /// Whether every user must have this.
    pub fn requires(&self, attribute: &str) -> bool {
        self.attribute(attribute).is_some_and(|it| it.required)
    }

    /// Whether an email address is proven by a code, as far as the instance says how.
    pub fn verifies_emails_by_code(&self) -> bool {
        self.attribute(EMAIL_ADDRESS).is_some_and(|it| {
            it.verifications.is_empty() || it.verifications.contains(&Strategy::EmailCode)
        })
    }

    /// Whether a forgotten password can be replaced with the help of a code.
    pub fn forgot_password(&self) -> bool {
        self.password_enabled()
            && [
                Strategy::ResetPasswordEmailCode,
                Strategy::ResetPasswordPhoneCode,
                Strategy::EmailCode,
                Strategy::PhoneCode,
            ]
            .iter()
            .any(|strategy| self.offers_first_factor(strategy))
    }

    /// An attribute, if the instance has it and it is on.
    fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.get(name).filter(|attribute| attribute.enabled)
    }
}

/// What is assumed of an instance that could not be asked: email addresses and passwords.
impl Default for Environment {
    fn default() -> Self {
        Self {
            display: DisplayConfig::default(),
            auth: AuthConfig::default(),
            attributes: assumed_attributes(),
            password_settings: PasswordSettings::default(),
            username_settings: UsernameSettings::default(),
            delete_self: false,
            user_lockout: UserLockout::default(),
            organizations: OrganizationSettings::default(),
            mfa_required: false,
            maintenance_mode: false,
        }
    }
}

fn assumed_attributes() -> BTreeMap<String, Attribute> {
    let on = Attribute { enabled: true, ..Attribute::default() };
    let email = Attribute { used_for_first_factor: true, ..on.clone() };
    BTreeMap::from([("email_address".to_owned(), email), ("password".to_owned(), on)])
}

/// What to show of the instance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisplayConfig {
    /// The application's name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub application_name: Option<String>,
    /// Address of the application's logo.
    #[serde(default, deserialize_with = "lenient::text")]
    pub logo_image_url: Option<String>,
    /// `development` or `production`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub instance_environment_type: Option<String>,
    /// Where to ask for help.
    #[serde(default, deserialize_with = "lenient::text")]
    pub support_email: Option<String>,
}

/// What to expect of the instance when signing in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthConfig {
    /// Whether a client has one session at most.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub single_session_mode: bool,
    /// Whether sensitive changes ask for a fresh proof.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub reverification: bool,
    /// Whether test addresses and numbers work.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub test_mode: bool,
    /// Kinds of identifiers, by attribute name.
    #[serde(default, deserialize_with = "lenient::list")]
    pub identification_strategies: Vec<String>,
    /// First factors that the instance offers.
    #[serde(default, deserialize_with = "lenient::list")]
    pub first_factors: Vec<Strategy>,
    /// Second factors that the instance offers.
    #[serde(default, deserialize_with = "lenient::list")]
    pub second_factors: Vec<Strategy>,
    /// Whether apps like this one may talk to the instance; none if it does not say.
    #[serde(rename = "native_settings", default, with = "native_settings")]
    pub native_api_enabled: Option<bool>,
}

mod native_settings {
    use super::{Deserialize, Deserializer, Serialize, Serializer, lenient};

    pub(super) fn serialize<T: Serialize, S: Serializer>(
        api_enabled: T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("api_enabled", api_enabled)])
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<bool>, D::Error> {
        #[derive(Deserialize)]
        struct NativeSettings {
            #[serde(default, deserialize_with = "lenient::option")]
            api_enabled: Option<bool>,
        }
        let settings: Option<NativeSettings> = lenient::option(deserializer)?;
        Ok(settings.and_then(|settings| settings.api_enabled))
    }
}

/// Something that a user has or can have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the wire has them as independent switches")]
pub struct Attribute {
    /// Whether users have it at all.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub enabled: bool,
    /// Whether every user must have it.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub required: bool,
    /// Whether one signs in with it.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub used_for_first_factor: bool,
    /// How it proves a first factor.
    #[serde(default, deserialize_with = "lenient::list")]
    pub first_factors: Vec<Strategy>,
    /// Whether it is a second factor.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub used_for_second_factor: bool,
    /// How it proves a second factor.
    #[serde(default, deserialize_with = "lenient::list")]
    pub second_factors: Vec<Strategy>,
    /// How it is proven to be the user's.
    #[serde(default, deserialize_with = "lenient::list")]
    pub verifications: Vec<Strategy>,
    /// Whether users cannot change it themselves.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub immutable: bool,
}

/// The rules for passwords.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the wire has them as independent switches")]
pub struct PasswordSettings {
    /// Fewest characters; 8 where the instance leaves it open.
    #[serde(default = "default_min_length", deserialize_with = "min_length")]
    pub min_length: u32,
    /// Most characters; 72 where the instance leaves it open.
    #[serde(default = "default_max_length", deserialize_with = "max_length")]
    pub max_length: u32,
    /// Whether a special character is needed.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub require_special_char: bool,
    /// Whether a digit is needed.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub require_numbers: bool,
    /// Whether an upper-case letter is needed.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub require_uppercase: bool,
    /// Whether a lower-case letter is needed.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub require_lowercase: bool,
    /// Which characters count as special; none if the instance does not say.
    #[serde(default, deserialize_with = "lenient::text")]
    pub allowed_special_characters: Option<String>,
    /// Least strength on zxcvbn's scale from 0 to 4, where the instance measures it.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub min_zxcvbn_strength: u8,
    /// Whether the strength is to be shown.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub show_zxcvbn: bool,
}

impl Default for PasswordSettings {
    fn default() -> Self {
        Self {
            min_length: default_min_length(),
            max_length: default_max_length(),
            require_special_char: false,
            require_numbers: false,
            require_uppercase: false,
            require_lowercase: false,
            allowed_special_characters: None,
            min_zxcvbn_strength: 0,
            show_zxcvbn: false,
        }
    }
}

/// Contract §2: a length of 0 means 'the default', as clerk-js reads it.
fn default_min_length() -> u32 {
    8
}

fn default_max_length() -> u32 {
    72
}

fn min_length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let length = lenient::option(deserializer)?.filter(|length| *length > 0);
    Ok(length.unwrap_or_else(default_min_length))
}

fn max_length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let length = lenient::option(deserializer)?.filter(|length| *length > 0);
    Ok(length.unwrap_or_else(default_max_length))
}

/// When an account locks after wrong passwords and codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserLockout {
    /// Whether accounts lock at all.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub enabled: bool,
    /// Tries until then.
    #[serde(default, deserialize_with = "lenient::option")]
    pub max_attempts: Option<u32>,
    /// How long it lasts; none means until further notice.
    #[serde(default, deserialize_with = "lenient::option")]
    pub duration_in_minutes: Option<u32>,
}

impl From<Body> for Environment {
    fn from(body: Body) -> Self {
        let user = body.user_settings;
        Self {
            display: body.display_config,
            auth: body.auth_config,
            attributes: user
                .attributes
                .map_or_else(assumed_attributes, |Attributes(attributes)| attributes),
            password_settings: user.password_settings,
            username_settings: user.username_settings,
            delete_self: user.actions.delete_self,
            user_lockout: user.attack_protection.user_lockout,
            organizations: body.organization_settings,
            mfa_required: user.sign_up.mfa.required,
            maintenance_mode: body.maintenance_mode,
        }
    }
}

impl From<Environment> for Body {
    fn from(environment: Environment) -> Self {
        Self {
            display_config: environment.display,
            auth_config: environment.auth,
            user_settings: UserSettings {
                attributes: Some(Attributes(environment.attributes)),
                password_settings: environment.password_settings,
                username_settings: environment.username_settings,
                actions: Actions { delete_self: environment.delete_self },
                attack_protection: AttackProtection { user_lockout: environment.user_lockout },
                sign_up: SignUp { mfa: Mfa { required: environment.mfa_required } },
            },
            organization_settings: environment.organizations,
            maintenance_mode: environment.maintenance_mode,
        }
    }
}

/// An environment as it travels.
#[derive(Serialize, Deserialize)]
struct Body {
    #[serde(default, deserialize_with = "lenient::or_default")]
    display_config: DisplayConfig,
    #[serde(default, deserialize_with = "lenient::or_default")]
    auth_config: AuthConfig,
    #[serde(default, deserialize_with = "lenient::or_default")]
    user_settings: UserSettings,
    #[serde(default, deserialize_with = "lenient::or_default")]
    organization_settings: OrganizationSettings,
    #[serde(default, deserialize_with = "lenient::or_default")]
    maintenance_mode: bool,
}

#[derive(Default, Serialize, Deserialize)]
struct UserSettings {
    #[serde(default, deserialize_with = "lenient::option")]
    attributes: Option<Attributes>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    password_settings: PasswordSettings,
    #[serde(default, deserialize_with = "lenient::or_default")]
    username_settings: UsernameSettings,
    #[serde(default, deserialize_with = "lenient::or_default")]
    actions: Actions,
    #[serde(default, deserialize_with = "lenient::or_default")]
    attack_protection: AttackProtection,
    #[serde(default, deserialize_with = "lenient::or_default")]
    sign_up: SignUp,
}

/// The attributes; one that cannot be read is left out.
#[derive(Serialize)]
struct Attributes(BTreeMap<String, Attribute>);

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Lenient {
            #[serde(deserialize_with = "lenient::option")]
            attribute: Option<Attribute>,
        }
        let all = BTreeMap::<String, Lenient>::deserialize(deserializer)?;
        let readable = all.into_iter().filter_map(|(name, it)| Some((name, it.attribute?)));
        Ok(Self(readable.collect()))
    }
}

#[derive(Default, Serialize, Deserialize)]
struct Actions {
    #[serde(default, deserialize_with = "lenient::or_default")]
    delete_self: bool,
}

#[derive(Default, Serialize, Deserialize)]
struct AttackProtection {
    #[serde(default, deserialize_with = "lenient::or_default")]
    user_lockout: UserLockout,
}

#[derive(Default, Serialize, Deserialize)]
struct SignUp {
    #[serde(default, deserialize_with = "lenient::or_default")]
    mfa: Mfa,
}

#[derive(Default, Serialize, Deserialize)]
struct Mfa {
    #[serde(default, deserialize_with = "lenient::or_default")]
    required: bool,
}
