//! The first factor: prepare, attempt, and a new password after a reset code.

use super::complete::after_first_factor;
use super::{current, expect_status, owner, send_code};
use crate::model::external::Subject;
use crate::model::factors::{self, Factor};
use crate::model::{SessionStatus, SignIn, SignInStatus, User};
use crate::resources::enterprise;
use crate::resources::providers;
use crate::resources::sessions;
use crate::resources::verification::{
    choose_target, refuse_locked, set_password, strategy, try_code,
};
use crate::rules::code::Verification;
use crate::rules::identifier::Identifier;
use crate::rules::password;
use crate::rules::strategy::Strategy;
use crate::store;
use crate::wire::answer::Answer;
use crate::wire::call::{Call, Form};
use crate::wire::error::{ApiError, Refusal};
use crate::work::Work;

const CODED: [Strategy; 4] = [
    Strategy::EmailCode,
    Strategy::PhoneCode,
    Strategy::ResetPasswordEmailCode,
    Strategy::ResetPasswordPhoneCode,
];

pub(crate) fn prepare(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[
        "strategy",
        "email_address_id",
        "phone_number_id",
        "redirect_url",
        "proof_token",
        "web3_wallet_id",
        "passkey_id",
        "trusted_device_id",
        "action_complete_redirect_url",
        "oidc_login_hint",
        "oidc_prompt",
        "channel",
        "default",
        "enterprise_connection_id",
    ])?;
    if call.form.text("strategy") == Some(enterprise::STRATEGY) {
        return at_company(work, id, call);
    }
    let strategy = strategy(&call.form, &CODED)?;
    let mut sign_in = current(work, id)?;
    let waiting = [SignInStatus::NeedsFirstFactor, SignInStatus::NeedsNewPassword];
    expect_status(&sign_in, &waiting, "preparing the first factor")?;
    let user = owner(work, &sign_in)?;
    if let Some(user) = &user {
        refuse_locked(work, user)?;
    }
    let offered = offered(work, &sign_in, user.as_ref());
    start_code(work, &mut sign_in, user.as_ref(), &offered, strategy, &call.form)?;
    store::sign_ins::save(work.db, &sign_in)?;
    super::answer(work, &sign_in)
}

/// Sends a browser to the company of the identifier.
fn at_company(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    let mut sign_in = current(work, id)?;
    expect_status(&sign_in, &[SignInStatus::NeedsFirstFactor], "preparing the first factor")?;
    let address = sign_in.identifier.as_deref().unwrap_or_default();
    let asked = enterprise::asked(work, &call.form, address)?;
    let client = work.client_or_new()?;
    let subject = Subject::SignIn { id: id.to_owned() };
    sign_in.first = Some(Verification::External(providers::start(work, &client, subject, asked)?));
    store::sign_ins::save(work.db, &sign_in)?;
    super::answer(work, &sign_in)
}

fn is_at_company(work: &Work<'_>, sign_in: &SignIn) -> bool {
    let address = sign_in.identifier.as_deref().unwrap_or_default();
    !work.settings.connections_of(address).is_empty()
}

pub(crate) fn attempt(work: &mut Work<'_>, id: &str, call: &Call) -> Result<Answer, Refusal> {
    call.form.only(&[
        "strategy",
        "code",
        "password",
        "signature",
        "token",
        "ticket",
        "public_key_credential",
        "trusted_device_id",
        "client_data",
        "algorithm",
    ])?;
    let allowed = [&[Strategy::Password], CODED.as_slice()].concat();
    let strategy = strategy(&call.form, &allowed)?;
    let mut sign_in = current(work, id)?;
    expect_status(&sign_in, &[SignInStatus::NeedsFirstFactor], "attempting the first factor")?;
    if is_at_company(work, &sign_in) {
        return Err(ApiError::strategy_for_user().into());
    }
    let user = owner(work, &sign_in)?;
    if let Some(user) = &user {
        refuse_locked(work, user)?;
    }
    if strategy == Strategy::Password {
        let given = call.form.required("password")?;
        let Some(user) = user else {
            return Err(ApiError::password_or_identifier_incorrect().into());
        };
        check_password(work, &user, given)?;
        sign_in.first = Some(Verification::Proved { strategy });
        after_first_factor(work, &mut sign_in, &user)?;
    } else {
        let code = call.form.required("code")?;
        let new_password = call.form.optional("password")?.filter(|_| strategy.resets_password());
        if let (Some(new), Some(user)) = (new_password, &user) {
            password::acceptable(new, user.password_hash.as_deref(), work.settings)?;
        }
        let outcome = try_code(work, user.as_ref(), &mut sign_in.first, strategy, code);
        store::sign_ins::save(work.db, &sign_in)?;
        outcome?;
        let Some(user) = user else { return Err(ApiError::code_incorrect().into()) };
        if strategy.resets_password() && new_password.is_none() {
            sign_in.status = SignInStatus::NeedsNewPassword;
        } else {
            if let Some(new) = new_password {
                set_password(work, &user, new)?;
            }
            after_first_factor(work, &mut sign_in, &user)?;
        }
    }
    store::sign_ins::save(work.db, &sign_in)?;
    super::answer(work, &sign_in)
}

/// `POST …/reset_password`, allowed by a reset code.
pub(crate) fn reset_password(
    work: &mut Work<'_>,
    id: &str,
    call: &Call,
) -> Result<Answer, Refusal> {
    call.form.only(&["password", "sign_out_of_other_sessions"])?;
    let new = call.form.required("password")?;
    let sign_out_others = call.form.flag("sign_out_of_other_sessions")?.unwrap_or(false);
    let mut sign_in = current(work, id)?;
    expect_status(&sign_in, &[SignInStatus::NeedsNewPassword], "resetting the password")?;
    let user = owner(work, &sign_in)?.ok_or_else(ApiError::user_deleted)?;
    refuse_locked(work, &user)?;
    password::acceptable(new, user.password_hash.as_deref(), work.settings)?;
    set_password(work, &user, new)?;
    if sign_out_others {
        sessions::close_all(work, &user.id, None, SessionStatus::Revoked)?;
    }
    after_first_factor(work, &mut sign_in, &user)?;
    store::sign_ins::save(work.db, &sign_in)?;
    super::answer(work, &sign_in)
}

/// Checks the user's password and counts a wrong one.
pub(super) fn check_password(work: &Work<'_>, user: &User, given: &str) -> Result<(), Refusal> {
    let wrong = if work.settings.enumeration_protection {
        ApiError::password_or_identifier_incorrect()
    } else {
        ApiError::password_incorrect()
    };
    crate::resources::verification::check_password(work, user, given, wrong)
}

/// Sends the code of a first factor.
pub(super) fn start_code(
    work: &mut Work<'_>,
    sign_in: &mut SignIn,
    user: Option<&User>,
    offered: &[Factor],
    strategy: Strategy,
    form: &Form,
) -> Result<(), Refusal> {
    let not_offered = ApiError::strategy_for_user();
    let target = choose_target(work, user, offered, strategy, form, not_offered)?;
    sign_in.first = Some(send_code(work, sign_in, strategy, &target)?);
    sign_in.status = SignInStatus::NeedsFirstFactor;
    Ok(())
}

fn offered(work: &Work<'_>, sign_in: &SignIn, user: Option<&User>) -> Vec<Factor> {
    if is_at_company(work, sign_in) {
        return Vec::new();
    }
    match (user, sign_in.identifier.as_deref().and_then(Identifier::parse)) {
        (Some(user), _) => factors::first(user, work.settings),
        (None, Some(identifier)) => factors::decoy(&identifier, &sign_in.id),
        (None, None) => Vec::new(),
    }
}
