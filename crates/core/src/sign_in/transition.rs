//! The machine: every event, in every stage.

use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::secret::{Code, Password};
use latchkey_fapi_types::sign_in::SignIn as Attempt;

use super::challenge::{Challenge, MethodKind, Reason};
use super::event::{Call, Channel, Effect, Event, Ticket};
use super::{Aim, Hold, Identify, NewPassword, Pending, RESEND_WAIT, Restarted, SignIn, Stage};
use crate::failure::{Consequence, Failure, InputError};
use crate::time::Timestamp;

type Next = (SignIn, Option<Effect>);

impl SignIn {
    /// Takes an event. What has no meaning in the present stage changes nothing.
    #[must_use]
    pub fn apply(self, event: Event, now: Timestamp) -> Next {
        match event {
            Event::Submit { identifier, password } => {
                self.submit(&identifier, password, Aim::SignIn, now)
            }
            Event::SubmitForCode { identifier, channel } => {
                self.submit(&identifier, None, Aim::Code(channel), now)
            }
            Event::ForgotPassword { identifier } => self.submit(&identifier, None, Aim::Reset, now),
            Event::Verify { secret } => self.verify(secret, now),
            Event::ChooseMethod(place) => self.choose(place),
            Event::Resend => self.resend(now),
            Event::SetPassword { password, sign_out_others } => {
                self.set_password(password, sign_out_others, now)
            }
            Event::StartOver => self.start_over(),
            Event::Answered { ticket, answer } => self.answered(ticket, answer, now),
            Event::ClientKnown { ticket, answer } => self.client_known(ticket, answer, now),
        }
    }

    fn submit(
        mut self,
        identifier: &str,
        password: Option<Password>,
        aim: Aim,
        now: Timestamp,
    ) -> Next {
        let Stage::Identify(Identify { pending: None, .. }) = &self.stage else {
            return (self, None);
        };
        identifier.trim().clone_into(&mut self.identifier);
        if self.hold(now).is_some() {
            return (self, None);
        }
        // EXPOSE: only whether there is one is looked at.
        let no_password = password.as_ref().is_some_and(|password| password.expose().is_empty());
        if self.identifier.is_empty() || no_password {
            let error = if self.identifier.is_empty() {
                InputError::IdentifierEmpty
            } else {
                InputError::PasswordEmpty
            };
            self.stage = Stage::Identify(Identify {
                failure: Some(Failure::Input(error)),
                ..Identify::fresh()
            });
            return (self, None);
        }
        let ticket = self.ticket();
        self.stage = Stage::Identify(Identify {
            pending: Some(Pending { ticket, aim }),
            ..Identify::fresh()
        });
        let strategy = match aim {
            Aim::Code(Channel::Email) => Some(Strategy::EmailCode),
            Aim::Code(Channel::Phone) => Some(Strategy::PhoneCode),
            Aim::SignIn | Aim::Reset => None,
        };
        let identifier = self.identifier.clone();
        (self, Some(Effect { ticket, call: Call::Create { identifier, password, strategy } }))
    }

    fn verify(mut self, typed: Code, now: Timestamp) -> Next {
        let held = self.hold(now).is_some();
        let ticket = self.ticket();
        let Stage::Challenge(challenge) = &mut self.stage else { return (self, None) };
        if challenge.pending.is_some() || held {
            return (self, None);
        }
        let method = challenge.method();
        if !method.kind.accepts(&typed) {
            let error = match method.kind {
                MethodKind::Password => InputError::PasswordEmpty,
                MethodKind::Totp
                | MethodKind::PhoneCode
                | MethodKind::EmailCode
                | MethodKind::BackupCode => InputError::CodeIncomplete,
            };
            challenge.failure = Some(Failure::Input(error));
            return (self, None);
        }
        let attempt = challenge.attempt.clone();
        let strategy = method.factor.strategy.clone();
        let call = match (method.kind, challenge.reason) {
            (MethodKind::Password, _) => {
                // EXPOSE: what was typed for this method is the password.
                Call::AttemptPassword { attempt, password: Password::new(typed.expose()) }
            }
            (_, Reason::FirstFactor | Reason::ResetPassword) => {
                Call::AttemptFirst { attempt, strategy, code: typed }
            }
            (_, Reason::SecondFactor | Reason::NewDevice) => {
                Call::AttemptSecond { attempt, strategy, code: typed }
            }
        };
        challenge.pending = Some(ticket);
        challenge.failure = None;
        (self, Some(Effect { ticket, call }))
    }

    fn choose(mut self, place: usize) -> Next {
        let Stage::Challenge(challenge) = &mut self.stage else { return (self, None) };
        if challenge.pending.is_some() {
            return (self, None);
        }
        if place >= challenge.methods.len() {
            challenge.failure = Some(Failure::Input(InputError::MethodGone));
            return (self, None);
        }
        challenge.current = place;
        challenge.failure = None;
        if challenge.wants_code() { self.send_code() } else { (self, None) }
    }

    fn resend(self, now: Timestamp) -> Next {
        let Stage::Challenge(challenge) = &self.stage else { return (self, None) };
        if challenge.may_send(now) && self.hold(now).is_none() {
            self.send_code()
        } else {
            (self, None)
        }
    }

    /// Asks for a code for the method in use.
    pub(super) fn send_code(mut self) -> Next {
        let ticket = self.ticket();
        let Stage::Challenge(challenge) = &mut self.stage else { return (self, None) };
        let attempt = challenge.attempt.clone();
        let factor = challenge.method().factor.clone();
        challenge.sending = Some((ticket, challenge.current));
        challenge.failure = None;
        let call = match challenge.reason {
            Reason::FirstFactor | Reason::ResetPassword => Call::PrepareFirst { attempt, factor },
            Reason::SecondFactor | Reason::NewDevice => Call::PrepareSecond { attempt, factor },
        };
        (self, Some(Effect { ticket, call }))
    }

    fn set_password(mut self, password: Password, sign_out_others: bool, now: Timestamp) -> Next {
        let held = self.hold(now).is_some();
        let ticket = self.ticket();
        let Stage::NewPassword(step) = &mut self.stage else { return (self, None) };
        if step.pending.is_some() || held {
            return (self, None);
        }
        // EXPOSE: only whether there is one is looked at.
        if password.expose().is_empty() {
            step.failure = Some(Failure::Input(InputError::PasswordEmpty));
            return (self, None);
        }
        step.pending = Some(ticket);
        step.failure = None;
        let attempt = step.attempt.clone();
        (
            self,
            Some(Effect {
                ticket,
                call: Call::ResetPassword { attempt, password, sign_out_others },
            }),
        )
    }

    /// A cancelled sign-in needs no call: the next one replaces it (contract §12).
    fn start_over(mut self) -> Next {
        match self.stage {
            Stage::Complete(_) => (self, None),
            Stage::Identify(_)
            | Stage::Challenge(_)
            | Stage::NewPassword(_)
            | Stage::Unknown(_) => {
                self.stage = Stage::Identify(Identify::fresh());
                (self, None)
            }
        }
    }

    fn answered(
        mut self,
        ticket: Ticket,
        answer: Result<Attempt, Failure>,
        now: Timestamp,
    ) -> Next {
        match &mut self.stage {
            Stage::Identify(Identify { pending: Some(pending), .. })
                if pending.ticket == ticket =>
            {
                let aim = pending.aim;
                match answer {
                    Ok(attempt) => self.land(&attempt, aim, now),
                    Err(failure) => self.refused(failure, now),
                }
            }
            Stage::Challenge(challenge) if challenge.pending == Some(ticket) => {
                let aim = challenge.aim();
                match answer {
                    Ok(attempt) => self.land(&attempt, aim, now),
                    Err(failure) => self.refused(failure, now),
                }
            }
            Stage::NewPassword(step) if step.pending == Some(ticket) => match answer {
                Ok(attempt) => self.land(&attempt, Aim::SignIn, now),
                Err(failure) => self.refused(failure, now),
            },
            Stage::Challenge(challenge) => match challenge.sending {
                Some((waiting, place)) if waiting == ticket => {
                    challenge.sending = None;
                    self.code_sent(place, answer, now)
                }
                Some(_) | None => (self, None),
            },
            Stage::Identify(_) | Stage::NewPassword(_) | Stage::Unknown(_) | Stage::Complete(_) => {
                (self, None)
            }
        }
    }

    /// An answer to a request for a code.
    fn code_sent(mut self, place: usize, answer: Result<Attempt, Failure>, now: Timestamp) -> Next {
        let Stage::Challenge(challenge) = &mut self.stage else { return (self, None) };
        match answer {
            Ok(_) | Err(Failure::OutcomeUnknown) => {
                // A lost answer counts as sent: asking again at once would be refused if it was.
                challenge.sent = Some(place);
                challenge.resend_at.insert(place, now.plus(RESEND_WAIT));
                challenge.failure = answer.err();
                (self, None)
            }
            Err(failure) => {
                let too_soon = failure.code() == Some("verification_code_too_many_requests");
                if let Failure::Refused { retry_after, .. } = &failure
                    && too_soon
                {
                    let wait = retry_after.unwrap_or(RESEND_WAIT);
                    challenge.resend_at.insert(place, now.plus(wait));
                    challenge.failure = Some(failure);
                    return (self, None);
                }
                match failure.consequence() {
                    Consequence::Wait { locked, wait } => {
                        challenge.failure = Some(failure);
                        self.wait(locked, wait, now);
                        (self, None)
                    }
                    Consequence::Restart => self.restart(restarted_by(&failure)),
                    Consequence::Stay | Consequence::CodeSpent | Consequence::Ask => {
                        challenge.failure = Some(failure);
                        (self, None)
                    }
                }
            }
        }
    }

    /// The server refused a step, or its answer was lost.
    fn refused(mut self, failure: Failure, now: Timestamp) -> Next {
        let consequence = failure.consequence();
        match consequence {
            Consequence::Restart => {
                // On the first page there is nothing to go back to: tell it in place.
                if !matches!(self.stage, Stage::Identify(_)) {
                    return self.restart(restarted_by(&failure));
                }
            }
            // The step stays busy, and now waits for what the client shows.
            Consequence::Ask => {
                self.note(failure);
                let ticket = self.ticket();
                self.wait_for(ticket);
                return (self, Some(Effect { ticket, call: Call::AskClient }));
            }
            Consequence::Wait { locked, wait } => self.wait(locked, wait, now),
            Consequence::CodeSpent => {
                if let Stage::Challenge(challenge) = &mut self.stage {
                    challenge.sent = None;
                }
            }
            Consequence::Stay => {}
        }
        self.note(failure);
        self.settle();
        (self, None)
    }

    fn client_known(
        mut self,
        ticket: Ticket,
        answer: Result<Option<Client>, Failure>,
        now: Timestamp,
    ) -> Next {
        if self.waiting() != Some(ticket) {
            return (self, None);
        }
        match answer {
            Ok(Some(client)) => {
                if let Some(session) = client.current_session() {
                    self.stage = Stage::Complete(session.id.clone());
                    return (self, None);
                }
                match (&mut self.stage, client.sign_in) {
                    (Stage::Challenge(challenge), Some(attempt))
                        if attempt.id == challenge.attempt =>
                    {
                        let aim = challenge.aim();
                        match Challenge::of(&attempt, challenge.reason) {
                            // The attempt was not taken: the page stays as it was.
                            Ok(same) if same.methods == challenge.methods => {
                                self.settle();
                                (self, None)
                            }
                            Ok(_) | Err(_) => self.land(&attempt, aim, now),
                        }
                    }
                    (Stage::NewPassword(step), Some(attempt)) if attempt.id == step.attempt => {
                        self.settle();
                        (self, None)
                    }
                    (Stage::Identify(_), _) => {
                        self.settle();
                        (self, None)
                    }
                    (
                        Stage::Challenge(_)
                        | Stage::NewPassword(_)
                        | Stage::Unknown(_)
                        | Stage::Complete(_),
                        _,
                    ) => self.restart(Restarted::Gone),
                }
            }
            Ok(None) => {
                if matches!(self.stage, Stage::Identify(_)) {
                    self.settle();
                    (self, None)
                } else {
                    self.restart(Restarted::Gone)
                }
            }
            Err(failure) if failure.code() == Some("cookie_invalid") => {
                self.restart(Restarted::AnswerLost)
            }
            Err(_) => {
                self.settle();
                (self, None)
            }
        }
    }

    fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    /// The ticket of the step that decides where the sign-in goes.
    fn waiting(&self) -> Option<Ticket> {
        match &self.stage {
            Stage::Identify(identify) => identify.pending.map(|pending| pending.ticket),
            Stage::Challenge(challenge) => challenge.pending,
            Stage::NewPassword(NewPassword { pending, .. }) => *pending,
            Stage::Unknown(_) | Stage::Complete(_) => None,
        }
    }

    fn wait_for(&mut self, ticket: Ticket) {
        match &mut self.stage {
            Stage::Identify(Identify { pending: Some(pending), .. }) => pending.ticket = ticket,
            Stage::Challenge(challenge) => challenge.pending = Some(ticket),
            Stage::NewPassword(step) => step.pending = Some(ticket),
            Stage::Identify(_) | Stage::Unknown(_) | Stage::Complete(_) => {}
        }
    }

    /// Gives the form back.
    fn settle(&mut self) {
        match &mut self.stage {
            Stage::Identify(identify) => identify.pending = None,
            Stage::Challenge(challenge) => {
                challenge.pending = None;
                challenge.refusals += 1;
            }
            Stage::NewPassword(step) => {
                step.pending = None;
                step.refusals += 1;
            }
            Stage::Unknown(_) | Stage::Complete(_) => {}
        }
    }

    fn note(&mut self, failure: Failure) {
        match &mut self.stage {
            Stage::Identify(identify) => identify.failure = Some(failure),
            Stage::Challenge(challenge) => challenge.failure = Some(failure),
            Stage::NewPassword(step) => step.failure = Some(failure),
            Stage::Unknown(_) | Stage::Complete(_) => {}
        }
    }

    fn wait(&mut self, locked: bool, wait: Option<std::time::Duration>, now: Timestamp) {
        let until = wait.map(|wait| now.plus(wait));
        self.hold = Some(Hold { locked, until, identifier: self.identifier.clone() });
    }
}

impl Challenge {
    fn aim(&self) -> Aim {
        match self.reason {
            Reason::ResetPassword => Aim::Reset,
            Reason::FirstFactor | Reason::SecondFactor | Reason::NewDevice => Aim::SignIn,
        }
    }
}

fn restarted_by(failure: &Failure) -> Restarted {
    match failure.code() {
        Some("cookie_invalid") => Restarted::AnswerLost,
        Some(_) | None => Restarted::Gone,
    }
}
