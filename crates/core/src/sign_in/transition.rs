//! The machine: every event, in every stage.

use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::secret::{Code, Password};
use latchkey_fapi_types::sign_in::SignIn as Attempt;

use super::event::{Call, Channel, Effect, Event};
use super::landing::{challenge_of, is_second};
use super::{Aim, Hold, Identify, NewPassword, Pending, Restarted, SignIn, Stage};
use crate::challenge::{Asked, Challenge, Reason, Unsent};
use crate::failure::{Consequence, Failure, InputError};
use crate::ticket::Ticket;
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
        let Stage::Challenge(challenge) = &mut self.stage else { return (self, None) };
        let asked = challenge.verify(typed, held, &mut self.tickets);
        self.ask(asked)
    }

    fn choose(mut self, place: usize) -> Next {
        let Stage::Challenge(challenge) = &mut self.stage else { return (self, None) };
        let asked = challenge.choose(place, &mut self.tickets);
        self.ask(asked)
    }

    fn resend(mut self, now: Timestamp) -> Next {
        let held = self.hold(now).is_some();
        let Stage::Challenge(challenge) = &mut self.stage else { return (self, None) };
        let asked = challenge.resend(held, &mut self.tickets, now);
        self.ask(asked)
    }

    /// Turns what the challenge asks for into the call on this attempt.
    pub(super) fn ask(self, asked: Option<(Ticket, Asked)>) -> Next {
        let (Some((ticket, asked)), Stage::Challenge(challenge), Some(attempt)) =
            (asked, &self.stage, self.attempt.clone())
        else {
            return (self, None);
        };
        let call = match (asked, is_second(challenge.reason)) {
            (Asked::Password(password), _) => Call::AttemptPassword { attempt, password },
            (Asked::Code(strategy, code), false) => Call::AttemptFirst { attempt, strategy, code },
            (Asked::Code(strategy, code), true) => Call::AttemptSecond { attempt, strategy, code },
            (Asked::Send(factor), false) => Call::PrepareFirst { attempt, factor },
            (Asked::Send(factor), true) => Call::PrepareSecond { attempt, factor },
        };
        (self, Some(Effect { ticket, call }))
    }

    fn set_password(mut self, password: Password, sign_out_others: bool, now: Timestamp) -> Next {
        let held = self.hold(now).is_some();
        let ticket = self.ticket();
        let (Stage::NewPassword(step), Some(attempt)) = (&mut self.stage, self.attempt.clone())
        else {
            return (self, None);
        };
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
                self.attempt = None;
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
                let aim = aim_of(challenge);
                match answer {
                    Ok(attempt) => self.land(&attempt, aim, now),
                    Err(failure) => self.refused(failure, now),
                }
            }
            Stage::NewPassword(step) if step.pending == Some(ticket) => match answer {
                Ok(attempt) => self.land(&attempt, Aim::SignIn, now),
                Err(failure) => self.refused(failure, now),
            },
            Stage::Challenge(challenge) => {
                match challenge.code_sent(ticket, answer.map(|_| ()), now) {
                    Some(Unsent::Wait { locked, wait }) => {
                        self.wait(locked, wait, now);
                        (self, None)
                    }
                    Some(Unsent::Restart(failure)) => self.restart(restarted_by(&failure)),
                    // Nobody is signed in yet.
                    Some(Unsent::Doubted(_)) | None => (self, None),
                }
            }
            Stage::Identify(_) | Stage::NewPassword(_) | Stage::Unknown(_) | Stage::Complete(_) => {
                (self, None)
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
                    challenge.spend();
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
                let this = &self.attempt;
                match (&self.stage, client.sign_in) {
                    (Stage::Challenge(challenge), Some(attempt))
                        if this.as_ref() == Some(&attempt.id) =>
                    {
                        let aim = aim_of(challenge);
                        match challenge_of(&attempt, challenge.reason) {
                            // The attempt was not taken: the page stays as it was.
                            Ok(same) if same.methods == challenge.methods => {
                                self.settle();
                                (self, None)
                            }
                            Ok(_) | Err(_) => self.land(&attempt, aim, now),
                        }
                    }
                    (Stage::NewPassword(_), Some(attempt))
                        if this.as_ref() == Some(&attempt.id) =>
                    {
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
        self.tickets.issue()
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
            Stage::Challenge(challenge) => challenge.settle(),
            Stage::NewPassword(step) => {
                step.pending = None;
                let spent = step.failure.as_ref().is_some_and(Failure::spends_input);
                step.refusals += u64::from(spent);
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

/// What the sign-in that shows this challenge is for.
fn aim_of(challenge: &Challenge) -> Aim {
    match challenge.reason {
        Reason::ResetPassword => Aim::Reset,
        Reason::FirstFactor
        | Reason::SecondFactor
        | Reason::NewDevice
        | Reason::StepUpFirst
        | Reason::StepUpSecond => Aim::SignIn,
    }
}

fn restarted_by(failure: &Failure) -> Restarted {
    match failure.code() {
        Some("cookie_invalid") => Restarted::AnswerLost,
        Some(_) | None => Restarted::Gone,
    }
}
