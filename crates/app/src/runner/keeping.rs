//! The way of a rotated token: first into the vault, then to the loop, and only then is the answer
//! that brought it acted upon.

use std::sync::Arc;

use latchkey_fapi_client::{Held, Keeper, Keeping, Snapshot};

use super::{Inputs, VAULT_PATIENCE, send};
use crate::input::{Holding, Input, News};
use crate::ports::{NotKept, Vault};

/// Keeps what one connection holds.
pub(super) struct LoopKeeper {
    /// The number of the connection.
    connection: u64,
    host: String,
    inputs: Inputs,
    vault: Option<Arc<dyn Vault>>,
}

impl LoopKeeper {
    pub(super) fn new(
        connection: u64,
        host: String,
        inputs: Inputs,
        vault: Option<Arc<dyn Vault>>,
    ) -> Self {
        Self { connection, host, inputs, vault }
    }
}

impl Keeper for LoopKeeper {
    fn keep<'a>(&'a self, held: &'a Held) -> Keeping<'a> {
        Box::pin(async move {
            if let Some(vault) = &self.vault {
                let snapshot = Snapshot { token: held.token.clone(), client: held.client.clone() };
                let keeping = vault.keep_client(&self.host, snapshot);
                // A vault that fails or does not answer ends no sign-in: the app goes on in memory.
                match tokio::time::timeout(VAULT_PATIENCE, keeping).await {
                    Ok(Ok(())) => {}
                    Ok(Err(NotKept)) => tracing::warn!("the client token lives in memory only"),
                    Err(_) => tracing::warn!("the vault did not answer in time"),
                }
            }
            let holding = Holding { client: held.client.clone(), has_token: held.token.is_some() };
            let news = News::Held(Box::new(holding));
            send(&self.inputs, Input::Instance(self.connection, news));
        })
    }
}

#[cfg(test)]
mod tests {
    use latchkey_fapi_types::environment::Environment;
    use latchkey_fapi_types::secret::ClientToken;
    use tokio::sync::{mpsc, oneshot};

    use super::*;
    use crate::input::Message;
    use crate::ports::{Kept, PortFuture};

    /// A vault that keeps something when the test says so, or says that it cannot.
    struct Slow(std::sync::Mutex<Option<oneshot::Receiver<Result<(), NotKept>>>>);

    impl Vault for Slow {
        fn load(&self, _: &str) -> PortFuture<Option<Kept>> {
            Box::pin(async { None })
        }

        fn keep_client(&self, _: &str, _: Snapshot) -> PortFuture<Result<(), NotKept>> {
            let end = self.0.lock().unwrap().take().unwrap();
            Box::pin(async { end.await.unwrap() })
        }

        fn keep_environment(&self, _: &str, _: Environment) -> PortFuture<Result<(), NotKept>> {
            Box::pin(async { Ok(()) })
        }
    }

    fn held() -> Held {
        Held { generation: 1, token: Some(ClientToken::new("a.b.c")), ..Held::default() }
    }

    /// Keeps a token with a vault that ends like this, and gives back what the loop was told.
    async fn kept(outcome: Result<(), NotKept>) -> Holding {
        let (messages, mut told) = mpsc::unbounded_channel();
        let (end, ended) = oneshot::channel();
        let vault: Arc<dyn Vault> = Arc::new(Slow(std::sync::Mutex::new(Some(ended))));
        let host = "example.accounts.dev".to_owned();
        let keeper = LoopKeeper::new(3, host, messages.downgrade(), Some(vault));
        let keeping = tokio::spawn(async move { keeper.keep(&held()).await });
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        assert!(told.try_recv().is_err(), "the loop is told before the vault is done");
        assert!(!keeping.is_finished(), "the answer is acted upon before the vault is done");
        end.send(outcome).unwrap();
        keeping.await.unwrap();
        let Ok(Message::Input(Input::Instance(3, News::Held(holding)))) = told.try_recv() else {
            panic!("the loop was not told")
        };
        *holding
    }

    #[tokio::test]
    async fn a_token_is_kept_before_anybody_hears_of_it() {
        assert!(kept(Ok(())).await.has_token);
    }

    #[tokio::test(start_paused = true)]
    async fn a_vault_that_does_not_answer_ends_nothing_either() {
        let (messages, mut told) = mpsc::unbounded_channel();
        let (_end, ended) = oneshot::channel();
        let vault: Arc<dyn Vault> = Arc::new(Slow(std::sync::Mutex::new(Some(ended))));
        let host = "example.accounts.dev".to_owned();
        let keeper = LoopKeeper::new(3, host, messages.downgrade(), Some(vault));
        keeper.keep(&held()).await;
        assert!(told.try_recv().is_ok());
    }

    #[tokio::test]
    async fn a_vault_that_fails_ends_nothing() {
        assert!(kept(Err(NotKept)).await.has_token);
    }
}
