//! The paths of the Frontend API, and the rules that each leads to.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get, patch, post};
use axum::{Json, Router};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};

use super::browser;
use super::carry_out::{App, by_id, by_template, limited, limited_by_id, plain, with_file};
use crate::instance::Instance;
use crate::resources::organizations::{invitations, suggestions};
use crate::resources::phone_numbers::{self, change};
use crate::resources::reverification::flow;
use crate::resources::sign_in::{self, create, first_factor, second_factor};
use crate::resources::{
    backup_codes, client, email_addresses, external_accounts, me, me_sessions, organizations,
    password, profile, profile_image, sessions, sign_up, totp,
};
use crate::rules::rate::Bucket::{Attempt, CreateSignIn};
use crate::store;
use crate::view;
use crate::wire::answer;
use crate::wire::call::Call;
use crate::wire::error::ApiError;

pub(crate) fn routes(instance: Arc<Instance>) -> Router {
    Router::new()
        .route("/.well-known/jwks.json", get(jwks))
        .route("/pictures/{id}", get(picture))
        .route("/v1/environment", get(environment).patch(environment))
        .route(
            "/v1/client",
            get(plain(|work, _| client::get(work)))
                .put(plain(client::create))
                .post(plain(client::create))
                .delete(plain(client::delete)),
        )
        .route("/v1/client/sessions", delete(plain(client::delete_sessions)))
        .merge(browser::routes())
        .merge(sign_ins())
        .merge(sign_ups())
        .merge(sessions())
        .merge(reverifications())
        .merge(account())
        .merge(second_factors())
        .merge(of_organizations())
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .with_state(instance)
}

fn sign_ins() -> Router<Arc<Instance>> {
    let at = |step: &str| format!("/v1/client/sign_ins/{{id}}{step}");
    Router::new()
        .route("/v1/client/sign_ins", post(limited(CreateSignIn, create::create)))
        .route(&at(""), get(by_id(|work, id, _| sign_in::get(work, id))))
        .route(&at("/prepare_first_factor"), post(by_id(first_factor::prepare)))
        .route(&at("/attempt_first_factor"), post(limited_by_id(Attempt, first_factor::attempt)))
        .route(&at("/prepare_second_factor"), post(by_id(second_factor::prepare)))
        .route(&at("/attempt_second_factor"), post(limited_by_id(Attempt, second_factor::attempt)))
        .route(&at("/reset_password"), post(by_id(first_factor::reset_password)))
}

fn sign_ups() -> Router<Arc<Instance>> {
    let at = |step: &str| format!("/v1/client/sign_ups/{{id}}{step}");
    Router::new()
        .route("/v1/client/sign_ups", post(plain(sign_up::create::create)))
        .route(
            &at(""),
            get(by_id(|work, id, _| sign_up::get(work, id))).patch(by_id(sign_up::create::update)),
        )
        .route(&at("/prepare_verification"), post(by_id(sign_up::verify::prepare)))
        .route(&at("/attempt_verification"), post(by_id(sign_up::verify::attempt)))
}

fn sessions() -> Router<Arc<Instance>> {
    let at = |step: &str| format!("/v1/client/sessions/{{id}}{step}");
    let tokens = by_id(|work, id, call| sessions::tokens(work, id, call));
    let tokens_of =
        by_template(|work, id, template, call| sessions::tokens_of(work, id, template, call));
    Router::new()
        .route(&at(""), get(by_id(|work, id, _| sessions::get(work, id))))
        .route(&at("/touch"), post(by_id(sessions::touch)))
        .route(&at("/tokens"), post(tokens))
        .route(&at("/tokens/{template}"), post(tokens_of))
        .route(&at("/end"), post(by_id(sessions::end)))
        .route(&at("/remove"), post(by_id(sessions::remove)))
}

fn reverifications() -> Router<Arc<Instance>> {
    let at = |step: &str| format!("/v1/client/sessions/{{id}}/verify{step}");
    Router::new()
        .route(&at(""), post(by_id(|work, id, call| flow::start(work, id, call))))
        .route(&at("/prepare_first_factor"), post(by_id(flow::prepare_first)))
        .route(
            &at("/attempt_first_factor"),
            post(by_id(|work, id, call| flow::attempt_first(work, id, call))),
        )
        .route(&at("/prepare_second_factor"), post(by_id(flow::prepare_second)))
        .route(
            &at("/attempt_second_factor"),
            post(by_id(|work, id, call| flow::attempt_second(work, id, call))),
        )
}

/// The user with email addresses, password and sessions.
fn account() -> Router<Arc<Instance>> {
    Router::new()
        .route(
            "/v1/me",
            get(plain(|work, call| me::get(work, call)))
                .patch(plain(profile::update))
                .delete(plain(me::delete)),
        )
        .route(
            "/v1/me/profile_image",
            post(with_file(|work, call| profile_image::replace(work, call)))
                .delete(plain(|work, call| profile_image::delete(work, call))),
        )
        .route("/v1/me/change_password", post(plain(password::change)))
        .route("/v1/me/remove_password", post(plain(password::remove)))
        .merge(emails())
        .merge(connected_accounts())
        .route("/v1/me/sessions", get(plain(|work, call| me_sessions::list(work, call))))
        .route(
            "/v1/me/sessions/active",
            get(plain(|work, call| me_sessions::list_active(work, call))),
        )
        .route("/v1/me/sessions/{id}/revoke", post(by_id(me_sessions::revoke)))
}

/// Organizations, as far as they are about the user.
fn of_organizations() -> Router<Arc<Instance>> {
    let mine = |path: &str| format!("/v1/me/organization_{path}");
    Router::new()
        .route("/v1/organizations", post(plain(|work, call| organizations::create(work, call))))
        .route(
            &mine("memberships"),
            get(plain(|work, call| organizations::memberships(work, call))),
        )
        .route(
            &mine("memberships/{id}"),
            delete(by_id(|work, id, call| organizations::leave(work, id, call))),
        )
        .route(&mine("invitations"), get(plain(|work, call| invitations::list(work, call))))
        .route(
            &mine("invitations/{id}/accept"),
            post(by_id(|work, id, call| invitations::accept(work, id, call))),
        )
        .route(&mine("suggestions"), get(plain(|work, call| suggestions::list(work, call))))
        .route(
            &mine("suggestions/{id}/accept"),
            post(by_id(|work, id, call| suggestions::accept(work, id, call))),
        )
}

fn emails() -> Router<Arc<Instance>> {
    let email = |step: &str| format!("/v1/me/email_addresses/{{id}}{step}");
    Router::new()
        .route(
            "/v1/me/email_addresses",
            get(plain(|work, call| email_addresses::list(work, call)))
                .post(plain(|work, call| email_addresses::create(work, call))),
        )
        .route(
            &email(""),
            get(by_id(|work, id, call| email_addresses::get(work, id, call)))
                .delete(by_id(|work, id, call| email_addresses::delete(work, id, call))),
        )
        .route(&email("/prepare_verification"), post(by_id(email_addresses::prepare)))
        .route(
            &email("/attempt_verification"),
            post(by_id(|work, id, call| email_addresses::attempt(work, id, call))),
        )
}

/// The accounts at providers.
fn connected_accounts() -> Router<Arc<Instance>> {
    let account = |step: &str| format!("/v1/me/external_accounts/{{id}}{step}");
    Router::new()
        .route(
            "/v1/me/external_accounts",
            post(plain(|work, call| external_accounts::create(work, call))),
        )
        .route(
            &account(""),
            delete(by_id(|work, id, call| external_accounts::delete(work, id, call))),
        )
        .route(
            &account("/reauthorize"),
            patch(by_id(|work, id, call| external_accounts::reauthorize(work, id, call))),
        )
}

/// The phone numbers, the authenticator app and the backup codes of the user.
fn second_factors() -> Router<Arc<Instance>> {
    let phone = |step: &str| format!("/v1/me/phone_numbers/{{id}}{step}");
    Router::new()
        .route(
            "/v1/me/phone_numbers",
            get(plain(|work, call| phone_numbers::list(work, call)))
                .post(plain(|work, call| phone_numbers::create(work, call))),
        )
        .route(
            &phone(""),
            get(by_id(|work, id, call| phone_numbers::get(work, id, call)))
                .patch(by_id(|work, id, call| change::update(work, id, call)))
                .delete(by_id(|work, id, call| change::delete(work, id, call))),
        )
        .route(&phone("/prepare_verification"), post(by_id(phone_numbers::prepare)))
        .route(
            &phone("/attempt_verification"),
            post(by_id(|work, id, call| phone_numbers::attempt(work, id, call))),
        )
        .route(
            "/v1/me/totp",
            post(plain(|work, call| totp::create(work, call)))
                .delete(plain(|work, call| totp::delete(work, call))),
        )
        .route(
            "/v1/me/totp/attempt_verification",
            post(plain(|work, call| totp::attempt(work, call))),
        )
        .route("/v1/me/backup_codes", post(plain(|work, call| backup_codes::create(work, call))))
}

async fn not_found(State(app): App) -> Response {
    answer::refused(&ApiError::route_not_found(), None, &app.random)
}

async fn jwks(State(app): App) -> Response {
    // The key may still be in the making; waiting for it would block the thread.
    match tokio::task::spawn_blocking(move || app.keys.get().jwks()).await {
        Ok(jwks) => Json(jwks).into_response(),
        Err(_stopping) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// A picture, for whoever knows its address: images in a page send no headers of their own. It is of one of four kinds,
/// and the browser is told to make nothing else of it.
async fn picture(State(app): App, Path(id): Path<String>) -> Response {
    let found = tokio::task::spawn_blocking(move || store::pictures::load(&app.store.lock(), &id));
    match found.await {
        Ok(Ok(Some(picture))) => {
            let headers = [
                (CONTENT_TYPE, picture.kind.as_str()),
                (X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
                (CACHE_CONTROL, "private, max-age=31536000, immutable"),
            ];
            (headers, picture.bytes).into_response()
        }
        Ok(Ok(None)) => StatusCode::NOT_FOUND.into_response(),
        Ok(Err(_)) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Does not look at the client token: an old one is no error here.
async fn environment(State(app): App, request: Request) -> Response {
    let settings = app.settings();
    match Call::read(request, &settings).await {
        Ok(_allowed) => Json(view::environment::view(&settings)).into_response(),
        Err(error) => answer::refused(&error, None, &app.random),
    }
}
