//! A wait: the seconds left, how they are written, and when they are announced.

/// Whole seconds left, rounded up so that a wait never shows as over too soon.
pub(crate) fn seconds_left(remaining_ms: u64, passed_ms: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to not negative; more milliseconds than a u64 holds never pass"
    )]
    let passed_ms = passed_ms.max(0.0) as u64;
    remaining_ms.saturating_sub(passed_ms).div_ceil(1000)
}

/// Milliseconds until the number of whole seconds changes; none when the wait is over.
pub(crate) fn next_tick_ms(remaining_ms: u64, passed_ms: f64) -> Option<u32> {
    let left = seconds_left(remaining_ms, passed_ms);
    let shown_until = remaining_ms.saturating_sub(left.checked_sub(1)? * 1000);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between zero and one second by construction"
    )]
    let wait = (f64_from(shown_until) - passed_ms.max(0.0)).clamp(0.0, 1000.0).ceil() as u32;
    Some(wait)
}

/// `0:24`, `12:05`, `1:00:00`.
pub(crate) fn clock_text(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// The last milestone that a wait has reached, in seconds left: each half hour, then 10, 5 and 1
/// minutes, 30 and 10 seconds. A screen reader announces these, not every second.
pub(crate) fn milestone(total: u64, left: u64) -> Option<u64> {
    let half_hours = (1..=total / 1800).rev().map(|halves| halves * 1800);
    half_hours.chain([600, 300, 60, 30, 10]).filter(|at| *at < total && left <= *at).min()
}

fn f64_from(milliseconds: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53, a wait of 285 000 years")]
    let value = milliseconds as f64;
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_started_second_counts_in_full() {
        assert_eq!(seconds_left(24_000, 0.0), 24);
        assert_eq!(seconds_left(24_000, 1.0), 24);
        assert_eq!(seconds_left(24_000, 999.9), 24);
        assert_eq!(seconds_left(24_000, 1000.0), 23);
        assert_eq!(seconds_left(24_000, 24_000.0), 0);
        assert_eq!(seconds_left(24_000, 90_000.0), 0);
        assert_eq!(seconds_left(24_000, -5.0), 24);
        assert_eq!(seconds_left(0, 0.0), 0);
    }

    #[test]
    fn the_next_tick_falls_on_the_change_of_the_second() {
        assert_eq!(next_tick_ms(24_000, 0.0), Some(1000));
        assert_eq!(next_tick_ms(24_000, 300.0), Some(700));
        assert_eq!(next_tick_ms(500, 0.0), Some(500));
        assert_eq!(next_tick_ms(500, 500.0), None);
        assert_eq!(next_tick_ms(0, 0.0), None);
    }

    #[test]
    fn a_wait_is_written_like_a_clock() {
        for (seconds, text) in [
            (0, "0:00"),
            (5, "0:05"),
            (24, "0:24"),
            (60, "1:00"),
            (725, "12:05"),
            (3600, "1:00:00"),
        ] {
            assert_eq!(clock_text(seconds), text);
        }
    }

    #[test]
    fn milestones_are_told_when_they_are_passed_and_not_before() {
        assert_eq!(milestone(45, 45), None);
        assert_eq!(milestone(45, 31), None);
        assert_eq!(milestone(45, 30), Some(30));
        assert_eq!(milestone(45, 11), Some(30));
        assert_eq!(milestone(45, 10), Some(10));
        assert_eq!(milestone(3600, 1799), Some(1800));
        assert_eq!(milestone(30, 30), None, "the whole wait is on the button already");
    }
}
