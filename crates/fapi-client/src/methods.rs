//! The calls of the Frontend API, one method each: here what all of them share and the calls that come before a
//! sign-in.

mod me;
mod reverification;
mod session;
mod sign_in;

use std::fmt;
use std::sync::Arc;

use latchkey_fapi_types::{Client, ClientToken, Environment};
use serde::de::DeserializeOwned;
use tokio::sync::watch;

use crate::base_url::BaseUrl;
use crate::call::{Call, Wrapping};
use crate::error::{BadAnswer, BuildError, CallError, Loss};
use crate::state::{Access, ClientState, Store};
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

    /// When the server says it gave its newest answer, of whatever status, in milliseconds since the Unix epoch. None
    /// before the first answer, and if the newest one did not say. Read it as soon as a call returns, with or without a
    /// value, to compare clocks: it does not go on by itself.
    pub fn last_date(&self) -> Option<i64> {
        self.inner.transport.last_date()
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
