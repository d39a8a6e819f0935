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
        let mut form = Form::default();
        form.add("identifier", &self.identifier);
        if let Some(password) = &self.password {
            // EXPOSE: into the body of the request.
            form.add("password", password.expose());
        }
        if let Some(strategy) = &self.strategy {
            form.add("strategy", strategy.as_str());
        }
        form
    }
}

impl PrepareFactor {
    pub(crate) fn form(&self) -> Form {
        let mut form = Form::default();
        form.add("strategy", self.strategy.as_str());
        if let Some(id) = &self.email_address_id {
            form.add("email_address_id", id.as_str());
        }
        if let Some(id) = &self.phone_number_id {
            form.add("phone_number_id", id.as_str());
        }
        form
    }
}

impl AttemptFactor {
    pub(crate) fn form(&self) -> Form {
        let mut form = Form::default();
        form.add("strategy", self.strategy.as_str());
        match &self.secret {
            // EXPOSE: into the body of the request.
            FactorSecret::Password(password) => form.add("password", password.expose()),
            // EXPOSE: into the body of the request.
            FactorSecret::Code(code) => form.add("code", code.expose()),
        }
        form
    }
}
