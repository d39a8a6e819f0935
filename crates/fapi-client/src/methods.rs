//! The calls of the Frontend API, one method each: here what all of them share and the calls that come before a
//! sign-in.

mod me;
mod organization;
mod profile;
mod reverification;
mod session;
mod sign_in;

use std::fmt;
use std::sync::Arc;

use latchkey_fapi_types::{Client, Environment};
use serde::de::DeserializeOwned;

pub(crate) use crate::answer::Answer;
use crate::base_url::BaseUrl;
use crate::call::{Call, Wrapping};
use crate::error::{BuildError, CallError, Loss};
use crate::keeper::{Keeper, Snapshot};
use crate::picture::PictureError;
use crate::state::{Access, Store};
use crate::transport::{Config, Transport};

/// A native client of the Frontend API. Clones share everything.
#[derive(Clone)]
pub struct FapiClient {
    inner: Arc<Inner>,
}

/// What a call can return.
pub(crate) trait Value: DeserializeOwned + Send + 'static {}

impl<T: DeserializeOwned + Send + 'static> Value for T {}

struct Inner {
    transport: Transport,
    store: Store,
    /// Held by the one call at a time that can change the client.
    changing: Arc<tokio::sync::Mutex<()>>,
}

impl FapiClient {
    /// Builds a client that holds nothing yet, and tells the keeper every change of that. Nothing is sent.
    pub fn new(config: Config, keeper: Arc<dyn Keeper>) -> Result<Self, BuildError> {
        let transport = Transport::new(config)?;
        let (store, changing) = (Store::new(keeper), Arc::default());
        Ok(Self { inner: Arc::new(Inner { transport, store, changing }) })
    }

    /// Where the calls go.
    pub fn base_url(&self) -> &BaseUrl {
        self.inner.transport.base_url()
    }

    /// Takes what was kept, in the place of all that is held. Answers to calls that are under way change nothing any more.
    /// The keeper is not told; if it is keeping a change at the moment, this waits for it.
    pub async fn restore(&self, snapshot: Snapshot) {
        self.inner.store.restore(snapshot).await;
    }

    /// Drops the token, and with it this device's trust, and the client. Answers to calls that are under way change
    /// nothing any more. Returns when the keeper has kept that; once begun, it is carried through even if its caller goes
    /// away.
    pub async fn forget(&self) {
        let inner = Arc::clone(&self.inner);
        if let Err(error) = tokio::spawn(async move { inner.store.forget().await }).await {
            tracing::error!(%error, "forgetting was not kept");
        }
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

    /// Fetches a picture of at most so many bytes from the address that the server gave. It is no call: nothing that is
    /// held is sent along or changed, and no call waits for it.
    pub async fn picture(&self, address: &str, largest: usize) -> Result<Vec<u8>, PictureError> {
        self.inner.transport.picture(address, largest).await
    }

    /// Makes a call. If its future is dropped before the call is sent, it is not sent. From then on it runs to its end,
    /// which its deadlines bound, on a task of its own.
    async fn call<T: Value>(&self, call: Call) -> Result<Answer<T>, CallError> {
        let access = call.access();
        let permit = match access {
            Access::Read => None,
            Access::Change => Some(Arc::clone(&self.inner.changing).lock_owned().await),
        };
        let ticket = self.inner.store.begin(access).await;
        let inner = Arc::clone(&self.inner);
        let sent = tokio::spawn(async move {
            let answer = inner.transport.exchange(&inner.store, ticket, call).await;
            drop(permit);
            answer
        });
        sent.await.unwrap_or_else(|source| {
            Err(CallError::OutcomeUnknown { kind: Loss::Interrupted, source: source.into() })
        })
    }
}

impl fmt::Debug for FapiClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FapiClient")
            .field("base_url", &self.base_url().as_str())
            .finish_non_exhaustive()
    }
}
