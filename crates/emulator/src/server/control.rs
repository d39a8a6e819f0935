//! The control API: what tests and curl do to an emulator from outside. Off unless the configuration asks for it.

mod answers;
mod organizations;
mod pictures;
mod providers;

use axum::extract::{Path, Query, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use http::StatusCode;
use http::header::ORIGIN;
use serde::Deserialize;
use serde_json::{Value, json};

use self::answers::{JsonBody, done, failed, json_or_error};
use crate::emulator::Emulator;
use crate::emulator::devices::Device;
use crate::emulator::new_user::NewUser;
use crate::error::ControlError;
use crate::model::activity::Activity;
use crate::wire::faults::Fault;

type App = State<Emulator>;

pub(crate) fn routes(emulator: Emulator) -> Router {
    Router::new()
        .route("/reset", post(reset))
        .route("/users", get(users).post(add_user))
        .route("/users/{id}/end_sessions", post(end_sessions))
        .route("/users/{id}/age_verification", post(age_verification))
        .route("/users/{id}/unlock", post(unlock))
        .route("/users/{id}/enable_totp", post(enable_totp))
        .route("/users/{id}/remove_second_factors", post(remove_second_factors))
        .route("/users/{id}/sessions", get(sessions).post(sign_in_elsewhere))
        .route("/users/{id}/expire_sessions", post(expire_sessions))
        .route("/users/{id}/verify_email_address", post(verify_email_address))
        .route("/users/{id}/link_email_address", post(link_email_address))
        .route("/sessions/{id}/revoke", post(revoke_session))
        .route("/sessions/{id}/activity", put(set_activity))
        .route("/clients/{id}/forget", post(forget_client))
        .route("/clients/{id}/sessions", post(add_session))
        .route("/inbox", get(inbox))
        .route("/settings", get(settings).patch(patch_settings))
        .route("/clock", get(clock).post(move_clock))
        .route("/faults", post(add_fault).delete(clear_faults))
        .route("/requests", get(requests).delete(clear_requests))
        .route("/demo_accounts", get(demo_accounts))
        .merge(organizations::routes())
        .merge(pictures::routes())
        .merge(providers::routes())
        .fallback(|| async { failed(StatusCode::NOT_FOUND, "there is no such control") })
        .method_not_allowed_fallback(|| async {
            failed(StatusCode::METHOD_NOT_ALLOWED, "this control has no such method")
        })
        .layer(middleware::from_fn(refuse_pages))
        .with_state(emulator)
}

/// Refuses web pages: any page could otherwise reset an emulator by posting a form.
async fn refuse_pages(request: Request, next: Next) -> Response {
    if request.headers().contains_key(ORIGIN) {
        return failed(StatusCode::FORBIDDEN, "the control API is not for web pages");
    }
    next.run(request).await
}

async fn reset(State(app): App) -> Response {
    done(app.reset())
}

async fn users(State(app): App) -> Response {
    json_or_error(app.users())
}

async fn add_user(State(app): App, JsonBody(new): JsonBody<NewUser>) -> Response {
    // Hashing the password would block the thread.
    aside(move || app.add_user(&new)).await
}

async fn end_sessions(State(app): App, Path(id): Path<String>) -> Response {
    json_or_error(app.end_sessions(&id).map(|ended| json!({ "ended": ended })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgeVerification {
    minutes: u32,
}

async fn age_verification(
    State(app): App,
    Path(id): Path<String>,
    JsonBody(command): JsonBody<AgeVerification>,
) -> Response {
    json_or_error(app.age_verification(&id, command.minutes).map(|aged| json!({ "aged": aged })))
}

async fn unlock(State(app): App, Path(id): Path<String>) -> Response {
    done(app.unlock(&id))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnableTotp {
    totp_secret: String,
}

async fn enable_totp(
    State(app): App,
    Path(id): Path<String>,
    JsonBody(command): JsonBody<EnableTotp>,
) -> Response {
    done(app.enable_totp(&id, &command.totp_secret))
}

async fn remove_second_factors(State(app): App, Path(id): Path<String>) -> Response {
    done(app.remove_second_factors(&id))
}

async fn sessions(State(app): App, Path(id): Path<String>) -> Response {
    json_or_error(app.sessions(&id))
}

async fn sign_in_elsewhere(
    State(app): App,
    Path(id): Path<String>,
    JsonBody(device): JsonBody<Device>,
) -> Response {
    // Making the signing key, which may not be there yet, would block the thread.
    aside(move || app.sign_in_elsewhere(&id, &device)).await
}

async fn expire_sessions(State(app): App, Path(id): Path<String>) -> Response {
    json_or_error(app.expire_sessions(&id).map(|expired| json!({ "expired": expired })))
}

async fn revoke_session(State(app): App, Path(id): Path<String>) -> Response {
    done(app.revoke_session(&id))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerifyEmailAddress {
    email_address: String,
}

async fn verify_email_address(
    State(app): App,
    Path(id): Path<String>,
    JsonBody(command): JsonBody<VerifyEmailAddress>,
) -> Response {
    done(app.verify_email_address(&id, &command.email_address))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkEmailAddress {
    email_address: String,
    provider: String,
}

async fn link_email_address(
    State(app): App,
    Path(id): Path<String>,
    JsonBody(command): JsonBody<LinkEmailAddress>,
) -> Response {
    done(app.link_email_address(&id, &command.email_address, &command.provider))
}

async fn set_activity(
    State(app): App,
    Path(id): Path<String>,
    JsonBody(activity): JsonBody<Activity>,
) -> Response {
    done(app.set_activity(&id, &activity))
}

async fn forget_client(State(app): App, Path(id): Path<String>) -> Response {
    done(app.forget_client(&id))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddSession {
    user_id: String,
}

async fn add_session(
    State(app): App,
    Path(id): Path<String>,
    JsonBody(command): JsonBody<AddSession>,
) -> Response {
    let added = app.add_session(&id, &command.user_id);
    json_or_error(added.map(|id| json!({ "session_id": id })))
}

#[derive(Deserialize)]
struct InboxQuery {
    to: Option<String>,
}

async fn inbox(State(app): App, Query(query): Query<InboxQuery>) -> Response {
    match query.to {
        Some(to) => json_or_error(app.newest_message(&to).map(Vec::from_iter)),
        None => json_or_error(app.inbox()),
    }
}

async fn settings(State(app): App) -> Response {
    Json(app.settings()).into_response()
}

async fn patch_settings(State(app): App, JsonBody(patch): JsonBody<Value>) -> Response {
    match app.patch_settings(&patch) {
        Ok(settings) => Json(settings).into_response(),
        Err(error) => failed(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

async fn clock(State(app): App) -> Response {
    Json(json!({ "now": app.instance().config.clock.now().millis() })).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveClock {
    advance_seconds: i64,
}

async fn move_clock(State(app): App, JsonBody(command): JsonBody<MoveClock>) -> Response {
    app.advance_clock(command.advance_seconds);
    clock(State(app)).await
}

async fn add_fault(State(app): App, JsonBody(fault): JsonBody<Fault>) -> Response {
    app.inject_fault(fault);
    done(Ok(()))
}

async fn clear_faults(State(app): App) -> Response {
    app.clear_faults();
    done(Ok(()))
}

async fn requests(State(app): App) -> Response {
    Json(app.requests()).into_response()
}

async fn clear_requests(State(app): App) -> Response {
    app.clear_requests();
    done(Ok(()))
}

async fn demo_accounts() -> Response {
    Json(crate::emulator::demo::demo_accounts()).into_response()
}

/// Does what would block the thread on another one.
async fn aside<T: serde::Serialize + Send + 'static>(
    work: impl FnOnce() -> Result<T, ControlError> + Send + 'static,
) -> Response {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => json_or_error(done),
        Err(_stopping) => failed(StatusCode::SERVICE_UNAVAILABLE, "stopping"),
    }
}
