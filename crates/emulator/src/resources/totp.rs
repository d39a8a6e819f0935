//! Enrolling and removing an authenticator app (contract §9).

use serde_json::{Value, json};

use crate::model::{Totp, User};
use crate::resources::mfa;
use crate::resources::reverification;
use crate::rules::totp::{self as rules, TotpOutcome};
use crate::store;
use crate::view;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// Makes a secret, over an earlier one that was never verified.
pub(crate) fn create(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let (session, user) = work.named_mfa_session(call)?;
    if !work.settings.attributes.totp {
        return Err(ApiError::feature_not_enabled().into());
    }
    if user.totp_enabled() {
        return Err(ApiError::totp_already_enabled().into());
    }
    reverification::require_fresh(work, &session, &user)?;
    let totp = Totp {
        id: work.random.id("totp"),
        secret: work.random.totp_secret(),
        verified: false,
        last_step: 0,
        created_at: work.now,
        updated_at: work.now,
    };
    store::totps::put(work.db, &user.id, &totp)?;
    // No other answer carries the secret.
    let issuer = format!("{} (development)", work.settings.application_name);
    let uri = rules::uri(&issuer, view::user::identifier(&user), &totp.secret);
    let mut answer = totp_view(&totp, None);
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("secret".to_owned(), totp.secret.into());
        answer.insert("uri".to_owned(), uri.into());
    }
    Ok(Answer::Wrapped(answer))
}

/// Verifies an app by its first code. A wrong one does not count towards the lockout: the caller knows the secret.
pub(crate) fn attempt(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["code"])?;
    let (session, user) = work.named_mfa_session(call)?;
    let code = call.form.required("code")?;
    let mut totp = user.totp.clone().ok_or_else(ApiError::no_totp)?;
    if totp.verified {
        return Err(ApiError::verification_already_verified().into());
    }
    match rules::check(&totp.secret, code, work.now, totp.last_step) {
        TotpOutcome::Accepted { step } => totp.last_step = step,
        TotpOutcome::Refused => return Err(ApiError::code_incorrect().into()),
    }
    totp.verified = true;
    totp.updated_at = work.now;
    store::totps::put(work.db, &user.id, &totp)?;
    let backup_codes = mfa::after_enrolling(work, &session, &user)?;
    Ok(Answer::Wrapped(totp_view(&totp, backup_codes.as_deref())))
}

pub(crate) fn delete(work: &Work<'_>, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[])?;
    let (session, user) = work.named_mfa_session(call)?;
    let totp = user.totp.as_ref().ok_or_else(ApiError::no_totp)?;
    let without = User { totp: None, ..user.clone() };
    mfa::refuse_removing_last(work.settings, &user, &without)?;
    reverification::require_fresh(work, &session, &user)?;
    store::totps::delete(work.db, &user.id)?;
    mfa::after_removing(work.db, work.now, &user)?;
    Ok(Answer::Wrapped(json!({ "object": "totp", "id": totp.id, "deleted": true })))
}

fn totp_view(totp: &Totp, backup_codes: Option<&[String]>) -> Value {
    json!({
        "object": "totp",
        "id": totp.id,
        "secret": null,
        "uri": null,
        "verified": totp.verified,
        "backup_codes": backup_codes,
        "created_at": totp.created_at.millis(),
        "updated_at": totp.updated_at.millis(),
    })
}
