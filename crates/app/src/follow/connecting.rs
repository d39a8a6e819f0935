//! Choosing an instance, and asking it what it offers.

use std::time::Duration;

use latchkey_fapi_client::BaseUrl;
use latchkey_fapi_types::key::PublishableKey;
use latchkey_ipc::command::ConnectRequest;

use super::{holds, leaving, session, settings, trust};
use crate::connection::{Asking, Connection};
use crate::input::{Holding, NotConnected, NotOpened};
use crate::model::{Choosing, Model, State};
use crate::now::Now;
use crate::phone;
use crate::ports::{EmulatorAddress, EmulatorFailed, Loaded, Saved};
use crate::startup::{Origin, Target};
use crate::work::{StorageOrder, Work};

/// How old what an instance offers may be before it is asked for again at the start. Clerk's own
/// client keeps it as long (quality, B3). A refresh that the person asks for asks anew in any case.
const SETTINGS_AGE: Duration = Duration::from_hours(24);

/// The preferences are there: the app begins where the last run, or whoever started it, says.
pub(super) fn begin(model: &mut Model, saved: Saved, now: Now) -> Vec<Work> {
    model.written = saved.clone();
    model.saved = saved;
    model.state = State::Choosing(Choosing::default());
    holds::resume(model, now);
    // Before anything is read from there.
    let remembered =
        model.saved.storage.map(|choice| Work::Storage(StorageOrder::Remember(choice)));
    let mut work: Vec<_> = remembered.into_iter().collect();
    if let Some(target) = model.startup.target(&model.saved, model.emulator.is_some()) {
        work.extend(connect_to(model, target));
    }
    work
}

pub(super) fn requested(model: &mut Model, request: ConnectRequest, now: Now) -> Vec<Work> {
    match (request, &mut model.state) {
        (ConnectRequest::Check { key }, State::Choosing(choosing)) => {
            choosing.checked = true;
            choosing.key = key;
            Vec::new()
        }
        (ConnectRequest::UseKey { key }, State::Choosing(choosing)) => {
            choosing.checked = true;
            choosing.key = key;
            // What is wrong with the key is shown from the same check.
            match PublishableKey::parse(&choosing.key) {
                Ok(key) => connect_to(model, Target::Key(key, Origin::Chosen)),
                Err(_) => Vec::new(),
            }
        }
        (ConnectRequest::UseEmulator, State::Choosing(Choosing { starting: false, .. })) => {
            connect_to(model, Target::Emulator(Origin::Chosen))
        }
        (ConnectRequest::ChangeInstance, State::Connected(connection))
            if connection.is_chosen() =>
        {
            if connection.open.is_some() {
                session::leave_instance(model, now)
            } else {
                leaving::choose_another(model)
            }
        }
        (ConnectRequest::Retry, State::Connected(_)) => retry(model),
        (
            ConnectRequest::UseKey { .. }
            | ConnectRequest::Check { .. }
            | ConnectRequest::UseEmulator
            | ConnectRequest::ChangeInstance
            | ConnectRequest::Retry,
            _,
        ) => Vec::new(),
    }
}

fn connect_to(model: &mut Model, target: Target) -> Vec<Work> {
    match &target {
        Target::Key(key, _) => {
            let given = model.startup.base_url.clone();
            match given.map_or_else(|| BaseUrl::for_key(key), Ok) {
                Ok(base_url) => open(model, key.clone(), base_url, target),
                Err(problem) => {
                    not_connected(model, &target, NotConnected::Address(problem.to_string()))
                }
            }
        }
        Target::Emulator(_) => {
            model.state = State::Choosing(Choosing { starting: true, ..Choosing::default() });
            vec![Work::StartEmulator(target)]
        }
    }
}

pub(super) fn emulator_started(
    model: &mut Model,
    target: Target,
    answer: Result<EmulatorAddress, EmulatorFailed>,
) -> Vec<Work> {
    let State::Choosing(Choosing { starting: true, .. }) = &model.state else { return Vec::new() };
    let opened = answer.map_err(|EmulatorFailed(why)| why).and_then(|address| {
        let key = PublishableKey::parse(&address.publishable_key);
        let base_url = BaseUrl::parse(&address.base_url);
        Ok((key.map_err(|it| it.to_string())?, base_url.map_err(|it| it.to_string())?))
    });
    match opened {
        Ok((key, base_url)) => open(model, key, base_url, target),
        Err(why) => not_connected(model, &target, NotConnected::Emulator(why)),
    }
}

/// Back to the Connect page, with the key that was tried still in its field.
fn not_connected(model: &mut Model, target: &Target, failure: NotConnected) -> Vec<Work> {
    model.state =
        State::Choosing(Choosing { failure: Some(failure), ..Choosing::with_key_of(target) });
    Vec::new()
}

fn open(model: &mut Model, key: PublishableKey, base_url: BaseUrl, target: Target) -> Vec<Work> {
    model.connections += 1;
    model.notice = None;
    let number = model.connections;
    let host = key.host().to_owned();
    let country = phone::default_country(model.startup.locale.as_deref());
    let given_address = match &target {
        // It has an address of its own.
        Target::Emulator(_) => None,
        Target::Key(..) => model.startup.base_url.as_ref().map(|it| it.as_str().to_owned()),
    };
    let whereto = (key, base_url.clone(), target);
    let product = model.startup.product.clone();
    let mut connection = Connection::new(number, whereto, given_address, country, product.clone());
    let place = connection.place();
    if let Some(sign_in) = holds::sign_in_at(model, &host) {
        connection.sign_in = sign_in;
    }
    model.state = State::Connected(Box::new(connection));
    vec![Work::Open { connection: number, host: place, base_url, product }]
}

/// Opens the connection anew, as more can be read now of what an earlier run kept.
pub(super) fn reopen(model: &mut Model) -> Vec<Work> {
    let State::Connected(connection) = &model.state else { return Vec::new() };
    let (key, base_url) = (connection.key.clone(), connection.base_url.clone());
    let target = connection.target.clone();
    let mut work = leaving::close_session(model);
    work.push(Work::Disconnect);
    work.extend(open(model, key, base_url, target));
    work
}

/// Asks the instance for all that is not known of it.
fn retry(model: &mut Model) -> Vec<Work> {
    let mut work = settings::ask(model);
    if let State::Connected(connection) = &model.state
        && connection.holding.has_token
    {
        work.extend(trust::ask_client(model));
    }
    work
}

/// The connection can be used: what an earlier run kept is shown, and the instance is asked for what
/// is not known or outdated. Without a client token there is no client to ask for.
pub(super) fn opened(
    model: &mut Model,
    opened: Result<Box<Loaded>, NotOpened>,
    now: Now,
) -> Vec<Work> {
    let State::Connected(connection) = &mut model.state else { return Vec::new() };
    let Loaded { client, environment } = match opened {
        Ok(loaded) => *loaded,
        Err(failure) => {
            let target = connection.target.clone();
            not_connected(model, &target, NotConnected::SetUp(failure));
            return vec![Work::Disconnect];
        }
    };
    let has_token = client.is_some();
    if let Some(kept) = client {
        connection.kept_at = Some(kept.known_at);
        connection.holding = Holding {
            client: kept.snapshot.client,
            has_token,
            trusted_since: Some(kept.trusted_since),
            ..Holding::default()
        };
    }
    let mut is_current = false;
    if let Some(kept) = environment {
        is_current = kept.known_at <= now.wall && kept.known_at.plus(SETTINGS_AGE) > now.wall;
        connection.settings.environment = kept.environment;
        connection.settings.known = true;
    }
    connection.settings.asking = Asking::No;
    let mut work = if is_current { Vec::new() } else { settings::ask(model) };
    if has_token {
        work.extend(trust::ask_client(model));
    }
    work
}
