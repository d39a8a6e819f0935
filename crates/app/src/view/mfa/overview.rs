//! The view of Manage MFA.

use latchkey_core::factors::ways::{self, Removing};
use latchkey_fapi_types::enums::Strategy as Wire;
use latchkey_fapi_types::environment::Environment;
use latchkey_fapi_types::user::{PhoneNumber, User};
use latchkey_ipc::view::{
    BackupCodesRow, ManageMfaView, MfaPhone, PhoneId, PhoneRole, Removal, Strategy, TargetProblem,
    TotpRow, Way, WaysIn,
};

use super::super::shown::Shown;
use super::{activity, codes_view, verified_for_ms};
use crate::connection::needs_setup;
use crate::{phone, problem, words};

pub(super) fn view(shown: Shown<'_>) -> ManageMfaView {
    let Shown { connection, open, session, now, .. } = shown;
    let environment = &connection.settings.environment;
    let user = session.user.as_ref();
    let machine = &open.machine;
    let sms_offered = environment.may_offer_second_factor(&Wire::PhoneCode);
    let required = needs_setup(session);
    let phones = user.map(|user| phones(user, environment)).unwrap_or_default();
    ManageMfaView {
        totp: user.and_then(|user| totp(user, environment)),
        phones_offered: sms_offered || !phones.is_empty(),
        can_add_phone: environment.may_have_phone_numbers()
            && (sms_offered || !required)
            && !user.is_some_and(User::takes_no_identifiers),
        sms_offered,
        phones,
        backup_codes: user.and_then(|user| backup_codes(user, environment)),
        password: user.is_none_or(|user| user.password_enabled),
        required,
        codes: machine.factors().codes().map(|codes| codes_view(shown, codes)),
        verified_for_ms: verified_for_ms(shown),
        refreshed_at: connection.refreshed_at(now).as_millis(),
        refreshing: machine.is_account_busy(),
        refresh_problem: machine.account_failure().map(problem::of_account),
        activity: activity(shown),
        busy: machine.pending().and_then(|change| words::target(&change.target())),
        problem: machine.factors().problem().and_then(|(of, failure)| {
            let problem = problem::of_change(failure);
            Some(TargetProblem { target: words::target(of)?, problem })
        }),
    }
}

fn totp(user: &User, environment: &Environment) -> Option<TotpRow> {
    if user.totp_enabled {
        let removal = removal(user, environment, Removing::Totp);
        return Some(TotpRow::On { removal });
    }
    environment.may_offer_second_factor(&Wire::Totp).then_some(TotpRow::Off)
}

fn backup_codes(user: &User, environment: &Environment) -> Option<BackupCodesRow> {
    let offered = environment.may_offer_second_factor(&Wire::BackupCode);
    (offered && user.two_factor_enabled)
        .then_some(BackupCodesRow { exist: user.backup_code_enabled })
}

/// All numbers of a user, in the order of their use.
pub(crate) fn phones(user: &User, environment: &Environment) -> Vec<MfaPhone> {
    let mut views: Vec<_> = user
        .phone_numbers
        .iter()
        .map(|it| MfaPhone {
            id: PhoneId(it.id.as_str().to_owned()),
            number: it.phone_number.clone(),
            formatted: phone::formatted(&it.phone_number),
            role: role(it, user, environment),
            removal: removal(user, environment, Removing::RemovePhone(&it.id)),
        })
        .collect();
    views.sort_by_key(|view| match view.role {
        PhoneRole::SecondFactor { default: true, .. } => 0,
        PhoneRole::SecondFactor { default: false, .. } => 1,
        PhoneRole::Verified => 2,
        PhoneRole::Unverified => 3,
    });
    views
}

fn role(of: &PhoneNumber, user: &User, environment: &Environment) -> PhoneRole {
    if !of.is_verified() {
        PhoneRole::Unverified
    } else if of.reserved_for_second_factor {
        PhoneRole::SecondFactor {
            default: of.default_second_factor,
            disabling: removal(user, environment, Removing::DisablePhone(&of.id)),
        }
    } else {
        PhoneRole::Verified
    }
}

fn removal(user: &User, environment: &Environment, of: Removing<'_>) -> Removal {
    let removal = ways::removal(user, environment, of);
    Removal {
        allowed: removal.allowed,
        last_factor: removal.last_factor,
        backup_codes_go: removal.backup_codes_go,
        left: ways_in(&removal.left),
    }
}

/// What will be left to sign in with, as far as the page has words for it.
pub(crate) fn ways_in(of: &ways::WaysIn) -> WaysIn {
    WaysIn {
        first: of.first.iter().filter_map(way).collect(),
        second: of.second.iter().filter_map(way).collect(),
    }
}

/// A way in, if the page has words for it.
fn way(of: &ways::Way) -> Option<Way> {
    let strategy = words::strategy(&of.strategy)?;
    let detail = match strategy {
        Strategy::PhoneCode => of.detail.as_deref().map(phone::formatted),
        Strategy::Password | Strategy::Totp | Strategy::EmailCode | Strategy::BackupCode => {
            of.detail.clone()
        }
    };
    Some(Way { strategy, detail })
}
