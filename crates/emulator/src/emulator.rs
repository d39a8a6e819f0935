//! What an embedding program, a test or the control API can do to an emulator.

pub(crate) mod addresses;
pub(crate) mod demo;
pub(crate) mod devices;
pub(crate) mod new_organization;
pub(crate) mod new_user;
pub(crate) mod organizations;
pub(crate) mod pictures;
pub(crate) mod providers;

use std::sync::Arc;

use rusqlite::Connection;
use serde_json::Value;
use tokio::sync::watch;

use crate::clock::Timestamp;
use crate::config::EmulatorConfig;
use crate::emulator::new_organization::NewOrganization;
use crate::emulator::new_user::{AddedUser, NewUser};
use crate::error::{ControlError, PatchSettingsError, StartError};
use crate::instance::Instance;
use crate::model::message::Message;
use crate::model::organizations::Role;
use crate::model::{SessionStatus, User};
use crate::resources::mfa;
use crate::rules::identifier::Identifier;
use crate::rules::lockout::Failures;
use crate::rules::totp;
use crate::settings::Settings;
use crate::store;
use crate::view;
use crate::wire::faults::Fault;
use crate::wire::request_log::LoggedRequest;

/// An instance of the Frontend API. Clones are handles to the same one.
#[derive(Debug, Clone)]
pub struct Emulator(Arc<Instance>);

impl Emulator {
    /// Opens the database and adds the demo accounts. It does not listen yet, and the signing key is made meanwhile.
    pub fn new(config: EmulatorConfig) -> Result<Self, StartError> {
        let emulator = Self(Arc::new(Instance::open(config)?));
        emulator.seed().map_err(StartError::Demo)?;
        let instance = Arc::clone(&emulator.0);
        std::thread::spawn(move || {
            instance.keys.get();
        });
        Ok(emulator)
    }

    pub(crate) fn instance(&self) -> &Arc<Instance> {
        &self.0
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
    /// The clock does not move. Gives the number of sessions.
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
            return Err(new_user::not_base32());
        }
        self.change_user(user_id, |db, now, user| {
            let app = new_user::enrolled_totp(&self.0.random, now, secret);
            store::totps::put(db, &user.id, &app)?;
            mfa::note_enrolment(db, now, user)
        })
    }

    /// Removes all second factors of a user, as doing so elsewhere does. The phone numbers stay.
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
        self.work(None, |work| {
            let mut views = Vec::new();
            for id in store::users::ids(work.db)? {
                let user = store::users::load(work.db, &id)?;
                views.extend(user.map(|user| view::user::view(work, &user)));
            }
            Ok(views)
        })
    }

    /// The settings in force.
    pub fn settings(&self) -> Settings {
        self.0.settings()
    }

    /// Replaces the settings.
    pub fn set_settings(&self, settings: Settings) -> Result<(), ControlError> {
        self.0.set_settings(settings)
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
        self.0.clear()?;
        self.seed()
    }

    /// Changes a user in one transaction.
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
                let added = self.add_user(&demo::new_user(account))?;
                if account.identifier == demo::ORGANIZATIONS {
                    self.seed_organizations(&added.id)?;
                }
            }
        }
        Ok(())
    }

    fn seed_organizations(&self, user_id: &str) -> Result<(), ControlError> {
        for (name, role) in demo::MEMBERSHIPS {
            let new = NewOrganization { name: name.to_owned(), ..NewOrganization::default() };
            let id = self.add_organization(&new)?;
            match role {
                Some(role) => self.add_member(&id, user_id, role)?,
                None => drop(self.invite(&id, demo::ORGANIZATIONS, Role::Member)?),
            }
        }
        Ok(())
    }
}
