//! A step-up: the user who is signed in proves a factor again, before a sensitive change
//! (contract §6; Clerk calls it reverification).
//!
//! It belongs to [`crate::signed_in::SignedIn`], which carries out [`Event::Cancel`] and goes on with
//! what waited for the proof once it is [`Stage::Done`]. A wait that the server asks for is the
//! user's, and outlives the step-up.
//! The diagram is in `README.md` beside this module.

mod event;

#[cfg(test)]
mod tests;

use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::enums::{ReverificationLevel, ReverificationStatus, Strategy};
use latchkey_fapi_types::reverification::Reverification;

pub use event::{Call, Event};

use crate::challenge::{Challenge, NotSent, Reason, Request};
use crate::context::Context;
use crate::effect::{Answer, Ask};
use crate::failure::{BadAnswer, Consequence, Failure};
use crate::ticket::{Ticket, Tickets};
use crate::time::Instant;

type Next = Option<(Ticket, Ask<Call>)>;

/// A step-up under way.
#[derive(Clone, Debug, PartialEq)]
pub struct StepUp {
    stage: Stage,
}

/// Where a step-up stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The server is being asked what it accepts.
    Starting(Starting),
    /// A factor is asked for.
    Proving(Box<Proving>),
    /// The server could not be asked.
    Failed(Failure),
    /// The server accepts nothing that this version knows: its status, or the strategies.
    Unknown(String),
    /// The factor is proven.
    Done,
}

/// The server is being asked what it accepts.
#[derive(Clone, Debug, PartialEq)]
pub struct Starting {
    ticket: Ticket,
    asked: Start,
}

/// What a start waits for.
#[derive(Clone, Debug, PartialEq)]
enum Start {
    /// What the server accepts. The failure is why it starts again without the person's wish.
    Factors(Option<Failure>),
    /// The client: the server refused with a failure that leaves the session in doubt.
    Client(Failure),
}

/// A factor is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Proving {
    /// The factor, and those that could be used instead.
    pub challenge: Challenge,
    /// How much the server wants proven.
    level: ReverificationLevel,
    /// When the last attempt went out.
    attempted_at: Instant,
    /// Whether it started again by itself since the person last did something.
    restarted: bool,
}

impl StepUp {
    /// Starts one.
    pub(crate) fn start(tickets: &mut Tickets) -> (Self, (Ticket, Ask<Call>)) {
        let (stage, ask) = starting(None, tickets);
        (Self { stage }, ask)
    }

    /// Where it stands.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Whether an answer is waited for that decides where it goes.
    pub fn is_busy(&self) -> bool {
        match &self.stage {
            Stage::Starting(_) => true,
            Stage::Proving(proving) => proving.challenge.is_busy(),
            Stage::Failed(_) | Stage::Unknown(_) | Stage::Done => false,
        }
    }

    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        match &self.stage {
            Stage::Starting(starting) => starting.ticket == ticket,
            Stage::Proving(proving) => proving.challenge.awaits(ticket),
            Stage::Failed(_) | Stage::Unknown(_) | Stage::Done => false,
        }
    }

    /// Takes what a person asked for. What has no meaning in the present stage changes nothing.
    pub(crate) fn act(&mut self, event: Event, cx: &mut Context<'_>) -> Next {
        let held = cx.is_held();
        match (event, &mut self.stage) {
            (Event::Retry, Stage::Failed(_)) if !held => Some(self.begin(None, cx)),
            (event, Stage::Proving(proving)) => {
                proving.restarted = false;
                let challenge = &mut proving.challenge;
                let asked = match event {
                    Event::Verify { secret } => challenge.verify(&secret, held, cx.tickets),
                    Event::ChooseMethod(place) => challenge.choose(place, cx.tickets),
                    Event::Resend => challenge.resend(held, cx.tickets, cx.now),
                    Event::Retry | Event::Cancel => None,
                };
                if matches!(asked, Some((_, Request::Password(_) | Request::Code(..)))) {
                    proving.attempted_at = cx.now;
                }
                proving.call(asked)
            }
            (_, Stage::Starting(_) | Stage::Failed(_) | Stage::Unknown(_) | Stage::Done) => None,
        }
    }

    fn begin(&mut self, because: Option<Failure>, cx: &mut Context<'_>) -> (Ticket, Ask<Call>) {
        let (stage, ask) = starting(because, cx.tickets);
        self.stage = stage;
        ask
    }

    /// Takes an answer. One with an outdated ticket changes nothing.
    pub(crate) fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer<Box<Reverification>>, Failure>,
        cx: &mut Context<'_>,
    ) -> Next {
        match &mut self.stage {
            Stage::Starting(starting) if starting.ticket == ticket => {
                match (starting.asked.clone(), verification(answer)) {
                    (Start::Client(failure), _) => {
                        self.stage = Stage::Failed(failure);
                        None
                    }
                    (Start::Factors(because), Ok(verification)) => {
                        self.land(&verification, because, cx)
                    }
                    (Start::Factors(_), Err(failure)) if failure.doubts_session() => {
                        let ticket = cx.tickets.issue();
                        let asked = Start::Client(failure);
                        self.stage = Stage::Starting(Starting { ticket, asked });
                        Some((ticket, Ask::Client))
                    }
                    (Start::Factors(_), Err(failure)) => {
                        cx.hold.begin(failure.wait(), cx.now);
                        self.stage = Stage::Failed(failure);
                        None
                    }
                }
            }
            Stage::Proving(proving) if proving.challenge.form.awaits(ticket) => {
                if let Some(failure) = proving.challenge.form.asked_because(ticket).cloned() {
                    let client = match answer {
                        Ok(Answer::Client(client)) => client,
                        Ok(Answer::Reply(_)) | Err(_) => None,
                    };
                    return self.client_known(client.as_deref(), failure, cx);
                }
                match verification(answer) {
                    Ok(verification) => self.land(&verification, None, cx),
                    Err(failure) => self.refused(failure, cx),
                }
            }
            Stage::Proving(proving) => {
                let answer = verification(answer).map(|_| ());
                match proving.challenge.code_sent(ticket, answer, cx.now)? {
                    NotSent::Wait(failure) => {
                        cx.hold.begin(failure.wait(), cx.now);
                        None
                    }
                    NotSent::Restart(failure) => self.restart(failure, cx),
                    NotSent::SessionInDoubt(failure) => self.ask_client(failure, cx),
                }
            }
            Stage::Starting(_) | Stage::Failed(_) | Stage::Unknown(_) | Stage::Done => None,
        }
    }

    /// Goes where the reverification says.
    fn land(
        &mut self,
        verification: &Reverification,
        because: Option<Failure>,
        cx: &mut Context<'_>,
    ) -> Next {
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
                let asked = challenge.present(sent, None, cx.tickets, cx.now);
                let restarted = because.is_some();
                challenge.form.failure = because;
                let level = verification.level.clone();
                let proving = Proving { challenge, level, attempted_at: cx.now, restarted };
                let next = proving.call(asked);
                self.stage = Stage::Proving(Box::new(proving));
                next
            }
            Err(strategies) => {
                let names: Vec<_> = strategies.iter().map(Strategy::as_str).collect();
                self.stage = Stage::Unknown(if names.is_empty() {
                    verification.status.as_str().to_owned()
                } else {
                    names.join(", ")
                });
                None
            }
        }
    }

    /// The server refused an attempt, or its answer was lost.
    fn refused(&mut self, failure: Failure, cx: &mut Context<'_>) -> Next {
        let consequence = failure.consequence();
        if consequence == Consequence::Restart {
            return self.restart(failure, cx);
        }
        if consequence == Consequence::Ask || failure.doubts_session() {
            return self.ask_client(failure, cx);
        }
        cx.hold.begin(failure.wait(), cx.now);
        let Stage::Proving(proving) = &mut self.stage else { return None };
        if consequence == Consequence::CodeSpent {
            proving.challenge.spend();
        }
        proving.challenge.form.fail(failure);
        None
    }

    /// The challenge is busy, and waits for what the client shows.
    fn ask_client(&mut self, failure: Failure, cx: &mut Context<'_>) -> Next {
        let Stage::Proving(proving) = &mut self.stage else { return None };
        let ticket = cx.tickets.issue();
        proving.challenge.form.ask_client(ticket, failure);
        Some((ticket, Ask::Client))
    }

    /// The server no longer has the step-up. It starts again by itself once; after that only when
    /// the person asks.
    fn restart(&mut self, failure: Failure, cx: &mut Context<'_>) -> Next {
        if matches!(&self.stage, Stage::Proving(proving) if proving.restarted) {
            self.stage = Stage::Failed(failure);
            return None;
        }
        Some(self.begin(Some(failure), cx))
    }

    /// What the client shows after an answer was lost: the attempt was taken if the age of the
    /// factor says that it was proven since.
    fn client_known(
        &mut self,
        client: Option<&Client>,
        failure: Failure,
        cx: &mut Context<'_>,
    ) -> Next {
        let Stage::Proving(proving) = &mut self.stage else { return None };
        let second = proving.challenge.reason.is_second();
        let age = client
            .and_then(|client| client.session(cx.facts.session))
            .and_then(|session| session.factor_verification_age)
            .and_then(|age| if second { age.second_factor } else { age.first_factor });
        let since = cx.now.since(proving.attempted_at).as_secs() / 60;
        // A refusal because of the session proves nothing, whatever the age.
        if failure.doubts_session() || age.is_none_or(|minutes| minutes > since) {
            proving.challenge.form.fail(failure);
            return None;
        }
        if !second && proving.level == ReverificationLevel::MultiFactor {
            // The other half cannot be asked for without the answer that was lost.
            return Some(self.begin(Some(failure), cx));
        }
        self.stage = Stage::Done;
        None
    }
}

impl Proving {
    /// Turns what the challenge asks for into the call on this session.
    fn call(&self, asked: Option<(Ticket, Request)>) -> Next {
        let (ticket, asked) = asked?;
        let call = match (asked, self.challenge.reason.is_second()) {
            (Request::Password(password), _) => Call::AttemptPassword(password),
            (Request::Code(strategy, code), false) => Call::AttemptFirst { strategy, code },
            (Request::Code(strategy, code), true) => Call::AttemptSecond { strategy, code },
            (Request::SendCode(factor), false) => Call::PrepareFirst(factor),
            (Request::SendCode(factor), true) => Call::PrepareSecond(factor),
        };
        Some((ticket, Ask::Call(call)))
    }
}

/// Asks the server what it accepts. It lowers the level where the user has no second factor.
fn starting(because: Option<Failure>, tickets: &mut Tickets) -> (Stage, (Ticket, Ask<Call>)) {
    let ticket = tickets.issue();
    let stage = Stage::Starting(Starting { ticket, asked: Start::Factors(because) });
    (stage, (ticket, Ask::Call(Call::Start(ReverificationLevel::SecondFactor))))
}

fn verification(
    answer: Result<Answer<Box<Reverification>>, Failure>,
) -> Result<Box<Reverification>, Failure> {
    match answer? {
        Answer::Reply(verification) => Ok(verification),
        Answer::Client(_) => Err(Failure::BadAnswer(BadAnswer::Other)),
    }
}
