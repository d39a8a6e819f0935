//! The emulator: what every request shares, and what an embedding program or a test can do to it.

mod calls;
pub(crate) mod demo;
pub(crate) mod new_user;

use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use axum::Router;
use rusqlite::Connection;
use serde_json::Value;
use tokio::sync::watch;

use crate::clock::Timestamp;
use crate::config::{Database, EmulatorConfig};
use crate::emulator::new_user::{AddedUser, NewUser};
use crate::error::{ControlError, PatchSettingsError, StartError};
use crate::keys::KeyRing;
use crate::model::message::Message;
use crate::model::{SessionStatus, User};
use crate::random::Random;
use crate::resources::mfa;
use crate::rules::identifier::Identifier;
use crate::rules::lockout::Failures;
use crate::rules::rate::RateWindows;
use crate::rules::totp;
use crate::server::dispatch;
use crate::server::{self, RunningEmulator};
use crate::settings::Settings;
use crate::store::{self, Store};
use crate::view;
use crate::wire::faults::{Fault, Faults};
use crate::wire::request_log::{LoggedRequest, RequestLog};

/// An instance of the Frontend API. Clones are handles to the same one.
#[derive(Debug, Clone)]
pub struct Emulator(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    config: EmulatorConfig,
    store: Store,
    settings: RwLock<Settings>,
    random: Random,
    keys: KeyRing,
    rates: Mutex<RateWindows>,
    faults: Faults,
    log: RequestLog,
    inbox_changes: watch::Sender<u64>,
    base_url: OnceLock<String>,
}

impl Emulator {
    /// Opens the database and adds what has to be there. Does not listen yet, and does not wait for the signing key.
    pub fn new(config: EmulatorConfig) -> Result<Self, StartError> {
        let store = Store::open(&config.database).map_err(StartError::Database)?;
        let (keys, settings) = recall(&store, &config)?;
        let emulator = Self(Arc::new(Shared {
            settings: RwLock::new(settings),
            random: config.random_seed.map_or_else(Random::from_system, Random::from_seed),
            store,
            keys,
            rates: Mutex::default(),
            faults: Faults::default(),
            log: RequestLog::default(),
            inbox_changes: watch::Sender::new(0),
            base_url: OnceLock::new(),
            config,
        }));
        emulator.seed().map_err(StartError::Demo)?;
        let making = emulator.clone();
        std::thread::spawn(move || {
            making.0.keys.get();
        });
        Ok(emulator)
    }

    /// Opens and serves an emulator. The one call that most programs need.
    pub async fn start(config: EmulatorConfig) -> Result<RunningEmulator, StartError> {
        server::refuse_public(config.address)?;
        let opened = tokio::task::spawn_blocking(move || Self::new(config)).await;
        let emulator = opened.map_err(|stopped| StartError::Database(Box::new(stopped)))??;
        let router = emulator.router();
        emulator.serve(router).await
    }

    /// The whole API, for a test to put its own layers around before it serves it.
    pub fn router(&self) -> Router {
        dispatch::router(self)
    }

    /// Serves a router made by [`Emulator::router`].
    pub async fn serve(&self, router: Router) -> Result<RunningEmulator, StartError> {
        let address = self.0.config.address;
        let (server, bound) = server::listen(address, router).await?;
        let base_url = format!("http://{bound}");
        // A second server of the same emulator keeps the first one's issuer.
        let _ = self.0.base_url.set(base_url.clone());
        Ok(RunningEmulator::new(self.clone(), server, base_url))
    }

    /// Adds a user.
    pub fn add_user(&self, new: &NewUser) -> Result<AddedUser, ControlError> {
        let mut db = self.0.store.lock();
        let transaction = db.transaction()?;
        let now = self.0.config.clock.now();
        let cost = self.0.config.password_cost;
        let added = new_user::add(&transaction, &self.0.random, cost, now, new)?;
        transaction.commit()?;
        Ok(added)
    }

    /// The id of the user with a verified address or number.
    pub fn user_id(&self, identifier: &str) -> Result<Option<String>, ControlError> {
        let Some(identifier) = Identifier::parse(identifier) else { return Ok(None) };
        let user = store::users::find(&self.0.store.lock(), &identifier)?;
        Ok(user.map(|user| user.id))
    }

    /// Ends every session of a user, as signing out from elsewhere does.
    pub fn end_sessions(&self, user_id: &str) -> Result<usize, ControlError> {
        self.change_user(user_id, |db, now, user| {
            let sessions = store::sessions::live_of_user(db, &user.id, now)?;
            for session in &sessions {
                store::sessions::set_status(db, &session.id, SessionStatus::Revoked, now)?;
            }
            Ok(sessions.len())
        })
    }

    /// Makes the verifications of a user's sessions older by some minutes, so that sensitive calls ask for a new one.
    /// The clock stays. Gives how many sessions there are.
    pub fn age_verification(&self, user_id: &str, minutes: u32) -> Result<usize, ControlError> {
        let earlier = i64::from(minutes).saturating_mul(-60);
        self.change_user(user_id, |db, now, user| {
            let mut sessions = store::sessions::live_of_user(db, &user.id, now)?;
            for session in &mut sessions {
                session.first_verified_at = session.first_verified_at.plus_seconds(earlier);
                session.second_verified_at =
                    session.second_verified_at.map(|at| at.plus_seconds(earlier));
                store::sessions::set_verified(db, session, now)?;
            }
            Ok(sessions.len())
        })
    }

    /// Gives a user an authenticator app with this base32 secret, as enrolling one elsewhere does.
    pub fn enable_totp(&self, user_id: &str, secret: &str) -> Result<(), ControlError> {
        if !totp::is_secret(secret) {
            return Err(ControlError::InvalidUser("totp_secret is not base32"));
        }
        self.change_user(user_id, |db, now, user| {
            let app = new_user::enrolled_totp(&self.0.random, now, secret);
            store::totps::put(db, &user.id, &app)?;
            mfa::enabled(db, now, user)
        })
    }

    /// Takes every second factor from a user, as removing them elsewhere does. The phone numbers stay.
    pub fn remove_second_factors(&self, user_id: &str) -> Result<(), ControlError> {
        self.change_user(user_id, mfa::remove_all)
    }

    /// Lifts a lock and forgets the failures that led to it.
    pub fn unlock(&self, user_id: &str) -> Result<(), ControlError> {
        self.change_user(user_id, |db, _, user| {
            store::users::set_failures(db, &user.id, Failures::default())
        })
    }

    /// Every user, as the API shows it.
    pub fn users(&self) -> Result<Vec<Value>, ControlError> {
        let db = self.0.store.lock();
        let now = self.0.config.clock.now();
        let settings = self.settings();
        let mut views = Vec::new();
        for id in store::users::ids(&db)? {
            let user = store::users::load(&db, &id)?;
            views.extend(user.map(|user| view::user::view(now, &settings, &user)));
        }
        Ok(views)
    }

    /// The settings in force.
    pub fn settings(&self) -> Settings {
        self.0.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces the settings.
    pub fn set_settings(&self, settings: Settings) -> Result<(), ControlError> {
        store::system::store_settings(&self.0.store.lock(), &settings)?;
        *self.0.settings.write().unwrap_or_else(PoisonError::into_inner) = settings;
        Ok(())
    }

    /// Applies a JSON merge patch to the settings.
    pub fn patch_settings(&self, patch: &Value) -> Result<Settings, PatchSettingsError> {
        let settings = self.settings().patched(patch)?;
        self.set_settings(settings.clone())?;
        Ok(settings)
    }

    /// Moves the clock.
    pub fn advance_clock(&self, seconds: i64) {
        self.0.config.clock.advance_seconds(seconds);
    }

    /// Orders a fault.
    pub fn inject_fault(&self, fault: Fault) {
        self.0.faults.add(fault);
    }

    /// Takes back every fault still to come.
    pub fn clear_faults(&self) {
        self.0.faults.clear();
    }

    /// The requests to the API so far, oldest first.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.0.log.all()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.0.log.clear();
    }

    /// The newest messages, newest first.
    pub fn inbox(&self) -> Result<Vec<Message>, ControlError> {
        Ok(store::messages::newest(&self.0.store.lock(), None, 50)?)
    }

    /// The newest message to an address or number.
    pub fn newest_message(&self, to: &str) -> Result<Option<Message>, ControlError> {
        Ok(store::messages::newest(&self.0.store.lock(), Some(to), 1)?.into_iter().next())
    }

    /// Changes whenever a message goes out; the value counts them.
    pub fn inbox_changes(&self) -> watch::Receiver<u64> {
        self.0.inbox_changes.subscribe()
    }

    /// Back to the start: users, clients, sessions, settings, clock, faults, log. The signing key stays.
    pub fn reset(&self) -> Result<(), ControlError> {
        store::system::clear(&self.0.store.lock())?;
        let settings = self.0.config.settings.clone();
        *self.0.settings.write().unwrap_or_else(PoisonError::into_inner) = settings;
        *self.0.rates.lock().unwrap_or_else(PoisonError::into_inner) = RateWindows::default();
        self.0.config.clock.reset();
        self.clear_faults();
        self.clear_requests();
        self.0.inbox_changes.send_modify(|count| *count = 0);
        self.seed()
    }
}

impl Emulator {
    pub(crate) fn random(&self) -> &Random {
        &self.0.random
    }

    pub(crate) fn config(&self) -> &EmulatorConfig {
        &self.0.config
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.0.faults
    }

    pub(crate) fn log(&self) -> &RequestLog {
        &self.0.log
    }

    pub(crate) fn jwks(&self) -> Value {
        self.0.keys.get().jwks()
    }

    /// Does something to a user, and gives what came of it.
    fn change_user<T>(
        &self,
        id: &str,
        change: impl FnOnce(&Connection, Timestamp, &User) -> rusqlite::Result<T>,
    ) -> Result<T, ControlError> {
        let mut db = self.0.store.lock();
        let transaction = db.transaction()?;
        let user = store::users::load(&transaction, id)?
            .ok_or_else(|| ControlError::NoSuchUser(id.to_owned()))?;
        let outcome = change(&transaction, self.0.config.clock.now(), &user)?;
        transaction.commit()?;
        Ok(outcome)
    }

    /// Adds the demo accounts that are not there yet.
    fn seed(&self) -> Result<(), ControlError> {
        if !self.0.config.seed_demo {
            return Ok(());
        }
        for account in demo::demo_accounts() {
            if self.user_id(account.identifier)?.is_none() {
                self.add_user(&demo::new_user(account))?;
            }
        }
        Ok(())
    }
}

/// The key and settings that a database file brings along.
fn recall(store: &Store, config: &EmulatorConfig) -> Result<(KeyRing, Settings), StartError> {
    let failed = |error: rusqlite::Error| StartError::Database(Box::new(error));
    let db = store.lock();
    let keys = match &config.database {
        Database::Memory => KeyRing::Shared,
        Database::File(_) => store::system::signing_key(&db)
            .map_err(failed)?
            .and_then(|(id, der)| KeyRing::stored(id, der))
            .unwrap_or_else(KeyRing::to_be_made),
    };
    let settings = store::system::settings(&db).map_err(failed)?;
    Ok((keys, settings.unwrap_or_else(|| config.settings.clone())))
}
