//! The password of somebody who is signed in: the one that the session task `reset-password` asks for.
//!
//! [`Password`] belongs to [`crate::signed_in::SignedIn`], which hands it what a person asks for and
//! what comes back, and carries out what it asks for: a call, or a fresh proof of a factor. The
//! password that needs a proof leaves this machine as a [`Deferred`], and comes back with it.
//! The diagram is in `README.md` beside this module.

use latchkey_fapi_types::enums::TaskKey;
use latchkey_fapi_types::secret;

use crate::context::Context;
use crate::effect::{self, Answer, Ask};
use crate::failure::{BadAnswer, Failure, InputError};
use crate::ticket::Ticket;

/// The password of somebody who is signed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Password {
    stage: Stage,
}

/// A password that is to take the place of the one that there is. As a call it is
/// `POST /me/change_password`.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPassword {
    /// As typed.
    pub password: secret::Password,
    /// Whether the other sessions of the user end.
    pub sign_out_others: bool,
}

/// Where the change stands.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    /// The person types, or proves a factor first. A password may have been set, if that is in `doubt`.
    Open { failure: Option<Failure>, doubt: bool },
    /// The password went out. No step-up is made for it any more, if it is `proven`.
    Sent { ticket: Ticket, new: NewPassword, proven: bool, doubt: bool },
    /// The call failed like this, and the client tells whether it is still needed.
    Doubted { ticket: Ticket, failure: Failure, doubt: bool },
    /// The session asks for no other password any more, until the next event.
    Changed,
}

impl Default for Stage {
    fn default() -> Self {
        Self::Open { failure: None, doubt: false }
    }
}

/// A password that goes out once a factor is proven.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deferred(NewPassword);

/// What has to be done for the password.
pub(crate) type Next = effect::Next<NewPassword, Deferred>;

impl Password {
    /// Whether an answer is waited for.
    pub fn is_busy(&self) -> bool {
        matches!(self.stage, Stage::Sent { .. } | Stage::Doubted { .. })
    }

    /// Why the password could not be set.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.stage {
            Stage::Open { failure, .. } => failure.as_ref(),
            Stage::Sent { .. } | Stage::Doubted { .. } | Stage::Changed => None,
        }
    }

    /// Whether the last event brought the end of the change.
    pub(crate) fn is_changed(&self) -> bool {
        self.stage == Stage::Changed
    }

    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        match &self.stage {
            Stage::Sent { ticket: it, .. } | Stage::Doubted { ticket: it, .. } => *it == ticket,
            Stage::Open { .. } | Stage::Changed => false,
        }
    }

    /// Forgets what was told; also why it failed, once the session waits for something else.
    pub(crate) fn forget_told(&mut self, task: Option<&TaskKey>) {
        if self.is_changed() || (!self.is_busy() && !is_wanted(task)) {
            *self = Self::default();
        }
    }

    /// The person sends a password. Without the task, or while something is in its way, nothing comes
    /// of it.
    pub(crate) fn act(&mut self, new: NewPassword, cx: &mut Context<'_>) -> Option<Next> {
        let open = !cx.blocked && !self.is_busy() && !cx.is_held() && cx.facts.are_fresh();
        if !open || !is_wanted(cx.facts.task) {
            return None;
        }
        // EXPOSE: only whether there is one is looked at.
        if new.password.expose().is_empty() {
            let doubt = self.is_in_doubt();
            self.fail(Failure::Input(InputError::PasswordEmpty), doubt, cx);
            return None;
        }
        Some(self.send(new, false, cx))
    }

    /// A factor is proven: sends the password that waited for it.
    pub(crate) fn resume(&mut self, deferred: Deferred, cx: &mut Context<'_>) -> Next {
        self.send(deferred.0, true, cx)
    }

    /// The session is to end: what was told is of no more use, and no proof is asked for.
    pub(crate) fn stop(&mut self) {
        match &mut self.stage {
            Stage::Open { failure, .. } => *failure = None,
            Stage::Sent { proven, .. } => *proven = true,
            Stage::Doubted { .. } | Stage::Changed => {}
        }
    }

    /// Whether a password was sent of which nobody knows what became.
    fn is_in_doubt(&self) -> bool {
        match self.stage {
            Stage::Open { doubt, .. }
            | Stage::Sent { doubt, .. }
            | Stage::Doubted { doubt, .. } => doubt,
            Stage::Changed => false,
        }
    }

    /// Takes an answer. One with an outdated ticket changes nothing.
    pub(crate) fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer<()>, Failure>,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        if !self.awaits(ticket) {
            return None;
        }
        let doubt = self.is_in_doubt();
        match std::mem::take(&mut self.stage) {
            Stage::Sent { new, proven, .. } => match answer {
                Ok(Answer::Reply(())) if !is_wanted(cx.facts.task) => self.stage = Stage::Changed,
                // What it asks for, it asks for still: that is no answer to the call.
                Ok(_) => {
                    return Some(self.doubt(Failure::BadAnswer(BadAnswer::Other), true, cx));
                }
                Err(failure) if failure.wants_step_up() && !proven => {
                    self.stage = Stage::Open { failure: None, doubt };
                    return Some(Next::Prove(Deferred(new)));
                }
                Err(failure) if failure.is_lost() => return Some(self.doubt(failure, true, cx)),
                // Where an earlier one may have been set, what is refused is to set a second.
                Err(failure)
                    if failure.is_outdated()
                        || (doubt && failure.code().is_some() && failure.wait().is_none()) =>
                {
                    return Some(self.doubt(failure, doubt, cx));
                }
                Err(failure) => self.fail(failure, doubt, cx),
            },
            Stage::Doubted { failure, .. } => match answer {
                Ok(_) if is_wanted(cx.facts.task) => self.fail(failure, false, cx),
                Ok(_) if doubt => self.stage = Stage::Changed,
                // It was refused, and another was set elsewhere.
                Ok(_) => self.stage = Stage::default(),
                Err(unknown) => {
                    cx.hold.begin(unknown.wait(), cx.now);
                    self.fail(failure, doubt, cx);
                }
            },
            stage @ (Stage::Open { .. } | Stage::Changed) => self.stage = stage,
        }
        None
    }

    fn send(&mut self, new: NewPassword, proven: bool, cx: &mut Context<'_>) -> Next {
        let (ticket, doubt) = (cx.tickets.issue(), self.is_in_doubt());
        self.stage = Stage::Sent { ticket, new: new.clone(), proven, doubt };
        Next::Ask(ticket, Ask::Call(new))
    }

    fn doubt(&mut self, failure: Failure, doubt: bool, cx: &mut Context<'_>) -> Next {
        let ticket = cx.tickets.issue();
        self.stage = Stage::Doubted { ticket, failure, doubt };
        Next::Ask(ticket, Ask::Client)
    }

    fn fail(&mut self, failure: Failure, doubt: bool, cx: &mut Context<'_>) {
        cx.hold.begin(failure.wait(), cx.now);
        self.stage = Stage::Open { failure: Some(failure), doubt };
    }
}

/// Whether this is the task that asks for another password.
pub(crate) fn is_wanted(task: Option<&TaskKey>) -> bool {
    task == Some(&TaskKey::ResetPassword)
}
