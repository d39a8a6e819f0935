//! The user of a session, their second factors and their sessions (contract §5 and §7 to §9). Any change can be refused with
//! `session_reverification_required`; nothing was changed then.

use latchkey_fapi_types::{
    ActiveSession, BackupCodes, Code, Deleted, IdentificationId, Password, PhoneNumberAnswer,
    Session, SessionId, Strategy, Totp, User,
};

use crate::call::{Call, Form, Wrapping, flag};
use crate::error::CallError;
use crate::methods::{Answer, FapiClient, Value};

impl FapiClient {
    /// The user of a session.
    pub async fn me(&self, session: &SessionId) -> Result<Answer<User>, CallError> {
        self.call(Call::get(&["me"]).within(session)).await
    }

    /// Makes a key for an authenticator app, which replaces one that was not verified. The answer is the only one that
    /// tells it.
    pub async fn create_totp(&self, session: &SessionId) -> Result<Answer<Totp>, CallError> {
        self.post_me(session, &["totp"], Form::default()).await
    }

    /// Turns the authenticator app on by a code of it. Brings backup codes if the user had none and the instance
    /// offers them.
    pub async fn attempt_totp(
        &self,
        session: &SessionId,
        code: &Code,
    ) -> Result<Answer<Totp>, CallError> {
        self.post_me(session, &["totp", "attempt_verification"], code_form(code)).await
    }

    /// Takes the authenticator app away.
    pub async fn delete_totp(&self, session: &SessionId) -> Result<Answer<Deleted>, CallError> {
        self.call(Call::delete(&["me", "totp"]).within(session)).await
    }

    /// Makes new backup codes; those that there were stop working. The answer is the only one that tells them.
    pub async fn create_backup_codes(
        &self,
        session: &SessionId,
    ) -> Result<Answer<BackupCodes>, CallError> {
        self.post_me(session, &["backup_codes"], Form::default()).await
    }

    /// Adds a phone number, in E.164 form. It is unverified, and no code was sent yet.
    pub async fn create_phone_number(
        &self,
        session: &SessionId,
        e164: &str,
    ) -> Result<Answer<PhoneNumberAnswer>, CallError> {
        let form = Form::new([("phone_number", e164)]);
        self.post_me(session, &["phone_numbers"], form).await
    }

    /// Has a code sent to a phone number that is to be verified.
    pub async fn prepare_phone_number(
        &self,
        session: &SessionId,
        id: &IdentificationId,
    ) -> Result<Answer<PhoneNumberAnswer>, CallError> {
        let form = Form::new([("strategy", Strategy::PhoneCode.as_str())]);
        self.post_me(session, &["phone_numbers", id.as_str(), "prepare_verification"], form).await
    }

    /// Verifies a phone number by the code that was sent to it.
    pub async fn attempt_phone_number(
        &self,
        session: &SessionId,
        id: &IdentificationId,
        code: &Code,
    ) -> Result<Answer<PhoneNumberAnswer>, CallError> {
        let path = ["phone_numbers", id.as_str(), "attempt_verification"];
        self.post_me(session, &path, code_form(code)).await
    }

    /// Uses a verified phone number for multi-factor authentication, or does so no longer. Brings backup codes if the
    /// user had none and the instance offers them.
    pub async fn set_reserved_for_second_factor(
        &self,
        session: &SessionId,
        id: &IdentificationId,
        reserved: bool,
    ) -> Result<Answer<PhoneNumberAnswer>, CallError> {
        self.patch_phone_number(session, id, "reserved_for_second_factor", reserved).await
    }

    /// Makes a phone number that is used for multi-factor authentication the one that codes go to by default.
    pub async fn make_default_second_factor(
        &self,
        session: &SessionId,
        id: &IdentificationId,
    ) -> Result<Answer<PhoneNumberAnswer>, CallError> {
        self.patch_phone_number(session, id, "default_second_factor", true).await
    }

    /// Takes a phone number away from the account.
    pub async fn delete_phone_number(
        &self,
        session: &SessionId,
        id: &IdentificationId,
    ) -> Result<Answer<Deleted>, CallError> {
        self.call(Call::delete(&["me", "phone_numbers", id.as_str()]).within(session)).await
    }

    /// The sessions of the user that are signed in, here and on other clients, each with the device that used it last.
    pub async fn active_sessions(
        &self,
        session: &SessionId,
    ) -> Result<Answer<Vec<ActiveSession>>, CallError> {
        let call = Call::get(&["me", "sessions", "active"]);
        self.call(call.within(session).wrapped(Wrapping::List)).await
    }

    /// Signs another session of the user out, on whatever client it is. The session in use cannot be revoked: it is
    /// [removed](Self::remove_session).
    pub async fn revoke_session(
        &self,
        session: &SessionId,
        other: &SessionId,
    ) -> Result<Answer<Session>, CallError> {
        let path = ["sessions", other.as_str(), "revoke"];
        self.post_me(session, &path, Form::default()).await
    }

    /// Sets a password. The one that there is now goes along where it is asked for: not of a session which is pending
    /// on `reset-password`, a task that ends with this.
    pub async fn change_password(
        &self,
        session: &SessionId,
        current: Option<&Password>,
        password: &Password,
        sign_out_of_other_sessions: bool,
    ) -> Result<Answer<User>, CallError> {
        // EXPOSE: into the body of the request.
        let current = current.map(|current| ("current_password", current.expose()));
        let form = Form::new(current.into_iter().chain([
            // EXPOSE: into the body of the request.
            ("new_password", password.expose()),
            ("sign_out_of_other_sessions", flag(sign_out_of_other_sessions)),
        ]));
        self.post_me(session, &["change_password"], form).await
    }

    /// Takes the password away, which is asked for once more.
    pub async fn remove_password(
        &self,
        session: &SessionId,
        current: &Password,
    ) -> Result<Answer<User>, CallError> {
        // EXPOSE: into the body of the request.
        let form = Form::new([("current_password", current.expose())]);
        self.post_me(session, &["remove_password"], form).await
    }

    async fn post_me<T: Value>(
        &self,
        session: &SessionId,
        path: &[&str],
        form: Form,
    ) -> Result<Answer<T>, CallError> {
        self.call(Call::post(&[&["me"], path].concat(), form).within(session)).await
    }

    async fn patch_phone_number(
        &self,
        session: &SessionId,
        id: &IdentificationId,
        field: &str,
        value: bool,
    ) -> Result<Answer<PhoneNumberAnswer>, CallError> {
        let form = Form::new([(field, flag(value))]);
        let call = Call::patch(&["me", "phone_numbers", id.as_str()], form);
        self.call(call.within(session)).await
    }
}

fn code_form(code: &Code) -> Form {
    // EXPOSE: into the body of the request.
    Form::new([("code", code.expose())])
}
