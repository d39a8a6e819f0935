//! The words of multi-factor authentication, apart from its wizards.

use crate::countdown::spoken;

/// By how much this computer's clock is wrong.
pub(crate) fn clock_difference(ahead_ms: i64) -> String {
    let direction = if ahead_ms < 0 { "behind" } else { "ahead of" };
    // Below two minutes the seconds count: an app's code is good for thirty of them.
    let seconds = ahead_ms.unsigned_abs() / 1000;
    let length = if seconds < 120 { format!("{seconds} seconds") } else { spoken(seconds) };
    format!("This computer’s clock is {length} {direction} the server’s.")
}

/// What to do about a wrong clock.
pub(crate) const CLOCK_ADVICE: &str = "Codes depend on the time. Turn on automatic time in this computer’s settings, check the phone’s too, then use the next code.";
