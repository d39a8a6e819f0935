//! The views of the pages that add a factor.

use latchkey_core::mfa::{AddPhone, AddTotp, PhoneStep, TotpStep};
use latchkey_core::time::Timestamp;
use latchkey_fapi_types::client::Session;
use latchkey_fapi_types::enums::Strategy as Wire;
use latchkey_ipc::error::{ErrorCode, Field, Problem};
use latchkey_ipc::view::{AddPhoneStep, AddPhoneView, AddTotpStep, AddTotpView, Delivery, PhoneId};

use super::super::challenge::{clock, delivery};
use super::{activity, codes, copied, not_done, verified_for_ms};
use crate::connection::Connection;
use crate::{phone, problem, qr};

pub(super) fn add_totp(
    connection: &Connection,
    session: &Session,
    page: &AddTotp,
    now: Timestamp,
) -> AddTotpView {
    let step = match &page.step {
        TotpStep::Preparing => AddTotpStep::Preparing,
        TotpStep::Key(key) => qr::totp_key(&key.secret, &key.uri, copied(connection, now))
            .map_or(AddTotpStep::Preparing, AddTotpStep::Key),
        TotpStep::Code(_) => AddTotpStep::Code,
        TotpStep::Codes => {
            codes(connection, now).map_or(AddTotpStep::Done, AddTotpStep::BackupCodes)
        }
        TotpStep::Done => AddTotpStep::Done,
    };
    let beside = match (&step, &page.step) {
        (AddTotpStep::Key(_), _) => not_done(connection),
        (_, TotpStep::Key(_)) => Some(problem::local(ErrorCode::UnexpectedAnswer)),
        _ => None,
    };
    AddTotpView {
        problem: page.failure.as_ref().map(problem::of_change).or(beside),
        step,
        clock: clock(connection.ahead_ms),
        required: Connection::needs_setup(session),
        verified_for_ms: verified_for_ms(connection, session, now),
        activity: activity(connection, now),
        attempt: page.refusals,
    }
}

pub(super) fn add_phone(
    connection: &Connection,
    session: &Session,
    page: &AddPhone,
    now: Timestamp,
) -> AddPhoneView {
    let formatted = |number: &str| phone::formatted(number);
    let step = match &page.step {
        PhoneStep::Number => AddPhoneStep::Number {
            entry: connection
                .phone
                .as_ref()
                .map_or_else(|| phone::entry(&connection.country, ""), |typed| typed.entry.clone()),
            countries: phone::countries(),
        },
        PhoneStep::Code(added) => AddPhoneStep::Code {
            formatted: formatted(&added.number),
            delivery: connection.mfa.delivery(now).map_or(Delivery::NotNeeded, delivery),
        },
        PhoneStep::Added(added) => AddPhoneStep::Added {
            phone: PhoneId(added.id.as_str().to_owned()),
            formatted: formatted(&added.number),
            sms_offered: connection.settings.environment.may_offer_second_factor(&Wire::PhoneCode),
        },
        PhoneStep::Codes(added) => codes(connection, now).map_or_else(
            || AddPhoneStep::Done { formatted: formatted(&added.number) },
            AddPhoneStep::BackupCodes,
        ),
        PhoneStep::Done(added) => AddPhoneStep::Done { formatted: formatted(&added.number) },
    };
    AddPhoneView {
        problem: match &step {
            AddPhoneStep::Number { .. } => not_sent(connection).or_else(|| refused(page)),
            AddPhoneStep::Code { .. }
            | AddPhoneStep::Added { .. }
            | AddPhoneStep::BackupCodes(_)
            | AddPhoneStep::Done { .. } => page.failure.as_ref().map(problem::of_change),
        },
        step,
        required: Connection::needs_setup(session),
        verified_for_ms: verified_for_ms(connection, session, now),
        activity: activity(connection, now),
        attempt: page.refusals,
    }
}

/// Why the number that was typed was not sent.
fn not_sent(connection: &Connection) -> Option<Problem> {
    let code = connection.phone.as_ref()?.problem?;
    Some(Problem { field: Some(Field::Phone), ..problem::local(code) })
}

/// Why the server did not take the number. On this step there is one field.
fn refused(page: &AddPhone) -> Option<Problem> {
    let problem = problem::of_change(page.failure.as_ref()?);
    let concerns_number = problem.field.is_some() || problem::is_of_number(problem.code);
    Some(Problem { field: concerns_number.then_some(Field::Phone), ..problem })
}
