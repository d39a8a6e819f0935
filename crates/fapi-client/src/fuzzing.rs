//! What the fuzzers call: an answer as bytes, read as the transport reads it. Nothing that ships has
//! this module.

use std::time::Duration;

use latchkey_fapi_types::{
    ActiveSession, BackupCodes, Client, Deleted, Environment, PhoneNumberAnswer, Reverification,
    Session, SessionId, SessionToken, SignIn, Totp, User,
};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::answer::{self, Answer, Head, Unwrapped};
use crate::call::Wrapping;
use crate::date;
use crate::error::CallError;
use crate::methods::Value;
use crate::token::TokenHeader;

/// How long the headers of an answer ask to wait.
pub fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    date::retry_after(headers)
}

/// Reads an answer as each call does, and gives what failed. The session is the one that a call ends.
pub fn read(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    session: &SessionId,
) -> Vec<CallError> {
    let head = Head::read(status, headers);
    let answer = Received { head: &head, body, session };
    // What it makes of the token is settled before the body is looked at.
    let _: TokenHeader = TokenHeader::read(headers);
    let calls = [
        answer.read_as::<Option<Client>>(Wrapping::Client).err(),
        answer.read_as::<Environment>(Wrapping::Bare).err(),
        answer.read_as::<SessionToken>(Wrapping::Bare).err(),
        answer.read_as::<Vec<ActiveSession>>(Wrapping::List).err(),
        answer.read_as::<SignIn>(Wrapping::Response).err(),
        answer.read_as::<Session>(Wrapping::Response).err(),
        answer.read_as::<Reverification>(Wrapping::Response).err(),
        answer.read_as::<User>(Wrapping::Response).err(),
        answer.read_as::<Totp>(Wrapping::Response).err(),
        answer.read_as::<BackupCodes>(Wrapping::Response).err(),
        answer.read_as::<PhoneNumberAnswer>(Wrapping::Response).err(),
        answer.read_as::<Deleted>(Wrapping::Response).err(),
    ];
    calls.into_iter().flatten().collect()
}

/// An answer that has come whole.
struct Received<'a> {
    head: &'a Head,
    body: &'a [u8],
    session: &'a SessionId,
}

impl Received<'_> {
    /// In the order of the transport.
    fn read_as<T: Value>(&self, wrapping: Wrapping) -> Result<Answer<T>, CallError> {
        let Self { head, body, session } = *self;
        let body = head.is_no_redirect().map(|()| body);
        if !head.is_success() {
            let errors = body.and_then(|body| answer::error_body(head, body));
            return Err(answer::refused(head, errors));
        }
        let body = body?;
        let Unwrapped { value, client } = answer::unwrap(head, wrapping, body)?;
        let client = client.and_then(answer::client);
        let over = client.is_none() && answer::is_over(value, session);
        answer::value(head, wrapping, value, over)
    }
}
