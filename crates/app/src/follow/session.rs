//! The session that is shown: driving its machine, the copies of its secrets, and the number that is
//! being typed.

use latchkey_core::challenge::Typed;
use latchkey_core::effect::Effect;
use latchkey_core::factors::{self, Change};
use latchkey_core::failure::Failure;
use latchkey_core::signed_in::{Destination, Event, Page as CorePage, Reply, Stage};
use latchkey_core::ticket::Ticket;
use latchkey_core::{devices, step_up};
use latchkey_fapi_types::id::SessionId;
use latchkey_fapi_types::secret::Code;
use latchkey_ipc::command::{AccountRequest, Copyable, MfaRequest, ProfileRequest, StepUpRequest};
use latchkey_ipc::secret::SecretText;
use latchkey_ipc::view::Page;

use super::{accounts, leaving, over, password, profile, settings};
use crate::connection::{Connection, OpenSession, TypedPhone, facts, identifier};
use crate::input::Done;
use crate::model::{Model, State};
use crate::now::Now;
use crate::work::{Call, Work};
use crate::{copies, phone, words};

pub(super) fn account_requested(model: &mut Model, request: AccountRequest, now: Now) -> Vec<Work> {
    model.notice = None;
    let event = match request {
        AccountRequest::SignOut => Event::Open(Destination::SignOut),
        AccountRequest::Refresh => {
            if let State::Connected(connection) = &mut model.state {
                connection.picture_round += 1;
            }
            let mut work = settings::ask_unknown(model);
            work.extend(drive(model, Event::Refresh, now));
            return work;
        }
        AccountRequest::Open { page } => {
            over::close(model);
            let event = Event::Open(Destination::Page(words::page(page)));
            let mut work = drive(model, event, now);
            if page == Page::ManageMfa {
                if let Some(open) = shown(model) {
                    open.by_backup_code = false;
                }
                work.extend(refresh_if_outdated(model, now));
            }
            return work;
        }
        AccountRequest::Password(request) => password::event(request).into(),
        AccountRequest::Accounts(asked) => {
            over::close(model);
            match accounts::event(model, asked) {
                Some(event) => event,
                None => return Vec::new(),
            }
        }
        AccountRequest::Organizations(asked) => words::of_organizations(asked).into(),
        AccountRequest::Profile(request) => {
            let chooses = request == ProfileRequest::ChoosePicture;
            let mut work = drive(model, profile::event(request).into(), now);
            if chooses {
                work.extend(choose_picture(model));
            }
            return work;
        }
        AccountRequest::Leave => Event::Leave,
        AccountRequest::Stay => Event::Stay,
    };
    drive(model, event, now)
}

/// Asks for what is not known, and for the state of the account if it is no longer of just now.
pub(super) fn refresh_if_outdated(model: &mut Model, now: Now) -> Vec<Work> {
    let mut work = settings::ask_unknown(model);
    // At the start the client is asked for anyway.
    let is_asking = matches!(&model.state, State::Connected(it) if it.asking_client.is_some());
    if !is_asking {
        work.extend(drive(model, Event::Focused, now));
    }
    work
}

pub(super) fn factors_requested(model: &mut Model, request: MfaRequest, now: Now) -> Vec<Work> {
    use factors::Event as Asked;
    let ask = |change| Asked::Ask(change);
    let event = match request {
        MfaRequest::ResetTotp => Asked::ResetTotp,
        MfaRequest::ContinueTotp => Asked::ContinueTotp,
        MfaRequest::BackToTotpKey => Asked::BackToTotpKey,
        MfaRequest::VerifyTotp { code } => Asked::VerifyTotp { code: typed_code(&code) },
        MfaRequest::RemoveTotp => ask(Change::RemoveTotp),
        MfaRequest::TypePhone { country, text } => return phone_typed(model, &country, &text),
        MfaRequest::SubmitPhone { country, text } => {
            match phone_submitted(model, &country, &text) {
                Some(e164) => Asked::SubmitPhone { e164 },
                None => return Vec::new(),
            }
        }
        MfaRequest::ChangePhone => Asked::ChangePhone,
        MfaRequest::ResumePhone { phone } => Asked::ResumePhone(words::phone_id(phone)),
        MfaRequest::ResendPhoneCode => Asked::ResendPhoneCode,
        MfaRequest::VerifyPhone { code } => Asked::VerifyPhone { code: typed_code(&code) },
        MfaRequest::UsePhone { phone } => {
            let mut work = show_overview(model, now);
            let change = Change::UsePhone(words::phone_id(phone));
            model.notice = None;
            work.extend(drive(model, ask(change).into(), now));
            return work;
        }
        MfaRequest::DisablePhone { phone } => ask(Change::DisablePhone(words::phone_id(phone))),
        MfaRequest::MakeDefaultPhone { phone } => {
            ask(Change::MakeDefaultPhone(words::phone_id(phone)))
        }
        MfaRequest::RemovePhone { phone } => ask(Change::RemovePhone(words::phone_id(phone))),
        MfaRequest::GenerateBackupCodes => ask(Change::GenerateBackupCodes),
        MfaRequest::Copy { what } => return copy(model, what),
        MfaRequest::SaveBackupCodes => return save_codes(model),
        MfaRequest::PrintBackupCodes => return print_codes(model),
        MfaRequest::ConfirmSaved { saved } => Asked::ConfirmSaved(saved),
        MfaRequest::BackupCodesDone => Asked::CodesDone,
        MfaRequest::DismissProblem => Asked::DismissProblem,
    };
    model.notice = None;
    drive(model, event.into(), now)
}

fn typed_code(code: &SecretText) -> Code {
    // EXPOSE: handed from one secret type to the other.
    Code::new(code.expose())
}

/// From the choice of a factor, a change is made on the page that shows what comes of it.
fn show_overview(model: &mut Model, now: Now) -> Vec<Work> {
    match shown(model) {
        Some(open) if open.machine.factors().stage().is_none() => {
            let page = CorePage::Factors(factors::Page::Overview);
            drive(model, Event::Open(Destination::Page(page)), now)
        }
        Some(_) | None => Vec::new(),
    }
}

pub(super) fn step_up_requested(model: &mut Model, request: StepUpRequest, now: Now) -> Vec<Work> {
    let event = match request {
        StepUpRequest::Verify { secret } => {
            // EXPOSE: handed from one secret type to the other.
            step_up::Event::Verify { secret: Typed::new(secret.expose()) }
        }
        StepUpRequest::ChooseMethod { method } => step_up::Event::ChooseMethod(method.0),
        StepUpRequest::Resend => step_up::Event::Resend,
        StepUpRequest::Retry => step_up::Event::Retry,
        StepUpRequest::Cancel => step_up::Event::Cancel,
    };
    drive(model, event.into(), now)
}

/// Forgets this device, unless something on the page would be lost.
pub(super) fn forget_device(model: &mut Model, now: Now) -> Vec<Work> {
    model.notice = None;
    drive(model, Event::Open(Destination::Forget), now)
}

/// Does something with the list of devices.
pub(super) fn devices_asked(model: &mut Model, asked: devices::Event, now: Now) -> Vec<Work> {
    model.notice = None;
    drive(model, asked.into(), now)
}

/// Goes on with the task that the session waits for, where an earlier run left it.
pub(super) fn resume(model: &mut Model, now: Now) -> Vec<Work> {
    drive(model, factors::Event::ResumeSetup.into(), now)
}

/// Tells the server which session is in use, where it takes another one for that.
pub(super) fn tell_selected(model: &mut Model, now: Now) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let Some(open) = connection.open.as_mut().filter(|open| open.is_new) else { return Vec::new() };
    open.is_new = false;
    let Some(client) = &connection.holding.client else { return Vec::new() };
    let is_told = client.last_active_session_id.as_ref() == Some(&open.id);
    let is_only = client.sessions.len() < 2;
    if is_told || is_only { Vec::new() } else { drive(model, Event::Selected, now) }
}

/// What became of a change that was not settled, once the client was seen.
pub(super) fn settle(model: &mut Model, now: Now) -> Vec<Work> {
    let State::Connected(connection) = &model.state else { return Vec::new() };
    let settles = connection
        .session()
        .is_some_and(|(open, session)| open.machine.can_settle(&connection.facts(session, now)));
    if settles { drive(model, Event::Seen, now) } else { Vec::new() }
}

/// Asks for what the page that is shown needs of organizations, where that is not known.
pub(super) fn look_for_organizations(model: &mut Model, now: Now) -> Vec<Work> {
    let State::Connected(connection) = &model.state else { return Vec::new() };
    let looks = connection.session().is_some_and(|(open, session)| {
        open.machine.looks_for_organizations(&connection.facts(session, now))
    });
    if looks { drive(model, Event::Look, now) } else { Vec::new() }
}

/// Leaves the instance, unless something on the page would be lost.
pub(super) fn leave_instance(model: &mut Model, now: Now) -> Vec<Work> {
    if shown(model).is_some_and(|open| open.machine.is_forgetting()) {
        return Vec::new();
    }
    drive(model, Event::Open(Destination::ChangeInstance), now)
}

/// Closes the window, unless something on it would be lost.
pub(super) fn close_requested(model: &mut Model, now: Now) -> Vec<Work> {
    let Some(open) = shown(model) else {
        return vec![Work::Close { clearing: Vec::new() }];
    };
    // The dialog that chooses the file belongs to the window. One that does not answer must not hold
    // the window for ever.
    if open.copies.holds_window(now.instant) {
        return Vec::new();
    }
    // Whoever forgets this device wants to find nothing of it at the next start: the window closes
    // when that is done, which deadlines bound, or when the person insists.
    if open.machine.is_forgetting() && !std::mem::replace(&mut model.closes_when_forgotten, true) {
        return Vec::new();
    }
    drive(model, Event::Open(Destination::Close), now)
}

pub(super) fn answered(
    model: &mut Model,
    ticket: Ticket,
    answer: Result<Reply, Failure>,
    now: Now,
) -> Vec<Work> {
    let State::Connected(connection) = &model.state else { return Vec::new() };
    match connection.waiting_for(ticket).cloned() {
        Some(id) => drive_in(model, &id, Event::Answered { ticket, answer }, now),
        None => Vec::new(),
    }
}

/// Gives an event to the session that is shown.
fn drive(model: &mut Model, event: Event, now: Now) -> Vec<Work> {
    let State::Connected(connection) = &model.state else { return Vec::new() };
    match connection.open.as_ref().map(|open| open.id.clone()) {
        Some(id) => drive_in(model, &id, event, now),
        None => Vec::new(),
    }
}

/// Gives an event to a session, shown or not. What it tells is told only of the one that is shown.
fn drive_in(model: &mut Model, id: &SessionId, event: Event, now: Now) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let is_shown = connection.session().is_some_and(|(open, _)| open.id == *id);
    let Connection { open, aside, holding, settings, refreshed, network, .. } = &mut **connection;
    let Some(open) = open.iter_mut().chain(aside).find(|open| open.id == *id) else {
        return Vec::new();
    };
    let session = holding.client.as_ref().and_then(|client| client.session(&open.id));
    // A session that has just gone is closed by `reconcile`.
    let Some(session) = session else { return Vec::new() };
    let wall = network.server_time(now.wall);
    let facts = facts(session, &settings.environment, *refreshed, wall);
    let machine = std::mem::take(&mut open.machine);
    let (next, effect) = machine.apply(event, &facts, now.instant, &mut model.tickets);
    if let Some(notice) = next.notice().filter(|_| is_shown) {
        model.notice = Some(words::notice(notice));
    }
    open.machine = next;
    match effect {
        None => Vec::new(),
        Some(Effect::Call { ticket, call }) => {
            vec![Work::Call { ticket, call: Call::Session(open.id.clone(), call) }]
        }
        Some(Effect::Platform(platform)) => leaving::perform(model, platform),
    }
}

fn shown(model: &mut Model) -> Option<&mut OpenSession> {
    match &mut model.state {
        State::Connected(connection) => connection.open.as_mut(),
        State::Choosing(_) | State::Starting => None,
    }
}

fn phone_typed(model: &mut Model, country: &str, text: &str) -> Vec<Work> {
    // What was typed last may arrive after the page was left.
    if let Some(open) = shown(model)
        && open.asks_phone()
    {
        open.phone = Some(TypedPhone { entry: phone::entry(country, text), problem: None });
    }
    Vec::new()
}

/// The number to send, if what was typed is one.
fn phone_submitted(model: &mut Model, country: &str, text: &str) -> Option<String> {
    let open = shown(model)?;
    let checked = phone::checked(country, text);
    let problem = checked.as_ref().err().copied();
    open.phone = Some(TypedPhone { entry: phone::entry(country, text), problem });
    checked.ok()
}

fn copy(model: &mut Model, what: Copyable) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let Some(open) = &mut connection.open else { return Vec::new() };
    let text = copies::text(&open.machine, what);
    text.map(|text| open.copies.copy(what, text, &mut model.tickets)).into_iter().collect()
}

fn save_codes(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let Some((open, session)) = connection.session() else { return Vec::new() };
    let Some(codes) = open.machine.factors().codes() else { return Vec::new() };
    let account = session.user.as_ref().and_then(identifier);
    let contents = copies::file(connection.app_name(), account.as_deref(), codes);
    let name = copies::file_name(connection.app_name(), account.as_deref());
    let Some(open) = &mut connection.open else { return Vec::new() };
    open.copies.save(name, contents, &mut model.tickets).into_iter().collect()
}

fn print_codes(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    match &mut connection.open {
        Some(open) if open.machine.factors().codes().is_some() => {
            vec![open.copies.print(&mut model.tickets)]
        }
        Some(_) | None => Vec::new(),
    }
}

/// Lets the person choose a file for their picture, unless one is being chosen.
fn choose_picture(model: &mut Model) -> Option<Work> {
    let State::Connected(connection) = &mut model.state else { return None };
    let open = connection.open.as_mut()?;
    let is_shown = matches!(open.machine.stage(), Stage::Account);
    if !is_shown || open.choosing_picture.is_some() {
        return None;
    }
    let ticket = model.tickets.issue();
    open.choosing_picture = Some(ticket);
    Some(Work::ChoosePicture { ticket })
}

pub(super) fn desktop_done(model: &mut Model, ticket: Ticket, done: Done, now: Now) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let Some(open) = &mut connection.open else { return Vec::new() };
    if let Done::Chosen(chosen) = done {
        if open.choosing_picture.take_if(|choosing| *choosing == ticket).is_none() {
            return Vec::new();
        }
        let Some(chosen) = chosen.transpose() else { return Vec::new() };
        return drive(model, latchkey_core::profile::Event::Picture(chosen).into(), now);
    }
    let next = open.copies.done(ticket, done, &mut model.tickets, now.instant);
    next.into_iter().collect()
}

pub(super) fn time_up(model: &mut Model, ticket: Ticket, now: Now) -> Vec<Work> {
    let is_hidden = model.hidden;
    let Some(open) = shown(model) else { return Vec::new() };
    if open.watching.take_if(|watching| *watching == ticket).is_some() {
        let is_shown = matches!(open.machine.stage(), Stage::Devices(_));
        return if is_shown && !is_hidden { refresh_if_outdated(model, now) } else { Vec::new() };
    }
    open.copies.time_up(ticket).into_iter().collect()
}
