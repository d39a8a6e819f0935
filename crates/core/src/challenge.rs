//! A factor to be proven, and the others that could be used instead: what a sign-in and a step-up
//! have in common. The machine that shows a challenge decides where it goes from there.

mod dispatch;
mod method;

use latchkey_fapi_types::enums::{Strategy, VerificationStatus};
use latchkey_fapi_types::sign_in::{Factor, Verification};

pub use dispatch::Delivery;
pub(crate) use dispatch::Dispatch;
pub use method::{Method, MethodKind, Proof, Reason, Typed};
pub(crate) use method::{Request, six_digits};

use crate::failure::{Consequence, Failure, InputError};
use crate::form::Form;
use crate::ticket::{Ticket, Tickets};
use crate::time::{Instant, Timestamp};

/// A factor to be proven.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Why a proof is wanted.
    pub reason: Reason,
    /// What can be used, in the order to show it; never empty.
    pub methods: Vec<Method>,
    /// What the server offers beside them, and this version does not know.
    pub unusable: Vec<Strategy>,
    current: usize,
    /// The server keeps one verification at a time, so an earlier code of another method no longer
    /// counts.
    codes: Dispatch<usize>,
    /// What sends the proof.
    pub form: Form,
}

/// A code could not be sent, and the challenge alone cannot go on from that.
#[derive(Debug)]
pub(crate) enum NotSent {
    /// The server asks for a wait.
    Wait(Failure),
    /// The server no longer has what the challenge is for: begin again.
    Restart(Failure),
    /// The session may be gone: ask for the client.
    SessionInDoubt(Failure),
}

/// What is offered for this reason and cannot be used, each once. A password is not reset unless it
/// was forgotten.
fn unusable(factors: &[Factor], reason: Reason) -> Vec<Strategy> {
    let resets = |strategy: &Strategy| {
        matches!(strategy, Strategy::ResetPasswordEmailCode | Strategy::ResetPasswordPhoneCode)
    };
    let mut unusable: Vec<Strategy> = Vec::new();
    for factor in factors.iter().filter(|factor| Method::of(factor, reason).is_none()) {
        let strategy = &factor.strategy;
        if !resets(strategy) && reason != Reason::ResetPassword && !unusable.contains(strategy) {
            unusable.push(strategy.clone());
        }
    }
    unusable
}

/// Whether the code of this verification, sent before, still counts at this time of the server's clock.
pub(crate) fn is_running(verification: &Verification, wall: Timestamp) -> bool {
    let ends = verification.expire_at.map(Timestamp::from_millis);
    verification.status == VerificationStatus::Unverified && ends.is_some_and(|at| at > wall)
}

impl Challenge {
    /// The challenge of these factors, or the strategies of which this version knows none. The
    /// verification is that of the code that was sent last.
    pub(crate) fn new(
        reason: Reason,
        factors: &[Factor],
        verification: Option<&Verification>,
    ) -> Result<Self, Vec<Strategy>> {
        let mut methods: Vec<_> =
            factors.iter().filter_map(|factor| Method::of(factor, reason)).collect();
        let unusable = unusable(factors, reason);
        if methods.is_empty() {
            return Err(unusable);
        }
        methods.sort_by_key(Method::rank);
        Ok(Self {
            reason,
            current: Self::sent_already(&methods, verification).unwrap_or(0),
            methods,
            unusable,
            codes: Dispatch::sharing(),
            form: Form::default(),
        })
    }

    /// The method that a code was sent to before the challenge was shown.
    fn sent_already(methods: &[Method], verification: Option<&Verification>) -> Option<usize> {
        let strategy = verification
            .filter(|verification| verification.status == VerificationStatus::Unverified)
            .and_then(|verification| verification.strategy.as_ref())?;
        methods.iter().position(|method| method.is_sent() && method.factor.strategy == *strategy)
    }

    /// Shows the challenge: with the method that has its code already, else with the wanted one,
    /// else with the first. A code is asked for at once where that method needs one.
    pub(crate) fn present(
        &mut self,
        verification: Option<&Verification>,
        wanted: Option<MethodKind>,
        tickets: &mut Tickets,
        now: Instant,
    ) -> Option<(Ticket, Request)> {
        if let Some(sent) = Self::sent_already(&self.methods, verification) {
            self.codes.sent(sent, now);
        } else if let Some(kind) = wanted
            && let Some(place) = self.methods.iter().position(|method| method.kind == kind)
        {
            self.current = place;
        }
        self.send_first(tickets)
    }

    /// Shows the challenge again after the app began anew: with the method that the running
    /// verification is of, else with the first. No code is asked for until the person wants one. When
    /// the last one was sent is not known: the wait before the next is that of one sent just now.
    pub(crate) fn resume(&mut self, running: Option<&Verification>, now: Instant) {
        let sent = Self::sent_already(&self.methods, running);
        self.current = sent.unwrap_or(0);
        if let Some(place) = sent {
            self.codes.sent(place, now);
        }
    }

    /// The place of the method in use.
    pub fn current(&self) -> usize {
        self.current
    }

    /// The method in use.
    ///
    /// # Panics
    ///
    /// Never: `current` is a place in `methods`.
    #[expect(clippy::expect_used, reason = "`current` is only ever set to a place in `methods`")]
    pub fn method(&self) -> &Method {
        self.methods.get(self.current).expect("a challenge has its current method")
    }

    /// Whether an answer is waited for that decides where to go.
    pub fn is_busy(&self) -> bool {
        self.form.is_busy()
    }

    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        self.form.awaits(ticket) || self.codes.awaits(ticket)
    }

    /// Where the code of the method in use stands.
    pub fn delivery(&self, now: Instant) -> Delivery {
        if self.method().is_sent() {
            self.codes.delivery(&self.current, now)
        } else {
            Delivery::NotNeeded
        }
    }

    /// The person answers the method in use.
    pub(crate) fn verify(
        &mut self,
        typed: &Typed,
        held: bool,
        tickets: &mut Tickets,
    ) -> Option<(Ticket, Request)> {
        if self.is_busy() || held {
            return None;
        }
        let asked = match self.method().answer(typed) {
            Ok(asked) => asked,
            Err(error) => {
                self.form.failure = Some(Failure::Input(error));
                return None;
            }
        };
        let ticket = tickets.issue();
        self.form.send(ticket);
        Some((ticket, asked))
    }

    /// The person wants another method. Its code is sent unless it was before.
    pub(crate) fn choose(
        &mut self,
        place: usize,
        tickets: &mut Tickets,
    ) -> Option<(Ticket, Request)> {
        if self.is_busy() {
            return None;
        }
        if place >= self.methods.len() {
            self.form.failure = Some(Failure::Input(InputError::MethodGone));
            return None;
        }
        self.current = place;
        self.form.failure = None;
        self.send_first(tickets)
    }

    /// The person wants the code again.
    pub(crate) fn resend(
        &mut self,
        held: bool,
        tickets: &mut Tickets,
        now: Instant,
    ) -> Option<(Ticket, Request)> {
        let possible =
            self.method().is_sent() && !self.is_busy() && self.codes.may_send(&self.current, now);
        (possible && !held).then(|| self.send(tickets))
    }

    fn send_first(&mut self, tickets: &mut Tickets) -> Option<(Ticket, Request)> {
        let wanted = self.method().is_sent() && self.codes.is_first(&self.current);
        wanted.then(|| self.send(tickets))
    }

    fn send(&mut self, tickets: &mut Tickets) -> (Ticket, Request) {
        let ticket = tickets.issue();
        self.codes.begin(ticket, self.current);
        self.form.failure = None;
        (ticket, Request::SendCode(self.method().factor.clone()))
    }

    /// Takes the answer to a request for a code. Any other ticket changes nothing.
    pub(crate) fn code_sent(
        &mut self,
        ticket: Ticket,
        answer: Result<(), Failure>,
        now: Instant,
    ) -> Option<NotSent> {
        let place = self.codes.end(ticket)?;
        self.codes.settle(place, answer.as_ref().copied(), now);
        self.form.failure = answer.err();
        let failure = self.form.failure.clone()?;
        match failure.consequence() {
            _ if failure.resend_wait().is_some() => None,
            Consequence::Wait(_) => Some(NotSent::Wait(failure)),
            Consequence::Restart => Some(NotSent::Restart(failure)),
            Consequence::Stay if failure.doubts_session() && !self.is_busy() => {
                Some(NotSent::SessionInDoubt(failure))
            }
            Consequence::Stay | Consequence::CodeSpent | Consequence::Ask => None,
        }
    }

    /// The code of the method in use no longer counts.
    pub(crate) fn spend(&mut self) {
        self.codes.spend(&self.current);
    }
}
