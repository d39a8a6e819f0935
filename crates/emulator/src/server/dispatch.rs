//! What happens to every request before it is routed: host, verb override, trailing slash, faults, log, date.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use http::header::{DATE, HOST};
use http::uri::PathAndQuery;
use http::{HeaderValue, Method, Uri};
use tower::ServiceExt as _;

use crate::clock::Timestamp;
use crate::emulator::Emulator;
use crate::instance::Instance;
use crate::server::{control, routes};
use crate::wire::answer;
use crate::wire::checks;
use crate::wire::error::ApiError;
use crate::wire::faults::{self, DropConnection};
use crate::wire::request_log::{FieldNames, LoggedRequest};
use crate::wire::texts;

pub(crate) fn router(emulator: &Emulator) -> Router {
    let instance = Arc::clone(emulator.instance());
    let mut inner = routes::routes(Arc::clone(&instance));
    if instance.config.control {
        inner = inner.nest("/control", control::routes(emulator.clone()));
    }
    // The method and path are rewritten before the routes see them, so the routes are called from a fallback.
    Router::new().fallback(move |request: Request| handle(instance, inner, request))
}

async fn handle(app: Arc<Instance>, inner: Router, mut request: Request) -> Response {
    if let Err(error) = check_host(&request) {
        return answer::refused(&error, None, &app.random);
    }
    rewrite(&mut request);
    let mut response = if request.uri().path().starts_with("/control") {
        route(inner, request).await
    } else {
        logged(&app, inner, request).await
    };
    // Clients compare their clock with this header.
    response.headers_mut().insert(DATE, date(app.config.clock.now()));
    response
}

async fn logged(app: &Instance, inner: Router, mut request: Request) -> Response {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let at = app.config.clock.now().millis();
    let names = FieldNames::default();
    request.extensions_mut().insert(names.clone());
    let fault = app.faults.take(&method, &path);
    let changes = !request.method().is_safe();
    let applied = AtomicBool::new(false);
    // A fault may replace or drop the answer, so success is noted before the fault is applied.
    let answer = async {
        let answer = route(inner, request).await;
        applied.store(changes && answer.status().is_success(), Ordering::Relaxed);
        texts::put(answer, &app.settings().texts).await
    };
    let response = match fault {
        Some(kind) => faults::apply(kind, answer).await,
        None => answer.await,
    };
    let dropped = response.extensions().get::<DropConnection>().is_some();
    app.log.add(LoggedRequest {
        method,
        path,
        fields: names.take(),
        applied: applied.load(Ordering::Relaxed),
        status: (!dropped).then(|| response.status().as_u16()),
        at,
    });
    response
}

async fn route(inner: Router, request: Request) -> Response {
    match inner.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

fn check_host(request: &Request) -> Result<(), ApiError> {
    let host = match request.headers().get(HOST) {
        Some(host) => host.to_str().unwrap_or_default(),
        None => request.uri().authority().map_or("", |authority| authority.as_str()),
    };
    if checks::is_loopback_host(host) { Ok(()) } else { Err(ApiError::host(host)) }
}

/// Clients that can only POST name the real verb in `_method`; some end a path with a slash.
fn rewrite(request: &mut Request) {
    let query = checks::pairs(request.uri().query().unwrap_or_default().as_bytes());
    if request.method() == Method::POST
        && let Some(method) = checks::first(&query, "_method")
        && let Ok(method) = method.to_ascii_uppercase().parse::<Method>()
    {
        *request.method_mut() = method;
    }
    let path = request.uri().path();
    let trimmed = path.trim_end_matches('/');
    if trimmed.len() == path.len() || trimmed.is_empty() {
        return;
    }
    let rewritten = match request.uri().query() {
        Some(query) => format!("{trimmed}?{query}"),
        None => trimmed.to_owned(),
    };
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = rewritten.parse::<PathAndQuery>().ok();
    if let Ok(uri) = Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
}

fn date(now: Timestamp) -> HeaderValue {
    let seconds = u64::try_from(now.seconds()).unwrap_or(0);
    let text = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds));
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
