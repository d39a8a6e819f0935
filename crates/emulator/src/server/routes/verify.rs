//! Verifying again for a session that is signed in.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;

use super::{App, Id};
use crate::emulator::Emulator;
use crate::resources::reverification;
use crate::wire::call::Call;

pub(super) fn routes() -> Router<Emulator> {
    Router::new()
        .route("/v1/client/sessions/{id}/verify", post(start))
        .route("/v1/client/sessions/{id}/verify/prepare_first_factor", post(prepare_first))
        .route("/v1/client/sessions/{id}/verify/attempt_first_factor", post(attempt_first))
        .route("/v1/client/sessions/{id}/verify/prepare_second_factor", post(prepare_second))
        .route("/v1/client/sessions/{id}/verify/attempt_second_factor", post(attempt_second))
}

async fn start(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| reverification::start(work, &id, &call.form)).await
}

async fn prepare_first(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| reverification::prepare_first(work, &id, &call.form))
        .await
}

async fn attempt_first(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| reverification::attempt_first(work, &id, &call.form))
        .await
}

async fn prepare_second(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| reverification::prepare_second(work, &id, &call.form))
        .await
}

async fn attempt_second(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| reverification::attempt_second(work, &id, &call.form))
        .await
}
