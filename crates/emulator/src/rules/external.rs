//! A verification by somebody else: a provider, which is asked through a browser.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Timestamp;

/// A person as a provider told of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    /// Their id at the provider.
    pub(crate) id: String,
    pub(crate) email_address: String,
    pub(crate) email_verified: bool,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
}

/// How far the way through the browser is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ExternalCheck {
    /// Such as `oauth_google`, or `saml`.
    pub(crate) strategy: String,
    /// The enterprise connection, if it is one.
    #[serde(default)]
    pub(crate) connection_id: Option<String>,
    pub(crate) status: ExternalStatus,
    /// Where the browser goes, until it has come back.
    pub(crate) url: Option<String>,
    pub(crate) expire_at: i64,
    /// What went wrong, as an entry of `errors`.
    pub(crate) error: Option<Value>,
    /// Who it was, once the browser has come back.
    pub(crate) person: Option<Person>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExternalStatus {
    Unverified,
    Verified,
    Failed,
    /// What was asked for needs the other kind of attempt: a sign-up in the place of a sign-in, or the reverse.
    Transferable,
}

impl ExternalCheck {
    /// The status on the wire at a moment.
    pub(crate) fn status_at(&self, now: Timestamp) -> &'static str {
        match self.status {
            ExternalStatus::Verified => "verified",
            ExternalStatus::Failed => "failed",
            ExternalStatus::Transferable => "transferable",
            ExternalStatus::Unverified if now.millis() > self.expire_at => "expired",
            ExternalStatus::Unverified => "unverified",
        }
    }

    /// The browser has come back.
    pub(crate) fn end(&mut self, status: ExternalStatus, error: Option<Value>) {
        self.status = status;
        self.error = error;
        self.url = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_772_000_000_000);

    #[test]
    fn one_that_was_not_ended_in_time_has_expired() {
        let mut check = ExternalCheck {
            strategy: "oauth_google".to_owned(),
            connection_id: None,
            status: ExternalStatus::Unverified,
            url: Some("http://127.0.0.1/".to_owned()),
            expire_at: START.plus_seconds(600).millis(),
            error: None,
            person: None,
        };
        assert_eq!(check.status_at(START.plus_seconds(600)), "unverified");
        assert_eq!(check.status_at(START.plus_seconds(601)), "expired");
        check.end(ExternalStatus::Verified, None);
        assert_eq!((check.status_at(START.plus_seconds(601)), check.url), ("verified", None));
    }
}
