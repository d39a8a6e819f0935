//! The page's words for what is done with the password, as its machine takes them.

use latchkey_core::password::{Event, Form, NewPassword};
use latchkey_fapi_types::secret::Password;
use latchkey_ipc::command::PasswordRequest;
use latchkey_ipc::secret::SecretText;

pub(super) fn event(request: PasswordRequest) -> Event {
    match request {
        PasswordRequest::Edit => Event::Open(Form::New),
        PasswordRequest::EditRemoval => Event::Open(Form::Remove),
        PasswordRequest::Close => Event::Close,
        PasswordRequest::Set { current, password, sign_out_others } => Event::Set(NewPassword {
            current: current.as_ref().map(secret),
            password: secret(&password),
            sign_out_others,
        }),
        PasswordRequest::Remove { current } => Event::Remove { current: secret(&current) },
        PasswordRequest::DismissProblem => Event::DismissProblem,
    }
}

fn secret(text: &SecretText) -> Password {
    // EXPOSE: handed from one secret type to the other.
    Password::new(text.expose())
}
