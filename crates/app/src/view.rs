//! Makes the views. Nothing else does, and the only secrets in them are those that a page is there to
//! show.

mod account;
mod challenge;
mod details;
mod device;
mod menu;
mod mfa;
mod organizations;
mod password;
mod profile;
mod settings;
mod shown;
mod sign_in;

use latchkey_core::sign_in::{Stage, Unknown};
use latchkey_core::time::Timestamp;
use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::key::PublishableKey;
use latchkey_ipc::view::{
    AboutView, Activity, AddingView, AppView, ConnectView, HelpSubject, HelpView, InstanceView,
    KeyCheck, Screen, TaskView,
};

use self::shown::{Shown, describe};
use crate::connection::{Connection, identifier};
use crate::model::{Choosing, Model, Over, OverPage, State};
use crate::now::Now;
use crate::startup::{Origin, Program, Startup, Target};
use crate::{problem, words};

/// The view of everything as it stands.
pub(crate) fn of(model: &Model, revision: u64, now: Now) -> AppView {
    let view = beneath(model, revision, now);
    let screen = match &model.over {
        Some(Over { page: OverPage::Settings, .. }) => {
            Screen::Settings(settings::settings(model, &view))
        }
        Some(Over { page: OverPage::About, .. }) => Screen::About(about(&model.startup)),
        None => return view,
    };
    AppView { screen, ..view }
}

fn about(startup: &Startup) -> AboutView {
    let Program { commit, built, licence, .. } = startup.program.clone();
    AboutView { version: startup.product.version.clone(), commit, built, licence }
}

/// The view of everything but a page that stands over it.
fn beneath(model: &Model, revision: u64, now: Now) -> AppView {
    let view = AppView {
        revision,
        instance: None,
        emulator: None,
        online: true,
        as_of: None,
        storage: None,
        notice: model.notice,
        navigation: None,
        screen: Screen::Loading,
        step_up: None,
        leaving: false,
        adding: None,
    };
    let connection = match &model.state {
        State::Starting => return view,
        State::Choosing(choosing) => {
            return AppView { screen: choosing_screen(choosing, model), ..view };
        }
        State::Connected(connection) => connection,
    };
    let view = AppView {
        instance: Some(instance(connection)),
        emulator: model.emulator.clone().filter(|_| connection.is_emulator()),
        online: connection.network.online,
        storage: model.storage.filter(|storage| storage.trouble.is_some()).map(device::storage),
        ..view
    };
    let Some((open, session)) = connection.session() else {
        let screen = signed_out_screen(connection, model.emulator.is_some(), now);
        return AppView { screen, adding: adding(connection), ..view };
    };
    let Model { storage, self_test, .. } = *model;
    let shown = Shown { connection, open, session, now, storage, self_test };
    AppView {
        as_of: connection.as_of().map(Timestamp::as_millis),
        navigation: Some(account::navigation(shown, &model.saved.endings)),
        screen: account::screen(shown),
        step_up: mfa::step_up(shown),
        leaving: open.machine.leaving(),
        ..view
    }
}

/// The account that one can go back to, while another one is being added.
fn adding(connection: &Connection) -> Option<AddingView> {
    if !connection.is_adding() {
        return None;
    }
    let session = connection.open.as_ref().and_then(|open| {
        let client = connection.holding.client.as_ref()?;
        client.session(&open.id)
    });
    let user = session.and_then(|session| session.user.as_ref());
    Some(AddingView { identifier: user.and_then(identifier) })
}

/// What 'Copy details' copies, where the page has it.
pub(crate) fn details(model: &Model, now: Now) -> Option<String> {
    match of(model, 0, now).screen {
        Screen::Help(help) => Some(help.details),
        Screen::Task(TaskView::Unknown(task)) => Some(task.details),
        Screen::Settings(settings) => Some(settings.details),
        Screen::Connect(_)
        | Screen::Loading
        | Screen::SignIn(_)
        | Screen::Verify(_)
        | Screen::ResetPassword(_)
        | Screen::Task(
            TaskView::SetupMfa(_) | TaskView::ResetPassword(_) | TaskView::ChooseOrganization(_),
        )
        | Screen::Organizations(_)
        | Screen::Account(_)
        | Screen::ManageMfa(_)
        | Screen::AddTotp(_)
        | Screen::AddPhone(_)
        | Screen::Devices(_)
        | Screen::ThisDevice(_)
        | Screen::About(_) => None,
    }
}

fn instance(connection: &Connection) -> InstanceView {
    InstanceView {
        name: connection.settings.environment.display.application_name.clone(),
        host: connection.key.host().to_owned(),
        address: connection.other_address().map(str::to_owned),
        support_email: connection.settings.environment.display.support_email.clone(),
        kind: words::instance_kind(connection.key.instance_type()),
        changeable: connection.is_chosen(),
    }
}

fn choosing_screen(choosing: &Choosing, model: &Model) -> Screen {
    // A start on the emulator that was asked for beforehand shows no page to choose on.
    let asked_before = model.startup.emulator || model.saved.instance.is_some();
    if choosing.starting && asked_before {
        return Screen::Loading;
    }
    Screen::Connect(ConnectView {
        key: choosing.key.clone(),
        check: if choosing.checked { check(&choosing.key) } else { KeyCheck::Unchecked },
        emulator_available: model.emulator.is_some(),
        activity: if choosing.starting { Activity::Busy } else { Activity::Idle },
        problem: choosing.failure.as_ref().map(problem::of_connecting),
    })
}

fn check(text: &str) -> KeyCheck {
    match PublishableKey::parse(text) {
        Ok(key) => KeyCheck::Valid {
            host: key.host().to_owned(),
            kind: words::instance_kind(key.instance_type()),
        },
        Err(problem) => KeyCheck::Invalid { problem: words::key_problem(problem) },
    }
}

fn signed_out_screen(connection: &Connection, has_emulator: bool, now: Now) -> Screen {
    let settings = &connection.settings;
    // The sign-in of an earlier run goes on where the server says that it stands.
    let resumes = connection.as_of().is_some()
        && connection.asking_client.is_some()
        && connection.holding.client.as_ref().is_some_and(|client| client.sign_in.is_some());
    if resumes && matches!(connection.sign_in.stage(), Stage::Identify(_)) {
        return Screen::Loading;
    }
    if !settings.known {
        // A key that was typed just now is mended where it was typed.
        if let Target::Key(key, Origin::Chosen) = &connection.target {
            return connecting(connection, key, has_emulator);
        }
        if settings.is_asking() && !settings.asked_in_vain {
            return Screen::Loading;
        }
    }
    match connection.sign_in.stage() {
        Stage::Identify(identify) => sign_in::identify(connection, identify, now.instant),
        Stage::Challenge(challenge) => sign_in::challenge(connection, challenge, now.instant),
        Stage::NewPassword(form) => sign_in::new_password(connection, form, now.instant),
        Stage::Unknown(unknown) => Screen::Help(help(connection, unknown)),
        Stage::Arriving(_) | Stage::Complete(_) => Screen::Loading,
    }
}

/// The Connect page while its key is being tried, and after that failed.
fn connecting(connection: &Connection, key: &PublishableKey, emulator_available: bool) -> Screen {
    Screen::Connect(ConnectView {
        key: key.as_str().to_owned(),
        check: check(key.as_str()),
        emulator_available,
        activity: if connection.settings.is_asking() { Activity::Busy } else { Activity::Idle },
        problem: connection.settings.failure().map(problem::of_question),
    })
}

fn help(connection: &Connection, unknown: &Unknown) -> HelpView {
    let names = |strategies: &[Strategy]| {
        let names: Vec<_> = strategies.iter().map(Strategy::as_str).collect();
        names.join(", ")
    };
    let (subject, what, value) = match unknown {
        Unknown::Status(status) => (HelpSubject::SignInStatus, "Sign-in status", status.clone()),
        Unknown::FirstFactors(list) => (HelpSubject::FirstFactor, "First factors", names(list)),
        Unknown::SecondFactors(list) => (HelpSubject::SecondFactor, "Second factors", names(list)),
    };
    let details = describe(connection, what, &value);
    HelpView { subject, value, details, activity: Activity::Idle }
}
