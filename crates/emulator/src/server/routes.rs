//! The paths of the Frontend API. Each handler is one call into the module that knows the rules.

mod account;
mod factors;
mod verify;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};

use crate::emulator::Emulator;
use crate::resources::{client, sessions, sign_in};
use crate::rules::rate::Bucket;
use crate::view;
use crate::wire::answer::{self, Answer};
use crate::wire::call::Call;
use crate::wire::error::ApiError;

type App = State<Emulator>;
type Id = Path<String>;

pub(crate) fn routes(emulator: Emulator) -> Router {
    Router::new()
        .route("/.well-known/jwks.json", get(jwks))
        .route("/v1/environment", get(environment).patch(environment))
        .route(
            "/v1/client",
            get(get_client).put(create_client).post(create_client).delete(delete_client),
        )
        .route("/v1/client/sessions", delete(delete_sessions))
        .merge(sign_ins())
        .merge(session())
        .merge(factors::routes())
        .merge(verify::routes())
        .merge(account::routes())
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .with_state(emulator)
}

fn sign_ins() -> Router<Emulator> {
    Router::new()
        .route("/v1/client/sign_ins", post(create_sign_in))
        .route("/v1/client/sign_ins/{id}", get(get_sign_in))
        .route("/v1/client/sign_ins/{id}/prepare_first_factor", post(prepare_first))
        .route("/v1/client/sign_ins/{id}/attempt_first_factor", post(attempt_first))
        .route("/v1/client/sign_ins/{id}/prepare_second_factor", post(prepare_second))
        .route("/v1/client/sign_ins/{id}/attempt_second_factor", post(attempt_second))
        .route("/v1/client/sign_ins/{id}/reset_password", post(reset_password))
}

fn session() -> Router<Emulator> {
    Router::new()
        .route("/v1/client/sessions/{id}", get(get_session))
        .route("/v1/client/sessions/{id}/touch", post(touch_session))
        .route("/v1/client/sessions/{id}/tokens", post(session_tokens))
        .route("/v1/client/sessions/{id}/tokens/{template}", post(session_template_tokens))
        .route("/v1/client/sessions/{id}/end", post(end_session))
        .route("/v1/client/sessions/{id}/remove", post(remove_session))
}

async fn not_found(State(app): App) -> Response {
    answer::refused(&ApiError::route_not_found(), None, &app)
}

async fn jwks(State(app): App) -> Response {
    // Waits for the key while it is being made.
    match tokio::task::spawn_blocking(move || app.jwks()).await {
        Ok(jwks) => Json(jwks).into_response(),
        Err(_stopping) => http::StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn environment(State(app): App, _call: Call) -> Response {
    Json(view::environment::view(&app.settings())).into_response()
}

async fn get_client(State(app): App, call: Call) -> Response {
    app.carry_out(call, |work, _| client::get(work)).await
}

async fn create_client(State(app): App, call: Call) -> Response {
    app.carry_out(call, |work, call| client::create(work, &call.form)).await
}

async fn delete_client(State(app): App, call: Call) -> Response {
    app.carry_out(call, |work, call| client::delete(work, &call.form)).await
}

async fn delete_sessions(State(app): App, call: Call) -> Response {
    app.carry_out(call, |work, call| client::delete_sessions(work, &call.form)).await
}

async fn create_sign_in(State(app): App, call: Call) -> Response {
    app.limited(Bucket::CreateSignIn, call, |work, call| sign_in::create(work, &call.form)).await
}

async fn get_sign_in(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, _| sign_in::get(work, &id)).await
}

async fn prepare_first(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| sign_in::prepare_first(work, &id, &call.form)).await
}

async fn attempt_first(State(app): App, Path(id): Id, call: Call) -> Response {
    app.limited(Bucket::Attempt, call, move |work, call| {
        sign_in::attempt_first(work, &id, &call.form)
    })
    .await
}

async fn prepare_second(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| sign_in::prepare_second(work, &id, &call.form)).await
}

async fn attempt_second(State(app): App, Path(id): Id, call: Call) -> Response {
    app.limited(Bucket::Attempt, call, move |work, call| {
        sign_in::attempt_second(work, &id, &call.form)
    })
    .await
}

async fn reset_password(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| sign_in::reset_password(work, &id, &call.form)).await
}

async fn get_session(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, _| sessions::get(work, &id)).await
}

async fn touch_session(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| sessions::touch(work, &id, &call.form)).await
}

async fn session_tokens(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| sessions::tokens(work, &id, &call.form)).await
}

async fn session_template_tokens(
    State(app): App,
    Path((id, _template)): Path<(String, String)>,
    call: Call,
) -> Response {
    app.carry_out(call, move |work, call| -> Result<Answer, _> {
        sessions::tokens(work, &id, &call.form)
    })
    .await
}

async fn end_session(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| sessions::end(work, &id, &call.form)).await
}

async fn remove_session(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| sessions::remove(work, &id, &call.form)).await
}
