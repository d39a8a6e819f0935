//! A moment as people and logs write it, in UTC.

use jiff::tz::Offset;
use latchkey_core::time::Timestamp;

/// Such as `2026-01-31 08:05:09`. A moment outside the years that have four digits is its milliseconds.
pub(crate) fn written(at: Timestamp) -> String {
    let millis = at.as_millis();
    let Ok(at) = jiff::Timestamp::from_millisecond(millis) else { return millis.to_string() };
    let at = Offset::UTC.to_datetime(at);
    let (year, month, day) = (at.year(), at.month(), at.day());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_by_date_and_time() {
        for (millis, text) in [
            (0, "1970-01-01 00:00:00"),
            (-1, "1969-12-31 23:59:59"),
            (951_782_400_000, "2000-02-29 00:00:00"),
            (1_772_000_000_000, "2026-02-25 06:13:20"),
            (4_107_542_399_999, "2100-02-28 23:59:59"),
            (4_107_542_400_000, "2100-03-01 00:00:00"),
        ] {
            assert_eq!(written(Timestamp::from_millis(millis)), text);
        }
    }
}
