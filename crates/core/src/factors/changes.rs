//! The change under way, of which there is one at a time, and the one that waits for a proof.
//!
//! A change is never made twice by itself, but for the one that the server refused until a factor is
//! proven. Where its answer is lost, or where the server knows more of the account than we do, the
//! client is asked for, and tells what became of it.

use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::user::User;

use super::call::{Call, Change, Reply};
use super::codes::LostAnswers;
use super::event::Page;
use super::outcome::{Known, Outcome};
use crate::context::{Context, Facts};
use crate::effect::{self, Answer, Ask};
use crate::failure::{BadAnswer, Failure};
use crate::ticket::Ticket;

/// The change under way, and earlier ones that were lost.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Changes {
    running: Option<Running>,
    pub(super) lost: LostAnswers,
}

/// A change whose call went out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Running {
    pub(super) call: Call,
    /// The account when it began, if it was known.
    before: Option<Known>,
    /// Whether a step-up was made for it. There is never a second one.
    proven: bool,
    waits_for: WaitsFor,
}

/// What a change waits for.
#[derive(Clone, Debug, PartialEq)]
enum WaitsFor {
    /// The answer to its call.
    Answer(Ticket),
    /// The client, to learn what became of the call that failed like this.
    Client(Ticket, Failure),
}

/// What goes on once a factor is proven.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deferred(Goal);

#[derive(Clone, Debug, PartialEq)]
enum Goal {
    Call(Call, Option<Known>),
    Open(Page),
}

/// What has to be done for the factors.
pub(crate) type Next = effect::Next<Call, Deferred>;

/// What an answer did to the change that waited for it.
#[derive(Debug)]
pub(super) enum Step {
    /// It goes on with this.
    Next(Next),
    /// The server answered it.
    Answered(Running, Reply),
    /// It failed, and nothing more can be learnt about it.
    Failed(Call, Failure),
    /// The client that was asked for because of a failure shows what became of it.
    ClientKnown(Call, Failure, Outcome, Option<Box<Client>>),
}

impl Deferred {
    /// A page to open.
    pub(super) fn page(page: Page) -> Self {
        Self(Goal::Open(page))
    }

    /// The change that waits for the proof.
    pub(crate) fn change(&self) -> Change {
        match &self.0 {
            Goal::Call(call, _) => call.change(),
            Goal::Open(Page::AddPhone) => Change::AddPhone,
            Goal::Open(Page::AddTotp | Page::Overview) => Change::AddTotp,
        }
    }

    pub(crate) fn opens(&self, page: Page) -> bool {
        self.0 == Goal::Open(page)
    }
}

impl Changes {
    /// The change under way.
    pub(super) fn pending(&self) -> Option<Change> {
        self.running.as_ref().map(|running| running.call.change())
    }

    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        self.running.as_ref().is_some_and(|running| running.awaits(ticket))
    }

    /// Whether an answer is under way that may have backup codes.
    pub(super) fn awaits_codes(&self) -> bool {
        self.running.as_ref().is_some_and(|running| {
            matches!(running.waits_for, WaitsFor::Answer(_)) && running.call.may_bring_codes()
        })
    }

    /// Whether the change under way has to end before this page, or the account, can be shown: its
    /// answer may have backup codes, which need a page to be shown on, or it would be in the way of
    /// the page's own change.
    pub(super) fn keep_from(&self, page: Option<Page>) -> bool {
        self.running.as_ref().is_some_and(|Running { call, .. }| {
            call.may_bring_codes()
                || (matches!(page, Some(Page::AddTotp | Page::AddPhone))
                    && !call.change().is_of_wizard())
        })
    }

    /// Gives up a change that a page asked for itself.
    pub(super) fn give_up_wizard(&mut self) {
        self.running.take_if(|running| running.call.change().is_of_wizard());
    }

    /// Nobody can be asked for a proof: the change under way is refused for want of one.
    pub(super) fn stop(&mut self) {
        if let Some(running) = &mut self.running {
            running.proven = true;
        }
    }

    /// Sends the call of a change.
    pub(super) fn begin(&mut self, call: Call, proven: bool, cx: &mut Context<'_>) -> Next {
        self.send(call, cx.facts.user.map(Known::of), proven, cx)
    }

    fn send(
        &mut self,
        call: Call,
        before: Option<Known>,
        proven: bool,
        cx: &mut Context<'_>,
    ) -> Next {
        let ticket = cx.tickets.issue();
        let waits_for = WaitsFor::Answer(ticket);
        self.running = Some(Running { call: call.clone(), before, proven, waits_for });
        Next::Ask(ticket, Ask::Call(call))
    }

    /// A factor is proven: sends the call that waited for it. Gives back a page that waited.
    pub(super) fn resume(
        &mut self,
        deferred: Deferred,
        cx: &mut Context<'_>,
    ) -> Result<Next, Page> {
        match deferred.0 {
            Goal::Call(call, before) => Ok(self.send(call, before, true, cx)),
            Goal::Open(page) => Err(page),
        }
    }

    /// Takes an answer. One with an outdated ticket changes nothing.
    pub(super) fn answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer<Reply>, Failure>,
        cx: &mut Context<'_>,
    ) -> Option<Step> {
        let running = self.running.take_if(|running| running.awaits(ticket))?;
        if let WaitsFor::Client(_, failure) = running.waits_for {
            let client = match answer {
                Ok(Answer::Client(client)) => client,
                Ok(Answer::Reply(_)) | Err(_) => None,
            };
            let user = client.as_deref().and_then(|client| user_of(client, cx.facts));
            let lost_before = self.lost.has(&running.call.change());
            let before = running.before.as_ref();
            let outcome = Outcome::of(&running.call, &failure, before, user, lost_before);
            return Some(Step::ClientKnown(running.call, failure, outcome, client));
        }
        Some(match reply(answer) {
            Ok(reply) => Step::Answered(running, reply),
            Err(failure) => self.refused(running, failure, cx),
        })
    }

    /// The server refused a change, or its answer was lost.
    pub(super) fn refused(
        &mut self,
        running: Running,
        failure: Failure,
        cx: &mut Context<'_>,
    ) -> Step {
        let Running { call, before, proven, .. } = running;
        if failure.wants_step_up() && !proven {
            return Step::Next(Next::Prove(Deferred(Goal::Call(call, before))));
        }
        let lost = failure.is_lost();
        if lost && call.may_bring_codes() {
            self.lost.note(call.change(), before.as_ref().is_none_or(|it| it.backup_codes));
        } else if failure.code() == Some("form_code_incorrect") {
            self.lost.forget(&call.change());
        }
        // The client says nothing of a key that is not verified.
        if failure.is_outdated() || (lost && call != Call::CreateTotp) {
            return Step::Next(self.ask_client(call, before, failure, cx));
        }
        cx.hold.begin(failure.wait(), cx.now);
        Step::Failed(call, failure)
    }

    /// A request failed for a reason that the client may explain. It is then under way like a change.
    pub(super) fn explain(&mut self, call: Call, failure: Failure, cx: &mut Context<'_>) -> Next {
        self.ask_client(call, cx.facts.user.map(Known::of), failure, cx)
    }

    /// The change stays under way, and now waits for what the client shows. Its call is not made
    /// again.
    fn ask_client(
        &mut self,
        call: Call,
        before: Option<Known>,
        failure: Failure,
        cx: &mut Context<'_>,
    ) -> Next {
        let ticket = cx.tickets.issue();
        let waits_for = WaitsFor::Client(ticket, failure);
        self.running = Some(Running { call, before, proven: true, waits_for });
        Next::Ask(ticket, Ask::Client)
    }
}

impl Running {
    fn awaits(&self, ticket: Ticket) -> bool {
        match &self.waits_for {
            WaitsFor::Answer(waiting) | WaitsFor::Client(waiting, _) => *waiting == ticket,
        }
    }
}

/// The user of the session, as this client shows it.
pub(super) fn user_of<'a>(client: &'a Client, facts: &Facts<'_>) -> Option<&'a User> {
    client.session(facts.session)?.user.as_ref()
}

/// The reply to a call. The client in its place is no answer to it.
pub(super) fn reply(answer: Result<Answer<Reply>, Failure>) -> Result<Reply, Failure> {
    match answer? {
        Answer::Reply(reply) => Ok(reply),
        Answer::Client(_) => Err(Failure::BadAnswer(BadAnswer::Other)),
    }
}
