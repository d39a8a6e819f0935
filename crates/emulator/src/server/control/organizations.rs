//! The control calls about organizations.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use serde_json::json;

use super::answers::{JsonBody, done, json_or_error};
use crate::emulator::Emulator;
use crate::emulator::new_organization::NewOrganization;
use crate::error::ControlError;
use crate::model::organizations::Role;

type App = State<Emulator>;

pub(super) fn routes() -> Router<Emulator> {
    Router::new()
        .route("/organizations", post(add))
        .route("/organizations/{id}/members", post(add_member))
        .route("/organizations/{id}/remove_member", post(remove_member))
        .route("/organizations/{id}/invitations", post(invite))
        .route("/organizations/{id}/suggestions", post(suggest))
        .route("/invitations/{id}/revoke", post(revoke_invitation))
        .route("/suggestions/{id}/approve", post(approve_suggestion))
}

async fn add(State(app): App, JsonBody(new): JsonBody<NewOrganization>) -> Response {
    id_of(app.add_organization(&new))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    user_id: String,
    #[serde(default)]
    role: Role,
}

async fn add_member(
    State(app): App,
    Path(id): Path<String>,
    JsonBody(member): JsonBody<Member>,
) -> Response {
    done(app.add_member(&id, &member.user_id, member.role))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whom {
    user_id: String,
}

async fn remove_member(
    State(app): App,
    Path(id): Path<String>,
    JsonBody(whom): JsonBody<Whom>,
) -> Response {
    done(app.remove_member(&id, &whom.user_id))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Invited {
    email_address: String,
    #[serde(default)]
    role: Role,
}

async fn invite(
    State(app): App,
    Path(id): Path<String>,
    JsonBody(invited): JsonBody<Invited>,
) -> Response {
    id_of(app.invite(&id, &invited.email_address, invited.role))
}

async fn suggest(
    State(app): App,
    Path(id): Path<String>,
    JsonBody(whom): JsonBody<Whom>,
) -> Response {
    id_of(app.suggest(&id, &whom.user_id))
}

async fn revoke_invitation(State(app): App, Path(id): Path<String>) -> Response {
    done(app.revoke_invitation(&id))
}

async fn approve_suggestion(State(app): App, Path(id): Path<String>) -> Response {
    done(app.approve_suggestion(&id))
}

fn id_of(added: Result<String, ControlError>) -> Response {
    json_or_error(added.map(|id| json!({ "id": id })))
}
