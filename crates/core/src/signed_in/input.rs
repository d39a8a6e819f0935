//! What the parts of the machine are handed, and what they hand back.

use super::event::{Call, Reply};
use crate::context::{Context, Facts};
use crate::effect::{Answer, Ask, Effect};
use crate::failure::{BadAnswer, Failure};
use crate::hold::UserHold;
use crate::ticket::{Ticket, Tickets};
use crate::time::Instant;

/// What comes with every event.
pub(super) struct Input<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) now: Instant,
    pub(super) tickets: &'a mut Tickets,
}

impl Input<'_> {
    pub(super) fn with<'a>(&'a mut self, hold: &'a mut UserHold, blocked: bool) -> Context<'a> {
        Context { facts: self.facts, now: self.now, tickets: self.tickets, hold, blocked }
    }
}

pub(super) fn call<C: Into<Call>>(ticket: Ticket, ask: Ask<C>) -> Effect<Call> {
    let call = match ask {
        Ask::Call(call) => call.into(),
        Ask::Client => Call::AskClient,
    };
    Effect::Call { ticket, call }
}

/// The answer as the part of the machine takes it whose replies these are; the client answers any part.
pub(super) fn own<R>(
    answer: Result<Reply, Failure>,
    take: impl FnOnce(Reply) -> Option<R>,
) -> Result<Answer<R>, Failure> {
    let reply = answer?;
    if let Reply::Client(client) = reply {
        return Ok(Answer::Client(client));
    }
    take(reply).map(Answer::Reply).ok_or(Failure::BadAnswer(BadAnswer::Other))
}
