//! Driving a sign-in.

use latchkey_core::challenge::{MethodKind, Typed};
use latchkey_core::effect::Effect;
use latchkey_core::failure::Failure;
use latchkey_core::sign_in::{Event, Restarted, SignIn, Stage};
use latchkey_core::ticket::Ticket;
use latchkey_fapi_types::client::{Client, Session};
use latchkey_fapi_types::secret::Password;
use latchkey_fapi_types::sign_in::SignIn as Attempt;
use latchkey_ipc::command::SignInRequest;
use latchkey_ipc::view::Notice;

use super::leaving;
use crate::identifier;
use crate::model::{Model, State};
use crate::now::Now;
use crate::words;
use crate::work::{Call, Work};

pub(super) fn requested(model: &mut Model, request: SignInRequest, now: Now) -> Vec<Work> {
    let State::Connected(connection) = &model.state else { return Vec::new() };
    let event = match request {
        SignInRequest::Submit { identifier, password } => Event::Submit {
            identifier: identifier::read(connection, &identifier),
            // EXPOSE: handed from one secret type to the other.
            password: password.map(|password| Password::new(password.expose())),
        },
        SignInRequest::SubmitForCode { identifier, channel } => Event::SubmitForCode {
            identifier: identifier::read(connection, &identifier),
            channel: words::channel(channel),
        },
        SignInRequest::ForgotPassword { identifier } => {
            Event::ForgotPassword { identifier: identifier::read(connection, &identifier) }
        }
        // EXPOSE: handed from one secret type to the other.
        SignInRequest::Verify { secret } => Event::Verify { secret: Typed::new(secret.expose()) },
        SignInRequest::ChooseMethod { method } => Event::ChooseMethod(method.0),
        SignInRequest::Resend => Event::Resend,
        SignInRequest::SetPassword { password, sign_out_others } => Event::SetPassword {
            // EXPOSE: handed from one secret type to the other.
            password: Password::new(password.expose()),
            sign_out_others,
        },
        SignInRequest::StartOver => Event::StartOver,
    };
    model.notice = None;
    if let State::Connected(connection) = &mut model.state {
        connection.gave_up |= matches!(event, Event::StartOver) && connection.sign_in.is_busy();
    }
    drive(model, event, now)
}

pub(super) fn answered(
    model: &mut Model,
    ticket: Ticket,
    answer: Result<Box<Attempt>, Failure>,
    now: Now,
) -> Vec<Work> {
    if let State::Connected(connection) = &mut model.state
        && connection.sign_in.awaits(ticket)
    {
        // Steps go out one after the other, so the one that was given up has ended by now.
        connection.gave_up = false;
    }
    drive(model, Event::Answered { ticket, answer: answer.map(|attempt| *attempt) }, now)
}

pub(super) fn client_known(
    model: &mut Model,
    ticket: Ticket,
    answer: Result<Option<Box<Client>>, Failure>,
    now: Now,
) -> Vec<Work> {
    let State::Connected(connection) = &model.state else { return Vec::new() };
    // A session that the person has signed out is nothing to go to.
    let is_over = |session: &Session| connection.is_noted(&model.saved.endings, &session.id);
    let known = |mut client: Client| {
        client.sessions.retain(|session| !is_over(session));
        client
    };
    let answer = answer.map(|client| client.map(|client| known(*client)));
    drive(model, Event::ClientKnown { ticket, answer }, now)
}

fn drive(model: &mut Model, event: Event, now: Now) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let sign_in = std::mem::take(&mut connection.sign_in);
    let client = connection.holding.client.as_ref();
    let restarted_before = restarted(&sign_in);
    let used_backup_code = matches!(sign_in.stage(), Stage::Challenge(challenge)
        if challenge.method().kind == MethodKind::BackupCode);
    let (next, effect) = sign_in.apply(event, client, now.instant, &mut model.tickets);
    if restarted_before.is_none()
        && let Some(why) = restarted(&next)
    {
        model.notice = Some(match why {
            Restarted::Gone => Notice::SignInRestarted,
            Restarted::AnswerLost => Notice::AnswerLost,
        });
    }
    let completes = matches!(next.stage(), Stage::Arriving(_) | Stage::Complete(_));
    connection.by_backup_code = completes && (used_backup_code || connection.by_backup_code);
    connection.sign_in = next;
    match effect {
        Some(Effect::Call { ticket, call }) => {
            vec![Work::Call { ticket, call: Call::SignIn(call) }]
        }
        Some(Effect::Platform(platform)) => leaving::perform(model, platform),
        None => Vec::new(),
    }
}

/// Why a sign-in is at its beginning again that the person did not give up.
fn restarted(sign_in: &SignIn) -> Option<Restarted> {
    let Stage::Identify(identify) = sign_in.stage() else { return None };
    identify.restarted
}

/// Goes on with the client's own sign-in, which an earlier run began, unless another one has begun.
pub(super) fn resume(model: &mut Model, now: Now) -> Vec<Work> {
    let State::Connected(connection) = &model.state else { return Vec::new() };
    let attempt = connection.holding.client.as_ref().and_then(|client| client.sign_in.clone());
    let wall = connection.network.server_time(now.wall);
    match attempt {
        Some(attempt) => drive(model, Event::Resume { attempt: Box::new(attempt), wall }, now),
        None => Vec::new(),
    }
}
