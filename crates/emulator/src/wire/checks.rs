//! What a request must look like before it is carried out (contract: native rules to copy).

use http::{HeaderMap, Method};

use crate::settings::Settings;
use crate::wire::error::ApiError;

/// The oldest version of the Frontend API.
const FIRST_VERSION: &str = "2021-02-05";

/// The query, in order, decoded.
pub(crate) type Pairs = Vec<(String, String)>;

/// The client token as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GivenToken {
    /// Absent, empty, or just `Bearer`.
    None,
    Some(String),
}

/// Decodes a query or a form.
pub(crate) fn pairs(encoded: &[u8]) -> Pairs {
    form_urlencoded::parse(encoded).into_owned().collect()
}

/// The first value of a query parameter.
pub(crate) fn first<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// Whether a `Host` names this machine itself.
pub(crate) fn is_loopback_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Checks headers and query, and finds the client token.
pub(crate) fn check_head(
    headers: &HeaderMap,
    query: &Pairs,
    settings: &Settings,
) -> Result<GivenToken, ApiError> {
    let authorization: Vec<_> = headers.get_all(http::header::AUTHORIZATION).iter().collect();
    if !authorization.is_empty() && headers.contains_key(http::header::ORIGIN) {
        return Err(ApiError::origin_conflict());
    }
    if !matches!(first(query, "_is_native"), Some("true" | "1")) {
        return Err(ApiError::browser_mode());
    }
    if !settings.native_api {
        return Err(ApiError::native_api_disabled());
    }
    check_version(headers, query)?;
    match authorization.as_slice() {
        [] if settings.require_authorization_header => Err(ApiError::authorization_missing()),
        [] => Ok(GivenToken::None),
        [value] => {
            let value = value.to_str().map_err(|_not_text| ApiError::authorization_format())?;
            read_token(value)
        }
        [_, _, ..] => Err(ApiError::authorization_repeated()),
    }
}

/// Checks the content type of a call that may carry a form.
pub(crate) fn check_content_type(
    method: &Method,
    headers: &HeaderMap,
    body_is_empty: bool,
) -> Result<(), ApiError> {
    if method == Method::GET {
        return Ok(());
    }
    let Some(value) = headers.get(http::header::CONTENT_TYPE) else {
        return if body_is_empty { Ok(()) } else { Err(ApiError::content_type("nothing")) };
    };
    let value = value.to_str().unwrap_or("something unreadable");
    let essence = value.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        Ok(())
    } else {
        Err(ApiError::content_type(essence))
    }
}

/// Whether a text has the form of a BCP-47 language tag.
pub(crate) fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn read_token(value: &str) -> Result<GivenToken, ApiError> {
    let mut words = value.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (None, ..) => Ok(GivenToken::None),
        (Some(word), None, _) if word.eq_ignore_ascii_case("bearer") => Ok(GivenToken::None),
        (Some(token), None, _) => Ok(GivenToken::Some(token.to_owned())),
        (Some(scheme), Some(token), None) if scheme.eq_ignore_ascii_case("bearer") => {
            Ok(GivenToken::Some(token.to_owned()))
        }
        (Some(_), Some(_), _) => Err(ApiError::authorization_format()),
    }
}

/// Accepts dates after the newest published version: official clients use them.
fn check_version(headers: &HeaderMap, query: &Pairs) -> Result<(), ApiError> {
    let in_header: Vec<_> = headers.get_all("clerk-api-version").iter().collect();
    let in_query: Vec<&str> = query
        .iter()
        .filter(|(key, _)| key == "__clerk_api_version")
        .map(|(_, value)| value.as_str())
        .collect();
    let version = match (in_header.as_slice(), in_query.as_slice()) {
        ([], []) => return Ok(()),
        ([header], []) => header.to_str().unwrap_or_default(),
        ([], [query]) => query,
        _ => {
            return Err(ApiError::api_version(
                "Give the API version once: in the clerk-api-version header or in the \
                 __clerk_api_version query parameter.",
            ));
        }
    };
    if is_date(version) && version >= FIRST_VERSION {
        Ok(())
    } else {
        Err(ApiError::api_version(&format!("{version} is not a version of this API.")))
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let number = |part: &str, length: usize| {
        let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.parse::<u16>().ok() } else { None }
    };
    number(year, 4).is_some()
        && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
        && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::{AUTHORIZATION, CONTENT_TYPE, ORIGIN};

    use super::*;

    #[test]
    fn a_token_comes_raw_or_as_bearer_or_not_at_all() {
        let some = |text: &str| Ok(GivenToken::Some(text.to_owned()));
        for (value, expected) in [
            ("", Ok(GivenToken::None)),
            ("Bearer", Ok(GivenToken::None)),
            ("bearer ", Ok(GivenToken::None)),
            ("a.b.c", some("a.b.c")),
            ("Bearer a.b.c", some("a.b.c")),
            ("Basic abc", Err("authorization_header_format_invalid")),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, HeaderValue::from_str(value).unwrap());
            assert_eq!(check(&headers, "_is_native=true"), expected, "{value:?}");
        }
    }

    #[test]
    fn an_origin_beside_authorization_is_refused_before_anything_else() {
        let mut headers = HeaderMap::new();
        headers.insert(ORIGIN, HeaderValue::from_static("tauri://localhost"));
        headers.insert(AUTHORIZATION, HeaderValue::from_static(""));
        assert_eq!(check(&headers, ""), Err("origin_authorization_headers_conflict"));
    }

    #[test]
    fn two_authorization_values_are_refused() {
        let mut headers = HeaderMap::new();
        headers.append(AUTHORIZATION, HeaderValue::from_static("a"));
        headers.append(AUTHORIZATION, HeaderValue::from_static("b"));
        assert_eq!(
            check(&headers, "_is_native=1"),
            Err("multiple_authorization_header_values_forbidden")
        );
    }

    #[test]
    fn the_native_flag_is_true_or_1() {
        let headers = HeaderMap::new();
        assert!(check(&headers, "_is_native=true").is_ok());
        assert!(check(&headers, "_is_native=1").is_ok());
        assert_eq!(check(&headers, "_is_native=yes"), Err("dev_browser_unauthenticated"));
        assert_eq!(check(&headers, ""), Err("dev_browser_unauthenticated"));
    }

    #[test]
    fn a_version_is_a_date_given_once() {
        for (header, query, ok) in [
            (Some("2026-05-12"), None, true),
            (None, Some("2026-08-20"), true),
            (Some("2026-05-12"), Some("2026-05-12"), false),
            (Some("2020-01-01"), None, false),
            (Some("2026-13-01"), None, false),
            (Some("v1"), None, false),
            (None, Some(""), false),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(header) = header {
                headers.insert("clerk-api-version", HeaderValue::from_static(header));
            }
            let query = query.map_or("_is_native=1".to_owned(), |version| {
                format!("_is_native=1&__clerk_api_version={version}")
            });
            assert_eq!(check(&headers, &query).is_ok(), ok, "{header:?} {query}");
        }
    }

    #[test]
    fn a_body_is_a_form() {
        let check = |content_type: Option<&'static str>, empty| {
            let mut headers = HeaderMap::new();
            if let Some(value) = content_type {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static(value));
            }
            check_content_type(&Method::POST, &headers, empty).is_ok()
        };
        assert!(check(Some("application/x-www-form-urlencoded; charset=utf-8"), false));
        assert!(check(None, true));
        assert!(!check(None, false));
        assert!(!check(Some("application/json"), true));
    }

    #[test]
    fn only_loopback_names_are_this_machine() {
        for host in ["127.0.0.1:4010", "localhost", "[::1]:80", "127.0.0.53"] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in ["evil.example:4010", "10.0.0.1", "localhost.evil.example", ""] {
            assert!(!is_loopback_host(host), "{host}");
        }
    }

    fn check(headers: &HeaderMap, query: &str) -> Result<GivenToken, &'static str> {
        check_head(headers, &pairs(query.as_bytes()), &Settings::default())
            .map_err(|error| error.code)
    }
}
