//! The nonce of a callback: who may redeem it, and for what.

use crate::model::external::BrowserTrip;
use crate::store;
use crate::wire::call::Call;
use crate::wire::checks::{self, GivenToken};
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Finds the client of a call by its token, or by a nonce beside it. A nonce is good once, for the client that the browser
/// was sent out by, and for reading what it was sent out for. Any other is 401 `signed_out` (next-flows §1.3), and the
/// true one still works after it.
pub(crate) fn authenticate(work: &mut Work<'_>, call: &Call) -> Result<(), Refusal> {
    let Some(nonce) = checks::first(&call.query, "rotating_token_nonce") else {
        return work.authenticate(&call.token);
    };
    let trip = store::browser_trips::by_nonce(work.db, nonce, work.now)?
        .filter(|trip| trip.subject.is_read_at(&call.path))
        .ok_or_else(ApiError::signed_out)?;
    redeem(work, &call.token, &trip)
}

/// Gives the client a new token for the nonce of a trip.
fn redeem(work: &mut Work<'_>, given: &GivenToken, trip: &BrowserTrip) -> Result<(), Refusal> {
    let GivenToken::Some(token) = given else { return Err(ApiError::signed_out().into()) };
    let claims = work.keys.get().read_client_token(token).ok_or_else(ApiError::signed_out)?;
    let mut client = store::clients::load(work.db, &trip.client_id)?
        .filter(|client| client.id == claims.id)
        .filter(|client| {
            // The callback may have changed the token, of which the application has not heard.
            [&client.rotating_token, &trip.token_before].contains(&&claims.rotating_token)
        })
        .ok_or_else(ApiError::signed_out)?;
    store::browser_trips::delete(work.db, &trip.state)?;
    work.rotate_token(&mut client)?;
    work.save_client(client)
}
