//! The control call about providers.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use serde_json::json;

use super::answers::JsonBody;
use super::aside;
use crate::emulator::Emulator;

pub(super) fn routes() -> Router<Emulator> {
    Router::new().route("/walk_provider", post(walk))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Walk {
    url: String,
    identity: String,
}

async fn walk(State(app): State<Emulator>, JsonBody(walk): JsonBody<Walk>) -> Response {
    // A session token is signed, and making the key may take a while.
    aside(move || {
        app.walk_provider(&walk.url, &walk.identity).map(|url| json!({ "callback": url }))
    })
    .await
}
