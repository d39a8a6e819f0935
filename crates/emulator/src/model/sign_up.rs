//! A sign-up: what somebody has told who has no account yet, and what is missing.

use serde::{Deserialize, Serialize};

use crate::rules::code::{CodeCheck, CodeStatus};
use crate::rules::external::ExternalCheck;
use crate::settings::{Settings, Use};

/// An attempt to make an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SignUp {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) email_address: Option<String>,
    /// The code that was sent to the address.
    pub(crate) email_check: Option<CodeCheck>,
    pub(crate) username: Option<String>,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) password_hash: Option<String>,
    pub(crate) legal_accepted_at: Option<i64>,
    /// The provider that was asked.
    pub(crate) external: Option<ExternalCheck>,
    pub(crate) created_session_id: Option<String>,
    pub(crate) created_user_id: Option<String>,
    pub(crate) abandon_at: i64,
}

/// The fields by name, and whether they are required, optional, or nothing of the instance.
type Field = (&'static str, Use, bool);

impl SignUp {
    /// The fields of the instance: name, use, and whether it is there.
    fn fields(&self, settings: &Settings) -> [Field; 6] {
        let offered = &settings.attributes;
        let required = |yes: bool| if yes { Use::Required } else { Use::On };
        let legal = if settings.sign_up.legal_consent { Use::Required } else { Use::Off };
        // Who comes from a provider needs no password.
        let password = required(settings.password_required && self.external.is_none());
        [
            ("email_address", required(offered.email_required), self.email_address.is_some()),
            ("username", offered.username, self.username.is_some()),
            ("first_name", offered.first_name, self.first_name.is_some()),
            ("last_name", offered.last_name, self.last_name.is_some()),
            ("password", password, self.password_hash.is_some()),
            ("legal_accepted", legal, self.legal_accepted_at.is_some()),
        ]
    }

    /// The names of the fields that are used like that.
    pub(crate) fn used(&self, settings: &Settings, how: Use) -> Vec<&'static str> {
        let fields = self.fields(settings).into_iter();
        fields.filter(|(_, used, _)| *used == how).map(|(name, ..)| name).collect()
    }

    /// The required fields that are not there.
    pub(crate) fn missing(&self, settings: &Settings) -> Vec<&'static str> {
        let fields = self.fields(settings).into_iter();
        fields
            .filter(|(_, used, there)| *used == Use::Required && !there)
            .map(|(name, ..)| name)
            .collect()
    }

    /// Whether there is an address that nobody has proved.
    pub(crate) fn is_unverified(&self) -> bool {
        let by_code = self.email_check.as_ref().is_some_and(|it| it.status == CodeStatus::Verified);
        self.email_address.is_some() && !by_code && !self.is_proved_by_provider()
    }

    /// Whether the provider has told this very address, and verified it.
    pub(crate) fn is_proved_by_provider(&self) -> bool {
        let person = self.external.as_ref().and_then(|check| check.person.as_ref());
        person.is_some_and(|person| {
            person.email_verified && Some(&person.email_address) == self.email_address.as_ref()
        })
    }
}
