//! Making backup codes (contract §9).

use serde_json::json;

use crate::resources::mfa;
use crate::resources::reverification;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Replaces every backup code by new ones.
pub(crate) fn create(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let (session, user) = work.named_mfa_session(call)?;
    if !work.settings.attributes.backup_code {
        return Err(ApiError::feature_not_enabled().into());
    }
    if !user.two_factor_enabled() {
        return Err(ApiError::backup_codes_not_available().into());
    }
    reverification::require_fresh(work, &session, &user)?;
    let codes = mfa::new_backup_codes(work, &user.id)?;
    Ok(Answer::Wrapped(json!({
        "object": "backup_code",
        "id": work.random.id("bcode"),
        "codes": codes,
        "created_at": work.now.millis(),
        "updated_at": work.now.millis(),
    })))
}
