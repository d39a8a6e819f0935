//! Choosing an instance and asking it what it offers.

use latchkey_core::failure::Failure;
use latchkey_core::sign_in::{Hold, SignIn};
use latchkey_core::time::Timestamp;
use latchkey_fapi_client::{BaseUrl, Config, FapiClient};
use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::key::PublishableKey;
use latchkey_ipc::command::ConnectRequest;
use latchkey_ipc::view::Notice;

use super::{Controller, Input};
use crate::connection::Connection;
use crate::model::{Choosing, State};
use crate::ports::{EmulatorAddress, EmulatorFailed, SavedInstance};
use crate::startup::{Origin, Target};
use crate::{effects, phone};

impl Controller {
    pub(super) fn connect_requested(&mut self, request: ConnectRequest) {
        match request {
            ConnectRequest::Check { key } => {
                if let State::Choosing(choosing) = &mut self.model.state {
                    choosing.checked = true;
                    choosing.key = key;
                }
            }
            ConnectRequest::UseKey { key } => {
                let State::Choosing(choosing) = &mut self.model.state else { return };
                choosing.checked = true;
                choosing.key = key;
                // What is wrong with the key is shown from the same check.
                if let Ok(key) = PublishableKey::parse(&choosing.key) {
                    self.connect_to(Target::Key(key, Origin::Chosen));
                }
            }
            ConnectRequest::UseEmulator => {
                let State::Choosing(Choosing { starting: false, .. }) = &self.model.state else {
                    return;
                };
                self.connect_to(Target::Emulator(Origin::Chosen));
            }
            ConnectRequest::ChangeInstance => self.change_instance(),
            ConnectRequest::Retry => self.ask_settings(),
        }
    }

    pub(super) fn connect_to(&mut self, target: Target) {
        match &target {
            Target::Key(key, _) => {
                let given = self.model.startup.base_url.clone();
                match given.map_or_else(|| BaseUrl::for_key(key), Ok) {
                    Ok(base_url) => self.open(key.clone(), base_url, target),
                    Err(problem) => self.not_opened(problem.to_string()),
                }
            }
            Target::Emulator(_) => {
                let Some(emulator) = self.ports.emulator.clone() else { return };
                self.model.state =
                    State::Choosing(Choosing { starting: true, ..Choosing::default() });
                let start = emulator.start(self.emulator_signal());
                self.spawn(async move { Input::EmulatorStarted(target, start.await) });
            }
        }
    }

    pub(super) fn emulator_started(
        &mut self,
        target: Target,
        answer: Result<EmulatorAddress, EmulatorFailed>,
    ) {
        let State::Choosing(Choosing { starting: true, .. }) = &self.model.state else { return };
        let opened = answer.and_then(|address| {
            let key = PublishableKey::parse(&address.publishable_key);
            let base_url = BaseUrl::parse(&address.base_url);
            match (key, base_url) {
                (Ok(key), Ok(base_url)) => Ok((key, base_url)),
                (Err(problem), _) => Err(EmulatorFailed(problem.to_string())),
                (_, Err(problem)) => Err(EmulatorFailed(problem.to_string())),
            }
        });
        match opened {
            Ok((key, base_url)) => self.open(key, base_url, target),
            Err(EmulatorFailed(why)) => self.not_opened(why),
        }
    }

    fn not_opened(&mut self, why: String) {
        self.model.state = State::Choosing(Choosing { failure: Some(why), ..Choosing::default() });
    }

    fn open(&mut self, key: PublishableKey, base_url: BaseUrl, target: Target) {
        let config = Config::new(base_url);
        match FapiClient::new(config) {
            Ok(fapi) => {
                let number = self.next_connection();
                let country = phone::default_country(self.model.startup.locale.as_deref());
                let mut connection = Connection::new(number, key, target, fapi, country);
                if let Some(hold) = self.saved_hold(connection.key.host()) {
                    connection.sign_in = SignIn::held(hold);
                }
                self.model.state = State::Connected(Box::new(connection));
                self.model.notice = None;
                self.ask_settings();
            }
            Err(error) => self.not_opened(error.to_string()),
        }
    }

    fn saved_hold(&self, host: &str) -> Option<Hold> {
        let saved = self.model.saved.hold.as_ref().filter(|hold| hold.host == host)?;
        let hold = Hold {
            locked: saved.locked,
            until: Some(Timestamp::from_millis(saved.until)),
            identifier: saved.identifier.clone(),
        };
        hold.applies(&saved.identifier, self.ports.clock.now()).then_some(hold)
    }

    /// Asks what the instance offers, if it never said.
    pub(super) fn ask_unknown_settings(&mut self) {
        if matches!(&self.model.state, State::Connected(connection) if !connection.settings.known) {
            self.ask_settings();
        }
    }

    /// Asks what the instance offers. A start needs nothing else: without a client token there is no
    /// client to ask for.
    fn ask_settings(&mut self) {
        let State::Connected(connection) = &mut self.model.state else { return };
        if connection.settings.asking {
            return;
        }
        connection.settings.asking = true;
        connection.settings.failure = None;
        let number = connection.number;
        let fapi = connection.fapi.clone();
        self.spawn(async move {
            let answer = fapi.environment().await.map(|answer| answer.value);
            Input::Settings(number, Box::new(effects::settle(&fapi, answer)))
        });
    }

    pub(super) fn settings_known(&mut self, number: u64, answer: Result<Environment, Failure>) {
        let now = self.ports.clock.now();
        let Some(connection) = self.connection(number) else { return };
        connection.online = !matches!(answer, Err(Failure::Unreachable(_)));
        connection.settings.asking = false;
        match answer {
            Ok(environment) => {
                connection.settings.environment = environment;
                connection.settings.known = true;
                let target = connection.target.clone();
                self.keep_choice(&target);
            }
            Err(failure) => {
                tracing::info!(?failure, at = now.as_millis(), "the instance could not be asked");
                connection.settings.failure = Some(failure);
            }
        }
    }

    /// Keeps an instance that was chosen on the Connect page, once it has answered.
    fn keep_choice(&mut self, target: &Target) {
        let instance = match target {
            Target::Emulator(Origin::Chosen) => SavedInstance::Emulator,
            Target::Key(key, Origin::Chosen) => {
                SavedInstance::Key { publishable_key: key.as_str().to_owned() }
            }
            Target::Emulator(Origin::Given | Origin::Saved)
            | Target::Key(_, Origin::Given | Origin::Saved) => return,
        };
        if self.model.saved.instance.as_ref() != Some(&instance) {
            self.model.saved.instance = Some(instance);
            self.save();
        }
    }

    pub(super) fn save(&mut self) {
        if self.ports.preferences.save(&self.model.saved).is_err() {
            self.model.notice = Some(Notice::NotSaved);
        }
    }

    fn change_instance(&mut self) {
        let State::Connected(connection) = &self.model.state else { return };
        if !connection.is_chosen() {
            return;
        }
        // A failed key stays in the field, to be mended there.
        let key = match &connection.target {
            Target::Key(key, _) => key.as_str().to_owned(),
            Target::Emulator(_) => String::new(),
        };
        let checked = !key.is_empty();
        self.model.state = State::Choosing(Choosing { key, checked, ..Choosing::default() });
        self.model.notice = None;
        if self.model.saved.instance.take().is_some() {
            self.save();
        }
    }
}
