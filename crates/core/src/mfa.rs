//! Managing second factors: the pages of a user who is signed in, from the overview to the backup
//! codes.
//!
//! [`Mfa::apply`] is the whole machine: it takes an [`Event`], what is known of the account and the
//! time, and gives back the next state with at most one [`Effect`]. It never performs the effect.
//! Each call carries a [`Ticket`]; an answer with a ticket that the state no longer waits for
//! changes nothing. What cannot be asked for in a state is ignored: a window may always send one
//! click too many.
//!
//! The account itself is not in here: it is what the server last said, and comes in as [`Facts`].
//! The diagram is in `README.md` beside this module.

mod add_phone;
mod add_totp;
mod answer;
mod codes;
mod event;
mod freshness;
mod outcome;
mod proof;
mod transition;
pub mod ways;
mod wizard;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use latchkey_fapi_types::id::IdentificationId;
use latchkey_fapi_types::user::User;

pub use add_phone::{AddPhone, Added, PhoneStep};
pub use add_totp::{AddTotp, Key, TotpStep};
pub use codes::Codes;
pub use event::{Call, Change, Destination, Effect, Event, Facts, Notice, Page, Reply, Target};
pub use freshness::{Freshness, freshness};

use crate::challenge::{Delivery, Dispatch};
use crate::failure::Failure;
use crate::hold::Hold;
use crate::step_up::StepUp;
use crate::ticket::{Ticket, Tickets};
use crate::time::Timestamp;

/// The pages of a user who is signed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Mfa {
    stage: Stage,
    under_way: Option<UnderWay>,
    problem: Option<(Target, Failure)>,
    codes: Option<Codes>,
    leaving: Option<Destination>,
    hold: Option<Hold>,
    notice: Option<Notice>,
    /// Changes whose answer was lost and may have had backup codes, and whether the account had some
    /// before the first try; it counts as having some where that is not known.
    lost: BTreeMap<Change, bool>,
    /// Codes to phone numbers. They outlive the page, as the server's wait does.
    sms: Dispatch<IdentificationId>,
    tickets: Tickets,
}

/// Which page is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The account, or the task that its session is pending on.
    Account,
    /// The factors of the account.
    Overview,
    /// An authenticator app is set up.
    AddTotp(AddTotp),
    /// A phone number is added.
    AddPhone(AddPhone),
}

/// A change under way. There is one at a time.
#[derive(Clone, Debug, PartialEq)]
struct UnderWay {
    change: Change,
    aim: Aim,
    /// The account when it began, if it was known.
    before: Option<Known>,
    /// Whether a step-up was made for it. There is never a second one.
    proven: bool,
    state: Doing,
}

/// What is to be done once nothing is in the way.
#[derive(Clone, Debug, PartialEq)]
enum Aim {
    Call(Call),
    Open(Page),
}

/// What a change waits for.
#[derive(Clone, Debug, PartialEq)]
enum Doing {
    /// The answer to its call.
    Calling(Ticket),
    /// The client, because of this failure.
    Asking(Ticket, Failure),
    /// A fresh proof of a factor.
    StepUp(Box<StepUp>),
}

/// What is known of the second factors of an account, to notice changes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    totp: bool,
    backup_codes: bool,
    /// Which numbers are verified, reserved and default.
    phones: Vec<(IdentificationId, [bool; 3])>,
}

impl Known {
    fn of(user: &User) -> Self {
        let phones = user.phone_numbers.iter().map(|phone| {
            let flags = [
                phone.is_verified(),
                phone.reserved_for_second_factor,
                phone.default_second_factor,
            ];
            (phone.id.clone(), flags)
        });
        Self {
            totp: user.totp_enabled,
            backup_codes: user.backup_code_enabled,
            phones: phones.collect(),
        }
    }
}

impl Default for Mfa {
    fn default() -> Self {
        Self {
            stage: Stage::Account,
            under_way: None,
            problem: None,
            codes: None,
            leaving: None,
            hold: None,
            notice: None,
            lost: BTreeMap::new(),
            sms: Dispatch::apart(),
            tickets: Tickets::default(),
        }
    }
}

impl Mfa {
    /// One for another session. Answers to what this one asked for change nothing in it.
    #[must_use]
    pub fn restart(&self) -> Self {
        Self { tickets: self.tickets.clone(), ..Self::default() }
    }

    /// Which page is shown, and where it stands.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The step-up dialog, and the change that waits for it.
    pub fn step_up(&self) -> Option<(&StepUp, &Change)> {
        let under_way = self.under_way.as_ref()?;
        match &under_way.state {
            Doing::StepUp(step_up) => Some((step_up, &under_way.change)),
            Doing::Calling(_) | Doing::Asking(..) => None,
        }
    }

    /// The change under way, also while it waits for a step-up.
    pub fn pending(&self) -> Option<&Change> {
        self.under_way.as_ref().map(|under_way| &under_way.change)
    }

    /// Whether an answer is waited for that decides how a change ends; not while a person is asked
    /// in the step-up dialog.
    pub fn is_busy(&self) -> bool {
        self.under_way.as_ref().is_some_and(|under_way| match &under_way.state {
            Doing::Calling(_) | Doing::Asking(..) => true,
            Doing::StepUp(step_up) => step_up.is_busy(),
        })
    }

    /// The change from the overview that failed last. The other pages carry their own failures.
    pub fn problem(&self) -> Option<(&Target, &Failure)> {
        self.problem.as_ref().map(|(target, failure)| (target, failure))
    }

    /// Backup codes on the screen now.
    pub fn codes(&self) -> Option<&Codes> {
        self.codes.as_ref()
    }

    /// Whether the person wants to leave backup codes behind that were not confirmed, or that the
    /// answer under way may bring.
    pub fn leaving(&self) -> bool {
        self.leaving.is_some()
    }

    /// Where the code to the phone number that is being verified stands.
    pub fn delivery(&self, now: Timestamp) -> Option<Delivery> {
        match &self.stage {
            Stage::AddPhone(wizard) => {
                wizard.verifying().map(|added| self.sms.delivery(&added.id, now))
            }
            Stage::Account | Stage::Overview | Stage::AddTotp(_) => None,
        }
    }

    /// The wait that the server asked for, if it is not over.
    pub fn hold(&self, now: Timestamp) -> Option<&Hold> {
        let own = self.hold.as_ref().filter(|hold| hold.applies("", now));
        own.or_else(|| self.step_up().and_then(|(step_up, _)| step_up.hold(now)))
    }

    /// What the last event brought that is worth telling; none again with the next event.
    pub fn notice(&self) -> Option<Notice> {
        self.notice
    }
}
