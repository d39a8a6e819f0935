//! A reverification, the factors it offers and the session it is about.

use serde_json::{Value, json};

use super::session;
use super::verification::{factor_list, verification};
use crate::model::factors;
use crate::model::reverification::Reverification;
use crate::model::{Session, User};
use crate::wire::error::Refusal;
use crate::work::Work;

/// The session is whole, as official clients expect it (contract §6.3).
pub(crate) fn view(
    work: &Work<'_>,
    reverification: &Reverification,
    session: &Session,
    user: &User,
) -> Result<Value, Refusal> {
    let second = factors::second_for_reverification(user, work.settings);
    let second = (!second.is_empty()).then(|| factor_list(&second, work.settings));
    Ok(json!({
        "object": "session_reverification",
        "level": reverification.level.as_str(),
        "status": reverification.status.as_str(),
        "supported_first_factors":
            factor_list(&factors::first_for_reverification(user, work.settings), work.settings),
        "supported_second_factors": second,
        "first_factor_verification": verification(reverification.first.as_ref(), work.now),
        "second_factor_verification": verification(reverification.second.as_ref(), work.now),
        "session": session::full(work, session)?,
    }))
}
