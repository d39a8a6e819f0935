//! The code that proves the address of a sign-up.

use super::settle::settle;
use super::{answer, current};
use crate::model::factors::Target;
use crate::resources::verification;
use crate::rules::code::Verification;
use crate::rules::identifier::Identifier;
use crate::rules::strategy::Strategy;
use crate::store;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

/// The last three are sent by official clients beyond the published fields (next-flows §0.11).
const FIELDS: [&str; 9] = [
    "strategy",
    "redirect_url",
    "action_complete_redirect_url",
    "oidc_login_hint",
    "oidc_prompt",
    "proof_token",
    "redirect_uri",
    "code_challenge",
    "code_challenge_method",
];

pub(crate) fn prepare(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&FIELDS)?;
    let strategy = verification::strategy(&call.form, &[Strategy::EmailCode])?;
    let mut sign_up = current(work, id)?;
    let address = sign_up.email_address.clone();
    let address = address.ok_or_else(|| ApiError::missing("email_address"))?;
    if !sign_up.is_unverified() {
        return Err(ApiError::verification_already_verified().into());
    }
    let target = Target {
        id: sign_up.id.clone(),
        identifier: Identifier::Email(address),
        primary: None,
        default: None,
    };
    // The sign-up stands in for the user whom the message is for.
    let owner = sign_up.id.clone();
    let sent = verification::send_code(work, &owner, Some(&owner), strategy, &target)?;
    if let Verification::Code(check) = sent {
        sign_up.email_check = Some(check);
    }
    store::sign_ups::save(work.db, &sign_up)?;
    Ok(answer(work, &sign_up))
}

pub(crate) fn attempt(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["strategy", "code", "signature", "token"])?;
    verification::strategy(&call.form, &[Strategy::EmailCode])?;
    let code = call.form.required("code")?;
    let mut sign_up = current(work, id)?;
    let check = sign_up.email_check.as_mut().ok_or_else(ApiError::verification_not_sent)?;
    let outcome = check.attempt(code, work.now, work.settings.code_attempts);
    store::sign_ups::save(work.db, &sign_up)?;
    verification::refuse_unless_right(outcome)?;
    settle(work, &mut sign_up)?;
    Ok(answer(work, &sign_up))
}
