//! Times in headers. They are read against the answer's own `Date`, so this machine's clock plays no part.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

/// A wait is told as at least this long (quality, fault matrix, 429).
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
/// A wait is told as at most this long.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// When the server says it answered, in milliseconds since the Unix epoch.
pub(crate) fn date(headers: &HeaderMap) -> Option<i64> {
    let since_epoch = http_date(headers, DATE)?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since_epoch.as_millis()).ok()
}

/// How long the server asks to wait: `Retry-After` in seconds or as a date, kept between a second and an hour. None if it
/// does not say, or says it in no way that can be understood.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // The only way to fail is a number that is too large.
        Duration::from_secs(text.parse().unwrap_or(u64::MAX))
    } else {
        let until = http_date(headers, RETRY_AFTER)?;
        until.duration_since(http_date(headers, DATE)?).unwrap_or(SHORTEST_WAIT)
    };
    Some(wait.clamp(SHORTEST_WAIT, LONGEST_WAIT))
}

fn http_date(headers: &HeaderMap, name: HeaderName) -> Option<SystemTime> {
    // Causes are worthless: a date that cannot be read is a date that is not there.
    httpdate::parse_http_date(headers.get(name)?.to_str().ok()?.trim()).ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    const NOON: &str = "Sun, 06 Nov 1994 12:00:00 GMT";

    #[test]
    fn the_date_is_milliseconds_since_the_epoch() {
        assert_eq!(date(&headers(&[(DATE, NOON)])), Some(784_123_200_000));
        assert_eq!(date(&headers(&[(DATE, "yesterday")])), None);
        assert_eq!(date(&headers(&[])), None);
    }

    #[test]
    fn a_wait_is_between_a_second_and_an_hour() {
        for (text, expected) in [
            ("7", Some(7)),
            (" 7 ", Some(7)),
            ("0", Some(1)),
            ("3600", Some(3600)),
            ("1000000000", Some(3600)),
            ("99999999999999999999999", Some(3600)),
            ("Sun, 06 Nov 1994 12:00:30 GMT", Some(30)),
            ("Sun, 06 Nov 1994 11:00:00 GMT", Some(1)),
            ("Mon, 07 Nov 1994 12:00:00 GMT", Some(3600)),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            let wait = retry_after(&headers(&[(DATE, NOON), (RETRY_AFTER, text)]));
            assert_eq!(wait, expected.map(Duration::from_secs), "{text:?}");
        }
        assert_eq!(retry_after(&headers(&[(DATE, NOON)])), None);
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, NOON)])), None);
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_header_says_a_wait_is_between_a_second_and_an_hour(
            wait in "[ -~]{0,40}|-?[0-9]{1,30}|[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT",
            date in "[ -~]{0,40}|[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT",
        ) {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_str(&wait).unwrap());
            headers.insert(DATE, HeaderValue::from_str(&date).unwrap());
            if let Some(wait) = retry_after(&headers) {
                assert!((SHORTEST_WAIT..=LONGEST_WAIT).contains(&wait), "{wait:?}");
            }
            let digits = wait.trim();
            if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                assert!(retry_after(&headers).is_some(), "{wait}");
            }
        }
    }

    fn headers(entries: &[(HeaderName, &'static str)]) -> HeaderMap {
        entries
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .collect()
    }
}
