//! Who the user of a session is: names, addresses, and the account as a whole (contract §7). Any change can be refused
//! with `session_reverification_required`; nothing was changed then.

use latchkey_fapi_types::{
    Code, Deleted, EmailAddress, IdentificationId, Image, SessionId, Strategy, User,
};

use crate::call::{Call, Form};
use crate::error::CallError;
use crate::methods::{Answer, FapiClient};

impl FapiClient {
    /// Sets the first and the last name, each where it is given. The empty text takes it away.
    pub async fn set_name(
        &self,
        session: &SessionId,
        first: Option<&str>,
        last: Option<&str>,
    ) -> Result<Answer<User>, CallError> {
        let fields = [first.map(|it| ("first_name", it)), last.map(|it| ("last_name", it))];
        self.call(patch_me(session, Form::new(fields.into_iter().flatten()))).await
    }

    /// Sets the user name.
    pub async fn set_username(
        &self,
        session: &SessionId,
        username: &str,
    ) -> Result<Answer<User>, CallError> {
        self.call(patch_me(session, Form::new([("username", username)]))).await
    }

    /// Makes a verified email address the primary one.
    pub async fn set_primary_email_address(
        &self,
        session: &SessionId,
        id: &IdentificationId,
    ) -> Result<Answer<User>, CallError> {
        let form = Form::new([("primary_email_address_id", id.as_str())]);
        self.call(patch_me(session, form)).await
    }

    /// Makes a verified phone number the primary one.
    pub async fn set_primary_phone_number(
        &self,
        session: &SessionId,
        id: &IdentificationId,
    ) -> Result<Answer<User>, CallError> {
        let form = Form::new([("primary_phone_number_id", id.as_str())]);
        self.call(patch_me(session, form)).await
    }

    /// Adds an email address. It is unverified, and no code was sent yet.
    pub async fn create_email_address(
        &self,
        session: &SessionId,
        address: &str,
    ) -> Result<Answer<EmailAddress>, CallError> {
        let form = Form::new([("email_address", address)]);
        self.call(Call::post(&["me", "email_addresses"], form).within(session)).await
    }

    /// Has a code sent to an email address that is to be verified.
    pub async fn prepare_email_address(
        &self,
        session: &SessionId,
        id: &IdentificationId,
    ) -> Result<Answer<EmailAddress>, CallError> {
        let path = ["me", "email_addresses", id.as_str(), "prepare_verification"];
        let form = Form::new([("strategy", Strategy::EmailCode.as_str())]);
        self.call(Call::post(&path, form).within(session)).await
    }

    /// Verifies an email address by the code that was sent to it.
    pub async fn attempt_email_address(
        &self,
        session: &SessionId,
        id: &IdentificationId,
        code: &Code,
    ) -> Result<Answer<EmailAddress>, CallError> {
        let path = ["me", "email_addresses", id.as_str(), "attempt_verification"];
        // EXPOSE: into the body of the request.
        let form = Form::new([("code", code.expose())]);
        self.call(Call::post(&path, form).within(session)).await
    }

    /// Takes an email address away from the account.
    pub async fn delete_email_address(
        &self,
        session: &SessionId,
        id: &IdentificationId,
    ) -> Result<Answer<Deleted>, CallError> {
        self.call(Call::delete(&["me", "email_addresses", id.as_str()]).within(session)).await
    }

    /// Puts a PNG in the place of the user's picture.
    pub async fn set_picture(
        &self,
        session: &SessionId,
        png: &[u8],
    ) -> Result<Answer<Image>, CallError> {
        let call = Call::post(&["me", "profile_image"], Form::picture(png));
        self.call(call.within(session)).await
    }

    /// Takes the user's picture away.
    pub async fn delete_picture(&self, session: &SessionId) -> Result<Answer<Deleted>, CallError> {
        self.call(Call::delete(&["me", "profile_image"]).within(session)).await
    }

    /// Deletes the user, with all that the server keeps of them. The token stays: it trusts this device for whoever signs
    /// in next.
    pub async fn delete_user(&self, session: &SessionId) -> Result<Answer<Deleted>, CallError> {
        self.call(Call::delete(&["me"]).within(session)).await
    }
}

fn patch_me(session: &SessionId, form: Form) -> Call {
    Call::patch(&["me"], form).within(session)
}
