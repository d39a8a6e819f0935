//! Errors of the Frontend API, with the codes, statuses and texts of its catalogue.

mod account;
mod codes;
mod external;
mod form;
mod mfa;
mod organizations;
mod profile;
mod request;
mod sign_in;
mod sign_up;

use serde_json::{Value, json};

/// Why a call was not carried out.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// An answer of the catalogue.
    Api(Box<ApiError>),
    /// The emulator itself failed: 500, and nothing is committed.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

/// One error answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    message: String,
    long_message: Box<str>,
    meta: Option<Value>,
    /// Seconds, for the `Retry-After` header.
    pub(crate) retry_after: Option<u64>,
    /// A second entry of `errors`.
    beside: Option<Box<ApiError>>,
}

impl ApiError {
    fn new(status: u16, code: &'static str, message: &str, long_message: &str) -> Self {
        Self {
            status,
            code,
            message: message.to_owned(),
            long_message: long_message.into(),
            meta: None,
            retry_after: None,
            beside: None,
        }
    }

    fn form(code: &'static str, param: &str, message: &str, long_message: &str) -> Self {
        let mut error = Self::new(422, code, message, long_message);
        error.meta = Some(json!({ "param_name": param }));
        error
    }

    /// The same error about another field.
    pub(crate) fn about(mut self, param: &str) -> Self {
        self.meta = Some(json!({ "param_name": param }));
        self
    }

    fn same(status: u16, code: &'static str, text: &str) -> Self {
        Self::new(status, code, text, text)
    }

    /// The same error with another one behind it.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.beside = Some(Box::new(other));
        self
    }

    /// The entries of `errors`.
    pub(crate) fn entries(&self) -> Vec<Value> {
        let beside = self.beside.iter().flat_map(|other| other.entries());
        std::iter::once(self.entry()).chain(beside).collect()
    }

    /// The first entry alone.
    pub(crate) fn entry(&self) -> Value {
        let mut entry = json!({
            "code": self.code,
            "message": self.message,
            "long_message": self.long_message,
        });
        if let (Some(meta), Some(entry)) = (&self.meta, entry.as_object_mut()) {
            entry.insert("meta".to_owned(), meta.clone());
        }
        entry
    }

    pub(crate) fn internal() -> Self {
        Self::same(500, "internal_clerk_error", "Oops, an unexpected error occurred")
    }
}

/// Clients and sessions.
impl ApiError {
    pub(crate) fn client_not_found() -> Self {
        Self::same(404, "resource_not_found", "Client not found")
    }

    pub(crate) fn client_expected() -> Self {
        Self::new(
            400,
            "client_not_found",
            "No client found",
            "This request is expecting a client and did not find one",
        )
    }

    pub(crate) fn not_found(kind: &str, id: &str) -> Self {
        Self::new(
            404,
            "resource_not_found",
            "Resource not found",
            &format!("No {kind} was found with id {id}"),
        )
    }

    pub(crate) fn signed_out() -> Self {
        Self::same(401, "signed_out", "You are signed out")
    }

    pub(crate) fn authentication_invalid() -> Self {
        Self::new(
            401,
            "authentication_invalid",
            "Invalid authentication",
            "Unable to authenticate the request, you need to supply an active session",
        )
    }

    pub(crate) fn session_not_yours() -> Self {
        Self::same(
            401,
            "action_for_session_not_authorized",
            "You are not authorized to perform this action on the session",
        )
    }

    pub(crate) fn session_action(action: &str, id: &str) -> Self {
        Self::new(
            400,
            "invalid_action_for_session",
            "Invalid action for user session",
            &format!("Unable to {action} session {id}"),
        )
    }
}
