//! What is known of the end of the session, and of the calls that concern all of it.

use super::SignedIn;
use crate::failure::Failure;

impl SignedIn {
    /// Whether a refresh that the person asked for is under way, or the end of the session.
    pub fn is_account_busy(&self) -> bool {
        self.account.is_busy()
    }

    /// Whether the session is being ended here, or was: a session that is gone then was not ended
    /// elsewhere.
    pub fn is_signing_out(&self) -> bool {
        self.account.is_signing_out()
    }

    /// Whether all sessions of this device are being ended, not only this one.
    pub fn is_signing_out_all(&self) -> bool {
        self.account.is_signing_out_all()
    }

    /// Whether this device is being forgotten.
    pub fn is_forgetting(&self) -> bool {
        self.account.is_forgetting()
    }

    /// Why the account could not be refreshed, or the session not be ended.
    pub fn account_failure(&self) -> Option<&Failure> {
        self.account.failure()
    }

    /// Why the session could not be ended.
    pub fn sign_out_failure(&self) -> Option<&Failure> {
        self.account.sign_out_failure()
    }
}
