//! What follows from each input: a function of data to data. It waits for nothing, asks no clock and
//! does nothing outside. What it wants done comes out as [`Work`].

mod connecting;
mod holds;
mod leaving;
mod reconciling;
mod session;
mod settings;
mod signing_in;
#[cfg(test)]
mod tests;

use latchkey_core::ticket::Ticket;
use latchkey_ipc::command::WindowRequest;
use latchkey_ipc::view::Notice;

use crate::connection::Connection;
use crate::input::{Done, Holding, Input, News, Reply};
use crate::model::Model;
use crate::now::Now;
use crate::request::Request;
use crate::view;
use crate::work::{Text, Work};

/// Takes an input, and says what is to be done.
pub(crate) fn take(model: &mut Model, input: Input, now: Now) -> Vec<Work> {
    let mut work = apply(model, input, now);
    work.extend(reconciling::reconcile(model, now));
    work
}

fn apply(model: &mut Model, input: Input, now: Now) -> Vec<Work> {
    match input {
        Input::Loaded(saved) => connecting::begin(model, saved, now),
        Input::Saved(Ok(())) => Vec::new(),
        Input::Saved(Err(_not_saved)) => {
            model.notice = Some(Notice::NotSaved);
            Vec::new()
        }
        Input::Request(request) => requested(model, request, now),
        Input::Instance(number, news) => match model.connection(number) {
            Some(connection) => {
                note_network(connection, &news, now);
                apply_news(model, news, now)
            }
            // An earlier connection's news concerns nobody any more.
            None => Vec::new(),
        },
        Input::Desktop(ticket, done) => desktop(model, ticket, done, now),
        Input::TimeUp(ticket) => session::time_up(model, ticket),
        Input::EmulatorStarted(target, answer) => {
            connecting::emulator_started(model, target, answer)
        }
        Input::EmulatorChanged(view) => {
            model.emulator = Some(view);
            Vec::new()
        }
    }
}

fn requested(model: &mut Model, request: Request, now: Now) -> Vec<Work> {
    match request {
        // Nothing is kept of a device yet.
        Request::View(_) | Request::Device(_) | Request::Window(WindowRequest::Hidden) => {
            Vec::new()
        }
        Request::Connect(request) => connecting::requested(model, request, now),
        Request::SignIn(request) => signing_in::requested(model, request, now),
        Request::Account(request) => session::account_requested(model, request, now),
        Request::Mfa(request) => session::factors_requested(model, request, now),
        Request::StepUp(request) => session::step_up_requested(model, request, now),
        Request::Window(WindowRequest::CopyDetails) => copy_details(model, now),
        Request::Window(WindowRequest::DismissNotice) => {
            model.notice = None;
            Vec::new()
        }
        Request::Window(WindowRequest::Focused) => session::refresh_if_outdated(model, now),
        Request::Window(WindowRequest::Close) => session::close_requested(model, now),
    }
}

fn apply_news(model: &mut Model, news: News, now: Now) -> Vec<Work> {
    match news {
        News::Opened(opened) => connecting::opened(model, opened),
        // What follows from the client is up to `reconcile`.
        News::Held(_) => Vec::new(),
        News::Answered { ticket, reply, .. } => match reply {
            Reply::Environment(answer) => settings::known(model, ticket, answer),
            Reply::Client(_) => {
                signing_in::client_answered(model, ticket);
                Vec::new()
            }
            Reply::SignIn(answer) => signing_in::answered(model, ticket, answer, now),
            Reply::SignInClient(answer) => signing_in::client_known(model, ticket, answer, now),
            Reply::Session(answer) => session::answered(model, ticket, answer, now),
        },
    }
}

fn desktop(model: &mut Model, ticket: Ticket, done: Done, now: Now) -> Vec<Work> {
    if model.copying_details.take_if(|copying| *copying == ticket).is_some() {
        let copied = matches!(done, Done::Copied(Ok(())));
        model.notice = Some(if copied { Notice::DetailsCopied } else { Notice::CopyFailed });
        return Vec::new();
    }
    session::desktop_done(model, ticket, done, now)
}

fn copy_details(model: &mut Model, now: Now) -> Vec<Work> {
    let Some(details) = view::details(model, now) else {
        model.notice = Some(Notice::CopyFailed);
        return Vec::new();
    };
    let ticket = model.tickets.issue();
    model.copying_details = Some(ticket);
    vec![Work::Copy { ticket, text: Text::Plain(details) }]
}

/// Notes what news says about the way to the server, and when the server last described the client.
fn note_network(connection: &mut Connection, news: &News, now: Now) {
    match news {
        News::Opened(_) => {}
        News::Held(holding) => {
            // A token alone says nothing of the account.
            if holding.client != connection.holding.client {
                connection.refreshed = Some(now);
            }
            connection.holding = Holding::clone(holding);
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
