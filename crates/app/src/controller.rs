//! The one owner of all state: a loop over a closed enum of inputs.

mod account;
mod connect;
mod handout;
mod mfa;
mod sign_in;

use latchkey_core::failure::Failure;
use latchkey_core::mfa::Reply;
use latchkey_core::sign_in::Event;
use latchkey_core::ticket::Ticket;
use latchkey_fapi_types::environment::Environment;
use latchkey_ipc::command::WindowRequest;
use latchkey_ipc::view::{AppView, Notice};
use tokio::sync::{mpsc, oneshot};

use crate::connection::{AccountCall, Connection};
use crate::model::{Choosing, Model, State};
use crate::ports::{EmulatorAddress, EmulatorFailed, NotWritten, Ports};
use crate::startup::{Startup, Target};
use crate::{Request, view};

/// Something that happened.
pub(crate) enum Input {
    /// A person asked for something.
    Request(Request, oneshot::Sender<AppView>),
    /// The instance said what it offers.
    Settings(u64, Box<Result<Environment, Failure>>),
    /// A step of the sign-in came back.
    SignIn(u64, Box<Event>),
    /// A call that concerns the session came back.
    Account(u64, AccountCall, Result<(), Failure>),
    /// A call that concerns the account's factors came back.
    Mfa(u64, Ticket, Box<Result<Reply, Failure>>),
    /// The time of a secret on the clipboard is up, if it is still the one of this turn.
    ClipboardTimeUp(u64, u64),
    /// The backup codes were written into a file, or not.
    CodesSaved(u64, u64, Result<Option<String>, NotWritten>),
    /// The emulator runs, or does not.
    EmulatorStarted(Target, Result<EmulatorAddress, EmulatorFailed>),
    /// The emulator has something new to show.
    EmulatorChanged,
}

pub(crate) struct Controller {
    ports: Ports,
    model: Model,
    inputs: mpsc::WeakUnboundedSender<Input>,
    revision: u64,
    connections: u64,
}

impl Controller {
    pub(crate) fn new(
        ports: Ports,
        startup: Startup,
        inputs: mpsc::WeakUnboundedSender<Input>,
    ) -> Self {
        let saved = ports.preferences.load();
        let state = State::Choosing(Choosing::default());
        let model = Model { startup, saved, state, notice: None };
        Self { ports, model, inputs, revision: 0, connections: 0 }
    }

    pub(crate) async fn run(mut self, mut received: mpsc::UnboundedReceiver<Input>) {
        if let Some(target) =
            self.model.startup.target(&self.model.saved, self.ports.emulator.is_some())
        {
            self.connect_to(target);
        }
        while let Some(input) = received.recv().await {
            self.take(input);
        }
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Request(request, reply) => {
                let asks_only = matches!(request, Request::View(_));
                self.requested(request);
                let view = self.next_view();
                if !asks_only {
                    self.ports.views.publish(&view);
                }
                // A page that has gone in the meantime asks again when it is back.
                let _ = reply.send(view);
                return;
            }
            Input::Settings(number, answer) => self.settings_known(number, *answer),
            Input::SignIn(number, event) => self.sign_in_answered(number, *event),
            Input::Account(number, call, answer) => self.account_answered(number, call, answer),
            Input::Mfa(number, ticket, answer) => self.mfa_answered(number, ticket, *answer),
            Input::ClipboardTimeUp(number, turn) => self.clipboard_time_up(number, turn),
            Input::CodesSaved(number, turn, answer) => self.codes_saved(number, turn, answer),
            Input::EmulatorStarted(target, answer) => self.emulator_started(target, answer),
            Input::EmulatorChanged => {}
        }
        let view = self.next_view();
        self.ports.views.publish(&view);
    }

    fn requested(&mut self, request: Request) {
        match request {
            Request::View(_) => {}
            Request::Connect(request) => self.connect_requested(request),
            Request::SignIn(request) => self.sign_in_requested(request),
            Request::Account(request) => self.account_requested(request),
            Request::Window(WindowRequest::CopyDetails) => {
                let copied = view::details(&self.model, self.ports.clock.now())
                    .is_some_and(|details| self.ports.clipboard.copy(&details).is_ok());
                self.model.notice =
                    Some(if copied { Notice::DetailsCopied } else { Notice::CopyFailed });
            }
            Request::Window(WindowRequest::DismissNotice) => self.model.notice = None,
            Request::Window(WindowRequest::Focused) => self.look(),
            Request::Window(WindowRequest::Close) => self.close_requested(),
            Request::Mfa(request) => self.mfa_requested(request),
            Request::StepUp(request) => self.step_up_requested(request),
        }
    }

    fn next_view(&mut self) -> AppView {
        self.revision += 1;
        let emulator = self.ports.emulator.as_deref();
        view::of(&self.model, emulator, self.revision, self.ports.clock.now())
    }

    /// Runs something and takes its outcome as an input, unless the app has stopped by then.
    pub(crate) fn spawn(&self, work: impl Future<Output = Input> + Send + 'static) {
        let inputs = self.inputs.clone();
        tokio::spawn(async move {
            let input = work.await;
            if let Some(inputs) = inputs.upgrade() {
                // The loop ends with the last handle; then nobody is left to be told.
                let _ = inputs.send(input);
            }
        });
    }

    /// A way for the emulator to say that it has something new.
    pub(crate) fn emulator_signal(&self) -> Box<dyn Fn() + Send + Sync> {
        let inputs = self.inputs.clone();
        Box::new(move || {
            if let Some(inputs) = inputs.upgrade() {
                // As above: nobody is left to be told.
                let _ = inputs.send(Input::EmulatorChanged);
            }
        })
    }

    pub(crate) fn next_connection(&mut self) -> u64 {
        self.connections += 1;
        self.connections
    }

    /// The present connection, if it is the one with this number.
    pub(crate) fn connection(&mut self, number: u64) -> Option<&mut Connection> {
        match &mut self.model.state {
            State::Connected(connection) if connection.number == number => Some(connection),
            State::Connected(_) | State::Choosing(_) => None,
        }
    }
}
