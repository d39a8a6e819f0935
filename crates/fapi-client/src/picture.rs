//! Fetches a picture from the address that the server gives. It is no call of the Frontend API: nothing that is held is
//! sent along, and no answer to it changes what is held.

use std::time::Duration;

use reqwest::StatusCode;
use url::Url;

use crate::base_url::BaseUrl;

/// How long a picture may take as a whole. Nobody waits for it.
const DEADLINE: Duration = Duration::from_secs(15);

/// Why there is no picture. Shows no URL in any form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The address leads to nowhere that a picture is fetched from.
    #[error("its address is not one to fetch pictures from")]
    Address,
    /// It could not be fetched, or not whole, or not in time.
    #[error("it could not be fetched")]
    NotFetched,
    /// What answered has no picture for us, and says so with this status. No redirect is followed.
    #[error("its address answers with status {0}")]
    Status(u16),
    /// It has more bytes than are taken.
    #[error("it has too many bytes")]
    TooLarge,
}

/// Fetches a picture of at most so many bytes.
pub(crate) async fn fetch(
    http: &reqwest::Client,
    base: &BaseUrl,
    address: &str,
    largest: usize,
) -> Result<Vec<u8>, PictureError> {
    let url = address_of(address, base).ok_or(PictureError::Address)?;
    let request = http.get(url).timeout(DEADLINE);
    // The causes say where the picture is.
    let mut response = request.send().await.map_err(|_| PictureError::NotFetched)?;
    if response.status() != StatusCode::OK {
        return Err(PictureError::Status(response.status().as_u16()));
    }
    let mut picture = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| PictureError::NotFetched)? {
        if picture.len() + chunk.len() > largest {
            return Err(PictureError::TooLarge);
        }
        picture.extend_from_slice(&chunk);
    }
    Ok(picture)
}

/// The address of a picture: over TLS, or on this very machine where the server is there too.
fn address_of(text: &str, base: &BaseUrl) -> Option<Url> {
    // The cause only says where the syntax broke.
    let url = Url::parse(text).ok()?;
    let has_no_name = url.username().is_empty() && url.password().is_none();
    let is_allowed = match url.scheme() {
        "https" => true,
        "http" => BaseUrl::leads_to_this_machine(&url) && !base.is_https(),
        _ => false,
    };
    (has_no_name && is_allowed).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_come_over_tls_or_from_this_machine_where_the_server_is_there_too() {
        let far = BaseUrl::parse("https://clerk.example.com").unwrap();
        let here = BaseUrl::parse("http://127.0.0.1:4010").unwrap();
        for (text, from_far, from_here) in [
            ("https://img.example.com/a?width=9", true, true),
            ("http://127.0.0.1:4010/a", false, true),
            ("http://localhost/a", false, true),
            ("http://img.example.com/a", false, false),
            ("https://me:pw@img.example.com/a", false, false),
            ("data:image/png;base64,AA==", false, false),
            ("file:///etc/passwd", false, false),
            ("javascript:alert(1)", false, false),
            ("//img.example.com/a", false, false),
            ("", false, false),
        ] {
            assert_eq!(address_of(text, &far).is_some(), from_far, "{text}");
            assert_eq!(address_of(text, &here).is_some(), from_here, "{text}");
        }
    }
}
