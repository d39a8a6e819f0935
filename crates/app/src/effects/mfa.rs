//! Runs what the machine of the account's factors asks for.

use latchkey_core::failure::Failure;
use latchkey_core::mfa::{Call, Reply};
use latchkey_core::step_up;
use latchkey_fapi_client::{
    Answer, AttemptFactor, CallError, FactorSecret, FapiClient, PrepareFactor,
};
use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::id::SessionId;
use latchkey_fapi_types::mfa::PhoneNumberAnswer;

use super::settle;

/// Performs a call and gives back what it brought.
pub(crate) async fn run_mfa(
    fapi: &FapiClient,
    session: &SessionId,
    call: Call,
) -> Result<Reply, Failure> {
    let answer = match call {
        Call::AskClient => {
            fapi.client().await.map(|answer| Reply::Client(answer.value.map(Box::new)))
        }
        Call::CreateTotp => fapi.create_totp(session).await.map(|it| Reply::Totp(it.value)),
        Call::AttemptTotp(code) => {
            fapi.attempt_totp(session, &code).await.map(|it| Reply::Totp(it.value))
        }
        Call::DeleteTotp => fapi.delete_totp(session).await.map(|_| Reply::Done),
        Call::CreatePhone(e164) => phone(fapi.create_phone_number(session, &e164).await),
        Call::PreparePhone(id) => phone(fapi.prepare_phone_number(session, &id).await),
        Call::AttemptPhone(id, code) => phone(fapi.attempt_phone_number(session, &id, &code).await),
        Call::ReservePhone(id, reserved) => {
            phone(fapi.set_reserved_for_second_factor(session, &id, reserved).await)
        }
        Call::MakeDefaultPhone(id) => phone(fapi.make_default_second_factor(session, &id).await),
        Call::DeletePhone(id) => fapi.delete_phone_number(session, &id).await.map(|_| Reply::Done),
        Call::CreateBackupCodes => {
            fapi.create_backup_codes(session).await.map(|it| Reply::Codes(it.value))
        }
        Call::StepUp(call) => step_up(fapi, session, call).await,
    };
    settle(fapi, answer)
}

fn phone(answer: Result<Answer<PhoneNumberAnswer>, CallError>) -> Result<Reply, CallError> {
    answer.map(|answer| Reply::Phone(Box::new(answer.value)))
}

async fn step_up(
    fapi: &FapiClient,
    session: &SessionId,
    call: step_up::Call,
) -> Result<Reply, CallError> {
    let code = |strategy, code| AttemptFactor { strategy, secret: FactorSecret::Code(code) };
    let answer = match call {
        step_up::Call::AskClient => {
            let answer = fapi.client().await;
            return answer.map(|answer| Reply::Client(answer.value.map(Box::new)));
        }
        step_up::Call::Start(level) => fapi.start_verification(session, level).await,
        step_up::Call::PrepareFirst(factor) => {
            let params = PrepareFactor::from(&factor);
            fapi.prepare_verification_first_factor(session, &params).await
        }
        step_up::Call::AttemptPassword(password) => {
            let strategy = Strategy::Password;
            let params = AttemptFactor { strategy, secret: FactorSecret::Password(password) };
            fapi.attempt_verification_first_factor(session, &params).await
        }
        step_up::Call::AttemptFirst { strategy, code: typed } => {
            fapi.attempt_verification_first_factor(session, &code(strategy, typed)).await
        }
        step_up::Call::PrepareSecond(factor) => {
            let params = PrepareFactor::from(&factor);
            fapi.prepare_verification_second_factor(session, &params).await
        }
        step_up::Call::AttemptSecond { strategy, code: typed } => {
            fapi.attempt_verification_second_factor(session, &code(strategy, typed)).await
        }
    };
    answer.map(|answer| Reply::Verification(Box::new(answer.value)))
}
