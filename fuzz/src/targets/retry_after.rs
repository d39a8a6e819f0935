//! How long a server asks to wait.

use std::time::Duration;

use http::header::{DATE, HeaderMap, HeaderValue, RETRY_AFTER};
use latchkey_fapi_client::fuzzing;

use super::first_line;

/// `Retry-After`, then `Date`. Whatever they say, a wait is between a second and an hour.
pub(crate) fn run(input: &[u8]) {
    let (wait, date) = first_line(input);
    let mut headers = HeaderMap::new();
    for (name, value) in [(RETRY_AFTER, wait), (DATE, date)] {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.insert(name, value);
        }
    }
    let told = fuzzing::retry_after(&headers);
    told.into_iter().for_each(within_limits);
    let seconds = headers.get(RETRY_AFTER).map_or(&b""[..], |it| it.as_bytes().trim_ascii());
    if !seconds.is_empty() && seconds.iter().all(u8::is_ascii_digit) {
        let add = |sum: u64, digit: &u8| (sum * 10 + u64::from(digit - b'0')).min(3600);
        let seconds = seconds.iter().fold(0, add).max(1);
        assert_eq!(told, Some(Duration::from_secs(seconds)), "these are seconds");
    }
}

pub(super) fn within_limits(wait: Duration) {
    let limits = Duration::from_secs(1)..=Duration::from_hours(1);
    assert!(limits.contains(&wait), "{wait:?} is no wait");
}
