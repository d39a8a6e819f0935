//! The pages of the factors, of which one at most lies over the account.

use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::user::User;

use super::add_phone::{AddPhone, Added, PhoneStep};
use super::add_totp::{AddTotp, TotpStep};
use super::call::{Call, Change};
use super::codes::Codes;
use super::event::{Event, Origin, Page};
use crate::context::Facts;
use crate::failure::Failure;

/// The page of the factors that is shown, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// All factors of the account.
    Overview {
        /// New backup codes on the screen.
        codes: Option<Codes>,
    },
    /// An authenticator app is set up.
    AddTotp(AddTotp),
    /// A phone number is added.
    AddPhone(AddPhone),
}

impl Stage {
    pub(super) const OVERVIEW: Self = Self::Overview { codes: None };

    /// Backup codes on the screen.
    pub fn codes(&self) -> Option<&Codes> {
        match self {
            Self::Overview { codes } => codes.as_ref(),
            Self::AddTotp(AddTotp { step: TotpStep::Codes(codes), .. })
            | Self::AddPhone(AddPhone { step: PhoneStep::Codes(_, codes), .. }) => Some(codes),
            Self::AddTotp(_) | Self::AddPhone(_) => None,
        }
    }

    pub(super) fn codes_mut(&mut self) -> Option<&mut Codes> {
        match self {
            Self::Overview { codes } => codes.as_mut(),
            Self::AddTotp(AddTotp { step: TotpStep::Codes(codes), .. })
            | Self::AddPhone(AddPhone { step: PhoneStep::Codes(_, codes), .. }) => Some(codes),
            Self::AddTotp(_) | Self::AddPhone(_) => None,
        }
    }

    /// Turns to the next or the earlier step, where that needs no call.
    pub(super) fn turn(&mut self, event: &Event) {
        match (self, event) {
            (Self::AddTotp(page), Event::ContinueTotp) => page.forward(),
            (Self::AddTotp(page), Event::BackToTotpKey) => page.back(),
            (Self::AddPhone(page), Event::ChangePhone) => page.change_number(),
            _ => {}
        }
    }

    /// The call of the change that the person asks for, where it can be asked for on this page.
    pub(super) fn call(&mut self, event: Event, facts: &Facts<'_>) -> Option<Call> {
        match (self, event) {
            (Self::AddTotp(page), Event::ResetTotp) => page.may_reset().then_some(Call::CreateTotp),
            (Self::AddTotp(page), Event::VerifyTotp { code }) => page.verify(&code),
            (Self::AddPhone(page), Event::VerifyPhone { code }) => page.verify(&code),
            (Self::AddPhone(page), Event::Ask(Change::UsePhone(id))) => {
                page.has_just_added(&id).then_some(Call::ReservePhone(id, true))
            }
            // Codes on the screen come first.
            (Self::Overview { codes: None }, Event::Ask(change)) => {
                change.call(facts.user?, facts.environment)
            }
            _ => None,
        }
    }

    /// Takes the codes off the screen, and goes on from the step that showed them.
    pub(super) fn drop_codes(&mut self) {
        match self {
            Self::Overview { codes } => *codes = None,
            Self::AddTotp(page) => {
                if matches!(page.step, TotpStep::Codes(_)) {
                    page.step = TotpStep::Done;
                }
            }
            Self::AddPhone(page) => {
                if let PhoneStep::Codes(added, _) = &page.step {
                    page.step = PhoneStep::Done(added.clone());
                }
            }
        }
    }

    /// Whether this page is shown. One that adds a number begins anew once it is through.
    pub(super) fn is(&self, page: Page) -> bool {
        match (self, page) {
            (Self::AddPhone(shown), Page::AddPhone) => !shown.is_over(),
            (Self::Overview { .. }, Page::Overview) | (Self::AddTotp(_), Page::AddTotp) => true,
            (Self::Overview { .. } | Self::AddTotp(_) | Self::AddPhone(_), _) => false,
        }
    }

    /// Where a page that is opened from here goes back to.
    pub(super) fn origin(&self) -> Origin {
        match self {
            Self::Overview { .. } => Origin::Overview,
            Self::AddTotp(page) => page.from,
            Self::AddPhone(page) => page.from,
        }
    }

    /// The number whose code is asked for.
    pub(super) fn verifying(&self) -> Option<&Added> {
        match self {
            Self::AddPhone(page) => page.verifying(),
            Self::Overview { .. } | Self::AddTotp(_) => None,
        }
    }

    /// A change begins: what failed before is no longer told.
    pub(super) fn clear_failure(&mut self) {
        match self {
            Self::AddTotp(page) => page.failure = None,
            Self::AddPhone(page) => page.failure = None,
            Self::Overview { .. } => {}
        }
    }

    /// Tells the failure of a change that this page asked for itself. Gives back any other.
    pub(super) fn fail(&mut self, change: &Change, failure: Failure) -> Option<Failure> {
        let spent = u64::from(failure.spends_input());
        match (self, change) {
            (Self::AddTotp(page), Change::AddTotp | Change::VerifyTotp) => {
                page.refusals += if *change == Change::VerifyTotp { spent } else { 0 };
                page.failure = Some(failure);
            }
            (Self::AddPhone(page), Change::AddPhone | Change::VerifyPhone(_)) => {
                page.refusals += if *change == Change::AddPhone { 0 } else { spent };
                page.failure = Some(failure);
            }
            (Self::AddPhone(page), Change::UsePhone(id)) if page.has_just_added(id) => {
                page.failure = Some(failure);
            }
            _ => return Some(failure),
        }
        None
    }
}

impl Page {
    /// Whether there is such a page now. An authenticator app that has to be set up can be, whatever
    /// the instance is known to offer; a number that is no second factor does not end the task.
    pub(crate) fn may_open(self, facts: &Facts<'_>) -> bool {
        let environment = facts.environment;
        match self {
            Self::Overview => true,
            Self::AddPhone => {
                let useful = !facts.setup_required()
                    || environment.may_offer_second_factor(&Strategy::PhoneCode);
                let refused = facts.user.is_some_and(User::takes_no_identifiers);
                environment.may_have_phone_numbers() && useful && !refused
            }
            Self::AddTotp => {
                let offered = environment.may_offer_second_factor(&Strategy::Totp);
                let on = facts.user.is_some_and(|user| user.totp_enabled);
                (offered || facts.setup_required()) && !on
            }
        }
    }
}
