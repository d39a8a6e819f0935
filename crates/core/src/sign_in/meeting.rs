//! Sessions that a sign-in meets on the client: its own, or one that was running before.

use latchkey_fapi_types::client::{Client, Session};

use super::stage::Stage;
use super::{Context, Next, SignIn, signed_in};
use crate::failure::Failure;

impl SignIn {
    /// The server refused to begin because somebody is signed in. Goes to the session that it names, or
    /// to one that was not there before: any other is somebody else's. Where there is none, the server
    /// was behind itself: once more, by itself.
    pub(super) fn meet_session(
        &mut self,
        client: Option<&Client>,
        failure: Failure,
        cx: &mut Context<'_>,
    ) -> Next {
        let named = failure.reason().and_then(|reason| reason.session_id.as_ref());
        let running = client.and_then(|client| {
            named.and_then(|id| signed_in(client, id)).or_else(|| self.own_session(client))
        });
        if let Some(session) = running {
            self.stage = Stage::Complete(session.id.clone());
            return None;
        }
        if let Stage::Identify(identify) = &mut self.stage
            && let Some(call) = identify.sent.take()
        {
            return self.send(call, cx);
        }
        self.fail(failure);
        None
    }

    /// The session that this sign-in created: the one that its attempt names, else one that was not
    /// there before.
    pub(super) fn own_session<'a>(&self, client: &'a Client) -> Option<&'a Session> {
        let attempt = client.sign_in.as_ref().filter(|it| self.attempt.as_ref() == Some(&it.id));
        let created = attempt.and_then(|attempt| attempt.created_session_id.as_ref());
        let is_new =
            |session: &&Session| session.is_signed_in() && !self.before.contains(&session.id);
        created
            .and_then(|id| signed_in(client, id))
            .or_else(|| client.current_session().filter(is_new))
            .or_else(|| client.sessions.iter().find(is_new))
    }
}

/// Whether the server refused to begin because somebody is signed in.
pub(super) fn is_signed_in_already(failure: &Failure) -> bool {
    matches!(failure.code(), Some("session_exists" | "identifier_already_signed_in"))
}
