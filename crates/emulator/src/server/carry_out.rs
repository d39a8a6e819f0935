//! Carrying out a call: reads it, checks the limits, runs its rules in one transaction and writes the answer.

use std::error::Error;
use std::sync::{Arc, PoisonError};

use axum::extract::{Path, Request, State};
use axum::response::Response;
use futures_util::future::BoxFuture;
use rusqlite::TransactionBehavior;
use serde::Deserialize;
use serde_json::Value;

use crate::instance::Instance;
use crate::resources::nonces;
use crate::rules::rate::Bucket;
use crate::view;
use crate::wire::answer::{self, Answer};
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

pub(super) type App = State<Arc<Instance>>;
type Answered = BoxFuture<'static, Response>;
type Outcome = Result<Answer, Refusal>;

/// The `{id}` of a path. Other parameters of the path are ignored.
#[derive(Deserialize)]
pub(super) struct Named {
    id: String,
}

/// The `{id}` and `{template}` of a path.
#[derive(Deserialize)]
pub(super) struct Templated {
    id: String,
    template: String,
}

/// A handler that runs the rules of a call.
pub(super) fn plain<R>(rules: R) -> impl Fn(App, Request) -> Answered + Copy + Send + Sync + 'static
where
    R: Fn(&mut Work<'_>, &Call) -> Outcome + Copy + Send + Sync + 'static,
{
    move |State(app), request| Box::pin(carry_out(app, None, request, rules))
}

/// The same, with a limit for each caller.
pub(super) fn limited<R>(
    bucket: Bucket,
    rules: R,
) -> impl Fn(App, Request) -> Answered + Copy + Send + Sync + 'static
where
    R: Fn(&mut Work<'_>, &Call) -> Outcome + Copy + Send + Sync + 'static,
{
    move |State(app), request| Box::pin(carry_out(app, Some(bucket), request, rules))
}

/// A handler that runs the rules of a call with the id in its path.
pub(super) fn by_id<R>(
    rules: R,
) -> impl Fn(App, Path<Named>, Request) -> Answered + Copy + Send + Sync + 'static
where
    R: Fn(&mut Work<'_>, &str, &Call) -> Outcome + Copy + Send + Sync + 'static,
{
    move |State(app), Path(Named { id }), request| {
        Box::pin(carry_out(app, None, request, move |work, call| rules(work, &id, call)))
    }
}

/// The same for a call that names a template too.
pub(super) fn by_template<R>(
    rules: R,
) -> impl Fn(App, Path<Templated>, Request) -> Answered + Copy + Send + Sync + 'static
where
    R: Fn(&mut Work<'_>, &str, &str, &Call) -> Outcome + Copy + Send + Sync + 'static,
{
    move |State(app), Path(Templated { id, template }), request| {
        let rules = move |work: &mut Work<'_>, call: &Call| rules(work, &id, &template, call);
        Box::pin(carry_out(app, None, request, rules))
    }
}

/// The same, with a limit for each caller.
pub(super) fn limited_by_id<R>(
    bucket: Bucket,
    rules: R,
) -> impl Fn(App, Path<Named>, Request) -> Answered + Copy + Send + Sync + 'static
where
    R: Fn(&mut Work<'_>, &str, &Call) -> Outcome + Copy + Send + Sync + 'static,
{
    move |State(app), Path(Named { id }), request| {
        Box::pin(carry_out(app, Some(bucket), request, move |work, call| rules(work, &id, call)))
    }
}

/// A handler of a call that brings a file.
pub(super) fn with_file<R>(
    rules: R,
) -> impl Fn(App, Request) -> Answered + Copy + Send + Sync + 'static
where
    R: Fn(&mut Work<'_>, &Call) -> Outcome + Copy + Send + Sync + 'static,
{
    move |State(app), request| {
        Box::pin(async move {
            let read = Call::read_file(request, &app.settings()).await;
            carry_out_read(app, None, read, rules).await
        })
    }
}

async fn carry_out<R>(
    app: Arc<Instance>,
    limit: Option<Bucket>,
    request: Request,
    rules: R,
) -> Response
where
    R: FnOnce(&mut Work<'_>, &Call) -> Outcome + Send + 'static,
{
    let read = Call::read(request, &app.settings()).await;
    carry_out_read(app, limit, read, rules).await
}

async fn carry_out_read<R>(
    app: Arc<Instance>,
    limit: Option<Bucket>,
    read: Result<Call, ApiError>,
    rules: R,
) -> Response
where
    R: FnOnce(&mut Work<'_>, &Call) -> Outcome + Send + 'static,
{
    let call = match read.and_then(|call| admit(&app, limit, &call).map(|()| call)) {
        Ok(call) => call,
        Err(error) => return answer::refused(&error, None, &app.random),
    };
    let instance = Arc::clone(&app);
    // Hashing and SQLite would block the threads that serve.
    let carried = tokio::task::spawn_blocking(move || transact(&instance, &call, rules)).await;
    let error: Box<dyn Error + Send + Sync> = match carried {
        Ok(Ok(response)) => return response,
        Ok(Err(error)) => error,
        Err(panic) => panic.into(),
    };
    tracing::error!(error, "a call failed inside the emulator");
    answer::refused(&ApiError::internal(), None, &app.random)
}

fn admit(app: &Instance, limit: Option<Bucket>, call: &Call) -> Result<(), ApiError> {
    let limits = app.settings().rate_limits;
    let Some(bucket) = limit.filter(|_| limits.enabled) else { return Ok(()) };
    let limit = match bucket {
        Bucket::CreateSignIn => limits.create_sign_in,
        Bucket::Attempt => limits.attempt,
    };
    let now = app.config.clock.now();
    let mut rates = app.rates.lock().unwrap_or_else(PoisonError::into_inner);
    rates.admit(bucket, call.caller.ip, now, limit).map_err(ApiError::too_many_requests)
}

/// Runs the rules in one transaction, and commits it after a refusal too: a wrong password or code has to be counted.
fn transact<R>(
    app: &Instance,
    call: &Call,
    rules: R,
) -> Result<Response, Box<dyn Error + Send + Sync>>
where
    R: FnOnce(&mut Work<'_>, &Call) -> Outcome,
{
    let settings = app.settings();
    let mut db = app.store.lock();
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut work = Work::new(app, &transaction, &settings, &call.caller);
    let outcome = match nonces::authenticate(&mut work, call) {
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
            answer::with_token(answer::refused(&error, client, &app.random), work.token.take())
        }
        Err(Refusal::Internal(error)) => return Err(error),
    };
    let message_sent = work.message_sent;
    transaction.commit()?;
    drop(db);
    if message_sent {
        app.inbox_changes.send_modify(|count| *count = count.wrapping_add(1));
    }
    Ok(response)
}

fn client_view(work: &Work<'_>) -> Result<Value, Box<dyn Error + Send + Sync>> {
    view::client(work, work.client.as_ref()).map_err(|refusal| match refusal {
        Refusal::Internal(error) => error,
        Refusal::Api(error) => format!("a view was refused: {}", error.code).into(),
    })
}
