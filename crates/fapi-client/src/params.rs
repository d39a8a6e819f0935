//! What the calls of a sign-in send, and those of a reverification like them.

use latchkey_fapi_types::{Code, Factor, IdentificationId, Password, Strategy};

use crate::call::Form;

/// Starts a sign-in: with the identifier alone, with the password at once, or with a strategy whose code is sent at once.
#[derive(Clone, Debug)]
pub struct CreateSignIn {
    /// Email address, phone number or user name.
    pub identifier: String,
    /// The password, to save a step.
    pub password: Option<Password>,
    /// The first factor to prepare at once.
    pub strategy: Option<Strategy>,
}

/// Asks for a code to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrepareFactor {
    /// How the factor is proven.
    pub strategy: Strategy,
    /// Where an email goes.
    pub email_address_id: Option<IdentificationId>,
    /// Where an SMS goes.
    pub phone_number_id: Option<IdentificationId>,
}

/// Tries to prove a factor.
#[derive(Clone, Debug)]
pub struct AttemptFactor {
    /// How the factor is proven.
    pub strategy: Strategy,
    /// The proof.
    pub secret: FactorSecret,
}

/// The proof of a factor.
#[derive(Clone, Debug)]
pub enum FactorSecret {
    /// A password.
    Password(Password),
    /// A code of any kind.
    Code(Code),
}

impl From<&Factor> for PrepareFactor {
    fn from(factor: &Factor) -> Self {
        Self {
            strategy: factor.strategy.clone(),
            email_address_id: factor.email_address_id.clone(),
            phone_number_id: factor.phone_number_id.clone(),
        }
    }
}

impl CreateSignIn {
    pub(crate) fn form(&self) -> Form {
        let fields = [
            Some(("identifier", self.identifier.as_str())),
            // EXPOSE: into the body of the request.
            self.password.as_ref().map(|password| ("password", password.expose())),
            self.strategy.as_ref().map(|strategy| ("strategy", strategy.as_str())),
        ];
        Form::new(fields.into_iter().flatten())
    }
}

impl PrepareFactor {
    pub(crate) fn form(&self) -> Form {
        let fields = [
            Some(("strategy", self.strategy.as_str())),
            self.email_address_id.as_ref().map(|id| ("email_address_id", id.as_str())),
            self.phone_number_id.as_ref().map(|id| ("phone_number_id", id.as_str())),
        ];
        Form::new(fields.into_iter().flatten())
    }
}

impl AttemptFactor {
    pub(crate) fn form(&self) -> Form {
        let secret = match &self.secret {
            // EXPOSE: into the body of the request.
            FactorSecret::Password(password) => ("password", password.expose()),
            // EXPOSE: into the body of the request.
            FactorSecret::Code(code) => ("code", code.expose()),
        };
        Form::new([("strategy", self.strategy.as_str()), secret])
    }
}
