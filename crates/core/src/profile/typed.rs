//! What is typed into the forms, and the calls that it becomes.

use latchkey_fapi_types::environment::{FIRST_NAME, LAST_NAME, USERNAME};
use latchkey_fapi_types::user::User;

use super::call::{Call, may_change_name};
use super::emails;
use super::event::{Form, Typed};
use crate::challenge::six_digits;
use crate::context::Facts;
use crate::failure::InputError;

/// Whether there is anything that the form could change.
pub(super) fn may_open(form: &Form, facts: &Facts<'_>) -> bool {
    let Some(user) = facts.user else { return false };
    match form {
        Form::Name => may_change_name(user, facts.environment),
        Form::Username => facts.environment.lets_change(USERNAME),
        Form::NewEmail => emails::may_add(user, facts.environment),
        Form::EmailCode { .. } => false,
    }
}

/// The call that sends what was typed into this form, or what is wrong with it; none where it was
/// typed into another form.
pub(super) fn call(
    form: &Form,
    typed: Typed,
    facts: &Facts<'_>,
) -> Option<Result<Call, InputError>> {
    Some(match (form, typed) {
        (Form::Name, Typed::Name { first, last }) => {
            let edited = |attribute, text: Option<String>| {
                let text = text.filter(|_| facts.environment.lets_change(attribute))?;
                Some(text.trim().to_owned())
            };
            let (first, last) = (edited(FIRST_NAME, first), edited(LAST_NAME, last));
            Ok(Call::SetName { first, last })
        }
        (Form::Username, Typed::Username(text)) => {
            let username = latchkey_typed::identifier(&text);
            if username.is_empty() {
                Err(InputError::UsernameEmpty)
            } else {
                Ok(Call::SetUsername(username))
            }
        }
        (Form::NewEmail, Typed::NewEmail(text)) => {
            let address = latchkey_typed::identifier(&text);
            if is_email(&address) {
                Ok(Call::CreateEmail(address))
            } else {
                Err(InputError::EmailInvalid)
            }
        }
        (Form::EmailCode { id, .. }, Typed::Code(code)) => {
            six_digits(&code).map(|code| Call::AttemptEmail(id.clone(), code))
        }
        _ => return None,
    })
}

/// Whether the call would leave the user as they are.
pub(super) fn is_unchanged(call: &Call, user: &User) -> bool {
    match call {
        Call::SetName { .. } => call.is_done(user),
        // The server may tell capital letters apart.
        Call::SetUsername(wanted) => user.username.as_ref() == Some(wanted),
        Call::SetPicture { .. }
        | Call::DeletePicture
        | Call::CreateEmail(_)
        | Call::PrepareEmail(_)
        | Call::AttemptEmail(..)
        | Call::SetPrimaryEmail(_)
        | Call::DeleteEmail(_)
        | Call::SetPrimaryPhone(_)
        | Call::DeleteUser => false,
    }
}

/// Whether it could be an email address; the server says whether it is one.
fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
        && !text.contains(char::is_whitespace)
}
