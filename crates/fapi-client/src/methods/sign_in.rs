//! Signing in (contract §4).

use latchkey_fapi_types::{Password, SignIn, SignInId};

use crate::call::{Call, Form, flag};
use crate::error::CallError;
use crate::methods::{Answer, FapiClient};
use crate::params::{AttemptFactor, CreateSignIn, PrepareFactor};

impl FapiClient {
    /// Starts a sign-in, which replaces the one that is in progress.
    pub async fn create_sign_in(&self, params: CreateSignIn) -> Result<Answer<SignIn>, CallError> {
        let form = params.form();
        drop(params);
        self.call(Call::post(&["client", "sign_ins"], form)).await
    }

    /// The sign-in as it stands.
    pub async fn sign_in(&self, id: &SignInId) -> Result<Answer<SignIn>, CallError> {
        self.call(Call::get(&["client", "sign_ins", id.as_str()])).await
    }

    /// Has a code for the first factor sent.
    pub async fn prepare_first_factor(
        &self,
        id: &SignInId,
        params: &PrepareFactor,
    ) -> Result<Answer<SignIn>, CallError> {
        self.advance(id, "prepare_first_factor", params.form()).await
    }

    /// Tries to prove the first factor.
    pub async fn attempt_first_factor(
        &self,
        id: &SignInId,
        params: &AttemptFactor,
    ) -> Result<Answer<SignIn>, CallError> {
        self.advance(id, "attempt_first_factor", params.form()).await
    }

    /// Has a code for the second factor sent; also for a device that is new.
    pub async fn prepare_second_factor(
        &self,
        id: &SignInId,
        params: &PrepareFactor,
    ) -> Result<Answer<SignIn>, CallError> {
        self.advance(id, "prepare_second_factor", params.form()).await
    }

    /// Tries to prove the second factor; also for a device that is new.
    pub async fn attempt_second_factor(
        &self,
        id: &SignInId,
        params: &AttemptFactor,
    ) -> Result<Answer<SignIn>, CallError> {
        self.advance(id, "attempt_second_factor", params.form()).await
    }

    /// Sets a new password, once a code allowed it.
    pub async fn reset_password(
        &self,
        id: &SignInId,
        password: &Password,
        sign_out_of_other_sessions: bool,
    ) -> Result<Answer<SignIn>, CallError> {
        let form = Form::new([
            // EXPOSE: into the body of the request.
            ("password", password.expose()),
            ("sign_out_of_other_sessions", flag(sign_out_of_other_sessions)),
        ]);
        self.advance(id, "reset_password", form).await
    }

    async fn advance(
        &self,
        id: &SignInId,
        step: &str,
        form: Form,
    ) -> Result<Answer<SignIn>, CallError> {
        self.call(Call::post(&["client", "sign_ins", id.as_str(), step], form)).await
    }
}
