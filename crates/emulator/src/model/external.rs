//! Accounts at providers, and ways through a browser.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Timestamp;
use crate::rules::external::ExternalCheck;

/// An account at a provider that a user has connected, or has begun to.
#[derive(Debug, Clone)]
pub(crate) struct ExternalAccount {
    pub(crate) id: String,
    pub(crate) identification_id: String,
    pub(crate) check: ExternalCheck,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// One way through a browser, from the call that asked for it to the redemption of its nonce.
#[derive(Debug, Clone)]
pub(crate) struct BrowserTrip {
    /// The secret that the provider hands back.
    pub(crate) state: String,
    pub(crate) client_id: String,
    /// The rotating token of the client when it began: good beside the nonce, and for nothing else.
    pub(crate) token_before: String,
    pub(crate) subject: Subject,
    pub(crate) strategy: String,
    pub(crate) redirect_url: String,
    /// What the application called itself.
    pub(crate) user_agent: Option<String>,
    pub(crate) expire_at: Timestamp,
}

/// What a browser was sent out for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Subject {
    SignIn { id: String },
    SignUp { id: String },
    ExternalAccount { user_id: String, id: String },
}

impl Subject {
    /// Whether a nonce of it may be redeemed by reading this path.
    pub(crate) fn is_read_at(&self, path: &str) -> bool {
        match self {
            Self::ExternalAccount { .. } => path == "/v1/me",
            Self::SignUp { id } => {
                path == "/v1/client" || path.strip_prefix("/v1/client/sign_ups/") == Some(id)
            }
            Self::SignIn { id } => {
                path == "/v1/client" || path.strip_prefix("/v1/client/sign_ins/") == Some(id)
            }
        }
    }
}

/// What the application is told when the browser comes back.
#[derive(Debug)]
pub(crate) enum Outcome {
    Done {
        session_id: Option<String>,
    },
    /// The other kind of attempt is needed, for the reason of this code.
    Transfer(String),
    /// With this code.
    Failed(String),
}

impl Outcome {
    /// The failure that an entry of `errors` is about.
    pub(crate) fn failed(error: &Value) -> Self {
        Self::Failed(error["code"].as_str().unwrap_or_default().to_owned())
    }
}
