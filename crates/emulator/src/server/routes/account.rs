//! The user with sessions, password and email addresses.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};

use super::{App, Id};
use crate::emulator::Emulator;
use crate::resources::{email_addresses, me, me_sessions, password};
use crate::wire::call::Call;

pub(super) fn routes() -> Router<Emulator> {
    Router::new()
        .route("/v1/me", get(get_me).patch(update_me).delete(delete_me))
        .route("/v1/me/change_password", post(change_password))
        .route("/v1/me/remove_password", post(remove_password))
        .route("/v1/me/email_addresses", get(list_emails))
        .route("/v1/me/email_addresses/{id}", get(get_email))
        .route("/v1/me/sessions", get(list_sessions))
        .route("/v1/me/sessions/active", get(list_active_sessions))
        .route("/v1/me/sessions/{id}/revoke", post(revoke_session))
}

async fn get_me(State(app): App, call: Call) -> Response {
    app.carry_out(call, |work, call| me::get(work, call)).await
}

async fn update_me(State(app): App, call: Call) -> Response {
    app.carry_out(call, me::update).await
}

async fn delete_me(State(app): App, call: Call) -> Response {
    app.carry_out(call, me::delete).await
}

async fn change_password(State(app): App, call: Call) -> Response {
    app.carry_out(call, password::change).await
}

async fn remove_password(State(app): App, call: Call) -> Response {
    app.carry_out(call, password::remove).await
}

async fn list_emails(State(app): App, call: Call) -> Response {
    app.carry_out(call, |work, call| email_addresses::list(work, call)).await
}

async fn get_email(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| email_addresses::get(work, &id, call)).await
}

async fn list_sessions(State(app): App, call: Call) -> Response {
    app.carry_out(call, |work, call| me_sessions::list(work, call)).await
}

async fn list_active_sessions(State(app): App, call: Call) -> Response {
    app.carry_out(call, |work, call| me_sessions::list_active(work, call)).await
}

async fn revoke_session(State(app): App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| me_sessions::revoke(work, &id, call)).await
}
