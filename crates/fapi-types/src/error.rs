//! The body of a refused call (contract §1.7 and §10).

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::client::Client;
use crate::id::SessionId;
use crate::lenient;

/// One entry of a refusal. `Debug` leaves out what the server wrote freely: its texts may repeat what was sent, and that of
/// `cookie_invalid` repeats a part of the client token.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiError {
    /// What to branch on.
    pub code: String,
    /// A short text.
    pub message: String,
    /// A text for people.
    pub long_message: Option<String>,
    /// The form field that is at fault.
    pub param_name: Option<String>,
    /// Seconds until a locked account opens again; none with `user_locked` means locked until further notice.
    pub lockout_expires_in_seconds: Option<u64>,
    /// The session that is already there, with `identifier_already_signed_in`.
    pub session_id: Option<SessionId>,
    /// Everything that the entry said beside its texts.
    pub meta: Value,
}

impl ApiError {
    /// The text for people: the long one, else the short one.
    pub fn text(&self) -> &str {
        self.long_message.as_deref().unwrap_or(&self.message)
    }
}

impl std::fmt::Debug for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiError")
            .field("code", &self.code)
            .field("param_name", &self.param_name)
            .field("lockout_expires_in_seconds", &self.lockout_expires_in_seconds)
            .finish_non_exhaustive()
    }
}

/// The body of a refused call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorBody {
    /// All entries; the first one decides.
    pub errors: Vec<ApiError>,
    /// The client after the refusal, if the server sent it along.
    pub client: Option<Client>,
    /// What Clerk's support asks for.
    pub clerk_trace_id: Option<String>,
}

impl<'de> Deserialize<'de> for ErrorBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let body = Body::deserialize(deserializer)?;
        let common = body.meta.unwrap_or_default();
        let errors = body.errors.into_iter().map(|entry| entry.into_error(&common)).collect();
        Ok(Self {
            errors,
            client: body.client.or(common.client),
            clerk_trace_id: body.clerk_trace_id,
        })
    }
}

#[derive(Deserialize)]
struct Body {
    /// Must be there; what is no entry is left out.
    #[serde(deserialize_with = "lenient::list")]
    errors: Vec<Entry>,
    #[serde(default, deserialize_with = "lenient::option")]
    client: Option<Client>,
    #[serde(default, deserialize_with = "lenient::option")]
    meta: Option<CommonMeta>,
    #[serde(default, deserialize_with = "lenient::option")]
    clerk_trace_id: Option<String>,
}

/// What may stand beside the entries and concern them all.
#[derive(Default, Deserialize)]
struct CommonMeta {
    #[serde(default, deserialize_with = "lenient::option")]
    client: Option<Client>,
    #[serde(default, deserialize_with = "lenient::option")]
    lockout_expires_in_seconds: Option<u64>,
    #[serde(default, deserialize_with = "lenient::option")]
    session_id: Option<SessionId>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default, deserialize_with = "lenient::or_default")]
    code: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    message: String,
    #[serde(default, deserialize_with = "lenient::text")]
    long_message: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    meta: Value,
}

impl Entry {
    fn into_error(self, common: &CommonMeta) -> ApiError {
        let text = |name: &str| self.meta.get(name).and_then(Value::as_str).map(str::to_owned);
        let lockout = self.meta.get("lockout_expires_in_seconds").and_then(Value::as_u64);
        ApiError {
            param_name: text("param_name"),
            session_id: text("session_id")
                .map(SessionId::new)
                .or_else(|| common.session_id.clone()),
            lockout_expires_in_seconds: lockout.or(common.lockout_expires_in_seconds),
            code: self.code,
            message: self.message,
            long_message: self.long_message,
            meta: self.meta,
        }
    }
}
