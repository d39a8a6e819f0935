//! One call as data: what is sent, and how its answer is wrapped.

use latchkey_fapi_types::SessionId;
use reqwest::Method;
use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::state::{Access, Consequence};

/// One call as data.
pub(crate) struct Call {
    pub(crate) method: Method,
    /// The path after `/v1`, by segments.
    pub(crate) path: Vec<String>,
    /// The session that the call is about, where the path does not say.
    pub(crate) session: Option<SessionId>,
    pub(crate) form: Form,
    pub(crate) wrapping: Wrapping,
    pub(crate) consequence: Option<Consequence>,
}

/// How an answer is wrapped (contract §1.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrapping {
    /// `{"response": …, "client": …}`
    Response,
    /// `{"response": <client or null>, "client": null}`: the answer is the client itself.
    Client,
    /// The value alone.
    Bare,
}

impl Call {
    pub(crate) fn get(path: &[&str]) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn post(path: &[&str], form: Form) -> Self {
        Self { form, ..Self::new(Method::POST, path) }
    }

    pub(crate) fn patch(path: &[&str], form: Form) -> Self {
        Self { form, ..Self::new(Method::PATCH, path) }
    }

    pub(crate) fn delete(path: &[&str]) -> Self {
        Self::new(Method::DELETE, path)
    }

    fn new(method: Method, path: &[&str]) -> Self {
        Self {
            method,
            path: path.iter().map(|&segment| segment.to_owned()).collect(),
            session: None,
            form: Form::default(),
            wrapping: Wrapping::Response,
            consequence: None,
        }
    }

    pub(crate) fn wrapped(self, wrapping: Wrapping) -> Self {
        Self { wrapping, ..self }
    }

    pub(crate) fn within(self, session: &SessionId) -> Self {
        Self { session: Some(session.clone()), ..self }
    }

    pub(crate) fn implying(self, consequence: Consequence) -> Self {
        Self { consequence: Some(consequence), ..self }
    }

    pub(crate) fn access(&self) -> Access {
        if self.method == Method::GET { Access::Read } else { Access::Change }
    }
}

/// The fields of a body, in form encoding; wiped when dropped.
#[derive(Default)]
pub(crate) struct Form(Zeroizing<String>);

impl Form {
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.extend(form_urlencoded::byte_serialize(name.as_bytes()));
        self.0.push('=');
        self.0.extend(form_urlencoded::byte_serialize(value.as_bytes()));
    }

    pub(crate) fn add_flag(&mut self, name: &str, value: bool) {
        self.add(name, if value { "true" } else { "false" });
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}
