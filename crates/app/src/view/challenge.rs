//! Views of a factor to be proven, in a sign-in or in a step-up.

use std::time::Duration;

use latchkey_core::challenge::{
    Challenge, Delivery as CoreDelivery, Method as CoreMethod, MethodKind,
};
use latchkey_core::failure::Failure;
use latchkey_core::hold::Hold;
use latchkey_core::time::Timestamp;
use latchkey_ipc::view::{
    Activity, ClockDifference, Delivery, HoldReason, Method, MethodId, Strategy, VerifyReason,
    VerifyView,
};

use crate::problem;

/// Codes of an authenticator app live for 30 seconds, and a server that takes the neighbours too
/// forgives about as much; from here on a difference is worth telling.
const CLOCK_TOLERANCE_MS: u64 = 20_000;

pub(super) fn verify(
    challenge: &Challenge,
    reason: VerifyReason,
    activity: Activity,
    ahead_ms: Option<i64>,
    now: Timestamp,
) -> VerifyView {
    let methods = challenge.methods.iter().enumerate();
    let by_the_clock = challenge.method().kind == MethodKind::Totp
        && challenge.failure.as_ref().and_then(Failure::code) == Some("form_code_incorrect");
    VerifyView {
        reason,
        method: method(challenge.current(), challenge.method()),
        others: methods
            .filter(|(place, _)| *place != challenge.current())
            .map(|(place, it)| method(place, it))
            .collect(),
        delivery: delivery(challenge.delivery(now)),
        activity,
        problem: challenge.failure.as_ref().map(problem::of),
        clock: clock(ahead_ms).filter(|_| by_the_clock),
        attempt: challenge.refusals,
    }
}

/// The difference of the clocks, where it is worth telling.
pub(super) fn clock(ahead_ms: Option<i64>) -> Option<ClockDifference> {
    ahead_ms
        .filter(|ahead| ahead.unsigned_abs() > CLOCK_TOLERANCE_MS)
        .map(|ahead_ms| ClockDifference { ahead_ms })
}

pub(super) fn activity(busy: bool, hold: Option<&Hold>, now: Timestamp) -> Activity {
    if busy {
        return Activity::Busy;
    }
    match hold {
        None => Activity::Idle,
        Some(hold) => match hold.until {
            None => Activity::Locked,
            Some(until) => Activity::Held {
                reason: if hold.locked { HoldReason::Locked } else { HoldReason::RateLimited },
                remaining_ms: millis(until.remaining(now)),
            },
        },
    }
}

pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

pub(super) fn method(place: usize, of: &CoreMethod) -> Method {
    Method {
        id: MethodId(place),
        strategy: match of.kind {
            MethodKind::Password => Strategy::Password,
            MethodKind::Totp => Strategy::Totp,
            MethodKind::PhoneCode => Strategy::PhoneCode,
            MethodKind::EmailCode => Strategy::EmailCode,
            MethodKind::BackupCode => Strategy::BackupCode,
        },
        destination: of.destination().map(str::to_owned),
    }
}

pub(super) fn delivery(of: CoreDelivery) -> Delivery {
    match of {
        CoreDelivery::NotNeeded => Delivery::NotNeeded,
        CoreDelivery::Sending => Delivery::Sending,
        CoreDelivery::Sent { resend_in } => Delivery::Sent { resend_in_ms: millis(resend_in) },
        CoreDelivery::NotSent { resend_in } => {
            Delivery::NotSent { resend_in_ms: millis(resend_in) }
        }
    }
}
