//! A browser's way through a provider, without a browser.

use crate::emulator::Emulator;
use crate::error::ControlError;
use crate::resources::oauth_callback;
use crate::wire::checks;
use crate::wire::error::Refusal;

/// In the place of an identity: the person does not grant access.
const DENY: &str = "deny";

impl Emulator {
    /// Walks the whole way that a browser takes from a provider's page, as one of the `identities` in the settings or as
    /// `deny`, and gives the address of the callback. `url` is an `external_verification_redirect_url`.
    pub fn walk_provider(&self, url: &str, identity: &str) -> Result<String, ControlError> {
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let mut query = checks::pairs(query.as_bytes());
        let answer = if identity == DENY { ("error", "access_denied") } else { ("code", identity) };
        query.push((answer.0.to_owned(), answer.1.to_owned()));
        oauth_callback::arrive(self.instance(), &query).map_err(|refusal| match refusal {
            Refusal::Api(error) => ControlError::NoSuchTrip(error.code),
            Refusal::Internal(error) => ControlError::Failed(error),
        })
    }
}
