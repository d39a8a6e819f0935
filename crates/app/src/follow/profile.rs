//! The page's words for what is done with the profile, as its machine takes them.

use latchkey_core::profile::{Change, Event, Form, Typed};
use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::secret::Code;
use latchkey_ipc::command::ProfileRequest;
use latchkey_ipc::view::EmailId;

use crate::words;

pub(super) fn event(request: ProfileRequest) -> Event {
    match request {
        ProfileRequest::EditName => Event::Open(Form::Name),
        ProfileRequest::EditUsername => Event::Open(Form::Username),
        ProfileRequest::AddEmail => Event::Open(Form::NewEmail),
        ProfileRequest::Close => Event::Close,
        ProfileRequest::SaveName { first, last } => Event::Send(Typed::Name { first, last }),
        ProfileRequest::SaveUsername { username } => Event::Send(Typed::Username(username)),
        ProfileRequest::SubmitEmail { address } => Event::Send(Typed::NewEmail(address)),
        ProfileRequest::RemovePicture => Event::Ask(Change::RemovePicture),
        ProfileRequest::VerifyEmail { email } => Event::VerifyEmail(id(email)),
        ProfileRequest::ResendCode => Event::ResendCode,
        ProfileRequest::SubmitCode { code } => {
            // EXPOSE: handed from one secret type to the other.
            Event::Send(Typed::Code(Code::new(code.expose())))
        }
        ProfileRequest::MakePrimaryEmail { email } => Event::Ask(Change::PrimaryEmail(id(email))),
        ProfileRequest::RemoveEmail { email } => Event::Ask(Change::RemoveEmail(id(email))),
        ProfileRequest::MakePrimaryPhone { phone } => {
            Event::Ask(Change::PrimaryPhone(words::phone_id(phone)))
        }
        ProfileRequest::DeleteAccount => Event::Ask(Change::Delete),
        // Whoever tries another file has read what was wrong with the last.
        ProfileRequest::DismissProblem | ProfileRequest::ChoosePicture => Event::DismissProblem,
    }
}

fn id(of: EmailId) -> IdentificationId {
    IdentificationId::new(of.0)
}
