//! A form that sends what a person typed: what it waits for, and what failed last.

use crate::failure::Failure;
use crate::ticket::Ticket;

/// A form that sends what a person typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    waiting: Waiting,
    /// What failed last.
    pub failure: Option<Failure>,
    /// How often the server refused what was typed, or may have used it: the page empties its field.
    pub refusals: u64,
}

/// What a form waits for.
#[derive(Clone, Debug, Default, PartialEq)]
enum Waiting {
    /// The person.
    #[default]
    Person,
    /// The answer to what it sent.
    Answer(Ticket),
    /// The client, to learn what became of the call that failed like this.
    Client(Ticket, Failure),
}

impl Form {
    /// One that tells this failure.
    pub(crate) fn failed(failure: Failure) -> Self {
        Self { failure: Some(failure), ..Self::default() }
    }

    /// Whether an answer is waited for.
    pub fn is_busy(&self) -> bool {
        self.waiting != Waiting::Person
    }

    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        match &self.waiting {
            Waiting::Person => false,
            Waiting::Answer(waiting) | Waiting::Client(waiting, _) => *waiting == ticket,
        }
    }

    /// What was typed goes out.
    pub(crate) fn send(&mut self, ticket: Ticket) {
        self.waiting = Waiting::Answer(ticket);
        self.failure = None;
    }

    /// The client is asked for because of a failure, which is told once the client is known.
    pub(crate) fn ask_client(&mut self, ticket: Ticket, failure: Failure) {
        self.waiting = Waiting::Client(ticket, failure);
    }

    /// Why the client was asked for, if this ticket belongs to that question.
    pub(crate) fn asked_because(&self, ticket: Ticket) -> Option<&Failure> {
        match &self.waiting {
            Waiting::Client(waiting, failure) if *waiting == ticket => Some(failure),
            Waiting::Client(..) | Waiting::Answer(_) | Waiting::Person => None,
        }
    }

    /// The call failed: the person gets the form back.
    pub(crate) fn fail(&mut self, failure: Failure) {
        self.waiting = Waiting::Person;
        self.refusals += u64::from(failure.spends_input());
        self.failure = Some(failure);
    }
}
