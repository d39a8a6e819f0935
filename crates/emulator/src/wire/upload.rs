//! A file in the body of a call: in the field `file` of a multipart form, or as the text of a data URL.

use std::convert::Infallible;

use axum::body::{Body, Bytes, to_bytes};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::stream;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use multer::Multipart;

use crate::wire::error::ApiError;

/// Bytes of a file. The documents say 10 MB.
pub(crate) const LIMIT: usize = 10 * 1024 * 1024;
/// The one field.
const FIELD: &str = "file";
/// Names, boundaries and headers around a file.
const ENVELOPE: usize = 64 * 1024;

/// A file that came with a call.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Reads the file of a body; None if the form has none.
pub(crate) async fn read(headers: &HeaderMap, body: Body) -> Result<Option<Upload>, ApiError> {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("nothing");
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // In base64 a file is longer by a third.
    let limit = LIMIT / 3 * 4 + ENVELOPE;
    let read = async || to_bytes(body, limit).await.map_err(|_broken| ApiError::image_too_large());
    match essence.as_str() {
        "multipart/form-data" => {
            let boundary =
                multer::parse_boundary(kind).map_err(|_none| ApiError::body_invalid())?;
            of_form(read().await?, boundary).await
        }
        "application/octet-stream" => of_text(&read().await?).map(Some),
        _ => Err(ApiError::content_type(&essence)),
    }
}

async fn of_form(body: Bytes, boundary: String) -> Result<Option<Upload>, ApiError> {
    let body = stream::iter([Ok::<_, Infallible>(body)]);
    let mut form = Multipart::new(body, boundary);
    let mut found = None;
    let invalid = |_: multer::Error| ApiError::body_invalid();
    while let Some(field) = form.next_field().await.map_err(invalid)? {
        match field.name() {
            Some(FIELD) if found.is_some() => return Err(ApiError::duplicate(FIELD)),
            Some(FIELD) => {}
            other => return Err(ApiError::unknown(other.unwrap_or_default())),
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(invalid)?;
        found = Some(Upload { name, bytes: bytes.to_vec() });
    }
    Ok(found)
}

/// Official web clients send `data:image/png;base64,…`, or the base64 alone.
fn of_text(body: &[u8]) -> Result<Upload, ApiError> {
    let text = std::str::from_utf8(body).map_err(|_binary| ApiError::body_invalid())?;
    let coded = match text.strip_prefix("data:") {
        Some(url) => url.split_once(";base64,").ok_or_else(ApiError::body_invalid)?.1,
        None => text,
    };
    let bytes = STANDARD.decode(coded.trim()).map_err(|_nonsense| ApiError::body_invalid())?;
    Ok(Upload { name: String::new(), bytes })
}
