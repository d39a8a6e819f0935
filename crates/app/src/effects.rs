//! Runs what the sign-in machine asks for, and says what a failed call means.

mod mfa;

use std::time::Duration;

use latchkey_core::failure::{BadAnswer, Failure, Unreachable};
use latchkey_core::sign_in::{Call, Effect, Event};
use latchkey_fapi_client::{
    self as fapi_client, AttemptFactor, CallError, CreateSignIn, FactorSecret, FapiClient,
    PrepareFactor,
};
use latchkey_fapi_types::enums::Strategy;

pub(crate) use mfa::run_mfa;

/// Performs an effect and gives back what happened.
pub(crate) async fn run(fapi: FapiClient, effect: Effect) -> Event {
    let ticket = effect.ticket;
    let answer = match effect.call {
        Call::AskClient => {
            let answer = fapi.client().await.map(|answer| answer.value);
            return Event::ClientKnown { ticket, answer: settle(&fapi, answer) };
        }
        Call::Create { identifier, password, strategy } => {
            fapi.create_sign_in(CreateSignIn { identifier, password, strategy }).await
        }
        Call::PrepareFirst { attempt, factor } => {
            fapi.prepare_first_factor(&attempt, &PrepareFactor::from(&factor)).await
        }
        Call::PrepareSecond { attempt, factor } => {
            fapi.prepare_second_factor(&attempt, &PrepareFactor::from(&factor)).await
        }
        Call::AttemptFirst { attempt, strategy, code } => {
            let secret = FactorSecret::Code(code);
            fapi.attempt_first_factor(&attempt, &AttemptFactor { strategy, secret }).await
        }
        Call::AttemptPassword { attempt, password } => {
            let secret = FactorSecret::Password(password);
            let strategy = Strategy::Password;
            fapi.attempt_first_factor(&attempt, &AttemptFactor { strategy, secret }).await
        }
        Call::AttemptSecond { attempt, strategy, code } => {
            let secret = FactorSecret::Code(code);
            fapi.attempt_second_factor(&attempt, &AttemptFactor { strategy, secret }).await
        }
        Call::ResetPassword { attempt, password, sign_out_others } => {
            fapi.reset_password(&attempt, &password, sign_out_others).await
        }
    };
    Event::Answered { ticket, answer: settle(&fapi, answer.map(|answer| answer.value)) }
}

/// Turns a failed call into what it means. A client token that the server calls stale is dropped:
/// every later call with it would fail in the same way.
pub(crate) fn settle<T>(fapi: &FapiClient, answer: Result<T, CallError>) -> Result<T, Failure> {
    answer.map_err(|error| {
        tracing::info!(%error, "a call failed");
        if let CallError::Refused(refusal) = &error
            && refusal.code() == Some("cookie_invalid")
            && !refusal.stale
        {
            fapi.forget();
        }
        meaning(error)
    })
}

/// The rate limits are windows of ten seconds (contract, system limits).
const RATE_LIMIT_WINDOW: Duration = Duration::from_secs(10);

fn meaning(error: CallError) -> Failure {
    match error {
        CallError::Refused(refusal) => {
            // A 429 may come from something in front of the server, which names no code.
            let wait = (refusal.status == 429).then_some(RATE_LIMIT_WINDOW);
            Failure::Refused {
                errors: refusal.errors,
                trace_id: refusal.trace_id,
                retry_after: refusal.retry_after.or(wait),
            }
        }
        CallError::ServerFault { status, trace_id, .. } => Failure::Server { status, trace_id },
        CallError::Unreachable { kind, .. } => Failure::Unreachable(match kind {
            fapi_client::Unreachable::Dns | fapi_client::Unreachable::Connect => {
                Unreachable::Offline
            }
            fapi_client::Unreachable::Tls => Unreachable::Tls,
            fapi_client::Unreachable::Deadline => Unreachable::Deadline,
        }),
        CallError::OutcomeUnknown { .. } => Failure::OutcomeUnknown,
        CallError::BadAnswer { problem, .. } => Failure::BadAnswer(match problem {
            // A network's own sign-in page answers itself, or sends one there.
            fapi_client::BadAnswer::Html | fapi_client::BadAnswer::Redirect => BadAnswer::Html,
            fapi_client::BadAnswer::NotJson
            | fapi_client::BadAnswer::TooLarge
            | fapi_client::BadAnswer::WrongShape
            | fapi_client::BadAnswer::Empty => BadAnswer::Other,
        }),
    }
}
