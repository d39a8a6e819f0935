//! The step-up of a session, and the change that goes on once the factor is proven.

use crate::context::Facts;
use crate::devices;
use crate::factors;
use crate::organizations;
use crate::password;
use crate::profile;
use crate::step_up::StepUp;

/// A step-up, and what goes on once the factor is proven.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Proof {
    pub(super) step_up: StepUp,
    pub(super) then: Deferred,
}

/// What goes on once a factor is proven.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deferred {
    Factors(factors::Deferred),
    Devices(devices::Deferred),
    Organizations(organizations::Deferred),
    Password(password::Deferred),
    Profile(profile::Deferred),
}

/// A change that waits for a step-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Of the factors.
    Factors(factors::Change),
    /// Of the devices.
    Devices(devices::Change),
    /// Of the organizations.
    Organizations(organizations::Change),
    /// Of the password.
    Password(password::Change),
    /// Of the profile.
    Profile(profile::Change),
}

impl Deferred {
    /// The change that waits.
    pub(super) fn waiting(&self) -> Waiting {
        match self {
            Self::Factors(deferred) => Waiting::Factors(deferred.change()),
            Self::Devices(deferred) => Waiting::Devices(deferred.change()),
            Self::Organizations(deferred) => Waiting::Organizations(deferred.change()),
            Self::Password(deferred) => Waiting::Password(deferred.change()),
            Self::Profile(deferred) => Waiting::Profile(deferred.change()),
        }
    }

    /// Whether the session still allows it: what it waits for may have changed during the proof.
    pub(super) fn fits(&self, facts: &Facts<'_>) -> bool {
        match self {
            Self::Factors(_) => facts.task.is_none() || facts.setup_required(),
            Self::Devices(_) | Self::Profile(_) => facts.task.is_none(),
            Self::Organizations(_) => facts.task.is_none() || organizations::is_wanted(facts),
            Self::Password(deferred) => deferred.fits(facts),
        }
    }

    /// Whether it is this page of the factors that waits.
    pub(super) fn opens(&self, page: factors::Page) -> bool {
        match self {
            Self::Factors(deferred) => deferred.opens(page),
            Self::Devices(_) | Self::Organizations(_) | Self::Password(_) | Self::Profile(_) => {
                false
            }
        }
    }
}

macro_rules! from_parts {
    ($($variant:ident($deferred:ty),)+) => {
        $(impl From<$deferred> for Deferred {
            fn from(deferred: $deferred) -> Self {
                Self::$variant(deferred)
            }
        })+
    };
}

from_parts! {
    Factors(factors::Deferred),
    Devices(devices::Deferred),
    Organizations(organizations::Deferred),
    Password(password::Deferred),
    Profile(profile::Deferred),
}
