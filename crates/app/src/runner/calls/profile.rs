//! Calls for the profile.

use latchkey_core::profile::{Call, Reply};
use latchkey_fapi_client::FapiClient;
use latchkey_fapi_types::id::SessionId;

use super::{Answered, settle};

/// Makes a call for the profile, once.
pub(super) async fn make(fapi: &FapiClient, session: &SessionId, call: Call) -> Answered<Reply> {
    let user = match call {
        Call::CreateEmail(address) => {
            return email(settle(fapi.create_email_address(session, &address).await));
        }
        Call::PrepareEmail(id) => {
            return email(settle(fapi.prepare_email_address(session, &id).await));
        }
        Call::AttemptEmail(id, code) => {
            return email(settle(fapi.attempt_email_address(session, &id, &code).await));
        }
        Call::SetPicture { picture, .. } => {
            return settle(fapi.set_picture(session, picture.bytes()).await)
                .map(|_| Reply::Picture);
        }
        Call::DeletePicture => {
            return settle(fapi.delete_picture(session).await).map(|_| Reply::Deleted);
        }
        Call::DeleteEmail(id) => {
            let answer = fapi.delete_email_address(session, &id).await;
            return settle(answer).map(|_| Reply::Deleted);
        }
        Call::DeleteUser => return settle(fapi.delete_user(session).await).map(|_| Reply::Deleted),
        Call::SetName { first, last } => {
            fapi.set_name(session, first.as_deref(), last.as_deref()).await
        }
        Call::SetUsername(username) => fapi.set_username(session, &username).await,
        Call::SetPrimaryEmail(id) => fapi.set_primary_email_address(session, &id).await,
        Call::SetPrimaryPhone(id) => fapi.set_primary_phone_number(session, &id).await,
    };
    settle(user).map(|_| Reply::User)
}

fn email(answer: Answered<latchkey_fapi_types::EmailAddress>) -> Answered<Reply> {
    answer.map(|email| Reply::Email(Box::new(email)))
}
