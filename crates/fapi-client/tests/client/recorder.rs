//! A keeper that remembers what it was told, and a client with one.

use std::ops::Deref;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use latchkey_fapi_client::{
    BaseUrl, Config, CreateSignIn, Deadlines, FapiClient, Held, Keeper, Keeping, Snapshot,
};
use latchkey_fapi_types::{Client, ClientToken};
use tokio::sync::{Semaphore, watch};

/// Keeps in memory, and checks that no change is left out or comes twice.
#[derive(Default)]
pub(crate) struct Recorder {
    kept: watch::Sender<Held>,
    /// Everything that was told, in order.
    told: Mutex<Vec<Held>>,
    /// Lets a slow keeper return, once for each permit.
    gate: Option<Semaphore>,
}

impl Recorder {
    /// A keeper that is told, and returns when the test lets it.
    pub(crate) fn slow() -> Self {
        Self { gate: Some(Semaphore::new(0)), ..Self::default() }
    }
}

impl Keeper for Recorder {
    fn keep<'a>(&'a self, held: &'a Held) -> Keeping<'a> {
        let before = self.kept.send_replace(held.clone());
        assert_eq!(held.generation, before.generation + 1);
        self.told.lock().unwrap().push(held.clone());
        Box::pin(async {
            if let Some(gate) = &self.gate {
                gate.acquire().await.unwrap().forget();
            }
        })
    }
}

/// A client and what its keeper was told.
pub(crate) struct Recorded {
    fapi: FapiClient,
    recorder: Arc<Recorder>,
}

impl Recorded {
    /// A client of any server.
    pub(crate) fn new(base_url: &str, deadlines: Deadlines) -> Self {
        Self::with(Recorder::default(), base_url, deadlines)
    }

    /// A client of any server with a keeper of its own kind.
    pub(crate) fn with(recorder: Recorder, base_url: &str, deadlines: Deadlines) -> Self {
        let recorder = Arc::new(recorder);
        let fapi = client(base_url, deadlines, recorder.clone());
        Self { fapi, recorder }
    }

    /// What the keeper has.
    pub(crate) fn held(&self) -> Held {
        self.recorder.kept.borrow().clone()
    }

    /// Everything that the keeper was told, in order.
    pub(crate) fn told(&self) -> Vec<Held> {
        self.recorder.told.lock().unwrap().clone()
    }

    /// Puts in a token that the keeper has.
    pub(crate) async fn restore(&self, token: &str) {
        let token = Some(ClientToken::new(token));
        self.recorder.kept.send_modify(|kept| {
            *kept = Held { token: token.clone(), generation: kept.generation, ..Held::default() };
        });
        self.fapi.restore(Snapshot { token, client: None }).await;
    }

    /// Puts in a token and a client that the keeper has.
    pub(crate) async fn restore_client(&self, token: &str, client: Client) {
        let token = Some(ClientToken::new(token));
        let client = Some(client);
        self.recorder.kept.send_modify(|kept| {
            let generation = kept.generation;
            *kept = Held {
                token: token.clone(),
                client: client.clone(),
                generation,
                ..Held::default()
            };
        });
        self.fapi.restore(Snapshot { token, client }).await;
    }

    /// Creates a sign-in; the server says what comes of it.
    pub(crate) async fn sign_somebody_in(&self) {
        let identifier = "totp+clerk_test@example.com".to_owned();
        let params = CreateSignIn { identifier, password: None, strategy: None };
        self.fapi.create_sign_in(params).await.unwrap();
    }

    /// Lets a slow keeper return so many times.
    pub(crate) fn let_keep(&self, times: usize) {
        self.recorder.gate.as_ref().unwrap().add_permits(times);
    }

    /// How often a slow keeper may still return.
    pub(crate) fn may_keep(&self) -> usize {
        self.recorder.gate.as_ref().unwrap().available_permits()
    }

    /// Waits until the keeper has what is waited for.
    pub(crate) async fn until(&self, fulfilled: impl FnMut(&Held) -> bool) {
        let mut kept = self.recorder.kept.subscribe();
        let came = kept.wait_for(fulfilled);
        tokio::time::timeout(Duration::from_secs(10), came).await.unwrap().unwrap();
    }

    #[track_caller]
    pub(crate) fn check_token(&self, expected: Option<&str>) {
        assert_eq!(self.held().token, expected.map(ClientToken::new));
    }

    /// Checks the sessions of the client that is held.
    #[track_caller]
    pub(crate) fn check_sessions(&self, expected: Option<&[&str]>) {
        let held = self.held();
        let sessions = held
            .client
            .as_ref()
            .map(|client| client.sessions.iter().map(|it| it.id.as_str()).collect::<Vec<_>>());
        assert_eq!(sessions.as_deref(), expected);
    }
}

impl Deref for Recorded {
    type Target = FapiClient;

    fn deref(&self) -> &FapiClient {
        &self.fapi
    }
}

/// A client of any server with any keeper.
pub(crate) fn client(base_url: &str, deadlines: Deadlines, keeper: Arc<dyn Keeper>) -> FapiClient {
    let base_url = BaseUrl::parse(base_url).unwrap();
    FapiClient::new(Config { deadlines, ..Config::new(base_url) }, keeper).unwrap()
}
