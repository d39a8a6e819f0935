//! Which commit the program is built from, and when that counts as built. The build script uses this
//! and sets what `lib.rs` reads.

use jiff::{Span, civil};

/// What stands for a commit or a date that cannot be known, as in a source tree without git.
pub(crate) const UNKNOWN: &str = "unknown";

/// How much of a commit's name is shown.
const SHOWN_CHARACTERS: usize = 12;

/// The commit by the beginning of its name.
pub(crate) fn commit(asked: Option<&str>) -> &str {
    let name = asked.map_or("", str::trim);
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_name { name.get(..SHOWN_CHARACTERS).unwrap_or(name) } else { UNKNOWN }
}

/// The day in UTC: that of `SOURCE_DATE_EPOCH` where it is set, so that a build can be repeated, else
/// that of the commit. Both are seconds since 1970.
pub(crate) fn date(given: Option<&str>, of_commit: Option<&str>) -> Result<String, String> {
    if let Some(given) = given.filter(|given| !given.is_empty()) {
        return day(given).ok_or_else(|| {
            "SOURCE_DATE_EPOCH: a number of seconds since 1970 is wanted; leave it unset for the date \
             of the commit"
                .to_owned()
        });
    }
    Ok(of_commit.and_then(day).unwrap_or_else(|| UNKNOWN.to_owned()))
}

/// The day that a number of seconds since 1970 falls on, up to the year 9999.
fn day(seconds: &str) -> Option<String> {
    let seconds: u64 = seconds.trim().parse().ok()?;
    let days = i64::try_from(seconds / 86_400).ok()?;
    let since = Span::new().try_days(days).ok()?;
    civil::date(1970, 1, 1).checked_add(since).ok().map(|day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_shown_by_the_beginning_of_its_name() {
        assert_eq!(commit(Some("0123456789abcdef0123456789abcdef01234567\n")), "0123456789ab");
        for no_commit in [None, Some(""), Some("HEAD"), Some("fatal: not a git repository")] {
            assert_eq!(commit(no_commit), UNKNOWN, "{no_commit:?}");
        }
    }

    #[test]
    fn a_date_is_the_day_in_utc() {
        for (seconds, day) in [
            ("0", "1970-01-01"),
            ("951782399", "2000-02-28"),
            ("951782400", "2000-02-29"),
            ("951868800", "2000-03-01"),
            ("1767225599", "2025-12-31"),
            ("1767225600", "2026-01-01"),
            ("4107542400", "2100-03-01"),
            ("253402300799", "9999-12-31"),
        ] {
            assert_eq!(date(Some(seconds), Some("0")).as_deref(), Ok(day), "{seconds}");
        }
    }

    #[test]
    fn the_date_is_the_given_one_or_the_commits_or_unknown() {
        assert_eq!(date(Some("86400"), Some("0")).as_deref(), Ok("1970-01-02"));
        assert_eq!(date(None, Some("86400\n")).as_deref(), Ok("1970-01-02"));
        assert_eq!(date(Some(""), Some("86400")).as_deref(), Ok("1970-01-02"));
        assert_eq!(date(None, None).as_deref(), Ok(UNKNOWN));
        assert_eq!(date(None, Some("never")).as_deref(), Ok(UNKNOWN));
        for given in ["today", "-1", "1e9", "253402300800"] {
            let refused = date(Some(given), Some("0")).unwrap_err();
            assert!(refused.starts_with("SOURCE_DATE_EPOCH: "), "{refused}");
        }
    }
}
