//! Signing up at a provider: what becomes of the sign-up when the browser has come back.

use serde_json::Value;

use super::settle::settle;
use crate::model::Client;
use crate::model::external::Outcome;
use crate::model::sign_up::SignUp;
use crate::resources::providers::{self, Known};
use crate::rules::external::{ExternalCheck, ExternalStatus, Person};
use crate::store;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Moves a sign-up of a client on. One that is not its newest any more stays as it is.
pub(crate) fn arrived(
    work: &mut Work<'_>,
    client: &Client,
    id: &str,
    told: Result<Person, Value>,
) -> Result<Outcome, Refusal> {
    let newest = client.sign_up_id.as_deref() == Some(id);
    let Some(mut sign_up) = store::sign_ups::load(work.db, id)?.filter(|_| newest) else {
        return Ok(Outcome::failed(&ApiError::older_sign_up().entry()));
    };
    let Some(check) = sign_up.external.take() else {
        return Ok(Outcome::failed(&ApiError::verification_strategy().entry()));
    };
    let outcome = match told {
        Ok(person) => judge(work, &mut sign_up, check, person)?,
        Err(error) => fail(&mut sign_up, check, error),
    };
    store::sign_ups::save(work.db, &sign_up)?;
    Ok(outcome)
}

fn judge(
    work: &mut Work<'_>,
    sign_up: &mut SignUp,
    mut check: ExternalCheck,
    person: Person,
) -> Result<Outcome, Refusal> {
    let known = providers::known(work, &check.strategy, &person)?;
    check.person = Some(person);
    match known {
        Known::Connected(_) | Known::ByAddress(_) => {
            let error = ApiError::external_account_exists();
            check.end(ExternalStatus::Transferable, Some(error.entry()));
            sign_up.external = Some(check);
            Ok(Outcome::Transfer(error.code.to_owned()))
        }
        Known::Unproven(_) => {
            let error = ApiError::external_account_email_unverified();
            Ok(fail(sign_up, check, error.entry()))
        }
        Known::Nobody => {
            check.end(ExternalStatus::Verified, None);
            take_person(sign_up, check);
            settle(work, sign_up)?;
            Ok(Outcome::Done { session_id: sign_up.created_session_id.clone() })
        }
    }
}

fn fail(sign_up: &mut SignUp, mut check: ExternalCheck, error: Value) -> Outcome {
    let outcome = Outcome::failed(&error);
    check.end(ExternalStatus::Failed, Some(error));
    sign_up.external = Some(check);
    outcome
}

/// Takes over what the provider has told, where nothing else was told before.
pub(super) fn take_person(sign_up: &mut SignUp, check: ExternalCheck) {
    if let Some(person) = &check.person {
        let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        sign_up.email_address = sign_up.email_address.take().or(told(&person.email_address));
        sign_up.first_name = sign_up.first_name.take().or(told(&person.first_name));
        sign_up.last_name = sign_up.last_name.take().or(told(&person.last_name));
    }
    sign_up.external = Some(check);
}
