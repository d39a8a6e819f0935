//! Views of a factor to be proven, in a sign-in or in a step-up.

use latchkey_core::challenge::{Challenge, Method as CoreMethod, MethodKind};
use latchkey_core::failure::Failure;
use latchkey_core::hold::Hold;
use latchkey_core::time::Instant;
use latchkey_ipc::view::{
    Activity, ClockDifference, HoldReason, Method, MethodId, VerifyReason, VerifyView,
};

use crate::words::millis;
use crate::{problem, words};

/// Codes of an authenticator app live for 30 seconds, and a server that takes the neighbours too
/// forgives about as much; from here on a difference is worth telling.
const CLOCK_TOLERANCE_MS: u64 = 20_000;

pub(super) fn verify(
    challenge: &Challenge,
    reason: VerifyReason,
    activity: Activity,
    ahead_ms: Option<i64>,
    now: Instant,
) -> VerifyView {
    let methods = challenge.methods.iter().enumerate();
    let by_the_clock = challenge.method().kind == MethodKind::Totp
        && challenge.form.failure.as_ref().and_then(Failure::code) == Some("form_code_incorrect");
    VerifyView {
        reason,
        method: method(challenge.current(), challenge.method()),
        others: methods
            .filter(|(place, _)| *place != challenge.current())
            .map(|(place, it)| method(place, it))
            .collect(),
        unsupported: challenge.unusable.iter().map(|it| it.as_str().to_owned()).collect(),
        delivery: words::delivery(challenge.delivery(now)),
        activity,
        problem: challenge.form.failure.as_ref().map(match reason {
            VerifyReason::StepUp => problem::of_step_up,
            VerifyReason::FirstFactor | VerifyReason::SecondFactor | VerifyReason::NewDevice => {
                problem::of
            }
        }),
        clock: clock(ahead_ms).filter(|_| by_the_clock),
        attempt: challenge.form.refusals,
    }
}

/// The difference of the clocks, where it is worth telling.
pub(super) fn clock(ahead_ms: Option<i64>) -> Option<ClockDifference> {
    ahead_ms
        .filter(|ahead| ahead.unsigned_abs() > CLOCK_TOLERANCE_MS)
        .map(|ahead_ms| ClockDifference { ahead_ms })
}

pub(super) fn activity(busy: bool, hold: Option<&Hold>, now: Instant) -> Activity {
    if busy {
        return Activity::Busy;
    }
    let Some(hold) = hold else { return Activity::Idle };
    let Some(remaining) = hold.remaining(now) else { return Activity::Locked };
    Activity::Held {
        reason: if hold.is_lock() { HoldReason::Locked } else { HoldReason::RateLimited },
        remaining_ms: millis(remaining),
    }
}

pub(super) fn method(place: usize, of: &CoreMethod) -> Method {
    Method {
        id: MethodId(place),
        strategy: words::method(of.kind),
        destination: of.destination().map(str::to_owned),
    }
}
