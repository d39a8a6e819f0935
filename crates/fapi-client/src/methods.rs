//! The calls of the Frontend API, one method each.

use std::fmt;
use std::sync::Arc;

use latchkey_fapi_types::{
    Client, ClientToken, Environment, Password, Session, SessionId, SessionToken, SignIn, SignInId,
    User,
};
use serde::de::DeserializeOwned;
use tokio::sync::watch;

use crate::base_url::BaseUrl;
use crate::call::{Call, Form, Wrapping};
use crate::error::{BadAnswer, BuildError, CallError, Loss};
use crate::params::{AttemptFactor, CreateSignIn, PrepareFactor};
use crate::state::{Access, ClientState, Consequence, Store};
use crate::transport::{Config, Transport};

/// A native client of the Frontend API. Clones share everything.
#[derive(Clone)]
pub struct FapiClient {
    inner: Arc<Inner>,
}

/// What a call returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// The value.
    pub value: T,
    /// When the server says it answered, in milliseconds since the Unix epoch.
    pub date: Option<i64>,
}

struct Inner {
    transport: Transport,
    store: Store,
    /// Held by the one call at a time that can change the client.
    changing: Arc<tokio::sync::Mutex<()>>,
}

impl FapiClient {
    /// Builds a client that holds no token yet. Nothing is sent.
    pub fn new(config: Config) -> Result<Self, BuildError> {
        let transport = Transport::new(config)?;
        let changing = Arc::default();
        Ok(Self { inner: Arc::new(Inner { transport, store: Store::new(), changing }) })
    }

    /// Where the calls go.
    pub fn base_url(&self) -> &BaseUrl {
        self.inner.transport.base_url()
    }

    /// What is held now, and every change of it.
    pub fn state(&self) -> watch::Receiver<ClientState> {
        self.inner.store.subscribe()
    }

    /// The client token, to keep it safe.
    pub fn token(&self) -> Option<ClientToken> {
        self.inner.store.token()
    }

    /// Takes a token that was kept. Answers to calls that are under way change nothing any more.
    pub fn restore(&self, token: ClientToken) {
        self.inner.store.restore(token);
    }

    /// Drops the token, and with it this device's trust, and the client. Answers to calls that are under way change
    /// nothing any more.
    pub fn forget(&self) {
        self.inner.store.forget();
    }

    /// What the instance offers.
    pub async fn environment(&self) -> Result<Answer<Environment>, CallError> {
        self.call(Call::get(&["environment"]).wrapped(Wrapping::Bare)).await
    }

    /// The client as the server sees it. None means that the server knows no client for our token, or that there is no
    /// token yet. It is not a sign-out: what is held stays as it is (contract §3), and the caller, who may have asked
    /// because another call was refused, decides whether to [forget](Self::forget) it.
    pub async fn client(&self) -> Result<Answer<Option<Client>>, CallError> {
        self.call(Call::get(&["client"]).wrapped(Wrapping::Client)).await
    }

    /// Starts a sign-in, which replaces the one that is in progress.
    pub async fn create_sign_in(&self, params: CreateSignIn) -> Result<Answer<SignIn>, CallError> {
        let form = params.form();
        drop(params);
        self.call(Call::post(&["client", "sign_ins"], form)).await
    }

    /// The sign-in as it stands.
    pub async fn sign_in(&self, id: &SignInId) -> Result<Answer<SignIn>, CallError> {
        self.call(Call::get(&["client", "sign_ins", id.as_str()])).await
    }

    /// Has a code for the first factor sent.
    pub async fn prepare_first_factor(
        &self,
        id: &SignInId,
        params: &PrepareFactor,
    ) -> Result<Answer<SignIn>, CallError> {
        self.advance(id, "prepare_first_factor", params.form()).await
    }

    /// Tries to prove the first factor.
    pub async fn attempt_first_factor(
        &self,
        id: &SignInId,
        params: &AttemptFactor,
    ) -> Result<Answer<SignIn>, CallError> {
        self.advance(id, "attempt_first_factor", params.form()).await
    }

    /// Has a code for the second factor sent; also for a device that is new.
    pub async fn prepare_second_factor(
        &self,
        id: &SignInId,
        params: &PrepareFactor,
    ) -> Result<Answer<SignIn>, CallError> {
        self.advance(id, "prepare_second_factor", params.form()).await
    }

    /// Tries to prove the second factor; also for a device that is new.
    pub async fn attempt_second_factor(
        &self,
        id: &SignInId,
        params: &AttemptFactor,
    ) -> Result<Answer<SignIn>, CallError> {
        self.advance(id, "attempt_second_factor", params.form()).await
    }

    /// Sets a new password, once a code allowed it.
    pub async fn reset_password(
        &self,
        id: &SignInId,
        password: &Password,
        sign_out_of_other_sessions: bool,
    ) -> Result<Answer<SignIn>, CallError> {
        let mut form = Form::default();
        // EXPOSE: into the body of the request.
        form.add("password", password.expose());
        let others = if sign_out_of_other_sessions { "true" } else { "false" };
        form.add("sign_out_of_other_sessions", others);
        self.advance(id, "reset_password", form).await
    }

    /// Makes a session the one in use. Its organization stays as it is.
    pub async fn touch(&self, id: &SessionId) -> Result<Answer<Session>, CallError> {
        let mut form = Form::default();
        form.add("intent", "select_session");
        self.call(Call::post(&["client", "sessions", id.as_str(), "touch"], form)).await
    }

    /// Ends a session for good. The token stays: it carries this device's trust.
    pub async fn end_session(&self, id: &SessionId) -> Result<Answer<Session>, CallError> {
        self.close_session(id, "end").await
    }

    /// Signs one session out of this client. The token stays: it carries this device's trust.
    pub async fn remove_session(&self, id: &SessionId) -> Result<Answer<Session>, CallError> {
        self.close_session(id, "remove").await
    }

    /// Signs all sessions out of this client. The token stays: it carries this device's trust.
    pub async fn remove_all_sessions(&self) -> Result<Answer<Option<Client>>, CallError> {
        let call = Call::delete(&["client", "sessions"])
            .wrapped(Wrapping::Client)
            .implying(Consequence::SessionsGone);
        self.call(call).await
    }

    /// A session token for the application's own backend; its organization stays as it is.
    pub async fn session_token(&self, id: &SessionId) -> Result<Answer<SessionToken>, CallError> {
        let path = ["client", "sessions", id.as_str(), "tokens"];
        self.call(Call::post(&path, Form::default()).wrapped(Wrapping::Bare)).await
    }

    /// The user of a session.
    pub async fn me(&self, session: &SessionId) -> Result<Answer<User>, CallError> {
        self.call(Call::get(&["me"]).within(session)).await
    }

    async fn advance(
        &self,
        id: &SignInId,
        step: &str,
        form: Form,
    ) -> Result<Answer<SignIn>, CallError> {
        self.call(Call::post(&["client", "sign_ins", id.as_str(), step], form)).await
    }

    async fn close_session(
        &self,
        id: &SessionId,
        step: &str,
    ) -> Result<Answer<Session>, CallError> {
        let call = Call::post(&["client", "sessions", id.as_str(), step], Form::default())
            .implying(Consequence::SessionGone(id.clone()));
        self.call(call).await
    }

    /// Makes a call. It waits for its turn here, where giving up means that nothing is sent; from then on it runs to its
    /// end, which its deadlines bound, on a task of its own.
    async fn call<T: DeserializeOwned>(&self, call: Call) -> Result<Answer<T>, CallError> {
        let turn = match call.access() {
            Access::Read => None,
            Access::Change => Some(Arc::clone(&self.inner.changing).lock_owned().await),
        };
        let inner = Arc::clone(&self.inner);
        let sent = tokio::spawn(async move {
            let received = inner.transport.exchange(&inner.store, call).await;
            drop(turn);
            received
        });
        let received = sent.await.map_err(|source| CallError::OutcomeUnknown {
            kind: Loss::Interrupted,
            source: source.into(),
        })??;
        match serde_json::from_str(received.json.get()) {
            Ok(value) => Ok(Answer { value, date: received.date }),
            Err(error) => {
                // The place is all that is told: the text around it may hold a token.
                let column = error.column();
                tracing::warn!(column, status = received.status, "an answer has the wrong shape");
                let problem = BadAnswer::WrongShape;
                Err(CallError::BadAnswer { status: received.status, problem })
            }
        }
    }
}

impl fmt::Debug for FapiClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FapiClient")
            .field("base_url", &self.base_url().as_str())
            .field("has_token", &self.token().is_some())
            .finish_non_exhaustive()
    }
}
