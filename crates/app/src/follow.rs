//! What follows from each input: a function of data to data. It waits for nothing, asks no clock and
//! does nothing outside. What it wants done comes out as [`Work`].

mod accounts;
mod connecting;
mod endings;
mod holds;
mod leaving;
mod over;
mod password;
mod profile;
mod reconciling;
mod reconnecting;
mod session;
mod settings;
mod signing_in;
mod storage;
#[cfg(test)]
mod tests;
mod trust;

use latchkey_core::devices::Event as Asked;
use latchkey_core::signed_in;
use latchkey_core::ticket::Ticket;
use latchkey_fapi_types::id::SessionId;
use latchkey_ipc::command::{DeviceRequest, WindowRequest};
use latchkey_ipc::view::Notice;

use crate::connection::{Connection, Reconnecting};
use crate::input::{Done, Input, News, Reply};
use crate::model::{Model, OverPage, State};
use crate::now::Now;
use crate::ports::StorageChoice;
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
        Input::TimeUp(ticket) => {
            let mut work = session::time_up(model, ticket, now);
            work.extend(reconnecting::time_up(model, ticket));
            work
        }
        Input::Storage(storage) => storage::changed(model, storage),
        Input::StorageTested(ticket, tested) => {
            storage::tested(model, ticket, tested);
            Vec::new()
        }
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
        Request::View(_) => Vec::new(),
        Request::Device(request) => device_requested(model, request, now),
        Request::Connect(request) => connecting::requested(model, request, now),
        Request::SignIn(request) => signing_in::requested(model, request, now),
        Request::Account(request) => session::account_requested(model, request, now),
        Request::Mfa(request) => session::factors_requested(model, request, now),
        Request::StepUp(request) => session::step_up_requested(model, request, now),
        Request::Window(WindowRequest::OpenSettings) => {
            over::open(model, OverPage::Settings);
            Vec::new()
        }
        Request::Window(WindowRequest::OpenAbout) => {
            over::open(model, OverPage::About);
            Vec::new()
        }
        Request::Window(WindowRequest::Back) => {
            over::back(model);
            Vec::new()
        }
        Request::Window(WindowRequest::SetTheme { theme }) => {
            model.saved.theme = theme;
            vec![Work::SetTheme(theme)]
        }
        Request::Window(WindowRequest::CopyDetails) => copy_details(model, now),
        Request::Window(WindowRequest::DismissNotice) => {
            model.notice = None;
            Vec::new()
        }
        Request::Window(WindowRequest::Focused) => {
            model.hidden = false;
            session::refresh_if_outdated(model, now)
        }
        Request::Window(WindowRequest::Hidden) => {
            model.hidden = true;
            Vec::new()
        }
        Request::Window(WindowRequest::Close) => session::close_requested(model, now),
    }
}

fn device_requested(model: &mut Model, request: DeviceRequest, now: Now) -> Vec<Work> {
    match request {
        DeviceRequest::SelfTest => storage::test(model),
        DeviceRequest::RetryStorage => storage::retry(),
        DeviceRequest::KeepInMemory => storage::chosen(model, StorageChoice::Session),
        DeviceRequest::KeepInFile => storage::chosen(model, StorageChoice::File),
        DeviceRequest::Forget => session::forget_device(model, now),
        DeviceRequest::RefreshDevices => session::devices_asked(model, Asked::Refresh, now),
        DeviceRequest::SignOut { device } => {
            session::devices_asked(model, Asked::SignOut(SessionId::new(device.0)), now)
        }
        DeviceRequest::SignOutOthers => session::devices_asked(model, Asked::SignOutOthers, now),
    }
}

fn apply_news(model: &mut Model, news: News, now: Now) -> Vec<Work> {
    match news {
        News::Opened(opened) => connecting::opened(model, opened, now),
        // What follows from the client is up to `reconcile`.
        News::Held(_) => Vec::new(),
        News::Requested(request) => {
            if let State::Connected(connection) = &mut model.state {
                connection.requests.note(*request);
            }
            Vec::new()
        }
        News::Answered { ticket, reply, .. } => match reply {
            Reply::Environment(answer) => settings::known(model, ticket, answer, now),
            Reply::Client(answer) => trust::client_answered(model, ticket, answer, now),
            Reply::Ended(session, answer) => {
                endings::answered(model, ticket, &session, &answer);
                Vec::new()
            }
            Reply::Forgotten => {
                trust::forgotten(model, ticket);
                Vec::new()
            }
            Reply::SignIn(answer) => signing_in::answered(model, ticket, answer, now),
            Reply::SignInClient(answer) => signing_in::client_known(model, ticket, answer, now),
            Reply::Session(answer) => {
                let told = match &answer {
                    Ok(signed_in::Reply::Client(client)) if model.awaits(ticket) => {
                        Some(client.is_some())
                    }
                    Ok(_) | Err(_) => None,
                };
                let mut work = session::answered(model, ticket, answer, now);
                work.extend(
                    told.map(|known| trust::client_told(model, known)).into_iter().flatten(),
                );
                work
            }
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
        // Nothing was asked of the server, or it is told with the end of the call.
        News::Opened(_) | News::Requested(_) | News::Answered { reply: Reply::Forgotten, .. } => {}
        News::Held(holding) => {
            // A token alone says nothing of the account.
            if holding.client != connection.holding.client {
                connection.refreshed = Some(now);
            }
            trust::held(connection, holding);
        }
        News::Answered { date, reply, .. } => {
            let failure = reply.failure();
            let was_online = connection.network.online;
            connection.network.answered(failure, *date, now.wall);
            if connection.network.online {
                connection.picture_round += u32::from(!was_online);
                connection.reconnecting = Reconnecting::default();
            }
            if reply.describes_client() {
                connection.refreshed = Some(now);
                connection.ending.reached();
            }
        }
    }
}
