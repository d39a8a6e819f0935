//! Bodies and answers of the control API: JSON both ways.

use axum::Json;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::error::ControlError;

/// A body read as JSON whatever its content type is, since `curl -d` says that it sends a form.
pub(super) struct JsonBody<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let body = String::from_request(request, state)
            .await
            .map_err(|refused| failed(StatusCode::BAD_REQUEST, &refused.body_text()))?;
        serde_json::from_str(&body).map(Self).map_err(|error| {
            let what = if error.is_data() { "" } else { "the body is not JSON: " };
            failed(StatusCode::BAD_REQUEST, &format!("{what}{error}"))
        })
    }
}

pub(super) fn done(result: Result<(), ControlError>) -> Response {
    json_or_error(result.map(|()| json!({ "ok": true })))
}

pub(super) fn json_or_error<T: serde::Serialize>(result: Result<T, ControlError>) -> Response {
    match result {
        Ok(value) => Json(value).into_response(),
        Err(error) => {
            let status = match &error {
                ControlError::InvalidUser(_)
                | ControlError::NoPicture
                | ControlError::NoSuchTrip(_) => StatusCode::BAD_REQUEST,
                ControlError::Taken => StatusCode::CONFLICT,
                ControlError::NoSuchUser(_)
                | ControlError::NoSuchEmailAddress(_)
                | ControlError::NoSuchOrganization(_)
                | ControlError::NotAMember(_)
                | ControlError::NoSuchOffer(_)
                | ControlError::NoSuchSession(_)
                | ControlError::NoSuchClient(_) => StatusCode::NOT_FOUND,
                ControlError::Database(_) | ControlError::Failed(_) => {
                    StatusCode::INTERNAL_SERVER_ERROR
                }
            };
            failed(status, &error.to_string())
        }
    }
}

pub(super) fn failed(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "error": error }))).into_response()
}
