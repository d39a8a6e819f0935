//! The way of a rotated token: first into the vault, then to the loop, and only then is the answer
//! that brought it acted upon.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use latchkey_core::time::Timestamp;
use latchkey_fapi_client::{Held, Keeper, Keeping, Snapshot};
use latchkey_fapi_types::id::ClientId;
use latchkey_ipc::view::StoragePart;

use super::lease::Lease;
use super::{Inputs, VAULT_PATIENCE, send};
use crate::input::{Holding, Input, News};
use crate::ports::{Clock, Kept, NotErased, NotKept, Vault};

/// Keeps what one connection holds.
pub(super) struct LoopKeeper {
    /// The number of the connection.
    connection: u64,
    host: String,
    inputs: Inputs,
    vault: Option<Arc<dyn Vault>>,
    lease: Lease,
    clock: Arc<dyn Clock>,
    trust: Mutex<Option<Trust>>,
}

/// The trust of the server in this device.
struct Trust {
    /// As whom the server knows it; none until it has said so.
    client: Option<ClientId>,
    since: Timestamp,
}

impl LoopKeeper {
    pub(super) fn new(
        connection: u64,
        host: String,
        inputs: Inputs,
        (vault, lease): (Option<Arc<dyn Vault>>, Lease),
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connection, host, inputs, vault, lease, clock, trust: Mutex::default() }
    }

    /// Goes on with the trust of an earlier run.
    pub(super) fn go_on(&self, kept: &Kept) {
        let client = kept.snapshot.client.as_ref().map(|client| client.id.clone());
        *self.trust() = Some(Trust { client, since: kept.trusted_since });
    }

    fn trust(&self) -> MutexGuard<'_, Option<Trust>> {
        self.trust.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Since when the server knows this device as the client that is held. Another client is another
    /// trust: it begins now.
    fn trusted_since(&self, held: &Held, now: Timestamp) -> Option<Timestamp> {
        let mut trust = self.trust();
        if held.token.is_none() {
            *trust = None;
            return None;
        }
        let client = held.client.as_ref().map(|client| &client.id);
        let goes_on = trust.take().filter(|trust| {
            trust.client.is_none() || client.is_none() || trust.client.as_ref() == client
        });
        let since = goes_on.as_ref().map_or(now, |trust| trust.since);
        let known = goes_on.and_then(|trust| trust.client);
        *trust = Some(Trust { client: client.cloned().or(known), since });
        Some(since)
    }

    /// Keeps the token, or deletes what is kept where there is none any more. A vault that fails or
    /// does not answer ends no sign-in: the app goes on in memory.
    async fn keep_in_vault(
        &self,
        held: &Held,
        trusted_since: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), NotErased> {
        let Some(vault) = &self.vault else { return Ok(()) };
        let Some(trusted_since) = trusted_since else {
            let Some(forgetting) = self.lease.write(|| vault.forget(&self.host)) else {
                return Ok(());
            };
            let erased = tokio::time::timeout(VAULT_PATIENCE, forgetting).await;
            // What did not answer may have left all of it.
            return erased.unwrap_or(Err(NotErased(StoragePart::Key)));
        };
        let snapshot = Snapshot { token: held.token.clone(), client: held.client.clone() };
        let kept = Kept { snapshot, trusted_since, known_at: now };
        let Some(keeping) = self.lease.write(|| vault.keep_client(&self.host, kept)) else {
            return Ok(());
        };
        match tokio::time::timeout(VAULT_PATIENCE, keeping).await {
            Ok(Ok(())) => {}
            Ok(Err(NotKept)) => tracing::warn!("the client token lives in memory only"),
            Err(_) => tracing::warn!("the vault did not answer in time"),
        }
        Ok(())
    }
}

impl Keeper for LoopKeeper {
    fn keep<'a>(&'a self, held: &'a Held) -> Keeping<'a> {
        Box::pin(async move {
            let now = self.clock.now();
            let trusted_since = self.trusted_since(held, now);
            let erased = self.keep_in_vault(held, trusted_since, now).await;
            let holding = Holding {
                client: held.client.clone(),
                has_token: held.token.is_some(),
                trusted_since,
                refused: held.cleared,
                not_erased: erased.err().map(|NotErased(part)| part),
            };
            let news = News::Held(Box::new(holding));
            send(&self.inputs, Input::Instance(self.connection, news));
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use latchkey_core::time::Instant;
    use latchkey_fapi_types::client::Client;
    use latchkey_fapi_types::secret::ClientToken;
    use tokio::sync::{mpsc, oneshot};

    use super::super::lease;
    use super::*;
    use crate::input::Message;
    use crate::ports::{KeptEnvironment, Loaded, PortFuture, Storage, StorageChoice, Tested};

    /// A vault that keeps something when the test says so, or says that it cannot.
    struct Slow(Mutex<Option<oneshot::Receiver<Result<(), NotKept>>>>);

    impl Vault for Slow {
        fn watch(&self, _: Box<dyn Fn(Storage) + Send + Sync>) {}

        fn load(&self, _: &str) -> PortFuture<Loaded> {
            Box::pin(async { Loaded::default() })
        }

        fn keep_client(&self, _: &str, _: Kept) -> PortFuture<Result<(), NotKept>> {
            let end = self.0.lock().unwrap().take().unwrap();
            Box::pin(async { end.await.unwrap() })
        }

        fn keep_environment(&self, _: &str, _: KeptEnvironment) -> PortFuture<Result<(), NotKept>> {
            Box::pin(async { Ok(()) })
        }

        fn note_seen(&self, _: &str, _: Timestamp) {}

        fn forget(&self, _: &str) -> PortFuture<Result<(), NotErased>> {
            Box::pin(async { Err(NotErased(StoragePart::Key)) })
        }

        fn remember(&self, _: StorageChoice) {}

        fn choose(&self, _: StorageChoice) {}

        fn retry(&self) {}

        fn test(&self, _: &str) -> PortFuture<Tested> {
            Box::pin(async { Tested::Nothing })
        }
    }

    /// A clock on which a second passes between any two questions.
    struct Ticking(Mutex<i64>);

    impl Clock for Ticking {
        fn now(&self) -> Timestamp {
            let mut now = self.0.lock().unwrap();
            *now += 1_000;
            Timestamp::from_millis(*now)
        }

        fn instant(&self) -> Instant {
            Instant::from_start(Duration::ZERO)
        }

        fn wait(&self, _: Duration) -> PortFuture<()> {
            Box::pin(async {})
        }
    }

    /// A keeper that goes on with what an earlier run kept, and what it tells the loop.
    fn keeper(
        vault: Option<Arc<dyn Vault>>,
        kept: Option<&Kept>,
    ) -> (LoopKeeper, mpsc::UnboundedSender<Message>, mpsc::UnboundedReceiver<Message>) {
        let (messages, told) = mpsc::unbounded_channel();
        let clock = Arc::new(Ticking(Mutex::new(0)));
        let host = "example.accounts.dev".to_owned();
        let (lease, _) = lease::grant();
        let keeper = LoopKeeper::new(3, host, messages.downgrade(), (vault, lease), clock);
        if let Some(kept) = kept {
            keeper.go_on(kept);
        }
        (keeper, messages, told)
    }

    fn slow(end: oneshot::Receiver<Result<(), NotKept>>) -> Arc<dyn Vault> {
        Arc::new(Slow(Mutex::new(Some(end))))
    }

    fn held() -> Held {
        Held { generation: 1, token: Some(ClientToken::new("a.b.c")), ..Held::default() }
    }

    fn held_as(client: &str) -> Held {
        let client = format!(r#"{{ "id": "{client}", "sessions": [] }}"#);
        let client: Client = serde_json::from_str(&client).unwrap();
        Held { client: Some(client), ..held() }
    }

    fn told(messages: &mut mpsc::UnboundedReceiver<Message>) -> Holding {
        let Ok(Message::Input(Input::Instance(3, News::Held(holding)))) = messages.try_recv()
        else {
            panic!("the loop was not told")
        };
        *holding
    }

    /// Keeps a token with a vault that ends like this, and gives back what the loop was told.
    async fn kept(outcome: Result<(), NotKept>) -> Holding {
        let (end, ended) = oneshot::channel();
        let (keeper, _messages, mut messages) = keeper(Some(slow(ended)), None);
        let keeping = tokio::spawn(async move { keeper.keep(&held()).await });
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        assert!(messages.try_recv().is_err(), "the loop is told before the vault is done");
        assert!(!keeping.is_finished(), "the answer is acted upon before the vault is done");
        end.send(outcome).unwrap();
        keeping.await.unwrap();
        told(&mut messages)
    }

    #[tokio::test]
    async fn a_token_is_kept_before_anybody_hears_of_it() {
        assert!(kept(Ok(())).await.has_token);
    }

    #[tokio::test(start_paused = true)]
    async fn a_vault_that_does_not_answer_ends_nothing_either() {
        let (_end, ended) = oneshot::channel();
        let (keeper, _messages, mut messages) = keeper(Some(slow(ended)), None);
        keeper.keep(&held()).await;
        assert!(told(&mut messages).has_token);
    }

    #[tokio::test]
    async fn a_vault_that_fails_ends_nothing() {
        assert!(kept(Err(NotKept)).await.has_token);
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_was_left_keeps_nothing_once_another_has_taken_over() {
        // A vault that is asked for nothing: it has no answer to give.
        let vault: Arc<dyn Vault> = Arc::new(Slow(Mutex::default()));
        let (messages, _told) = mpsc::unbounded_channel();
        let (lease, granted) = lease::grant();
        let clock = Arc::new(Ticking(Mutex::new(0)));
        let host = "example.accounts.dev".to_owned();
        let keeper = LoopKeeper::new(3, host, messages.downgrade(), (Some(vault), lease), clock);
        granted.take_over(Duration::from_secs(1)).await;
        keeper.keep(&held()).await;
        keeper.keep(&Held::default()).await;
    }

    #[tokio::test]
    async fn what_could_not_be_deleted_is_told() {
        let (_end, ended) = oneshot::channel();
        let (keeper, _messages, mut messages) = keeper(Some(slow(ended)), None);
        keeper.keep(&Held::default()).await;
        assert_eq!(told(&mut messages).not_erased, Some(StoragePart::Key));
    }

    #[tokio::test]
    async fn trust_goes_on_with_the_same_client_and_begins_anew_with_another() {
        let before = Kept {
            snapshot: Snapshot {
                token: Some(ClientToken::new("a.b.c")),
                client: held_as("c_1").client,
            },
            trusted_since: Timestamp::from_millis(-5),
            known_at: Timestamp::from_millis(-4),
        };
        let (keeper, _messages, mut messages) = keeper(None, Some(&before));
        let mut since = Vec::new();
        for held in
            [held_as("c_1"), held_as("c_2"), held(), held_as("c_2"), Held::default(), held()]
        {
            keeper.keep(&held).await;
            since.push(told(&mut messages).trusted_since.map(Timestamp::as_millis));
        }
        assert_eq!(since, [Some(-5), Some(2_000), Some(2_000), Some(2_000), None, Some(6_000)]);
    }
}
