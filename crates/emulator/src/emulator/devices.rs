//! Sessions on other devices, and what becomes of sessions and clients without the device's doing.

use serde::{Deserialize, Serialize};

use crate::emulator::Emulator;
use crate::error::ControlError;
use crate::model::activity::Activity;
use crate::model::{SessionStatus, User};
use crate::resources::sign_in::complete;
use crate::resources::{client, sessions};
use crate::rules::strategy::Strategy;
use crate::store;
use crate::wire::answer::TokenChange;
use crate::wire::call::Caller;
use crate::wire::error::Refusal;
use crate::work::Work;

/// Another device, on which a user is to be signed in.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Device {
    /// What its application calls itself.
    pub user_agent: Option<String>,
    /// What the list of sessions says of it, beyond what the `User-Agent` tells.
    pub activity: Activity,
}

/// A session on another device.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SignedInElsewhere {
    /// The session.
    pub session_id: String,
    /// The client, which is a new one.
    pub client_id: String,
    /// The client's token, by which a test makes calls as that device.
    pub client_token: String,
}

impl std::fmt::Debug for SignedInElsewhere {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SignedInElsewhere")
            .field("session_id", &self.session_id)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// A session of a user, on whatever client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserSession {
    /// The session.
    pub id: String,
    /// The client that it is on.
    pub client_id: String,
    /// Its status, as the API tells it.
    pub status: &'static str,
    /// What the application called itself.
    pub user_agent: Option<String>,
}

impl Emulator {
    /// Signs a user in on a new client, with every factor that the user has proven. Nothing is asked and no code is sent.
    pub fn sign_in_elsewhere(
        &self,
        user_id: &str,
        device: &Device,
    ) -> Result<SignedInElsewhere, ControlError> {
        self.work(device.user_agent.clone(), |work| {
            let user = user(work, user_id)?;
            let strategy = Some(Strategy::Password.as_str());
            let session = complete::open_session(work, &user, strategy, user.two_factor_enabled())?;
            store::sessions::set_activity(work.db, &session.id, &device.activity)?;
            let Some(TokenChange::Set(client_token)) = work.token.take() else {
                return Err(ControlError::Failed("a new client got no token".into()));
            };
            let (session_id, client_id) = (session.id, session.client_id);
            Ok(SignedInElsewhere { session_id, client_id, client_token })
        })
    }

    /// Signs a user in on a client that is there, beside whoever is signed in on it, and gives the session's id. The client
    /// learns of it by its next answer: its token stays, and so does its last active session.
    pub fn add_session(&self, client_id: &str, user_id: &str) -> Result<String, ControlError> {
        self.work(None, |work| {
            let user = user(work, user_id)?;
            if store::clients::load(work.db, client_id)?.is_none() {
                return Err(ControlError::NoSuchClient(client_id.to_owned()));
            }
            let by_second_factor = user.two_factor_enabled();
            Ok(complete::add_session(work, client_id, &user, by_second_factor)?.id)
        })
    }

    /// Every session of a user, ended ones too, oldest first.
    pub fn sessions(&self, user_id: &str) -> Result<Vec<UserSession>, ControlError> {
        self.work(None, |work| {
            let user = user(work, user_id)?;
            let sessions = store::sessions::of_user(work.db, &user.id)?.into_iter();
            Ok(sessions
                .map(|session| UserSession {
                    status: session.status_at(work.now),
                    id: session.id,
                    client_id: session.client_id,
                    user_agent: session.user_agent,
                })
                .collect())
        })
    }

    /// Revokes a session, as its user does from another device, or an administrator.
    pub fn revoke_session(&self, session_id: &str) -> Result<(), ControlError> {
        self.work(None, |work| {
            let session = store::sessions::load(work.db, session_id)?
                .ok_or_else(|| ControlError::NoSuchSession(session_id.to_owned()))?;
            Ok(sessions::close_on_its_client(work, &session, SessionStatus::Revoked)?)
        })
    }

    /// Ends every session of a user by its age, as the clock does after `session_days`; it does not move. The clients stay, and
    /// so does their trust. Gives the number of sessions.
    pub fn expire_sessions(&self, user_id: &str) -> Result<usize, ControlError> {
        self.work(None, |work| {
            let user = user(work, user_id)?;
            let live = store::sessions::live_of_user(work.db, &user.id, work.now)?;
            for session in &live {
                store::sessions::expire(work.db, &session.id, work.now)?;
            }
            Ok(live.len())
        })
    }

    /// Has the list of active sessions say this of a session's device.
    pub fn set_activity(&self, session_id: &str, activity: &Activity) -> Result<(), ControlError> {
        self.work(None, |work| {
            match store::sessions::set_activity(work.db, session_id, activity)? {
                0 => Err(ControlError::NoSuchSession(session_id.to_owned())),
                _ => Ok(()),
            }
        })
    }

    /// Loses a client with its sessions and its trust, so that its token is unknown from now on. What the token gets then is
    /// the setting `stale_token`.
    pub fn forget_client(&self, client_id: &str) -> Result<(), ControlError> {
        self.work(None, |work| {
            if store::clients::load(work.db, client_id)?.is_none() {
                return Err(ControlError::NoSuchClient(client_id.to_owned()));
            }
            Ok(client::forget(work, client_id)?)
        })
    }

    /// Does the work of a caller that is no request, in one transaction.
    pub(super) fn work<T>(
        &self,
        user_agent: Option<String>,
        work: impl FnOnce(&mut Work<'_>) -> Result<T, ControlError>,
    ) -> Result<T, ControlError> {
        let instance = self.instance();
        let settings = self.settings();
        let caller = Caller::of_this_machine(user_agent);
        let mut db = instance.store.lock();
        let transaction = db.transaction()?;
        let done = work(&mut Work::new(instance, &transaction, &settings, &caller))?;
        transaction.commit()?;
        Ok(done)
    }
}

pub(super) fn user(work: &Work<'_>, id: &str) -> Result<User, ControlError> {
    let user = store::users::load(work.db, id)?;
    user.ok_or_else(|| ControlError::NoSuchUser(id.to_owned()))
}

impl From<Refusal> for ControlError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Internal(error) => Self::Failed(error),
            Refusal::Api(error) => Self::Failed(format!("refused: {}", error.code).into()),
        }
    }
}
