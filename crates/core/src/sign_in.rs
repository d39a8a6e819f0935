//! A sign-in, from nobody to a session.
//!
//! [`SignIn::apply`] is the whole machine: it takes an [`Event`], the client that the caller holds and
//! the time, and gives back the next state with at most one effect. It never performs the effect.
//! Each call carries a [`Ticket`]; an answer with a ticket that the state no longer waits for
//! changes nothing, so a cancelled step cannot come back. What cannot be asked for in a state is
//! ignored: a window may always send one click too many.
//!
//! Other sessions may be on the client already. The sign-in is complete with its own one alone.
//!
//! The diagram is in `README.md` beside this module.

mod event;
mod identifier;
mod landing;
mod meeting;
mod resuming;
mod stage;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use latchkey_fapi_types::client::{Client, Session};
use latchkey_fapi_types::id::{SessionId, SignInId};
use latchkey_fapi_types::secret::Password;
use latchkey_fapi_types::sign_in::SignIn as Attempt;

pub use event::{Call, Channel, Event};
pub use identifier::Identifier;
pub use stage::{Arriving, Identify, Restarted, Stage, Unknown};

use crate::challenge::{Challenge, MethodKind, NotSent, Reason, Request};
use crate::effect::Effect;
use crate::failure::{Consequence, Failure, InputError};
use crate::form::Form;
use crate::hold::Hold;
use crate::ticket::{Ticket, Tickets};
use crate::time::Instant;
use landing::{Landing, landing, offered};
use meeting::is_signed_in_already;
use stage::Aim;

/// A sign-in under way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SignIn {
    identifier: String,
    stage: Stage,
    /// The server's name for it, once it has one.
    attempt: Option<SignInId>,
    /// The sessions that were there before the last step went out: none of them is its own.
    before: BTreeSet<SessionId>,
    hold: Option<Hold>,
    /// Why a password is being reset, where the server demands it.
    demanded: Option<Failure>,
}

impl Default for Stage {
    fn default() -> Self {
        Self::Identify(Identify::default())
    }
}

/// What comes with every event.
struct Context<'a> {
    client: Option<&'a Client>,
    now: Instant,
    tickets: &'a mut Tickets,
}

type Next = Option<Effect<Call>>;

impl SignIn {
    /// A sign-in that starts under a wait from an earlier run of the app.
    pub fn held(hold: Hold) -> Self {
        Self { identifier: hold.identifier().to_owned(), hold: Some(hold), ..Self::default() }
    }

    /// What was typed as the identifier last.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// Why the password is to be replaced, where the server demands that.
    pub fn demanded(&self) -> Option<&Failure> {
        self.demanded.as_ref()
    }

    /// Where it stands.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The wait that the server asked for, if it is not over.
    pub fn hold(&self, now: Instant) -> Option<&Hold> {
        self.hold.as_ref().filter(|hold| hold.applies(&self.identifier, now))
    }

    /// Whether an answer is waited for that decides where the sign-in goes.
    pub fn is_busy(&self) -> bool {
        self.stage.form().is_some_and(Form::is_busy)
    }

    /// Whether the answer with this ticket is waited for. A call whose answer is not can be given up.
    pub fn awaits(&self, ticket: Ticket) -> bool {
        match &self.stage {
            Stage::Challenge(challenge) => challenge.awaits(ticket),
            Stage::Arriving(arriving) => arriving.ticket == ticket,
            Stage::Identify(_) | Stage::NewPassword(_) | Stage::Unknown(_) | Stage::Complete(_) => {
                self.stage.form().is_some_and(|form| form.awaits(ticket))
            }
        }
    }

    /// Takes an event. What has no meaning in the present stage changes nothing.
    #[must_use]
    pub fn apply(
        mut self,
        event: Event,
        client: Option<&Client>,
        now: Instant,
        tickets: &mut Tickets,
    ) -> (Self, Option<Effect<Call>>) {
        let effect = self.take(event, &mut Context { client, now, tickets });
        (self, effect)
    }

    fn take(&mut self, event: Event, cx: &mut Context<'_>) -> Next {
        match event {
            Event::Submit { identifier, password } => {
                self.submit(identifier, password, Aim::SignIn, cx)
            }
            Event::SubmitForCode { identifier, channel } => {
                self.submit(identifier, None, Aim::Code(channel), cx)
            }
            Event::ForgotPassword { identifier } => self.submit(identifier, None, Aim::Reset, cx),
            Event::Verify { secret } => self.at_challenge(cx, |challenge, held, cx| {
                challenge.verify(&secret, held, cx.tickets)
            }),
            Event::ChooseMethod(place) => {
                self.at_challenge(cx, |challenge, _, cx| challenge.choose(place, cx.tickets))
            }
            Event::Resend => self
                .at_challenge(cx, |challenge, held, cx| challenge.resend(held, cx.tickets, cx.now)),
            Event::SetPassword { password, sign_out_others } => {
                self.set_password(password, sign_out_others, cx)
            }
            Event::StartOver => {
                // The server needs no call: the next sign-in replaces this one (contract §12).
                if !matches!(self.stage, Stage::Complete(_)) {
                    self.start(Identify::default());
                }
                None
            }
            Event::Resume { attempt, wall } => {
                self.resume(&attempt, wall, cx.now);
                None
            }
            Event::Answered { ticket, answer } => self.answered(ticket, answer, cx),
            Event::ClientKnown { ticket, answer } => self.client_known(ticket, answer, cx),
        }
    }

    fn submit(
        &mut self,
        identifier: Identifier,
        password: Option<Password>,
        aim: Aim,
        cx: &mut Context<'_>,
    ) -> Next {
        if self.is_busy() || !matches!(self.stage, Stage::Identify(_)) {
            return None;
        }
        self.identifier = identifier.typed;
        if self.hold(cx.now).is_some() {
            return None;
        }
        // EXPOSE: only whether there is one is looked at.
        let no_password = password.as_ref().is_some_and(|password| password.expose().is_empty());
        let checked = match identifier.sent {
            Ok(_) if no_password => Err(InputError::PasswordEmpty),
            sent => sent,
        };
        let identifier = match checked {
            Ok(identifier) => identifier,
            Err(error) => {
                let form = Form::failed(Failure::Input(error));
                self.start(Identify { form, ..Identify::default() });
                return None;
            }
        };
        // No strategy is named before the server has said which ones the account has.
        let call = Call::Create { identifier, password };
        self.start(Identify { aim, sent: Some(call.clone()), ..Identify::default() });
        self.send(call, cx)
    }

    /// Sends a step of which the answer decides where the sign-in goes.
    fn send(&mut self, call: Call, cx: &mut Context<'_>) -> Next {
        let ticket = cx.tickets.issue();
        self.stage.form_mut()?.send(ticket);
        self.note_sessions(cx);
        Some(Effect::Call { ticket, call })
    }

    fn note_sessions(&mut self, cx: &Context<'_>) {
        let sessions = cx.client.iter().flat_map(|client| &client.sessions);
        self.before = sessions.map(|session| session.id.clone()).collect();
    }

    /// Does something in the challenge, and turns what it asks for into the call on this attempt.
    fn at_challenge(
        &mut self,
        cx: &mut Context<'_>,
        act: impl FnOnce(&mut Challenge, bool, &mut Context<'_>) -> Option<(Ticket, Request)>,
    ) -> Next {
        let held = self.hold(cx.now).is_some();
        let Stage::Challenge(challenge) = &mut self.stage else { return None };
        let (ticket, asked) = act(challenge, held, cx)?;
        let attempt = self.attempt.clone()?;
        let call = match (asked, challenge.reason.is_second()) {
            (Request::Password(password), _) => Call::AttemptPassword { attempt, password },
            (Request::Code(strategy, code), false) => {
                Call::AttemptFirst { attempt, strategy, code }
            }
            (Request::Code(strategy, code), true) => {
                Call::AttemptSecond { attempt, strategy, code }
            }
            (Request::SendCode(factor), false) => Call::PrepareFirst { attempt, factor },
            (Request::SendCode(factor), true) => Call::PrepareSecond { attempt, factor },
        };
        if challenge.is_busy() {
            self.note_sessions(cx);
        }
        Some(Effect::Call { ticket, call })
    }

    fn set_password(
        &mut self,
        password: Password,
        sign_out_others: bool,
        cx: &mut Context<'_>,
    ) -> Next {
        let held = self.hold(cx.now).is_some();
        let Stage::NewPassword(form) = &mut self.stage else { return None };
        if form.is_busy() || held {
            return None;
        }
        // EXPOSE: only whether there is one is looked at.
        if password.expose().is_empty() {
            form.failure = Some(Failure::Input(InputError::PasswordEmpty));
            return None;
        }
        let attempt = self.attempt.clone()?;
        self.send(Call::ResetPassword { attempt, password, sign_out_others }, cx)
    }

    fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Attempt, Failure>,
        cx: &mut Context<'_>,
    ) -> Next {
        if self.stage.form().is_some_and(|form| form.awaits(ticket)) {
            return match answer {
                Ok(attempt) => self.land(&attempt, cx),
                Err(failure) => self.refused(failure, cx),
            };
        }
        let Stage::Challenge(challenge) = &mut self.stage else { return None };
        match challenge.code_sent(ticket, answer.map(|_| ()), cx.now)? {
            NotSent::Wait(failure) => self.wait(&failure, cx.now),
            NotSent::Restart(failure) => self.restart(restarted_by(&failure)),
            // Nobody is signed in with this sign-in yet.
            NotSent::SessionInDoubt(_) => {}
        }
        None
    }

    /// Goes where the attempt says. A code is asked for at once where the first method needs one.
    fn land(&mut self, attempt: &Attempt, cx: &mut Context<'_>) -> Next {
        let aim = self.aim();
        self.attempt = Some(attempt.id.clone());
        match landing(attempt, aim) {
            Landing::Session(session) => return self.arrive(session, cx),
            Landing::Challenge(challenge) => {
                let wanted = match aim {
                    Aim::Code(Channel::Email) => Some(MethodKind::EmailCode),
                    Aim::Code(Channel::Phone) => Some(MethodKind::PhoneCode),
                    Aim::SignIn | Aim::Reset => None,
                };
                let wanted = wanted.filter(|_| challenge.reason == Reason::FirstFactor);
                let (_, sent) = offered(attempt, challenge.reason);
                self.stage = Stage::Challenge(*challenge);
                return self.at_challenge(cx, |challenge, _, cx| {
                    challenge.present(sent, wanted, cx.tickets, cx.now)
                });
            }
            Landing::NewPassword => self.stage = Stage::NewPassword(Form::default()),
            Landing::Unknown(Unknown::FirstFactors(_)) if self.demanded.is_some() => {
                // Nothing resets it from here: the person reads why, where they began.
                let failure = self.demanded.take()?;
                self.start(Identify::default());
                self.fail(failure);
            }
            Landing::Unknown(unknown) => self.stage = Stage::Unknown(unknown),
            Landing::Start => self.restart(Restarted::Gone),
        }
        None
    }

    /// The server created this session.
    fn arrive(&mut self, session: SessionId, cx: &mut Context<'_>) -> Next {
        if cx.client.is_some_and(|client| signed_in(client, &session).is_some()) {
            self.stage = Stage::Complete(session);
            return None;
        }
        let ticket = cx.tickets.issue();
        self.stage = Stage::Arriving(Arriving { session, ticket });
        Some(Effect::Call { ticket, call: Call::AskClient })
    }

    /// The server refused a step, or its answer was lost.
    fn refused(&mut self, failure: Failure, cx: &mut Context<'_>) -> Next {
        match failure.consequence() {
            // On the first page there is nothing to go back to: tell it in place.
            Consequence::Restart if !matches!(self.stage, Stage::Identify(_)) => {
                self.restart(restarted_by(&failure));
                return None;
            }
            // The form stays busy until the client is known.
            Consequence::Ask => {
                let ticket = cx.tickets.issue();
                self.stage.form_mut()?.ask_client(ticket, failure);
                return Some(Effect::Call { ticket, call: Call::AskClient });
            }
            Consequence::Stay if demands_new_password(&failure) => {
                if let Some(call) = self.without_password(Aim::Reset) {
                    self.demanded = Some(failure);
                    return self.send(call, cx);
                }
            }
            Consequence::Stay if failure.code() == Some("strategy_for_user_invalid") => {
                if let Some(call) = self.without_password(Aim::SignIn) {
                    return self.send(call, cx);
                }
            }
            Consequence::CodeSpent => {
                if let Stage::Challenge(challenge) = &mut self.stage {
                    challenge.spend();
                }
            }
            Consequence::Wait(_) => self.wait(&failure, cx.now),
            Consequence::Restart | Consequence::Stay => {}
        }
        self.fail(failure);
        None
    }

    /// The same without the password, which the account does not have or may not use: for this.
    fn without_password(&mut self, aim: Aim) -> Option<Call> {
        let Stage::Identify(identify) = &mut self.stage else { return None };
        identify.aim = aim;
        let Call::Create { identifier, password: Some(_) } = identify.sent.take()? else {
            return None;
        };
        Some(Call::Create { identifier, password: None })
    }

    fn client_known(
        &mut self,
        ticket: Ticket,
        answer: Result<Option<Client>, Failure>,
        cx: &mut Context<'_>,
    ) -> Next {
        if let Stage::Arriving(arriving) = &self.stage
            && arriving.ticket == ticket
        {
            let session = arriving.session.clone();
            match answer {
                Ok(Some(client)) if signed_in(&client, &session).is_some() => {
                    self.stage = Stage::Complete(session);
                }
                // Nothing more can be learnt about a session that the client does not have.
                Ok(_) => self.restart(Restarted::Gone),
                Err(_) => self.restart(Restarted::AnswerLost),
            }
            return None;
        }
        let failure = self.stage.form()?.asked_because(ticket)?.clone();
        let client = match answer {
            Ok(client) => client,
            Err(asking) => {
                if asking.code() == Some("cookie_invalid") {
                    self.restart(Restarted::AnswerLost);
                } else {
                    self.fail(failure);
                }
                return None;
            }
        };
        if is_signed_in_already(&failure) && matches!(self.stage, Stage::Identify(_)) {
            return self.meet_session(client.as_ref(), failure, cx);
        }
        if let Some(own) = client.as_ref().and_then(|client| self.own_session(client)) {
            self.stage = Stage::Complete(own.id.clone());
            return None;
        }
        let own = client.and_then(|client| client.sign_in);
        let own = own.filter(|attempt| self.attempt.as_ref() == Some(&attempt.id));
        match (&self.stage, own) {
            (Stage::Challenge(shown), Some(attempt)) => {
                let now = landing::challenge(&attempt, shown.reason);
                // Where the attempt offers the same as before, the step was not taken.
                if now.is_ok_and(|now| now.methods == shown.methods) {
                    self.fail(failure);
                } else {
                    return self.land(&attempt, cx);
                }
            }
            (Stage::NewPassword(_), Some(attempt)) if landing::has_password(&attempt) => {
                return self.land(&attempt, cx);
            }
            (Stage::NewPassword(_), Some(attempt)) if landing::wants_password(&attempt) => {
                self.fail(failure);
            }
            (Stage::Identify(_), _) => self.fail(failure),
            (
                Stage::Challenge(_)
                | Stage::NewPassword(_)
                | Stage::Unknown(_)
                | Stage::Arriving(_)
                | Stage::Complete(_),
                _,
            ) => self.restart(Restarted::Gone),
        }
        None
    }

    /// What the sign-in is for.
    fn aim(&self) -> Aim {
        match &self.stage {
            Stage::Identify(identify) => identify.aim,
            Stage::Challenge(challenge) if challenge.reason == Reason::ResetPassword => Aim::Reset,
            Stage::Challenge(_)
            | Stage::NewPassword(_)
            | Stage::Unknown(_)
            | Stage::Arriving(_)
            | Stage::Complete(_) => Aim::SignIn,
        }
    }

    fn start(&mut self, page: Identify) {
        self.attempt = None;
        self.demanded = None;
        self.stage = Stage::Identify(page);
    }

    fn restart(&mut self, why: Restarted) {
        self.start(Identify { restarted: Some(why), ..Identify::default() });
    }

    /// Gives the form back, and tells what failed.
    fn fail(&mut self, failure: Failure) {
        if let Stage::Identify(identify) = &mut self.stage {
            identify.sent = None;
        }
        if let Some(form) = self.stage.form_mut() {
            form.fail(failure);
        }
    }

    fn wait(&mut self, failure: &Failure, now: Instant) {
        if let Some(wait) = failure.wait() {
            self.hold = Some(wait.hold(&self.identifier, now));
        }
    }
}

/// The session of this id, while its user is signed in with it.
fn signed_in<'a>(client: &'a Client, id: &SessionId) -> Option<&'a Session> {
    client.session(id).filter(|session| session.is_signed_in())
}

/// Whether the server lets nobody in with this password, though it may be the right one.
fn demands_new_password(failure: &Failure) -> bool {
    matches!(
        failure.code(),
        Some("form_password_pwned" | "form_password_compromised" | "password_reset_required")
    )
}

fn restarted_by(failure: &Failure) -> Restarted {
    match failure.code() {
        Some("cookie_invalid") => Restarted::AnswerLost,
        Some(_) | None => Restarted::Gone,
    }
}
