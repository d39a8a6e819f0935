//! Everything that the app knows, and what follows from each input. This is a function of data to
//! data: it waits for nothing, asks no clock and does nothing outside. What it wants done comes out
//! as [`Work`].

mod connecting;
mod reconciling;
mod session;
mod signing_in;
#[cfg(test)]
mod tests;

use latchkey_core::ticket::{Ticket, Tickets};
use latchkey_core::time::{Instant, Timestamp};
use latchkey_ipc::command::WindowRequest;
use latchkey_ipc::view::{EmulatorView, Notice};

use self::reconciling::NotedHold;
use crate::connection::{Asking, Connection};
use crate::input::{Done, Holding, Input, News, NotOpened, Reply};
use crate::ports::Saved;
use crate::startup::Startup;
use crate::work::{Text, Work};
use crate::{Request, view};

/// This moment, on both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Now {
    /// The time of day.
    pub(crate) wall: Timestamp,
    /// The clock that nobody can set.
    pub(crate) instant: Instant,
}

/// Everything that the app knows.
pub(crate) struct Model {
    /// What it was started with.
    pub(crate) startup: Startup,
    /// What is kept for the next run.
    pub(crate) saved: Saved,
    /// What was written of it.
    written: Saved,
    /// What the app is doing.
    pub(crate) state: State,
    /// One thing to be told that belongs to no field.
    pub(crate) notice: Option<Notice>,
    /// What the emulator's banner shows; none in a build without an emulator.
    pub(crate) emulator: Option<EmulatorView>,
    /// The details that are on their way to the clipboard.
    copying_details: Option<Ticket>,
    /// The wait that is kept for the next run.
    hold: Option<NotedHold>,
    tickets: Tickets,
    /// How many connections there were.
    connections: u64,
}

/// What the app is doing.
pub(crate) enum State {
    /// The preferences are being read.
    Starting,
    /// An instance is being chosen.
    Choosing(Choosing),
    /// An instance is chosen.
    Connected(Box<Connection>),
}

/// An instance is being chosen.
#[derive(Default)]
pub(crate) struct Choosing {
    /// The text in the field, as last checked.
    pub(crate) key: String,
    /// Whether it was checked at all.
    pub(crate) checked: bool,
    /// Whether the emulator is being started.
    pub(crate) starting: bool,
    /// Why there is no connection.
    pub(crate) failure: Option<NotConnected>,
}

/// Why there is no connection. All of these are failures of this computer, not of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotConnected {
    /// The address of the instance cannot be used.
    Address(String),
    /// The emulator did not start.
    Emulator(String),
    /// The connection could not be set up.
    SetUp(NotOpened),
}

impl Model {
    /// An app that has not read its preferences yet.
    pub(crate) fn new(startup: Startup, has_emulator: bool) -> Self {
        let nothing = EmulatorView { inbox: Vec::new(), demo_accounts: Vec::new() };
        Self {
            startup,
            saved: Saved::default(),
            written: Saved::default(),
            state: State::Starting,
            notice: None,
            emulator: has_emulator.then_some(nothing),
            copying_details: None,
            hold: None,
            tickets: Tickets::default(),
            connections: 0,
        }
    }

    /// Takes an input, and says what is to be done.
    pub(crate) fn take(&mut self, input: Input, now: Now) -> Vec<Work> {
        let mut work = self.follow(input, now);
        work.extend(reconciling::reconcile(self, now));
        work
    }

    /// Whether the answer of this call still matters.
    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        let State::Connected(connection) = &self.state else { return false };
        matches!(connection.settings.asking, Asking::Waiting(waiting) if waiting == ticket)
            || connection.looking == Some(ticket)
            || connection.sign_in.awaits(ticket)
            || connection.open.as_ref().is_some_and(|open| open.machine.awaits(ticket))
    }

    fn follow(&mut self, input: Input, now: Now) -> Vec<Work> {
        match input {
            Input::Loaded(saved) => connecting::begin(self, saved, now),
            Input::Saved(Ok(())) => Vec::new(),
            Input::Saved(Err(_not_saved)) => {
                self.notice = Some(Notice::NotSaved);
                Vec::new()
            }
            Input::Request(request) => self.requested(request, now),
            Input::Instance(number, news) => match self.connection(number) {
                Some(connection) => {
                    news_of(connection, &news, now);
                    self.news(news, now)
                }
                // An earlier connection's news concerns nobody any more.
                None => Vec::new(),
            },
            Input::Desktop(ticket, done) => self.desktop(ticket, done, now),
            Input::TimeUp(ticket) => session::time_up(self, ticket),
            Input::EmulatorStarted(target, answer) => {
                connecting::emulator_started(self, target, answer)
            }
            Input::EmulatorChanged(view) => {
                self.emulator = Some(view);
                Vec::new()
            }
        }
    }

    fn requested(&mut self, request: Request, now: Now) -> Vec<Work> {
        match request {
            Request::View(_) => Vec::new(),
            Request::Connect(request) => connecting::requested(self, request, now),
            Request::SignIn(request) => signing_in::requested(self, request, now),
            Request::Account(request) => session::account_requested(self, request, now),
            Request::Mfa(request) => session::factors_requested(self, request, now),
            Request::StepUp(request) => session::step_up_requested(self, request, now),
            Request::Window(WindowRequest::CopyDetails) => self.copy_details(now),
            Request::Window(WindowRequest::DismissNotice) => {
                self.notice = None;
                Vec::new()
            }
            Request::Window(WindowRequest::Focused) => session::refresh_if_outdated(self, now),
            Request::Window(WindowRequest::Close) => session::close_requested(self, now),
        }
    }

    fn news(&mut self, news: News, now: Now) -> Vec<Work> {
        match news {
            News::Opened(opened) => connecting::opened(self, opened),
            // What follows from the client is up to `reconcile`.
            News::Held(_) => Vec::new(),
            News::Answered { ticket, reply, .. } => match reply {
                Reply::Environment(answer) => connecting::settings_known(self, ticket, answer),
                Reply::Client(_) => {
                    signing_in::looked(self, ticket);
                    Vec::new()
                }
                Reply::SignIn(answer) => signing_in::answered(self, ticket, answer, now),
                Reply::SignInClient(answer) => signing_in::client_known(self, ticket, answer, now),
                Reply::Session(answer) => session::answered(self, ticket, answer, now),
            },
        }
    }

    fn desktop(&mut self, ticket: Ticket, done: Done, now: Now) -> Vec<Work> {
        if self.copying_details.take_if(|copying| *copying == ticket).is_some() {
            let copied = matches!(done, Done::Copied(Ok(())));
            self.notice = Some(if copied { Notice::DetailsCopied } else { Notice::CopyFailed });
            return Vec::new();
        }
        session::desktop_done(self, ticket, done, now)
    }

    fn copy_details(&mut self, now: Now) -> Vec<Work> {
        let Some(details) = view::details(self, now) else {
            self.notice = Some(Notice::CopyFailed);
            return Vec::new();
        };
        let ticket = self.tickets.issue();
        self.copying_details = Some(ticket);
        vec![Work::Copy { ticket, text: Text::Plain(details) }]
    }

    /// The present connection, if it is the one with this number.
    fn connection(&mut self, number: u64) -> Option<&mut Connection> {
        match &mut self.state {
            State::Connected(connection) if connection.number == number => Some(connection),
            State::Connected(_) | State::Choosing(_) | State::Starting => None,
        }
    }
}

/// Notes what any news says about the way to the server, and how old what is known is.
fn news_of(connection: &mut Connection, news: &News, now: Now) {
    match news {
        News::Opened(_) => {}
        News::Held(holding) => {
            connection.holding = Holding::clone(holding);
            connection.refreshed = Some(now);
        }
        News::Answered { date, reply, .. } => {
            let failure = reply.failure();
            connection.network.answered(failure, *date, now.wall);
            if failure.is_none() && !matches!(reply, Reply::Environment(_)) {
                connection.refreshed = Some(now);
            }
        }
    }
}
