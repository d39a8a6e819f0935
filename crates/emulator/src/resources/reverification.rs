//! Reverification: whether a session is fresh enough for a sensitive call (contract §6.2), and how it becomes fresh.

pub(crate) mod flow;

use crate::model::factors;
use crate::model::{Session, SessionStatus, User};
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Refuses a sensitive call if the session verified the user's strongest factor too long ago.
pub(crate) fn require_fresh(
    work: &Work<'_>,
    session: &Session,
    user: &User,
) -> Result<(), Refusal> {
    // A pending session has only just begun, so it counts as fresh.
    if !work.settings.reverification || session.status == SessionStatus::Pending {
        return Ok(());
    }
    let age = session.factor_verification_age(work.now);
    // Only factors that the instance offers can be asked for.
    let has_second_factor = !factors::second_for_reverification(user, work.settings).is_empty();
    if is_fresh(age, has_second_factor, work.settings.reverification_minutes) {
        Ok(())
    } else {
        Err(ApiError::session_reverification_required().into())
    }
}

/// A second factor that this session never verified (-1) counts as stale: it was enrolled by another session.
fn is_fresh([first, second]: [i64; 2], has_second_factor: bool, minutes: i64) -> bool {
    let age = if has_second_factor { second } else { first };
    (0..minutes).contains(&age)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_factor_decides_for_ten_minutes() {
        for (age, has_second_factor, fresh) in [
            ([0, -1], false, true),
            ([9, -1], false, true),
            ([10, -1], false, false),
            ([600, 9], true, true),
            ([0, 10], true, false),
            ([0, -1], true, false),
        ] {
            assert_eq!(is_fresh(age, has_second_factor, 10), fresh, "{age:?}");
        }
    }
}
