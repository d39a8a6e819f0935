//! The sessions of this client (contract §3 and §5).

use latchkey_fapi_types::{Client, OrganizationId, Session, SessionId, SessionToken};

use crate::call::{Call, Form, Wrapping};
use crate::error::CallError;
use crate::methods::{Answer, FapiClient};

impl FapiClient {
    /// Makes a session the one in use. Its organization stays as it is.
    pub async fn touch(&self, id: &SessionId) -> Result<Answer<Session>, CallError> {
        let form = Form::new([("intent", "select_session")]);
        self.call(Call::post(&["client", "sessions", id.as_str(), "touch"], form)).await
    }

    /// Uses a session for an organization, or for the person alone, which an instance that forces organizations ignores.
    /// It ends the task `choose-organization`.
    pub async fn select_organization(
        &self,
        id: &SessionId,
        organization: Option<&OrganizationId>,
    ) -> Result<Answer<Session>, CallError> {
        let form = Form::new([
            ("active_organization_id", organization.map_or("", OrganizationId::as_str)),
            ("intent", "select_org"),
        ]);
        self.call(Call::post(&["client", "sessions", id.as_str(), "touch"], form)).await
    }

    /// Ends a session for good. The token stays: it carries this device's trust. The server did so for this client if the
    /// answer is [identified](Answer::identified).
    pub async fn end_session(&self, id: &SessionId) -> Result<Answer<Session>, CallError> {
        self.close_session(id, "end").await
    }

    /// Signs one session out of this client. The token stays: it carries this device's trust. The server did so for this
    /// client if the answer is [identified](Answer::identified).
    pub async fn remove_session(&self, id: &SessionId) -> Result<Answer<Session>, CallError> {
        self.close_session(id, "remove").await
    }

    /// Signs all sessions out of this client. The token stays: it carries this device's trust. The server did so for this
    /// client if the answer is [identified](Answer::identified); one without a client shows nothing, and takes nothing
    /// from what is held.
    pub async fn remove_all_sessions(&self) -> Result<Answer<Option<Client>>, CallError> {
        self.call(Call::delete(&["client", "sessions"]).wrapped(Wrapping::Client)).await
    }

    /// A session token for the application's own backend; its organization stays as it is.
    pub async fn session_token(&self, id: &SessionId) -> Result<Answer<SessionToken>, CallError> {
        let path = ["client", "sessions", id.as_str(), "tokens"];
        self.call(Call::post(&path, Form::default()).wrapped(Wrapping::Bare)).await
    }

    async fn close_session(
        &self,
        id: &SessionId,
        step: &str,
    ) -> Result<Answer<Session>, CallError> {
        let call =
            Call::post(&["client", "sessions", id.as_str(), step], Form::default()).ending(id);
        self.call(call).await
    }
}
