//! The machine: every event, in every stage.

use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::enums::{ReverificationLevel, ReverificationStatus, Strategy};
use latchkey_fapi_types::reverification::Reverification;

use super::event::{Answer, Call, Event};
use super::{Stage, StepUp};
use crate::challenge::{Asked, Challenge, Reason, Unsent};
use crate::failure::{BadAnswer, Consequence, Failure};
use crate::hold::Hold;
use crate::ticket::{Ticket, Tickets};
use crate::time::Timestamp;

type Next = Option<(Ticket, Call)>;

impl StepUp {
    /// Takes what a person asked for. What has no meaning in the present stage changes nothing.
    pub(crate) fn act(&mut self, event: Event, tickets: &mut Tickets, now: Timestamp) -> Next {
        let held = self.hold(now).is_some();
        self.restarted = false;
        match (event, &mut self.stage) {
            (Event::Verify { secret }, Stage::Challenge(challenge)) => {
                let asked = challenge.verify(secret, held, tickets);
                if asked.is_some() {
                    self.attempted_at = now;
                }
                self.ask(asked)
            }
            (Event::ChooseMethod(place), Stage::Challenge(challenge)) => {
                let asked = challenge.choose(place, tickets);
                self.ask(asked)
            }
            (Event::Resend, Stage::Challenge(challenge)) => {
                let asked = challenge.resend(held, tickets, now);
                self.ask(asked)
            }
            (Event::Retry, Stage::Failed(_)) if !held => Some(self.begin(None, tickets)),
            (
                Event::Verify { .. }
                | Event::ChooseMethod(_)
                | Event::Resend
                | Event::Retry
                | Event::Cancel,
                _,
            ) => None,
        }
    }

    /// Asks the server what it accepts. It lowers the level where the user has no second factor.
    pub(super) fn begin(&mut self, told: Option<Failure>, tickets: &mut Tickets) -> (Ticket, Call) {
        let ticket = tickets.issue();
        self.stage = Stage::Starting;
        self.starting = Some(ticket);
        self.asking = None;
        self.told = told;
        (ticket, Call::Start(ReverificationLevel::SecondFactor))
    }

    /// Turns what the challenge asks for into the call on this session.
    fn ask(&self, asked: Option<(Ticket, Asked)>) -> Next {
        let (ticket, asked) = asked?;
        let Stage::Challenge(challenge) = &self.stage else { return None };
        let second = challenge.reason == Reason::StepUpSecond;
        let call = match (asked, second) {
            (Asked::Password(password), _) => Call::AttemptPassword(password),
            (Asked::Code(strategy, code), false) => Call::AttemptFirst { strategy, code },
            (Asked::Code(strategy, code), true) => Call::AttemptSecond { strategy, code },
            (Asked::Send(factor), false) => Call::PrepareFirst(factor),
            (Asked::Send(factor), true) => Call::PrepareSecond(factor),
        };
        Some((ticket, call))
    }

    /// Takes an answer. One with an outdated ticket changes nothing.
    pub(crate) fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer, Failure>,
        tickets: &mut Tickets,
        now: Timestamp,
    ) -> Next {
        match &mut self.stage {
            Stage::Starting if self.starting == Some(ticket) => {
                self.starting = None;
                if let Some(failure) = self.asking.take() {
                    if answer.is_ok() {
                        self.refreshed();
                    }
                    self.stage = Stage::Failed(failure);
                    return None;
                }
                match verification(answer) {
                    Ok(verification) => self.land(&verification, tickets, now),
                    Err(failure) if failure.doubts_session() => {
                        let ticket = tickets.issue();
                        self.starting = Some(ticket);
                        self.asking = Some(failure);
                        Some((ticket, Call::AskClient))
                    }
                    Err(failure) => {
                        self.note_wait(&failure, now);
                        self.stage = Stage::Failed(failure);
                        None
                    }
                }
            }
            Stage::Challenge(challenge) if challenge.pending == Some(ticket) => {
                if let Some(failure) = self.asking.take() {
                    let client = match answer {
                        Ok(Answer::Client(client)) => {
                            self.refreshed();
                            client
                        }
                        Ok(Answer::Verification(_)) | Err(_) => None,
                    };
                    return self.known(client.as_deref(), failure, tickets, now);
                }
                match verification(answer) {
                    Ok(verification) => self.land(&verification, tickets, now),
                    Err(failure) => self.refused(failure, tickets, now),
                }
            }
            Stage::Challenge(challenge) => {
                let answer = verification(answer).map(|_| ());
                match challenge.code_sent(ticket, answer, now) {
                    Some(Unsent::Wait { locked, wait }) => {
                        self.hold = Some(Hold::of_user(locked, wait, now));
                        None
                    }
                    Some(Unsent::Restart(failure)) => self.restart(failure, tickets),
                    Some(Unsent::Doubted(failure)) => self.ask_client(failure, tickets),
                    None => None,
                }
            }
            Stage::Starting | Stage::Failed(_) | Stage::Unknown(_) | Stage::Done => None,
        }
    }

    /// Goes where the reverification says.
    fn land(
        &mut self,
        verification: &Reverification,
        tickets: &mut Tickets,
        now: Timestamp,
    ) -> Next {
        self.level = Some(verification.level.clone());
        let (reason, factors, sent) = match &verification.status {
            ReverificationStatus::Complete => {
                self.stage = Stage::Done;
                return None;
            }
            ReverificationStatus::NeedsFirstFactor => (
                Reason::StepUpFirst,
                &verification.supported_first_factors,
                verification.first_factor_verification.as_ref(),
            ),
            ReverificationStatus::NeedsSecondFactor => (
                Reason::StepUpSecond,
                &verification.supported_second_factors,
                verification.second_factor_verification.as_ref(),
            ),
            other @ ReverificationStatus::Other(_) => {
                self.stage = Stage::Unknown(other.as_str().to_owned());
                return None;
            }
        };
        match Challenge::new(reason, factors, sent) {
            Ok(mut challenge) => {
                let asked = challenge.present(sent, None, tickets, now);
                if self.told.is_some() {
                    challenge.failure = self.told.take();
                }
                self.stage = Stage::Challenge(challenge);
                self.ask(asked)
            }
            Err(strategies) if strategies.is_empty() => {
                self.stage = Stage::Unknown(verification.status.as_str().to_owned());
                None
            }
            Err(strategies) => {
                let names: Vec<_> = strategies.iter().map(Strategy::as_str).collect();
                self.stage = Stage::Unknown(names.join(", "));
                None
            }
        }
    }

    /// The server refused an attempt, or its answer was lost.
    fn refused(&mut self, failure: Failure, tickets: &mut Tickets, now: Timestamp) -> Next {
        let consequence = failure.consequence();
        if matches!(consequence, Consequence::Restart) {
            return self.restart(failure, tickets);
        }
        self.note_wait(&failure, now);
        let Stage::Challenge(challenge) = &mut self.stage else { return None };
        if matches!(consequence, Consequence::Ask) || failure.doubts_session() {
            return self.ask_client(failure, tickets);
        }
        if matches!(consequence, Consequence::CodeSpent) {
            challenge.spend();
        }
        challenge.failure = Some(failure);
        challenge.settle();
        None
    }

    /// The challenge is busy, and waits for what the client shows.
    fn ask_client(&mut self, failure: Failure, tickets: &mut Tickets) -> Next {
        let Stage::Challenge(challenge) = &mut self.stage else { return None };
        let ticket = tickets.issue();
        challenge.pending = Some(ticket);
        self.asking = Some(failure);
        Some((ticket, Call::AskClient))
    }

    /// The server no longer has the step-up. It starts again by itself once; after that only when
    /// the person asks.
    fn restart(&mut self, failure: Failure, tickets: &mut Tickets) -> Next {
        if self.restarted {
            self.stage = Stage::Failed(failure);
            return None;
        }
        self.restarted = true;
        Some(self.begin(Some(failure), tickets))
    }

    /// What the client shows after an answer was lost: the attempt was taken if the age of the
    /// factor says that it was proven since.
    fn known(
        &mut self,
        client: Option<&Client>,
        failure: Failure,
        tickets: &mut Tickets,
        now: Timestamp,
    ) -> Next {
        let Stage::Challenge(challenge) = &mut self.stage else { return None };
        let age = client
            .and_then(Client::current_session)
            .and_then(|session| session.factor_verification_age)
            .and_then(|age| match challenge.reason {
                Reason::StepUpSecond => age.second_factor,
                Reason::StepUpFirst
                | Reason::FirstFactor
                | Reason::SecondFactor
                | Reason::NewDevice
                | Reason::ResetPassword => age.first_factor,
            });
        let since = now.remaining(self.attempted_at).as_secs() / 60;
        // What doubts the session took nothing.
        if failure.doubts_session() || age.is_none_or(|minutes| minutes > since) {
            challenge.failure = Some(failure);
            challenge.settle();
            return None;
        }
        let half = challenge.reason == Reason::StepUpFirst
            && self.level == Some(ReverificationLevel::MultiFactor);
        if half {
            // The other half cannot be asked for without the answer that was lost.
            return Some(self.begin(Some(failure), tickets));
        }
        self.stage = Stage::Done;
        None
    }

    /// The client is known anew: a lock without an end may be over.
    pub(crate) fn refreshed(&mut self) {
        self.hold.take_if(|hold| hold.is_endless());
    }

    fn note_wait(&mut self, failure: &Failure, now: Timestamp) {
        if let Consequence::Wait { locked, wait } = failure.consequence() {
            self.hold = Some(Hold::of_user(locked, wait, now));
        }
    }
}

fn verification(answer: Result<Answer, Failure>) -> Result<Box<Reverification>, Failure> {
    match answer? {
        Answer::Verification(verification) => Ok(verification),
        Answer::Client(_) => Err(Failure::BadAnswer(BadAnswer::Other)),
    }
}
