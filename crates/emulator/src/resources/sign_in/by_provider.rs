//! Signing in at a provider: what becomes of the attempt when the browser has come back (next-flows §1.1).

use serde_json::Value;

use super::complete::after_first_factor;
use crate::model::external::Outcome;
use crate::model::{Client, SignIn, SignInStatus, User};
use crate::resources::enterprise;
use crate::resources::providers::{self, Known};
use crate::resources::verification::refuse_locked;
use crate::rules::code::Verification;
use crate::rules::external::{ExternalCheck, ExternalStatus, Person};
use crate::store;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Moves an attempt of a client on. One that is not its newest any more stays as it is.
pub(crate) fn arrived(
    work: &mut Work<'_>,
    client: &Client,
    id: &str,
    told: Result<Person, Value>,
) -> Result<Outcome, Refusal> {
    let newest = client.sign_in_id.as_deref() == Some(id);
    let Some(mut sign_in) = store::sign_ins::load(work.db, id)?.filter(|_| newest) else {
        return Ok(Outcome::failed(&ApiError::older_sign_in().entry()));
    };
    let Some(Verification::External(mut check)) = sign_in.first.clone() else {
        return Ok(Outcome::failed(&ApiError::verification_strategy().entry()));
    };
    let outcome = match told {
        Ok(person) => judge(work, &mut sign_in, &mut check, person)?,
        Err(error) => fail(&mut sign_in, &mut check, error),
    };
    store::sign_ins::save(work.db, &sign_in)?;
    Ok(outcome)
}

/// Moves an attempt on by whom the provider has told.
pub(super) fn judge(
    work: &mut Work<'_>,
    sign_in: &mut SignIn,
    check: &mut ExternalCheck,
    mut person: Person,
) -> Result<Outcome, Refusal> {
    if let Some(connection) = &check.connection_id {
        if !enterprise::is_of_domain(work.settings, connection, &person.email_address) {
            let error = ApiError::enterprise_domain_mismatch().entry();
            return Ok(fail(sign_in, check, error));
        }
        // The company answers for its addresses.
        person.email_verified = true;
    }
    let known = providers::known(work, &check.strategy, &person)?;
    check.person = Some(person);
    let is_new = matches!(known, Known::ByAddress(_));
    match known {
        Known::Nobody => {
            let error = ApiError::external_account_not_found();
            check.end(ExternalStatus::Transferable, Some(error.entry()));
            sign_in.first = Some(Verification::External(check.clone()));
            Ok(Outcome::Transfer(error.code.to_owned()))
        }
        Known::Unproven(user) => {
            fail(sign_in, check, ApiError::external_account_email_unverified().entry());
            belongs_to(work, sign_in, &user)?;
            sign_in.status = SignInStatus::NeedsFirstFactor;
            Ok(Outcome::Done { session_id: None })
        }
        Known::Connected(user) | Known::ByAddress(user) => {
            if let Some(error) = refused(work, &user)? {
                return Ok(fail(sign_in, check, error.entry()));
            }
            check.end(ExternalStatus::Verified, None);
            if is_new {
                providers::connect(work, &user, check)?;
            }
            proved(work, sign_in, check, &user)
        }
    }
}

/// Moves an attempt on whose user a provider has proved.
fn proved(
    work: &mut Work<'_>,
    sign_in: &mut SignIn,
    check: &ExternalCheck,
    user: &User,
) -> Result<Outcome, Refusal> {
    sign_in.first = Some(Verification::External(check.clone()));
    belongs_to(work, sign_in, user)?;
    after_first_factor(work, sign_in, user)?;
    Ok(Outcome::Done { session_id: sign_in.created_session_id.clone() })
}

fn fail(sign_in: &mut SignIn, check: &mut ExternalCheck, error: Value) -> Outcome {
    let outcome = Outcome::failed(&error);
    check.end(ExternalStatus::Failed, Some(error));
    sign_in.first = Some(Verification::External(check.clone()));
    outcome
}

/// Why a user cannot be signed in on the client.
fn refused(work: &Work<'_>, user: &User) -> Result<Option<ApiError>, Refusal> {
    let client_id = work.client.as_ref().map_or("", |client| client.id.as_str());
    let sessions = store::sessions::live_of_client(work.db, client_id, work.now)?;
    if let Some(session) = sessions.iter().find(|session| session.user_id == user.id) {
        return Ok(Some(ApiError::already_signed_in(&session.id)));
    }
    if user.banned {
        return Ok(Some(ApiError::user_banned()));
    }
    Ok(refuse_locked(work, user).err())
}

fn belongs_to(work: &Work<'_>, sign_in: &mut SignIn, user: &User) -> Result<(), Refusal> {
    let trusted = store::clients::is_trusted(work.db, &sign_in.client_id, &user.id)?;
    sign_in.client_trust_state = if trusted { "known" } else { "new" };
    sign_in.user_id = Some(user.id.clone());
    sign_in.identifier =
        user.emails.iter().find(|email| email.verified).map(|it| it.address.clone());
    Ok(())
}
