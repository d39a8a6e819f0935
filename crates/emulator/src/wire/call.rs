//! A request of the Frontend API that has passed the checks.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request};
use http::HeaderMap;
use http::request::Parts;

use crate::settings::Settings;
use crate::wire::checks::{self, GivenToken, Pairs};
use crate::wire::error::ApiError;
use crate::wire::request_log::FieldNames;
use crate::wire::upload::{self, Upload};

/// Forms are small; anything above is not one.
const BODY_LIMIT: usize = 64 * 1024;

/// A call to be carried out.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) path: String,
    pub(crate) token: GivenToken,
    pub(crate) form: Form,
    /// The file of a call that takes one.
    pub(crate) file: Option<Upload>,
    pub(crate) query: Pairs,
    /// `_clerk_session_id` of the query.
    pub(crate) session_id: Option<String>,
    pub(crate) caller: Caller,
}

/// What a session keeps of its caller.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) ip: IpAddr,
    pub(crate) user_agent: Option<String>,
}

impl Caller {
    /// A caller on this machine, which the connection does not tell.
    pub(crate) fn of_this_machine(user_agent: Option<String>) -> Self {
        Self { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), user_agent }
    }
}

/// The fields of a body.
#[derive(Debug, Default)]
pub(crate) struct Form(Pairs);

impl Form {
    pub(crate) fn new(pairs: Pairs) -> Self {
        Self(pairs)
    }

    /// Refuses a field that is not in `names` or is given twice.
    pub(crate) fn only(&self, names: &[&str]) -> Result<(), ApiError> {
        self.only_or_repeated(names, &[])
    }

    /// The same for a form in which some more fields may be there, and any number of times.
    pub(crate) fn only_or_repeated(
        &self,
        names: &[&str],
        repeated: &[&str],
    ) -> Result<(), ApiError> {
        for (index, (key, _)) in self.0.iter().enumerate() {
            if repeated.contains(&key.as_str()) {
                continue;
            }
            if !names.contains(&key.as_str()) {
                return Err(ApiError::unknown(key));
            }
            if self.0.iter().take(index).any(|(earlier, _)| earlier == key) {
                return Err(ApiError::duplicate(key));
            }
        }
        Ok(())
    }

    /// A field as it came.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        checks::first(&self.0, name)
    }

    /// A field that has to be there and not be empty.
    pub(crate) fn required(&self, name: &str) -> Result<&str, ApiError> {
        match self.text(name) {
            None => Err(ApiError::missing(name)),
            Some("") => Err(ApiError::nil(name)),
            Some(text) => Ok(text),
        }
    }

    /// A field that may be left out but not be empty.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<&str>, ApiError> {
        match self.text(name) {
            Some("") => Err(ApiError::nil(name)),
            text => Ok(text),
        }
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, ApiError> {
        match self.text(name) {
            None | Some("") => Ok(None),
            Some("true" | "1") => Ok(Some(true)),
            Some("false" | "0") => Ok(Some(false)),
            Some(other) => Err(ApiError::value(name, other)),
        }
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.0.iter().map(|(key, _)| key.clone()).collect()
    }
}

impl Call {
    /// Checks and reads a request.
    pub(crate) async fn read(request: Request, settings: &Settings) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let mut call = Self::of_head(&parts, settings)?;
        let body = read_body(body).await?;
        checks::check_content_type(&parts.method, &parts.headers, body.is_empty())?;
        call.form = Form::new(checks::pairs(&body));
        note_fields(&parts, call.form.names());
        Ok(call)
    }

    /// Checks and reads a request that brings a file.
    pub(crate) async fn read_file(request: Request, settings: &Settings) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let mut call = Self::of_head(&parts, settings)?;
        call.file = upload::read(&parts.headers, body).await?;
        note_fields(&parts, call.file.iter().map(|_| "file".to_owned()).collect());
        Ok(call)
    }

    /// What does not depend on the body.
    fn of_head(parts: &Parts, settings: &Settings) -> Result<Self, ApiError> {
        let query = checks::pairs(parts.uri.query().unwrap_or_default().as_bytes());
        let token = checks::check_head(&parts.headers, &query, settings)?;
        Ok(Self {
            path: parts.uri.path().to_owned(),
            token,
            form: Form::default(),
            file: None,
            session_id: checks::first(&query, "_clerk_session_id").map(str::to_owned),
            query,
            caller: Caller {
                ip: parts
                    .extensions
                    .get::<ConnectInfo<SocketAddr>>()
                    .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip()),
                user_agent: user_agent(&parts.headers),
            },
        })
    }
}

fn note_fields(parts: &Parts, names: Vec<String>) {
    if let Some(noted) = parts.extensions.get::<FieldNames>() {
        noted.set(names);
    }
}

async fn read_body(body: Body) -> Result<Vec<u8>, ApiError> {
    // It fails for a body beyond the limit, or when the connection broke and no answer can be sent anyway.
    to_bytes(body, BODY_LIMIT)
        .await
        .map(|bytes| bytes.to_vec())
        .map_err(|_too_large| ApiError::body_too_large())
        .and_then(|bytes| match std::str::from_utf8(&bytes) {
            Ok(_) => Ok(bytes),
            Err(_) => Err(ApiError::body_invalid()),
        })
}

fn user_agent(headers: &HeaderMap) -> Option<String> {
    headers.get(http::header::USER_AGENT)?.to_str().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_and_repeated_fields_are_refused() {
        let only = |body: &str| {
            Form::new(checks::pairs(body.as_bytes()))
                .only(&["strategy", "code"])
                .map_err(|error| error.code)
        };
        assert_eq!(only("strategy=totp&code=1"), Ok(()));
        assert_eq!(only("strategy=totp&cod=1"), Err("form_param_unknown"));
        assert_eq!(only("code=1&code=1"), Err("form_param_duplicate"));
    }

    #[test]
    fn a_plus_in_a_form_is_a_space_and_an_escape_is_itself() {
        let form = Form::new(checks::pairs(b"a=x%2By&b=x+y"));
        assert_eq!((form.text("a"), form.text("b")), (Some("x+y"), Some("x y")));
    }
}
