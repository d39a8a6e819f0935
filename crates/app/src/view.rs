//! Makes the views. This is the only place that does, and it puts no secret into one.

mod account;
mod challenge;
mod mfa;
mod sign_in;

use latchkey_core::sign_in::{Stage, Unknown};
use latchkey_core::time::Timestamp;
use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::key::{InstanceType, PublishableKey};
use latchkey_ipc::error::{ErrorCode, Problem};
use latchkey_ipc::view::{
    Activity, AppView, ConnectView, HelpSubject, HelpView, InstanceKind, InstanceView, KeyCheck,
    Screen, TaskView,
};

use crate::connection::Connection;
use crate::model::{Choosing, Model, State};
use crate::ports::Emulator;
use crate::problem;
use crate::startup::{Origin, Target};

/// The view of everything as it stands.
pub(crate) fn of(
    model: &Model,
    emulator: Option<&dyn Emulator>,
    revision: u64,
    now: Timestamp,
) -> AppView {
    let view = AppView {
        revision,
        instance: None,
        emulator: None,
        online: true,
        notice: model.notice,
        navigation: None,
        screen: Screen::Loading,
        step_up: None,
        leaving: false,
    };
    match &model.state {
        State::Choosing(choosing) => {
            AppView { screen: choosing_screen(choosing, model, emulator.is_some()), ..view }
        }
        State::Connected(connection) => {
            let view = AppView {
                instance: Some(instance(connection)),
                emulator: emulator.filter(|_| connection.is_emulator()).map(Emulator::view),
                online: connection.online,
                ..view
            };
            match connection.client().as_ref().and_then(Client::current_session) {
                Some(session) => AppView {
                    navigation: Some(account::navigation(connection, session)),
                    screen: account::screen(connection, session, now),
                    step_up: mfa::step_up(connection, session, now),
                    leaving: connection.mfa.leaving(),
                    ..view
                },
                None => AppView {
                    screen: signed_out_screen(connection, emulator.is_some(), now),
                    ..view
                },
            }
        }
    }
}

/// What 'Copy details' copies, where the page has it.
pub(crate) fn details(model: &Model, now: Timestamp) -> Option<String> {
    match of(model, None, 0, now).screen {
        Screen::Help(help) => Some(help.details),
        Screen::Task(TaskView::Unknown(task)) => Some(task.details),
        Screen::Connect(_)
        | Screen::Loading
        | Screen::SignIn(_)
        | Screen::Verify(_)
        | Screen::ResetPassword(_)
        | Screen::Task(TaskView::SetupMfa(_))
        | Screen::Account(_)
        | Screen::ManageMfa(_)
        | Screen::AddTotp(_)
        | Screen::AddPhone(_) => None,
    }
}

fn instance(connection: &Connection) -> InstanceView {
    InstanceView {
        name: connection.settings.environment.display.application_name.clone(),
        host: connection.key.host().to_owned(),
        kind: kind(connection.key.instance_type()),
        changeable: connection.is_chosen(),
    }
}

fn kind(of: InstanceType) -> InstanceKind {
    match of {
        InstanceType::Development => InstanceKind::Development,
        InstanceType::Production => InstanceKind::Production,
    }
}

fn choosing_screen(choosing: &Choosing, model: &Model, has_emulator: bool) -> Screen {
    // A start on the emulator that was asked for beforehand shows no page to choose on.
    let asked_before = model.startup.emulator || model.saved.instance.is_some();
    if choosing.starting && asked_before {
        return Screen::Loading;
    }
    Screen::Connect(ConnectView {
        key: choosing.key.clone(),
        check: if choosing.checked { check(&choosing.key) } else { KeyCheck::Unchecked },
        emulator_available: has_emulator,
        activity: if choosing.starting { Activity::Busy } else { Activity::Idle },
        problem: choosing.failure.as_ref().map(|failure| Problem {
            code: ErrorCode::Unrecognised,
            field: None,
            detail: Some(failure.clone()),
            trace_id: None,
        }),
    })
}

fn check(text: &str) -> KeyCheck {
    match PublishableKey::parse(text) {
        Ok(key) => KeyCheck::Valid { host: key.host().to_owned(), kind: kind(key.instance_type()) },
        Err(problem) => KeyCheck::Invalid { problem: problem::of_key(problem) },
    }
}

fn signed_out_screen(connection: &Connection, has_emulator: bool, now: Timestamp) -> Screen {
    let settings = &connection.settings;
    if !settings.known {
        // A key that was typed just now is mended where it was typed.
        if let Target::Key(key, Origin::Chosen) = &connection.target {
            return connecting(connection, key, has_emulator);
        }
        if settings.asking {
            return Screen::Loading;
        }
    }
    match connection.sign_in.stage() {
        Stage::Identify(identify) => sign_in::identify(connection, identify, now),
        Stage::Challenge(challenge) => sign_in::challenge(connection, challenge, now),
        Stage::NewPassword(step) => sign_in::new_password(connection, step, now),
        Stage::Unknown(unknown) => Screen::Help(help(connection, unknown)),
        Stage::Complete(_) => Screen::Loading,
    }
}

/// The Connect page while its key is being tried, and after that failed.
fn connecting(connection: &Connection, key: &PublishableKey, emulator_available: bool) -> Screen {
    Screen::Connect(ConnectView {
        key: key.as_str().to_owned(),
        check: check(key.as_str()),
        emulator_available,
        activity: if connection.settings.asking { Activity::Busy } else { Activity::Idle },
        problem: connection.settings.failure.as_ref().map(problem::of),
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

/// What support needs to know; no secret in it.
fn describe(connection: &Connection, what: &str, value: &str) -> String {
    let host = connection.key.host();
    format!("Latchkey {}\nInstance: {host}\n{what}: {value}\n", env!("CARGO_PKG_VERSION"))
}
