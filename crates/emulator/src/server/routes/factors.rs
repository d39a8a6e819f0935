//! Phone numbers, the authenticator app and backup codes of the user.

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};

use super::{App, Id};
use crate::emulator::Emulator;
use crate::resources::{backup_codes, phone_numbers, totp};
use crate::wire::call::Call;

pub(super) fn routes() -> Router<Emulator> {
    Router::new()
        .route("/v1/me/phone_numbers", get(list_phones).post(create_phone))
        .route("/v1/me/phone_numbers/{id}", get(get_phone).patch(update_phone).delete(delete_phone))
        .route("/v1/me/phone_numbers/{id}/prepare_verification", post(prepare_phone))
        .route("/v1/me/phone_numbers/{id}/attempt_verification", post(attempt_phone))
        .route("/v1/me/totp", post(create_totp).delete(delete_totp))
        .route("/v1/me/totp/attempt_verification", post(attempt_totp))
        .route("/v1/me/backup_codes", post(create_backup_codes))
}

async fn list_phones(app: App, call: Call) -> Response {
    app.carry_out(call, |work, call| phone_numbers::list(work, call)).await
}

async fn create_phone(app: App, call: Call) -> Response {
    app.carry_out(call, |work, call| phone_numbers::create(work, call)).await
}

async fn get_phone(app: App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| phone_numbers::get(work, &id, call)).await
}

async fn update_phone(app: App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| phone_numbers::update(work, &id, call)).await
}

async fn delete_phone(app: App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| phone_numbers::delete(work, &id, call)).await
}

async fn prepare_phone(app: App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| phone_numbers::prepare(work, &id, call)).await
}

async fn attempt_phone(app: App, Path(id): Id, call: Call) -> Response {
    app.carry_out(call, move |work, call| phone_numbers::attempt(work, &id, call)).await
}

async fn create_totp(app: App, call: Call) -> Response {
    app.carry_out(call, |work, call| totp::create(work, call)).await
}

async fn attempt_totp(app: App, call: Call) -> Response {
    app.carry_out(call, |work, call| totp::attempt(work, call)).await
}

async fn delete_totp(app: App, call: Call) -> Response {
    app.carry_out(call, |work, call| totp::delete(work, call)).await
}

async fn create_backup_codes(app: App, call: Call) -> Response {
    app.carry_out(call, |work, call| backup_codes::create(work, call)).await
}
