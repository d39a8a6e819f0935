//! The profile of somebody who is signed in: their name, user name, picture and email addresses, the primary
//! phone number, and the account as a whole. There is one change at a time.
//!
//! [`Profile`] belongs to [`crate::signed_in::SignedIn`], which hands it what a person asks for and
//! what comes back, and carries out what it asks for: a call, or a fresh proof of a factor. A change
//! that needs a proof leaves this machine as a [`Deferred`], and comes back with it.
//! The diagram is in `README.md` beside this module.

mod call;
pub mod emails;
mod event;
mod picture;
mod run;
mod typed;

use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::user::{EmailAddress, User};

pub use call::{Call, Change, Reply, Target, may_change_name, may_delete};
pub use event::{Event, Form, Notice, Typed};
pub use picture::Upload;
pub(crate) use run::{Deferred, Next};

use crate::challenge::{Delivery, Dispatch, is_running};
use crate::context::{Context, Facts};
use crate::effect::{Answer, Ask};
use crate::failure::{BadAnswer, Consequence, Failure, InputError};
use crate::settling::WaitsFor;
use crate::ticket::Ticket;
use crate::time::Instant;
use call::{email, email_of_address};
use run::{Run, wants_client};

/// The profile of somebody who is signed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    form: Option<Form>,
    run: Option<Run>,
    /// The change that failed last.
    problem: Option<(Target, Failure)>,
    /// How often the server refused a code, or may have used it.
    refusals: u64,
    pub(crate) notice: Option<Notice>,
    /// Codes to email addresses. They outlive the form, as the server's wait does.
    mail: Dispatch<IdentificationId>,
    /// The address whose code was asked for after a step-up. There is never a second one.
    proven_code: Option<IdentificationId>,
}

impl Profile {
    /// The form that is open.
    pub fn form(&self) -> Option<&Form> {
        self.form.as_ref()
    }

    /// The change under way, unless it waits for a step-up.
    pub fn pending(&self) -> Option<Change> {
        self.run.as_ref().filter(|run| !run.waits_for.is_unsettled()).map(|run| run.call.change())
    }

    /// The change of which nobody knows what became, until the client is seen. No other begins before.
    pub fn unsettled(&self) -> Option<Change> {
        self.run.as_ref().filter(|run| run.waits_for.is_unsettled()).map(|run| run.call.change())
    }

    /// The change that failed last.
    pub fn problem(&self) -> Option<(&Target, &Failure)> {
        self.problem.as_ref().map(|(target, failure)| (target, failure))
    }

    /// How often the server refused a code, or may have used it: the page empties its field.
    pub fn refusals(&self) -> u64 {
        self.refusals
    }

    /// Where the code to the email address that is being verified stands.
    pub fn delivery(&self, now: Instant) -> Option<Delivery> {
        self.verifying().map(|id| self.mail.delivery(id, now))
    }

    /// Whether the account is being deleted: if its session goes now, that is why.
    pub fn is_deleting(&self) -> bool {
        self.run.as_ref().is_some_and(Run::may_have_deleted)
    }

    pub(crate) fn is_busy(&self) -> bool {
        self.pending().is_some()
    }

    /// Whether the facts tell what became of the change that was not settled.
    pub(crate) fn can_settle(&self, facts: &Facts<'_>) -> bool {
        self.run.as_ref().is_some_and(|run| run.waits_for.is_seen(facts))
    }

    /// The client was seen: it tells what became of the change that was not settled.
    pub(crate) fn seen(&mut self, cx: &mut Context<'_>) -> Option<Next> {
        let Run { call, waits_for, .. } =
            self.run.take_if(|run| run.waits_for.is_seen(cx.facts))?;
        let WaitsFor::Sight { failure, .. } = waits_for else { return None };
        let user = cx.facts.user;
        self.client_known(&call, failure, user, cx)
    }

    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        self.mail.awaits(ticket) || self.run.as_ref().is_some_and(|run| run.awaits(ticket))
    }

    /// The page is left: its form closes, and what failed is told no more. A change goes on.
    pub(crate) fn leave(&mut self) {
        self.form = None;
        self.problem = None;
    }

    /// The session is to end: what was told is of no more use, and no proof is asked for.
    pub(crate) fn stop(&mut self) {
        self.leave();
        if let Some(run) = &mut self.run {
            run.proven = true;
        }
    }

    /// Takes what a person asks for. What has no meaning now changes nothing.
    pub(crate) fn act(&mut self, event: Event, cx: &mut Context<'_>) -> Option<Next> {
        match event {
            Event::DismissProblem => {
                self.problem = None;
                return None;
            }
            Event::Close => {
                self.leave();
                return None;
            }
            Event::Open(_)
            | Event::Send(_)
            | Event::VerifyEmail(_)
            | Event::ResendCode
            | Event::Picture(_)
            | Event::Ask(_) => {}
        }
        if !self.is_idle(cx) {
            return None;
        }
        match event {
            // What was typed into the form that is open stays there.
            ref event if event.opens() && self.form.is_some() => {}
            Event::Open(form) if typed::may_open(&form, cx.facts) => self.show(form),
            Event::VerifyEmail(id) => return self.resume_email(&id, cx),
            Event::ResendCode => {
                let id = self.verifying()?.clone();
                return self.send_code(id, cx);
            }
            Event::Send(typed) if !cx.is_held() => return self.send(typed, cx),
            Event::Picture(Ok(picture)) if !cx.is_held() => {
                let before = cx.facts.user?.picture().map(str::to_owned);
                return Some(self.begin(Call::SetPicture { picture, before }, false, cx));
            }
            Event::Picture(Err(error)) => {
                self.problem = Some((Target::Picture, Failure::Input(error)));
            }
            Event::Ask(change) if !cx.is_held() => {
                let call = change.call(cx.facts.user?, cx.facts.environment)?;
                return Some(self.begin(call, false, cx));
            }
            Event::Open(_)
            | Event::Send(_)
            | Event::Picture(_)
            | Event::Ask(_)
            | Event::Close
            | Event::DismissProblem => {}
        }
        None
    }

    /// Whether a change can be asked for, but for a wait.
    fn is_idle(&self, cx: &Context<'_>) -> bool {
        let allowed = cx.facts.are_fresh() && cx.facts.task.is_none();
        allowed && !cx.blocked && self.run.is_none()
    }

    fn show(&mut self, form: Form) {
        self.form = Some(form);
        self.problem = None;
    }

    /// Sends what was typed, where it can be right and would change something.
    fn send(&mut self, typed: Typed, cx: &mut Context<'_>) -> Option<Next> {
        let form = self.form.clone()?;
        let call = match typed::call(&form, typed, cx.facts)? {
            Ok(call) => call,
            Err(error) => {
                self.problem = Some((form.target(), Failure::Input(error)));
                return None;
            }
        };
        let user = cx.facts.user?;
        if let Call::CreateEmail(address) = &call {
            match email_of_address(user, address) {
                Some(own) if own.is_verified() => {
                    let exists = Failure::Input(InputError::EmailExists);
                    self.problem = Some((Target::NewEmail, exists));
                    return None;
                }
                Some(own) => return self.verify(own, cx),
                None => {}
            }
        } else if typed::is_unchanged(&call, user) {
            // Nothing was edited.
            self.leave();
            return None;
        }
        Some(self.begin(call, false, cx))
    }

    fn begin(&mut self, call: Call, proven: bool, cx: &mut Context<'_>) -> Next {
        self.problem = None;
        let ticket = cx.tickets.issue();
        let waits_for = WaitsFor::Answer(ticket);
        self.run = Some(Run { call: call.clone(), proven, waits_for });
        Next::Ask(ticket, Ask::Call(call))
    }

    /// A factor is proven: sends the call that waited for it.
    pub(crate) fn resume(&mut self, deferred: Deferred, cx: &mut Context<'_>) -> Next {
        let Call::PrepareEmail(id) = deferred.0 else { return self.begin(deferred.0, true, cx) };
        self.proven_code = Some(id.clone());
        self.ask_code(id, cx)
    }

    /// Takes an answer. One with an outdated ticket changes nothing.
    pub(crate) fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer<Reply>, Failure>,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        if let Some(id) = self.mail.end(ticket) {
            return self.code_sent(id, answer, cx);
        }
        let Run { call, proven, waits_for } = self.run.take_if(|run| run.awaits(ticket))?;
        match (waits_for, answer) {
            (WaitsFor::Client(_, failure), Ok(answer)) => {
                let client = match answer {
                    Answer::Client(client) => client,
                    Answer::Reply(_) => None,
                };
                let session = client.as_deref().and_then(|it| it.session(cx.facts.session));
                let user = session.and_then(|session| session.user.as_ref());
                self.client_known(&call, failure, user, cx)
            }
            (WaitsFor::Client(_, failure), Err(unknown)) => {
                cx.hold.begin(unknown.wait(), cx.now);
                match WaitsFor::sight(failure, cx.now) {
                    Ok(waits_for) => self.run = Some(Run { call, proven, waits_for }),
                    Err(failure) => self.fail(&call, failure),
                }
                None
            }
            // It waits for no answer.
            (WaitsFor::Sight { .. }, _) => None,
            (WaitsFor::Answer(_), Ok(Answer::Reply(reply))) => match (&call, reply) {
                (Call::CreateEmail(_), Reply::Email(email)) => self.added(&email, cx),
                (Call::AttemptEmail(..), Reply::Email(_))
                | (Call::DeleteEmail(_) | Call::DeletePicture, Reply::Deleted)
                | (Call::SetPicture { .. }, Reply::Picture)
                | (
                    Call::SetName { .. }
                    | Call::SetUsername(_)
                    | Call::SetPrimaryEmail(_)
                    | Call::SetPrimaryPhone(_),
                    Reply::User,
                ) => {
                    self.made(&call);
                    None
                }
                // A user who was deleted has no session that could take the answer.
                _ => self.refused(call, proven, Failure::BadAnswer(BadAnswer::Other), cx),
            },
            (WaitsFor::Answer(_), Ok(Answer::Client(_))) => {
                self.refused(call, proven, Failure::BadAnswer(BadAnswer::Other), cx)
            }
            (WaitsFor::Answer(_), Err(failure)) => self.refused(call, proven, failure, cx),
        }
    }

    /// The server refused a change, or its answer was lost.
    fn refused(
        &mut self,
        call: Call,
        proven: bool,
        failure: Failure,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        if failure.wants_step_up() && !proven {
            return Some(Next::Prove(Deferred(call)));
        }
        if wants_client(&call, &failure) {
            return Some(self.ask_client(call, failure, cx));
        }
        cx.hold.begin(failure.wait(), cx.now);
        self.fail(&call, failure);
        None
    }

    /// The change stays under way, and now waits for what the client shows. Its call is not made
    /// again.
    fn ask_client(&mut self, call: Call, failure: Failure, cx: &mut Context<'_>) -> Next {
        let ticket = cx.tickets.issue();
        let waits_for = WaitsFor::Client(ticket, failure);
        self.run = Some(Run { call, proven: true, waits_for });
        Next::Ask(ticket, Ask::Client)
    }

    /// The client that was asked for because of a failure shows what became of the change.
    fn client_known(
        &mut self,
        call: &Call,
        failure: Failure,
        user: Option<&User>,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        match (call, user) {
            (Call::CreateEmail(address), Some(user)) => match email_of_address(user, address) {
                Some(own) if own.is_verified() => {
                    self.fail(call, Failure::Input(InputError::EmailExists));
                }
                Some(own) => return self.added(own, cx),
                None => self.fail(call, failure),
            },
            (_, Some(user)) if call.is_done(user) => self.made(call),
            (Call::PrepareEmail(id) | Call::AttemptEmail(id, _), Some(user))
                if email(user, id).is_none() =>
            {
                self.form = None;
                self.fail(call, Failure::Input(InputError::EmailGone));
            }
            (_, _) => self.fail(call, failure),
        }
        None
    }

    /// A change is made: its form closes, and its success is told.
    fn made(&mut self, call: &Call) {
        self.notice = Notice::of_success(call);
        self.problem = None;
        self.form.take_if(|form| form.target() == call.change().target());
    }

    /// Tells a failure beside what it concerns.
    fn fail(&mut self, call: &Call, failure: Failure) {
        if let Call::AttemptEmail(id, _) = call {
            self.refusals += u64::from(failure.spends_input());
            if failure.consequence() == Consequence::CodeSpent {
                self.mail.spend(id);
            }
        }
        self.problem = Some((call.change().target(), failure));
    }

    /// The address whose code is asked for.
    fn verifying(&self) -> Option<&IdentificationId> {
        match &self.form {
            Some(Form::EmailCode { id, .. }) => Some(id),
            Some(Form::Name | Form::Username | Form::NewEmail) | None => None,
        }
    }

    /// The address is on the account: its code is asked for, unless the person went elsewhere.
    fn added(&mut self, email: &EmailAddress, cx: &mut Context<'_>) -> Option<Next> {
        if self.form == Some(Form::NewEmail) { self.verify(email, cx) } else { None }
    }

    /// Asks for the code of an address, which is sent unless one was just now.
    fn verify(&mut self, email: &EmailAddress, cx: &mut Context<'_>) -> Option<Next> {
        self.show(Form::EmailCode { id: email.id.clone(), address: email.email_address.clone() });
        self.send_code(email.id.clone(), cx)
    }

    fn resume_email(&mut self, id: &IdentificationId, cx: &mut Context<'_>) -> Option<Next> {
        let own = email(cx.facts.user?, id).filter(|own| !own.is_verified())?;
        if !emails::may_add(cx.facts.user?, cx.facts.environment) {
            return None;
        }
        let counts = own.verification.as_ref().is_some_and(|it| is_running(it, cx.facts.wall));
        if counts && self.mail.resume(id, cx.now) {
            self.show(Form::EmailCode { id: id.clone(), address: own.email_address.clone() });
            return None;
        }
        self.verify(own, cx)
    }

    fn send_code(&mut self, id: IdentificationId, cx: &mut Context<'_>) -> Option<Next> {
        if cx.is_held() || !self.mail.may_send(&id, cx.now) {
            return None;
        }
        Some(self.ask_code(id, cx))
    }

    fn ask_code(&mut self, id: IdentificationId, cx: &mut Context<'_>) -> Next {
        self.problem = None;
        let ticket = cx.tickets.issue();
        self.mail.begin(ticket, id.clone());
        Next::Ask(ticket, Ask::Call(Call::PrepareEmail(id)))
    }

    /// The answer to a request for a code to an address.
    fn code_sent(
        &mut self,
        id: IdentificationId,
        answer: Result<Answer<Reply>, Failure>,
        cx: &mut Context<'_>,
    ) -> Option<Next> {
        let answer = answer.and_then(|answer| match answer {
            Answer::Reply(Reply::Email(_)) => Ok(()),
            Answer::Reply(Reply::User | Reply::Picture | Reply::Deleted) | Answer::Client(_) => {
                Err(Failure::BadAnswer(BadAnswer::Other))
            }
        });
        self.mail.settle(id.clone(), answer.as_ref().copied(), cx.now);
        let proven = self.proven_code.take_if(|it| *it == id).is_some();
        let failure = answer.err()?;
        cx.hold.begin(failure.wait(), cx.now);
        if self.verifying() != Some(&id) {
            return None;
        }
        let call = Call::PrepareEmail(id);
        if failure.wants_step_up() && !proven && self.is_idle(cx) {
            return Some(Next::Prove(Deferred(call)));
        }
        // Whether a code was sent is in no client.
        if !failure.is_lost() && wants_client(&call, &failure) && self.is_idle(cx) {
            return Some(self.ask_client(call, failure, cx));
        }
        self.fail(&call, failure);
        None
    }
}

impl Form {
    /// What the form is about.
    fn target(&self) -> Target {
        match self {
            Self::Name => Target::Name,
            Self::Username => Target::Username,
            Self::NewEmail => Target::NewEmail,
            Self::EmailCode { id, .. } => Target::Email(id.clone()),
        }
    }
}
