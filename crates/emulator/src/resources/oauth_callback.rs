//! `/v1/oauth_callback`: a browser comes back from a provider and is sent on to the application.
//!
//! No source says what of the attempt the server changes here and what at the redemption. It changes all of it here.

use rusqlite::TransactionBehavior;
use serde_json::{Value, json};

use crate::instance::Instance;
use crate::model::Client;
use crate::model::external::{BrowserTrip, Outcome, Subject};
use crate::resources::{external_accounts, sign_in, sign_up};
use crate::rules::external::Person;
use crate::store;
use crate::wire::call::Caller;
use crate::wire::checks::{self, Pairs};
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Carries out a callback, and gives the address that the browser is sent to.
pub(crate) fn arrive(instance: &Instance, query: &Pairs) -> Result<String, Refusal> {
    let settings = instance.settings();
    let mut db = instance.store.lock();
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let state = checks::first(query, "state").unwrap_or_default();
    let trip = store::browser_trips::under_way(&transaction, state)?
        .ok_or_else(ApiError::oauth_callback_invalid)?;
    // The session is that of the application, not of the browser.
    let caller = Caller::of_this_machine(trip.user_agent.clone());
    let mut work = Work::new(instance, &transaction, &settings, &caller);
    let outcome = carry_out(&mut work, &trip, query)?;
    let address = leave(&work, &trip, &outcome)?;
    transaction.commit()?;
    Ok(address)
}

fn carry_out(work: &mut Work<'_>, trip: &BrowserTrip, query: &Pairs) -> Result<Outcome, Refusal> {
    let told = told(work, query)?;
    if trip.expire_at < work.now {
        return Ok(Outcome::failed(&ApiError::verification_expired().entry()));
    }
    let client = store::clients::load(work.db, &trip.client_id)?
        .ok_or_else(ApiError::oauth_callback_invalid)?;
    work.client = Some(client.clone());
    let outcome = match &trip.subject {
        Subject::SignIn { id } => sign_in::by_provider::arrived(work, &client, id, told)?,
        Subject::ExternalAccount { user_id, id } => {
            external_accounts::arrived(work, user_id, id, told)?
        }
        Subject::SignUp { id } => sign_up::by_provider::arrived(work, &client, id, told)?,
    };
    keep_token(work, &client)?;
    Ok(outcome)
}

/// The person who came back, or why nobody did, as an entry of `errors`.
fn told(work: &Work<'_>, query: &Pairs) -> Result<Result<Person, Value>, ApiError> {
    if let Some(code) = &work.settings.external.failed_callback {
        return Ok(Err(json!({ "code": code, "message": code, "long_message": code })));
    }
    if checks::first(query, "error").is_some() {
        return Ok(Err(ApiError::oauth_access_denied().entry()));
    }
    let id = checks::first(query, "code").unwrap_or_default();
    let identity = work.settings.external.identities.get(id);
    let identity = identity.ok_or_else(ApiError::oauth_callback_invalid)?;
    Ok(Ok(Person {
        id: id.to_owned(),
        email_address: identity.email_address.to_ascii_lowercase(),
        email_verified: identity.email_verified,
        first_name: identity.first_name.clone(),
        last_name: identity.last_name.clone(),
    }))
}

/// Takes the new token of a client back, where only the redemption gives one.
fn keep_token(work: &Work<'_>, before: &Client) -> Result<(), Refusal> {
    if work.settings.external.token_rotates_at_callback {
        return Ok(());
    }
    if let Some(mut client) = store::clients::load(work.db, &before.id)? {
        client.rotating_token.clone_from(&before.rotating_token);
        store::clients::save(work.db, &client)?;
    }
    Ok(())
}

/// Ends the way through the browser, and gives the address to go on to.
fn leave(work: &Work<'_>, trip: &BrowserTrip, outcome: &Outcome) -> Result<String, Refusal> {
    let external = &work.settings.external;
    let with_nonce = external.nonce
        && external.lists(&trip.redirect_url)
        && match outcome {
            Outcome::Done { .. } => true,
            Outcome::Transfer(_) => external.nonce_on_transfer,
            Outcome::Failed(_) => false,
        };
    let nonce = with_nonce.then(|| work.random.token());
    let until = work.now.plus_seconds(external.nonce_seconds);
    store::browser_trips::arrive(work.db, &trip.state, nonce.as_deref().map(|it| (it, until)))?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Outcome::Transfer(code) | Outcome::Failed(code) = outcome {
        query.append_pair("__clerk_status", "failed").append_pair("__clerk_error_code", code);
    }
    if let Outcome::Done { session_id: Some(id) } = outcome {
        query.append_pair("created_session_id", id);
    }
    // Last, so that it is the nonce that a stray fragment spoils.
    if let Some(nonce) = &nonce {
        query.append_pair("rotating_token_nonce", nonce);
    }
    Ok(joined(&trip.redirect_url, &query.finish(), external.trailing_fragment))
}

fn joined(redirect_url: &str, query: &str, trailing_fragment: bool) -> String {
    let url = redirect_url.split('#').next().unwrap_or_default();
    let separator = match query {
        "" => "",
        _ if url.contains('?') => "&",
        _ => "?",
    };
    let end = if trailing_fragment { "#" } else { "" };
    format!("{url}{separator}{query}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_added_to_the_address() {
        for (url, fragment, whole) in [
            ("latchkey://callback", false, "latchkey://callback?a=1"),
            (
                "http://127.0.0.1:4011/callback?b=2#c",
                false,
                "http://127.0.0.1:4011/callback?b=2&a=1",
            ),
            ("latchkey://callback", true, "latchkey://callback?a=1#"),
        ] {
            assert_eq!(joined(url, "a=1", fragment), whole);
        }
        assert_eq!(joined("latchkey://callback", "", false), "latchkey://callback");
    }
}
