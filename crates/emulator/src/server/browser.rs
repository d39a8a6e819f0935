//! What a browser sees: the page of a provider, and the way back.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY,
};
use http::{HeaderValue, StatusCode};
use serde::Deserialize;

use super::carry_out::App;
use crate::instance::Instance;
use crate::resources::oauth_callback;
use crate::settings::Settings;
use crate::wire::answer;
use crate::wire::checks;
use crate::wire::error::{ApiError, Refusal};

pub(super) fn routes() -> Router<Arc<Instance>> {
    Router::new()
        .route("/oauth/{strategy}", get(provider))
        .route("/sso/{id}", get(company))
        .route("/v1/oauth_callback", get(callback).post(posted_callback))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    state: String,
}

/// The page on which a provider asks who one is. Nobody has to sign in there.
async fn provider(
    State(app): App,
    Path(strategy): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let settings = app.settings();
    match settings.social.get(&strategy) {
        Some(provider) => who(&settings, &provider.name, &asked),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The same at a company.
async fn company(State(app): App, Path(id): Path<String>, Query(asked): Query<Asked>) -> Response {
    let settings = app.settings();
    match settings.enterprise_connections.iter().find(|connection| connection.id == id) {
        Some(connection) => who(&settings, &connection.name, &asked),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn who(settings: &Settings, name: &str, asked: &Asked) -> Response {
    let link = |id: &str, answer: &str, value: &str, text: &str| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("state", &asked.state)
            .append_pair(answer, value)
            .finish();
        let [id, query, text] = [id, &query, text].map(escaped);
        format!("<li><a id=\"identity-{id}\" href=\"/v1/oauth_callback?{query}\">{text}</a></li>\n")
    };
    let mut links: String = settings
        .external
        .identities
        .iter()
        .map(|(id, identity)| {
            let verified = if identity.email_verified { "" } else { " (not verified)" };
            link(id, "code", id, &format!("{id}: {}{verified}", identity.email_address))
        })
        .collect();
    links.push_str(&link("deny", "error", "access_denied", "Deny access"));
    page(name, &links)
}

fn page(title: &str, links: &str) -> Response {
    let title = escaped(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <h1>{title}</h1>\n<p>Who signs in?</p>\n<ul>\n{links}</ul>\n</html>\n"
    );
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'"),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    (headers, html).into_response()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

async fn callback(State(app): App, RawQuery(query): RawQuery) -> Response {
    let query = checks::pairs(query.unwrap_or_default().as_bytes());
    let instance = Arc::clone(&app);
    let carried = tokio::task::spawn_blocking(move || oauth_callback::arrive(&instance, &query));
    match carried.await {
        Ok(Ok(address)) => go_to(&address),
        Ok(Err(Refusal::Api(error))) => answer::refused(&error, None, &app.random),
        Ok(Err(Refusal::Internal(error))) => {
            tracing::error!(error, "a callback failed inside the emulator");
            answer::refused(&ApiError::internal(), None, &app.random)
        }
        Err(_stopping) => answer::refused(&ApiError::internal(), None, &app.random),
    }
}

/// Some providers post their answer. The browser is told to ask for the same by GET.
async fn posted_callback(body: String) -> Response {
    go_to(&format!("/v1/oauth_callback?{body}"))
}

fn go_to(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => {
            let headers =
                [(LOCATION, address), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Err(_not_an_address) => StatusCode::BAD_REQUEST.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_no_markup() {
        assert_eq!(escaped("<b id=\"x\">&"), "&lt;b id=&quot;x&quot;>&amp;");
    }
}
