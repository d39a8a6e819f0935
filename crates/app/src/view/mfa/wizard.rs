//! The views of the pages that add a factor.

use latchkey_core::factors::{AddPhone, AddTotp, PhoneStep, TotpStep};
use latchkey_fapi_types::enums::Strategy as Wire;
use latchkey_ipc::error::{ErrorCode, Field, Problem};
use latchkey_ipc::view::{
    Activity, AddPhoneStep, AddPhoneView, AddTotpStep, AddTotpView, Delivery, PhoneId,
};

use super::super::challenge::clock;
use super::super::shown::Shown;
use super::{activity, codes_view, copied, not_done, verified_for_ms};
use crate::connection::{OpenSession, needs_setup};
use crate::{phone, problem, words};

pub(super) fn add_totp(shown: Shown<'_>, page: &AddTotp) -> AddTotpView {
    let step = match &page.step {
        TotpStep::Preparing => AddTotpStep::Preparing,
        TotpStep::Key(_) => {
            let key = shown.open.qr.view(copied(shown));
            key.map_or(AddTotpStep::Preparing, AddTotpStep::Key)
        }
        TotpStep::Code(_) => AddTotpStep::Code,
        TotpStep::Codes(codes) => AddTotpStep::BackupCodes(codes_view(shown, codes)),
        TotpStep::Done => AddTotpStep::Done,
    };
    let beside = match (&step, &page.step) {
        (AddTotpStep::Key(_), _) => not_done(shown),
        (_, TotpStep::Key(_)) => Some(problem::local(ErrorCode::UnexpectedAnswer)),
        _ => None,
    };
    // The key is asked for as soon as the factor is proven.
    let waits = step == AddTotpStep::Preparing && shown.open.machine.step_up().is_some();
    AddTotpView {
        problem: page.failure.as_ref().map(problem::of_change).or(beside),
        step,
        clock: clock(shown.connection.network.ahead_ms),
        required: needs_setup(shown.session),
        verified_for_ms: verified_for_ms(shown),
        activity: if waits { Activity::Busy } else { activity(shown) },
        attempt: page.refusals,
    }
}

pub(super) fn add_phone(shown: Shown<'_>, page: &AddPhone) -> AddPhoneView {
    let Shown { connection, open, .. } = shown;
    let formatted = |number: &str| phone::formatted(number);
    let step = match &page.step {
        PhoneStep::Number => AddPhoneStep::Number {
            entry: open
                .phone
                .as_ref()
                .map_or_else(|| phone::entry(&connection.country, ""), |typed| typed.entry.clone()),
        },
        PhoneStep::Code(added) => {
            let delivery = open.machine.factors().delivery(shown.now.instant);
            AddPhoneStep::Code {
                formatted: formatted(&added.number),
                delivery: delivery.map_or(Delivery::NotNeeded, words::delivery),
            }
        }
        PhoneStep::Added(added) => AddPhoneStep::Added {
            phone: PhoneId(added.id.as_str().to_owned()),
            formatted: formatted(&added.number),
            sms_offered: connection.settings.environment.may_offer_second_factor(&Wire::PhoneCode),
        },
        PhoneStep::Codes(_, codes) => AddPhoneStep::BackupCodes(codes_view(shown, codes)),
        PhoneStep::Done(added) => AddPhoneStep::Done { formatted: formatted(&added.number) },
    };
    AddPhoneView {
        problem: match &step {
            AddPhoneStep::Number { .. } => not_sent(open).or_else(|| refused(page)),
            AddPhoneStep::Code { .. }
            | AddPhoneStep::Added { .. }
            | AddPhoneStep::BackupCodes(_)
            | AddPhoneStep::Done { .. } => page.failure.as_ref().map(problem::of_change),
        },
        step,
        required: needs_setup(shown.session),
        verified_for_ms: verified_for_ms(shown),
        activity: activity(shown),
        attempt: page.refusals,
    }
}

/// Why the number that was typed was not sent.
fn not_sent(open: &OpenSession) -> Option<Problem> {
    let code = open.phone.as_ref()?.problem?;
    Some(Problem { field: Some(Field::Phone), ..problem::local(code) })
}

/// Why the server did not take the number. On this step there is one field.
fn refused(page: &AddPhone) -> Option<Problem> {
    let problem = problem::of_change(page.failure.as_ref()?);
    let concerns_number = problem.field.is_some() || problem::is_of_number(problem.code);
    Some(Problem { field: concerns_number.then_some(Field::Phone), ..problem })
}
