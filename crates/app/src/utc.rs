//! A moment as people and logs write it, in UTC.

use latchkey_core::time::Timestamp;

const DAY: i64 = 86_400_000;

/// Such as `2026-01-31 08:05:09`.
pub(crate) fn written(at: Timestamp) -> String {
    let (days, in_day) = (at.as_millis().div_euclid(DAY), at.as_millis().rem_euclid(DAY) / 1_000);
    let (year, month, day) = date(days);
    let (hour, minute, second) = (in_day / 3_600, in_day / 60 % 60, in_day % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// The date so many days after 1970-01-01. Years begin in March here, so that the day more of a leap
/// year is the last one; they come in rounds of 400.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (round, in_round) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year =
        (in_round - in_round / 1_460 + in_round / 36_524 - in_round / 146_096).div_euclid(365);
    let in_year = in_round - (365 * year + year / 4 - year / 100);
    let month = (5 * in_year + 2) / 153;
    let day = in_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (year + round * 400 + next, month, day)
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
