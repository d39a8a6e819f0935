//! The change under way, and what the user and the instance allow.

use latchkey_fapi_types::enums::TaskKey;
use latchkey_fapi_types::environment::{Environment, PASSWORD};
use latchkey_fapi_types::user::User;

use super::Password;
use super::event::{Call, Change, Form};
use crate::context::Facts;
use crate::effect;
use crate::factors::ways::{self, Removing, WaysIn};
use crate::settling::WaitsFor;

/// A change whose call went out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) change: Change,
    /// What was sent, for as long as it may have to be sent again after a proof.
    pub(super) sent: Option<Call>,
    pub(super) before: Known,
    /// Whether a step-up was made for it. There is never a second one.
    pub(super) proven: bool,
    pub(super) waits_for: WaitsFor,
}

/// What was known of the password when a change began.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    exists: bool,
    /// When it was last changed, as the server says.
    updated_at: Option<i64>,
}

/// What became of a change, as the client shows it.
pub(super) enum Fate {
    Made,
    /// It was refused, and another was set elsewhere: there is nothing to tell.
    Elsewhere,
    /// It was not made, or nothing shows that it was.
    NotMade,
}

/// A change that goes on once a factor is proven.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deferred {
    pub(super) change: Change,
    pub(super) call: Call,
    pub(super) before: Known,
}

/// What has to be done for the password.
pub(crate) type Next = effect::Next<Call, Deferred>;

impl Deferred {
    /// The change that waits for the proof.
    pub(crate) fn change(&self) -> Change {
        self.change
    }

    /// Whether the session still allows it.
    pub(crate) fn fits(&self, facts: &Facts<'_>) -> bool {
        match self.change {
            Change::Reset => is_wanted(facts.task),
            Change::Set | Change::Remove => facts.task.is_none(),
        }
    }
}

impl Known {
    pub(super) fn of(facts: &Facts<'_>) -> Self {
        Self {
            exists: facts.user.is_some_and(|user| user.password_enabled),
            updated_at: facts.user.and_then(|user| user.password_last_updated_at),
        }
    }
}

impl Run {
    /// What became of the change, by what is known now. Of a task that is gone after a refusal, somebody else
    /// took care.
    pub(super) fn fate(&self, facts: &Facts<'_>, lost: bool) -> Fate {
        let now = Known::of(facts);
        let is_as_wanted = match self.change {
            Change::Reset => !is_wanted(facts.task),
            Change::Remove => facts.user.is_some() && !now.exists,
            Change::Set => {
                let is_another = self.before.updated_at.is_some()
                    && now.updated_at.is_some()
                    && self.before.updated_at != now.updated_at;
                now.exists && (!self.before.exists || is_another)
            }
        };
        match (is_as_wanted, lost, self.change) {
            (true, true, _) => Fate::Made,
            (true, false, Change::Reset) => Fate::Elsewhere,
            (true, false, Change::Set | Change::Remove) | (false, _, _) => Fate::NotMade,
        }
    }
}

/// Whether this is the task that asks for another password.
pub(crate) fn is_wanted(task: Option<&TaskKey>) -> bool {
    task == Some(&TaskKey::ResetPassword)
}

/// Whether the present password is to be typed before another is set: there is one, and the instance asks
/// for no fresh proof, or the server asked for it all the same.
pub fn asks_current(password: &Password, facts: &Facts<'_>) -> bool {
    let exists = facts.user.is_some_and(|user| user.password_enabled);
    exists && (!facts.environment.auth.reverification || password.current_wanted)
}

/// Whether the user may set a password, or another one. A company keeps those of its people.
pub fn may_change(user: &User, environment: &Environment) -> bool {
    environment.lets_change(PASSWORD) && !user.is_managed()
}

/// What taking the password away meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removal {
    /// It can be taken away.
    Allowed {
        /// What is left to sign in with then.
        left: WaysIn,
    },
    /// The instance demands a password.
    Required,
    /// Nothing else is left to sign in with.
    LastWay,
}

/// What taking the password away meets; none where there is none, or the user may not change it.
pub fn removal(user: &User, environment: &Environment) -> Option<Removal> {
    if !user.password_enabled || !may_change(user, environment) {
        return None;
    }
    if environment.requires(PASSWORD) {
        return Some(Removal::Required);
    }
    let left = ways::removal(user, environment, Removing::Password).left;
    Some(if left.first.is_empty() { Removal::LastWay } else { Removal::Allowed { left } })
}

/// Whether there is anything that the form could change.
pub(super) fn may_open(form: Form, facts: &Facts<'_>) -> bool {
    let Some(user) = facts.user.filter(|_| facts.task.is_none()) else { return false };
    match form {
        Form::New => may_change(user, facts.environment),
        Form::Remove => {
            matches!(removal(user, facts.environment), Some(Removal::Allowed { .. }))
        }
    }
}
