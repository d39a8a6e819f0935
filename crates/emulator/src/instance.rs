//! The state of one emulator, shared by everything that answers for it or steers it.

use std::sync::{Mutex, OnceLock, PoisonError, RwLock};

use tokio::sync::watch;

use crate::config::{Database, EmulatorConfig};
use crate::error::{ControlError, StartError};
use crate::keys::KeyRing;
use crate::random::Random;
use crate::rules::rate::RateWindows;
use crate::settings::Settings;
use crate::store::{self, Store};
use crate::wire::faults::Faults;
use crate::wire::request_log::RequestLog;

/// What all requests to an emulator share.
#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) config: EmulatorConfig,
    pub(crate) store: Store,
    settings: RwLock<Settings>,
    pub(crate) random: Random,
    pub(crate) keys: KeyRing,
    pub(crate) rates: Mutex<RateWindows>,
    pub(crate) faults: Faults,
    pub(crate) log: RequestLog,
    /// Counts the messages sent.
    pub(crate) inbox_changes: watch::Sender<u64>,
    /// Where it was first served: the issuer of its session tokens.
    pub(crate) base_url: OnceLock<String>,
}

impl Instance {
    /// Opens the database; a file brings its key and settings along.
    pub(crate) fn open(config: EmulatorConfig) -> Result<Self, StartError> {
        let store = Store::open(&config.database)?;
        let (keys, settings) = stored(&store, &config.database)
            .map_err(|error| StartError::reading(&config.database, error.into()))?;
        Ok(Self {
            settings: RwLock::new(settings.unwrap_or_else(|| config.settings.clone())),
            random: config.random_seed.map_or_else(Random::from_system, Random::from_seed),
            store,
            keys,
            rates: Mutex::default(),
            faults: Faults::default(),
            log: RequestLog::default(),
            inbox_changes: watch::Sender::new(0),
            base_url: OnceLock::new(),
            config,
        })
    }

    /// The settings in force.
    pub(crate) fn settings(&self) -> Settings {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces the settings, in the database too.
    pub(crate) fn set_settings(&self, settings: Settings) -> Result<(), ControlError> {
        store::system::store_settings(&self.store.lock(), &settings)?;
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = settings;
        Ok(())
    }

    /// Forgets everything but the signing key.
    pub(crate) fn clear(&self) -> Result<(), ControlError> {
        store::system::clear(&self.store.lock())?;
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) =
            self.config.settings.clone();
        *self.rates.lock().unwrap_or_else(PoisonError::into_inner) = RateWindows::default();
        self.config.clock.reset();
        self.faults.clear();
        self.log.clear();
        self.inbox_changes.send_modify(|count| *count = 0);
        Ok(())
    }
}

/// The key and the settings that a database keeps.
fn stored(store: &Store, database: &Database) -> rusqlite::Result<(KeyRing, Option<Settings>)> {
    let db = store.lock();
    let keys = match database {
        Database::Memory => KeyRing::Shared,
        Database::File(_) => store::system::signing_key(&db)?
            .and_then(|(id, der)| KeyRing::stored(id, der))
            .unwrap_or_else(KeyRing::to_be_made),
    };
    Ok((keys, store::system::settings(&db)?))
}
