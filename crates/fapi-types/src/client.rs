//! This installation as the server sees it, and its sessions (contract §3 and §5).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::enums::{SessionStatus, TaskKey};
use crate::id::{ClientId, OrganizationId, SessionId};
use crate::lenient;
use crate::secret::SessionJwt;
use crate::sign_in::SignIn;
use crate::user::User;
use crate::user_data::UserData;

pub use crate::active_session::{ActiveSession, Activity};

/// This installation as the server sees it. Written, it reads back as equal, but for its session tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Stays the same for as long as the device is trusted.
    pub id: ClientId,
    /// Sessions that are active or pending. Must be present and readable: an empty list means 'signed out', so a
    /// list that is missing or broken must not be taken for one.
    pub sessions: Vec<Session>,
    /// The attempt in progress.
    #[serde(default, deserialize_with = "lenient::option")]
    pub sign_in: Option<SignIn>,
    /// The session that was used last.
    #[serde(default, deserialize_with = "lenient::option")]
    pub last_active_session_id: Option<SessionId>,
    /// When the trust in this device ends, in milliseconds; none means never.
    #[serde(default, deserialize_with = "lenient::option")]
    pub cookie_expires_at: Option<i64>,
    /// When the server last changed it, in milliseconds.
    #[serde(default, deserialize_with = "lenient::option")]
    pub updated_at: Option<i64>,
}

impl Client {
    /// The session to work with: the last active one if it is signed in, else the first that is.
    pub fn current_session(&self) -> Option<&Session> {
        self.current_session_but(|_| false)
    }

    /// The same, as if the sessions were not there that `is_over` names.
    pub fn current_session_but(&self, is_over: impl Fn(&SessionId) -> bool) -> Option<&Session> {
        let is_there = |session: &&Session| session.is_signed_in() && !is_over(&session.id);
        let mut signed_in = self.sessions.iter().filter(is_there);
        let last = self.last_active_session_id.as_ref();
        let used_last =
            self.sessions.iter().filter(is_there).find(|session| Some(&session.id) == last);
        used_last.or_else(|| signed_in.next())
    }

    /// The session of this id, whatever its status.
    pub fn session(&self, id: &SessionId) -> Option<&Session> {
        self.sessions.iter().find(|session| &session.id == id)
    }
}

/// One signed-in user on this client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Names the session in later calls.
    pub id: SessionId,
    /// Where it stands.
    pub status: SessionStatus,
    /// What a pending session still has to do, in order.
    #[serde(default, deserialize_with = "lenient::list")]
    pub tasks: Vec<Task>,
    /// Whose session it is.
    #[serde(default, deserialize_with = "lenient::option")]
    pub user: Option<User>,
    /// When it was last used, in milliseconds.
    #[serde(default, deserialize_with = "lenient::option")]
    pub last_active_at: Option<i64>,
    /// When it ends at the latest, in milliseconds.
    #[serde(default, deserialize_with = "lenient::option")]
    pub expire_at: Option<i64>,
    /// When it ends unless used, in milliseconds.
    #[serde(default, deserialize_with = "lenient::option")]
    pub abandon_at: Option<i64>,
    /// The organization that it is used for; none while it is used for the person alone.
    #[serde(default, deserialize_with = "lenient::option")]
    pub last_active_organization_id: Option<OrganizationId>,
    /// How long ago the factors were proven.
    #[serde(default, deserialize_with = "lenient::option")]
    pub factor_verification_age: Option<FactorVerificationAge>,
    /// A session token ready for use. Never written: it is a secret, and worthless after a minute.
    #[serde(default, skip_serializing, deserialize_with = "lenient::option")]
    pub last_active_token: Option<SessionToken>,
    /// The little that is known of the user when `user` is missing.
    #[serde(default, deserialize_with = "lenient::option")]
    pub public_user_data: Option<UserData>,
}

impl Session {
    /// Whether it is active or pending. An unknown status counts as not signed in.
    pub fn is_signed_in(&self) -> bool {
        matches!(self.status, SessionStatus::Active | SessionStatus::Pending)
    }

    /// The task that is due now.
    pub fn current_task(&self) -> Option<&TaskKey> {
        self.tasks.first().map(|task| &task.key)
    }
}

/// Something that a pending session still has to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What it is.
    pub key: TaskKey,
}

/// Minutes since the factors were proven; none means never, or that there is no such factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactorVerificationAge {
    /// Minutes since the first factor.
    pub first_factor: Option<u64>,
    /// Minutes since the second factor.
    pub second_factor: Option<u64>,
}

impl Serialize for FactorVerificationAge {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // -1 stands for 'never'; more minutes than the wire can carry are as many as it can.
        let wire = |age: Option<u64>| age.map_or(-1, |age| i64::try_from(age).unwrap_or(i64::MAX));
        (wire(self.first_factor), wire(self.second_factor)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FactorVerificationAge {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (first, second) = <(i64, i64)>::deserialize(deserializer)?;
        // Both causes are the sign: -1 stands for 'never'.
        Ok(Self {
            first_factor: u64::try_from(first).ok(),
            second_factor: u64::try_from(second).ok(),
        })
    }
}

/// A session token as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SessionToken {
    /// The token itself; it lives for about a minute.
    pub jwt: SessionJwt,
}
