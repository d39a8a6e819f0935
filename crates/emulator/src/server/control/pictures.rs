//! The control calls that set a picture or a logo. The body is the file.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::put;

use super::answers::done;
use crate::emulator::Emulator;

type App = State<Emulator>;

pub(super) fn routes() -> Router<Emulator> {
    Router::new()
        .route("/users/{id}/picture", put(set_picture))
        .route("/organizations/{id}/logo", put(set_logo))
}

async fn set_picture(State(app): App, Path(id): Path<String>, file: Bytes) -> Response {
    done(app.set_picture(&id, &file))
}

async fn set_logo(State(app): App, Path(id): Path<String>, file: Bytes) -> Response {
    done(app.set_logo(&id, &file))
}
