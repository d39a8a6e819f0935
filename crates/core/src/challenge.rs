//! A factor to be proven, and the others that could be used instead: what a sign-in and a step-up
//! have in common. The machine that shows a challenge decides where it goes from there.

mod dispatch;
mod method;

use std::time::Duration;

use latchkey_fapi_types::enums::{Strategy, VerificationStatus};
use latchkey_fapi_types::secret::{Code, Password};
use latchkey_fapi_types::sign_in::{Factor, Verification};

pub(crate) use dispatch::Dispatch;
pub use dispatch::{Delivery, RESEND_WAIT};
pub use method::{Method, MethodKind, Reason};

use crate::failure::{Consequence, Failure, InputError};
use crate::ticket::{Ticket, Tickets};
use crate::time::Timestamp;

/// A factor to be proven.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Why a proof is wanted.
    pub reason: Reason,
    /// What can be used, in the order to show it; never empty.
    pub methods: Vec<Method>,
    current: usize,
    /// The server keeps one verification at a time, so an earlier code of another method no longer
    /// counts.
    codes: Dispatch<usize>,
    pub(crate) pending: Option<Ticket>,
    /// What failed last.
    pub failure: Option<Failure>,
    /// How often what was typed turned out to be of no more use.
    pub refusals: u64,
}

/// What a challenge asks of the server.
#[derive(Debug)]
pub(crate) enum Asked {
    /// To send the code of this factor.
    Send(Factor),
    /// Whether the password is right.
    Password(Password),
    /// Whether the code is right.
    Code(Strategy, Code),
}

/// What to do about a code that could not be sent, beside telling it.
#[derive(Debug)]
pub(crate) enum Unsent {
    /// Wait. `None` where the account is locked without an end.
    Wait { locked: bool, wait: Option<Duration> },
    /// Begin again.
    Restart(Failure),
    /// Ask whether there still is a session to prove it for.
    Doubted(Failure),
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
        if methods.is_empty() {
            return Err(factors.iter().map(|factor| factor.strategy.clone()).collect());
        }
        methods.sort_by_key(Method::rank);
        Ok(Self {
            reason,
            current: Self::sent_already(&methods, verification).unwrap_or(0),
            methods,
            codes: Dispatch::sharing(),
            pending: None,
            failure: None,
            refusals: 0,
        })
    }

    /// The method that a code was sent to before the challenge was shown.
    fn sent_already(methods: &[Method], verification: Option<&Verification>) -> Option<usize> {
        let strategy = verification
            .filter(|verification| verification.status == VerificationStatus::Unverified)
            .and_then(|verification| verification.strategy.as_ref())?;
        methods
            .iter()
            .position(|method| method.kind.is_sent() && method.factor.strategy == *strategy)
    }

    /// Shows the challenge: with the method that has its code already, else with the wanted one,
    /// else with the first. A code is asked for at once where that method needs one.
    pub(crate) fn present(
        &mut self,
        verification: Option<&Verification>,
        wanted: Option<MethodKind>,
        tickets: &mut Tickets,
        now: Timestamp,
    ) -> Option<(Ticket, Asked)> {
        if let Some(sent) = Self::sent_already(&self.methods, verification) {
            self.codes.sent(sent, now);
        } else if let Some(kind) = wanted
            && let Some(place) = self.methods.iter().position(|method| method.kind == kind)
        {
            self.current = place;
        }
        self.send_first(tickets)
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
        self.pending.is_some()
    }

    /// Where the code of the method in use stands.
    pub fn delivery(&self, now: Timestamp) -> Delivery {
        if self.method().kind.is_sent() {
            self.codes.delivery(&self.current, now)
        } else {
            Delivery::NotNeeded
        }
    }

    /// The person answers the method in use.
    pub(crate) fn verify(
        &mut self,
        typed: Code,
        held: bool,
        tickets: &mut Tickets,
    ) -> Option<(Ticket, Asked)> {
        if self.pending.is_some() || held {
            return None;
        }
        let method = self.method();
        if !method.kind.accepts(&typed) {
            let error = match method.kind {
                MethodKind::Password => InputError::PasswordEmpty,
                MethodKind::Totp
                | MethodKind::PhoneCode
                | MethodKind::EmailCode
                | MethodKind::BackupCode => InputError::CodeIncomplete,
            };
            self.failure = Some(Failure::Input(error));
            return None;
        }
        let asked = match method.kind {
            // EXPOSE: what was typed for this method is the password.
            MethodKind::Password => Asked::Password(Password::new(typed.expose())),
            MethodKind::Totp
            | MethodKind::PhoneCode
            | MethodKind::EmailCode
            | MethodKind::BackupCode => Asked::Code(method.factor.strategy.clone(), typed),
        };
        let ticket = tickets.issue();
        self.pending = Some(ticket);
        self.failure = None;
        Some((ticket, asked))
    }

    /// The person wants another method. Its code is sent unless it was before.
    pub(crate) fn choose(
        &mut self,
        place: usize,
        tickets: &mut Tickets,
    ) -> Option<(Ticket, Asked)> {
        if self.pending.is_some() {
            return None;
        }
        if place >= self.methods.len() {
            self.failure = Some(Failure::Input(InputError::MethodGone));
            return None;
        }
        self.current = place;
        self.failure = None;
        self.send_first(tickets)
    }

    /// The person wants the code again.
    pub(crate) fn resend(
        &mut self,
        held: bool,
        tickets: &mut Tickets,
        now: Timestamp,
    ) -> Option<(Ticket, Asked)> {
        let possible = self.method().kind.is_sent()
            && self.pending.is_none()
            && self.codes.may_send(&self.current, now);
        (possible && !held).then(|| self.send(tickets))
    }

    fn send_first(&mut self, tickets: &mut Tickets) -> Option<(Ticket, Asked)> {
        let wanted = self.method().kind.is_sent() && self.codes.is_first(&self.current);
        wanted.then(|| self.send(tickets))
    }

    fn send(&mut self, tickets: &mut Tickets) -> (Ticket, Asked) {
        let ticket = tickets.issue();
        self.codes.begin(ticket, self.current);
        self.failure = None;
        (ticket, Asked::Send(self.method().factor.clone()))
    }

    /// Takes the answer to a request for a code. Any other ticket changes nothing.
    pub(crate) fn code_sent(
        &mut self,
        ticket: Ticket,
        answer: Result<(), Failure>,
        now: Timestamp,
    ) -> Option<Unsent> {
        let place = self.codes.end(ticket)?;
        self.codes.settle(place, answer.as_ref().copied(), now);
        let Err(failure) = answer else {
            // The failure of an attempt that is being asked about is still to be told.
            if self.pending.is_none() {
                self.failure = None;
            }
            return None;
        };
        let unsent = match failure.consequence() {
            _ if failure.resend_wait().is_some() => None,
            Consequence::Wait { locked, wait } => Some(Unsent::Wait { locked, wait }),
            Consequence::Restart => return Some(Unsent::Restart(failure)),
            Consequence::Stay if failure.doubts_session() && self.pending.is_none() => {
                Some(Unsent::Doubted(failure.clone()))
            }
            Consequence::Stay | Consequence::CodeSpent | Consequence::Ask => None,
        };
        self.failure = Some(failure);
        unsent
    }

    /// The code of the method in use no longer counts.
    pub(crate) fn spend(&mut self) {
        self.codes.spend(&self.current);
    }

    /// Gives the form back, once the failure of the attempt is told.
    pub(crate) fn settle(&mut self) {
        self.pending = None;
        self.refusals += u64::from(self.failure.as_ref().is_some_and(Failure::spends_input));
    }
}
