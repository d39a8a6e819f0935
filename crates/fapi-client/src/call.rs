//! One call as data: what is sent, and how its answer is wrapped.

use std::iter::once;

use bytes::Bytes;
use latchkey_fapi_types::SessionId;
use reqwest::Method;
use url::form_urlencoded::byte_serialize;
use zeroize::Zeroizing;

use crate::state::Access;

/// One call as data.
pub(crate) struct Call {
    pub(crate) method: Method,
    /// The path after `/v1`, by segments.
    pub(crate) path: Vec<String>,
    /// The session that the call is about, where the path does not say.
    pub(crate) session: Option<SessionId>,
    /// What else stands in the query.
    pub(crate) query: Vec<(&'static str, &'static str)>,
    pub(crate) form: Form,
    pub(crate) wrapping: Wrapping,
    /// The session that is over if the answer says so.
    pub(crate) ends: Option<SessionId>,
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
    /// A list alone.
    List,
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
            query: Vec::new(),
            form: Form::default(),
            wrapping: Wrapping::Response,
            ends: None,
        }
    }

    pub(crate) fn wrapped(self, wrapping: Wrapping) -> Self {
        Self { wrapping, ..self }
    }

    pub(crate) fn asking(mut self, query: &[(&'static str, &'static str)]) -> Self {
        self.query.extend(query);
        self
    }

    pub(crate) fn within(self, session: &SessionId) -> Self {
        Self { session: Some(session.clone()), ..self }
    }

    pub(crate) fn ending(self, session: &SessionId) -> Self {
        Self { ends: Some(session.clone()), ..self }
    }

    pub(crate) fn access(&self) -> Access {
        if self.method == Method::GET { Access::Read } else { Access::Change }
    }
}

/// A body; wiped when the last copy is dropped.
pub(crate) struct Form {
    bytes: Bytes,
    content_type: &'static str,
}

/// Official clients name the form encoding even when the form is empty.
const FIELDS: &str = "application/x-www-form-urlencoded";

/// A form with a file. The mark between its parts is in no PNG of ours by chance.
const PARTS: &str = "multipart/form-data; boundary=latchkey-9f2c41d07be84a6b";

impl Default for Form {
    fn default() -> Self {
        Self { bytes: Bytes::new(), content_type: FIELDS }
    }
}

impl Form {
    pub(crate) fn new<'a>(
        fields: impl IntoIterator<Item = (&'a str, &'a str), IntoIter: Clone>,
    ) -> Self {
        Self { bytes: Bytes::from_owner(encoded(&fields.into_iter())), content_type: FIELDS }
    }

    /// A PNG as the field `file`. What its own file was called is nobody's business.
    pub(crate) fn picture(png: &[u8]) -> Self {
        let (_, mark) = PARTS.split_once("boundary=").unwrap_or_default();
        let head = format!(
            "--{mark}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"picture.png\"\r\n\
             Content-Type: image/png\r\n\r\n"
        );
        let bytes = [head.as_bytes(), png, format!("\r\n--{mark}--\r\n").as_bytes()].concat();
        Self { bytes: bytes.into(), content_type: PARTS }
    }

    pub(crate) fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }

    pub(crate) fn content_type(&self) -> &'static str {
        self.content_type
    }
}

/// The value of a field that is a switch.
pub(crate) fn flag(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// Measures first: text that grows leaves copies of itself behind.
fn encoded<'a>(fields: &(impl Iterator<Item = (&'a str, &'a str)> + Clone)) -> Zeroizing<Vec<u8>> {
    let parts = || {
        let parts = fields.clone().flat_map(|(name, value)| {
            let [name, value] = [name, value].map(|it| byte_serialize(it.as_bytes()));
            once("&").chain(name).chain(once("=")).chain(value)
        });
        parts.skip(1)
    };
    let mut text = Zeroizing::new(Vec::with_capacity(parts().map(str::len).sum()));
    parts().for_each(|part| text.extend_from_slice(part.as_bytes()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_encoded_and_made_at_its_full_length() {
        for (fields, expected) in [
            (&[][..], ""),
            (&[("code", "123456")], "code=123456"),
            (&[("a", ""), ("b c", "d&e=\u{e9}+")], "a=&b+c=d%26e%3D%C3%A9%2B"),
        ] {
            let text = encoded(&fields.iter().copied());
            assert_eq!(std::str::from_utf8(&text), Ok(expected));
            assert_eq!(text.capacity(), text.len());
            assert_eq!(Form::new(fields.iter().copied()).bytes(), expected);
        }
    }
}
