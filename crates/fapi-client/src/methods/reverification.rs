//! The fresh proof that a session gives before a sensitive change (contract §6). The change itself is the caller's to
//! make again.

use latchkey_fapi_types::{Reverification, ReverificationLevel, SessionId};

use crate::call::{Call, Form};
use crate::error::CallError;
use crate::methods::{Answer, FapiClient};
use crate::params::{AttemptFactor, PrepareFactor};

impl FapiClient {
    /// Starts a reverification, which replaces one that is in progress. The answer may ask for less than the level: a
    /// first factor where the user has no second.
    pub async fn start_verification(
        &self,
        session: &SessionId,
        level: ReverificationLevel,
    ) -> Result<Answer<Reverification>, CallError> {
        let form = Form::new([("level", level.as_str())]);
        self.verify(session, None, form).await
    }

    /// Has a code for the first factor sent.
    pub async fn prepare_verification_first_factor(
        &self,
        session: &SessionId,
        params: &PrepareFactor,
    ) -> Result<Answer<Reverification>, CallError> {
        self.verify(session, Some("prepare_first_factor"), params.form()).await
    }

    /// Tries to prove the first factor.
    pub async fn attempt_verification_first_factor(
        &self,
        session: &SessionId,
        params: &AttemptFactor,
    ) -> Result<Answer<Reverification>, CallError> {
        self.verify(session, Some("attempt_first_factor"), params.form()).await
    }

    /// Has a code for the second factor sent.
    pub async fn prepare_verification_second_factor(
        &self,
        session: &SessionId,
        params: &PrepareFactor,
    ) -> Result<Answer<Reverification>, CallError> {
        self.verify(session, Some("prepare_second_factor"), params.form()).await
    }

    /// Tries to prove the second factor.
    pub async fn attempt_verification_second_factor(
        &self,
        session: &SessionId,
        params: &AttemptFactor,
    ) -> Result<Answer<Reverification>, CallError> {
        self.verify(session, Some("attempt_second_factor"), params.form()).await
    }

    async fn verify(
        &self,
        session: &SessionId,
        step: Option<&str>,
        form: Form,
    ) -> Result<Answer<Reverification>, CallError> {
        let path = ["client", "sessions", session.as_str(), "verify"];
        let path: Vec<&str> = path.into_iter().chain(step).collect();
        self.call(Call::post(&path, form)).await
    }
}
