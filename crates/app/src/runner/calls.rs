//! Asks an instance what the loop wants to know, and says what a failed call means.

mod profile;

use latchkey_core::failure::{BadAnswer, Failure, Unreachable};
use latchkey_core::hold::RATE_LIMIT_WINDOW;
use latchkey_core::{devices, factors, organizations, password, sign_in, signed_in, step_up};
use latchkey_fapi_client::{
    self as fapi_client, Answer, AttemptFactor, CallError, CreateSignIn, FactorSecret, FapiClient,
    PrepareFactor,
};
use latchkey_fapi_types::client::Client;
use latchkey_fapi_types::enums::Strategy;
use latchkey_fapi_types::id::SessionId;
use latchkey_fapi_types::reverification::Reverification;
use latchkey_fapi_types::secret::{Code, Password};

use crate::input::Reply;
use crate::work::Call;

/// What came back from a call, and the server's clock when it answered, if it did.
struct Answered<T> {
    date: Option<i64>,
    answer: Result<T, Failure>,
}

impl<T> Answered<T> {
    fn map<U>(self, value: impl FnOnce(T) -> U) -> Answered<U> {
        Answered { date: self.date, answer: self.answer.map(value) }
    }

    fn reply(self, reply: impl FnOnce(Result<T, Failure>) -> Reply) -> (Option<i64>, Reply) {
        (self.date, reply(self.answer))
    }
}

/// Makes a call, once.
pub(super) async fn make(fapi: &FapiClient, call: Call) -> (Option<i64>, Reply) {
    match call {
        Call::Environment => {
            settle(fapi.environment().await).map(Box::new).reply(Reply::Environment)
        }
        Call::Client => client(fapi).await.reply(Reply::Client),
        Call::End(session) => {
            let answer = fapi.remove_session(&session).await;
            let proven = answer.as_ref().is_ok_and(|answer| answer.identified);
            settle(answer).map(|_| proven).reply(|answer| Reply::Ended(session, answer))
        }
        Call::Forget => {
            fapi.forget().await;
            (None, Reply::Forgotten)
        }
        Call::SignIn(call) => of_sign_in(fapi, call).await,
        Call::Session(session, call) => {
            of_session(fapi, &session, call).await.reply(Reply::Session)
        }
    }
}

/// What comes back from a call that could not even be made.
pub(super) fn not_made(call: &Call) -> Reply {
    let failure = Failure::Unreachable(Unreachable::Offline);
    match call {
        Call::Environment => Reply::Environment(Err(failure)),
        Call::Client => Reply::Client(Err(failure)),
        Call::End(session) => Reply::Ended(session.clone(), Err(failure)),
        Call::Forget => Reply::Forgotten,
        Call::SignIn(sign_in::Call::AskClient) => Reply::SignInClient(Err(failure)),
        Call::SignIn(_) => Reply::SignIn(Err(failure)),
        Call::Session(..) => Reply::Session(Err(failure)),
    }
}

async fn client(fapi: &FapiClient) -> Answered<Option<Box<Client>>> {
    settle(fapi.client().await).map(|client| client.map(Box::new))
}

async fn of_sign_in(fapi: &FapiClient, call: sign_in::Call) -> (Option<i64>, Reply) {
    use sign_in::Call;
    let answer = match call {
        Call::AskClient => return client(fapi).await.reply(Reply::SignInClient),
        Call::Create { identifier, password } => {
            fapi.create_sign_in(CreateSignIn { identifier, password, strategy: None }).await
        }
        Call::PrepareFirst { attempt, factor } => {
            fapi.prepare_first_factor(&attempt, &PrepareFactor::from(&factor)).await
        }
        Call::PrepareSecond { attempt, factor } => {
            fapi.prepare_second_factor(&attempt, &PrepareFactor::from(&factor)).await
        }
        Call::AttemptFirst { attempt, strategy, code: typed } => {
            fapi.attempt_first_factor(&attempt, &code(strategy, typed)).await
        }
        Call::AttemptPassword { attempt, password: typed } => {
            fapi.attempt_first_factor(&attempt, &password(typed)).await
        }
        Call::AttemptSecond { attempt, strategy, code: typed } => {
            fapi.attempt_second_factor(&attempt, &code(strategy, typed)).await
        }
        Call::ResetPassword { attempt, password, sign_out_others } => {
            fapi.reset_password(&attempt, &password, sign_out_others).await
        }
    };
    settle(answer).map(Box::new).reply(Reply::SignIn)
}

async fn of_session(
    fapi: &FapiClient,
    session: &SessionId,
    call: signed_in::Call,
) -> Answered<signed_in::Reply> {
    use signed_in::{Call, Reply};
    match call {
        Call::AskClient => client(fapi).await.map(Reply::Client),
        Call::Forget => {
            fapi.forget().await;
            Answered { date: None, answer: Ok(Reply::Forgotten) }
        }
        Call::Select => settle(fapi.touch(session).await).map(|_| Reply::Selected),
        Call::SignOut => signed_out(fapi.remove_session(session).await),
        Call::SignOutAll => signed_out(fapi.remove_all_sessions().await),
        Call::Devices(devices::Call::List) => settle(fapi.active_sessions(session).await)
            .map(|list| Reply::Devices(devices::Reply::List(list))),
        Call::Devices(devices::Call::Revoke(other)) => {
            settle(fapi.revoke_session(session, &other).await)
                .map(|_| Reply::Devices(devices::Reply::Revoked))
        }
        Call::Organizations(call) => {
            of_organizations(fapi, session, call).await.map(Reply::Organizations)
        }
        Call::Password(call) => {
            let answer = match call {
                password::Call::Set(new) => {
                    let current = new.current.as_ref();
                    fapi.change_password(session, current, &new.password, new.sign_out_others).await
                }
                password::Call::Remove { current } => fapi.remove_password(session, &current).await,
            };
            settle(answer).map(|_| Reply::PasswordChanged)
        }
        Call::Profile(call) => profile::make(fapi, session, call).await.map(Reply::Profile),
        Call::Factors(call) => of_factors(fapi, session, call).await.map(Reply::Factors),
        Call::StepUp(call) => settle(of_step_up(fapi, session, call).await)
            .map(|verification| Reply::StepUp(Box::new(verification))),
    }
}

async fn of_organizations(
    fapi: &FapiClient,
    session: &SessionId,
    call: organizations::Call,
) -> Answered<organizations::Reply> {
    use organizations::{Call, Reply};
    match call {
        Call::Invitations => settle(fapi.organization_invitations(session).await)
            .map(|list| Reply::Invitations(list.data)),
        Call::Suggestions => settle(fapi.organization_suggestions(session).await)
            .map(|list| Reply::Suggestions(list.data)),
        Call::Select(to) => {
            settle(fapi.select_organization(session, to.as_ref()).await).map(|_| Reply::Done)
        }
        Call::Join(id) => {
            settle(fapi.accept_organization_invitation(session, &id).await).map(|_| Reply::Done)
        }
        Call::Request(id) => {
            settle(fapi.accept_organization_suggestion(session, &id).await).map(|_| Reply::Done)
        }
        Call::Create { name, slug } => {
            settle(fapi.create_organization(session, &name, slug.as_deref()).await)
                .map(Reply::Created)
        }
        Call::Leave(id) => settle(fapi.leave_organization(session, &id).await).map(|_| Reply::Done),
    }
}

async fn of_factors(
    fapi: &FapiClient,
    session: &SessionId,
    call: factors::Call,
) -> Answered<factors::Reply> {
    use factors::{Call, Reply};
    let phone = match call {
        Call::CreateTotp => return settle(fapi.create_totp(session).await).map(Reply::Totp),
        Call::AttemptTotp(code) => {
            return settle(fapi.attempt_totp(session, &code).await).map(Reply::Totp);
        }
        Call::DeleteTotp => return settle(fapi.delete_totp(session).await).map(|_| Reply::Done),
        Call::DeletePhone(id) => {
            return settle(fapi.delete_phone_number(session, &id).await).map(|_| Reply::Done);
        }
        Call::CreateBackupCodes => {
            return settle(fapi.create_backup_codes(session).await).map(Reply::Codes);
        }
        Call::CreatePhone(e164) => fapi.create_phone_number(session, &e164).await,
        Call::PreparePhone(id) => fapi.prepare_phone_number(session, &id).await,
        Call::AttemptPhone(id, code) => fapi.attempt_phone_number(session, &id, &code).await,
        Call::ReservePhone(id, reserved) => {
            fapi.set_reserved_for_second_factor(session, &id, reserved).await
        }
        Call::MakeDefaultPhone(id) => fapi.make_default_second_factor(session, &id).await,
    };
    settle(phone).map(|phone| Reply::Phone(Box::new(phone)))
}

async fn of_step_up(
    fapi: &FapiClient,
    session: &SessionId,
    call: step_up::Call,
) -> Result<Answer<Reverification>, CallError> {
    use step_up::Call;
    match call {
        Call::Start(level) => fapi.start_verification(session, level).await,
        Call::PrepareFirst(factor) => {
            let params = PrepareFactor::from(&factor);
            fapi.prepare_verification_first_factor(session, &params).await
        }
        Call::AttemptPassword(typed) => {
            fapi.attempt_verification_first_factor(session, &password(typed)).await
        }
        Call::AttemptFirst { strategy, code: typed } => {
            fapi.attempt_verification_first_factor(session, &code(strategy, typed)).await
        }
        Call::PrepareSecond(factor) => {
            let params = PrepareFactor::from(&factor);
            fapi.prepare_verification_second_factor(session, &params).await
        }
        Call::AttemptSecond { strategy, code: typed } => {
            fapi.attempt_verification_second_factor(session, &code(strategy, typed)).await
        }
    }
}

fn code(strategy: Strategy, code: Code) -> AttemptFactor {
    AttemptFactor { strategy, secret: FactorSecret::Code(code) }
}

fn password(password: Password) -> AttemptFactor {
    AttemptFactor { strategy: Strategy::Password, secret: FactorSecret::Password(password) }
}

/// Whether somebody is signed out, and whether the answer proves it.
fn signed_out<T>(answer: Result<Answer<T>, CallError>) -> Answered<signed_in::Reply> {
    let proven = answer.as_ref().is_ok_and(|answer| answer.identified);
    settle(answer).map(|_| signed_in::Reply::SignedOut { proven })
}

fn settle<T>(answer: Result<Answer<T>, CallError>) -> Answered<T> {
    match answer {
        Ok(answer) => Answered { date: answer.date, answer: Ok(answer.value) },
        Err(error) => {
            tracing::info!(%error, "a call failed");
            Answered { date: error.date(), answer: Err(meaning(error)) }
        }
    }
}

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
