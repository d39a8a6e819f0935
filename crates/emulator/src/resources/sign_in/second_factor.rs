//! The second step: a second factor, or the code that makes a new client trusted.

use super::complete::complete;
use super::{current, expect_status, owner, send_code};
use crate::model::{SignInStatus, factors};
use crate::resources::verification::{
    choose_target, refuse_locked, refuse_unless_offered, strategy, try_second_factor,
};
use crate::rules::strategy::Strategy;
use crate::store;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

const CODED: [Strategy; 2] = [Strategy::PhoneCode, Strategy::EmailCode];
const WAITING: [SignInStatus; 2] =
    [SignInStatus::NeedsSecondFactor, SignInStatus::NeedsClientTrust];

pub(crate) fn prepare(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[
        "strategy",
        "phone_number_id",
        "email_address_id",
        "redirect_url",
        "proof_token",
    ])?;
    let strategy = strategy(&call.form, &CODED)?;
    let mut sign_in = current(work, id)?;
    expect_status(&sign_in, &WAITING, "preparing the second factor")?;
    let user = owner(work, &sign_in)?.ok_or_else(ApiError::user_deleted)?;
    refuse_locked(work, &user)?;
    let offered = factors::second_step(sign_in.status, &user, work.settings);
    let not_offered = ApiError::no_second_factors(strategy.as_str());
    let target = choose_target(work, Some(&user), &offered, strategy, &call.form, not_offered)?;
    sign_in.second = Some(send_code(work, &sign_in, strategy, &target)?);
    store::sign_ins::save(work.db, &sign_in)?;
    super::answer(work, &sign_in)
}

pub(crate) fn attempt(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&["strategy", "code", "public_key_credential"])?;
    let allowed = [CODED.as_slice(), &[Strategy::Totp, Strategy::BackupCode]].concat();
    let strategy = strategy(&call.form, &allowed)?;
    let mut sign_in = current(work, id)?;
    expect_status(&sign_in, &WAITING, "attempting the second factor")?;
    let user = owner(work, &sign_in)?.ok_or_else(ApiError::user_deleted)?;
    refuse_locked(work, &user)?;
    let code = call.form.required("code")?;
    let offered = factors::second_step(sign_in.status, &user, work.settings);
    refuse_unless_offered(&offered, strategy, ApiError::no_second_factors(strategy.as_str()))?;
    let outcome = try_second_factor(work, &user, &mut sign_in.second, strategy, code);
    store::sign_ins::save(work.db, &sign_in)?;
    outcome?;
    complete(work, &mut sign_in, &user)?;
    store::sign_ins::save(work.db, &sign_in)?;
    super::answer(work, &sign_in)
}
