//! Carrying out a call: one transaction, and the answer that it gives.

use std::sync::PoisonError;

use axum::response::Response;
use rusqlite::TransactionBehavior;
use serde_json::Value;

use super::Emulator;
use crate::rules::rate::Bucket;
use crate::view;
use crate::wire::answer::{self, Answer};
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

impl Emulator {
    /// Carries out a call that is limited by caller.
    pub(crate) async fn limited<F>(&self, bucket: Bucket, call: Call, rules: F) -> Response
    where
        F: FnOnce(&mut Work<'_>, &Call) -> Result<Answer, Refusal> + Send + 'static,
    {
        match self.admit(bucket, &call) {
            Ok(()) => self.carry_out(call, rules).await,
            Err(seconds) => answer::refused(&ApiError::too_many_requests(seconds), None, self),
        }
    }

    /// Carries out a call in one transaction, away from the threads that serve.
    pub(crate) async fn carry_out<F>(&self, call: Call, rules: F) -> Response
    where
        F: FnOnce(&mut Work<'_>, &Call) -> Result<Answer, Refusal> + Send + 'static,
    {
        let emulator = self.clone();
        let carried = tokio::task::spawn_blocking(move || emulator.transact(&call, rules)).await;
        match carried {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => {
                tracing::error!(error, "a call failed inside the emulator");
                answer::refused(&ApiError::internal(), None, self)
            }
            Err(error) => {
                tracing::error!(%error, "a call panicked inside the emulator");
                answer::refused(&ApiError::internal(), None, self)
            }
        }
    }

    /// A refusal commits as well: wrong passwords and codes have to be counted.
    fn transact<F>(
        &self,
        call: &Call,
        rules: F,
    ) -> Result<Response, Box<dyn std::error::Error + Send + Sync>>
    where
        F: FnOnce(&mut Work<'_>, &Call) -> Result<Answer, Refusal>,
    {
        let settings = self.settings();
        let mut db = self.0.store.lock();
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut work = Work {
            db: &transaction,
            now: self.0.config.clock.now(),
            settings: &settings,
            random: &self.0.random,
            keys: &self.0.keys,
            cost: self.0.config.password_cost,
            issuer: self.0.base_url.get().map_or("http://127.0.0.1", String::as_str),
            caller: &call.caller,
            client: None,
            token: None,
            sent: false,
        };
        let outcome = match work.authenticate(&call.token) {
            Ok(()) => rules(&mut work, call),
            Err(refusal) => Err(refusal),
        };
        let response = match outcome {
            Ok(given) => {
                let client = match &given {
                    Answer::Wrapped(_) => client_view(&work)?,
                    Answer::Client(_) | Answer::Bare(_) => Value::Null,
                };
                answer::given(given, &client, work.token.take())
            }
            Err(Refusal::Api(error)) => {
                let client = match &work.client {
                    Some(_) if settings.client_on_errors => Some(client_view(&work)?),
                    Some(_) | None => None,
                };
                answer::refused(&error, client, self)
            }
            Err(Refusal::Internal(error)) => return Err(error),
        };
        let sent = work.sent;
        transaction.commit()?;
        drop(db);
        if sent {
            self.0.inbox_changes.send_modify(|count| *count = count.wrapping_add(1));
        }
        Ok(response)
    }

    fn admit(&self, bucket: Bucket, call: &Call) -> Result<(), u64> {
        let limits = self.settings().rate_limits;
        if !limits.enabled {
            return Ok(());
        }
        let limit = match bucket {
            Bucket::CreateSignIn => limits.create_sign_in,
            Bucket::Attempt => limits.attempt,
        };
        let now = self.0.config.clock.now();
        let mut rates = self.0.rates.lock().unwrap_or_else(PoisonError::into_inner);
        rates.admit(bucket, call.caller.ip, now, limit)
    }
}

fn client_view(work: &Work<'_>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
    view::client(work, work.client.as_ref()).map_err(|refusal| match refusal {
        Refusal::Internal(error) => error,
        Refusal::Api(error) => format!("a view was refused: {}", error.code).into(),
    })
}
